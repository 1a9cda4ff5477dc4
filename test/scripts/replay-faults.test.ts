/** What the replay makes of an endpoint that fails: answers that never come, say nothing, or refuse access. */
import { describe, expect, test } from 'vitest';
import { errorAnswer } from '../../x-server/answers.ts';
import { alternate, type Fault } from '../../x-server/faults.ts';
import { failure, ndjson, oauthEnvironment, orders, replayText, stand } from './replay-setup.ts';

describe('faults', () => {
  const noAnswer: [string, Fault][] = [
    ['a reset connection', { kind: 'cut', at: 'start', processed: true }],
    ['half a body', { kind: 'cut', at: 'body', processed: true }],
    ['silence', { kind: 'silence', processed: true }],
    [
      'a gateway that lost its upstream',
      { kind: 'answer', answer: { status: 504, body: '' }, processed: true },
    ],
  ];
  test.each(noAnswer)('%s: sent again with the same conversion_id, and named', async (_, fault) => {
    const server = await stand();
    server.faults.next(fault);
    const { code, summary, entries } = await replayText(server, orders(2), { world: { timeoutMs: 300 } });
    expect(code).toBe(0);
    expect(summary).toMatchObject({ delivered: 2, twice: 2 });
    expect(entries.map(({ kind, conversionId }) => [kind, conversionId])).toEqual([
      ['twice', 'order-0'],
      ['twice', 'order-1'],
    ]);
    expect([server.recorded.processed, server.recorded.counted]).toEqual([4, 2]);
  });

  test.each(noAnswer)(
    '%s: never sent again without a conversion_id, and named in every run',
    async (_, fault) => {
      const server = await stand();
      server.faults.next(fault);
      const text = ndjson(failure(), failure({ id: '1' }));
      const { code, summary, entries, again, file } = await replayText(server, text, {
        world: { timeoutMs: 300 },
      });
      expect(code).toBe(1);
      expect(summary).toMatchObject({ delivered: 1, held: 1 });
      expect(entries.map(({ kind, where }) => [kind, where])).toEqual([
        ['held', `${file}:1`],
        ['twice', `${file}:2`],
      ]);
      const second = await again();
      expect([second.code, second.summary.held, second.summary.twice]).toEqual([1, 1, 1]);
      expect((await again({ args: ['--dry-run'] })).summary).toMatchObject({ held: 1, twice: 1, notSent: 0 });
      expect(server.recorded.processed).toBe(3);
    },
  );

  const unclear: [string, Fault][] = [
    ['an empty body', { kind: 'garbage', body: 'empty', processed: true }],
    ['a page', { kind: 'garbage', body: 'html', processed: true }],
    ['a megabyte', { kind: 'garbage', body: 'megabyte', processed: true }],
    ['bytes that are no UTF-8', { kind: 'garbage', body: 'invalidUtf8', processed: true }],
    [
      'another number than was sent',
      {
        kind: 'answer',
        answer: { status: 200, body: { data: { conversions_processed: 3 } } },
        processed: true,
      },
    ],
    [
      'a number with errors',
      {
        kind: 'answer',
        answer: { status: 200, body: { data: { conversions_processed: 2 }, errors: ['x'] } },
        processed: true,
      },
    ],
  ];
  test.each(unclear)(
    '%s with status 200 is no success: nothing more is sent, the next run tries again',
    async (_, fault) => {
      const server = await stand();
      server.faults.next(fault);
      const { code, summary, entries, again } = await replayText(server, orders(4), {
        args: ['--batch', '2'],
      });
      expect(code).toBe(1);
      expect(summary).toMatchObject({ delivered: 0, notSent: 4 });
      expect(entries.map(({ kind }) => kind)).toEqual(['notDelivered', 'notDelivered']);
      expect(server.received).toHaveLength(1);
      expect((await again()).summary).toMatchObject({ delivered: 4, twice: 2 });
    },
  );

  test('errors inside a 200 that claims nothing are a refusal', async () => {
    const server = await stand();
    const body = {
      data: { conversions_processed: 0 },
      errors: [{ code: 'X', message: 'no', parameter: 'value' }],
    };
    server.faults.use(() => ({ kind: 'answer', answer: { status: 200, body } }));
    const { summary, entries } = await replayText(server, orders(2));
    expect([summary.refused, entries[0]?.reason]).toEqual([2, 'X answered 200: no [value]']);
  });

  test.each([
    ['503 in the words of X', { kind: 'answer', answer: errorAnswer('overCapacity') }, 0],
    ['503 of a gateway', { kind: 'garbage', body: 'html', status: 503 }, 20],
    ['500', { kind: 'answer', answer: errorAnswer('internalError') }, 20],
  ] as [string, Fault, number][])(
    '%s and 200 in turn: everything arrives once, and %j is named',
    async (_, fault, twice) => {
      const server = await stand();
      server.faults.use(alternate(fault, { kind: 'none' }));
      const { code, summary } = await replayText(server, orders(20), { args: ['--batch', '4'] });
      expect([code, summary.delivered, summary.twice]).toEqual([0, 20, twice]);
      expect(server.recorded.processed).toBe(20);
    },
  );

  test('a refused connection is tried again and given up in the end; nothing is in doubt', async () => {
    const server = await stand();
    await server.close();
    const { code, summary, sleeps, entries } = await replayText(server, orders(6), {
      args: ['--batch', '2', '--attempts', '3'],
    });
    expect([code, summary.notSent, entries]).toEqual([1, 6, []]);
    // Two requests given up, then the run ends instead of waiting for each batch.
    expect(sleeps).toEqual([750, 1500, 750, 1500]);
    expect(Object.keys((summary.reasons as { notSent: object }).notSent)[0]).toMatch(
      /Given up after 3 attempts: The connection was refused/,
    );
  });

  test('one request that X cannot serve does not hold up the others', async () => {
    const server = await stand();
    server.faults.next(...Array<Fault>(2).fill({ kind: 'answer', answer: errorAnswer('internalError') }));
    const { summary, again } = await replayText(server, orders(6), {
      args: ['--batch', '2', '--attempts', '2'],
    });
    expect(summary).toMatchObject({ delivered: 4, notSent: 2 });
    expect((await again()).summary).toMatchObject({ delivered: 2, alreadyDelivered: 4 });
  });

  test('a redirect is not followed', async () => {
    const [server, elsewhere] = [await stand(), await stand()];
    server.faults.next({
      kind: 'redirect',
      location: `${elsewhere.url}/12/measurement/conversions/o8z6j`,
      status: 307,
    });
    const { code, summary } = await replayText(server, orders(2));
    expect([code, summary.notSent, elsewhere.received.length]).toEqual([1, 2, 0]);
  });
});

