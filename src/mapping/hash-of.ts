/**
 * E-mail address and phone number: normalised as X asks, then hashed (X, Web conversions, identifiers).
 * A value of 64 hex digits is a hash already and passes in lower case.
 * @lazy
 */
import { textOf } from './text.ts';
import type { Tools } from './tools.ts';
import { EMAIL, GROUPS, internationalGroups, joined } from './user-data.ts';

/**
 * The number in E.164 with `+`; `undefined` when that cannot be known.
 * @param countryCallingCode for numbers written the national way, with or without plus; anything else is none
 */
export function e164(text: string, countryCallingCode: unknown): string | undefined {
  const international = internationalGroups(text);
  if (international) {
    return joined(international);
  }
  const groups = text.replace('(0)', ' ').match('^(?![\\s().\\/\\u200e-\\u202f-]*00)' + GROUPS);
  const code = textOf(countryCallingCode).match('^[+]?([1-9][0-9]{0,2})$');
  if (!groups || !code) {
    return undefined;
  }
  const number = withCallingCode(groups.slice(1).join(''), code[1]!);
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

/** The hash of one value; `undefined` when it is none. */
export function hashOf(
  name: 'email' | 'phone',
  value: unknown,
  countryCallingCode: unknown,
  tools: Tools,
): string | undefined {
  const text = textOf(value).toLowerCase();
  if (text.match('^[a-f0-9]{64}$')) {
    return text;
  }
  const plain = name === 'email' ? (text.match(EMAIL) ? text : '') : e164(text, countryCallingCode);
  return plain ? tools.sha256(plain) : undefined;
}
