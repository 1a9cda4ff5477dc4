/**
 * Arbitrary events, settings and answers together, by the thousand.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../toolkit/sandbox/index.ts';
import { load } from '../../toolkit/sandbox/loaded.ts';
import { runs } from '../counts.ts';
import { inProcess, PIXEL_TOKEN, purchase, template, templateText } from './harness.ts';
import { MAIL, PHONE, play, SIGNED } from './play.ts';

const fileLines = templateText.split('\n');
const RUNS = runs(1500, 100_000);

// Text that is never X's by accident: no three letters that pass for a currency, no addresses.
const json = fc
  .jsonValue({ maxDepth: 3 })
  .filter((value) => typeof value !== 'string' || !/^\s*[a-z]{3}\s*$/i.test(value));
const mostly = (good: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 3, arbitrary: good }, { weight: 2, arbitrary: json });
const personal = fc.constantFrom<unknown>(
  MAIL,
  ' Jane.Doe@Example.com',
  PHONE,
  '4915123456789',
  '01512345678',
  '212 555 0100',
  '1 212 555 0100',
  ['x', MAIL],
  { 0: PHONE },
);

const hashes = fc.stringMatching(/^([0-9a-f]{64}|[0-9A-F]{64})$/);
const clickIds = fc.stringMatching(/^[A-Za-z0-9_-]{1,30}$/);
const times = fc.oneof(
  fc.integer({ min: 1, max: 2_000_000_000 }),
  fc.integer({ min: 1, max: 2_000_000_000_000 }).map(String),
  fc.integer({ min: 1 }),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);
const items = fc.array(
  fc.record(
    {
      item_id: json,
      id: json,
      item_variant: json,
      item_name: mostly(fc.constantFrom('Shoe', `Card for ${MAIL}`)),
      item_category: json,
      item_group_id: json,
      price: mostly(fc.oneof(fc.double(), fc.nat().map(String))),
      quantity: mostly(fc.nat()),
      currency: mostly(fc.constant('GBP')),
    },
    { requiredKeys: [] },
  ),
  { maxLength: 4 },
);
const carts = fc.oneof(
  items,
  items.map((list) => JSON.stringify(list)),
  items.map((list) => ({ ...list })),
);
const consent = fc.record(
  { ad_storage: mostly(fc.boolean()), ad_user_data: mostly(fc.boolean()) },
  { requiredKeys: [] },
);
const gcd = fc.oneof(
  fc.constantFrom('13l3l3l3l5l1', '', 'no'),
  fc.stringMatching(/^1[0-9a-zA-Z_-]{8,12}$/),
  fc.constantFrom('13l3l3l3l1l1', '13r3r3r3r5l1', '13q3q3q3q5l1', '13l3l3l3l5_4', '13r3lNl3l5l1'),
);

const events = fc.record(
  {
    event_name: fc.oneof(
      { weight: 8, arbitrary: fc.constant('purchase') },
      { weight: 2, arbitrary: fc.constantFrom('page_view', 'view_item', 'quote_requested', 'scroll') },
      { weight: 1, arbitrary: json },
    ),
    page_location: mostly(
      fc.oneof(
        fc.webUrl({ withQueryParameters: true, withFragments: true }),
        fc
          .webUrl({ withQueryParameters: true })
          .chain((url) =>
            fc
              .constantFrom('', `&m=${MAIL}`, '&tel=4915123456789', `&phone=${encodeURIComponent(PHONE)}`)
              .map((rest) => `${url}?twclid=2-a${rest}`),
          ),
        fc.constantFrom(`https://${MAIL}/`, 'https://gtm-msr.appspot.com/render2'),
      ),
    ),
    event_time: mostly(times),
    timestamp_micros: mostly(times),
    timestamp: mostly(times),
    'x-ga-event_id': json,
    'x-ga-mp2-evnid': json,
    unique_event_id: json,
    event_id: mostly(fc.string()),
    transaction_id: mostly(fc.nat()),
    value: mostly(fc.oneof(fc.double(), fc.integer().map(String))),
    currency: mostly(fc.constantFrom('EUR', 'usd', ' chf ', 'euro', '')),
    items: mostly(carts),
    user_data: mostly(
      fc.record(
        {
          email_address: personal,
          email: personal,
          sha256_email_address: mostly(hashes),
          phone_number: personal,
          phone: json,
          sha256_phone_number: mostly(hashes),
        },
        { requiredKeys: [] },
      ),
    ),
    email: personal,
    phone: personal,
    twclid: mostly(clickIds),
    ip_override: mostly(fc.oneof(fc.ipV4(), fc.ipV6())),
    user_agent: mostly(fc.oneof(fc.string(), fc.constant(`Bot (${MAIL})`))),
    ecommerce: mostly(
      fc.record(
        { items: mostly(carts), value: json, currency: mostly(fc.constant('EUR')), transaction_id: json },
        { requiredKeys: [] },
      ),
    ),
    consent_state: mostly(consent),
    'x-ga-gcs': mostly(fc.constantFrom('G100', 'G111', 'G1--')),
    'x-ga-gcd': mostly(gcd),
    'x-ga-mp2-gcd': mostly(gcd),
    'x-sst-system_properties': mostly(
      fc.record(
        { gcd: mostly(gcd), consent: fc.record({ consentGrantedState: consent }) },
        { requiredKeys: [] },
      ),
    ),
  },
  { requiredKeys: [] },
);

/** Cookies of X's pixel, of its templates and of nobody. */
const cookies = fc.record(
  {
    _twclid: fc.oneof(
      clickIds,
      fc.string(),
      clickIds.map((twclid) => JSON.stringify({ pixelVersion: 1, twclid })),
      clickIds.map((twclid) => encodeURIComponent(encodeURIComponent(JSON.stringify({ twclid })))),
      json.map((value) => JSON.stringify({ twclid: value })),
    ),
    twclid: fc.oneof(clickIds, fc.string()),
    _twpid: fc.oneof(fc.string(), fc.stringMatching(/^tw[.][0-9]{13}[.][0-9]{15,18}$/)),
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
      fc.array(
        fc.record({
          eventName: mostly(fc.constant('quote_requested')),
          eventId: mostly(fc.constantFrom('o87nd', 'tw-o8z6j-o87nd', 'tw-abc12-o87nd')),
        }),
        { maxLength: 3 },
      ),
    ),
    userData: fc.oneof(
      table(['email', 'phone'], mostly(personal)),
      table(['twclid', 'ip_address', 'user_agent'], fc.oneof(json, clickIds, fc.ipV4())),
    ),
    conversionData: table(
      [...OVERRIDES, 'my_field', 'event_id', 'identifiers', 'email', 'currency', 'ip_address'],
      fc.oneof(json, carts, times, fc.constantFrom(MAIL, 'USD', '12.50', 'https://shop.example/')),
    ),
    autoUserData: json,
    autoConversionData: json,
    countryCallingCode: mostly(fc.constantFrom('49', '+1', '55', '0')),
    conversionIdSource: mostly(fc.constant('transaction_id')),
    contentIdSource: mostly(fc.constant('item_variant')),
    sendBrowserId: json,
    bigQueryProjectId: fc.constant('project'),
    bigQueryDatasetId: json,
    bigQueryTableId: json,
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
    consumerSecret: fc.oneof(json, fc.constant("it's (secret)!*")),
    pixelToken: fc.constantFrom('', `${PIXEL_TOKEN}\n`, `${PIXEL_TOKEN} ${PIXEL_TOKEN}`),
    categoryEvents: mostly(
      fc.array(
        fc.record({
          category: fc.constantFrom('custom', 'page_view', 'content_view', 'purchase', 'refund'),
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

/** Where an answer repeats the headers of the request. */
const ECHO = '(headers)';

const replies = fc.oneof(
  fc.constant('stand-in' as const),
  fc.constantFrom({ reason: 'failed' }, { reason: 'timed_out' }),
  fc.record({
    statusCode: fc.constantFrom(200, 200, 201, 204, 302, 400, 401, 403, 404, 408, 429, 500, 503),
    headers: fc.constantFrom(
      {},
      { date: 'Sun, 22 Nov 2026 10:15:30 GMT' },
      { date: new Date().toUTCString() },
    ),
    body: fc.oneof(
      fc.string(),
      hashes.map((hash) => `hashed_email (${hash}) is refused`),
      fc
        .record({
          code: fc.constantFrom(32, 89, '135', 215, 'UNAUTHORIZED_ACCESS', 'INVALID_PARAMETER'),
          message: fc.oneof(hashes, fc.constantFrom('Timestamp out of bounds.', ECHO)),
          parameter: fc.constantFrom('hashed_email', 'value', ''),
        })
        .map((error) => JSON.stringify({ errors: [error] })),
      json.map((value) => JSON.stringify(value)),
      fc.record({ data: json, errors: json }, { requiredKeys: [] }).map((value) => JSON.stringify(value)),
      fc
        .array(fc.record({ code: json, message: json, parameter: json }, { requiredKeys: [] }))
        .map((errors) => JSON.stringify({ errors })),
    ),
  }),
);

describe('whatever comes together', () => {
  it(
    'is one outcome with a reason, without a leak, and with a body X takes or none',
    async () => {
      const seen = { sent: 0, success: 0, failure: 0 };
      const reached = new Set<number>();
      const kept = new Map<string, unknown>();
      await play(purchase(), SIGNED, { storage: kept });
      await fc.assert(
        fc.asyncProperty(
          events,
          settings,
          cookies,
          fc.boolean(),
          fc.array(replies, { minLength: 1, maxLength: 4 }),
          async (event, given, cookie, warm, answers) => {
            const { http } = inProcess(SIGNED);
            let turn = 0;
            const { record, reason } = await play(event, given, {
              cookies: cookie as Record<string, string>,
              storage: new Map(warm ? kept : []),
              http: async (request: HttpRequest) => {
                const answer = answers[turn++ % answers.length]!;
                if (answer === 'stand-in') return http(request);
                if ('reason' in answer) throw answer;
                return {
                  ...answer,
                  body: answer.body.replace(ECHO, JSON.stringify(request.headers).replaceAll('"', "'")),
                };
              },
            });
            expect(reason).not.toBe('');
            expect(record.requests.length).toBeLessThanOrEqual(4);
            if (record.outcome === 'success' && given.respondEarly !== true && record.requests.length > 0) {
              const { answer } = record.requests.at(-1)!;
              expect(JSON.parse(answer!.body)).toMatchObject({ data: { conversions_processed: 1 } });
            }
            for (const line of record.lines) reached.add(line);
            seen.sent += Math.min(record.requests.length, 1);
            seen.success += record.outcome === 'success' ? 1 : 0;
            seen.failure += record.outcome === 'failure' ? 1 : 0;
          },
        ),
        { numRuns: RUNS },
      );
      // The property says nothing of code that is not run.
      const { lines } = load(template).program;
      const missed = lines.filter((line) => !reached.has(line)).map((line) => fileLines[line - 1]!.trim());
      expect(missed.length / lines.length, missed.join('\n')).toBeLessThan(RUNS < 100_000 ? 0.1 : 0.01);
      // The property says little when hardly anything is sent.
      expect(seen.sent).toBeGreaterThan(100);
      expect(seen.success).toBeGreaterThan(100);
      expect(seen.failure).toBeGreaterThan(100);
    },
    60_000 + RUNS * 60,
  );
});
