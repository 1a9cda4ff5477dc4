/**
 * SHA-1 (RFC 3174) over 32-bit words.
 * A message is a list of words and its length in bytes; a digest is five words.
 * Sums are left untruncated: every use of a sum is a bitwise operation, which reduces it modulo 2^32
 * exactly as long as it stays below 2^53, and no sum here has more than six 32-bit terms.
 */

/** Initial values of H0..H4, RFC 3174 section 6.1. */
export const INITIAL_DIGEST = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];

/**
 * One block, RFC 3174 section 6.1 steps a to e.
 * @param digest H0..H4 before the block; changed in place to H0..H4 after it
 * @param words the message; `words[start]` to `words[start + 15]` are the block
 */
export function compress(digest: number[], words: number[], start: number): void {
  const W: number[] = [];
  let t = 0;
  while (t < 16) {
    W.push(words[start + t]!);
    t += 1;
  }
  while (t < 80) {
    const mixed = W[t - 3]! ^ W[t - 8]! ^ W[t - 14]! ^ W[t - 16]!;
    W.push((mixed << 1) | (mixed >>> 31));
    t += 1;
  }
  let A = digest[0]!;
  let B = digest[1]!;
  let C = digest[2]!;
  let D = digest[3]!;
  let E = digest[4]!;
  t = 0;
  while (t < 80) {
    let sum = ((A << 5) | (A >>> 27)) + E + W[t]!;
    // f(t;B,C,D) and K(t), RFC 3174 section 5
    if (t < 20) {
      sum += (D ^ (B & (C ^ D))) + 0x5a827999;
    } else if (t < 40) {
      sum += (B ^ C ^ D) + 0x6ed9eba1;
    } else if (t < 60) {
      sum += ((B & C) | (D & (B | C))) + 0x8f1bbcdc;
    } else {
      sum += (B ^ C ^ D) + 0xca62c1d6;
    }
    E = D;
    D = C;
    C = (B << 30) | (B >>> 2);
    B = A;
    A = sum | 0;
    t += 1;
  }
  digest[0] = (digest[0]! + A) | 0;
  digest[1] = (digest[1]! + B) | 0;
  digest[2] = (digest[2]! + C) | 0;
  digest[3] = (digest[3]! + D) | 0;
  digest[4] = (digest[4]! + E) | 0;
}

/**
 * @param message words, the last one filled up with zero bytes; not changed
 * @param length bytes in the message, below 2^29
 * @returns H0..H4
 */
export function sha1(message: number[], length: number): number[] {
  const words = message.slice();
  // RFC 3174 section 4: a one bit, zeros, the length in bits as the last two words of a block.
  if (length % 4 === 0) {
    words.push(-2147483648);
  } else {
    words[words.length - 1] = words[words.length - 1]! | (128 << (24 - 8 * (length % 4)));
  }
  while (words.length % 16 !== 14) {
    words.push(0);
  }
  words.push(0, length * 8);
  const digest = INITIAL_DIGEST.slice();
  let start = 0;
  while (start < words.length) {
    compress(digest, words, start);
    start += 16;
  }
  return digest;
}
