/**
 * What stands where nothing was given: the texts that broken variables leave behind, placeholders, and their
 * hashes. Ids, click ids, identifiers, amounts, times and settings are read through this; free texts (names,
 * descriptions) are not.
 */
import { textOf } from './text.ts';

/** What JavaScript, Python, GTM and GA4 write for nothing, in lower case, and unresolved variables. */
const NOTHING = '^(undefined|null|nan|none|[[]object object]|[(]not set[)]|replace_me)?$|[{][{]';

/**
 * Text or number as trimmed text; `''` for every other type and for a text that stands for nothing, such as
 * `undefined`, `(not set)`, `REPLACE_ME` or `{{an unresolved variable}}`.
 */
export function givenText(value: unknown): string {
  const text = textOf(value);
  return text.toLowerCase().match(NOTHING) ? '' : text;
}

/**
 * Whether nothing was given: `undefined`, `null`, NaN, or a text as above. Infinity and values of other types
 * are something.
 */
export function isNotGiven(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (typeof value === 'string' && givenText(value) === '') ||
    // biome-ignore lint/suspicious/noSelfCompare: only NaN is not itself
    value !== value
  );
}

/**
 * Whether a hash is that of one of the words above, as they are usually written, or 64 zeros.
 * @param hash 64 lower-case hex digits
 */
export function isHashOfNothing(hash: string, sha256: (text: string) => string): boolean {
  const words =
    '|undefined|Undefined|UNDEFINED|null|Null|NULL|nan|NaN|NAN|none|None|NONE|[object Object]|' +
    '[object object]|(not set)|(Not Set)|(NOT SET)|REPLACE_ME|replace_me';
  return !hash.match('[^0]') || words.split('|').some((word) => sha256(word) === hash);
}

/**
 * The placeholder that stands where a setting is expected: one of the words above, or what stands between
 * `{{` and `}}` with them, `{{` when that is not short; `''` when there is none.
 */
export function placeholderIn(text: string): string {
  const found = text.match('[{][{]([^}]{0,36}[}][}])?');
  return found ? found[0]! : givenText(text) ? '' : text;
}
