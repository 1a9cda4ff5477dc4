import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConversionSources } from '../../src/mapping/conversion.ts';
import { aboutUnusable, type Fields, made, NOW, NOW_TEXT, sentOf } from './made.ts';

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
    ['is refused with a decimal comma, not summed up instead', { value: '12,50', items }, undefined],
    ['is refused with a thousands separator', { value: '1.234.567' }, undefined],
    ['is refused with a currency', { value: '12 EUR' }, undefined],
    ['is refused as a boolean', { value: true, items }, undefined],
    ['is refused when it is no finite number', { value: Number.POSITIVE_INFINITY }, undefined],
    ['stands below ecommerce where the event has none', { ecommerce: { value: '600.00' }, items }, '600.00'],
    ['counts as missing when empty', { value: '', ecommerce: { value: 5 } }, '5.00'],
    ['counts as missing when null', { value: null, ecommerce: { value: 5 } }, '5.00'],
    ['is the sum of price times quantity', { items }, '25.00'],
    ['is the sum of items below ecommerce', { ecommerce: { items } }, '25.00'],
    ['may be a sum of zero', { items: [{ item_id: 'A', price: 0 }] }, '0.00'],
    ['is no sum when an item has no price', { items: [...items, { item_id: 'C' }] }, undefined],
    ['is no sum when a price has a decimal comma', { items: [{ item_id: 'A', price: '1,5' }] }, undefined],
    ['is no sum of nothing', { items: [] }, undefined],
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
    ['of an item stands in for one that is nothing', { currency: false, items }, 'GBP'],
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
    ['leave out a quantity of zero', { item_id: 'A', quantity: 0 }, { content_id: 'A' }],
    ['leave out a part of a piece', { item_id: 'A', quantity: 1.5 }, { content_id: 'A' }],
    ['leave out a price that is none', { item_id: 'A', price: '9,99' }, { content_id: 'A' }],
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

  it.each(['two', 5, true, { 1: { item_id: 'A' } }, {}])('are absent when items is %j', (items) => {
    const { sent, warnings } = made({ items });
    expect(sent).not.toHaveProperty('contents');
    expect(sent).not.toHaveProperty('number_items');
    expect(warnings).toContainEqual(aboutUnusable('items'));
  });

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
    ['is absent when there is none', 'transaction_id', {}, undefined],
  ])('%s', (_rule, conversionIdSource, event, id) => {
    expect(sentOf(event, { conversionIdSource }).conversion_id).toBe(id);
  });
});

describe('conversion_time', () => {
  const FIVE = '2026-11-22T10:00:00.000Z';
  const seconds = Date.parse(FIVE) / 1000;

  it.each<[rule: string, event: Fields, time: string]>([
    ['is now', {}, NOW_TEXT],
    ['is event_time in seconds', { event_time: seconds }, FIVE],
    ['is event_time as the text of seconds', { event_time: String(seconds) }, FIVE],
    ['keeps parts of a second', { event_time: seconds + 0.5 }, '2026-11-22T10:00:00.500Z'],
    ['is event_time in milliseconds', { event_time: seconds * 1e3 }, FIVE],
    ['is event_time in microseconds', { event_time: seconds * 1e6 + 999 }, FIVE],
    ['is event_time as ISO text', { event_time: FIVE }, FIVE],
    ['is ISO text without milliseconds, brought to X’s form', { event_time: '2026-11-22T10:00:00Z' }, FIVE],
    [
      'may be the last day of a leap year’s February',
      { event_time: '2024-02-29T23:59:59Z' },
      '2024-02-29T23:59:59.000Z',
    ],
    ['is timestamp_micros next', { timestamp_micros: seconds * 1e6, timestamp: 1 }, FIVE],
    ['is timestamp last', { timestamp: seconds }, FIVE],
    ['is never in the future', { event_time: seconds + 86_400 }, NOW_TEXT],
    ['is never in the future as ISO text either', { event_time: '2027-01-01T00:00:00.000Z' }, NOW_TEXT],
    ['is now when the event’s is no time', { event_time: 'yesterday' }, NOW_TEXT],
    ['is now when the event’s lies before 1970', { event_time: -5 }, NOW_TEXT],
    ['is now when the event’s is an object', { event_time: {} }, NOW_TEXT],
  ])('%s', (_rule, event, time) => {
    expect(sentOf(event).conversion_time).toBe(time);
  });

  it.each([
    'yesterday',
    '2026-02-30T10:00:00.000Z',
    '2026-02-31T10:00:00Z',
    '2026-04-31T10:00:00.000Z',
    '2026-11-31T10:00:00.000Z',
    '2026-00-10T10:00:00.000Z',
    '2026-13-10T10:00:00.000Z',
    '2026-10-00T10:00:00.000Z',
    '2026-10-32T10:00:00.000Z',
    '2026-10-10T24:00:00.000Z',
    '2026-10-10T10:60:00.000Z',
    '2026-10-10T10:00:60.000Z',
    '2026-10-10T10:00:00',
    '2026-10-10T10:00:00+01:00',
    '2026-10-10T10:00:00.5Z',
    '2026-10-10',
  ])('%s cannot be used, which is told', (event_time) => {
    const { sent, warnings } = made({ event_time });
    expect(sent.conversion_time).toBe(NOW_TEXT);
    expect(warnings).toContainEqual(expect.stringContaining('time of the event cannot be used'));
  });

  it('is the ISO text of every moment up to now, with or without milliseconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Math.floor(NOW / 1000) }), (moment) => {
        const text = new Date(moment * 1000).toISOString();
        expect(sentOf({ event_time: text }).conversion_time).toBe(text);
        expect(sentOf({ event_time: text.replace('.000', '') }).conversion_time).toBe(text);
      }),
    );
  });
});

describe('event_source_url', () => {
  it.each<[rule: string, url: unknown, sent: string | undefined]>([
    ['is the page, unchanged', 'https://shop.example/a?b=c%20d#e', 'https://shop.example/a?b=c%20d#e'],
    ['may be plain http', 'http://shop.example/', 'http://shop.example/'],
    [
      'loses a query with an e-mail address',
      'https://shop.example/a?m=jane@shop.example&x=1#f',
      'https://shop.example/a',
    ],
    [
      'loses one with an encoded address',
      'https://shop.example/a?m=jane%40shop.example',
      'https://shop.example/a',
    ],
    [
      'loses a fragment with an address',
      'https://shop.example/a#jane@shop.example',
      'https://shop.example/a',
    ],
    [
      'loses a query with an address that is encoded twice',
      'https://shop.example/a?m=jane%2540shop.example',
      'https://shop.example/a',
    ],
    ['keeps the name of an account in its path', 'https://x.com/@shop?a=b', 'https://x.com/@shop?a=b'],
    [
      'is left out with an encoded address in its path',
      'https://shop.example/jane%40shop.example',
      undefined,
    ],
    ['is left out with an address in its path', 'https://shop.example/jane@shop.example', undefined],
    ['is left out when it is no URL', 'nowhere', undefined],
    ['is left out with another scheme', 'javascript:alert(1)', undefined],
    ['is left out when it is no text', { href: 'https://shop.example/' }, undefined],
  ])('%s', (_rule, page_location, sent) => {
    const result = made({ page_location });
    expect(result.sent.event_source_url).toBe(sent);
    if (sent === undefined) expect(result.warnings).toContainEqual(aboutUnusable('page_location'));
  });
});
