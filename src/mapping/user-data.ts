/**
 * E-mail address and phone number: normalised as X asks, then hashed (X, Web conversions, identifiers).
 * A value of 64 hex digits is a hash already and passes in lower case.
 */
import { textOf } from './text.ts';
import type { Tools } from './tools.ts';

const HASH = '^[A-Fa-f0-9]{64}$';

/** The hash of an address trimmed and lower-cased; `undefined` when the value is no address. */
export function emailHash(value: unknown, tools: Tools): string | undefined {
  const email = textOf(value).toLowerCase();
  if (email.match('^[^@\\s]+@[^@\\s]+$')) {
    return tools.sha256(email);
  }
  return email.match(HASH) ? email : undefined;
}

/**
 * The number in E.164 with `+`; `undefined` when that cannot be known.
 * @param countryCallingCode for numbers written the national way, with or without plus; anything else is none
 */
export function e164(text: string, countryCallingCode: unknown): string | undefined {
  if (text.match('^[+][1-9][0-9]{6,14}$')) {
    return text;
  }
  // Up to eight groups of digits between blanks, brackets, dots, slashes, hyphens and the marks and dashes that copied
  // numbers bring along (U+200E to U+202F), behind + or 00 or neither.
  // "+44 (0)20 ...": the zero in brackets is dialled only inside the country.
  const found = text
    .replace('(0)', ' ')
    .match(
      '^[\\s().\\/\\u200e-\\u202f-]*([+]|00)?[\\s().\\/\\u200e-\\u202f-]*([0-9]+)(?:[\\s().\\/\\u200e-\\u202f-]+([0-9]+))?(?:[\\s().\\/\\u200e-\\u202f-]+([0-9]+))?(?:[\\s().\\/\\u200e-\\u202f-]+([0-9]+))?(?:[\\s().\\/\\u200e-\\u202f-]+([0-9]+))?(?:[\\s().\\/\\u200e-\\u202f-]+([0-9]+))?(?:[\\s().\\/\\u200e-\\u202f-]+([0-9]+))?(?:[\\s().\\/\\u200e-\\u202f-]+([0-9]+))?[\\s().\\/\\u200e-\\u202f-]*$',
    );
  if (!found) {
    return undefined;
  }
  let number = found.slice(2).join('');
  if (!found[1]) {
    const code = textOf(countryCallingCode).match('^[+]?([1-9][0-9]{0,2})$');
    if (!code) {
      return undefined;
    }
    number = withCallingCode(number, code[1]!);
  }
  return number.match('^[1-9][0-9]{6,14}$') ? '+' + number : undefined;
}

/** A number written the national way, or without the plus. */
function withCallingCode(number: string, code: string): string {
  // North America: ten digits, dialled with a 1 in front or without.
  if (code === '1') {
    return number.match('^[0-9]{10}$') ? '1' + number : number.match('^1[0-9]{10}$') ? number : '';
  }
  // Long enough to be complete: at that length no national number begins with the digits of the calling code. In these
  // countries some of ten digits do, in Brazil some of eleven.
  const longer = ' 7 39 43 49 62 90 91 92 383 '.indexOf(' ' + code + ' ') >= 0;
  if (number.indexOf(code) === 0 && number.length > (code === '55' ? 11 : longer ? 10 : 9)) {
    return number;
  }
  // What is dialled in front of a number inside a country, where it is not 0. In some countries the zero belongs to the
  // number (ITU-T E.164, national numbering plans).
  // biome-ignore format: a table
  const trunkPrefixes: Record<string, string> = { 7: '8', 36: '06', 39: '', 225: '', 229: '', 241: '', 242: '', 375: '80', 378: '', 993: '8' };
  const special = trunkPrefixes[code];
  const trunk = special === undefined ? '0' : special;
  // Russian numbers of ten digits may begin with the 8 that is dialled in front of others.
  const begins = trunk !== '' && number.indexOf(trunk) === 0 && (code !== '7' || number.length > 10);
  return code + (begins ? number.slice(trunk.length) : number);
}

/** The hash of a number in E.164; `undefined` when it cannot be brought to it. */
export function phoneHash(value: unknown, tools: Tools, countryCallingCode: unknown): string | undefined {
  const text = textOf(value);
  const number = e164(text, countryCallingCode);
  if (number) {
    return tools.sha256(number);
  }
  return text.match(HASH) ? text.toLowerCase() : undefined;
}
