/** Arbitrary events, settings and answers together, by the thousand. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../sandbox/index.ts';
import { inProcess, PIXEL_TOKEN } from './harness.ts';
import { MAIL, PHONE, play, SIGNED } from './play.ts';

// Text that is never X's by accident: no three letters that pass for a currency, no addresses.
const json = fc
  .jsonValue({ maxDepth: 3 })
  .filter((value) => typeof value !== 'string' || !/^\s*[a-z]{3}\s*$/i.test(value));
const mostly = (good: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 3, arbitrary: good }, { weight: 2, arbitrary: json });
const personal = fc.constantFrom(MAIL, ' Jane.Doe@Example.com', PHONE, ['x', MAIL], {
  0: PHONE,
});

const events = fc.record(
  {
    event_name: fc.oneof({ weight: 8, arbitrary: fc.constant('purchase') }, { weight: 1, arbitrary: json }),
    page_location: mostly(
      fc
        .webUrl({ withQueryParameters: true, withFragments: true })
        .map((url) => `${url}?twclid=2-a&m=jane.doe@example.com`),
    ),
    event_id: mostly(fc.string()),
    transaction_id: mostly(fc.nat()),
    value: mostly(fc.oneof(fc.double(), fc.integer().map(String))),
    currency: mostly(fc.constantFrom('EUR', 'usd', ' chf ', 'euro', '')),
    items: mostly(
      fc.array(
        fc.record(
          { item_id: json, item_name: json, price: mostly(fc.double()), quantity: mostly(fc.nat()) },
          { requiredKeys: [] },
        ),
        { maxLength: 4 },
      ),
    ),
    user_data: mostly(
      fc.record(
        { email_address: personal, email: personal, phone_number: personal, phone: json },
        { requiredKeys: [] },
      ),
    ),
    email: personal,
    phone: personal,
    twclid: mostly(fc.stringMatching(/^[A-Za-z0-9_-]{1,30}$/)),
    ip_override: mostly(fc.oneof(fc.ipV4(), fc.ipV6())),
    user_agent: mostly(fc.string()),
    ecommerce: mostly(fc.record({ items: json, value: json, transaction_id: json }, { requiredKeys: [] })),
    consent_state: mostly(
      fc.record(
        { ad_storage: mostly(fc.boolean()), ad_user_data: mostly(fc.boolean()) },
        { requiredKeys: [] },
      ),
    ),
    'x-ga-gcs': mostly(fc.constantFrom('G100', 'G111', 'G1--')),
    'x-ga-gcd': mostly(fc.stringMatching(/^1[0-9a-zA-Z_-]{8,12}$/)),
  },
  { requiredKeys: [] },
);

/** The keys of X's conversion that the operator may set. */
const OVERRIDES = [
  'conversion_time',
  'conversion_id',
  'value',
  'price_currency',
  'number_items',
  'description',
  'contents',
  'event_source_url',
  'search_string',
];

const table = (names: string[], value: fc.Arbitrary<unknown>) =>
  mostly(
    fc.array(fc.record({ name: fc.constantFrom(...names), value }, { requiredKeys: [] }), { maxLength: 4 }),
  );

/** Changes to settings that are right. */
const changes = fc.record(
  {
    authMethod: fc.constantFrom('oauth1', 'pixelToken'),
    customEvents: mostly(
      fc.array(fc.record({ eventName: json, eventId: mostly(fc.constant('o87nd')) }), { maxLength: 3 }),
    ),
    userData: table(['email', 'phone'], personal),
    conversionData: table([...OVERRIDES, 'my_field', 'event_id', 'identifiers'], json),
    autoUserData: json,
    autoConversionData: json,
    countryCallingCode: mostly(fc.constantFrom('49', '+1', '0')),
    conversionIdSource: mostly(fc.constant('transaction_id')),
    setClickIdCookie: json,
    clickIdCookieDays: mostly(fc.integer({ min: -1, max: 500 })),
    clickIdCookieDomain: json,
    retries: fc.integer({ min: 0, max: 3 }),
    respondEarly: json,
  },
  { requiredKeys: [] },
);

/** Changes that may keep the tag from sending. */
const breaks = fc.record(
  {
    pixelId: json,
    consumerSecret: json,
    pixelToken: fc.constantFrom('', `${PIXEL_TOKEN}\n`, `${PIXEL_TOKEN} ${PIXEL_TOKEN}`),
    categoryEvents: mostly(
      fc.array(
        fc.record({
          category: fc.constantFrom('custom', 'page_view'),
          eventId: mostly(fc.constant('o87ne')),
        }),
        { maxLength: 3 },
      ),
    ),
    otherEvents: mostly(fc.constantFrom('ignore', 'send')),
    defaultEventId: mostly(fc.constant('o87ne')),
    consent: mostly(fc.constantFrom('adStorage', 'adStorageAndUserData')),
    timeoutMs: json,
    retries: json,
  },
  { requiredKeys: [] },
);

/** Usually right, sometimes broken. */
const settings = fc
  .tuple(changes, fc.option(breaks, { freq: 2 }))
  .map(([change, broken]) => ({ ...SIGNED, pixelToken: PIXEL_TOKEN, ...change, ...broken }));

const replies = fc.oneof(
  fc.constant('stand-in' as const),
  fc.constantFrom({ reason: 'failed' }, { reason: 'timed_out' }),
  fc.record({
    statusCode: fc.constantFrom(200, 200, 201, 204, 302, 400, 401, 403, 404, 408, 429, 500, 503),
    body: fc.oneof(
      fc.string(),
      json.map((value) => JSON.stringify(value)),
      fc.record({ data: json, errors: json }, { requiredKeys: [] }).map((value) => JSON.stringify(value)),
      fc
        .array(fc.record({ code: json, message: json, parameter: json }, { requiredKeys: [] }))
        .map((errors) => JSON.stringify({ errors })),
    ),
  }),
);

describe('whatever comes together', () => {
  it('is one outcome with a reason, without a leak, and with a body X takes or none', async () => {
    const seen = { sent: 0, success: 0, failure: 0 };
    await fc.assert(
      fc.asyncProperty(
        events,
        settings,
        fc.array(replies, { minLength: 1, maxLength: 4 }),
        async (event, given, answers) => {
          const { http } = inProcess(SIGNED);
          let turn = 0;
          const { record, reason } = await play(event, given, {
            http: async (request: HttpRequest) => {
              const answer = answers[turn++ % answers.length]!;
              if (answer === 'stand-in') return http(request);
              if ('reason' in answer) throw answer;
              return { ...answer, headers: {} };
            },
          });
          expect(reason).not.toBe('');
          expect(record.requests.length).toBeLessThanOrEqual(4);
          if (record.outcome === 'success' && given.respondEarly !== true && record.requests.length > 0) {
            const { answer } = record.requests.at(-1)!;
            expect(JSON.parse(answer!.body)).toMatchObject({ data: { conversions_processed: 1 } });
          }
          seen.sent += Math.min(record.requests.length, 1);
          seen.success += record.outcome === 'success' ? 1 : 0;
          seen.failure += record.outcome === 'failure' ? 1 : 0;
        },
      ),
      { numRuns: 1500 },
    );
    // The property says little when hardly anything is sent.
    expect(seen.sent).toBeGreaterThan(100);
    expect(seen.success).toBeGreaterThan(100);
    expect(seen.failure).toBeGreaterThan(100);
  });
});
