import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amount, countOf, currencyOf, numberOf } from '../../src/mapping/money.ts';

describe('amounts', () => {
  it.each([
    [65, '65.00'],
    [0, '0.00'],
    [20.5, '20.50'],
    [11.665, '11.67'],
    [0.05, '0.05'],
    [35.6638714628, '35.66'],
    [99.995, '100.00'],
    [1.005, '1.01'],
    [-0.005, '-0.01'],
    [-0.0049999, '0.00'],
    [99999999.99, '99999999.99'],
    [100000000.005, '100000000.01'],
    [1234567890.5, '1234567890.50'],
    ['65.00', '65.00'],
    [' 11.665', '11.67'],
    ['20000000.125', '20000000.13'],
    [-5.5, '-5.50'],
    [-0.001, '0.00'],
    [9999999999999, '9999999999999.00'],
  ])('writes %j with two decimals', (value, expected) => {
    expect(amount(value)).toBe(expected);
  });

  it('leaves out what is no number or too large to be exact', () => {
    expect(amount(undefined)).toBeUndefined();
    expect(amount(1e14)).toBeUndefined();
  });

  it('rounds what has three decimals half up', () => {
    fc.assert(
      fc.property(fc.nat(2_000_000_000), (thousandths) => {
        const cents = Math.floor((thousandths + 5) / 10);
        expect(Number(amount(thousandths / 1000)) * 100).toBeCloseTo(cents, 3);
      }),
      { numRuns: 2000 },
    );
  });

  it('always writes plain digits, a point and two digits, within half a cent of the number', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e11, max: 1e11, noNaN: true }), (value) => {
        const text = amount(value)!;
        expect(text).toMatch(/^-?\d+\.\d\d$/);
        expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(0.00500001 + Math.abs(value) * 1e-15);
      }),
    );
  });

  it.each([
    ['65.00', 65],
    [' 12.5 ', 12.5],
    ['-3', -3],
    ['1763800000123456', 1_763_800_000_123_456],
    [0, 0],
  ])('reads %j as a number', (value, expected) => {
    expect(numberOf(value)).toBe(expected);
  });

  it.each([
    '12,50',
    '1.234,56',
    'abc',
    '',
    '1e5',
    '0x10',
    '12.',
    '.5',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    null,
    undefined,
    true,
    {},
    [5],
  ])('does not guess at %j', (value) => {
    expect(numberOf(value)).toBeUndefined();
  });

  it('takes whole numbers above zero as counts', () => {
    expect([1, '3', 12].map((value) => countOf(value))).toEqual([1, 3, 12]);
    for (const value of [0, -1, 1.5, '1,5', 'x', null, undefined, {}]) expect(countOf(value)).toBeUndefined();
  });

  it('takes three letters as a currency, in upper case', () => {
    expect(currencyOf(' eur ')).toBe('EUR');
    for (const value of ['euro', '€', '', 978, null, undefined]) expect(currencyOf(value)).toBeUndefined();
  });
});
