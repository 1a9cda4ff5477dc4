import { describe, expect, it } from 'vitest';
import type { ConversionSources } from '../../src/mapping/conversion.ts';
import { aboutUnusable, type Fields, made, NOW_TEXT, overridden, sentOf } from './made.ts';

describe('an override', () => {
  const event = {
    value: 65,
    currency: 'EUR',
    event_id: 'e',
    page_location: 'https://shop.example/',
    items: [{ item_id: 'A', quantity: 2 }],
  };

  it.each<[name: string, given: unknown, used: unknown]>([
    ['value', '0', '0.00'],
    ['price_currency', 'usd', 'USD'],
    ['number_items', '5', 5],
    ['conversion_id', 7, '7'],
    ['conversion_time', '2026-11-22T09:00:00.000Z', '2026-11-22T09:00:00.000Z'],
    ['conversion_time', Date.UTC(2026, 10, 22, 9) / 1000, '2026-11-22T09:00:00.000Z'],
    ['conversion_time', '2026-11-22T11:00:00+02:00', '2026-11-22T09:00:00.000Z'],
    ['value', '1.299,00', '1299.00'],
    ['number_items', '3.0', 3],
    ['event_source_url', 'https://own.example/?m=a@b.example', 'https://own.example/'],
  ])('of %s with %j wins over the event', (name, given, used) => {
    const { sent, warnings } = overridden({ [name]: given }, event);
    expect(sent[name]).toEqual(used);
    expect(warnings).toEqual([]);
  });

  it.each([undefined, null, '', 'undefined', '{{Variable}}', '(not set)', Number.NaN])(
    'that is %j leaves the event’s value in place',
    (given) => {
      const names = [
        'value',
        'price_currency',
        'number_items',
        'conversion_id',
        'contents',
        'event_source_url',
      ];
      expect(overridden(Object.fromEntries(names.map((name) => [name, given])), event).sent).toEqual(
        sentOf(event),
      );
    },
  );

  it.each<[name: string, given: unknown]>([
    ['value', '12,500'],
    ['value', {}],
    ['value', Number.POSITIVE_INFINITY],
    ['price_currency', 'euro'],
    ['price_currency', 0],
    ['number_items', 0],
    ['number_items', 1.5],
    ['number_items', 1e308],
    ['conversion_id', ['e']],
    ['event_source_url', 'nowhere'],
    ['contents', 'shoes'],
    ['contents', '[{"item_id":'],
    ['contents', []],
    ['contents', [{}]],
  ])('of %s with %j is left out and told, not replaced by the event', (name, given) => {
    const { sent, warnings } = overridden({ [name]: given }, event);
    expect(sent).not.toHaveProperty(name);
    expect(warnings).toContainEqual(aboutUnusable(name));
  });

  it.each(['2026-13-01T00:00:00Z', '2030-01-01T00:00:00.000Z', 'yesterday', 0, false])(
    'of conversion_time with %j is told: the time of now is sent',
    (conversion_time) => {
      const { sent, warnings } = overridden({ conversion_time }, event);
      expect(sent.conversion_time).toBe(NOW_TEXT);
      expect(warnings).toContainEqual(expect.stringContaining('time of the event cannot be used'));
    },
  );

  const own = [{ item_id: 'X', item_name: 'Own', price: 5, quantity: 4 }];
  it.each([
    ['a list', own],
    ['JSON text', ` ${JSON.stringify(own)}`],
  ])('of contents may be %s, and counts the pieces', (_form, contents) => {
    expect(overridden({ contents }, event).sent).toMatchObject({
      contents: [{ content_id: 'X', content_name: 'Own', content_price: '5.00', num_items: 4 }],
      number_items: 4,
      value: '65.00',
    });
  });

  it('of contents gives the value where the event has none, as its items would', () => {
    const { sent } = overridden({ contents: own }, { ...event, value: undefined });
    expect(sent).toMatchObject({ value: '20.00', number_items: 4 });
  });

  it.each<[rule: string, content: Fields, sent: Fields]>([
    [
      'in X’s own keys',
      {
        content_id: 'X',
        content_group_id: 'G',
        content_name: 'Own',
        content_type: 'Shoes',
        content_price: '5',
        num_items: 4,
      },
      {
        content_id: 'X',
        content_group_id: 'G',
        content_name: 'Own',
        content_type: 'Shoes',
        content_price: '5.00',
        num_items: 4,
      },
    ],
    [
      'in X’s keys with values of zero',
      { content_id: 'X', content_price: 0 },
      { content_id: 'X', content_price: '0.00' },
    ],
    [
      'in both, where GA4’s win',
      { item_id: 'A', content_id: 'X', price: 0, content_price: 5, quantity: 2, num_items: 4 },
      { content_id: 'A', content_price: '0.00', num_items: 2 },
    ],
    ['with id and name', { id: 7, name: 'Own' }, { content_id: '7', content_name: 'Own' }],
  ])('of contents may be %s', (_rule, content, sent) => {
    for (const contentIdSource of ['item_id', 'item_variant'].slice(content.item_id ? 1 : 0, 2)) {
      const expected =
        content.item_id && contentIdSource === 'item_variant' ? { ...sent, content_id: 'X' } : sent;
      expect(made(event, { overrides: { contents: [content] }, contentIdSource }).sent.contents).toEqual([
        expected,
      ]);
    }
  });

  it('of contents with junk between them is the rest', () => {
    expect(overridden({ contents: [null, 7, 'x', { content_id: 'X' }] }, event).sent).toMatchObject({
      contents: [{ content_id: 'X' }],
      number_items: 1,
    });
  });

  it('of number_items stays beside one of contents, in either order', () => {
    expect(overridden({ contents: own, number_items: 9 }, event).sent.number_items).toBe(9);
    expect(overridden({ number_items: 9, contents: own }, event).sent.number_items).toBe(9);
  });
});

