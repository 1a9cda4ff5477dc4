/**
 * Base64 (RFC 4648 section 4) of a 160-bit digest given as five 32-bit words.
 * @lazy
 */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * Written out group by group: every three words give sixteen characters of six bits each.
 * @param digest five words, not necessarily cut to 32 bits
 * @returns 28 characters, the last one `=`
 */
export function base64Digest(digest: number[]): string {
  const a = digest[0]!;
  const b = digest[1]!;
  const c = digest[2]!;
  const d = digest[3]!;
  const e = digest[4]!;
  return (
    ALPHABET[a >>> 26]! +
    ALPHABET[(a >>> 20) & 63] +
    ALPHABET[(a >>> 14) & 63] +
    ALPHABET[(a >>> 8) & 63] +
    ALPHABET[(a >>> 2) & 63] +
    ALPHABET[((a << 4) | (b >>> 28)) & 63] +
    ALPHABET[(b >>> 22) & 63] +
    ALPHABET[(b >>> 16) & 63] +
    ALPHABET[(b >>> 10) & 63] +
    ALPHABET[(b >>> 4) & 63] +
    ALPHABET[((b << 2) | (c >>> 30)) & 63] +
    ALPHABET[(c >>> 24) & 63] +
    ALPHABET[(c >>> 18) & 63] +
    ALPHABET[(c >>> 12) & 63] +
    ALPHABET[(c >>> 6) & 63] +
    ALPHABET[c & 63] +
    ALPHABET[d >>> 26] +
    ALPHABET[(d >>> 20) & 63] +
    ALPHABET[(d >>> 14) & 63] +
    ALPHABET[(d >>> 8) & 63] +
    ALPHABET[(d >>> 2) & 63] +
    ALPHABET[((d << 4) | (e >>> 28)) & 63] +
    ALPHABET[(e >>> 22) & 63] +
    ALPHABET[(e >>> 16) & 63] +
    ALPHABET[(e >>> 10) & 63] +
    ALPHABET[(e >>> 4) & 63] +
    ALPHABET[(e << 2) & 63] +
    '='
  );
}
