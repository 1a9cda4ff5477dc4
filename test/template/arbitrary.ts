/**
 * Arbitrary events, headers and cookies, and what all arbitrary inputs are made of: well-formed ones, what people really send in their place, and anything else.
 * The shapes of test/vectors/cases.json are among them; a fault of their kind is to be found by the usual number of runs.
 */
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { JUNK, MAIL, PHONE } from './play.ts';

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
export const useless = fc.oneof(
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
export const mostly = (good: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 6, arbitrary: good }, { weight: 3, arbitrary: json }, { weight: 2, arbitrary: useless });

/** Texts with several addresses, in the spellings they have in URLs and in user agents. */
export const withAddresses = fc.constantFrom(
  `Bot/1 (first@bots.example) via (${MAIL})`,
  `${MAIL},${MAIL}`,
  `a ${MAIL.replace('@', '%40')} b ${MAIL.replace('@', '%2540')}`,
  MAIL.replace('@', '\uff20'),
  `<${MAIL}>; "Jane" <${MAIL}>`,
  'see https://shop.example/?tel=4915123456789',
  'a=1;customerPhone=%2B49%20%280%29151%202345-6789',
);
/** The same where nothing of it may be sent or told: no credential either, and no hash. */
export const planted = fc.oneof(
  withAddresses,
  fc.constantFrom(
    SECRET,
    PLANTED_HASH,
    PLANTED_HASH.toUpperCase() + PLANTED_HASH,
    `?PHONE=${encodeURIComponent(PHONE)}`,
  ),
);

/** Amounts as shops write them, and the doubles that lie just below a half. */
export const amounts = fc.oneof(
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
export const personal = fc.constantFrom<unknown>(
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

export const hashes = fc.stringMatching(/^([0-9a-f]{64}|[0-9A-F]{64})$/);
/** Addresses with what proxies put around them. */
const ips = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.ipV4().map((ip) => `${ip}:54321`),
  fc.ipV4().map((ip) => `10.0.0.1, ${ip}`),
  fc.ipV4().map((ip) => `::ffff:${ip}`),
  fc.ipV6().map((ip) => `[${ip}]:443`),
);
export const clickIds = fc.stringMatching(/^[A-Za-z0-9_-]{1,30}$/);
export const times = fc.oneof(
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
export const carts = fc.oneof(
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
    user_agent: mostly(fc.oneof(fc.string(), withAddresses, fc.constant(`App/1 (${SECRET})`))),
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
