/**
 * Amounts of money and other decimal numbers, read and rounded as their decimal text reads: digits in, digits out. No sum,
 * no product and no rounding is made on a binary fraction, in which 1.005 is a little less than itself.
 *
 * X wants decimals even in whole amounts (X, Web conversions, request example; reported by senders), so an amount is a text
 * such as `"65.00"`.
 */
import { LONGEST } from './limits.ts';
import { givenText } from './not-given.ts';
import { type Tools, unusable } from './tools.ts';

/** The digits of a decimal number. */
export interface Decimal {
  readonly negative: boolean;
  /** Digits before the point without leading zeros, `''` for none. */
  readonly whole: string;
  /** Digits behind the point, at most MOST_DECIMALS. */
  readonly fraction: string;
}

/** Digits behind the point that are looked at. No currency has more than four. */
export const MOST_DECIMALS = 30;

/** Digits before the point with which whole numbers and their decimals are surely exact everywhere: below 1e13. */
export const MOST_DIGITS = 13;

const ZEROS = '000000000000000000000000000000';

/** Ways to write an amount that can be read in one way only, each with the sign between its whole and its fraction. */
const FORMS = [
  // 1299, 1299.00, .99, 5.
  { pattern: '^[0-9]*([.][0-9]*)?$', sign: '.' },
  // 12,50: three digits could be a group of thousands.
  { pattern: '^[0-9]*,[0-9]{1,2}$', sign: ',' },
  // 1,299.00
  { pattern: '^[1-9][0-9]{0,2}(,[0-9]{3})+[.][0-9]*$', sign: '.' },
  // 1,234,567
  { pattern: '^[1-9][0-9]{0,2}(,[0-9]{3}){2,}$', sign: '.' },
  // 1,23,456.00, as India writes it
  { pattern: '^[1-9][0-9]?(,[0-9]{2})+,[0-9]{3}([.][0-9]*)?$', sign: '.' },
  // 1.299,00
  { pattern: '^[1-9][0-9]{0,2}([.][0-9]{3})+,[0-9]+$', sign: ',' },
  // 1.234.567
  { pattern: '^[1-9][0-9]{0,2}([.][0-9]{3}){2,}$', sign: ',' },
  // 1 299.00, 1'299.00
  { pattern: "^[1-9][0-9]{0,2}(['\\s][0-9]{3})+([.][0-9]*)?$", sign: '.' },
  // 1 299,00
  { pattern: "^[1-9][0-9]{0,2}(['\\s][0-9]{3})+,[0-9]+$", sign: ',' },
];

/**
 * The decimal number that a number or a text is.
 * @returns `undefined` for everything else: words, currency signs, what can be read in two ways, and numbers from 1e21 on
 */
export function decimalOf(value: unknown, tools: Tools): Decimal | undefined {
  const text = givenText(value);
  const negative = text.charAt(0) === '-';
  let digits = negative || text.charAt(0) === '+' ? text.slice(1) : text;
  if (text.length > LONGEST.amount || !digits.match('[0-9]')) {
    return undefined;
  }
  // The way JavaScript writes a number below 0.000001.
  const small = digits.match('^([0-9])([.]([0-9]+))?e-([1-9][0-9]{0,2})$');
  if (small) {
    const zeros = ZEROS.slice(0, numberOf(small[4]!) - 1);
    digits = '.' + zeros + small[1] + (small[3] || '');
  }
  // A typographic apostrophe, as Swiss amounts have it.
  digits = digits.split(tools.decode('%E2%80%99')!).join("'");
  const form = FORMS.filter((one) => digits.match(one.pattern))[0];
  if (!form) {
    return undefined;
  }
  const parts = digits.split(form.sign);
  return {
    negative: negative,
    whole: withoutZeros(digitsOf(parts[0]!)),
    fraction: (parts[1] || '').slice(0, MOST_DECIMALS),
  };
}

/** The digits of a text. */
function digitsOf(text: string): string {
  return text
    .split('')
    .filter((sign) => sign >= '0' && sign <= '9')
    .join('');
}

/** Digits without the zeros in front. */
export function withoutZeros(digits: string): string {
  const first = digits.search('[1-9]');
  return first < 0 ? '' : digits.slice(first);
}

/** To an arithmetic operation digits are the number they write. */
export function numberOf(digits: string): number {
  return (digits as unknown as number) * 1;
}

export function isZero(decimal: Decimal): boolean {
  return !(decimal.whole + decimal.fraction).match('[1-9]');
}

/** A whole number above zero, else `undefined`. */
export function countOf(decimal: Decimal): number | undefined {
  return decimal.negative ||
    isZero(decimal) ||
    decimal.fraction.match('[1-9]') ||
    decimal.whole.length > MOST_DIGITS
    ? undefined
    : numberOf(decimal.whole);
}

/**
 * An amount as X takes it, rounded half up: `"65.00"`. What is too small to be negative then is zero.
 * @param places 2 or 3
 * @returns `undefined` for 1e13 and more
 */
export function rounded(decimal: Decimal, places: number): string | undefined {
  if (decimal.whole.length > MOST_DIGITS) {
    return undefined;
  }
  const one = places === 3 ? 1000 : 100;
  let whole = numberOf(decimal.whole);
  let parts = numberOf((decimal.fraction + '000').slice(0, places));
  if (decimal.fraction.charAt(places) >= '5') {
    parts += 1;
  }
  if (parts === one) {
    whole += 1;
    parts = 0;
  }
  // The leading one keeps the zeros behind it.
  const size = whole + '.' + ('' + (one + parts)).slice(1);
  return (decimal.negative && whole + parts > 0 ? '-' : '') + size;
}

/**
 * An amount as X takes it, `undefined` when it cannot be sent, which is told.
 * @param name what the log calls it
 * @param given `undefined` for what was given and is no number
 */
export function amountOf(
  name: string,
  given: Decimal | undefined,
  places: number,
  tools: Tools,
): string | undefined {
  const amount = given && rounded(given, places);
  if (!amount) {
    unusable(name, tools);
    return undefined;
  }
  if (amount.charAt(0) === '-') {
    tools.warn('The value for "' + name + '" is negative: it is left out. X documents no negative amounts.');
    return undefined;
  }
  return amount;
}
