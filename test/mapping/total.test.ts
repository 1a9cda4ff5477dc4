import Big from 'big.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalOf, MOST_DIGITS, quantityOf } from '../../src/mapping/amount.ts';
import { totalOf } from '../../src/mapping/total.ts';
import { runs } from '../counts.ts';

type Pair = readonly [price: number | string, quantity: number | string];

/** `''` for a sum that is too large to be sent. */
function total(pairs: readonly Pair[]): string {
  const sum = totalOf(
    pairs.map(([price, quantity]) => ({ price: decimalOf(price), quantity: quantityOf(quantity) })),
  );
  return sum && sum[2].length <= MOST_DIGITS ? sum[0] : '';
}

const expected = (pairs: readonly Pair[]): Big =>
  pairs.reduce((sum, [price, quantity]) => sum.plus(new Big(price).times(Number(quantity))), new Big(0));

describe('the sum of prices times quantities', () => {
  it.each<[pairs: Pair[], sum: string]>([
    [
      [
        [0.1, 1],
        [0.2, 1],
      ],
      '0.3',
    ],
    [[[1.005, 3]], '3.015'],
    [[[10, 0.5]], '5'],
    [[[19.990000000000002, 3]], '59.970000000000006'],
    [[[999999.99, 9999999]], '9999998900000.01'],
    [[[9999999999999.99, 0.5]], '4999999999999.995'],
    [
      [
        [1e-6, 3],
        ['0.00000000000000000001', 2],
      ],
      '0.00000300000000000002',
    ],
    [[[0, 5]], '0'],
  ])('%j is %s', (pairs, sum) => {
    expect(new Big(total(pairs)).toFixed()).toBe(sum);
  });

  it('is that of big.js, to the last digit', () => {
    const number = fc.oneof(
      fc.double({ noNaN: true, min: 0, max: 1e12 }).filter((n) => n === 0 || n >= 1e-3),
      fc.integer({ min: 0, max: 10_000_000 }).map((n) => n / 1000),
      fc.integer({ min: 0, max: 10 }),
      fc.stringMatching(/^[0-9]{1,13}[.][0-9]{0,20}$/),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 8 }), (pairs) => {
        const sum = expected(pairs);
        expect(sum.lt(1e13) ? new Big(total(pairs)).eq(sum) : total(pairs) === '').toBe(true);
      }),
      { numRuns: runs(500, 50_000) },
    );
  });

  it('holds a long list, and knows one that is too large', () => {
    const small = Array.from({ length: 2000 }, (): Pair => ['999999999.99', 0.999999999999]);
    expect(new Big(total(small)).eq(expected(small))).toBe(true);
    expect(total(Array.from({ length: 2000 }, (): Pair => ['9999999999999.99', '9999999999999']))).toBe('');
  });

  it.each([[[['x', 1]]], [[[1, 'x']]], [[[-1, 1]]], [[['10000000000000', 1]]], [[]]] as Pair[][][])(
    'of %j is unknown',
    (pairs) => {
      expect(total(pairs)).toBe('');
    },
  );
});
