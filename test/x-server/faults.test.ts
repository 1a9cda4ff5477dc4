import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ErrorName, errorAnswer, errorTexts } from '../../x-server/answers.ts';
import { alternate, type Fault, sometimes } from '../../x-server/faults.ts';
import type { XServer } from '../../x-server/server.ts';
import {
  authorization,
  conversion,
  json,
  lastDiagnostics,
  path,
  post,
  postSigned,
  type Reply,
  signing,
  startServer,
} from './client.ts';
import { undocumented } from './documented.ts';

let server: XServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.close());

const send = (): Promise<Reply> => post(server, [conversion()]);
const failure = (reply: Promise<Reply>): Promise<string> =>
  reply.then(
    ({ status }) => `answered with ${status}`,
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  );

test('without faults every request is answered as usual', async () => {
  expect((await send()).status).toBe(200);
  expect(server.received[0]?.fault).toBe('none');
});

test('faults happen one a request, in the order they were queued', async () => {
  server.faults.next({ kind: 'answer', answer: errorAnswer('overCapacity') }, { kind: 'none' });
  server.faults.next({ kind: 'answer', answer: errorAnswer('internalError') });
  expect(server.faults.waiting).toBe(3);
  const statuses = [];
  for (let index = 0; index < 4; index++) statuses.push((await send()).status);
  expect(statuses).toEqual([503, 200, 500, 200]);
  expect(server.faults.waiting).toBe(0);
});

test('a rule sees each request once the queue is empty, until it is removed', async () => {
  const asked: string[] = [];
  server.faults.use(({ number, method, url }) => {
    asked.push(`${number} ${method} ${url}`);
    return undefined;
  });
  server.faults.next({ kind: 'none' });
  await send();
  await send();
  server.faults.clear();
  await send();
  expect(asked).toEqual([`2 POST ${path}`]);
});

test('alternating answers alternate, a share of requests is struck at random', async () => {
  server.faults.use(alternate({ kind: 'answer', answer: errorAnswer('internalError') }, { kind: 'none' }));
  const alternating = [await send(), await send(), await send(), await send()];
  expect(alternating.map(({ status }) => status)).toEqual([500, 200, 500, 200]);

  const draws = [0.1, 0.5, 0.32, 0.34];
  const struck: Fault = { kind: 'answer', answer: errorAnswer('overCapacity') };
  server.faults.use(sometimes(1 / 3, struck, () => draws.shift() ?? 1));
  const random = [await send(), await send(), await send(), await send()];
  expect(random.map(({ status }) => status)).toEqual([503, 200, 503, 200]);
});

describe.each([
  [false, 'unseen', 0],
  [true, 'accepted', 1],
] as const)('a request whose answer goes wrong (processed: %s)', (processed, verdict, count) => {
  afterEach(() => {
    expect(server.received.map((received) => received.verdict)).toEqual([verdict]);
    expect(server.recorded.processed).toBe(count);
  });

  test('ends in a reset before the first byte', async () => {
    server.faults.next({ kind: 'cut', at: 'start', processed });
    expect(await failure(send())).toBe('ECONNRESET');
  });

  test('ends in the middle of the body', async () => {
    server.faults.next({ kind: 'cut', at: 'body', processed });
    expect(await failure(send())).toBe('ECONNRESET');
  });

  test('is never answered, and closing the server still ends it', async () => {
    server.faults.next({ kind: 'silence', processed });
    const outcome = failure(send());
    const first = await Promise.race([
      outcome,
      new Promise((resolve) => setTimeout(resolve, 100, 'silence')),
    ]);
    expect(first).toBe('silence');
    await server.close();
    expect(await outcome).toBe('ECONNRESET');
  });

  test('gets any documented answer', async () => {
    server.faults.next({ kind: 'answer', answer: errorAnswer('tooManyRequests'), processed });
    expect((await send()).status).toBe(429);
  });

  test('is redirected', async () => {
    server.faults.next({ kind: 'redirect', location: 'https://x.example/', status: 307, processed });
    const { status, headers } = await send();
    expect([status, headers.location]).toEqual([307, 'https://x.example/']);
  });

  test('gets HTML', async () => {
    server.faults.next({ kind: 'garbage', body: 'html', status: 502, processed });
    const { status, headers, text } = await send();
    expect([status, headers['content-type'], text.slice(0, 15)]).toEqual([
      502,
      'text/html; charset=utf-8',
      '<!doctype html>',
    ]);
  });
});

describe('garbage', () => {
  async function garbage(body: Extract<Fault, { kind: 'garbage' }>['body']): Promise<Reply> {
    server.faults.next({ kind: 'garbage', body });
    const reply = await send();
    expect(reply.status).toBe(200);
    return reply;
  }

  test('may be empty', async () => {
    expect((await garbage('empty')).bytes).toHaveLength(0);
  });

  test('may be cut-off JSON', async () => {
    const { text } = await garbage('notJson');
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  test('may be no UTF-8', async () => {
    const { bytes } = await garbage('invalidUtf8');
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow(TypeError);
  });

  test('may be a megabyte', async () => {
    expect((await garbage('megabyte')).bytes.length).toBeGreaterThan(1024 * 1024);
  });
});

test('a delayed request is handled after the delay', async () => {
  server.faults.next({ kind: 'delay', ms: 120 });
  const began = performance.now();
  const reply = send();
  expect(server.recorded.processed).toBe(0);
  expect((await reply).status).toBe(200);
  // Timers may fire a millisecond early.
  expect(performance.now() - began).toBeGreaterThanOrEqual(118);
});

test('closing the server drops a delayed request, and nothing keeps the process alive', async () => {
  // A process of its own: a timer left behind would keep it from ending.
  const script = `
    import { request } from 'node:http';
    import { createXServer } from '${new URL('../../x-server/server.ts', import.meta.url)}';
    const server = await createXServer();
    server.faults.next({ kind: 'delay', ms: 3_600_000 });
    const outgoing = request(server.url, { method: 'POST' });
    outgoing.on('error', ({ code }) => console.log(code, server.received.length));
    outgoing.end();
    while (server.faults.waiting > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await server.close();
  `;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import',
    'tsx',
    '--input-type=module',
    '--eval',
    script,
  ]);
  expect(stdout).toBe('ECONNRESET 0\n');
});

test('a wrong clock shows in Date and refuses what was signed at the right time', async () => {
  const hour = 3_600_000;
  server.faults.next({ kind: 'clock', skewMs: hour });
  const reply = await postSigned(server, authorization(signing(server.url + path)));
  expect(reply.status).toBe(401);
  expect(Date.parse(reply.headers.date ?? '')).toBeGreaterThan(Date.now() + hour / 2);
  expect(lastDiagnostics(server).reasons.join()).toMatch(/behind the server's clock/);
});

test.each(Object.keys(errorTexts) as ErrorName[])('the answer "%s" can be asked for', async (name) => {
  const answer = errorAnswer(name, { value: 'v', parameter: 'p', expected: 'E', user: 'u', account: 'a' });
  server.faults.next({ kind: 'answer', answer });
  const reply = await send();
  expect(reply.status).toBe(errorTexts[name].status);
  expect(json(reply)).toEqual(answer.body);
  expect(reply.text).not.toMatch(/\{\w+\}/);
  expect(undocumented(reply.status, reply.text)).toEqual([]);
});
