/** Bodies as a whole: what is none, how many conversions, of which type, how large. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { XServer } from '../../x-server/server.ts';
import {
  conversion,
  json,
  path,
  post,
  postText,
  send,
  startServer,
  tokenHeaders,
  withFields,
} from './client.ts';

let server: XServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const sendText = (body: string | Uint8Array, contentType?: string): ReturnType<typeof postText> =>
  postText(server, body, contentType);

describe('a body', () => {
  test.each([
    ['empty', ''],
    ['cut off', '{"conversions":['],
    ['text', 'hello'],
    ['in UTF-16', Buffer.from('\ufeff{}', 'utf16le')],
    ['in Latin-1', Buffer.from(withFields('"description":"é"'), 'latin1')],
  ])('%s is no JSON', async (_, body) => {
    const reply = await sendText(body);
    expect([reply.status, json(reply).errors?.[0]?.message]).toEqual([
      400,
      'Request body is not a valid JSON object',
    ]);
  });

  test.each([
    ['null', 'INVALID_PARAMETER body'],
    ['[]', 'INVALID_PARAMETER body'],
    ['{}', 'MISSING_PARAMETER conversions'],
    ['{"conversions":{}}', 'INVALID_PARAMETER conversions'],
    ['{"conversions":[]}', 'INVALID_PARAMETER conversions'],
    ['{"conversions":[null]}', 'INVALID_PARAMETER conversions'],
  ])('%s is no list of conversions', async (body, error) => {
    const reply = await sendText(body);
    expect(reply.status).toBe(400);
    expect(json(reply).errors?.map(({ code, parameter }) => `${code} ${parameter}`)).toEqual([error]);
  });

  test('may hold 500 conversions, not 501', async () => {
    const many = (count: number) => Array.from({ length: count }, () => conversion());
    const full = await post(server, many(500));
    expect(json(full).data?.conversions_processed).toBe(500);
    const over = await post(server, many(501));
    expect(over.status).toBe(400);
    expect(json(over).errors?.map(({ message }) => message)).toEqual(['Conversion count limit is 500']);
  });

  test.each([
    ['application/json', 200],
    ['application/json; charset=utf-8', 200],
    ['Application/JSON;charset="UTF-8"', 200],
    ['application/json; charset=latin1', 400],
    ['application/x-www-form-urlencoded', 400],
    ['text/plain', 400],
    ['', 400],
  ])('of type "%s" is answered with %i', async (contentType, status) => {
    const reply = await sendText(JSON.stringify({ conversions: [conversion()] }), contentType);
    expect(reply.status).toBe(status);
  });

  test('may be as large as the limit, not larger', async () => {
    const body = JSON.stringify({ conversions: [conversion()] });
    const fits = await startServer({ bodyLimit: Buffer.byteLength(body) });
    const small = await startServer({ bodyLimit: Buffer.byteLength(body) - 1 });
    const replies = await Promise.all(
      [fits, small].map(({ url }) => send(url + path, { headers: tokenHeaders, body })),
    );
    await Promise.all([fits.close(), small.close()]);
    expect(replies.map(({ status }) => status)).toEqual([200, 413]);
  });

  test('beyond the limit is read, so that the client hears the answer, but not kept', async () => {
    const small = await startServer({ bodyLimit: 100 });
    const reply = await send(small.url + path, { headers: tokenHeaders, body: Buffer.alloc(20_000_000) });
    await small.close();
    expect(reply.status).toBe(413);
    expect(small.received[0]?.size).toBeLessThan(1_000_000);
  });

  test('with very many faults is answered with the first thousand', async () => {
    const numbers = Array.from({ length: 1_000_000 }, () => 1);
    const few = { value: 'x', price_currency: 'x', description: 1 };
    for (const conversions of [
      [conversion({ identifiers: numbers, contents: numbers.slice(0, 1000) })],
      Array.from({ length: 500 }, () => conversion(few)),
    ]) {
      const reply = await post(server, conversions);
      expect(reply.status).toBe(400);
      expect(json(reply).errors).toHaveLength(1000);
    }
  });
});
