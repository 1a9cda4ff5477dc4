import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compress, compressKnown, INITIAL_DIGEST, schedule, sha1 } from '../../src/signing/sha1.ts';
import { hexOf, wordsOf } from './words.ts';

const digest = (text: string): string => hexOf(sha1(wordsOf(Buffer.from(text)), text.length));

describe('SHA-1', () => {
  // RFC 3174 §7.3, TEST1 to TEST4 (TEST3 and TEST4 are repetitions of a short text).
  it.each([
    ['abc', 1, 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      1,
      '84983e441c3bd26ebaae4aa1f95129e5e54670f1',
    ],
    ['a', 1_000_000, '34aa973cd4c4daa4f61eeb2bdbad27316534016f'],
    [
      '0123456701234567012345670123456701234567012345670123456701234567',
      10,
      'dea356a2cddd90c7a7ecedc5ebb563934f460452',
    ],
    ['', 1, 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
  ])('gives the published digest of %j × %i', (text, times, expected) => {
    expect(digest(text.repeat(times))).toBe(expected);
  });

  it('equals node:crypto for every length from 0 to 1024 bytes', () => {
    for (let length = 0; length <= 1024; length++) {
      const bytes = Buffer.from(Array.from({ length }, (_, i) => (i * 167 + length * 31) & 255));
      const expected = createHash('sha1').update(bytes).digest('hex');
      expect(hexOf(sha1(wordsOf(bytes), length)), `length ${length}`).toBe(expected);
    }
  });

  it('gives the same digest for a block whose schedule was made before', () => {
    const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    fc.assert(
      fc.property(fc.array(word, { minLength: 16, maxLength: 16 }), (block) => {
        expect(compressKnown(INITIAL_DIGEST, schedule(block))).toEqual(compress(INITIAL_DIGEST, block));
      }),
    );
  });

  it('leaves the message as it was', () => {
    const message = wordsOf(Buffer.from('twelve bytes'));
    sha1(message, 12);
    expect(message).toEqual(wordsOf(Buffer.from('twelve bytes')));
  });
});
