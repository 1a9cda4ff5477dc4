/** Every answer and every fault of the stand-in, over real sockets: one outcome, an honest reason, a second try where it can help. */

import type { World } from 'sgtm-toolkit/sandbox/world';
import { describe, expect, it } from 'vitest';
import { type ErrorName, errorAnswer, errorTexts } from '../../x-server/answers.ts';
import { alternate, type Fault } from '../../x-server/faults.ts';
import {
  byToken,
  logLines,
  oauth,
  oauthHeader,
  overHttp,
  PIXEL_TOKEN,
  purchase,
  reasonOf,
  run,
} from './harness.ts';
import { outcomeWhen } from './play.ts';

/** 429 only when the limit ends in time, which these answers do not say. */
const mayRepeat = (status: number): boolean => status === 408 || status === 425 || status >= 500;

describe('errors of X', () => {
  it.each(Object.keys(errorTexts) as ErrorName[])(
    '%s is one failure that repeats the words of X, tried again only where that can help',
    async (name) => {
      const answer = errorAnswer(name, {
        value: 'abc',
        parameter: 'p',
        expected: 'e',
        user: 'u',
        account: 'a',
      });
      const body = answer.body as { errors: { message: string }[] };
      const { record, reason, received } = await outcomeWhen(({ faults }) =>
        faults.use(() => ({ kind: 'answer', answer })),
      );
      expect(record.outcome).toBe('failure');
      expect(received).toHaveLength(mayRepeat(answer.status) ? 2 : 1);
      expect(reason).toContain(String(answer.status));
      expect(reason).toContain(body.errors[0]!.message.replace(/\.$/, ''));
    },
  );

  it('are understood without a body of X: the status alone decides', async () => {
    for (const status of [
      300, 304, 400, 401, 403, 404, 405, 408, 409, 410, 413, 415, 422, 423, 425, 426, 429,
    ].concat([500, 501, 502, 503, 504, 520, 599])) {
      const html = '<!doctype html><title>Nothing</title>';
      const { record, reason, received } = await outcomeWhen(({ faults }) =>
        faults.use(() => ({ kind: 'answer', answer: { status, body: status === 304 ? '' : html } })),
      );
      expect([status, record.outcome, received.length]).toEqual([
        status,
        'failure',
        mayRepeat(status) ? 2 : 1,
      ]);
      expect(reason).toContain(String(status));
      expect(reason).not.toContain('doctype');
    }
  });

  it('redirects are not followed: credentials go to no other address', async () => {
    for (const status of [301, 302, 303, 307, 308] as const) {
      const { record, reason, received } = await outcomeWhen(({ faults, url }) =>
        faults.use(() => ({ kind: 'redirect', location: `${url}/elsewhere`, status })),
      );
      expect(record.outcome).toBe('failure');
      expect(received.map(({ url }) => url)).toEqual(['/12/measurement/conversions/o8z6j']);
      expect(reason).toContain(String(status));
    }
  });
});

describe('answers that are none', () => {
  const GARBAGE = ['empty', 'html', 'notJson', 'invalidUtf8', 'megabyte'] as const;

  it('garbage with status 200 is never a success, and is not sent again', async () => {
    for (const body of GARBAGE)
      for (const processed of [false, true]) {
        const { record, reason, received } = await outcomeWhen(({ faults }) =>
          faults.use(() => ({ kind: 'garbage', body, processed })),
        );
        expect([body, record.outcome, received.length]).toEqual([body, 'failure', 1]);
        expect(reason).toContain('without saying that it processed');
      }
  });

  it('a 2xx other than 200 without a count is a failure too', async () => {
    for (const status of [201, 202, 204]) {
      const { record, received } = await outcomeWhen(({ faults }) =>
        faults.use(() => ({ kind: 'answer', answer: { status, body: '' } })),
      );
      expect([status, record.outcome, received.length]).toEqual([status, 'failure', 1]);
    }
  });

  it('a connection that is cut is tried again, then reported', async () => {
    for (const at of ['start', 'body'] as const)
      for (const processed of [false, true]) {
        const { record, reason, recorded } = await outcomeWhen(({ faults }) =>
          faults.use(() => ({ kind: 'cut', at, processed })),
        );
        expect([at, record.outcome, record.requests.length]).toEqual([at, 'failure', 2]);
        expect(reason).toMatch(/connection/i);
        expect(recorded.counted).toBe(processed ? 1 : 0);
      }
  });

  it('a refused connection is tried again, then reported with the host to look at', async () => {
    const { record, reason, received } = await outcomeWhen((server) => server.close());
    expect([record.outcome, record.requests.length, received.length]).toEqual(['failure', 2, 0]);
    expect(reason).toMatch(/^The connection to X failed.*ads-api\.x\.com/);
  });

  it('silence ends after the time limit, is tried again with a conversion_id, and the reason says how long', async () => {
    const { record, reason } = await outcomeWhen(
      ({ faults }) => faults.use(() => ({ kind: 'silence', processed: true })),
      oauth({ timeoutMs: '500' }),
    );
    expect(record.outcome).toBe('failure');
    expect(record.requests).toHaveLength(2);
    expect(reason).toContain('500 ms');
  });

  it('a time-out without conversion_id is not tried again: X could count the conversion twice', async () => {
    const { record, recorded } = await outcomeWhen(
      ({ faults }) => faults.use(() => ({ kind: 'delay', ms: 900 })),
      oauth({ timeoutMs: 500, retries: '3' }),
      purchase({ event_id: undefined, transaction_id: undefined }),
    );
    expect(record.outcome).toBe('failure');
    expect(record.requests).toHaveLength(1);
    expect(recorded.processed).toBeLessThanOrEqual(1);
  });

  it('an answer within the time limit is waited for', async () => {
    const { record, received } = await outcomeWhen(({ faults }) => faults.next({ kind: 'delay', ms: 150 }));
    expect(record.outcome).toBe('success');
    expect(received).toHaveLength(1);
  });
});

