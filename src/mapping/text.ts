/** Texts out of values of unknown type, and characters that nobody sees. */

/** Text or finite number as trimmed text; everything else is absent (`''`). */
export function textOf(value: unknown): string {
  if (typeof value === 'string') {
    return value.trim();
  }
  // NaN and the infinities are no texts anybody meant.
  return typeof value === 'number' && value - value === 0 ? '' + value : '';
}

/**
 * Characters without width that copied texts bring along, as they stand inside the brackets of a pattern: U+00AD, U+200B to
 * U+200F, U+202A to U+202E, U+2060 to U+2064, U+FEFF.
 */
export const INVISIBLE = '\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff';

/**
 * The text without some characters. Each kind of them goes at once, so the cost is linear in the length.
 * @param characters what stands inside the brackets of a pattern
 */
export function without(text: string, characters: string): string {
  const pattern = '[' + characters + ']';
  let rest = text;
  let found = rest.match(pattern);
  while (found) {
    rest = rest.split(found[0]!).join('');
    found = rest.match(pattern);
  }
  return rest;
}
