/**
 * What was paid back of each order, collected from the whole table before the first order is sent. Kept like the replay keeps what
 * it knows, so that a table of any length takes the same memory; sums are whole thousandths, exact up to 2^62 of them.
 */
import { decimalOf } from '../../src/mapping/amount.ts';
import { currencyOf } from '../../src/mapping/currency.ts';
import { givenText, isNotGiven } from '../../src/mapping/not-given.ts';
import type { Counters } from '../replay/counters.ts';

export interface Refunds {
  /** @param orderId, amount, currency as the refund's row has them; without an amount the whole order was refunded */
  add(orderId: unknown, amount: unknown, currency: unknown): void;
  /** Takes note of a row that is no refund. @param hasAmount see left */
  see(orderId: unknown, hasAmount: boolean): void;
  /** How many rows refund this order. */
  count(orderId: unknown): number;
  /** Whether a row of this order was seen. */
  isSeen(orderId: unknown): boolean;
  /**
   * What is left of an order. `undefined` when nothing of it was refunded, or what was concerns another row of it.
   * @param hasAmount whether the row states an amount of its own: when any row of the order does, refunds concern only such rows
   */
  left(
    orderId: unknown,
    value: string | undefined,
    currency: string | undefined,
    hasAmount: boolean,
  ): Left | undefined;
}

export type Left =
  | { kind: 'nothing' }
  /** Decimal text. */
  | { kind: 'some'; value: string }
  | { kind: 'unknown'; reason: string };

/** Flags of an order. */
const WHOLE = 1;
const UNREADABLE = 2;
const SEEN = 4;
const HAS_AMOUNT = 8;

const NO_CURRENCY = 'A refund of the order has a currency and the order has none.';
const OTHER_CURRENCY = 'A refund of the order is in another currency.';

const BASE = 2n ** 31n;
const LARGEST = BASE * BASE - 1n;

export function createRefunds(counters: Counters): Refunds {
  const key = (...parts: string[]): string => JSON.stringify(parts);
  // 0 stands for a key that was never set.
  const read = (name: string): bigint => BigInt(Math.max(counters.get(name) - 1, 0));
  const sumOf = (id: string, currency: string): bigint =>
    read(key(id, currency, 'high')) * BASE + read(key(id, currency, 'low'));
  const count = (...parts: string[]): number => counters.get(key(...parts, 'count'));
  const mark = (id: string, flag: number): void => counters.set(key(id), counters.get(key(id)) | flag);

  return {
    add(orderId, amount, currencyGiven) {
      const id = givenText(orderId);
      const currency = currencyOf(currencyGiven) ?? '';
      const units = unitsOf(amount);
      const flag = isNotGiven(amount) ? WHOLE : units === undefined ? UNREADABLE : 0;
      if (flag !== 0) mark(id, flag);
      for (const parts of [[id], [id, currency, 'own']])
        counters.set(key(...parts, 'count'), count(...parts) + 1);
      const sum = sumOf(id, currency) + (units ?? 0n);
      const kept = sum > LARGEST ? LARGEST : sum;
      counters.set(key(id, currency, 'high'), Number(kept / BASE) + 1);
      counters.set(key(id, currency, 'low'), Number(kept % BASE) + 1);
    },
    see(orderId, hasAmount) {
      const id = givenText(orderId);
      if (id !== '') mark(id, hasAmount ? SEEN | HAS_AMOUNT : SEEN);
    },
    count(orderId) {
      const id = givenText(orderId);
      return id === '' ? 0 : count(id);
    },
    isSeen: (orderId) => (counters.get(key(givenText(orderId))) & SEEN) !== 0,
    left(orderId, value, currency = '', hasAmount) {
      const id = givenText(orderId);
      const all = id === '' ? 0 : count(id);
      if (all === 0) return undefined;
      const flags = counters.get(key(id));
      if ((flags & HAS_AMOUNT) !== 0 && !hasAmount) return undefined;
      if ((flags & WHOLE) !== 0) return { kind: 'nothing' };
      if ((flags & UNREADABLE) !== 0)
        return { kind: 'unknown', reason: 'A refund of the order has an amount that cannot be read.' };
      const paid = unitsOf(value);
      if (paid === undefined)
        return { kind: 'unknown', reason: 'The order was refunded and has no value to subtract that from.' };
      const currencies = [...new Set([currency, ''])];
      if (currencies.reduce((sum, name) => sum + count(id, name, 'own'), 0) < all)
        return { kind: 'unknown', reason: currency === '' ? NO_CURRENCY : OTHER_CURRENCY };
      const rest = currencies.reduce((sum, name) => sum - sumOf(id, name), paid);
      return rest <= 0n ? { kind: 'nothing' } : { kind: 'some', value: decimalText(rest) };
    },
  };
}

/** Thousandths of an amount, whatever its sign: exports write refunds with and without one. Undefined when it is none. */
export function unitsOf(amount: unknown): bigint | undefined {
  const decimal = decimalOf(amount);
  if (!decimal) return undefined;
  const digits = (decimal[4] ?? '').padEnd(4, '0');
  return BigInt(decimal[2] + digits.slice(0, 3)) + (digits[3]! >= '5' ? 1n : 0n);
}

/** Thousandths as decimal text. */
export function decimalText(units: bigint): string {
  return `${units / 1000n}.${String(units % 1000n).padStart(3, '0')}`;
}
