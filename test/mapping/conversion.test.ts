import { describe, expect, it } from 'vitest';
import type { ConversionSources } from '../../src/mapping/conversion.ts';
import { aboutUnusable, type Fields, made, NOW_TEXT, sentOf } from './made.ts';

describe('a conversion', () => {
  it('of an empty event has time, event id and identifiers, and nothing invented', () => {
    expect(sentOf({})).toEqual({
      conversion_time: NOW_TEXT,
      event_id: 'tw-o8z6j-o87ne',
      identifiers: [{ twclid: '2-abc' }],
    });
  });

  it('of an event that is not read has nothing more', () => {
    const event = {
      value: 1,
      currency: 'EUR',
      items: [{ item_id: 'A' }],
      event_id: 'e',
      page_location: 'https://a.example/',
    };
    expect(sentOf(event, { auto: false })).toEqual(sentOf({}));
  });
});

describe('value', () => {
  const items = [
    { item_id: 'A', price: 10.5, quantity: 2 },
    { item_id: 'B', price: '4' },
  ];

  it.each<[rule: string, event: Fields, value: string | undefined]>([
    ['is the event’s own', { value: 65, items }, '65.00'],
    ['may be zero', { value: 0, items }, '0.00'],
    ['may be the text of zero', { value: '0', items }, '0.00'],
    ['may be the text of a decimal number', { value: '19.9' }, '19.90'],
    ['may have a decimal comma', { value: '12,50', items }, '12.50'],
    [
      'is refused where it can be read in two ways, not summed up instead',
      { value: '1,250', items },
      undefined,
    ],
    ['is refused when it is negative, not summed up instead', { value: -5, items }, undefined],
    ['is refused from 1e13 on', { value: 1e13 }, undefined],
    ['is refused with a currency', { value: '12 EUR' }, undefined],
    ['is refused as a boolean', { value: true, items }, undefined],
    ['is refused when it is no finite number', { value: Number.POSITIVE_INFINITY }, undefined],
    ['stands below ecommerce where the event has none', { ecommerce: { value: '600.00' }, items }, '600.00'],
    ['counts as missing when empty', { value: '', ecommerce: { value: 5 } }, '5.00'],
    ['counts as missing when null', { value: null, ecommerce: { value: 5 } }, '5.00'],
    ['counts as missing when NaN', { value: Number.NaN, ecommerce: { value: 5 } }, '5.00'],
    ['counts as missing when NaN as text', { value: ' NaN', ecommerce: { value: 5 } }, '5.00'],
    ['counts as missing when it is a variable’s name', { value: '{{Value}}', items }, '25.00'],
    ['has three decimals in Kuwait', { value: 12.3456, currency: 'kwd' }, '12.346'],
    ['has two decimals in Japan', { value: 12, currency: 'JPY' }, '12.00'],
    ['is the sum of price times quantity', { items }, '25.00'],
    ['is the sum of items below ecommerce', { ecommerce: { items } }, '25.00'],
    ['may be a sum of zero', { items: [{ item_id: 'A', price: 0 }] }, '0.00'],
    ['is no sum when an item has no price', { items: [...items, { item_id: 'C' }] }, undefined],
    ['is no sum when a price cannot be read', { items: [{ item_id: 'A', price: '1,500' }] }, undefined],
    ['is no sum when a price is negative', { items: [...items, { item_id: 'C', price: -1 }] }, undefined],
    [
      'is no sum when only a price is there and cannot be read',
      { items: [...items, { price: 'x' }] },
      undefined,
    ],
    ['is no sum when a quantity is negative', { items: [...items, { price: 1, quantity: -1 }] }, undefined],
    ['is no sum when a quantity is in words', { items: [{ price: 1, quantity: '2 pcs' }] }, undefined],
    ['is no sum when a quantity is no number', { items: [{ price: 1, quantity: true }] }, undefined],
    ['is no sum when a quantity has no end', { items: [{ price: 1, quantity: 1e308 }] }, undefined],
    ['is no sum that is too large', { items: [{ price: 9e12, quantity: 2 }] }, undefined],
    ['is no sum of nothing', { items: [] }, undefined],
    ['sums up parts of pieces', { items: [{ item_id: 'A', price: 10, quantity: 0.5 }] }, '5.00'],
    [
      'is the sum rounded, not of rounded prices',
      { items: [{ item_id: 'A', price: 1.005, quantity: 3 }] },
      '3.02',
    ],
    ['is a sum of tenths', { items: [{ price: 0.1 }, { price: '0.2' }] }, '0.30'],
    ['leaves out of the sum what is not there', { items: [...items, { price: 9, quantity: '0' }] }, '25.00'],
    ['leaves out of the sum what says nothing', { items: [...items, { quantity: 3 }, null, 'x'] }, '25.00'],
    ['is the sum with three decimals', { currency: 'KWD', items: [{ price: 0.0005, quantity: 3 }] }, '0.002'],
  ])('%s', (_rule, event, value) => {
    expect(sentOf(event).value).toBe(value);
  });
});

