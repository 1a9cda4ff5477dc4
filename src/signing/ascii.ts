/**
 * Percent-encoded text as 32-bit words, four characters a word, first character in the highest byte
 * (the reading of a message in RFC 3174 section 4).
 */

/** The codes of all characters that percent-encoded text consists of, `&` between its parts included. */
// biome-ignore format: a table, its keys quoted
const CODES: Record<string, number> = {
  '%': 37, '&': 38, '-': 45, '.': 46, '0': 48, '1': 49, '2': 50, '3': 51, '4': 52, '5': 53, '6': 54,
  '7': 55, '8': 56, '9': 57, 'A': 65, 'B': 66, 'C': 67, 'D': 68, 'E': 69, 'F': 70, 'G': 71, 'H': 72,
  'I': 73, 'J': 74, 'K': 75, 'L': 76, 'M': 77, 'N': 78, 'O': 79, 'P': 80, 'Q': 81, 'R': 82, 'S': 83,
  'T': 84, 'U': 85, 'V': 86, 'W': 87, 'X': 88, 'Y': 89, 'Z': 90, '_': 95, 'a': 97, 'b': 98, 'c': 99,
  'd': 100, 'e': 101, 'f': 102, 'g': 103, 'h': 104, 'i': 105, 'j': 106, 'k': 107, 'l': 108, 'm': 109,
  'n': 110, 'o': 111, 'p': 112, 'q': 113, 'r': 114, 's': 115, 't': 116, 'u': 117, 'v': 118, 'w': 119,
  'x': 120, 'y': 121, 'z': 122, '~': 126,
};

/**
 * @param text percent-encoded
 * @returns 32-bit words; the last one is filled up with zero bytes
 */
export function asciiWords(text: string): number[] {
  const words: number[] = [];
  let i = 0;
  while (i < text.length) {
    // Behind the end charAt gives '', which has no code.
    words.push(
      ((CODES[text.charAt(i)] || 0) << 24) |
        ((CODES[text.charAt(i + 1)] || 0) << 16) |
        ((CODES[text.charAt(i + 2)] || 0) << 8) |
        (CODES[text.charAt(i + 3)] || 0),
    );
    i += 4;
  }
  return words;
}
