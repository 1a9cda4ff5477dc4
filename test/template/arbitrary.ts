/**
 * Arbitrary events, settings, cookies and answers: well-formed ones, what people really send in their place, and anything else.
 * The shapes of test/vectors/cases.json are among them; a fault of their kind is to be found by the usual number of runs.
 */
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { PIXEL_TOKEN } from './harness.ts';
import { AWKWARD, JUNK, MAIL, PHONE, SIGNED } from './play.ts';

/** Stands where an answer or an event repeats a credential of the settings, in some form. */
export const SECRET = '(planted secret)';
/** The hash of a person whom no event here names. */
export const PLANTED_HASH = createHash('sha256').update('somebody@example.com').digest('hex');

// Text that is never X's by accident: no three letters that pass for a currency, no addresses.
export const json = fc
  .jsonValue({ maxDepth: 3 })
  .filter((value) => typeof value !== 'string' || !/^\s*[a-z]{3}\s*$/i.test(value));
/** What broken variables, placeholders and hashes of nothing leave behind. */
const nothing = fc.constantFrom<unknown>(
  'undefined',
  ' NULL ',
  'NaN',
  '(not set)',
  '[object Object]',
  '{{Unresolved}}',
  'REPLACE_ME',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '0'.repeat(64),
);
/** An object that contains itself. */
const cycle: Record<string, unknown> = {};
cycle.self = cycle;
/** Of no use wherever it stands: of every type, cyclic, deep, or long and made of one repeated part. */
const useless = fc.oneof(
  json,
  nothing,
  fc.constantFrom(...JUNK.map(([, value]) => value)),
  fc.constant(cycle),
  fc
    .tuple(
      fc.constantFrom(
        'a',
        ';phone',
        '@',
        'a@',
        '%40',
        '.a',
        '-',
        ' ',
        '1',
        ',',
        '{{',
        '?twclid=',
        '"',
        '(0)',
      ),
      fc.integer({ min: 4, max: 3000 }),
    )
    .map(([part, times]) => part.repeat(times)),
);
const mostly = (good: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 6, arbitrary: good }, { weight: 3, arbitrary: json }, { weight: 2, arbitrary: useless });

/** Texts with several addresses, in the spellings they have in URLs and in user agents. */
const withAddresses = fc.constantFrom(
  `Bot/1 (first@bots.example) via (${MAIL})`,
  `${MAIL},${MAIL}`,
  `a ${MAIL.replace('@', '%40')} b ${MAIL.replace('@', '%2540')}`,
  MAIL.replace('@', '\uff20'),
  `<${MAIL}>; "Jane" <${MAIL}>`,
  'see https://shop.example/?tel=4915123456789',
  'a=1;customerPhone=%2B49%20%280%29151%202345-6789',
);
/** The same where nothing of it may be sent or told: no credential either, and no hash. */
const planted = fc.oneof(
  withAddresses,
  fc.constantFrom(
    SECRET,
    PLANTED_HASH,
    PLANTED_HASH.toUpperCase() + PLANTED_HASH,
    `?PHONE=${encodeURIComponent(PHONE)}`,
  ),
);

/** Amounts as shops write them, and the doubles that lie just below a half. */
const amounts = fc.oneof(
  fc.double(),
  fc.integer().map(String),
  fc.integer({ min: -1000, max: 1_000_000 }).map((n) => n / 10 - 0.00500001),
  fc.integer({ min: 0, max: 1_000_000 }).map((n) => String(n / 10 - 0.00500001)),
  fc.integer({ min: 0, max: 1_000_000_000 }).map((n) => n / 1000),
  fc.constantFrom(
    '1,299.00',
    '1.299,00',
    '12,50',
    '1,234',
    '.99',
    '5.',
    '+5.00',
    '1 299,00',
    '-5',
    '€5',
    '1e3',
  ),
);
const personal = fc.constantFrom<unknown>(
  MAIL,
  ' Jane.Doe@Example.com',
  PHONE,
  '4915123456789',
  '01512345678',
  '212 555 0100',
  '1 212 555 0100',
  '٠١٥١ ٢٣٤٥٦٧٨٩',
  '＋４９　１５１　２３４５６７８９',
  '+36 06 20 123 4567',
  '+39 0 312 345 6789',
  '+49 49 151 23456789',
  ['x', MAIL],
  { 0: PHONE },
);

