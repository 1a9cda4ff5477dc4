/** The server over real HTTP: whatever comes in gets a clear answer, and it lives on. */

import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadContainer } from '../../server/load.ts';
import { type Served, serveContainer } from '../../server/serve.ts';
import { empty200, exported, tpl } from './exports.ts';

const HIT = '/g/collect?v=2&tid=G-1&cid=1.2&en=page_view';
const sending = tpl(
  'TAG',
  "require('sendHttpGet')('https://a.example/').then((r) => { if (r.statusCode === 200) { data.gtmOnSuccess(); } else { data.gtmOnFailure(); } });",
);
const container = loadContainer(
  exported({
    templates: { '1': sending },
    tag: [{ name: 'A', type: 'cvt_2_1', firingTriggerId: ['2147479574'] }],
  }),
);

let served: Served;
let release: (() => void)[] = [];
let isHeld = false;
beforeEach(async () => {
  isHeld = false;
  release = [];
  served = await serveContainer({
    container,
    port: 0,
    send: async (outgoing) => {
      if (isHeld) await new Promise<void>((resolve) => release.push(resolve));
      return empty200(outgoing);
    },
  });
});
afterEach(() => served.stop());

const port = (): number => Number(new URL(served.url).port);

/** What the server answers to bytes as they are; ends when it closes the connection or nothing comes for a moment. */
const raw = (text: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port(), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
      if (answer.includes('\r\n\r\n')) socket.end();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', () => resolve(answer));
  });

const lives = async (): Promise<void> => {
  expect((await fetch(`${served.url}${HIT}`)).status).toBe(200);
};

