/**
 * SHA-1 (RFC 3174) over 32-bit words. A message is a list of words and its length in bytes, below 2^29; a
 * digest is five words, H0 to H4. A word may have a sign or none: bitwise operations take both for the same.
 */

/** RFC 3174 section 6.1, H0 to H4 before the first block: 67452301 EFCDAB89 98BADCFE 10325476 C3D2E1F0. */
export const INITIAL_DIGEST = [1732584193, 4023233417, 2562383102, 271733878, 3285377520];

/**
 * W(0) to W(79) of a block of sixteen words, RFC 3174 section 6.1 (a) and (b).
 * Of the words made so far only the last sixteen matter: w0 to w15 are W(t-16) to W(t-1) when a turn begins.
 * Each gives way to the word sixteen later, W(t) = S^1(W(t-3) XOR W(t-8) XOR W(t-14) XOR W(t-16)).
 */
export function schedule(block: number[]): number[] {
  const W = block.slice();
  let w0 = block[0]!;
  let w1 = block[1]!;
  let w2 = block[2]!;
  let w3 = block[3]!;
  let w4 = block[4]!;
  let w5 = block[5]!;
  let w6 = block[6]!;
  let w7 = block[7]!;
  let w8 = block[8]!;
  let w9 = block[9]!;
  let w10 = block[10]!;
  let w11 = block[11]!;
  let w12 = block[12]!;
  let w13 = block[13]!;
  let w14 = block[14]!;
  let w15 = block[15]!;
  while (W.length < 80) {
    w0 = w13 ^ w8 ^ w2 ^ w0;
    w0 = (w0 << 1) | ((w0 >> 31) & 1);
    W.push(w0);
    w1 = w14 ^ w9 ^ w3 ^ w1;
    w1 = (w1 << 1) | ((w1 >> 31) & 1);
    W.push(w1);
    w2 = w15 ^ w10 ^ w4 ^ w2;
    w2 = (w2 << 1) | ((w2 >> 31) & 1);
    W.push(w2);
    w3 = w0 ^ w11 ^ w5 ^ w3;
    w3 = (w3 << 1) | ((w3 >> 31) & 1);
    W.push(w3);
    w4 = w1 ^ w12 ^ w6 ^ w4;
    w4 = (w4 << 1) | ((w4 >> 31) & 1);
    W.push(w4);
    w5 = w2 ^ w13 ^ w7 ^ w5;
    w5 = (w5 << 1) | ((w5 >> 31) & 1);
    W.push(w5);
    w6 = w3 ^ w14 ^ w8 ^ w6;
    w6 = (w6 << 1) | ((w6 >> 31) & 1);
    W.push(w6);
    w7 = w4 ^ w15 ^ w9 ^ w7;
    w7 = (w7 << 1) | ((w7 >> 31) & 1);
    W.push(w7);
    w8 = w5 ^ w0 ^ w10 ^ w8;
    w8 = (w8 << 1) | ((w8 >> 31) & 1);
    W.push(w8);
    w9 = w6 ^ w1 ^ w11 ^ w9;
    w9 = (w9 << 1) | ((w9 >> 31) & 1);
    W.push(w9);
    w10 = w7 ^ w2 ^ w12 ^ w10;
    w10 = (w10 << 1) | ((w10 >> 31) & 1);
    W.push(w10);
    w11 = w8 ^ w3 ^ w13 ^ w11;
    w11 = (w11 << 1) | ((w11 >> 31) & 1);
    W.push(w11);
    w12 = w9 ^ w4 ^ w14 ^ w12;
    w12 = (w12 << 1) | ((w12 >> 31) & 1);
    W.push(w12);
    w13 = w10 ^ w5 ^ w15 ^ w13;
    w13 = (w13 << 1) | ((w13 >> 31) & 1);
    W.push(w13);
    w14 = w11 ^ w6 ^ w0 ^ w14;
    w14 = (w14 << 1) | ((w14 >> 31) & 1);
    W.push(w14);
    w15 = w12 ^ w7 ^ w1 ^ w15;
    w15 = (w15 << 1) | ((w15 >> 31) & 1);
    W.push(w15);
  }
  return W;
}

/**
 * The digest after one more block, RFC 3174 section 6.1 (c) to (e), with f and K of section 5.
 * The RFC ends a round by moving the names on: E = D, D = C, C = S^30(B), B = A, A = TEMP. Here the names of
 * the next two lines have moved instead: TEMP goes where E was, B is turned in its place, and after five
 * rounds the names are back. The next bitwise operation on a sum cuts it to 32 bits; it has five numbers
 * below 2^32, so it is exact.
 * @param W the block's schedule
 */
