/** The example's purchase through the shipped template over real sockets: what arrives, and what each answer makes of it. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type ErrorName, errorAnswer, errorTexts } from '../../x-server/answers.ts';
import type { Fault } from '../../x-server/faults.ts';
import type { XServer } from '../../x-server/server.ts';
import {
  byToken,
  CREDENTIALS,
  type Data,
  leaks,
  logLines,
  oauth,
  oauthHeader,
  overHttp,
  PIXEL_TOKEN,
  purchase,
  reasonOf,
  run,
} from './harness.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const SECRETS = [...CREDENTIALS.map((name) => String(oauth()[name])), PIXEL_TOKEN];
const PERSONAL = ['jane.doe@example.com', '+49 (0)151 2345-6789', '4915123456789', '01512345678'];

/** The conversion that the example must become, written down by hand from X's reference. */
const conversionAt = (now: number) => ({
  conversion_time: new Date(now).toISOString(),
  event_id: 'tw-o8z6j-o87ne',
  identifiers: [
    { twclid: '2-4m8k1vq7zj0c5t' },
    { hashed_email: sha256('jane.doe@example.com') },
    { hashed_phone_number: sha256('+4915123456789') },
    {
      ip_address: '203.0.113.24',
      user_agent:
        'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    },
  ],
  value: '164.98',
  price_currency: 'EUR',
  number_items: 4,
  conversion_id: '1763800321456_8812734',
  contents: [
    {
      content_id: 'SKU-7731',
      content_name: 'Trail running shoe',
      content_price: '129.99',
      num_items: 1,
    },
    { content_id: 'SKU-0042', content_name: 'Merino socks', content_price: '11.67', num_items: 3 },
  ],
  event_source_url: 'https://shop.example/checkout/thank-you?order=10023&twclid=2-4m8k1vq7zj0c5t',
});

const METHODS = [
  { name: 'OAuth 1.0a', by: 'oauth1', settings: oauth },
  { name: 'the pixel access token', by: 'pixelToken', settings: byToken },
] as const;

describe.each(METHODS)('a purchase sent with $name', ({ by, settings }) => {
  it('arrives once, complete, and is accepted', async () => {
    await overHttp(settings(), async (server, http) => {
      const now = Date.now();
      const record = await run(settings(), purchase(), { http, now: () => now });
      expect(record.outcome).toBe('success');
      expect(record.requests).toHaveLength(1);
      expect(server.received).toHaveLength(1);
      const received = server.received[0]!;
      expect(received.diagnostics).toMatchObject({ by, reasons: [], notes: [] });
      expect(received).toMatchObject({
        method: 'POST',
        url: '/12/measurement/conversions/o8z6j',
        verdict: 'accepted',
        status: 200,
        body: { conversions: [conversionAt(now)] },
      });
      expect(received.body).toEqual({ conversions: [conversionAt(now)] });
      expect(received.headers['content-type']).toBe('application/json');
      expect('authorization' in received.headers).toBe(by === 'oauth1');
      expect(received.headers['x-pixel-token']).toBe(by === 'pixelToken' ? PIXEL_TOKEN : undefined);
      expect(server.recorded.entries()).toEqual([
        { eventId: 'o87ne', conversionId: '1763800321456_8812734', processed: 1, counted: 1 },
      ]);
    });
  });

  it('keeps the click id of the landing page in a cookie of its own name', async () => {
    await overHttp(settings(), async (_server, http) => {
      const record = await run(settings(), purchase(), { http });
      expect(record.cookies).toEqual([
        {
          name: '_twclid',
          value: '2-4m8k1vq7zj0c5t',
          options: {
            domain: 'auto',
            path: '/',
            'max-age': 390 * 24 * 60 * 60,
            secure: true,
            httpOnly: false,
            sameSite: 'lax',
          },
        },
      ]);
    });
  });

  it('repeats the debug id of X and shows neither secrets nor people in the log', async () => {
    await overHttp(settings(), async (server, http) => {
      const record = await run(settings(), purchase(), { http });
      const answer = JSON.parse(record.requests[0]!.answer!.body) as { data: { debug_id: string } };
      expect(reasonOf(record)).toContain(answer.data.debug_id);
      expect(leaks(record, [...SECRETS, ...PERSONAL])).toEqual([]);
      expect(record.logs.join()).not.toContain('203.0.113.24');
      expect(record.logs.join()).not.toContain(sha256('jane.doe@example.com'));
      expect(logLines(record).map(({ Type }) => Type)).toEqual(['Request', 'Response', 'Message']);
      expect(server.received).toHaveLength(1);
    });
  });
});

describe('the search for leaks in these tests', () => {
  it('finds a secret in a log line, plain or encoded, and an address in a body', async () => {
    const settings = oauth({ retries: 0 });
    const event = purchase({ event_id: `${encodeURIComponent(SECRETS[1]!)} jane.doe@example.com` });
    const record = await run(settings, event, {});
    expect(leaks(record, [...SECRETS, ...PERSONAL])).toEqual([SECRETS[1], PERSONAL[0]]);
  });
});

/** One purchase against a stand-in that is first changed. */
async function outcomeWhen(
  change: (server: XServer) => void,
  settings: Data = oauth(),
  event: Data = purchase(),
) {
  return overHttp(oauth(), async (server, http) => {
    change(server);
    const record = await run(settings, event, { http });
    expect(leaks(record, [...SECRETS, ...PERSONAL])).toEqual([]);
    return { record, reason: reasonOf(record), received: server.received, recorded: server.recorded };
  });
}

describe('credentials X does not know', () => {
  it.each(CREDENTIALS)('a wrong %s is a failure that says what to check', async (name) => {
    const settings = oauth({ [name]: 'notWhatXKnows-0123456789' });
    const { record, reason, received } = await outcomeWhen(() => {}, settings);
    expect(record.outcome).toBe('failure');
    expect(received.map(({ status }) => status)).toEqual([401]);
    expect(reason).toContain('401');
    expect(reason).toMatch(/four OAuth credentials/);
    expect(leaks(record, ['notWhatXKnows-0123456789'])).toEqual([]);
  });

  it('a wrong pixel access token is a failure that names it', async () => {
    const { record, reason, received } = await outcomeWhen(
      () => {},
      byToken({ pixelToken: 'notWhatXKnows-0123456789' }),
    );
    expect(record.outcome).toBe('failure');
    expect(received.map(({ status }) => status)).toEqual([401]);
    expect(reason).toMatch(/pixel access token/i);
    expect(leaks(record, ['notWhatXKnows-0123456789'])).toEqual([]);
  });

  it('a clock that is wrong by an hour is a failure that names the clock', async () => {
    const { record, reason } = await outcomeWhen(({ faults }) =>
      faults.next({ kind: 'clock', skewMs: 3_600_000 }),
    );
    expect(record.outcome).toBe('failure');
    expect(reason).toMatch(/clock/);
  });

  it('an app or a user without the rights is told apart from wrong keys', async () => {
    for (const change of [
      (server: XServer) => {
        server.configuration.apps[0]!.readonly = true;
      },
      (server: XServer) => {
        server.configuration.tokens[0]!.role = 'ANALYST';
      },
    ]) {
      const { record, reason, received } = await outcomeWhen(change);
      expect(record.outcome).toBe('failure');
      expect(received.map(({ status }) => status)).toEqual([403]);
      expect(reason).toMatch(/403.*Ads API access.*role/s);
    }
  });

  it('an unknown pixel and an unknown event are failures that name Pixel ID and event IDs', async () => {
    const unknownEvent = oauth({ categoryEvents: [{ category: 'purchase', eventId: 'tw-o8z6j-nope' }] });
    const pixelAsEvent = oauth({ categoryEvents: [{ category: 'purchase', eventId: 'o8z6j' }] });
    for (const settings of [oauth({ pixelId: 'nope1' }), unknownEvent, pixelAsEvent]) {
      const { record, reason, received } = await outcomeWhen(() => {}, settings);
      expect(record.outcome).toBe('failure');
      expect(received).toHaveLength(1);
      expect(received[0]!.status).toBeOneOf([400, 404]);
      expect(reason).toMatch(/Pixel ID.*event IDs/);
    }
  });
});

const mayRepeat = (status: number): boolean =>
  status === 408 || status === 425 || status === 429 || status >= 500;

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
      expect(reason).toContain(body.errors[0]!.message);
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
      { eventId: 'o87ne', conversionId: '1763800321456_8812734', processed: 1, counted: 1 },
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

  it('with the pixel access token carries the token again', async () => {
    const { record, received } = await outcomeWhen(({ faults }) => faults.next(overCapacity), byToken());
    expect(record.outcome).toBe('success');
    expect(received.map(({ headers }) => headers['x-pixel-token'])).toEqual([PIXEL_TOKEN, PIXEL_TOKEN]);
  });

  it('is left to the operator when the rate limit of X is reached, and the reason says so', async () => {
    await overHttp(
      oauth(),
      async (server, http) => {
        expect((await run(oauth(), purchase(), { http })).outcome).toBe('success');
        const record = await run(oauth(), purchase(), { http });
        expect(record.outcome).toBe('failure');
        expect(reasonOf(record)).toMatch(/429.*rate limit/s);
        expect(server.received.map(({ status }) => status)).toEqual([200, 429, 429]);
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
      Message: expect.stringContaining('401'),
    });
  });
});
