/**
 * E-mail addresses as X wants them hashed: trimmed, in lower case (X, Web conversions, identifiers). What
 * people and systems put around an address is taken off; what cannot be one is none.
 */
import { withoutInvisible } from './text.ts';
import type { Tools } from './tools.ts';

/** Stand around an address, never at its ends: quotes, brackets, the marks of a list or a sentence. */
const AROUND = '"\'`“”‘’«»<>()[]{},;:. ';

/**
 * A character of a label of a domain: letters, digits, hyphen, underscore, and everything that is not ASCII.
 */
const LABEL = '[^ -,./:-@[-^`{-~\\s]';

/** Something, a sign, labels, a last label of letters or in the form of RFC 5890 (`xn--`). */
const ADDRESS = '^[^\\s@"(),:;<>]+@(' + LABEL + '+[.])+(xn--[a-z0-9-]+|[^ -`{-~\\s]+)$';

/**
 * The address in a text, `''` when there is none, or not one alone.
 * @param text in lower case: `jane@example.com`, `mailto:jane@example.com?subject=x`,
 *   `Jane Doe <jane@example.com>`, `"jane@example.com",`, `jane@example.com (Jane)`, with full-width signs or
 *   invisible characters inside
 */
export function emailOf(text: string, tools: Tools): string {
  const parts = withoutInvisible(text, tools.decode).split('＠').join('@').split('．').join('.').split('<');
  // Behind a display name the address stands in angle brackets; a comment stands in brackets of its own.
  let address = bare(parts[parts.length - 1]!.split('>')[0]!.split(' (')[0]!);
  if (address.indexOf('mailto:') === 0) {
    address = bare(address.slice(7).split('?')[0]!);
  }
  return address.match(ADDRESS) ? address : '';
}

/** Without what stands around an address. */
function bare(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && AROUND.indexOf(text.charAt(start)) >= 0) {
    start += 1;
  }
  while (start < end && AROUND.indexOf(text.charAt(end - 1)) >= 0) {
    end = end - 1;
  }
  return text.slice(start, end).trim();
}
