/**
 * Amounts of money. X wants two decimals and takes a whole-number literal badly (X, Web conversions, request example;
 * reported by senders), so an amount is a text such as `"65.00"`.
 */
import type { Tools } from './tools.ts';

/** Largest amount that is written out; above it two decimals are no longer exact. */
const LARGEST = 10000000000000;

/**
 * A number, or the text of a plain decimal number. A decimal comma is refused, not guessed at.
 * @returns `undefined` for everything else
 */
export function numberOf(value: unknown, tools: Tools): number | undefined {
  if (typeof value === 'number') {
    return value - value === 0 ? value : undefined;
  }
  if (typeof value === 'string') {
    const text = value.trim();
    return text.match('^-?[0-9]{1,15}([.][0-9]{1,15})?$') ? tools.toNumber(text) : undefined;
  }
  return undefined;
}

/** Two decimals, rounded half up; `undefined` for no number and for amounts too large to be exact. */
export function amount(value: number | undefined): string | undefined {
  if (value === undefined || value > LARGEST || value < -LARGEST) {
    return undefined;
  }
  const size = value < 0 ? -value : value;
  const rounded = size * 100 + 0.5;
  const cents = rounded - (rounded % 1);
  const fraction = cents % 100;
  const text = (cents - fraction) / 100 + (fraction < 10 ? '.0' : '.') + fraction;
  return value < 0 && cents > 0 ? '-' + text : text;
}

/** An upper-case ISO 4217 code, `undefined` when the value is none. */
export function currencyOf(value: unknown): string | undefined {
  const code = typeof value === 'string' ? value.trim().toUpperCase() : '';
  return code.match('^[A-Z]{3}$') ? code : undefined;
}
