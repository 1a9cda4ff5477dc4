/** One page of a list (X, Pagination): `count` from 1 to 1,000, 200 by default, and an opaque `cursor`, here a position. */

const defaultCount = 200;
const maximumCount = 1000;

export interface Page<T> {
  data: T[];
  /** The next page's cursor, null at the end. */
  next: string | null;
  /** Of a parameter that cannot be used. */
  fault?: { parameter: string; expected: string; value: string };
}

export function page<T>(all: readonly T[], query: Record<string, string>): Page<T> {
  const count = wholeNumber(query.count ?? String(defaultCount));
  if (count === undefined || count < 1 || count > maximumCount)
    return faulty('count', `Integer between 1 and ${maximumCount}`, query.count);
  const start = wholeNumber(query.cursor ?? '0');
  if (start === undefined) return faulty('cursor', 'cursor', query.cursor);
  const end = start + count;
  return { data: all.slice(start, end), next: end < all.length ? String(end) : null };
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

const faulty = (parameter: string, expected: string, value = ''): Page<never> => ({
  data: [],
  next: null,
  fault: { parameter, expected, value },
});
