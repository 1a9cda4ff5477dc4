/** Phone numbers held against libphonenumber: its example of a mobile number of every country, written in many ways. */
import { getCountries, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it } from 'vitest';
import { e164 } from '../../src/mapping/user-data.ts';

const numbers = getCountries().flatMap((country) => {
  const number = getExampleNumber(country, examples);
  return number ? [{ country, number }] : [];
});

/** Argentina writes mobile numbers with 15 inside the country and 9 outside, which no calling code tells. */
const NOT_KNOWN = ['AR'];

describe('phone numbers of every country', () => {
  it('are many', () => {
    expect(numbers.length).toBeGreaterThan(230);
  });

  it('written internationally become the E.164 of libphonenumber', () => {
    for (const { country, number } of numbers) {
      const international = number.formatInternational();
      const written = [
        number.number,
        international,
        international.replaceAll(' ', '-'),
        international.replaceAll(' ', '.'),
        international.replace('+', '00'),
        `  ${international.replace(/ (\d+)/, ' ($1)')} `,
        number.formatInternational().replaceAll(' ', '\u00a0'),
      ];
      for (const text of written)
        expect([country, text, e164(text, '')]).toEqual([country, text, number.number]);
    }
  });

  it('written nationally become it with the country calling code', () => {
    for (const { country, number } of numbers) {
      if (NOT_KNOWN.includes(country)) continue;
      const national = number.formatNational();
      for (const text of [national, national.replaceAll(' ', '-'), national.replace(/\D/g, '')]) {
        expect([country, text, e164(text, number.countryCallingCode)]).toEqual([
          country,
          text,
          number.number,
        ]);
      }
    }
  });

  it('written internationally without the plus become it with the country calling code', () => {
    for (const { country, number } of numbers) {
      const digits = number.number.slice(1);
      // Short plans leave no room to tell a whole number from a national one.
      if (digits.length < 11 || (number.countryCallingCode === '55' && digits.length < 12)) continue;
      expect([country, e164(digits, number.countryCallingCode)]).toEqual([country, number.number]);
    }
  });
});
