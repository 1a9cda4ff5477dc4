import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventIdFor, type Row } from '../../src/mapping/event-map.ts';

const PIXEL = 'o8z6j';

interface Tables {
  categoryEvents: (Row | null | undefined)[];
  customEvents: (Row | null | undefined)[];
  /** `undefined`: events without a row are ignored. */
  otherEventId: string | undefined;
}

const map = (change: Partial<Tables> = {}): Tables => ({
  categoryEvents: [],
  customEvents: [],
  otherEventId: undefined,
  ...change,
});

/** What the form calls a field, as far as sentences here name them. */
const LABELS: Record<string, string> = {
  eventId: 'X event ID',
  pixelId: 'Pixel ID',
  categoryEvents: 'Conversion categories',
};

/** The id to send, or the reason why there is none; both `''` when the event is ignored. */
function find(eventName: string, { customEvents, categoryEvents, otherEventId }: Tables) {
  const rows = (list: (Row | null | undefined)[]): Row[] => list.filter((row) => !!row);
  return eventIdFor(eventName, {
    customEvents: rows(customEvents),
    categoryEvents: rows(categoryEvents),
    otherEventId: otherEventId?.trim(),
    pixelId: PIXEL,
    labelOf: (name) => LABELS[name]!,
  });
}

/** GA4's event and the category of X it selects without configuration. */
const CATEGORY_OF: [eventName: string, category: string][] = [
  ['page_view', 'page_view'],
  ['view_item', 'content_view'],
  ['search', 'search'],
  ['view_search_results', 'search'],
  ['add_to_cart', 'add_to_cart'],
  ['add_to_wishlist', 'add_to_wishlist'],
  ['begin_checkout', 'checkout_initiated'],
  ['add_payment_info', 'added_payment_info'],
  ['purchase', 'purchase'],
  ['generate_lead', 'lead'],
  ['sign_up', 'sign_up'],
  ['subscribe', 'subscribe'],
  ['start_trial', 'start_trial'],
  ['file_download', 'download'],
  ['customize_product', 'product_customization'],
];

/** A row for each category, ids c0, c1, ... */
const ALL = [...new Set(CATEGORY_OF.map(([, category]) => category))].map((category, i) => ({
  category,
  eventId: `c${i}`,
}));
const idOf = (category: string): string => ALL.find((row) => row.category === category)!.eventId;

describe('an event finds its id', () => {
  it.each(CATEGORY_OF)('%s by the category %s', (eventName, category) => {
    expect(find(eventName, map({ categoryEvents: ALL }))).toEqual({
      eventId: idOf(category),
      problem: '',
      category,
    });
  });

  it.each([
    'scroll',
    'user_engagement',
    'Purchase',
    'purchase ',
    'content_view',
    'lead',
    'custom',
    '',
    '__proto__',
    'constructor',
  ])('%j by none, so that nothing is sent', (eventName) => {
    expect(find(eventName, map({ categoryEvents: ALL }))).toEqual({
      eventId: '',
      problem: '',
      category: '',
    });
  });

  const ROWS = map({
    categoryEvents: [
      { category: 'purchase', eventId: 'byCategory' },
      { category: 'custom', eventId: 'byCatchAll' },
    ],
    customEvents: [{ eventName: ' purchase_upsell ', eventId: ' byName ' }],
    otherEventId: 'byDefault',
  });

  it.each([
    ['an exact name, trimmed', 'purchase_upsell', ROWS, 'byName', ''],
    [
      'an exact name over its category',
      'purchase',
      { ...ROWS, customEvents: [{ eventName: 'purchase', eventId: 'byName' }] },
      'byName',
      '',
    ],
    ['its category over the catch-all', 'purchase', ROWS, 'byCategory', 'purchase'],
    ['the catch-all for a name without category', 'scroll', ROWS, 'byCatchAll', 'custom'],
    ['the catch-all for a category without row', 'view_item', ROWS, 'byCatchAll', 'custom'],
    ['the default after everything else', 'scroll', { ...ROWS, categoryEvents: [] }, 'byDefault', ''],
    [
      'no row of its own for an event without a name',
      '',
      { ...ROWS, customEvents: [{ eventName: '', eventId: 'byName' }, {}] },
      'byCatchAll',
      'custom',
    ],
    ['the case of a name counts', 'Purchase_upsell', ROWS, 'byCatchAll', 'custom'],
    [
      'rows that are none are passed over',
      'purchase',
      { ...ROWS, categoryEvents: [null, undefined, {}, ...ROWS.categoryEvents], customEvents: [null, {}] },
      'byCategory',
      'purchase',
    ],
  ])('%s', (_rule, eventName, rows, eventId, category) => {
    expect(find(eventName, rows)).toEqual({ eventId, problem: '', category });
  });

  it.each(['o87ne', 'tw-o8z6j-o87ne', ' o87ne\n', 12345, 'tw-o8z6j-13vj24', 'abcdefgh9'])(
    'in the spelling %j, sent as configured',
    (given) => {
      const { eventId, problem } = find(
        'purchase',
        map({ categoryEvents: [{ category: 'purchase', eventId: given }] }),
      );
      expect({ eventId, problem }).toEqual({ eventId: String(given).trim(), problem: '' });
    },
  );
});

