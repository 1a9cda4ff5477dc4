/** Phone numbers held against libphonenumber: its example of a mobile number of every country, written in many ways. */
import * as fc from 'fast-check';
import { getCountries, getExampleNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it } from 'vitest';
import { phoneOf as phoneIn } from '../../src/mapping/phone.ts';
import { toolsFor } from './tools.ts';

const phoneOf = (text: string, code: string): string => phoneIn(text, toolsFor(), code);

const numbers = getCountries().flatMap((country) => {
  const number = getExampleNumber(country, examples);
  return number
    ? [
        {
          country,
          e164: number.number,
          code: `${number.countryCallingCode}`,
          rest: `${number.nationalNumber}`,
        },
      ]
    : [];
});

const digitsFrom = (zero: number) => (text: string) =>
  text.replace(/[0-9]/g, (digit) => String.fromCharCode(zero + Number(digit)));
const fullWidth = digitsFrom(0xff10);
const arabicIndic = digitsFrom(0x660);
const persian = digitsFrom(0x6f0);

type Written = (code: string, rest: string) => [text: string, countryCallingCode: string];

const WAYS: Record<string, Written> = {
  'with a plus': (code, rest) => [`+${code}${rest}`, ''],
  'with a plus, whatever country is set': (code, rest) => [`+${code} ${rest}`, '49'],
  'with 00': (code, rest) => [`00${code} ${rest}`, ''],
  'with the bare calling code': (code, rest) => [code + rest, code],
  'with a zero after the calling code': (code, rest) => [`+${code} 0${rest}`, ''],
  'with a zero in brackets': (code, rest) => [`+${code} (0)${rest}`, ''],
  'with a zero and its area code in brackets': (code, rest) => [
    `+${code} (0${rest.slice(0, 3)}) ${rest.slice(3)}`,
    '',
  ],
  'with 00 and a zero': (code, rest) => [`00${code}-0${rest}`, ''],
  'with the bare calling code and a zero': (code, rest) => [`${code} (0) ${rest}`, code],
  'in full-width digits': (code, rest) => [fullWidth(`＋${code}－${rest}`), ''],
  'in Arabic-Indic digits': (code, rest) => [arabicIndic(`+${code}${rest}`), ''],
  'in Persian digits': (code, rest) => [persian(`00${code}${rest}`), ''],
  'with invisible marks': (code, rest) => [`\u202a+${code}\u00a0\u200b${rest}\u202c`, ''],
  'with dashes, dots and slashes': (code, rest) => [
    `(+${code})\u2011${rest.slice(0, 3)}./\u2013${rest.slice(3)}`,
    '',
  ],
  'as a link': (code, rest) => [`tel:+${code}-${rest}`, ''],
};

/** With the calling code where none is dialled, or once more. */
const TWICE: Record<string, Written> = {
  'with a zero and the bare calling code': (code, rest) => [`0${code} ${rest}`, code],
  'with the calling code twice': (code, rest) => [`+${code} ${code} ${rest}`, ''],
  'with 00 and the calling code twice': (code, rest) => [`00${code}${code}${rest}`, ''],
  'with the bare calling code twice': (code, rest) => [`${code}${code}${rest}`, code],
  'with the calling code again in brackets': (code, rest) => [`+${code} (${code}) ${rest}`, ''],
  'with the calling code again behind 00': (code, rest) => [`+${code} 00${code} ${rest}`, code],
  'with the calling code again behind a plus': (code, rest) => [`+${code} +${code} ${rest}`, code],
  'with the calling code again behind a zero': (code, rest) => [`+${code} 0${code} ${rest}`, ''],
  'with the calling code twice and a zero': (code, rest) => [`+${code} ${code} (0)${rest}`, ''],
  'with a plus and a zero': (code, rest) => [`+0${code}${rest}`, code],
  'with a plus, a zero and no calling code': (_code, rest) => [`+0${rest}`, ''],
  'with a plus and zeros': (code, rest) => [`+00${code}${rest}`, code],
  'with three zeros': (code, rest) => [`000${code}${rest}`, code],
  'with the 011 of North America': (code, rest) => [`011${code}${rest}`, '1'],
};

/** Italy and the Vatican: with a zero in front, a mobile number cannot be told from a landline's. */
const LEFT_OUT = ['IT', 'VA'];

