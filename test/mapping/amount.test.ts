import Big from 'big.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountOf, decimalOf, quantityOf } from '../../src/mapping/amount.ts';
import { runs } from '../counts.ts';
import { toolsFor } from './tools.ts';

/** What is sent; `'negative'` for what is left out because it is, `undefined` for what is not read or too large. */
function read(given: unknown, places = 2): string | undefined {
  const tools = toolsFor();
  const amount = amountOf('value', decimalOf(given), places, tools);
  return amount ?? (tools.warnings.join().includes('negative') ? 'negative' : undefined);
}

/** Half away from zero on decimal text, as big.js does it; a zero has no sign. */
function expected(number: number | string, places: number): string {
  const text = new Big(number).toFixed(places, Big.roundHalfUp);
  return Number(text) === 0 ? text.replace('-', '') : Number(text) < 0 ? 'negative' : text;
}

describe('an amount', () => {
  it.each<[given: unknown, amount: string]>([
    [65, '65.00'],
    [0, '0.00'],
    [-0, '0.00'],
    [20.5, '20.50'],
    [11.665, '11.67'],
    [1.005, '1.01'],
    [12.49499999, '12.49'],
    [0.09499999, '0.09'],
    [99.995, '100.00'],
    [35.6638714628, '35.66'],
    [0.1 + 0.2, '0.30'],
    [73033601.195, '73033601.20'],
    [100000000.005, '100000000.01'],
    [9999999999999, '9999999999999.00'],
    [9999999999999.99, '9999999999999.99'],
    [1e-7, '0.00'],
    [5e-324, '0.00'],
    [1.7976931348623157e-300, '0.00'],
    [-0.0049999, '0.00'],
    [-2.7755575615628914e-17, '0.00'],
    [-0.005, 'negative'],
    [-5.5, 'negative'],
  ])('%j is %s', (given, amount) => {
    expect(read(given)).toBe(amount);
    expect(read(String(given))).toBe(amount);
    expect(read(` ${given}\n`)).toBe(amount);
  });

  it.each<[given: string, amount: string]>([
    ['1,299.00', '1299.00'],
    ['1.299,00', '1299.00'],
    ['1.299,5', '1299.50'],
    ['1 299,00', '1299.00'],
    ['1 299.00', '1299.00'],
    ['1\u00a0299,00', '1299.00'],
    ['1\u202f299,00', '1299.00'],
    ["1'299.00", '1299.00'],
    ['1’299.00', '1299.00'],
    ['1 299', '1299.00'],
    ['1,234,567', '1234567.00'],
    ['1,234,567.5', '1234567.50'],
    ['1.234.567', '1234567.00'],
    ['1.234.567,8', '1234567.80'],
    ['1 234 567', '1234567.00'],
    ['1,23,456.00', '123456.00'],
    ['12,34,567', '1234567.00'],
    ['12,50', '12.50'],
    ['12,5', '12.50'],
    [',99', '0.99'],
    ['1234,50', '1234.50'],
    ['.99', '0.99'],
    ['5.', '5.00'],
    ['+5.00', '5.00'],
    ['-5.00', 'negative'],
    ['-1,299.00', 'negative'],
    ['007.5', '7.50'],
    ['1.234', '1.23'],
    ['1234.567', '1234.57'],
    ['3.3000000000000003', '3.30'],
    ['0.99499999', '0.99'],
    ['9999999999999.994', '9999999999999.99'],
    ['9999999999999.999', '10000000000000.00'],
  ])('the text %j is %s', (given, amount) => {
    expect(read(given)).toBe(amount);
  });

  it.each<[given: unknown, places: number, amount: string]>([
    [12.345, 3, '12.345'],
    [12, 3, '12.000'],
    [0.0005, 3, '0.001'],
    [1.9996, 3, '2.000'],
    ['1.234,5678', 3, '1234.568'],
  ])('%j with %i decimals is %s', (given, places, amount) => {
    expect(read(given, places)).toBe(amount);
  });

  it.each([
    '1,234',
    '0,123',
    '1,2345',
    '0,123.45',
    '0.123,45',
    '1,23.45',
    '1234,567.00',
    '1.23.45',
    '1,234.567,8',
    '1 299 00',
    '12 50',
    "1'299,000'00",
    '$5',
    '5 €',
    'EUR 5',
    '12 EUR',
    '5-',
    '(5)',
    '--5',
    '+-5',
    '- 5',
    '−5',
    '１２',
    '1e5',
    '1e+21',
    '1e-0',
    '12.5e-7',
    '0x10',
    '1_000',
    'abc',
    '.',
    ',',
    '+',
    '-',
    '5,',
    'Infinity',
    '',
    'undefined',
    'NaN',
    '{{Value}}',
  ])('%j is not read', (given) => {
    expect(decimalOf(given)).toBeNull();
  });

  it.each([NaN, Infinity, -Infinity, null, undefined, true, {}, [5], [], 1e21, Number.MAX_VALUE])(
    '%j is not read either',
    (given) => {
      expect(decimalOf(given)).toBeNull();
    },
  );

  it.each([1e13, '10000000000000.00', 123456789012345, 1e20, '9'.repeat(65)])(
    '%j is too large to be exact',
    (given) => {
      expect(read(given)).toBeUndefined();
    },
  );

  const finite = fc.double({ noNaN: true, min: -1e13, max: 1e13, minExcluded: true, maxExcluded: true });

  /** The shapes that people send, and those on which an addition of half a cent goes wrong. */
  const number = fc.oneof(
    finite,
    fc.integer({ min: 0, max: 1_000_000_000 }).map((n) => n / 10 - 0.00500001),
    fc.integer({ min: 0, max: 1_000_000_000 }).map((n) => n / 1000),
    fc.integer({ min: 0, max: 100_000_000_000_000 }).map((n) => n / 100),
    fc.integer({ min: 0, max: 10_000_000 }).map((n) => n / 100 + 0.005 - 1e-9),
    fc.integer({ min: 0, max: 100_000 }).map((n) => (n / 100) * 1.19),
    fc.double({ noNaN: true, min: 0, max: 1e-5 }),
  );

  it('is rounded as big.js rounds the number’s own decimal text', () => {
    fc.assert(
      fc.property(number, fc.constantFrom(2, 3), (given, places) => {
        const amount = expected(given, places);
        if (read(given, places) !== amount || read(String(given), places) !== amount)
          throw new Error(`${given} with ${places} decimals is ${read(given, places)}, not ${amount}`);
      }),
      { numRuns: runs(5_000, 1_000_000) },
    );
  });

  it('is the same however its groups and its decimals are set apart', () => {
    const groups = fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 2, maxLength: 3 });
    const styles = fc.constantFrom(
      [',', '.'],
      ['.', ','],
      [' ', ','],
      [' ', '.'],
      ['\u00a0', ','],
      ['\u202f', ','],
      ["'", '.'],
      ['’', '.'],
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999 }),
        groups,
        fc.stringMatching(/^[0-9]{1,6}$/),
        styles,
        (...made) => {
          const [first, rest, decimals, [group, sign]] = made;
          const parts = [String(first), ...rest.map((n) => String(n).padStart(3, '0'))];
          expect(read(parts.join(group) + sign + decimals)).toBe(
            expected(`${parts.join('')}.${decimals}`, 2),
          );
        },
      ),
      { numRuns: runs(500, 50_000) },
    );
  });

  it('never comes out of anything as something else than digits', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.string(), fc.stringMatching(/^[0-9.,' +e-]{1,20}$/)),
        (given) => {
          const amount = read(given) ?? '0.00';
          if (amount !== 'negative') expect(amount).toMatch(/^(0|[1-9][0-9]{0,13})\.[0-9]{2}$/);
        },
      ),
      { numRuns: runs(2_000, 200_000) },
    );
  });
});

describe('an amount that cannot be sent', () => {
  it.each<[given: unknown, told: string]>([
    ['five', '"value" cannot be used'],
    [1e13, '"value" cannot be used'],
    [-5, '"value" is negative'],
    ['-0.005', '"value" is negative'],
  ])('%j is left out and told', (given, told) => {
    const own = toolsFor();
    expect(amountOf('value', decimalOf(given), 2, own)).toBeUndefined();
    expect(own.warnings).toEqual([expect.stringContaining(told)]);
  });
});

describe('a quantity', () => {
  it('is the number that a number or a text is', () => {
    expect([1, '3', 0, 0.5, '2.0', '1,234,567', '1,5'].map(quantityOf)).toEqual([
      1, 3, 0, 0.5, 2, 1_234_567, 1.5,
    ]);
    for (const given of [-1, '-0.5', 'x', '2 pcs', null, undefined, {}, true, Number.NaN, 1e13, 1e308])
      expect(quantityOf(given)).toBeUndefined();
  });
});
