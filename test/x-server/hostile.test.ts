import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { XServer } from '../../x-server/server.ts';
import {
  authorization,
  conversion,
  hash,
  jsonHeaders,
  path,
  post,
  send,
  signing,
  startServer,
  tokenHeaders,
} from './client.ts';
import { undocumented } from './documented.ts';

let server: XServer;
beforeAll(async () => {
  server = await startServer({ receivedLimit: 1 });
});
afterAll(async () => {
  const alive = await post(server, [conversion()]);
  await server.close();
  expect(alive.status).toBe(200);
});

/** Writes bytes to a bare socket and returns all that comes back until the server closes it. */
function exchange(bytes: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
    socket.write(bytes);
  });
}

/** Splits a response into status and body; throws when there is not exactly one. */
function onlyAnswer(response: string): { status: number; text: string } {
  const [head = '', ...rest] = response.split('\r\n\r\n');
  const text = rest.join('\r\n\r\n');
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1];
  const length = /^content-length: (\d+)$/im.exec(head)?.[1];
  if (status === undefined || Number(length) !== text.length)
    throw new Error(`expected one answer with its declared length, got ${JSON.stringify(response)}`);
  return { status: Number(status), text };
}

const runs = { numRuns: 200 };
const bytes = (maxLength: number) => fc.uint8Array({ maxLength });

/** Values near what X accepts, so that every rule is reached. */
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    '2026-11-22T10:15:30.123Z',
    'o87ne',
    'o8z6j',
    '65.00',
    65,
    6.5,
    'EUR',
    hash,
    jsonHeaders,
    '1.0.0.0',
    '',
    null,
  ),
);
const nearObject = (keys: string[], item: fc.Arbitrary<unknown> = value) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.dictionary(fc.oneof(fc.constantFrom(...keys), fc.string()), item) },
    value,
  );
const identifier = nearObject([
  'twclid',
  'hashed_email',
  'hashed_phone_number',
  'ip_address',
  'user_agent',
  'twpid',
]);
const content = nearObject(['content_id', 'content_price', 'num_items', 'content_group_id', '__proto__']);
const nearConversion = fc
  .record({
    base: fc.constantFrom(conversion(), {}),
    change: fc.dictionary(
      fc.constantFrom('event_id', 'conversion_time', 'value', 'price_currency', 'number_items', 'toString'),
      value,
    ),
    identifiers: fc.option(fc.array(identifier, { maxLength: 3 }), { nil: undefined }),
    contents: fc.option(fc.array(content, { maxLength: 3 }), { nil: undefined }),
  })
  .map(({ base, change, identifiers, contents }) => ({
    ...base,
    ...change,
    ...(identifiers === undefined ? {} : { identifiers }),
    ...(contents === undefined ? {} : { contents }),
  }));

describe('whatever a client sends, it gets exactly one documented answer', () => {
  test('arbitrary bytes as body', async () => {
    await fc.assert(
      fc.asyncProperty(bytes(2000), async (body) => {
        const { status, text } = await send(server.url + path, { headers: tokenHeaders, body });
        expect(undocumented(status, text)).toEqual([]);
      }),
      runs,
    );
  });

  test('arbitrary JSON as body', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 6 }), async (body) => {
        const { status, text } = await send(server.url + path, { headers: tokenHeaders, body });
        expect(undocumented(status, text)).toEqual([]);
      }),
      runs,
    );
  });

  test('conversions that are almost right', async () => {
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(fc.array(nearConversion, { minLength: 1, maxLength: 3 }), async (conversions) => {
        const { status, text } = await post(server, conversions);
        statuses.add(status);
        expect(undocumented(status, text)).toEqual([]);
      }),
      { numRuns: 500 },
    );
    expect(statuses).toContain(400);
  });

  test.each(['Authorization', 'X-Pixel-Token', 'Content-Type', 'Host', 'Expect', 'Upgrade', 'Connection'])(
    'arbitrary bytes as %s',
    async (name) => {
      await fc.assert(
        fc.asyncProperty(bytes(200), async (header) => {
          const isField = ![...header].some((byte) => byte === 10 || byte === 13);
          const request = Buffer.concat([
            Buffer.from(`POST ${path} HTTP/1.1\r\n${name === 'Host' ? '' : 'Host: localhost\r\n'}${name}: `),
            header,
            Buffer.from('\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'),
          ]);
          fc.pre(isField);
          const { status, text } = onlyAnswer(await exchange(request));
          expect(undocumented(status, text)).toEqual([]);
          expect(status).toBeGreaterThanOrEqual(400);
        }),
        runs,
      );
    },
  );

  test('an Authorization header changed in one place', async () => {
    const url = server.url + path;
    await fc.assert(
      fc.asyncProperty(fc.nat(400), fc.integer({ min: 0x20, max: 0x7e }), async (place, code) => {
        const header = authorization(signing(url));
        const scheme = 'OAuth '.length; // its case does not matter
        const at = scheme + (place % (header.length - scheme));
        const changed = header.slice(0, at) + String.fromCharCode(code) + header.slice(at + 1);
        fc.pre(changed !== header);
        const { status, text } = await send(url, { headers: { ...jsonHeaders, authorization: changed } });
        expect(status).toBe(401);
        expect(undocumented(status, text)).toEqual([]);
      }),
      runs,
    );
  });

  test('arbitrary bytes as request target', async () => {
    await fc.assert(
      fc.asyncProperty(bytes(100), async (target) => {
        const request = Buffer.concat([
          Buffer.from('POST '),
          target,
          Buffer.from(' HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'),
        ]);
        const { status, text } = onlyAnswer(await exchange(request));
        expect(undocumented(status, text)).toEqual([]);
      }),
      runs,
    );
  });

  test('bytes that are no HTTP at all', async () => {
    for (const text of ['\x16\x03\x01\x02\x00', 'GET\r\n\r\n', 'POST / HTTP/9.9\r\n\r\n', ': :\r\n\r\n']) {
      const answer = onlyAnswer(await exchange(Buffer.from(text, 'latin1')));
      expect(answer.status).toBe(400);
      expect(undocumented(answer.status, answer.text)).toEqual([]);
    }
  });

  test('deep nesting, a huge number and a huge text', async () => {
    const bodies = [
      '['.repeat(200_000),
      '['.repeat(100_000) + ']'.repeat(100_000),
      `{"conversions":[{"contents":${'['.repeat(50_000)}${']'.repeat(50_000)}}]}`,
      `{"conversions":[{"value":${'9'.repeat(100_000)}}]}`,
      JSON.stringify({ conversions: [conversion({ description: '\\"'.repeat(500_000) })] }),
    ];
    const statuses = [];
    for (const body of bodies) {
      const { status, text } = await send(server.url + path, { headers: tokenHeaders, body });
      statuses.push(status);
      expect(undocumented(status, text)).toEqual([]);
    }
    expect(statuses).toEqual([400, 400, 400, 400, 200]);
  });
});

test('a client that leaves in the middle of its body does no harm', async () => {
  const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{`;
  const before = server.received.at(-1)?.number;
  const socket = connect(server.port, '127.0.0.1');
  await new Promise<void>((resolve) => socket.write(head, () => resolve()));
  socket.destroy();
  expect((await post(server, [conversion()])).status).toBe(200);
  expect(server.received.at(-1)?.number).toBeGreaterThan(before ?? 0);
});
