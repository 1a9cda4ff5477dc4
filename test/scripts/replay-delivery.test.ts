import { describe, expect, test } from 'vitest';
import { createPace } from '../../scripts/lib/pace.ts';
import { createClient } from '../../scripts/lib/x-client.ts';
import { createIdentity, type Item } from '../../scripts/replay/conversion.ts';
import { createCounters } from '../../scripts/replay/counters.ts';
import { createDelivery } from '../../scripts/replay/deliver.ts';
import { createState, type Journal, StateError } from '../../scripts/replay/state.ts';
import { errorAnswer } from '../../x-server/answers.ts';
import type { Fault } from '../../x-server/faults.ts';
import type { XServer } from '../../x-server/server.ts';
import { pixelToken } from '../x-server/client.ts';
import {
  conversionOf,
  failure,
  folder,
  ndjson,
  oauthEnvironment,
  orders,
  replayText,
  stand,
} from './replay-setup.ts';

/** How many conversions each request held. */
const sizes = (server: XServer): number[] =>
  server.received.map(
    ({ body }) => (body as { conversions: unknown[] } | undefined)?.conversions.length ?? 0,
  );

describe('doubles', () => {
  test('of one event and conversion_id are dropped, in either spelling of the event', async () => {
    const server = await stand();
    const full = { id: '1', change: { event_id: 'tw-o8z6j-o87ne' } };
    const { code, summary, again } = await replayText(
      server,
      ndjson(failure({ id: '1' }), failure(full), failure({ id: '2' })),
    );
    expect([code, summary.doubles, summary.delivered]).toEqual([0, 1, 2]);
    expect((await again()).summary).toMatchObject({ alreadyDelivered: 2, doubles: 1, delivered: 0 });
    expect(server.recorded.processed).toBe(2);
  });

  test('are different for another event or pixel', async () => {
    const server = await stand({
      pixels: [
        { id: 'o8z6j', accountId: 'a1', eventIds: ['o87ne', 'o87nf'] },
        { id: 'o8z6k', accountId: 'a1', eventIds: ['o87ne'] },
      ],
      pixelTokens: [
        { pixelId: 'o8z6j', token: pixelToken },
        { pixelId: 'o8z6k', token: pixelToken },
      ],
    });
    const lines = [
      failure({ id: '1' }),
      failure({ id: '1', change: { event_id: 'o87nf' } }),
      failure({ id: '1', pixel: 'o8z6k' }),
    ];
    const { summary, again } = await replayText(server, ndjson(...lines), { args: ['--pixel', 'o8z6j'] });
    expect(summary).toMatchObject({ delivered: 2, filtered: 1, doubles: 0 });
    expect((await again({ args: ['--pixel', 'o8z6k'] })).summary).toMatchObject({
      delivered: 1,
      alreadyDelivered: 2,
    });
  });

  test('are never seen among conversions without a conversion_id, and yet a second run sends none again', async () => {
    const server = await stand();
    const { summary, again } = await replayText(server, ndjson(failure(), failure(), failure()));
    expect(summary).toMatchObject({ doubles: 0, delivered: 3 });
    expect((await again()).summary).toMatchObject({ alreadyDelivered: 3, delivered: 0 });
    expect(server.recorded.processed).toBe(3);
  });

  test('are not looked for at another endpoint: what a stand-in took is not delivered to X', async () => {
    const [first, second] = [await stand(), await stand()];
    const { again } = await replayText(first, orders(2));
    const { summary } = await again({ args: ['--endpoint', second.url] });
    expect(summary).toMatchObject({ alreadyDelivered: 0, delivered: 2 });
  });
});

