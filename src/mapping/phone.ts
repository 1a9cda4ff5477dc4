/**
 * Phone numbers in E.164 with `+`, as X wants them hashed (X, Web conversions, identifiers). A number that
 * cannot be known to be complete is none: a hash of another number would be another person's.
 */
import { BLANKS, INVISIBLE, without } from './text.ts';
import type { Tools } from './tools.ts';

/** Between the digits of a number: blanks, brackets, dots, slashes, hyphens and dashes, also full-width. */
const SEPARATORS = BLANKS + '()[\\].\\/‐-―−（）．／－-';

/** Full-width, Arabic-Indic and Persian digits, ten of each. */
const OTHER_DIGITS = '０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹';

/**
 * Calling codes (ITU-T E.164, list of assigned country codes): no code is the beginning of another. Nothing
 * where there is none.
 */
const CALLING_CODE = '^(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[2-9][0-9][0-9]|)';

/**
 * Seven to fifteen digits (ITU-T E.164). North America, Russia with Kazakhstan, and Mexico have ten behind the
 * code: what Mexico once dialled in front of mobile numbers is no part of them. Brazil has eleven at most: more
 * hold the carrier's code, dialled behind the zero.
 * Argentina has eleven at most: more hold the 15 that is dialled in front of mobile numbers inside the
 * country only, at a place that the area code decides. No calling code begins with 28, 83 or 89.
 */
const COMPLETE =
  '^([17][0-9]{10}|52[0-9]{10}|54[0-9]{5,11}|55[0-9]{8,11}|(2[^8]|[3469][0-9]|5[0136-9]|8[^39])[0-9]{5,13})$';

/**
 * Where the zero in front belongs to the number, with as many digits as numbers have there (national
 * numbering plans): Côte d'Ivoire, Benin, San Marino; Burkina Faso, Niger, Gabon, Rwanda; Congo, Tajikistan.
 */
const OWN_ZERO = '^((225|229|378)[0-9]{10}|(226|227|241|250)[0-9]{8}|(242|992)[0-9]{9})$';

/**
 * The number in E.164, `''` when that cannot be known: letters, an extension, more or fewer digits than E.164
 * has, a number written the national way without a calling code.
 * @param text in lower case; may begin with a word and a colon, `tel:` or what else systems call a number
 * @param countryCallingCode for numbers written the national way, with or without plus; anything else is none
 */
export function phoneOf(text: string, tools: Tools, countryCallingCode: string): string {
  // Tables that take it for a number write 4915123456789.0.
  const amount = text.match('^([+]?[0-9]{7,})[.]0+$');
  let plain = without(amount ? amount[1]! : text, tools.decode(INVISIBLE)! + SEPARATORS);
  let other = plain.match('[' + OTHER_DIGITS + ']');
  while (other) {
    plain = plain.split(other[0]!).join('' + (OTHER_DIGITS.indexOf(other[0]!) % 10));
    other = plain.match('[' + OTHER_DIGITS + ']');
  }
  const found = plain.match('^([a-z]+:)?([+＋]|00)?([0-9]+)$');
  const own = countryCallingCode.match('^[+]?([1-9][0-9]{0,2})$');
  if (!found || (!found[2] && !own)) {
    return '';
  }
  const digits = found[3]!;
  if (!found[2] && (own![1]! + digits).match('^10')) {
    // In North America no zero is dialled: this is a number of another country.
    return '';
  }
  const whole = found[2] || beginsWithCode(digits, own![1]!) ? digits : own![1]! + digits;
  const code = whole.match(CALLING_CODE)![0]!;
  const national = withoutTrunk(code, whole.slice(code.length));
  // With its code a second time it may be another number. That of North America is its length.
  const isOnce = code === '1' || !beginsWithCode(national, code);
  return code && isOnce && (code + national).match(COMPLETE) ? '+' + code + national : '';
}

/**
 * Whether a number begins with its calling code: it is longer than a national number can be that begins with
 * these digits. In small countries no number is longer than this.
 */
function beginsWithCode(digits: string, code: string): boolean {
  if (digits.indexOf(code) !== 0) {
    return false;
  }
  const longest = code.match('^(7|39|43|49|62|9[012]|383)$')
    ? 10
    : code.match('^(247|29[089]|352|376|50[08]|597|672|678|68[1-9]|690)$')
      ? 6
      : code.match('^67[67]$')
        ? 7
        : code === '55'
          ? 11
          : 9;
  return digits.length > longest;
}

/** A national number without the trunk prefix, nearly everywhere a 0; `''` when that cannot be told. */
function withoutTrunk(code: string, national: string): string {
  if (!national.match('^[08]')) {
    return national;
  }
  const number = code + national;
  // Russia, Turkmenistan, Lithuania, Hungary, Belarus, Ukraine: other digits, in front of a number of known
  // length.
  if (number.match('^(78[0-9]{10}|(993|370)8[0-9]{8}|3606[0-9]{8,9}|3(75|80)80[0-9]{9})$')) {
    return national.slice(national.match('^(06|80)') ? 2 : 1);
  }
  if (national.charAt(0) === '8' || number.match(OWN_ZERO)) {
    return national;
  }
  // Italy has several lengths, up to eleven digits. A zero in front of ten digits that begin with 3 may be a
  // mobile number's by mistake, or a landline's.
  if (code === '39') {
    return national.match('^0(3[0-9]{9}$|[0-9]{11})') ? '' : national;
  }
  const rest = national.slice(1);
  return rest.charAt(0) !== '0' || (code + rest).match(OWN_ZERO) ? rest : '';
}