describe('price_currency', () => {
  const items = [
    { item_id: 'A', currency: 'gbp' },
    { item_id: 'B', currency: 'USD' },
  ];

  it.each<[rule: string, event: Fields, currency: string | undefined]>([
    ['is the event’s own in upper case', { currency: ' eur ', items }, 'EUR'],
    ['stands below ecommerce', { ecommerce: { currency: 'CHF' }, items }, 'CHF'],
    ['is that of the first item last of all', { items }, 'GBP'],
    ['of an item stands in for one that is not given', { currency: 'undefined', items }, 'GBP'],
    [
      'is that of the first item that has one',
      { items: [{ currency: null }, { currency: '(not set)' }, ...items] },
      'GBP',
    ],
    ['of an item never stands in for one that is none', { currency: 'euro', items }, undefined],
    ['is never a number', { currency: 978 }, undefined],
    ['is absent otherwise', {}, undefined],
  ])('%s', (_rule, event, currency) => {
    expect(sentOf(event).price_currency).toBe(currency);
  });
});

describe('contents', () => {
  const one = (item: Fields, more: Partial<ConversionSources> = {}) =>
    (sentOf({ items: [item] }, more).contents as Fields[] | undefined)?.[0];

  it.each<[rule: string, item: Fields, content: Fields | undefined]>([
    ['take item_id', { item_id: 'A' }, { content_id: 'A' }],
    ['take id where there is no item_id', { id: 7 }, { content_id: '7' }],
    ['take item_name', { item_name: ' Shoe ' }, { content_name: 'Shoe' }],
    ['take name where there is no item_name', { name: 'Shoe' }, { content_name: 'Shoe' }],
    ['take price as money', { price: '32.5' }, { content_price: '32.50' }],
    ['take a price of zero', { price: 0 }, { content_price: '0.00' }],
    [
      'take item_category',
      { item_id: 'A', item_category: 'Shoes' },
      { content_id: 'A', content_type: 'Shoes' },
    ],
    [
      'take item_group_id as text',
      { item_id: 'A', item_group_id: 12 },
      { content_id: 'A', content_group_id: '12' },
    ],
    ['take quantity', { item_id: 'A', quantity: '2' }, { content_id: 'A', num_items: 2 }],
    [
      'take X’s keys where GA4’s were not given',
      { item_id: 'A', quantity: null, num_items: 3, price: 'undefined', content_price: 5 },
      { content_id: 'A', content_price: '5.00', num_items: 3 },
    ],
    [
      'take GA4’s keys where both were given',
      { item_id: 'A', quantity: 2, num_items: 3, price: 0, content_price: 5 },
      { content_id: 'A', content_price: '0.00', num_items: 2 },
    ],
    ['take a quantity that is not given as missing', { item_id: 'A', quantity: ' ' }, { content_id: 'A' }],
    ['leave out a quantity beyond whole numbers', { item_id: 'A', quantity: 1e308 }, { content_id: 'A' }],
    ['leave out a negative quantity', { item_id: 'A', quantity: -2 }, { content_id: 'A' }],
    ['do not hold what is not there', { item_id: 'A', quantity: 0 }, undefined],
    ['leave out a part of a piece', { item_id: 'A', quantity: 1.5 }, { content_id: 'A' }],
    ['take a price with a decimal comma', { price: '9,99' }, { content_price: '9.99' }],
    ['leave out a price that can be read in two ways', { item_id: 'A', price: '9,999' }, { content_id: 'A' }],
    ['leave out a negative price', { item_id: 'A', price: -1 }, { content_id: 'A' }],
    ['take id where item_id is not given', { item_id: '(not set)', id: 'B' }, { content_id: 'B' }],
    ['leave names alone', { item_name: 'None' }, { content_name: 'None' }],
    ['leave out a group that is not given', { item_id: 'A', item_group_id: 'null' }, { content_id: 'A' }],
    ['leave out an id that is too long', { item_id: 'A'.repeat(257), price: 1 }, { content_price: '1.00' }],
    ['leave out a name that is too long', { item_id: 'A', item_name: 'n'.repeat(1025) }, { content_id: 'A' }],
    ['have three decimals in a dinar', { price: 0.1254, currency: 'BHD' }, { content_price: '0.125' }],
    ['drop what says nothing', { quantity: 3 }, undefined],
    ['drop what holds only objects', { item_id: {}, item_name: [] }, undefined],
  ])('%s', (_rule, item, content) => {
    expect(one(item)).toEqual(content);
  });

  it('take the variant for the product where the operator says so, else id', () => {
    const contentIdSource = 'item_variant';
    expect(one({ item_id: 'A', item_variant: 'A-red' }, { contentIdSource })).toEqual({
      content_id: 'A-red',
    });
    expect(one({ item_id: 'A', id: 'B' }, { contentIdSource })).toEqual({ content_id: 'B' });
  });

  it('drop junk between items and count the pieces', () => {
    const items = [null, undefined, 'x', 7, true, [], {}, { item_id: 'A', quantity: 2 }, { item_id: 'B' }];
    expect(sentOf({ items })).toMatchObject({
      contents: [{ content_id: 'A', num_items: 2 }, { content_id: 'B' }],
      number_items: 3,
    });
  });

  it.each<[rule: string, items: unknown]>([
    ['a list', [{ item_id: 'A' }, { item_id: 'B' }]],
    ['JSON text of one', ' [{"item_id":"A"},{"item_id":"B"}]'],
    ['a list with a hole', [{ item_id: 'A' }, undefined, { item_id: 'B' }]],
    ['an object with gaps', { 0: { item_id: 'A' }, 4: { item_id: 'B' } }],
    ['one that begins later', { 7: { item_id: 'A' }, 12: { item_id: 'B' }, length: 13 }],
    ['JSON text of that', '{"0":{"item_id":"A"},"4":{"item_id":"B"}}'],
  ])('are read from %s', (_form, items) => {
    expect(sentOf({ items })).toMatchObject({
      contents: [{ content_id: 'A' }, { content_id: 'B' }],
      number_items: 2,
    });
  });

  it.each([[[]], ['[]'], [''], [null], ['undefined'], ['two'], ['[object Object]'], [[null, 7]], [5]])(
    'below ecommerce are read where items is %j',
    (items) => {
      const { sent, warnings } = made({ items, ecommerce: { items: [{ item_id: 'A' }] }, event_id: 'e' });
      expect(sent).toMatchObject({ contents: [{ content_id: 'A' }], number_items: 1 });
      expect(warnings).toEqual([]);
    },
  );

  it.each([[[]], ['[]'], [null], [' ']])('that are %j are none, and nothing is told', (items) => {
    const { sent, warnings } = made({ items, event_id: 'e' });
    expect(sent).not.toHaveProperty('contents');
    expect(warnings).toEqual([]);
  });

  it.each<[rule: string, quantities: unknown[], pieces: number | undefined]>([
    ['counts', [2, '3', 1], 6],
    ['one piece for none', [2, undefined, null, ''], 5],
    ['nothing for what is not there', [2, 0, '0', -0], 2],
    ['no parts of pieces', [2, 0.5], undefined],
    ['no parts that make a whole', [0.5, 0.5], undefined],
    ['nothing where one is negative', [2, -1], undefined],
    ['nothing where one is in words', [2, 'two'], undefined],
    ['nothing where one has no end', [2, 1e308], undefined],
    ['nothing that is too large', Array.from({ length: 2 }, () => 9_999_999_999_999), undefined],
  ])('give %s', (_rule, quantities, pieces) => {
    const items = quantities.map((quantity, i) => ({ item_id: `sku-${i}`, quantity }));
    expect(sentOf({ items }).number_items).toBe(pieces);
  });

  it.each<[fault: string, item: Fields, told: string]>([
    ['price', { item_id: 'A', price: 'x' }, '"price of an item" cannot be used'],
    ['negative price', { item_id: 'A', price: -1 }, '"price of an item" is negative'],
    ['quantity', { item_id: 'A', price: 1, quantity: 'x' }, '"quantity of an item" cannot be used'],
    ['negative quantity', { item_id: 'A', price: 1, quantity: -1 }, '"quantity of an item" cannot be used'],
    ['id', { item_id: 'A'.repeat(257), item_name: 'A' }, '"content_id" is longer than 256'],
  ])('tell a %s once, however many items have it', (_fault, item, told) => {
    const { warnings } = made({ event_id: 'e', value: 1, currency: 'EUR', items: Array(50).fill(item) });
    expect(warnings).toEqual([expect.stringContaining(told)]);
  });

  it.each(['two', 5, true, { 1: 'A' }, {}, [7], [[{ item_id: 'A' }]]])(
    'are absent when items is %j',
    (items) => {
      const { sent, warnings } = made({ items });
      expect(sent).not.toHaveProperty('contents');
      expect(sent).not.toHaveProperty('number_items');
      expect(warnings).toContainEqual(aboutUnusable('items'));
    },
  );

  it('are all sent, however many', () => {
    const items = Array.from({ length: 200 }, (_, i) => ({ item_id: `sku-${i}`, price: 1.5, quantity: 2 }));
    expect(sentOf({ items })).toMatchObject({ number_items: 400, value: '600.00' });
    expect(sentOf({ items }).contents).toHaveLength(200);
  });
});

