import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compress, INITIAL_DIGEST, pad, rounds, schedule, sha1 } from '../../src/signing/sha1.ts';
import { bytesOf, hexOf, wordsOf } from './words.ts';

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

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

  it('equals node:crypto for random messages', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (array) => {
        const bytes = Buffer.from(array);
        expect(hexOf(sha1(wordsOf(bytes), bytes.length))).toBe(
          createHash('sha1').update(bytes).digest('hex'),
        );
      }),
    );
  });

  it('schedules a block as RFC 3174 section 6.1 (b) writes it', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 16, maxLength: 16 }), (block) => {
        const W = block.slice();
        for (let t = 16; t < 80; t++) {
          const mixed = W[t - 3]! ^ W[t - 8]! ^ W[t - 14]! ^ W[t - 16]!;
          W.push((mixed << 1) | (mixed >>> 31));
        }
        expect(schedule(block)).toEqual(W);
      }),
    );
  });

  it('compresses block by block, with schedules of its own or with those made before', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 32, maxLength: 32 }), (words) => {
        const [first, second] = [words.slice(0, 16), words.slice(16)];
        const digest = rounds(rounds(INITIAL_DIGEST, schedule(first)), schedule(second));
        expect(compress(INITIAL_DIGEST, words)).toEqual(digest);
      }),
    );
  });

  it('takes words with and without sign for the same and gives digests of 32 bits', () => {
    const digests = fc.array(word, { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(digests, fc.array(word, { minLength: 16, maxLength: 16 }), (digest, block) => {
        const plain = compress(digest, block);
        const unsigned = (values: number[]): number[] => values.map((value) => value >>> 0);
        expect(compress(unsigned(digest), unsigned(block))).toEqual(plain);
        expect(wordsOf(bytesOf(plain))).toEqual(plain);
      }),
    );
  });

  it('ends a message with its length in bits, beyond 2^31 as well', () => {
    const words: number[] = [];
    pad(words, 2 ** 28);
    expect(words).toEqual([-(2 ** 31), ...Array<number>(14).fill(0), 2 ** 31]);
  });

  it('leaves the message as it was', () => {
    const message = wordsOf(Buffer.from('twelve bytes'));
    sha1(message, 12);
    expect(message).toEqual(wordsOf(Buffer.from('twelve bytes')));
  });
});
