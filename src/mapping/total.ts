/**
 * The sum of products as it is made on paper: digit by digit into columns, which are carried once at the
 * end.
 */
import { type Decimal, decimalOf, MOST_DIGITS, numberOf } from './amount.ts';

/** The price of one piece and how many pieces, whole or not. */
export interface Line {
  /** `null` when it is unknown. */
  readonly price: Decimal | null;
  /** `undefined` when it is unknown. */
  readonly quantity: number | undefined;
}

/**
 * The sum of price times quantity; `undefined` when one is unknown, negative or too large, or there are no
 * lines.
 */
export function totalOf(lines: readonly Line[]): Decimal | null | undefined {
  // Columns before the point, for a product below 1e14 and what a long list carries, and decimals looked at.
  const most = 20;
  const columns: number[] = [];
  for (const line of lines) {
    const price = line.price;
    const quantity = decimalOf(line.quantity);
    if (!price || !quantity || price[1] === '-' || price[2].length + quantity[2].length > MOST_DIGITS + 1) {
      return undefined;
    }
    const factor = price[2] + (price[4] || '').slice(0, most);
    const other = quantity[2] + (quantity[4] || '').slice(0, most);
    // Where the first digit of one meets the first digit of the other.
    const first = most + 1 - price[2].length - quantity[2].length;
    while (columns.length < first + factor.length + other.length - 1) {
      columns.push(0);
    }
    for (let i = 0; i < factor.length; i += 1) {
      for (let j = 0; j < other.length; j += 1) {
        const column = first + i + j;
        columns[column] = columns[column]! + numberOf(factor.charAt(i)) * numberOf(other.charAt(j));
      }
    }
  }
  let carried = 0;
  let digits = '';
  while (columns.length > 0) {
    const sum = columns.pop()! + carried;
    digits = (columns.length === most ? '.' : '') + (sum % 10) + digits;
    carried = (sum - (sum % 10)) / 10;
  }
  return lines.length > 0 ? decimalOf(digits) : undefined;
}
