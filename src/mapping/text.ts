/** Texts out of values of unknown type, and what is done to texts. */

/** Text or finite number as trimmed text; everything else is absent (`''`). */
export function textOf(value: unknown): string {
  if (typeof value === 'string') {
    return value.trim();
  }
  // NaN and the infinities are no texts anybody meant.
  return typeof value === 'number' && value - value === 0 ? '' + value : '';
}

/**
 * Blanks, inside the brackets of a pattern: plain, tab, line ends, no-break, narrow no-break, ideographic.
 */
export const BLANKS = ' \t\n\r  　';

/**
 * Characters without width that copied texts bring along, as they stand inside the brackets of a pattern,
 * percent-encoded so that they can be seen here: U+00AD, U+200B to U+200F, U+202A to U+202E, U+2060 to
 * U+2064, U+FEFF.
 */
export const INVISIBLE = '%C2%AD%E2%80%8B-%E2%80%8F%E2%80%AA-%E2%80%AE%E2%81%A0-%E2%81%A4%EF%BB%BF';

/** The text without characters that nobody sees. */
export function withoutInvisible(text: string, decode: (text: string) => string | undefined): string {
  return without(text, decode(INVISIBLE)!);
}

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

/** The text with some texts in the place of others, in the order of the table. */
export function swapped(text: string, table: Record<string, string>): string {
  let rest = text;
  for (const from in table) {
    rest = rest.split(from).join(table[from]!);
  }
  return rest;
}

/**
 * What was percent-encoded up to three times as it was before; `''` when it is malformed.
 * @param sign a character that only the decoded text holds
 */
export function percentDecoded(
  text: string,
  sign: string,
  decode: (text: string) => string | undefined,
): string {
  let plain = text;
  for (let i = 0; plain.indexOf('%') >= 0 && plain.indexOf(sign) < 0 && i < 3; i += 1) {
    plain = decode(plain) || '';
  }
  return plain;
}
