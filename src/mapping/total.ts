/** The sum of products as it is made on paper: digit by digit into columns, which are carried once at the end. */
import { type Decimal, numberOf, withoutZeros } from './amount.ts';

/** An item's price for one piece, and how many pieces, whole or not. Neither is negative, and each is below 1e13. */
export interface Line {
  readonly price: Decimal;
  readonly quantity: Decimal;
}

/** Columns for what a long list carries. */
const CARRIED = 10;

/** The sum of price times quantity. */
export function totalOf(lines: readonly Line[]): Decimal {
  // The digits of a product are as many as those of its factors.
  let whole = 0;
  let fraction = 0;
  for (const line of lines) {
    const before = line.price.whole.length + line.quantity.whole.length;
    const behind = line.price.fraction.length + line.quantity.fraction.length;
    whole = before > whole ? before : whole;
    fraction = behind > fraction ? behind : fraction;
  }
  const point = CARRIED + whole;
  const columns: number[] = [];
  while (columns.length < point + fraction) {
    columns.push(0);
  }
  for (const line of lines) {
    const price = line.price.whole + line.price.fraction;
    const quantity = line.quantity.whole + line.quantity.fraction;
    // Where the first digit of one meets the first digit of the other.
    const first = point - line.price.whole.length - line.quantity.whole.length + 1;
    for (let i = 0; i < price.length; i += 1) {
      for (let j = 0; j < quantity.length; j += 1) {
        const column = first + i + j;
        columns[column] = columns[column]! + numberOf(price.charAt(i)) * numberOf(quantity.charAt(j));
      }
    }
  }
  let carried = 0;
  let digits = '';
  while (columns.length > 0) {
    const column = columns.pop()! + carried;
    digits = (column % 10) + digits;
    carried = (column - (column % 10)) / 10;
  }
  return { negative: false, whole: withoutZeros(digits.slice(0, point)), fraction: digits.slice(point) };
}
