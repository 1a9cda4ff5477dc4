/** Base64 (RFC 4648 section 4) of a 160-bit digest given as five 32-bit words. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * @param digest five 32-bit words
 * @returns 28 characters, the last one `=`
 */
export function base64Digest(digest: number[]): string {
  let text = '';
  let bit = 0;
  while (bit < 160) {
    const word = digest[(bit - (bit % 32)) / 32]!;
    const offset = bit % 32;
    // Six bits from `offset`; where they cross into the next word (or past the end) that one supplies the rest.
    let six = word >>> 26;
    if (offset > 0) {
      six =
        offset < 27
          ? word >>> (26 - offset)
          : (word << (offset - 26)) | ((digest[(bit - offset) / 32 + 1] || 0) >>> (58 - offset));
    }
    text += ALPHABET.charAt(six & 63);
    bit += 6;
  }
  return text + '=';
}