describe('refused access', () => {
  const why = ({ summary }: { summary: Record<string, unknown> }): string =>
    Object.keys((summary.reasons as { notSent: object }).notSent).join();

  test('ends a pixel after one request, and only that pixel', async () => {
    const server = await stand({
      pixels: [
        { id: 'o8z6j', accountId: 'a1', eventIds: ['o87ne'] },
        { id: 'o8z6k', accountId: 'a1', eventIds: ['o87ne'] },
      ],
    });
    const lines = Array.from({ length: 12 }, (_, i) =>
      failure({ id: `${i}`, pixel: i % 2 === 0 ? 'o8z6j' : 'o8z6k' }),
    );
    const outcome = await replayText(server, ndjson(...lines), { args: ['--batch', '2'] });
    expect([outcome.code, outcome.summary.delivered, outcome.summary.notSent]).toEqual([1, 6, 6]);
    expect(why(outcome)).toMatch(
      /X answered 401: This request is not properly authenticated. Check the credentials/,
    );
    expect(server.received.filter(({ status }) => status === 401)).toHaveLength(1);
  });

  test('by a wrong clock names the clock', async () => {
    const server = await stand();
    server.faults.use(() => ({ kind: 'clock', skewMs: 15 * 60 * 1000 }));
    const outcome = await replayText(server, orders(2), { environment: oauthEnvironment });
    expect(why(outcome)).toMatch(/This machine's clock is (899|900|901) s behind X's: correct it/);
  });

  test('by an expired token, a missing role or an unknown pixel says so', async () => {
    const server = await stand();
    server.configuration.tokens = [];
    const expired = await replayText(server, orders(2), { environment: oauthEnvironment });
    server.faults.next({ kind: 'answer', answer: errorAnswer('wrongRole', { value: 'a1' }) });
    const role = await replayText(server, orders(2));
    server.faults.next({ kind: 'answer', answer: errorAnswer('pixelNotFound', { value: 'o8z6j' }) });
    const pixel = await replayText(server, orders(2));
    expect(why(expired)).toMatch(/401.*Check the credentials: npm run doctor/);
    expect(why(role)).toMatch(/403.*role of ad manager/);
    expect(why(pixel)).toMatch(/404.*Check the pixel ID/);
    expect(server.received).toHaveLength(3);
  });
});
