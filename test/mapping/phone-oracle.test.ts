/** Phone numbers held against libphonenumber: its example of a mobile number of every country, written in many ways. */
import * as fc from 'fast-check';
import { getCountries, getExampleNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it } from 'vitest';
import { e164 } from '../../src/mapping/hash-of.ts';

const numbers = getCountries().flatMap((country) => {
  const number = getExampleNumber(country, examples);
  return number ? [{ country, number }] : [];
});

/** Argentina writes mobile numbers with 15 inside the country and 9 outside, which no calling code tells. */
const NOT_KNOWN = ['AR'];

/** Calling codes with which whole national numbers of ten digits begin. */
const AMBIGUOUS = ['7', '39', '43', '49', '62', '90', '91', '92', '383'];

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
      const least =
        number.countryCallingCode === '55' ? 12 : AMBIGUOUS.includes(number.countryCallingCode) ? 11 : 10;
      if (digits.length < least) continue;
      expect([country, e164(digits, number.countryCallingCode)]).toEqual([country, number.number]);
    }
  });

  it('of ten digits that begin with the calling code are national numbers only where such numbers are given out', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...new Set(numbers.map(({ number }) => String(number.countryCallingCode)))),
        fc.stringMatching(/^[0-9]{10}$/),
        (code, random) => {
          const digits = (code + random).slice(0, 10);
          fc.pre(!AMBIGUOUS.includes(code) && !['1', '55'].includes(code));
          const read = parsePhoneNumberFromString(`+${code}${digits}`);
          expect([read?.number, read?.nationalNumber === digits && read.isValid()]).toEqual([
            read?.number,
            false,
          ]);
        },
      ),
      { numRuns: 20_000 },
    );
  });

  it('of North America have ten digits, whatever is dialled in front', () => {
    expect(e164('(212) 555-0100', '1')).toBe('+12125550100');
    expect(e164('1-212-555-0100', 1)).toBe('+12125550100');
    for (const text of ['555-0100', '011 44 20 7946 0958', '2 212 555 0100', '00212']) {
      expect([text, e164(text, '1')]).toEqual([text, undefined]);
    }
  });

  it('copied with dashes and invisible marks become it too', () => {
    for (const text of [
      '\u202a+49\u00a0151\u20112345\u20136789\u202c',
      '\u200e+49 151 23456789',
      '+49\u202f151\u202f23456789',
    ]) {
      expect(e164(text, '')).toBe('+4915123456789');
    }
  });
});
