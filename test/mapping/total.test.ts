import Big from 'big.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalOf } from '../../src/mapping/amount.ts';
import { totalOf } from '../../src/mapping/total.ts';
import { runs } from '../counts.ts';
import { toolsFor } from './tools.ts';

const tools = toolsFor();

type Pair = readonly [price: number | string, quantity: number | string];

function total(pairs: readonly Pair[]): string {
  const sum = totalOf(
    pairs.map(([price, quantity]) => ({
      price: decimalOf(price, tools)!,
      quantity: decimalOf(quantity, tools)!,
    })),
  );
  expect(sum.negative).toBe(false);
  return `${sum.whole || '0'}.${sum.fraction}`;
}

const expected = (pairs: readonly Pair[]): Big =>
  pairs.reduce((sum, [price, quantity]) => sum.plus(new Big(price).times(quantity)), new Big(0));

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
    [[[9999999999999, 9999999999999]], '99999999999980000000000001'],
    [
      [
        [1e-7, 3],
        ['0.00000000000000000001', 2],
      ],
      '0.00000030000000000002',
    ],
    [[[0, 5]], '0'],
  ])('%j is %s', (pairs, sum) => {
    expect(new Big(total(pairs)).toFixed()).toBe(sum);
  });

  it('is that of big.js, to the last digit', () => {
    const number = fc.oneof(
      fc.double({ noNaN: true, min: 0, max: 1e12 }).filter((n) => n === 0 || n > 1e-10),
      fc.integer({ min: 0, max: 10_000_000 }).map((n) => n / 1000),
      fc.integer({ min: 0, max: 10 }),
      fc.stringMatching(/^[0-9]{1,13}[.][0-9]{0,30}$/),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { maxLength: 8 }), (pairs) => {
        expect(new Big(total(pairs)).eq(expected(pairs))).toBe(true);
      }),
      { numRuns: runs(500, 50_000) },
    );
  }, 600_000);

  it('holds a long list of large products', () => {
    const pairs = Array.from({ length: 2000 }, (): Pair => ['9999999999999.99', '9999999999999']);
    expect(new Big(total(pairs)).eq(expected(pairs))).toBe(true);
  });
});
