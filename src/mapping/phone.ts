/**
 * Phone numbers in E.164 with `+`, as X wants them hashed (X, Web conversions, identifiers). A number that
 * cannot be known to be complete is none: a hash of another number would be another person's.
 */
import { textOf, without, withoutInvisible } from './text.ts';
import type { Tools } from './tools.ts';

/** Between the digits of a number: blanks, brackets, dots, slashes, hyphens and dashes, also full-width. */
const SEPARATORS = '\\s()[\\].\\/‐-―−（）．／－-';

/** Full-width, Arabic-Indic and Persian digits, ten of each. */
const OTHER_DIGITS = '０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹';

/** Calling codes (ITU-T E.164, list of assigned country codes): no code is the beginning of another. */
const CALLING_CODE = '^(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[2-9][0-9][0-9])';

/**
 * The number in E.164, `''` when that cannot be known: letters, an extension, more or fewer digits than E.164
 * has, a number written the national way without a calling code.
 * @param text in lower case; may begin with `tel:`
 * @param countryCallingCode for numbers written the national way, with or without plus; anything else is none
 */
export function phoneOf(text: string, countryCallingCode: unknown, tools: Tools): string {
  let digits = without(withoutInvisible(text, tools.decode), SEPARATORS).split('＋').join('+');
  let other = digits.match('[' + OTHER_DIGITS + ']');
  while (other) {
    digits = digits.split(other[0]!).join('' + (OTHER_DIGITS.indexOf(other[0]!) % 10));
    other = digits.match('[' + OTHER_DIGITS + ']');
  }
  const named = digits.match('^(tel|phone|mobile|whatsapp|sms|callto):');
  const number = named ? digits.slice(named[0]!.length) : digits;
  const code = textOf(countryCallingCode).match('^[+]?([1-9][0-9]{0,2})$');
  const international = number.match('^([+]|00)([1-9][0-9]*)$');
  if (international) {
    return withCode(international[2]!);
  }
  if (!code || !number.match('^[0-9]+$') || number.indexOf('00') === 0) {
    return '';
  }
  return number.indexOf(code[1]!) === 0 && number.length > longestNational(code[1]!)
    ? withCode(number)
    : complete(code[1]!, number);
}

/**
 * The most digits of a national number that begins with the digits of its own calling code; what is longer
 * has the calling code in front. In small countries no number is longer than this.
 */
function longestNational(code: string): number {
  // biome-ignore format: a table
  const lengths: Record<string, number> = {
    '7': 10, '39': 10, '43': 10, '49': 10, '55': 11, '62': 10, '90': 10, '91': 10, '92': 10, '383': 10,
    '247': 6, '290': 6, '298': 6, '299': 6, '352': 6, '376': 6, '500': 6, '508': 6, '597': 6, '672': 6,
    '676': 7, '677': 7, '678': 6, '681': 6, '682': 6, '683': 6, '685': 6, '686': 6, '687': 6, '688': 6,
    '689': 6, '690': 6,
  };
  return lengths[code] || 9;
}

/** A number that begins with its calling code. */
function withCode(number: string): string {
  const code = number.match(CALLING_CODE);
  return code ? complete(code[0]!, number.slice(code[0]!.length)) : '';
}

/** Calling code and national number as one. */
function complete(code: string, national: string): string {
  const rest = withoutTrunk(code, national);
  // North America, and Russia with Kazakhstan, have ten digits. Argentina has eleven at most: more hold the
  // 15 that is dialled in front of mobile numbers inside the country only, at a place that the area code
  // decides.
  if (((code === '1' || code === '7') && rest.length !== 10) || (code === '54' && rest.length > 11)) {
    return '';
  }
  const number = code + rest;
  return rest && number.match('^[1-9][0-9]{6,14}$') ? '+' + number : '';
}

/**
 * A national number without what is dialled only inside the country, nearly everywhere a 0; `''` when that
 * cannot be told.
 */
function withoutTrunk(code: string, national: string): string {
  // Russia, Hungary, Belarus, Turkmenistan dial other digits, in front of a number of known length.
  // biome-ignore format: a table
  const others: Record<string, string> = {
    '7': '^8([0-9]{10})$', '36': '^06([0-9]{8,9})$', '375': '^80([0-9]{9})$', '993': '^8([0-9]{8})$',
  };
  const other = others[code] ? national.match(others[code]!) : null;
  if (other) {
    return other[1]!;
  }
  if (national.charAt(0) !== '0') {
    return national;
  }
  // Where the first zero belongs to the number, with the digits such a number has (national numbering plans):
  // Côte d'Ivoire, Burkina Faso, Niger, Benin, Gabon, Congo, Rwanda, San Marino, Tajikistan.
  // biome-ignore format: a table
  const ownZero: Record<string, number> = {
    '225': 10, '226': 8, '227': 8, '229': 10, '241': 8, '242': 9, '250': 8, '378': 10, '992': 9,
  };
  // Italy has several lengths. A zero in front of ten digits that begin with 3 may be a mobile number's by
  // mistake, or a landline's.
  if (code === '39') {
    return national.match('^03[0-9]{9}$') ? '' : national;
  }
  const rest = national.length === ownZero[code] ? national : national.slice(1);
  return rest.charAt(0) === '0' && rest.length !== ownZero[code] ? '' : rest;
}
