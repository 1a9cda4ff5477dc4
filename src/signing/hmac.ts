/** HMAC-SHA1 (RFC 2104) over 32-bit words, as sha1.ts has them. */
import { compress, INITIAL_DIGEST, pad, sha1 } from './sha1.ts';

/**
 * A key as the digests after its inner and its outer block (RFC 2104 section 4): itself it is needed no more.
 */
export interface HmacKey {
  readonly inner: number[];
  readonly outer: number[];
}

/** @param key words; `length` bytes. A key longer than a block of 64 bytes is hashed first. */
export function hmacKey(key: number[], length: number): HmacKey {
  const ofBlock = length > 64 ? sha1(key, length) : key;
  const ipad: number[] = [];
  const opad: number[] = [];
  let i = 0;
  while (i < 16) {
    const word = ofBlock[i] || 0;
    // The bytes 36 and 5C, hexadecimal, four times each.
    ipad.push(word ^ 909522486);
    opad.push(word ^ 1549556828);
    i += 1;
  }
  return { inner: compress(INITIAL_DIGEST, ipad), outer: compress(INITIAL_DIGEST, opad) };
}

/** The code, from the digest of the inner hash: five words and the end of a message of 64 + 20 bytes. */
export function hmacOuter(outer: number[], digest: number[]): number[] {
  return compress(outer, digest.concat([-2147483648, 0, 0, 0, 0, 0, 0, 0, 0, 0, 672]));
}

/**
 * @param message words; `length` bytes
 * @returns the five words of the code
 */
export function hmacSha1(key: HmacKey, message: number[], length: number): number[] {
  const words = message.slice();
  pad(words, 64 + length);
  return hmacOuter(key.outer, compress(key.inner, words));
}
