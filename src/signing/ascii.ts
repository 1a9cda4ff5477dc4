/**
 * Percent-encoded text as 32-bit words, four characters a word, first character in the highest byte
 * (the reading of a message in RFC 3174 section 4).
 * @lazy
 */

/** The codes of all characters that percent-encoded text consists of, `&` between its parts included. */
// biome-ignore format: a table
const CODES: Record<string, number> = { '%': 37, '&': 38, '-': 45, '.': 46,
  0: 48, 1: 49, 2: 50, 3: 51, 4: 52, 5: 53, 6: 54, 7: 55, 8: 56, 9: 57,
  A: 65, B: 66, C: 67, D: 68, E: 69, F: 70, G: 71, H: 72, I: 73, J: 74, K: 75, L: 76, M: 77, N: 78, O: 79, P: 80, Q: 81,
  R: 82, S: 83, T: 84, U: 85, V: 86, W: 87, X: 88, Y: 89, Z: 90, _: 95,
  a: 97, b: 98, c: 99, d: 100, e: 101, f: 102, g: 103, h: 104, i: 105, j: 106, k: 107, l: 108, m: 109, n: 110, o: 111,
  p: 112, q: 113, r: 114, s: 115, t: 116, u: 117, v: 118, w: 119, x: 120, y: 121, z: 122, '~': 126 };

/**
 * @param text percent-encoded
 * @returns 32-bit words; the last one is filled up with zero bytes
 */
export function asciiWords(text: string): number[] {
  const words: number[] = [];
  const characters = text.split('');
  // Past the end shift gives undefined, which has no code and counts as 0 in a bitwise operation.
  while (characters.length > 0) {
    words.push(
      (CODES[characters.shift()!]! << 24) |
        (CODES[characters.shift()!]! << 16) |
        (CODES[characters.shift()!]! << 8) |
        CODES[characters.shift()!]!,
    );
  }
  return words;
}