describe('conversion_id', () => {
  const ids = {
    event_id: 'e',
    'x-ga-event_id': 'x',
    'x-ga-mp2-evnid': 'm',
    unique_event_id: 'u',
    transaction_id: 't',
  };
  const without = (...keys: (keyof typeof ids)[]): Fields =>
    Object.fromEntries(Object.entries(ids).filter(([key]) => !keys.some((other) => other === key)));

  it.each<
    [rule: string, source: ConversionSources['conversionIdSource'], event: Fields, id: string | undefined]
  >([
    ['is event_id', 'event_id', ids, 'e'],
    ['is x-ga-event_id next', 'event_id', without('event_id'), 'x'],
    ['is x-ga-mp2-evnid next', 'event_id', without('event_id', 'x-ga-event_id'), 'm'],
    ['is transaction_id next', 'event_id', without('event_id', 'x-ga-event_id', 'x-ga-mp2-evnid'), 't'],
    ['is unique_event_id last', 'event_id', { unique_event_id: 'u' }, 'u'],
    ['is unique_event_id last either way', 'transaction_id', without('transaction_id', 'event_id'), 'x'],
    ['is unique_event_id without a transaction', 'transaction_id', { unique_event_id: 'u' }, 'u'],
    ['is transaction_id below ecommerce', 'event_id', { ecommerce: { transaction_id: 't' } }, 't'],
    ['is transaction_id first where the operator says so', 'transaction_id', ids, 't'],
    ['is the event id where there is no transaction', 'transaction_id', { event_id: 'e' }, 'e'],
    ['may be a number', 'event_id', { event_id: 17 }, '17'],
    ['is trimmed', 'event_id', { event_id: ' e ' }, 'e'],
    ['is never an object', 'event_id', { event_id: { id: 1 } }, undefined],
    [
      'is the next one where the first cannot be used',
      'event_id',
      { event_id: {}, 'x-ga-event_id': ' ', 'x-ga-mp2-evnid': 'm' },
      'm',
    ],
    [
      'is the transaction where no event id can be used',
      'event_id',
      { event_id: [], transaction_id: 't' },
      't',
    ],
    [
      'is the event id where no transaction can be used',
      'transaction_id',
      { transaction_id: {}, ecommerce: { transaction_id: true }, event_id: 'e' },
      'e',
    ],
    [
      'is the next one where the first is not given',
      'event_id',
      { event_id: 'undefined', transaction_id: 't' },
      't',
    ],
    ['is no unresolved variable', 'event_id', { event_id: '{{Event ID}}' }, undefined],
    ['keeps the text of a large number', 'event_id', { event_id: 1e21 }, '1e+21'],
    ['may be as long as 256', 'event_id', { event_id: 'x'.repeat(256) }, 'x'.repeat(256)],
    [
      'is absent when it is longer',
      'event_id',
      { event_id: 'e'.repeat(257), transaction_id: 't' },
      undefined,
    ],
    [
      'is absent when it holds an address',
      'event_id',
      { event_id: 'j@x.example', transaction_id: 't' },
      undefined,
    ],
    ['is absent when there is none', 'transaction_id', {}, undefined],
  ])('%s', (_rule, conversionIdSource, event, id) => {
    expect(sentOf(event, { conversionIdSource }).conversion_id).toBe(id);
  });

  it.each<[id: unknown, told: string]>([
    [undefined, 'has no conversion_id'],
    ['{{Event ID}}', 'has no conversion_id'],
    ['jane@shop.example', '"conversion_id" holds an e-mail address'],
    ['jane%40shop.example-77', '"conversion_id" holds an e-mail address'],
    ['e'.repeat(257), '"conversion_id" is longer than 256 characters'],
  ])('of %j is told, once and without repeating it', (event_id, told) => {
    const { warnings } = made({ event_id });
    expect(warnings).toEqual([expect.stringContaining(told)]);
    expect(warnings.join()).not.toMatch(/jane|eee/);
  });
});

