/**
 * HMAC-SHA1 (RFC 2104) over 32-bit words, as sha1.ts has them.
 * @lazy
 */
import { compress, compressAll, INITIAL_DIGEST, pad, sha1 } from './sha1.ts';

/** A key, as the digests after its inner and its outer block (RFC 2104 section 4): the key itself is needed no more. */
export interface HmacKey {
  readonly inner: number[];
  readonly outer: number[];
}

/** @param key words; `length` bytes. A key longer than a block of 64 bytes is hashed first. */
export function hmacKey(key: number[], length: number): HmacKey {
  const short = length > 64 ? sha1(key, length) : key;
  const ipad: number[] = [];
  const opad: number[] = [];
  let i = 0;
  while (i < 16) {
    const word = short[i] || 0;
    ipad.push(word ^ 0x36363636);
    opad.push(word ^ 0x5c5c5c5c);
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
 * @returns the five words of the code, not cut to 32 bits
 */
export function hmacSha1(key: HmacKey, message: number[], length: number): number[] {
  const words = message.slice();
  pad(words, 64 + length);
  return hmacOuter(key.outer, compressAll(key.inner, words));
}
