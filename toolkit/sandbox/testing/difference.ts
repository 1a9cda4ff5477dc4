/** Where two values that should be equal differ, in words: the first few places, each on a line of its own. */
import { Dict, List, type Value } from '../interpreter/values.ts';
import { deepEquals, describe } from './equality.ts';

/** Most places named, deepest nesting looked into, longest text shown of a value. */
const MOST = 5;
const DEEPEST = 50;
const LONGEST = 80;

/**
 * @param path what the values are part of: `argument 2`, or nothing
 * @returns sentences such as `.items[1].price: 10 instead of "10"`; none where the values are equal, and none for two short
 *   values without parts, which say it themselves
 */
export function differencesBetween(expected: Value, actual: Value, path = ''): string[] {
  const isWhole = path === '' && !hasParts(expected) && !hasParts(actual);
  if (isWhole && describe(expected).length + describe(actual).length <= LONGEST) return [];
  const found = walk(path, expected, actual, 0);
  return found.length > MOST ? [...found.slice(0, MOST), `and ${found.length - MOST} more`] : found;
}

/** Of several calls the one that comes closest to what was expected, argument by argument. */
export function differencesToCalls(
  expected: readonly Value[],
  calls: readonly (readonly Value[])[],
): string[] {
  const found = calls.map((given) =>
    Array.from({ length: Math.max(expected.length, given.length) }, (_, index) => index).flatMap((index) => {
      const name = `argument ${index + 1}`;
      if (index >= given.length) return [`${name} is missing: ${short(expected[index])}`];
      if (index >= expected.length) return [`${name} is one too many: ${short(given[index])}`];
      return differencesBetween(expected[index], given[index], name);
    }),
  );
  return found.sort((a, b) => a.length - b.length)[0] ?? [];
}

const hasParts = (value: Value): boolean => value instanceof List || value instanceof Dict;
const short = (value: Value): string => describe(value, LONGEST);

function walk(path: string, expected: Value, actual: Value, depth: number): string[] {
  if (deepEquals(expected, actual)) return [];
  if (depth < DEEPEST && expected instanceof List && actual instanceof List)
    return parts(path, listed(expected), listed(actual), depth);
  if (depth < DEEPEST && expected instanceof Dict && actual instanceof Dict)
    return parts(path, named(expected), named(actual), depth);
  if (typeof expected === 'string' && typeof actual === 'string') return [texts(path, expected, actual)];
  return [`${at(path)}${short(actual)} instead of ${short(expected)}`];
}

const at = (path: string): string => (path === '' ? '' : `${path}: `);

const listed = ({ items }: List): Map<string, Value> =>
  new Map(items.map((item, index) => [`[${index}]`, item]));
const named = ({ entries }: Dict): Map<string, Value> =>
  new Map(
    [...entries].map(([key, value]) => [
      /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`,
      value,
    ]),
  );

function parts(
  path: string,
  expected: ReadonlyMap<string, Value>,
  actual: ReadonlyMap<string, Value>,
  depth: number,
): string[] {
  const lines: string[] = [];
  for (const step of new Set([...expected.keys(), ...actual.keys()])) {
    const place = path + step;
    if (!actual.has(step)) lines.push(`${place} is missing: ${short(expected.get(step))}`);
    else if (!expected.has(step)) lines.push(`${place} is one too many: ${short(actual.get(step))}`);
    else lines.push(...walk(place, expected.get(step), actual.get(step), depth + 1));
  }
  return lines;
}

/** Two texts from a little before the first character in which they differ. */
function texts(path: string, expected: string, actual: string): string {
  let same = 0;
  while (same < actual.length && actual[same] === expected[same]) same++;
  const from = Math.max(0, same - 20);
  const part = (text: string): string => {
    const cut = text.slice(from, from + LONGEST);
    return `${from > 0 ? '…' : ''}${JSON.stringify(cut)}${from + LONGEST < text.length ? '…' : ''}`;
  };
  const place = from > 0 ? `from character ${same + 1} ` : '';
  return `${at(path)}${place}${part(actual)} instead of ${part(expected)}`;
}