const hashes = fc.stringMatching(/^([0-9a-f]{64}|[0-9A-F]{64})$/);
/** Addresses with what proxies put around them. */
const ips = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.ipV4().map((ip) => `${ip}:54321`),
  fc.ipV4().map((ip) => `10.0.0.1, ${ip}`),
  fc.ipV4().map((ip) => `::ffff:${ip}`),
  fc.ipV6().map((ip) => `[${ip}]:443`),
);
const clickIds = fc.stringMatching(/^[A-Za-z0-9_-]{1,30}$/);
const times = fc.oneof(
  fc.integer({ min: 1, max: 2_000_000_000 }),
  fc.integer({ min: 1, max: 2_000_000_000_000 }).map(String),
  fc.integer({ min: 1 }),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom(
    '2026-11-20T12:30:00+02:00',
    '2026-11-20T12:30:00.123456789-0330',
    '20261101',
    '2025-02-29T10:00:00Z',
  ),
);
const items = fc.array(
  fc.record(
    {
      item_id: fc.oneof({ weight: 9, arbitrary: json }, fc.constant('x'.repeat(300))),
      id: json,
      item_variant: json,
      item_name: mostly(fc.oneof(fc.constantFrom('Shoe', `Card for ${MAIL}`), withAddresses)),
      item_category: json,
      item_group_id: json,
      price: mostly(amounts),
      quantity: mostly(fc.oneof(fc.nat(), fc.constantFrom<unknown>(0, 0.5, -1, '2', '2 pcs', 1e308))),
      num_items: mostly(fc.nat()),
      content_price: mostly(amounts),
      currency: mostly(fc.constant('GBP')),
    },
    { requiredKeys: [] },
  ),
  { maxLength: 4 },
);
const carts = fc.oneof(
  items,
  items.map((list) => JSON.stringify(list.filter((item) => !Object.values(item).includes(cycle)))),
  items.map((list) => ({ ...list })),
  items.map((list) => Object.fromEntries(list.map((item, i) => [3 * i, item]))),
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

export const events = fc.record(
  {
    event_name: fc.oneof(
      { weight: 8, arbitrary: fc.constant('purchase') },
      {
        weight: 2,
        arbitrary: fc.constantFrom('page_view', 'view_item', 'quote_requested', 'scroll', 'refund'),
      },
      { weight: 1, arbitrary: json },
      { weight: 1, arbitrary: planted },
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
    transaction_id: mostly(fc.oneof(fc.nat(), withAddresses)),
    value: mostly(amounts),
    currency: mostly(fc.constantFrom('EUR', 'usd', ' chf ', 'KWD', 'euro', '')),
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
    ip_override: mostly(ips),
    ip: mostly(ips),
    user_agent: mostly(fc.oneof(fc.string(), withAddresses)),
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

/** Headers that reach the tag. */
export const headers = fc.record(
  {
    referer: fc.oneof(
      fc.string(),
      clickIds.map((id) => `https://shop.example/?twclid=${id}&m=${MAIL}`),
    ),
    'trace-id': fc.oneof(fc.constant('trace-1'), planted),
  },
  { requiredKeys: [] },
);

/** Cookies of X's pixel, of its templates and of nobody. */
export const cookies = fc.record(
  {
    _twclid: fc.oneof(
      fc.array(fc.oneof(clickIds, fc.constantFrom('', 'undefined', '%', '{"twclid":""}')), { maxLength: 3 }),
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

/** A number under a name that says what it is, at any depth. */
const numbered = fc.constantFrom<{ name: string; value: unknown }>(
  { name: 'tel', value: PHONE },
  { name: 'customerPhone', value: 4915123456789 },
  { name: 'note', value: { mobile: '01512345678' } },
  { name: `${MAIL} tel`, value: '1' },
  { name: MAIL.replace('@', '%40'), value: '1' },
);
const table = (names: string[], value: fc.Arbitrary<unknown>) =>
  mostly(
    fc.array(
      fc.oneof(
        { weight: 6, arbitrary: fc.record({ name: fc.constantFrom(...names), value }, { requiredKeys: [] }) },
        { weight: 1, arbitrary: numbered },
      ),
      { maxLength: 4 },
    ),
  );

/** Changes to settings that are right. */
const changes = fc.record(
  {
    authMethod: fc.constantFrom('oauth1', 'pixelToken'),
    customEvents: mostly(
      fc.array(
        fc.record({
          eventName: mostly(fc.oneof(fc.constant('quote_requested'), planted)),
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
      [
        ...OVERRIDES,
        'my_field',
        MAIL,
        'event_id',
        'identifiers',
        'email',
        'currency',
        'num_items',
        'ip_address',
      ],
      fc.oneof(
        useless,
        carts,
        times,
        amounts,
        withAddresses,
        fc.constantFrom(MAIL, 'USD', '12.50', 'https://shop.example/'),
      ),
    ),
    autoUserData: json,
    autoConversionData: json,
    countryCallingCode: mostly(fc.constantFrom('49', '+1', '55', '0')),
    conversionIdSource: mostly(fc.constant('transaction_id')),
    contentIdSource: mostly(fc.constant('item_variant')),
    sendBrowserId: json,
    bigQueryProjectId: fc.constant('project'),
    bigQueryDatasetId: mostly(fc.constant('dataset')),
    bigQueryTableId: mostly(fc.constant('table')),
    setClickIdCookie: json,
    clickIdCookieDays: mostly(fc.integer({ min: -1, max: 500 })),
    clickIdCookieDomain: json,
    retries: fc.integer({ min: 0, max: 3 }),
    respondEarly: json,
    consumerSecret: fc.constantFrom(...AWKWARD),
    accessToken: fc.constantFrom(...AWKWARD),
  },
  { requiredKeys: [] },
);

/** Changes that may keep the tag from sending. */
const breaks = fc.record(
  {
    pixelId: fc.oneof(useless, planted),
    consumerSecret: fc.oneof(useless, fc.constantFrom('"quoted"', 'a\u200bb')),
    pixelToken: fc.oneof(
      useless,
      fc.constantFrom('', `${PIXEL_TOKEN}\n`, `${PIXEL_TOKEN} ${PIXEL_TOKEN}`, `${PIXEL_TOKEN}{{x}}`),
    ),
    sendMode: fc.constantFrom('checkOnly', 'send'),
    categoryEvents: mostly(
      fc.array(
        fc.record({
          category: fc.constantFrom('custom', 'page_view', 'content_view', 'purchase', 'refund'),
          eventId: mostly(fc.oneof(fc.constantFrom('o87ne', 'o8z6j', 'purchase'), withAddresses)),
        }),
        { maxLength: 3 },
      ),
    ),
    otherEvents: mostly(fc.constantFrom('ignore', 'send')),
    defaultEventId: mostly(fc.constant('o87ne')),
    consent: mostly(fc.constantFrom('adStorage', 'adStorageAndUserData')),
    timeoutMs: useless,
    retries: json,
  },
  { requiredKeys: [] },
);

/** Usually right, sometimes broken. */
export const settings = fc
  .tuple(changes, fc.option(breaks, { freq: 2 }))
  .map(([change, broken]) => ({ ...SIGNED, pixelToken: PIXEL_TOKEN, ...change, ...broken }));

/** Where an answer repeats the headers of the request. */
export const ECHO = '(headers)';

/** What nobody may see, where a text is cut: a message after 300 characters, an answer after 2,000. */
const cutOff = fc
  .tuple(fc.constantFrom(0, 300, 2000, 2224, 9024), fc.integer({ min: -90, max: 90 }), planted)
  .map(([at, near, text]) => `${'.'.repeat(Math.max(0, at + near))}${text} and so on${'.'.repeat(3000)}`);

export const replies = fc.oneof(
  fc.constant('stand-in' as const),
  fc.constantFrom({ reason: 'failed' }, { reason: 'timed_out' }),
  fc.record({
    statusCode: fc.constantFrom(200, 200, 201, 204, 302, 400, 401, 403, 404, 408, 429, 500, 503),
    headers: fc.constantFrom<Record<string, string>>(
      {},
      { 'x-api-warn': `Version 12 ends, ${SECRET}, ${MAIL}, ${PLANTED_HASH}` },
      { 'x-rate-limit-reset': String(Math.floor(Date.now() / 1000) + 2) },
      { date: 'Sun, 22 Nov 2026 10:15:30 GMT' },
      { date: new Date().toUTCString() },
    ),
    body: fc.oneof(
      fc.string(),
      hashes.map((hash) => `hashed_email (${hash}) is refused`),
      cutOff,
      cutOff.map((message) => JSON.stringify({ errors: [{ message }] })),
      fc
        .record({ code: planted, message: planted, parameter: planted })
        .map((error) => JSON.stringify({ errors: [error] })),
      planted.map((debug_id) => JSON.stringify({ data: { conversions_processed: 1, debug_id } })),
      fc
        .record({
          code: fc.constantFrom(32, 89, '135', 215, 'UNAUTHORIZED_ACCESS', 'INVALID', 'INVALID_PARAMETER'),
          message: fc.oneof(
            hashes,
            fc.constantFrom('Timestamp out of bounds.', 'Version not supported', 'No user identifier', ECHO),
          ),
          parameter: fc.constantFrom('hashed_email', 'value', 'event_id', ''),
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
