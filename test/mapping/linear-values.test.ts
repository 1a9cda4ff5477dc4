/** What a visitor may send costs in proportion to its length, whatever is repeated in it, and so does the number of items. */
import { describe, expect, it } from 'vitest';
import { isLinear } from '../linear.ts';
import { type Fields, made } from './made.ts';

const PARTS = [
  'a',
  ' ',
  '0',
  '1',
  '1,',
  '.1',
  ',111',
  "'111",
  '1 ',
  '-',
  '+',
  'e-',
  '{',
  '[',
  '{"0":',
  '%',
  '{{',
  'é',
  '\n',
];

/** An event in which one text stands wherever one can stand. */
const event = (text: string): Fields => ({
  value: text,
  currency: text,
  event_time: text,
  transaction_id: text,
  event_id: text,
  items: [
    { item_id: text, item_name: text, item_category: text, item_group_id: text, price: text, quantity: text },
  ],
});

describe('the cost of a conversion', () => {
  it('grows with the length of its texts', () => {
    const slow = PARTS.filter(
      (part) => !isLinear(made, (size) => event(part.repeat(Math.ceil(size / part.length))), 50_000),
    );
    expect(slow).toEqual([]);
  }, 120_000);

  it('grows with the length of the operator’s', () => {
    const rows = (text: string) => ({
      contents: text,
      value: text,
      description: text,
      own: text,
      search_string: text,
    });
    const slow = PARTS.filter(
      (part) =>
        !isLinear(
          (text: string) => made({}, { overrides: rows(text) }),
          (size) => part.repeat(Math.ceil(size / part.length)),
          50_000,
        ),
    );
    expect(slow).toEqual([]);
  }, 120_000);

  it.each<[kind: string, item: Fields]>([
    ['complete', { item_id: 'A', item_name: 'Shoe', price: 19.99, quantity: 3 }],
    ['unusable', { item_id: 'A'.repeat(300), price: '1,234', quantity: '2 pcs' }],
    ['of many digits', { price: 19.990000000000002, quantity: 0.3333333333333333 }],
  ])('grows with the number of items that are %s', (_kind, item) => {
    expect(
      isLinear(
        (items: Fields[]) => made({ items }),
        (size) => Array(size).fill(item),
        500,
      ),
    ).toBe(true);
    expect(
      isLinear(
        (items: Fields) => made({ items }),
        (size) => ({ ...Array(size).fill(item) }),
        500,
      ),
    ).toBe(true);
  });

  it('is found to grow faster where it does', () => {
    const slow = (text: string) => text.match('a*b$');
    expect(isLinear(slow, (size) => 'a'.repeat(size), 1_500)).toBe(false);
  });
});
