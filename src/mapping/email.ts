/**
 * E-mail addresses as X wants them hashed: trimmed, in lower case (X, Web conversions, identifiers). What
 * people and systems put around an address is taken off; what cannot be one is none.
 */
import { BLANKS, withoutInvisible } from './text.ts';
import type { Tools } from './tools.ts';

/**
 * Stand around an address, never at its ends: blanks, quotes, brackets, marks of a list or a sentence, also
 * typographic, Chinese and Japanese ones (Unicode, General Punctuation, CJK Symbols, full-width forms).
 */
const AROUND = BLANKS + '"\'(),.:;<>[\\]`{}*¡«·»¿῾-⁰、-〄〈-〿！-／：-＠［-｀｛-･';

/**
 * An address, or a link to one, and nothing else that means anything: something, a sign, labels of letters,
 * digits, hyphens and underscores, a last label of letters or in the form of RFC 5890 (`xn--`). Labels may
 * hold the middle dot of Catalan (RFC 5892 appendix A.3). Letters are those of ASCII and everything beyond it
 * but symbols below U+3040 and other forms of letters: full-width letters and ligatures would be hashed as
 * another address. One with asterisks is hidden from whoever sends it.
 */
const ALONE =
  '^[' +
  AROUND +
  ']*(mailto:)?([^@῾-〄ﬀ-￮' +
  AROUND +
  '][^' +
  BLANKS +
  '"(),:;<>@*ﬀ-￮]*@([^\t-,./:-@[-^`{-¶¸-¿῾-〄〈-〿ﬀ-￮]+[.])+' +
  '(xn--[a-z0-9-]+|[^\t-`{-¿῾-〄〈-〿ﬀ-￮]+))[' +
  AROUND +
  ']*([?].*)?$';

/**
 * The address in a text, `''` when there is none, or not one alone.
 * @param text in lower case: `jane@example.com`, `mailto:jane@example.com?subject=x`,
 *   `Jane Doe <jane@example.com>`, `"jane@example.com",`, `jane@example.com (Jane)`, with full-width signs or
 *   invisible characters inside
 */
export function emailOf(text: string, tools: Tools): string {
  // Behind a display name the address stands in angle brackets; a comment stands in brackets of its own.
  const found = withoutInvisible(text, tools.decode)
    .split('＠')
    .join('@')
    .split('．')
    .join('.')
    .split('<')
    .pop()!
    .split('>')[0]!
    .split(' (')[0]!
    .match(ALONE);
  return found ? found[2]! : '';
}
