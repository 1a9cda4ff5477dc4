/**
 * Amounts of money. X wants two decimals and takes a whole-number literal badly (X, Web conversions, request example;
 * reported by senders), so an amount is a text such as `"65.00"`.
 */
import type { Tools } from './tools.ts';

/**
 * A number, or the text of a plain decimal number. A decimal comma is refused, not guessed at.
 * @returns `undefined` for everything else
 */
export function numberOf(value: unknown, tools: Tools): number | undefined {
  if (typeof value === 'number') {
    return value - value === 0 ? value : undefined;
  }
  const found = typeof value === 'string' && value.match('^\\s*(-?[0-9]{1,17}(?:[.][0-9]{1,15})?)\\s*$');
  return found ? tools.toNumber(found[1]!) : undefined;
}

/**
 * Two decimals, rounded half up; `undefined` for what is no number and for amounts too large to be exact.
 * @param given as numberOf takes it
 */
export function amount(given: unknown, tools: Tools): string | undefined {
  // Most amounts have two decimals already.
  const text = typeof given === 'object' ? '' : '' + given;
  if (text.match('^(?:0|[1-9][0-9]{0,12})[.][0-9]{2}$')) {
    return text;
  }
  const value = typeof given === 'number' ? given : numberOf(given, tools)!;
  // Up to here the cents are whole to a bitwise operation.
  if (value >= 0 && value < 20000000) {
    const cents = (value * 100 + 0.5) | 0;
    return ((cents / 100) | 0) + '.' + ('' + (100 + (cents % 100))).slice(1);
  }
  if (value < 0) {
    const size = amount(-value, tools);
    return size && size !== '0.00' ? '-' + size : size;
  }
  // Above the last figure two decimals are no longer exact.
  if (value < 10000000000000) {
    const digits = '' + tools.round(value * 100);
    return digits.slice(0, -2) + '.' + digits.slice(-2);
  }
  return undefined;
}

/** An upper-case ISO 4217 code, `undefined` when the value is none. */
export function currencyOf(value: unknown): string | undefined {
  const code = typeof value === 'string' ? value.trim().toUpperCase() : '';
  return code.match('^[A-Z]{3}$') ? code : undefined;
}

/** A whole number above zero, else `undefined`. */
export function countOf(value: unknown, tools: Tools): number | undefined {
  const count = typeof value === 'number' ? value : numberOf(value, tools)!;
  return count > 0 && count % 1 === 0 ? count : undefined;
}
