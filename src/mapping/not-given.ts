/**
 * What stands where nothing was given: the texts that broken variables leave behind, placeholders, and their hashes.
 * Ids, click ids, identifiers, amounts, times and settings are read through this; free texts (names, descriptions) are not.
 */
import { textOf } from './text.ts';

/** As they come out of JavaScript, Python, GTM and GA4, in lower case. */
const NOT_GIVEN = ['', 'undefined', 'null', 'nan', 'none', '[object object]', '(not set)', 'replace_me'];

/** The spellings of these words that get hashed by mistake besides the lower case. */
const HASHED = NOT_GIVEN.concat(['NaN', 'None', 'NULL', '[object Object]']);

/**
 * Text or number as trimmed text; `''` for every other type and for a text that stands for nothing, such as `undefined`, `(not set)`,
 * `REPLACE_ME` or `{{an unresolved variable}}`.
 */
export function givenText(value: unknown): string {
  const text = textOf(value);
  return NOT_GIVEN.indexOf(text.toLowerCase()) >= 0 || text.indexOf('{{') >= 0 ? '' : text;
}

/** Whether nothing usable was given: `undefined`, `null`, or a text as above. A list, an object or a truth value is something. */
export function isNotGiven(value: unknown): boolean {
  if (typeof value === 'string') {
    return givenText(value) === '';
  }
  return value === undefined || value === null || (typeof value === 'number' && '' + value === 'NaN');
}

/** The first value that was given, `undefined` when none was. */
export function firstGiven(values: readonly unknown[]): unknown {
  for (const value of values) {
    if (!isNotGiven(value)) {
      return value;
    }
  }
  return undefined;
}

/**
 * Whether a hash is that of one of these words, or 64 zeros.
 * @param hash 64 lower-case hex digits
 */
export function isHashOfNothing(hash: string, sha256: (text: string) => string): boolean {
  return !hash.match('[^0]') || HASHED.some((word) => sha256(word) === hash);
}
