import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amount, countOf, currencyOf, numberOf } from '../../src/mapping/money.ts';
import { toolsFor } from './tools.ts';

const tools = toolsFor();

describe('amounts', () => {
  it.each([
    [65, '65.00'],
    [0, '0.00'],
    [20.5, '20.50'],
    [11.665, '11.67'],
    [0.05, '0.05'],
    [35.6638714628, '35.66'],
    [99.995, '100.00'],
    [-5.5, '-5.50'],
    [-0.001, '0.00'],
    [9999999999999, '9999999999999.00'],
  ])('writes %d with two decimals', (value, expected) => {
    expect(amount(value, tools)).toBe(expected);
  });

  it('leaves out what is no number or too large to be exact', () => {
    expect(amount(undefined, tools)).toBeUndefined();
    expect(amount(1e14, tools)).toBeUndefined();
  });

  it('always writes plain digits, a point and two digits, within half a cent of the number', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e11, max: 1e11, noNaN: true }), (value) => {
        const text = amount(value, tools)!;
        expect(text).toMatch(/^-?\d+\.\d\d$/);
        expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(0.005 + Math.abs(value) * 1e-15);
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
    expect(numberOf(value, tools)).toBe(expected);
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
    expect(numberOf(value, tools)).toBeUndefined();
  });

  it('takes whole numbers above zero as counts', () => {
    expect([1, '3', 12].map((value) => countOf(value, tools))).toEqual([1, 3, 12]);
    for (const value of [0, -1, 1.5, '1,5', 'x', null, undefined, {}])
      expect(countOf(value, tools)).toBeUndefined();
  });

  it('takes three letters as a currency, in upper case', () => {
    expect(currencyOf(' eur ')).toBe('EUR');
    for (const value of ['euro', '€', '', 978, null, undefined]) expect(currencyOf(value)).toBeUndefined();
  });
});