describe('a reason, not a guess', () => {
  const purchase = (...eventIds: unknown[]) =>
    map({ categoryEvents: eventIds.map((eventId) => ({ category: 'purchase', eventId })) });

  it.each([
    ['for two rows of one category', purchase('a1', 'a2'), /Two rows of one table take the event "purchase"/],
    ['for two equal rows', purchase('a1', 'a1'), /Two rows/],
    [
      'for two rows of one name',
      map({
        customEvents: [
          { eventName: 'purchase', eventId: 'a1' },
          { eventName: ' purchase', eventId: 'a2' },
        ],
      }),
      /Two rows/,
    ],
    ['for an empty id', purchase(''), /X event ID of the event "purchase" is empty/],
    ['for blanks', purchase(' \t'), /is empty/],
    ['for no id', purchase(undefined), /is empty/],
    ['for an id that is no text', purchase({ id: 'a1' }), /is empty/],
    [
      'for a UUID',
      purchase('3f2504e0-4f89-11d3-9a0c-0305e82c3301'),
      /must look like o87ne or tw-o8z6j-o87ne/,
    ],
    ['for a UUID without hyphens', purchase('3f2504e04f8911d39a0c0305e82c3301'), /must look like/],
    ['for words', purchase('my purchase'), /must look like/],
    ['for the ID of the pixel', purchase('O8Z6J'), /is the ID of the pixel/],
    ['for the ID of the pixel in the long spelling', purchase('tw-o8z6j-o8z6j'), /is the ID of the pixel/],
    ['for the name of the event', purchase('Purchase'), /is the name of an event, "Purchase"/],
    ['for a category of X', purchase('lead'), /is the name of an event, "lead"/],
    ['for a GA4 event without a category', purchase('tw-o8z6j-refund'), /is the name of an event, "refund"/],
    ['for a placeholder', purchase('REPLACE_ME'), /holds the placeholder REPLACE_ME/],
    ['for an unresolved variable', purchase('{{X event}}'), /holds the placeholder \{\{X event\}\}/],
    [
      'for an unresolved variable of the pixel',
      purchase('tw-{{Pixel}}-o87ne'),
      /holds the placeholder \{\{Pixel\}\}/,
    ],
    ['for an id that is not whole', purchase('tw-o8z6j-'), /must look like/],
    ['for an id of another pixel', purchase('tw-abc12-o87ne'), /belongs to another pixel: Pixel ID is o8z6j/],
  ])('%s', (_fault, rows, reason) => {
    expect(find('purchase', rows).problem).toMatch(reason);
  });

  it.each([
    ['', /X event ID of the event "scroll" is empty/],
    ['all other events', /X event ID of the event "scroll" must look like o87ne or tw-o8z6j-o87ne/],
    ['tw-abc12-o87ne', /belongs to another pixel: Pixel ID is o8z6j/],
  ])('for the id %j of events without a row', (otherEventId, reason) => {
    const rows = map({ categoryEvents: ALL, otherEventId });
    expect(find('scroll', rows).problem).toMatch(reason);
    expect(find('purchase', rows).problem).toBe('');
  });

  it('for the own name of an event', () => {
    const rows = map({ customEvents: [{ eventName: 'Quote', eventId: 'quote' }] });
    expect(find('Quote', rows).problem).toMatch(/is the name of an event, "quote"/);
  });

  it('for a category X does not have, when the event finds no row', () => {
    const rows = map({ categoryEvents: [{ category: 'refund', eventId: 'a1' }, ...ALL] });
    expect(find('scroll', rows).problem).toMatch(/holds "refund", no category of X/);
    expect(find('purchase', rows).problem).toBe('');
  });
});

describe('whatever the tables hold', () => {
  const anyId = fc.oneof(fc.anything(), fc.constantFrom('o87ne', 'tw-o8z6j-o87ne', 'tw-abc12-o87ne', ''));
  const row = fc.option(
    fc.record(
      {
        category: fc.oneof(fc.constantFrom('purchase', 'custom', 'refund'), fc.anything()),
        eventName: fc.oneof(fc.constantFrom('purchase', 'scroll'), fc.anything()),
        eventId: anyId,
      },
      { requiredKeys: [] },
    ),
    { nil: undefined },
  );

  it('nothing is thrown, and an id without a problem has one of the two spellings', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom('purchase', 'scroll'), fc.string()),
        fc.array(row),
        fc.array(row),
        fc.option(fc.oneof(fc.constantFrom('o87ne', 'tw-abc12-o87ne', ''), fc.string()), { nil: undefined }),
        (eventName, categoryEvents, customEvents, otherEventId) => {
          const { eventId, problem } = find(eventName, map({ categoryEvents, customEvents, otherEventId }));
          if (eventId && !problem) expect(eventId).toMatch(/^(tw-o8z6j-)?[A-Za-z0-9]+$/);
          if (problem) expect(problem).toMatch(/[.]$/);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
