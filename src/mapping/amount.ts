/**
 * Amounts of money and other decimal numbers, read and rounded as their decimal text reads: digits in,
 * digits out. No sum, no product and no rounding is made on a binary fraction, in which 1.005 is a little
 * less than itself.
 *
 * X wants decimals even in whole amounts (X, Web conversions, request example; reported by senders), so an
 * amount is a text such as `"65.00"`.
 */
import { givenText } from './not-given.ts';
import { BLANKS } from './text.ts';
import { unusable, type Warner } from './tools.ts';

/**
 * A plain decimal number as `match` gives it: the whole text, its sign, the digits before the point without
 * leading zeros, the point with what follows, the digits behind it.
 */
export type Decimal = readonly [text: string, sign: string, whole: string, rest?: string, fraction?: string];

const PLAIN = '^([+-]?)(0|[1-9][0-9]*)([.]([0-9]*))?$';

/**
 * Digits before the point with which whole numbers and their decimals are surely exact everywhere: below
 * 1e13.
 */
export const MOST_DIGITS = 13;

/** To an arithmetic operation digits are the number they write. */
export function numberOf(digits: string): number {
  return (digits as unknown as number) * 1;
}

/**
 * Other ways to write an amount that can be read in one way only, as a plain number; `''` for everything
 * else.
 */
function plainly(text: string): string {
  // 1e-7, as JavaScript writes what is below a millionth: nothing in any currency.
  if (text.match('^-?[0-9]([.][0-9]+)?e-([7-9]|[1-9][0-9]+)$')) {
    return '0';
  }
  // 007.5 .99 12,50 1,299.00 1,234,567 1,23,456.00 1.299,00 1.234.567 1'299.00, also with a blank
  // for the apostrophe. A single comma before three digits may be either.
  const isReadable = text.match(
    '^[+-]?(0[0-9]+([.][0-9]*)?|[.][0-9]+|[0-9]*,[0-9]{1,2}|[1-9][0-9]{0,2}(' +
      '(,[0-9]{3})+[.][0-9]*|(,[0-9]{3}){2,}|(,[0-9]{2})+,[0-9]{3}([.][0-9]*)?|' +
      "([.][0-9]{3})+,[0-9]+|([.][0-9]{3}){2,}|(['’" +
      BLANKS +
      '][0-9]{3})+([.,][0-9]*)?))$',
  );
  if (!isReadable) {
    return '';
  }
  // The last mark begins the decimals, unless it is there more than once.
  const parts = text.split(text.lastIndexOf(',') > text.lastIndexOf('.') ? ',' : '.');
  const fraction = parts.length === 2 ? parts.pop() : '';
  const digits = parts.join('').split('');
  const whole = numberOf(digits.filter((sign) => sign >= '0' && sign <= '9').join(''));
  return (text.charAt(0) === '-' ? '-' : '') + whole + '.' + fraction;
}

/**
 * The decimal number that a number or a text is; `null` for words, currency signs, what can be read in two
 * ways, and from 1e21 on.
 */
export function decimalOf(value: unknown): Decimal | null {
  const text = typeof value === 'number' ? '' + value : givenText(value);
  return (text.match(PLAIN) || plainly(text).match(PLAIN)) as Decimal | null;
}

/**
 * How many pieces a number or a text says, whole or not; `undefined` for what is none, negative, or 1e13 and
 * more.
 */
export function quantityOf(value: unknown): number | undefined {
  const decimal = decimalOf(value);
  const pieces = decimal ? numberOf(decimal[0]) : -1;
  return pieces >= 0 && pieces < 10000000000000 ? pieces : undefined;
}

/**
 * An amount as X takes it, rounded half up: `"65.00"`; `undefined` when it cannot be sent, which is told.
 * What is too small to be negative then is zero.
 * @param name what the log calls it
 * @param given `null` for what was given and is no number
 * @param places 2 or 3
 */
export function amountOf(
  name: string,
  given: Decimal | null,
  places: number,
  tools: Warner,
): string | undefined {
  if (!given || given[2].length > MOST_DIGITS) {
    unusable(name, tools);
    return undefined;
  }
  const fraction = (given[4] || '') + '000';
  let amount = given[2] + '.' + fraction.slice(0, places);
  if (fraction.charAt(places) >= '5') {
    // The leading one keeps the zeros behind it; a 2 in its place is a whole one more.
    const up = '' + (numberOf('1' + fraction.slice(0, places)) + 1);
    amount = (up.charAt(0) === '2' ? numberOf(given[2]) + 1 : given[2]) + '.' + up.slice(1);
  }
  if (given[1] === '-' && amount.match('[1-9]')) {
    tools.warn('The value for "' + name + '" is negative: it is left out. X documents no negative amounts.');
    return undefined;
  }
  return amount;
}
