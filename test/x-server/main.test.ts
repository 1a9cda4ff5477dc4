import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  authorization,
  conversion,
  credentials,
  path,
  postSigned,
  send,
  signing,
  tokenHeaders,
} from './client.ts';

const source = fileURLToPath(new URL('../../x-server/main.ts', import.meta.url));
const folder = fileURLToPath(new URL(`../../node_modules/.cache/x-server-${process.pid}/`, import.meta.url));
const program = `${folder}main.mjs`;
const started = new Set<ChildProcess>();

interface Run {
  /** Everything written so far. */
  output: () => string;
  /** Resolves with the address; rejects when the program ends without one. */
  url: Promise<string>;
  stop: (signal: NodeJS.Signals) => void;
  ended: Promise<{ code: number | null; output: string; error: string }>;
}

/** @param file the program as one file, or what Node loads its source with and the source */
function run(args: string[], environment: Record<string, string> = {}, file = [program]): Run {
  const child = spawn(process.execPath, [...file, ...args], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.add(child);
  let output = '';
  let error = '';
  child.stderr.on('data', (chunk) => {
    error += chunk;
  });
  const ended = new Promise<{ code: number | null; output: string; error: string }>((resolve) => {
    child.on('close', (code) => {
      started.delete(child);
      resolve({ code, output, error });
    });
  });
  const url = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const address = /^Listening on (\S+)$/m.exec(output)?.[1];
      if (address !== undefined) resolve(address);
    });
    ended.then(() => reject(new Error('the program ended')));
  });
  url.catch(() => undefined);
  return { output: () => output, url, stop: (signal) => child.kill(signal), ended };
}

// As one file Node starts it in a third of the time that tsx takes for its source.
beforeAll(() =>
  build({
    entryPoints: [source],
    outfile: program,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
  }),
);
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
});

const environment = {
  X_CONSUMER_KEY: credentials.consumerKey,
  X_CONSUMER_SECRET: credentials.consumerSecret,
  X_ACCESS_TOKEN: credentials.token,
  X_ACCESS_TOKEN_SECRET: credentials.tokenSecret,
  X_PIXEL_TOKEN: tokenHeaders['x-pixel-token'],
};

describe('the command', () => {
  test('prints its address, one line a request without a secret, and stops on SIGTERM', async () => {
    const { url, stop, ended } = run(['--event', 'abc', '--event', 'o87ne'], environment, [
      '--import',
      'tsx',
      source,
    ]);
    const address = await url;
    const ok = await postSigned({ url: address }, authorization(signing(address + path)));
    const body = JSON.stringify({
      conversions: [conversion({ event_id: 'abc', identifiers: [{ hashed_email: 'a@shop.example' }] })],
    });
    const bad = await send(`${address}${path}?a=secret`, { headers: tokenHeaders, body });
    const token = { ...tokenHeaders, 'x-pixel-token': 'guessed-token' };
    const unknown = await send(address + path, { headers: token, body });
    stop('SIGTERM');
    const { code, output, error } = await ended;
    expect([ok.status, bad.status, unknown.status]).toEqual([200, 400, 401]);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    const lines = output.trimEnd().split('\n').slice(1);
    expect(lines.map((line) => line.replace(/^\S+ (.*?) \d+ B/, '$1'))).toEqual([
      `POST ${path} -> 200 accepted`,
      `POST ${path} -> 400 refused: conversions[0].identifiers[0].hashed_email must match format "sha-256"`,
      `POST ${path} -> 401 refused: X-Pixel-Token is not a known token`,
    ]);
    for (const secret of [...Object.values(environment), 'secret', 'guessed-token', 'shop.example'])
      expect(output).not.toContain(secret);
  });

  test('accepts what was signed for another address when told so', async () => {
    const { url, stop, ended } = run(
      ['--public-url', 'https://ads-api.x.com', '--pixel', 'o8z6j'],
      environment,
    );
    const address = await url;
    const reply = await postSigned({ url: address }, authorization(signing(`https://ads-api.x.com${path}`)));
    stop('SIGINT');
    expect([reply.status, (await ended).code]).toEqual([200, 0]);
  });

  test('explains itself', async () => {
    const { code, output } = await run(['--help']).ended;
    expect(code).toBe(0);
    expect(output).toMatch(/^Usage:[\s\S]*--port[\s\S]*--pixel[\s\S]*X_PIXEL_TOKEN/);
  });

  test.each([
    [['--port', 'x'], environment, /--port must be a whole number up to 65535, got "x"/],
    [['--port', '70000'], environment, /--port must be/],
    [['--public-url', 'ads-api.x.com'], environment, /--public-url must be scheme and host/],
    [['--colour'], environment, /--colour/],
    [[], {}, /No credentials: set X_CONSUMER_KEY/],
    [[], { ...environment, X_ACCESS_TOKEN: '' }, /needs four values; set also X_ACCESS_TOKEN\./],
  ])('with %j says what is wrong', async (args, variables, message) => {
    const { code, output, error } = await run(args, variables).ended;
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(error).toMatch(message);
    expect(error.trimEnd().split('\n')).toHaveLength(1);
  });

  test('says that its port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const { code, error } = await run(['--port', String(port)], environment).ended;
    other.close();
    expect(code).toBe(1);
    expect(error).toMatch(/address already in use/);
  });
});
