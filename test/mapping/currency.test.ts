import { describe, expect, it } from 'vitest';
import { currencyOf, placesOf } from '../../src/mapping/currency.ts';

describe('a currency', () => {
  it('is three letters, in upper case', () => {
    expect([' eur ', 'USD', 'kWd'].map(currencyOf)).toEqual(['EUR', 'USD', 'KWD']);
  });

  it.each(['euro', '€', 'US$', '', 978, null, undefined, {}, ['EUR'], 'NaN', '{{Currency}}', 'E1R'])(
    'is not %j',
    (value) => {
      expect(currencyOf(value)).toBeUndefined();
    },
  );

  it('has three decimals where X gives it three, else two', () => {
    expect(['KWD', 'IQD', 'BHD', 'TND'].map(placesOf)).toEqual([3, 3, 3, 3]);
    expect(['USD', 'JPY', 'OMR', undefined].map(placesOf)).toEqual([2, 2, 2, 2]);
  });
});