describe('batches', () => {
  test('hold 500 conversions at most', async () => {
    const server = await stand();
    const { code } = await replayText(server, orders(1001));
    expect(code).toBe(0);
    expect(sizes(server)).toEqual([500, 500, 1]);
  });

  test('are signed afresh, each of them', async () => {
    const server = await stand();
    const { code } = await replayText(server, orders(6), {
      args: ['--batch', '2'],
      environment: oauthEnvironment,
    });
    expect(code).toBe(0);
    expect(server.received.map(({ verdict, diagnostics }) => [verdict, diagnostics.by])).toEqual(
      Array(3).fill(['accepted', 'oauth1']),
    );
  });

  test('of long conversions are smaller: no body beyond a megabyte', async () => {
    const server = await stand();
    const description = 'x'.repeat(100_000);
    const { code } = await replayText(
      server,
      orders(25, () => ({ description })),
    );
    expect(code).toBe(0);
    expect(Math.max(...server.received.map(({ size }) => size))).toBeLessThan(1_100_000);
    expect(server.received.length).toBeLessThan(5);
  });

  test('that X refuses are split until the bad conversions are alone, reported in X’s words', async () => {
    const server = await stand();
    const bad = [3, 40];
    const text = orders(64, (i) => (bad.includes(i) ? { value: '65' } : {}));
    const { code, summary, entries, file } = await replayText(server, text);
    expect(code).toBe(1);
    expect(summary).toMatchObject({ delivered: 62, refused: 2 });
    expect(
      entries.map(({ kind, where, conversionId, reason }) => [kind, where, conversionId, reason]),
    ).toEqual(
      bad.map((i) => [
        'refused',
        `${file}:${i + 1}`,
        `order-${i}`,
        'X answered 400: Expected Double, got "65" for value [value]',
      ]),
    );
    expect(server.received.length).toBeLessThan(30);
    expect(server.recorded.processed).toBe(62);
  });

  test('of an event X does not know cost a handful of requests, not one a conversion', async () => {
    const server = await stand();
    const text = orders(200, (i) => (i % 2 === 0 ? { event_id: 'gone' } : {}));
    const { summary, entries } = await replayText(server, text);
    expect(summary).toMatchObject({ delivered: 100, refused: 100 });
    expect(entries[99]?.reason).toMatch(/event_id \(gone\) does not belong to provided account \[event_id\]/);
    expect(server.received.length).toBeLessThan(20);
  });

  test('never hold what must not leave: an address that is no hash is not sent and not shown', async () => {
    const server = await stand();
    const address = { identifiers: [{ hashed_email: 'jane@shop.example' }] };
    const bad = [
      address,
      { identifiers: [] },
      { conversion_time: '2026-11-22' },
      { event_id: '' },
      { contents: {} },
      { conversion_id: 7 },
    ];
    const text = orders(bad.length + 1, (i) => bad[i] ?? {});
    const { code, summary, entries, out } = await replayText(server, text);
    expect([code, summary.invalid, summary.delivered]).toEqual([1, 6, 1]);
    expect(entries.map(({ reason }) => reason)).toEqual([
      'hashed_email must be a SHA-256 hash',
      'identifiers must be a list that is not empty',
      'conversion_time must be a moment like 2026-11-22T10:15:30.123Z',
      'event_id must be text that is not empty',
      'contents must be a list',
      'conversion_id must be text that is not empty',
    ]);
    expect(sizes(server)).toEqual([1]);
    expect(out).not.toContain('jane');
  });
});