describe('a second attempt', () => {
  const overCapacity: Fault = { kind: 'answer', answer: errorAnswer('overCapacity') };

  it('is one outcome, with nonce and signature of its own and the same conversion', async () => {
    const settings = oauth({ retries: '3' });
    const { record, received, recorded } = await outcomeWhen(
      ({ faults }) =>
        faults.next(
          overCapacity,
          { kind: 'cut', at: 'start' },
          { kind: 'garbage', body: 'html', status: 502 },
        ),
      settings,
    );
    expect(record.outcome).toBe('success');
    expect(received.map(({ verdict }) => verdict)).toEqual(['unseen', 'unseen', 'unseen', 'accepted']);
    const headers = record.requests.map(({ request }) => oauthHeader(request));
    expect(new Set(headers.map(({ oauth_nonce }) => oauth_nonce)).size).toBe(4);
    expect(new Set(headers.map(({ oauth_signature }) => oauth_signature)).size).toBe(4);
    expect(new Set(record.requests.map(({ request }) => request.body)).size).toBe(1);
    expect(recorded.entries()).toEqual([
      { eventId: 'o87ne', conversionId: '10023', processed: 1, counted: 1 },
    ]);
  });

  it('takes the time anew for its timestamp, not for the conversion', async () => {
    await overHttp(oauth(), async (server, http) => {
      server.faults.next(overCapacity);
      let now = Date.now() - 60_000;
      const record = await run(oauth(), purchase(), {
        http: (request) => {
          now += 2000;
          return http(request);
        },
        now: () => now,
      });
      expect(record.outcome).toBe('success');
      const [first, second] = record.requests.map(({ request }) =>
        Number(oauthHeader(request).oauth_timestamp),
      );
      expect(second! - first!).toBe(2);
    });
  });

  it('that X had processed already counts once, thanks to the conversion_id', async () => {
    const { record, recorded } = await outcomeWhen(({ faults }) =>
      faults.next({ ...overCapacity, processed: true } as Fault),
    );
    expect(record.outcome).toBe('success');
    expect(recorded).toMatchObject({ processed: 2, counted: 1 });
  });

  it.each([0, 1, 2, 3])('happens as often as the field allows: %i', async (retries) => {
    const { record, received } = await outcomeWhen(
      ({ faults }) => faults.use(() => overCapacity),
      oauth({ retries }),
    );
    expect(record.outcome).toBe('failure');
    expect(received).toHaveLength(1 + retries);
  });

  it('never follows a success', async () => {
    const { record, received } = await outcomeWhen(() => {}, oauth({ retries: 3 }));
    expect(record.outcome).toBe('success');
    expect(received).toHaveLength(1);
  });

  it('meets 200 where X answers 500 and 200 in turn: one conversion, one outcome', async () => {
    const { record, received, recorded } = await outcomeWhen(({ faults }) =>
      faults.use(alternate({ kind: 'answer', answer: errorAnswer('internalError') }, { kind: 'none' })),
    );
    expect([record.outcome, received.length]).toEqual(['success', 2]);
    expect(recorded).toMatchObject({ processed: 1, counted: 1 });
  });

  it('with the pixel access token carries the token again', async () => {
    const { record, received } = await outcomeWhen(({ faults }) => faults.next(overCapacity), byToken());
    expect(record.outcome).toBe('success');
    expect(received.map(({ headers }) => headers['x-pixel-token'])).toEqual([PIXEL_TOKEN, PIXEL_TOKEN]);
  });

  it('does not become a storm of its own when X answers nothing but 429', async () => {
    const { record, received, reason } = await outcomeWhen(
      ({ faults }) => faults.use(() => ({ kind: 'answer', answer: errorAnswer('tooManyRequests') })),
      oauth({ retries: 3 }),
    );
    expect([record.outcome, received.length]).toEqual(['failure', 1]);
    expect(reason).toMatch(/429.*limit of requests is reached/);
  });

  it('is left to the operator when the rate limit of X is reached, and the reason says so', async () => {
    await overHttp(
      oauth(),
      async (server, http) => {
        expect((await run(oauth(), purchase(), { http })).outcome).toBe('success');
        const record = await run(oauth(), purchase(), { http });
        expect(record.outcome).toBe('failure');
        expect(reasonOf(record)).toMatch(/429.*limit/s);
        expect(server.received.map(({ status }) => status)).toEqual([200, 429]);
      },
      { rateLimit: 1 },
    );
  });
});

