import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asciiWords } from '../../src/signing/ascii.ts';
import { base64Digest } from '../../src/signing/base64.ts';
import { percentEncode } from '../../src/signing/percent-encoding.ts';
import { encode } from './platform.ts';
import { bytesOf, wordsOf } from './words.ts';

describe('percent-encoding', () => {
  // X, Percent encoding parameters: the page's four examples.
  it.each([
    ['Ladies + Gentlemen', 'Ladies%20%2B%20Gentlemen'],
    ['An encoded string!', 'An%20encoded%20string%21'],
    ['Dogs, Cats & Mice', 'Dogs%2C%20Cats%20%26%20Mice'],
    ['☃', '%E2%98%83'],
  ])('encodes %j as X does', (text, expected) => {
    expect(percentEncode(text, encode)).toBe(expected);
  });

  it("encodes ! ' ( ) * and leaves the unreserved characters alone", () => {
    expect(percentEncode("!'()*", encode)).toBe('%21%27%28%29%2A');
    expect(percentEncode('AZaz09-._~', encode)).toBe('AZaz09-._~');
    expect(percentEncode('', encode)).toBe('');
  });

  it('says that half a surrogate pair cannot be encoded', () => {
    expect(percentEncode('a\ud800b', encode)).toBeUndefined();
  });

  it('writes every byte that is not unreserved as two upper-case hex digits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const expected = [...Buffer.from(text)]
          .map((byte) => {
            const character = String.fromCharCode(byte);
            return /[A-Za-z0-9._~-]/.test(character)
              ? character
              : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
          })
          .join('');
        expect(percentEncode(text, encode)).toBe(expected);
      }),
    );
  });
});

describe('ASCII text as words', () => {
  it('packs four characters a word and fills up with zeros', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[%&A-Za-z0-9._~-]*$/), (text) => {
        expect(asciiWords(text)).toEqual(wordsOf(Buffer.from(text)));
      }),
    );
  });
});

describe('Base64 of a digest', () => {
  it('equals Node for arbitrary digests', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ max: 2 ** 32 - 1 }), { minLength: 5, maxLength: 5 }), (digest) => {
        expect(base64Digest(digest)).toBe(bytesOf(digest).toString('base64'));
      }),
    );
  });
});
