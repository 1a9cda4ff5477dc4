/** Properties of a conversion whatever the event and the operator's rows hold. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conversion } from '../../src/mapping/conversion.ts';
import { runs } from '../counts.ts';
import { type Fields, made, NOW_TEXT, sources } from './made.ts';
import { toolsFor } from './tools.ts';

const KEYS = [
  ...['value', 'currency', 'items', 'event_id', 'x-ga-event_id', 'transaction_id', 'unique_event_id'],
  ...['page_location', 'event_time', 'timestamp_micros', 'timestamp', 'ecommerce', 'event_name'],
];
const NAMES = [
  ...[
    'value',
    'price_currency',
    'number_items',
    'conversion_time',
    'conversion_id',
    'contents',
    'description',
  ],
  ...['event_source_url', 'search_string', 'event_id', 'identifiers', 'own_field', 'jane@shop.example'],
];

const cycle: Fields = { item_id: 'A' };
cycle.items = [cycle, { cycle }];

/** Texts and values that were once read wrongly, and their like. */
const seen = fc.constantFrom<unknown>(
  ...[
    '12,50',
    '1,234',
    '1.299,00',
    '0',
    '-5',
    '',
    ' ',
    'undefined',
    'NaN',
    '{{Value}}',
    '(not set)',
    '2 pcs',
  ],
  ...['[{"item_id":1}]', '{"0":{"item_id":1},"4":{"price":2}}', '[', '{', 'eur', 'KWD', 'euro'],
  ...['jane@shop.example', 'https://a.example/?m=jane%40shop.example', '2026-02-30T10:00:00Z', '20261101'],
  ...['2026-11-22T12:00:00.123456789+02:00', 'x'.repeat(3000), '9'.repeat(400)],
  ...[0, -0, -5, 0.5, 1e21, 1e308, -1e308, 5e-324, Number.NaN, Number.POSITIVE_INFINITY, 12.49499999],
  ...[[], [null], {}, cycle, [cycle], { 0: cycle, 4: cycle }, () => 1],
);
const family = fc.integer({ min: 0, max: 100_000 }).map((n) => n / 10 - 0.00500001);
const value = fc.oneof(seen, family, fc.anything(), fc.jsonValue());
const item = fc.dictionary(
  fc.constantFrom('item_id', 'id', 'item_name', 'item_group_id', 'price', 'quantity', 'currency'),
  value,
);
const junk = fc.oneof(
  value,
  fc.array(fc.oneof(item, value), { maxLength: 6 }),
  fc.dictionary(fc.constantFrom('0', '4', '12', 'length'), item),
  fc.dictionary(
    fc.constantFrom('items', 'value', 'currency', 'transaction_id'),
    fc.oneof(value, fc.array(item)),
  ),
);

describe('whatever the event holds', () => {
  it('nothing is thrown, nothing is told twice, and what is sent has the forms X asks for', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...KEYS), junk),
        fc.option(fc.dictionary(fc.constantFrom(...NAMES), junk), { nil: undefined }),
        fc.boolean(),
        fc.constantFrom('', 'purchase', 'page_view', 'custom'),
        (event, overrides, auto, category) => {
          const tools = toolsFor(event);
          const result = conversion({ ...sources, overrides, auto, category }, tools);
          const sent = JSON.parse(JSON.stringify(result)) as typeof result;
          const money = sent.price_currency === 'KWD' ? /^\d{1,14}\.\d{3}$/ : /^\d{1,14}\.\d{2}$/;
          expect(sent.conversion_time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
          expect(sent.conversion_time <= NOW_TEXT && sent.conversion_time >= '2015').toBe(true);
          expect(sent.event_id).toBe(sources.eventId);
          expect(result.identifiers).toBe(sources.identifiers);
          expect(sent.value ?? '0.00').toMatch(sent.value === undefined ? /0/ : money);
          expect(sent.price_currency ?? 'EUR').toMatch(/^[A-Z]{3}$/);
          expect(sent.number_items ?? 1).toSatisfy((n: number) => n > 0 && Number.isSafeInteger(n));
          expect((sent.conversion_id ?? 'id').length).toSatisfy((n: number) => n > 0 && n <= 256);
          expect(sent.contents ?? [0]).not.toHaveLength(0);
          for (const content of sent.contents ?? []) {
            if (content.content_price !== undefined) expect(content.content_price).toMatch(money);
            expect(content.num_items ?? 1).toSatisfy((n: number) => n > 0 && Number.isSafeInteger(n));
          }
          expect(new Set(tools.warnings).size).toBe(tools.warnings.length);
          expect(tools.warnings.join()).not.toMatch(/jane/i);
        },
      ),
      { numRuns: runs(500, 50_000) },
    );
  });

  it('a warning names what is missing and never what was given', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...KEYS),
        fc.string({ minLength: 4 }).map((text) => `Jane Doe ${text} jane@shop.example`),
        (key, text) => {
          for (const warning of made({ [key]: text }, { category: 'purchase' }).warnings)
            expect(warning).not.toMatch(/jane/i);
        },
      ),
      { numRuns: runs(100, 5_000) },
    );
  });
});
