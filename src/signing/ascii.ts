/**
 * Percent-encoded text as 32-bit words, four characters a word, first character in the highest byte
 * (the reading of a message in RFC 3174 section 4).
 */

/**
 * The printable characters of ASCII, each in the place of its code. The 33 blanks in front stand for codes
 * that percent-encoded text does not have.
 */
const ASCII =
  '                                 ' +
  '!"#$%&\'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~';

/**
 * @param text percent-encoded
 * @returns 32-bit words; the last one is filled up with zero bytes
 */
export function asciiWords(text: string): number[] {
  const words: number[] = [];
  let i = 0;
  while (i < text.length) {
    // Behind the end charAt gives '', which stands in the place 0.
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
