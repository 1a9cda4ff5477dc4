/** The build of the page and its command line, without a browser. */

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { type RequestOptions, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPlayground, type Site } from '../../scripts/playground/build.ts';
import { type Serving, serve } from '../../scripts/playground/serve.ts';
import { runs } from '../counts.ts';
import { TSX } from '../tsx.ts';

const root = path.join(import.meta.dirname, '../..');
const command = (...options: string[]) =>
  promisify(execFile)(process.execPath, [...TSX, path.join(root, 'scripts/playground.ts'), ...options], {
    cwd: root,
  }).then(
    ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );

let site: Site;
beforeAll(async () => {
  site = await buildPlayground(root);
});

describe('the built page', () => {
  it('holds the shipped template and no code that builds code', () => {
    const script = new TextDecoder().decode(site.files.get('app.js'));
    expect(script).toContain('___SANDBOXED_JS_FOR_SERVER___');
    expect(script).not.toContain('new Function(');
    const inputs = Object.values(site.metafile.outputs).flatMap(({ inputs: parts }) =>
      Object.entries(parts).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
    );
    expect(inputs.filter(([name]) => /node_modules\/ajv\//.test(name))).toEqual([]);
    expect(inputs.some(([name]) => name === 'toolkit/sandbox/run.ts')).toBe(true);
  });

  it('names no place outside itself in its markup', () => {
    const page = new TextDecoder().decode(site.files.get('index.html'));
    expect(page).toContain("default-src 'none'");
    expect(page).toContain("connect-src 'none'");
    expect(page).not.toContain('unsafe-');
    expect(page).not.toMatch(/(?:src|href)="https?:/);
  });
});

describe('the server', () => {
  let serving: Serving;
  beforeAll(async () => {
    serving = await serve(site, 0);
  });
  afterAll(() => serving.close());

  /** The status of an answer to a request that no client would make otherwise. */
  const statusOf = (options: RequestOptions) =>
    new Promise<number | undefined>((resolve, reject) => {
      const made = request(serving.url, { agent: false, ...options }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      made.on('error', reject).end();
    });
  /** What comes back for bytes on the wire. */
  const sent = (head: string) =>
    new Promise<string>((resolve) => {
      let answer = '';
      const socket = connect(Number(new URL(serving.url).port), '127.0.0.1');
      socket.on('data', (chunk) => {
        answer += chunk;
      });
      socket.on('error', () => resolve(answer)).on('close', () => resolve(answer));
      socket.end(`${head}\r\n\r\n`, 'latin1');
    });

  it('listens on this machine only', () => {
    expect(serving.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  });

  it('serves the page, and nothing that is not of it', async () => {
    const page = await fetch(serving.url);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect((await fetch(`${serving.url}app.js`)).headers.get('x-content-type-options')).toBe('nosniff');
    expect((await fetch(`${serving.url}package.json`)).status).toBe(404);
    expect((await fetch(serving.url, { method: 'POST' })).status).toBe(405);
  });

  it('answers every request line and lives on', async () => {
    const targets = [
      '/../package.json',
      '//',
      '//[',
      '///',
      'http://[',
      'http://127.0.0.1/app.js',
      '*',
      '/%',
      '/%00',
    ];
    for (const target of [...targets, '/__proto__', '/constructor', `/${'a'.repeat(10_000)}`])
      expect([target, await statusOf({ path: target })]).toEqual([target, 404]);
    for (const line of [
      '',
      'GET',
      'GET  HTTP/1.1',
      'GET / HTTP/9',
      'CONNECT a HTTP/1.1',
      '\0\xff',
      'GET / HTTP/1.1\r\nA',
    ])
      expect(await sent(line)).not.toContain('200 OK');
    expect((await fetch(serving.url)).status).toBe(200);
  });

  it('lives on whatever is sent', async () => {
    const parts = fc.constantFrom(...'/[]:@%?#.*', '//', 'http://', 'app.js');
    const line = fc.tuple(
      fc.constantFrom('GET', 'HEAD', 'POST', 'OPTIONS', 'X'),
      fc.oneof(
        fc.string(),
        fc.array(fc.oneof(parts, fc.string())).map((texts) => texts.join('')),
      ),
    );
    await fc.assert(
      fc.asyncProperty(line, async ([method, target]) => {
        await sent(`${method} ${target} HTTP/1.1\r\nHost: ${new URL(serving.url).host}\r\nConnection: close`);
        expect(await statusOf({ path: '/' })).toBe(200);
      }),
      { numRuns: runs(100, 20_000) },
    );
  });

  it('answers to the names of this machine only, whoever leads another name here', async () => {
    const { port } = new URL(serving.url);
    const at = (...hosts: string[]) => Promise.all(hosts.map((host) => statusOf({ headers: { host } })));
    expect(await at(`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`)).toEqual([200, 200, 200]);
    const others = [
      'attacker.example',
      `attacker.example:${port}`,
      '127.0.0.1',
      'localhost',
      `127.0.0.1:${port}:1`,
    ];
    const tricks = [
      `127.0.0.1:${port}.attacker.example`,
      `localhost.attacker.example:${port}`,
      `[::1]:${port}`,
    ];
    for (const host of [...others, ...tricks]) expect([host, await at(host)]).toEqual([host, [403]]);
    for (const line of ['GET / HTTP/1.0', 'GET / HTTP/1.1\r\nHost:'])
      expect(await sent(line)).toContain('403');
  });

  it('sends the policy of the page, and lets nobody frame it, with every answer', async () => {
    const page = new TextDecoder().decode(site.files.get('index.html'));
    for (const file of ['', 'app.js', 'none']) {
      const policy = (await fetch(serving.url + file)).headers.get('content-security-policy') ?? '';
      const [rules, framing] = policy.split(/; (?=frame-ancestors)/);
      expect(page).toContain(`content="${rules}"`);
      expect(framing).toBe("frame-ancestors 'none'");
    }
  });

  it('says when a port is taken', async () => {
    await expect(serve(site, Number(new URL(serving.url).port))).rejects.toThrow(/EADDRINUSE/);
  });
});

describe('npm run playground', () => {
  it('explains itself', async () => {
    expect((await command('--help')).stdout).toContain('--out DIR');
  });

  it('writes a folder that any web server can host, over files of others only when told to', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'playground-'));
    try {
      const own = path.join(folder, 'own.html');
      await writeFile(own, 'own');
      await mkdir(path.join(folder, 'site'));
      await symlink(own, path.join(folder, 'site/index.html'));
      const refused = await command('--out', path.join(folder, 'site'));
      expect([refused.code, refused.stderr]).toEqual([
        1,
        expect.stringContaining('holds index.html already; use --force'),
      ]);
      const { code, stdout } = await command('--force', '--out', path.join(folder, 'site'));
      expect([code, /KB compressed/.test(stdout)]).toEqual([0, true]);
      expect((await readdir(path.join(folder, 'site'))).sort()).toEqual([...site.files.keys()].sort());
      expect(await readFile(own, 'utf8')).toBe('own');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each([['--port', 'x'], ['--port', '70000'], ['--nothing'], ['--out=']])(
    'refuses a wrong call with status 2: %s %s',
    async (...options) => {
      expect((await command(...options)).code).toBe(2);
    },
  );
});