export function rounds(digest: number[], W: number[]): number[] {
  let A = digest[0]!;
  let B = digest[1]!;
  let C = digest[2]!;
  let D = digest[3]!;
  let E = digest[4]!;
  let t = 0;
  // t < 20: f = (B AND C) OR ((NOT B) AND D), which is D XOR (B AND (C XOR D)); K = 5A827999.
  while (t < 20) {
    E = ((A << 5) | ((A >> 27) & 31)) + (D ^ (B & (C ^ D))) + E + W[t]! + 1518500249;
    B = (B << 30) | ((B >> 2) & 1073741823);
    D = ((E << 5) | ((E >> 27) & 31)) + (C ^ (A & (B ^ C))) + D + W[t + 1]! + 1518500249;
    A = (A << 30) | ((A >> 2) & 1073741823);
    C = ((D << 5) | ((D >> 27) & 31)) + (B ^ (E & (A ^ B))) + C + W[t + 2]! + 1518500249;
    E = (E << 30) | ((E >> 2) & 1073741823);
    B = ((C << 5) | ((C >> 27) & 31)) + (A ^ (D & (E ^ A))) + B + W[t + 3]! + 1518500249;
    D = (D << 30) | ((D >> 2) & 1073741823);
    A = ((B << 5) | ((B >> 27) & 31)) + (E ^ (C & (D ^ E))) + A + W[t + 4]! + 1518500249;
    C = (C << 30) | ((C >> 2) & 1073741823);
    t += 5;
  }
  // t < 40: f = B XOR C XOR D; K = 6ED9EBA1.
  while (t < 40) {
    E = ((A << 5) | ((A >> 27) & 31)) + (B ^ C ^ D) + E + W[t]! + 1859775393;
    B = (B << 30) | ((B >> 2) & 1073741823);
    D = ((E << 5) | ((E >> 27) & 31)) + (A ^ B ^ C) + D + W[t + 1]! + 1859775393;
    A = (A << 30) | ((A >> 2) & 1073741823);
    C = ((D << 5) | ((D >> 27) & 31)) + (E ^ A ^ B) + C + W[t + 2]! + 1859775393;
    E = (E << 30) | ((E >> 2) & 1073741823);
    B = ((C << 5) | ((C >> 27) & 31)) + (D ^ E ^ A) + B + W[t + 3]! + 1859775393;
    D = (D << 30) | ((D >> 2) & 1073741823);
    A = ((B << 5) | ((B >> 27) & 31)) + (C ^ D ^ E) + A + W[t + 4]! + 1859775393;
    C = (C << 30) | ((C >> 2) & 1073741823);
    t += 5;
  }
  // t < 60: f = (B AND C) OR (B AND D) OR (C AND D), which is (B AND C) OR (D AND (B OR C)); K = 8F1BBCDC.
  while (t < 60) {
    E = ((A << 5) | ((A >> 27) & 31)) + ((B & C) | (D & (B | C))) + E + W[t]! + 2400959708;
    B = (B << 30) | ((B >> 2) & 1073741823);
    D = ((E << 5) | ((E >> 27) & 31)) + ((A & B) | (C & (A | B))) + D + W[t + 1]! + 2400959708;
    A = (A << 30) | ((A >> 2) & 1073741823);
    C = ((D << 5) | ((D >> 27) & 31)) + ((E & A) | (B & (E | A))) + C + W[t + 2]! + 2400959708;
    E = (E << 30) | ((E >> 2) & 1073741823);
    B = ((C << 5) | ((C >> 27) & 31)) + ((D & E) | (A & (D | E))) + B + W[t + 3]! + 2400959708;
    D = (D << 30) | ((D >> 2) & 1073741823);
    A = ((B << 5) | ((B >> 27) & 31)) + ((C & D) | (E & (C | D))) + A + W[t + 4]! + 2400959708;
    C = (C << 30) | ((C >> 2) & 1073741823);
    t += 5;
  }
  // t < 80: f = B XOR C XOR D; K = CA62C1D6.
  while (t < 80) {
    E = ((A << 5) | ((A >> 27) & 31)) + (B ^ C ^ D) + E + W[t]! + 3395469782;
    B = (B << 30) | ((B >> 2) & 1073741823);
    D = ((E << 5) | ((E >> 27) & 31)) + (A ^ B ^ C) + D + W[t + 1]! + 3395469782;
    A = (A << 30) | ((A >> 2) & 1073741823);
    C = ((D << 5) | ((D >> 27) & 31)) + (E ^ A ^ B) + C + W[t + 2]! + 3395469782;
    E = (E << 30) | ((E >> 2) & 1073741823);
    B = ((C << 5) | ((C >> 27) & 31)) + (D ^ E ^ A) + B + W[t + 3]! + 3395469782;
    D = (D << 30) | ((D >> 2) & 1073741823);
    A = ((B << 5) | ((B >> 27) & 31)) + (C ^ D ^ E) + A + W[t + 4]! + 3395469782;
    C = (C << 30) | ((C >> 2) & 1073741823);
    t += 5;
  }
  return [
    (digest[0]! + A) | 0,
    (digest[1]! + B) | 0,
    (digest[2]! + C) | 0,
    (digest[3]! + D) | 0,
    (digest[4]! + E) | 0,
  ];
}

/**
 * The end of a message, RFC 3174 section 4: a one bit, zeros, the length in bits as the last two words of a
 * block.
 * @param words from the start of a block to the end of the message; changed in place to whole blocks
 * @param length bytes in the whole message
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
  words.push(0);
  words.push(length * 8);
}

/** The digest after all blocks of `words`, whose number is a multiple of 16. */
export function compress(digest: number[], words: number[]): number[] {
  let result = digest;
  let start = 0;
  while (start < words.length) {
    result = rounds(result, schedule(words.slice(start, start + 16)));
    start += 16;
  }
  return result;
}

/**
 * @param message words, the last one filled up with zero bytes; not changed
 * @param length bytes in the message
 * @returns H0 to H4
 */
export function sha1(message: number[], length: number): number[] {
  const words = message.slice();
  pad(words, length);
  return compress(INITIAL_DIGEST, words);
}