describe('the server', () => {
  it.each([
    '//',
    '//[',
    '///',
    '/%',
    '/g/collect?%',
    '/g/collect?v=2&%E0%A4%A=1',
    '/g/collect?v=2&__proto__.x=1&ep.constructor=2&epn.__proto__.y=3',
  ])('answers GET %s', async (target) => {
    expect(await raw(`GET ${target} HTTP/1.1\r\nHost: localhost:${port()}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 (200|400)/,
    );
    await lives();
  });

  it.each([
    ['GET http://[ HTTP/1.1', 400],
    ['GET http://evil.example/ HTTP/1.1', 400],
    ['OPTIONS * HTTP/1.1', 400],
    ['CONNECT a.example:443 HTTP/1.1', 405],
    ['nonsense', 400],
  ])('answers %s', async (line, status) => {
    expect(await raw(`${line}\r\nHost: localhost:${port()}\r\n\r\n`)).toMatch(
      new RegExp(`^HTTP/1\\.1 ${status}`),
    );
    await lives();
  });

  it.each(['evil.example', 'localhost', 'localhost:1', 'localhost.evil.example', ''])(
    'does not answer to the host "%s"',
    async (host) => {
      expect(await raw(`GET ${HIT} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 4(21|00)/);
    },
  );

  it('listens on the loopback alone and answers for its health', async () => {
    for (const path of ['/healthz', '/healthy'])
      expect(await (await fetch(`${served.url}${path}`)).text()).toBe('ok\n');
    expect((await fetch(`http://127.0.0.1:${port()}/healthz`)).status).toBe(200);
  });

  it('refuses a body of 10 MB with 413, and takes one of a megabyte', async () => {
    const post = (size: number): Promise<number> =>
      new Promise((resolve, reject) => {
        const sent = request(`${served.url}${HIT}`, { method: 'POST' }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        });
        sent.on('error', reject);
        sent.end(Buffer.alloc(size, 'a'));
      });
    expect(await post(10_000_000)).toBe(413);
    expect(await post(1_000_000)).toBe(200);
    await lives();
  });

  it('lives on when a visitor goes away in the middle', async () => {
    const socket = connect(port(), '127.0.0.1');
    socket.write(`POST ${HIT} HTTP/1.1\r\nHost: localhost:${port()}\r\nContent-Length: 1000\r\n\r\nhalf`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.destroy();
    await lives();
  });

  it('answers beside a thousand connections that say nothing', async () => {
    const sockets = await Promise.all(
      Array.from(
        { length: 1000 },
        () =>
          new Promise<ReturnType<typeof connect>>((resolve) => {
            const socket = connect(port(), '127.0.0.1', () => resolve(socket));
            socket.on('error', () => undefined);
          }),
      ),
    );
    await lives();
    for (const socket of sockets) socket.destroy();
  });

  it('answers what it took before it was told to end, and takes nothing after', async () => {
    isHeld = true;
    const hits = Array.from({ length: 20 }, () => fetch(`${served.url}${HIT}`));
    while (release.length < 20) await new Promise((resolve) => setTimeout(resolve, 5));
    const stopped = served.stop();
    await expect(fetch(`${served.url}/healthz`)).rejects.toThrow();
    for (const go of release) go();
    expect((await Promise.all(hits)).map(({ status }) => status)).toEqual(new Array(20).fill(200));
    await stopped;
    served = { ...served, stop: async () => undefined };
  });

  it('answers a request whose body was still under way when it was told to end', async () => {
    const sent = request(`${served.url}${HIT}`, {
      method: 'POST',
      headers: { 'content-length': 6, expect: '100-continue' },
    });
    const answered = new Promise<number>((resolve, reject) => {
      sent.on('response', (response) => resolve(response.resume().statusCode ?? 0));
      sent.on('error', reject);
    });
    await new Promise<void>((resolve) => {
      sent.on('continue', resolve);
      sent.flushHeaders();
    });
    sent.write('ep.');
    const stopped = served.stop();
    setTimeout(() => sent.end('a=1'), 700);
    expect(await answered).toBe(200);
    await stopped;
    served = { ...served, stop: async () => undefined };
  });

  it('ends although the rest of a body never comes', async () => {
    const socket = connect(port(), '127.0.0.1');
    socket.on('error', () => undefined);
    const asked = new Promise((resolve) => socket.once('data', resolve));
    socket.write(
      `POST ${HIT} HTTP/1.1\r\nHost: localhost:${port()}\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\nep.`,
    );
    await asked;
    await served.stop();
    served = { ...served, stop: async () => undefined };
  });

  it('goes on with another container in its place', async () => {
    const other = [{ name: 'Other', type: 'mpaw_client', parameter: { activationPath: '/other' } }];
    served.replace(loadContainer(exported({ client: other })));
    expect((await fetch(`${served.url}${HIT}`)).status).toBe(400);
  });

  it('writes a log that only its owner reads', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'serve-'));
    const log = join(folder, 'log.jsonl');
    const other = await serveContainer({ container, port: 0, send: empty200, log });
    await fetch(
      `${other.url}${HIT}&ep.password=hunter22&dl=${encodeURIComponent('https://a.example/?token=t0psecret')}`,
    );
    await other.stop();
    const text = readFileSync(log, 'utf8');
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).kind),
    ).toEqual(['hit', 'event', 'request', 'tag']);
    expect(text).not.toContain('hunter22');
    expect(text).not.toContain('t0psecret');
    expect(statSync(log).mode & 0o777).toBe(0o600);
    rmSync(folder, { recursive: true });
  });

  it('keeps of what a template logs without measure what somebody can read, in the log too', async () => {
    const code =
      "let t = 'x'; for (let i = 0; i < 20; i++) { t = t + t; } for (let i = 0; i < 50; i++) { require('logToConsole')(t); } data.nothing.more;";
    const loud = loadContainer(
      exported({
        templates: { '1': tpl('TAG', code) },
        tag: [{ name: 'A', type: 'cvt_2_1', firingTriggerId: ['2147479574'] }],
      }),
    );
    const folder = mkdtempSync(join(tmpdir(), 'log-'));
    const log = join(folder, 'requests.ndjson');
    const other = await serveContainer({ container: loud, port: 0, send: empty200, log });
    expect((await fetch(`${other.url}${HIT}`)).status).toBe(200);
    const view = await (await fetch(`${other.url}/gtm/debug/request?id=1`)).text();
    await other.stop();
    expect(view).toContain('It said more than is kept');
    expect(JSON.parse(view).console.filter(({ kind }: { kind: string }) => kind === 'error')).toHaveLength(1);
    expect(statSync(log).size).toBeLessThan(1_200_000);
    rmSync(folder, { recursive: true });
  });

  it.runIf(existsSync('/dev/full'))(
    'answers on when the disk of its log is full, and says so once',
    async () => {
      const said: string[] = [];
      const write = process.stderr.write;
      process.stderr.write = (text: string | Uint8Array) => said.push(String(text)) > 0;
      const other = await serveContainer({ container, port: 0, send: empty200, log: '/dev/full' });
      try {
        for (const _ of [1, 2]) expect((await fetch(`${other.url}${HIT}`)).status).toBe(200);
      } finally {
        process.stderr.write = write;
        await other.stop();
      }
      expect(said).toEqual([
        expect.stringContaining('--log /dev/full: the file cannot be written any more (ENOSPC)'),
      ]);
    },
  );

  it('says when the port is taken', async () => {
    await expect(serveContainer({ container, port: port(), send: empty200 })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});
