import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hmacKey, hmacSha1 } from '../../src/signing/hmac.ts';
import { hexOf, wordsOf } from './words.ts';

const hmac = (key: Buffer, message: Buffer): string =>
  hexOf(hmacSha1(hmacKey(wordsOf(key), key.length), wordsOf(message), message.length));

describe('HMAC-SHA1', () => {
  // RFC 2202 §3, all seven cases.
  const bytes = (value: number, times: number) => Buffer.alloc(times, value);
  it.each([
    [bytes(0x0b, 20), Buffer.from('Hi There'), 'b617318655057264e28bc0b6fb378c8ef146be00'],
    [
      Buffer.from('Jefe'),
      Buffer.from('what do ya want for nothing?'),
      'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79',
    ],
    [bytes(0xaa, 20), bytes(0xdd, 50), '125d7342b9ac11cd91a39af48aa17b4f63f175d3'],
    [
      Buffer.from(Array.from({ length: 25 }, (_, i) => i + 1)),
      bytes(0xcd, 50),
      '4c9007f4026250c6bc8414f9bf50c86c2d7235da',
    ],
    [bytes(0x0c, 20), Buffer.from('Test With Truncation'), '4c1a03424b55e07fe7f27be1d58bb9324a9a5a04'],
    [
      bytes(0xaa, 80),
      Buffer.from('Test Using Larger Than Block-Size Key - Hash Key First'),
      'aa4ae5e15272d00e95705637ce8a3b55ed402112',
    ],
    [
      bytes(0xaa, 80),
      Buffer.from('Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data'),
      'e8e99d0f45237d786d6bbaa7965c7808bbff1a91',
    ],
  ])('gives the digest of RFC 2202 case %#', (key, message, expected) => {
    expect(hmac(key, message)).toBe(expected);
  });

  it('equals node:crypto for key lengths around the block of 64 bytes', () => {
    for (const length of [0, 1, 3, 55, 56, 63, 64, 65, 66, 119, 120, 128, 200]) {
      const key = Buffer.from(Array.from({ length }, (_, i) => (i * 13 + 5) & 255));
      const message = Buffer.from(`a message for a key of ${length} bytes`);
      expect(hmac(key, message)).toBe(createHmac('sha1', key).update(message).digest('hex'));
    }
  });
});