describe('pace', () => {
  test('stays inside the events of 15 minutes, across runs too', async () => {
    const server = await stand();
    const { summary, sleeps, again } = await replayText(server, orders(25), {
      args: ['--limit', '10', '--batch', '5'],
    });
    expect(summary.delivered).toBe(25);
    // 10 at once, 10 after a quarter of an hour, 5 after another one.
    expect(Math.round(sleeps.reduce((sum, ms) => sum + ms, 0) / 60_000)).toBe(30);
    const more = await again({
      args: ['-', '--limit', '27'],
      input: ndjson(failure({ id: 'a' }), failure({ id: 'b' }), failure({ id: 'c' })),
    });
    expect(more.summary.delivered).toBe(3);
    expect(more.sleeps).toHaveLength(1);
  });

  test('obeys X’s headers, so that X never has to refuse', async () => {
    let slept = 0;
    const world = {
      now: () => Date.now() + slept,
      sleep: async (ms: number) => {
        slept += ms;
      },
    };
    const server = await stand({ rateLimit: 10, now: world.now });
    const { summary } = await replayText(server, orders(22), { args: ['--batch', '4'], world });
    expect(summary.delivered).toBe(22);
    expect(server.received.map(({ status }) => status)).toEqual(Array(7).fill(200));
    expect(sizes(server)).toEqual([4, 4, 2, 2, 4, 4, 2]);
  });

  test('waits as long as a 429 says', async () => {
    const server = await stand();
    const reset = String(Math.ceil(Date.now() / 1000) + 300);
    const { body } = errorAnswer('tooManyRequests');
    server.faults.next(
      {
        kind: 'answer',
        answer: {
          status: 429,
          headers: { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': reset },
          body,
        },
      },
      { kind: 'answer', answer: { status: 429, headers: { 'retry-after': '120' }, body } },
    );
    const { code, sleeps } = await replayText(server, orders(3));
    expect(code).toBe(0);
    expect(sleeps.filter((ms) => ms > 290_000 && ms < 302_000)).toHaveLength(1);
    expect(sleeps.filter((ms) => ms > 110_000 && ms < 121_000)).toHaveLength(1);
  });

  test('outlasts a storm of 429 without a word of when it ends, for one window', async () => {
    const world = (slept = 0) => ({
      now: () => Date.now() + slept,
      sleep: async (ms: number) => {
        slept += ms;
      },
    });
    const server = await stand();
    const limited: Fault = { kind: 'answer', answer: errorAnswer('tooManyRequests') };
    server.faults.next(...Array<Fault>(15).fill(limited));
    const passing = await replayText(server, orders(3), { args: ['--attempts', '2'], world: world() });
    expect([passing.code, server.received.length]).toEqual([0, 16]);
    server.faults.use(() => limited);
    const lasting = await replayText(server, orders(3), { args: ['--attempts', '2'], world: world() });
    expect([lasting.code, lasting.summary.notSent]).toEqual([1, 3]);
    expect(lasting.err).toMatch(/Given up after \d+ attempts: X answered 429: Too many requests\.\n/);
  });

  test('does not believe a reset far away', () => {
    const pace = createPace(100);
    pace.learn(new Headers({ 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '99999999999' }), 0);
    expect(pace.allowance(5, 0)).toEqual({ events: 0, waitMs: 20 * 60 * 1000 });
    pace.learn(new Headers({ 'x-rate-limit-remaining': 'many', 'x-rate-limit-reset': 'soon' }), 0);
    expect(pace.allowance(5, 0)).toEqual({ events: 5, waitMs: 0 });
  });

  test('doubles its pauses after failures', async () => {
    const server = await stand();
    server.faults.next(
      ...Array<Fault>(4).fill({ kind: 'answer', answer: errorAnswer('serviceUnavailable') }),
    );
    const { code, sleeps } = await replayText(server, orders(3));
    expect(code).toBe(0);
    expect(sleeps).toEqual([750, 1500, 3000, 6000]);
  });
});

test('what X announces is said once, and no line breaks or persons with it', async () => {
  const server = await stand();
  const body = { data: { conversions_processed: 1 } };
  const headers = { 'x-api-warn': 'Version 12 ends. Ask jane@shop.example' };
  server.faults.use(() => ({ kind: 'answer', answer: { status: 200, headers, body }, processed: true }));
  const { code, err } = await replayText(server, orders(3), { args: ['--batch', '1'] });
  expect(code).toBe(0);
  expect(err.match(/X announces: Version 12 ends\. Ask …@…\.\n/g)).toHaveLength(1);
});

describe('a full disk', () => {
  const full: Journal = {
    append: () => {
      throw new Error('ENOSPC: no space left on device, write');
    },
    close: () => undefined,
  };

  test('sends nothing: what cannot be written down must not leave', async () => {
    const server = await stand();
    const delivery = createDelivery({
      client: createClient(server.url, { now: Date.now, timeoutMs: 1000 }),
      authorization: { method: 'pixelToken', token: pixelToken },
      state: createState([], full, { now: 0, windowMs: 1 }, createCounters(folder())),
      pace: createPace(100),
      world: {
        now: Date.now,
        sleep: async () => undefined,
        random: () => 0,
        stop: new AbortController().signal,
      },
      batch: 1,
      attempts: 1,
      settled: () => undefined,
      said: () => undefined,
    });
    const identity = createIdentity(server.url, createCounters(folder()));
    const item = identity.itemOf(conversionOf({ id: '1' }), 'o8z6j', '', 'here:1') as Item;
    await expect(delivery.add(item)).rejects.toThrow(StateError);
    await expect(delivery.add(item)).rejects.toThrow(/no space left/);
    expect(server.received).toEqual([]);
  });
});

test('a run asked to stop finishes its request and leaves the rest for the next one', async () => {
  const stopping = new AbortController();
  const server = await stand({ onRequest: () => stopping.abort() });
  const { code, summary, again } = await replayText(server, orders(6), {
    args: ['--batch', '2'],
    world: { stop: stopping.signal },
  });
  expect([code, summary.delivered, summary.notSent]).toEqual([1, 2, 4]);
  expect((await again({ world: {} })).summary).toMatchObject({ alreadyDelivered: 2, delivered: 4 });
});

test('conversions older than 30 days are sent as they are, with a warning', async () => {
  const server = await stand();
  const change = { conversion_time: '2020-01-02T03:04:05.678Z' };
  const { code, summary, entries } = await replayText(
    server,
    ndjson(failure({ id: '1', change }), failure({ id: '2' })),
  );
  expect([code, summary.delivered, summary.old]).toEqual([0, 2, 1]);
  expect(entries).toMatchObject([{ kind: 'old', reason: change.conversion_time }]);
  expect(server.received[0]?.body).toMatchObject({ conversions: [change, {}] });
});
