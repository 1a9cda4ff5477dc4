/** HMAC-SHA1 (RFC 2104) over 32-bit words, as sha1.ts has them. */
import { sha1 } from './sha1.ts';

/** `key` filled up with zeros to the block of 64 bytes, every byte XORed with `pad` (RFC 2104 section 2). */
function padded(key: number[], pad: number): number[] {
  const block: number[] = [];
  while (block.length < 16) {
    block.push((key[block.length] || 0) ^ pad);
  }
  return block;
}

/**
 * @param key words; `keyLength` bytes. A key longer than a block of 64 bytes is hashed first.
 * @param message words; `messageLength` bytes
 * @returns the five words of the code
 */
export function hmacSha1(
  key: number[],
  keyLength: number,
  message: number[],
  messageLength: number,
): number[] {
  const shortKey = keyLength > 64 ? sha1(key, keyLength) : key;
  const inner = sha1(padded(shortKey, 0x36363636).concat(message), 64 + messageLength);
  return sha1(padded(shortKey, 0x5c5c5c5c).concat(inner), 84);
}
