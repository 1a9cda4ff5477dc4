/**
 * Percent-encoded text as 32-bit words, four characters a word, first character in the highest byte
 * (the reading of a message in RFC 3174 section 4).
 */

/** A character's place is its code. The blanks in front are never looked for: encoded text has none. */
const ASCII =
  '                                 !"#$%&\'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~';

/**
 * @param text printable ASCII without blanks
 * @returns 32-bit words; the last one is filled up with zero bytes
 */
export function asciiWords(text: string): number[] {
  const words: number[] = [];
  const length = text.length;
  let i = 0;
  while (i < length) {
    // Past the end charAt gives '', which stands at place 0.
    words.push(
      (ASCII.indexOf(text.charAt(i)) << 24) |
        (ASCII.indexOf(text.charAt(i + 1)) << 16) |
        (ASCII.indexOf(text.charAt(i + 2)) << 8) |
        ASCII.indexOf(text.charAt(i + 3)),
    );
    i += 4;
  }
  return words;
}