describe('a tag that reports early', () => {
  it('has said success before X answers, once, and still logs the failure that follows', async () => {
    const { record, received } = await outcomeWhen(
      ({ faults }) => faults.use(() => ({ kind: 'answer', answer: errorAnswer('notAuthenticated') })),
      oauth({ respondEarly: true }),
    );
    expect(record.signals).toEqual(['success']);
    expect(received).toHaveLength(1);
    expect(logLines(record).at(-1)).toMatchObject({
      Type: 'Failure',
      Reason: expect.stringContaining('401'),
    });
  });
});

describe('BigQuery', () => {
  it('has a row for each line, and no column for what a line does not have', async () => {
    const rows: Record<string, unknown>[] = [];
    const bigQuery: World['bigQuery'] = async (_table, given) => {
      rows.push(...given);
    };
    const settings = oauth({
      bigQueryProjectId: 'p',
      bigQueryDatasetId: 'd',
      bigQueryTableId: 't',
      logging: 'never',
    });
    const event = purchase({ event_id: undefined, transaction_id: undefined });
    await overHttp(settings, async (_server, http) => {
      const { logs } = await run(settings, event, { http, bigQuery });
      expect(logs).toEqual([]);
    });
    expect(rows.map(({ type }) => type)).toEqual(['Warning', 'Request', 'Response', 'Message']);
    expect(Object.keys(rows[0]!)).toEqual(['timestamp', 'name', 'type', 'event_name', 'message']);
    expect(rows[0]).toMatchObject({ message: expect.stringContaining('no conversion_id') });
    for (const row of rows) expect(row).not.toHaveProperty('conversion_id');
  });
});

describe('a BigQuery field in which nothing was given', () => {
  it.each([' ', 'undefined', '(not set)', '{{Project}}', 'REPLACE_ME'])(
    'as %j leaves the table off',
    async (text) => {
      const offered: unknown[] = [];
      const fields = { bigQueryProjectId: 'p', bigQueryDatasetId: 'd', bigQueryTableId: 't' };
      await overHttp(oauth(), async (_server, http) => {
        for (const name of Object.keys(fields)) {
          const settings = oauth({ ...fields, [name]: text });
          const bigQuery: World['bigQuery'] = async (_table, rows) => void offered.push(...rows);
          expect((await run(settings, purchase(), { http, bigQuery })).outcome).toBe('success');
        }
      });
      expect(offered).toEqual([]);
    },
  );
});

describe('BigQuery that is down', () => {
  it('changes no outcome', async () => {
    const offered: unknown[] = [];
    const bigQuery: World['bigQuery'] = (_table, rows) => {
      offered.push(...rows);
      return Promise.reject([{ reason: 'backendError' }]);
    };
    const settings = oauth({
      bigQueryProjectId: 'p',
      bigQueryDatasetId: 'd',
      bigQueryTableId: 't',
      retries: 0,
    });
    await overHttp(settings, async (server, http) => {
      expect((await run(settings, purchase(), { http, bigQuery })).outcome).toBe('success');
      server.faults.next({ kind: 'answer', answer: errorAnswer('internalError') });
      expect((await run(settings, purchase(), { http, bigQuery })).outcome).toBe('failure');
      expect(offered.at(-1)).toMatchObject({ type: 'Failure', reason: expect.stringContaining('500') });
    });
  });
});
