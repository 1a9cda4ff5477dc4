/** Arbitrary settings of the tag: usually right, sometimes broken. */
import * as fc from 'fast-check';
import {
  amounts,
  carts,
  clickIds,
  json,
  mostly,
  personal,
  planted,
  times,
  useless,
  withAddresses,
} from './arbitrary.ts';
import { PIXEL_TOKEN } from './harness.ts';
import { AWKWARD, MAIL, PHONE, SIGNED } from './play.ts';

/** The keys of X's conversion that the operator may set. */
export const OVERRIDES = [
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
