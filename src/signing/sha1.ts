/**
 * SHA-1 (RFC 3174) over 32-bit words.
 * A message is a list of words and its length in bytes; a digest is five words, H0 to H4.
 *
 * No sum is cut to 32 bits: bitwise operations do that by themselves, exactly as long as a number stays below 2^53.
 * A sum of one round stays below 2^36 and a word of the digest grows by one such sum a block, so messages below 2^16
 * blocks (4 MiB) are safe.
 * @lazy
 */

/** S^n(X), RFC 3174 section 3: X rotated left by n bits. */
function rotl(X: number, n: number): number {
  return (X << n) | (X >>> (32 - n));
}

/** f(t;B,C,D), RFC 3174 section 5; the first one written with an operation less. */
function f(t: number, B: number, C: number, D: number): number {
  if (t < 20) {
    return D ^ (B & (C ^ D));
  }
  if (t < 40) {
    return B ^ C ^ D;
  }
  if (t < 60) {
    return (B & C) | (D & (B | C));
  }
  return B ^ C ^ D;
}

/** K(t), RFC 3174 section 5. */
function K(t: number): number {
  if (t < 20) {
    return 0x5a827999;
  }
  if (t < 40) {
    return 0x6ed9eba1;
  }
  if (t < 60) {
    return 0x8f1bbcdc;
  }
  return 0xca62c1d6;
}

/** H0 to H4 before the first block, RFC 3174 section 6.1. */
export const INITIAL_DIGEST = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];

/**
 * The digest after one more block of sixteen words, RFC 3174 section 6.2.
 * @unroll One line a round in the shipped template, made of this function by the build.
 */
export function compress(digest: number[], block: number[]): number[] {
  const W: number[] = [];
  let A = digest[0]!;
  let B = digest[1]!;
  let C = digest[2]!;
  let D = digest[3]!;
  let E = digest[4]!;
  let t = 0;
  while (t < 80) {
    const s = t & 15;
    if (t < 16) {
      W[s] = block[t]!;
    } else {
      W[s] = rotl(W[(s + 13) & 15]! ^ W[(s + 8) & 15]! ^ W[(s + 2) & 15]! ^ W[s]!, 1);
    }
    const TEMP = rotl(A, 5) + f(t, B, C, D) + E + K(t) + W[s]!;
    E = D;
    D = C;
    C = rotl(B, 30);
    B = A;
    A = TEMP;
    t += 1;
  }
  return [digest[0]! + A, digest[1]! + B, digest[2]! + C, digest[3]! + D, digest[4]! + E];
}

/** W(t) + K(t) of a block for t from 0 to 79: what is left to know when a block comes back again and again. */
export function schedule(block: number[]): number[] {
  const W = block.slice();
  let t = 16;
  while (t < 80) {
    const mixed = W[t - 3]! ^ W[t - 8]! ^ W[t - 14]! ^ W[t - 16]!;
    W.push((mixed << 1) | (mixed >>> 31));
    t += 1;
  }
  const plus = (from: number): number[] => {
    const k = K(from);
    return W.slice(from, from + 20).map((word) => word + k);
  };
  return plus(0).concat(plus(20), plus(40), plus(60));
}

/**
 * The digest after one more block whose schedule is known.
 * @unroll One line a round in the shipped template, made of this function by the build.
 */
export function compressKnown(digest: number[], known: number[]): number[] {
  let A = digest[0]!;
  let B = digest[1]!;
  let C = digest[2]!;
  let D = digest[3]!;
  let E = digest[4]!;
  let t = 0;
  while (t < 80) {
    const TEMP = rotl(A, 5) + f(t, B, C, D) + E + known[t]!;
    E = D;
    D = C;
    C = rotl(B, 30);
    B = A;
    A = TEMP;
    t += 1;
  }
  return [digest[0]! + A, digest[1]! + B, digest[2]! + C, digest[3]! + D, digest[4]! + E];
}

/**
 * The end of a message, RFC 3174 section 4: a one bit, zeros, the length in bits as the last two words of a block.
 * @param words from the start of a block to the end of the message; changed in place to whole blocks
 * @param length bytes in the whole message, below 2^22
 */
export function pad(words: number[], length: number): void {
  if (length % 4 === 0) {
    words.push(-2147483648);
  } else {
    words[words.length - 1] = words[words.length - 1]! | (128 << (24 - 8 * (length % 4)));
  }
  while (words.length % 16 !== 14) {
    words.push(0);
  }
  words.push(0, length * 8);
}

/** The digest after all blocks of `words`, whose number is a multiple of 16. */
export function compressAll(digest: number[], words: number[]): number[] {
  let result = digest;
  let start = 0;
  while (start < words.length) {
    result = compress(result, words.slice(start, start + 16));
    start += 16;
  }
  return result;
}

/**
 * @param message words, the last one filled up with zero bytes; not changed
 * @param length bytes in the message
 * @returns H0 to H4, not cut to 32 bits
 */
export function sha1(message: number[], length: number): number[] {
  const words = message.slice();
  pad(words, length);
  return compressAll(INITIAL_DIGEST, words);
}
