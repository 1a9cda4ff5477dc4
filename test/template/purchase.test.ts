/** The example's purchase through the shipped template over real sockets: what arrives, and what each answer makes of it. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { XServer } from '../../x-server/server.ts';
import {
  byToken,
  CREDENTIALS,
  leaks,
  logLines,
  oauth,
  overHttp,
  PIXEL_TOKEN,
  purchase,
  reasonOf,
  run,
} from './harness.ts';
import { outcomeWhen, PERSONAL, SECRETS } from './play.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

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
  conversion_id: '10023',
  contents: [
    {
      content_id: 'SKU-7731',
      content_name: 'Trail running shoe',
      content_price: '129.99',
      content_type: 'Shoes',
      num_items: 1,
    },
    {
      content_id: 'SKU-0042',
      content_name: 'Merino socks',
      content_price: '11.67',
      content_type: 'Socks',
      num_items: 3,
    },
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
        { eventId: 'o87ne', conversionId: '10023', processed: 1, counted: 1 },
      ]);
    });
  });

  it('keeps the click id of the landing page in the cookie, as X’s pixel writes it', async () => {
    await overHttp(settings(), async (_server, http) => {
      const now = Date.now();
      const record = await run(settings(), purchase(), { http, now: () => now });
      expect(record.cookies).toEqual([
        {
          name: '_twclid',
          value: encodeURIComponent(
            `{"pixelVersion":"2.3.33","timestamp":"${now}","twclid":"2-4m8k1vq7zj0c5t","source":1}`,
          ),
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
  // A credential or a person would not get that far.
  it('finds what is in a body and its log line, plain or encoded', async () => {
    const settings = oauth({ retries: 0 });
    const [encoded, plain] = ['a lamp/"a shade"', 'a bulb of forty watts'];
    const event = purchase({ items: [{ item_name: `${encodeURIComponent(encoded)} ${plain}` }] });
    const record = await run(settings, event, {});
    expect(leaks(record, [encoded, plain, 'a candle'])).toEqual([encoded, plain]);
  });
});

describe('credentials X does not know', () => {
  it.each(CREDENTIALS)('a wrong %s is a failure that says what to check', async (name) => {
    const settings = oauth({ [name]: 'notWhatXKnows-0123456789' });
    const { record, reason, received } = await outcomeWhen(() => {}, settings);
    expect(record.outcome).toBe('failure');
    expect(received.map(({ status }) => status)).toEqual([401]);
    expect(reason).toContain('401');
    expect(reason).toMatch(/the four credentials, Consumer key to Access token secret/);
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

  it('an access token that has expired is told apart, where X says so', async () => {
    const errors = [{ code: 89, message: 'Invalid or expired token.' }];
    const { record, reason } = await outcomeWhen(({ faults }) =>
      faults.next({ kind: 'answer', answer: { status: 401, body: { errors } } }),
    );
    expect(record.outcome).toBe('failure');
    expect(reason).toMatch(/expired token.*make a new Access token and Access token secret/);
    expect(reason).not.toMatch(/Consumer/);
  });

  it('a clock that is wrong by an hour is a failure that names the clock', async () => {
    const { record, reason } = await outcomeWhen(({ faults }) =>
      faults.next({ kind: 'clock', skewMs: 3_600_000 }),
    );
    expect(record.outcome).toBe('failure');
    expect(reason).toMatch(/clock/);
  });

  it('an app or a user without the rights is told apart from wrong keys', async () => {
    const changes: [(server: XServer) => void, RegExp][] = [
      [
        (server) => {
          server.configuration.apps[0]!.readonly = true;
        },
        /403.*write permission/s,
      ],
      [
        (server) => {
          server.configuration.tokens[0]!.role = 'ANALYST';
        },
        /403.*access to the Ads API.*role/s,
      ],
    ];
    for (const [change, expected] of changes) {
      const { record, reason, received } = await outcomeWhen(change);
      expect(record.outcome).toBe('failure');
      expect(received.map(({ status }) => status)).toEqual([403]);
      expect(reason).toMatch(expected);
    }
  });

  it('an unknown pixel or event is a failure that names the field with the ID', async () => {
    const withEvent = (eventId: string) => oauth({ categoryEvents: [{ category: 'purchase', eventId }] });
    const unknownPixel = { ...withEvent('o87ne'), pixelId: 'nope1' };
    for (const [settings, label] of [
      [unknownPixel, 'Copy Pixel ID'],
      [withEvent('tw-o8z6j-nope'), 'Copy X event ID'],
    ] as const) {
      const { record, reason, received } = await outcomeWhen(() => {}, settings);
      expect(record.outcome).toBe('failure');
      expect(received).toHaveLength(1);
      expect(received[0]!.status).toBeOneOf([400, 404]);
      expect(reason).toContain(label);
    }
  });
});
