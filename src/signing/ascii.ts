/**
 * ASCII text as 32-bit words, four characters a word, first character in the highest byte
 * (the reading of a message in RFC 3174 section 4).
 * Percent-encoded text is all that is ever signed, so printable ASCII is enough.
 */

/** The printable ASCII characters; a character's code is its place plus 32. */
const PRINTABLE =
  ' !"#$%&\'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~';

/**
 * @param text printable ASCII only
 * @returns 32-bit words, signed; the last one is filled up with zero bytes
 */
export function asciiWords(text: string): number[] {
  const words: number[] = [];
  const length = text.length;
  let word = 0;
  let i = 0;
  while (i < length) {
    word = (word << 8) | (PRINTABLE.indexOf(text.charAt(i)) + 32);
    i += 1;
    if (i % 4 === 0) {
      words.push(word);
      word = 0;
    }
  }
  if (length % 4 > 0) {
    words.push(word << (32 - 8 * (length % 4)));
  }
  return words;
}