describe('readiness', () => {
  const complete = {
    value: 65,
    currency: 'EUR',
    event_id: 'e',
    page_location: 'https://shop.example/',
    items: [{ item_id: 'A' }],
  };
  const ID = 'has no conversion_id';
  const CURRENCY = 'a value but no currency';
  const VALUE = 'The purchase has no value';
  const PRODUCT = 'No content_id for every product';
  const PRICE = '"price of an item" cannot be used';

  it.each<[rule: string, category: string, change: Fields, told: string[]]>([
    ['a complete purchase', 'purchase', {}, []],
    ['no id', 'purchase', { event_id: undefined }, [ID]],
    ['no currency', 'purchase', { currency: undefined }, [CURRENCY]],
    ['no currency of a value of zero', 'purchase', { value: 0, currency: undefined }, [CURRENCY]],
    ['no value of a purchase', 'purchase', { value: undefined }, [VALUE]],
    ['no value of something else', 'lead', { value: undefined }, []],
    ['no product of a purchase', 'purchase', { items: undefined }, [PRODUCT]],
    ['no product of a page view', 'page_view', { items: undefined }, [PRODUCT]],
    ['no product of a content view', 'content_view', { items: undefined }, [PRODUCT]],
    ['no product of a cart', 'add_to_cart', { items: undefined }, [PRODUCT]],
    ['one product without id', 'add_to_cart', { items: [{ item_id: 'A' }, { item_name: 'B' }] }, [PRODUCT]],
    [
      'a price that is no number',
      'purchase',
      { items: [{ item_id: 'A', price: 5 }, null, { item_id: 'B', price: '9,999' }] },
      [PRICE],
    ],
    [
      'a price of zero and one that is missing',
      'purchase',
      { items: [{ item_id: 'A', price: 0 }, { item_id: 'B' }] },
      [],
    ],
    ['a value that cannot be read', 'purchase', { value: 'ten' }, ['"value" cannot be used']],
    ['a negative value', 'purchase', { value: -5 }, ['"value" is negative']],
    ['a currency that is none', 'purchase', { currency: 'euro' }, ['"currency" cannot be used']],
    ['items that are none', 'purchase', { items: 'shoes' }, ['"items" cannot be used']],
    ['an id with an address', 'purchase', { event_id: 'j@x.example' }, ['"conversion_id" holds']],
    ['a refund', 'custom', { event_name: 'refund' }, ['The event is a refund']],
    [
      'a sum that is unknown',
      'purchase',
      { value: undefined, items: [{ item_id: 'A', price: 5, quantity: -1 }] },
      ['"quantity of an item" cannot be used', VALUE],
    ],
    [
      'a sum that is too large, once',
      'purchase',
      { value: undefined, items: [{ item_id: 'A', price: 9_999_999_999_999, quantity: 2 }] },
      ['"value" cannot be used'],
    ],
    ['no product of a search', 'search', { items: undefined }, []],
    ['no product of a lead', 'lead', { items: undefined }, []],
    ['no product of an event with a row of its own', '', { items: undefined }, []],
    ['no product of an event of the catch-all', 'custom', { items: undefined }, []],
  ])('%s: %s', (_rule, category, change, told) => {
    const { warnings } = made({ ...complete, ...change }, { category });
    expect(warnings).toEqual(told.map((text) => expect.stringContaining(text)));
  });

  it.each<[rule: string, identifiers: ConversionSources['identifiers'], weak: boolean]>([
    ['IP address and user agent', [{ ip_address: '203.0.113.9', user_agent: 'UA' }], true],
    ['a click id', [{ twclid: '2-abc' }], false],
    ['an e-mail address', [{ hashed_email: 'a'.repeat(64), user_agent: 'UA' }], false],
    ['a phone number', [{ hashed_phone_number: 'a'.repeat(64) }], false],
    [
      'a click id, IP address and user agent',
      [{ twclid: '2-abc' }, { ip_address: '203.0.113.9', user_agent: 'UA' }],
      false,
    ],
  ])('with %s', (_rule, identifiers, weak) => {
    expect(made(complete, { category: 'purchase', identifiers }).warnings).toEqual(
      weak ? [expect.stringContaining('Only IP address and user agent identify the person')] : [],
    );
  });

  it('is not short of a price when the operator gives the contents', () => {
    const event = { ...complete, items: [{ item_id: 'A', price: '9,999' }] };
    expect(made(event, { category: 'purchase' }).warnings).toEqual([expect.stringContaining(PRICE)]);
    const overrides = { contents: [{ content_id: 'X' }] };
    expect(made(event, { category: 'purchase', overrides }).warnings).toEqual([]);
  });

  it('is reached by contents of the operator', () => {
    const event = { ...complete, items: undefined };
    expect(
      made(event, { category: 'purchase', overrides: { contents: [{ item_id: 'X' }] } }).warnings,
    ).toEqual([]);
  });
});
