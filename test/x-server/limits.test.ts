import { describe, expect, test } from 'vitest';
import { conversion, json, path, post, send, startServer, tokenHeaders } from './client.ts';

const start = 1_790_000_000_000;
const minute = 60_000;

describe('the rate limit', () => {
  test('counts events, not requests, and starts anew after the window', async () => {
    let now = start;
    const server = await startServer({ rateLimit: 3, now: () => now });
    const two = [conversion(), conversion()];
    const reset = String((start + 15 * minute) / 1000);
    const replies = [];
    for (const conversions of [two, two, [conversion()], [conversion()]])
      replies.push(await post(server, conversions));
    now += 15 * minute - 1;
    replies.push(await post(server, [conversion()]));
    now += 1;
    replies.push(await post(server, two));
    await server.close();
    expect(
      replies.map(({ status, headers }) => [
        status,
        headers['x-rate-limit-limit'],
        headers['x-rate-limit-remaining'],
        headers['x-rate-limit-reset'],
      ]),
    ).toEqual([
      [200, '3', '1', reset],
      [429, '3', '1', reset],
      [200, '3', '0', reset],
      [429, '3', '0', reset],
      [429, '3', '0', reset],
      [200, '3', '1', String((start + 30 * minute) / 1000)],
    ]);
    expect(replies[1] && json(replies[1]).errors?.[0]?.code).toBe('TOO_MANY_REQUESTS');
    expect(server.recorded.processed).toBe(5);
  });

  test('is 60,000 events unless said otherwise, and each account has its own', async () => {
    const server = await startServer({
      pixels: [
        { id: 'o8z6j', accountId: 'a', eventIds: ['o87ne'] },
        { id: 'other', accountId: 'b', eventIds: ['o87ne'] },
      ],
      pixelTokens: ['o8z6j', 'other'].map((pixelId) => ({ pixelId, token: tokenHeaders['x-pixel-token'] })),
    });
    const body = JSON.stringify({ conversions: [conversion()] });
    const urls = [path, '/12/measurement/conversions/other'].map((target) => server.url + target);
    const replies = await Promise.all(urls.map((url) => send(url, { headers: tokenHeaders, body })));
    await server.close();
    expect(replies.map(({ headers }) => headers['x-rate-limit-remaining'])).toEqual(['59999', '59999']);
  });
});

describe('the book of conversions', () => {
  test('counts one conversion for an event and a conversion_id within 48 hours', async () => {
    let now = start;
    const server = await startServer({ now: () => now });
    const order = (change = {}) => conversion({ conversion_id: 'order-1', ...change });
    await post(server, [order(), order({ event_id: 'tw-o8z6j-o87ne' })]);
    await post(server, [order({ event_id: 'o87nf' }), order({ conversion_id: 'order-2' })]);
    now += 48 * 60 * minute - 1;
    await post(server, [order()]);
    const within = server.recorded.find('o87ne', 'order-1');
    now += 1;
    await post(server, [order()]);
    const after = server.recorded.find('o87ne', 'order-1');
    await server.close();
    expect(within).toEqual({ eventId: 'o87ne', conversionId: 'order-1', processed: 3, counted: 1 });
    expect(after).toEqual({ eventId: 'o87ne', conversionId: 'order-1', processed: 4, counted: 2 });
    expect(server.recorded.find('o87nf', 'order-1')?.counted).toBe(1);
    expect(server.recorded.find('o87ne', 'order-3')).toBeUndefined();
    expect(server.recorded.entries().map(({ counted }) => counted)).toEqual([2, 1, 1]);
    expect([server.recorded.processed, server.recorded.counted]).toEqual([6, 4]);
  });

  test('counts every conversion that has no conversion_id', async () => {
    const server = await startServer();
    await post(server, [conversion(), conversion()]);
    await server.close();
    expect(server.recorded.entries()).toEqual([
      { eventId: 'o87ne', conversionId: undefined, processed: 2, counted: 2 },
    ]);
  });

  test('holds nothing of a request that was refused', async () => {
    const server = await startServer();
    await post(server, [conversion({ conversion_id: 'a' }), conversion({ event_id: 'x' })]);
    await server.close();
    expect(server.recorded.entries()).toEqual([]);
  });
});

describe('the record of requests', () => {
  test('keeps what arrived, the youngest only', async () => {
    const seen: number[] = [];
    const server = await startServer({ receivedLimit: 2, onRequest: ({ number }) => seen.push(number) });
    for (const id of ['1', '2', '3']) await post(server, [conversion({ conversion_id: id })]);
    await server.close();
    expect(seen).toEqual([1, 2, 3]);
    expect(server.received.map(({ number }) => number)).toEqual([2, 3]);
    expect(server.received[1]).toMatchObject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'application/json' },
      body: { conversions: [{ conversion_id: '3' }] },
      verdict: 'accepted',
      status: 200,
      fault: 'none',
    });
  });
});