describe('conversion_time', () => {
  const FIVE = '2026-11-22T10:00:00.000Z';
  const seconds = Date.parse(FIVE) / 1000;

  it.each<[rule: string, event: Fields, time: string, isTold: boolean]>([
    ['is now', {}, NOW_TEXT, false],
    ['is event_time', { event_time: FIVE, timestamp: 1 }, FIVE, false],
    ['is timestamp_micros next', { timestamp_micros: seconds * 1e6, timestamp: 1 }, FIVE, false],
    ['is timestamp last', { timestamp: seconds }, FIVE, false],
    ['is the next where one is not given', { event_time: '(not set)', timestamp: seconds }, FIVE, false],
    ['is now where event_time is no time', { event_time: 'yesterday', timestamp: seconds }, NOW_TEXT, true],
    ['is never in the future', { event_time: seconds + 86_400 }, NOW_TEXT, true],
    ['is now when the event’s lies long ago', { event_time: 0 }, NOW_TEXT, true],
  ])('%s', (_rule, event, time, isTold) => {
    const { sent, warnings } = made({ event_id: 'e', ...event });
    expect(sent.conversion_time).toBe(time);
    expect(warnings).toEqual(isTold ? [expect.stringContaining('time of the event cannot be used')] : []);
  });
});

// What a URL may hold is tested with the module that knows persons.
describe('event_source_url', () => {
  it.each<[rule: string, url: unknown, sent: string | undefined]>([
    ['is the page, unchanged', 'https://shop.example/a?b=c%20d#e', 'https://shop.example/a?b=c%20d#e'],
    ['loses a query with a person', 'https://shop.example/a?m=jane@shop.example', 'https://shop.example/a'],
    ['is left out when it is no URL', 'nowhere', undefined],
    ['is left out with another scheme', 'javascript:alert(1)', undefined],
  ])('%s', (_rule, page_location, sent) => {
    const result = made({ page_location });
    expect(result.sent.event_source_url).toBe(sent);
    if (sent === undefined) expect(result.warnings).toContainEqual(aboutUnusable('page_location'));
  });

  it.each(['', '(not set)', null])('is not told when the page is %j', (page_location) => {
    expect(made({ page_location, event_id: 'e' }).warnings).toEqual([]);
  });
});