describe('phone numbers of every country', () => {
  it('are many', () => {
    expect(numbers.length).toBeGreaterThan(240);
  });

  it.each(Object.entries(WAYS))('%s become the E.164 of libphonenumber', (_, write) => {
    const others = numbers.flatMap(({ country, e164, code, rest }) => {
      const found = phoneOf(...write(code, rest));
      return found === e164 ? [] : [{ country, found }];
    });
    // At least 98 of a hundred; what is left out is nobody's number.
    expect(others.map(({ found }) => found).join('')).toBe('');
    expect(others.filter(({ country }) => !LEFT_OUT.includes(country))).toEqual([]);
  });

  it.each(Object.entries(TWICE))('%s become it or are left out', (_, write) => {
    const others = numbers.flatMap(({ country, e164, code, rest }) => {
      const found = phoneOf(...write(code, rest));
      return found === e164 || found === '' ? [] : [{ country, found }];
    });
    expect(others).toEqual([]);
  });

  it('written nationally become it with the country calling code', () => {
    const others = numbers.flatMap(({ country, e164, code }) => {
      const national = parsePhoneNumberFromString(e164)!.formatNational();
      return [national, national.replaceAll(' ', '-'), national.replace(/\D/g, '')].flatMap((text) => {
        const found = phoneOf(text, code);
        return found === e164 ? [] : [{ country, found }];
      });
    });
    // Argentina writes mobile numbers with 15 inside the country and 9 outside, which no calling code tells.
    expect(others).toEqual([1, 2, 3].map(() => ({ country: 'AR', found: '' })));
  });

  it('of ten digits that begin with the calling code are national numbers only where such numbers are given out', () => {
    // Calling codes with which whole national numbers of ten or eleven digits begin.
    const ambiguous = ['1', '7', '39', '43', '49', '55', '62', '90', '91', '92', '383'];
    fc.assert(
      fc.property(
        fc.constantFrom(...new Set(numbers.map(({ code }) => code))),
        fc.stringMatching(/^[0-9]{10}$/),
        (code, random) => {
          const digits = (code + random).slice(0, 10);
          fc.pre(!ambiguous.includes(code));
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
});

describe('a phone number', () => {
  it.each([
    ['+49 (0)151 2345-6789', '', '+4915123456789'],
    ['+49 (0151) 23456789', '', '+4915123456789'],
    ['+44 07911 123456', '', '+447911123456'],
    ['+39 06 1234 5678', '', '+390612345678'],
    ['+39 (06) 1234 5678', '', '+390612345678'],
    ['+39 (0)6 1234 5678', '', '+390612345678'],
    ['+378 0549 886377', '', '+3780549886377'],
    ['+36 06 20 123 4567', '', '+36201234567'],
    ['+36 (0)62 123 456', '', '+3662123456'],
    ['+7 8 (912) 345-67-89', '', '+79123456789'],
    ['+375 80 29 123-45-67', '', '+375291234567'],
    ['+226 07 12 34 56', '', '+22607123456'],
    ['+225 (0) 01 23 45 67 89', '', '+2250123456789'],
    ['0049 151/23456789', '', '+4915123456789'],
    ['0151 234 56789', '49', '+4915123456789'],
    ['06 1234 5678', '39', '+390612345678'],
    ['(212) 555-0123', '1', '+12125550123'],
    ['+1.212.555.0123', '', '+12125550123'],
    ['+1 (0) 212 555 0123', '', '+12125550123'],
    ['+33 1 23 45 67 89', '', '+33123456789'],
    ['8 (912) 345-67-89', '7', '+79123456789'],
    ['8001234567', '7', '+78001234567'],
    ['06 20 123 4567', '36', '+36201234567'],
    ['1 212 555 0123', '1', '+12125550123'],
    ['4915123456789', '+49', '+4915123456789'],
    ['05 01 23 45 67', '225', '+2250501234567'],
    ['０９０－１２３４－５６７８', '81', '+819012345678'],
    ['298211234', '298', '+298211234'],
    ['whatsapp:+14155238886', '', '+14155238886'],
    ['tel.: 0151 23456789', '49', '+4915123456789'],
    // Lead forms write p: in front, tables .0 behind.
    ['p:+4915123456789', '', '+4915123456789'],
    ['4915123456789.0', '49', '+4915123456789'],
    ['+4915123456789.00', '', '+4915123456789'],
    ['612345678.0', '33', '+33612345678'],
    ['01.23.45.67.00', '33', '+33123456700'],
    // The 8 of Lithuania and Ukraine.
    ['8 612 34567', '370', '+37061234567'],
    ['+370 8 612 34567', '', '+37061234567'],
    ['8 (067) 123-45-67', '380', '+380671234567'],
  ])('%j with calling code %j becomes %s', (text, code, expected) => {
    expect(phoneOf(text, code)).toBe(expected);
  });

  it.each([
    ['11234567890', ''],
    ['', '49'],
    ['call me', '49'],
    ['+0 123 456 789', ''],
    ['+0 1212 555 01234', ''],
    ['+01 212 555 0123', ''],
    ['+12', ''],
    ['+1234567890123456', ''],
    ['1+234567890', ''],
    ['+49 00151 23456789', ''],
    ['+1 212 555 012', ''],
    ['+1 1 212 555 0123', ''],
    ['+39 0312 345 6789', ''],
    ['+54 011 15 2345 6789', ''],
    ['0151 23456789', '0'],
    ['0151 23456789', 'DE'],
    ['555-0100', '1'],
    ['011 44 20 7946 0958', '1'],
    ['2 212 555 0100', '1'],
    ['+52 1 55 1234 5678', ''],
    ['044 55 1234 5678', '52'],
    ['0 15 11 98765-4321', '55'],
    ['+55 (0) 15 11 98765-4321', ''],
    ['00212', '1'],
    ['+8 (912) 345-67-89', ''],
    ['+28 123 456 789', ''],
  ])('%j with calling code %j, which cannot be known to be complete, is none', (text, code) => {
    expect(phoneOf(text, code)).toBe('');
  });

  it.each([' ext. 5', 'x5', ';ext=5', ' #5', ',5', ' durchwahl 5', '*5', ' / +49 151 23456789'])(
    'with the extension %j is none',
    (extension) => {
      expect(phoneOf(`+49 30 1234567${extension}`, '49')).toBe('');
    },
  );

  it('is none or E.164, whatever the text is', () => {
    const part = fc.constantFrom(...'0123456789+() .-/٣５\u200bx;', '00', '(0)', 'tel:', '+49', '+39');
    fc.assert(
      fc.property(
        fc.array(part).map((parts) => parts.join('')),
        fc.constantFrom('', '1', '7', '36', '39', '49', '225', '683'),
        (text, code) => {
          expect(phoneOf(text, code)).toMatch(/^$|^\+[1-9][0-9]{6,14}$/);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

it('a national number with a zero in front is none of North America', () => {
  expect(phoneOf('01512345678', '1')).toBe('');
});
