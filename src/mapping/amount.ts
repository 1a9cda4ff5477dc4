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

/** A sign, whole and fraction: 1299, 1299.00, .99, 5., +5, -5. */
const PLAIN = '^([+-]?)([0-9]*)([.]([0-9]*))?$';

/** Another form written plainly, 1,299.00 as 1299.00; what is none stays what it is. */
function plainly(text: string, tools: Tools): string {
  const isSigned = text.charAt(0) === '-' || text.charAt(0) === '+';
  const sign = isSigned ? text.charAt(0) : '';
  // A typographic apostrophe, as Swiss amounts have it.
  const size = text.slice(sign.length).split(tools.decode('%E2%80%99')!).join("'");
  // The way JavaScript writes a number below 0.000001.
  const small = size.match('^([0-9])([.]([0-9]+))?e-([1-9][0-9]{0,2})$');
  if (small) {
    return sign + '.' + ZEROS.slice(0, numberOf(small[4]!) - 1) + small[1] + (small[3] || '');
  }
  // The other ways to write an amount that can be read in one way only, each with the sign before its fraction.
  const forms = [
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
  const form = forms.filter((one) => size.match(one.pattern))[0];
  if (!form) {
    return text;
  }
  const parts = size.split(form.sign);
  const whole = parts[0]!.split('').filter((one) => one >= '0' && one <= '9');
  return sign + whole.join('') + '.' + (parts[1] || '');
}

/**
 * The decimal number that a number or a text is.
 * @returns `undefined` for everything else: words, currency signs, what can be read in two ways, and numbers from 1e21 on
 */
export function decimalOf(value: unknown, tools: Tools): Decimal | undefined {
  const text = typeof value === 'number' ? '' + value : givenText(value);
  if (text.length > LONGEST.amount) {
    return undefined;
  }
  const found = text.match(PLAIN) || plainly(text, tools).match(PLAIN);
  if (!found || !(found[2] || found[4])) {
    return undefined;
  }
  const whole = found[2]!;
  return {
    negative: found[1] === '-',
    whole: whole.charAt(0) === '0' ? withoutZeros(whole) : whole,
    fraction: (found[4] || '').slice(0, MOST_DECIMALS),
  };
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
  return !decimal.whole && !decimal.fraction.match('[1-9]');
}

/** A whole number above zero, else `undefined`. */
export function countOf(decimal: Decimal): number | undefined {
  const isCount = decimal.whole && decimal.whole.length <= MOST_DIGITS && !decimal.fraction.match('[1-9]');
  return isCount && !decimal.negative ? numberOf(decimal.whole) : undefined;
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
  let whole = decimal.whole || '0';
  let parts = (decimal.fraction + '000').slice(0, places);
  if (decimal.fraction.charAt(places) >= '5') {
    // The leading one keeps the zeros behind it; a 2 in its place is a whole one more.
    const up = '' + (numberOf('1' + parts) + 1);
    parts = up.slice(1);
    whole = up.charAt(0) === '2' ? '' + (numberOf(whole) + 1) : whole;
  }
  const size = whole + '.' + parts;
  return decimal.negative && size.match('[1-9]') ? '-' + size : size;
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
