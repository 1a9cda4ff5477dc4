/**
 * Amounts of money. X wants two decimals and takes a whole-number literal badly (X, Web conversions, request example;
 * reported by senders), so an amount is a text such as `"65.00"`.
 */
/**
 * A number, or the text of a plain decimal number. A decimal comma is refused, not guessed at.
 * @returns `undefined` for everything else
 */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') {
    return value - value === 0 ? value : undefined;
  }
  const found = typeof value === 'string' && value.match('^\\s*(-?[0-9]{1,17}(?:[.][0-9]{1,15})?)\\s*$');
  // To an arithmetic operation the text of a number is that number.
  return found ? (found[1] as unknown as number) * 1 : undefined;
}

/**
 * Two decimals, rounded half up; `undefined` for what is no number and for amounts too large to be exact.
 * Half a cent is added and the rest cut off; a little more than half, because 1.005 is a little less in binary.
 * @param given as numberOf takes it
 * @inline
 */
export function amount(given: unknown): string | undefined {
  return ((typeof given === 'number' &&
    ('' + (given + 0.00500001)).match('^[0-9]{1,8}[.][0-9]{2}(?=[0-9]*$)')) || [seldomAmount(given)])[0];
}

/** Texts, negative amounts and very large ones. */
function seldomAmount(given: unknown): string | undefined {
  if (typeof given === 'string' && given.match('^(?:0|[1-9][0-9]{0,12})[.][0-9]{2}$')) {
    return given;
  }
  const value = numberOf(given)!;
  if (value < 0) {
    const size = amount(-value);
    return size && size !== '0.00' ? '-' + size : size;
  }
  if (value < 20000000) {
    return amount(value);
  }
  // Above the last figure two decimals are no longer exact.
  if (value < 10000000000000) {
    const rounded = value * 100 + 0.5;
    const digits = '' + (rounded - (rounded % 1));
    return digits.slice(0, -2) + '.' + digits.slice(-2);
  }
  return undefined;
}

/** An upper-case ISO 4217 code, `undefined` when the value is none. */
export function currencyOf(value: unknown): string | undefined {
  const code = typeof value === 'string' ? value.trim().toUpperCase() : '';
  return code.match('^[A-Z]{3}$') ? code : undefined;
}

/**
 * A whole number above zero, else `undefined`.
 * @inline
 */
export function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 && value % 1 === 0 ? value : seldomCount(value);
}

/** Texts. */
function seldomCount(value: unknown): number | undefined {
  const count = numberOf(value)!;
  return count > 0 && count % 1 === 0 ? count : undefined;
}
