import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signRequest } from '../../src/signing/oauth1.ts';
import { prepare, sign } from '../../src/signing/signer.ts';
import { encode } from './platform.ts';

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 70 });
const credentials = fc.record({
  consumerKey: text,
  consumerSecret: text,
  accessToken: text,
  accessTokenSecret: text,
});
const seconds = fc.integer({ min: 1_000_000_000, max: 9_999_999_999 });

/** A repeatable source of whole numbers. */
function drawFrom(seed: number): (least: number, most: number) => number {
  let state = seed >>> 0;
  return (least, most) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return least + (state % (most - least + 1));
  };
}

const urlOf = (pixelId: string) => `https://ads-api.x.com/12/measurement/conversions/${pixelId}`;

describe('prepared signatures', () => {
  it('equal the plain ones for 3,000 random credentials, pixels, times and draws', () => {
    fc.assert(
      fc.property(
        credentials,
        fc.stringMatching(/^[a-z0-9]{3,12}$/),
        fc.array(seconds, { minLength: 1, maxLength: 3 }),
        fc.integer(),
        (given, pixelId, times, seed) => {
          const request = { method: 'POST', url: urlOf(pixelId) };
          const draw = drawFrom(seed);
          const prepared = prepare(request, given, encode, draw);
          for (const time of times) {
            const signed = sign(prepared, time, draw);
            expect(signed.timestamp).toBe(String(time));
            const expected = signRequest(request, given, signed, encode);
            expect(expected).toContain(`oauth_signature="${encodeURIComponent(signed.signature)}"`);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('equal the plain ones wherever in a block the nonce starts and however long the token is', () => {
    for (let key = 1; key <= 64; key++) {
      for (const token of [1, 20, 46, 50, 54, 60, 100, 150]) {
        const given = {
          consumerKey: 'k'.repeat(key),
          consumerSecret: 's',
          accessToken: 't'.repeat(token),
          accessTokenSecret: 'u',
        };
        const request = { method: 'POST', url: urlOf('o8z6j') };
        const signed = sign(prepare(request, given, encode, drawFrom(key)), 1_763_800_321, drawFrom(token));
        expect(signRequest(request, given, signed, encode)).toContain(encodeURIComponent(signed.signature));
      }
    }
  });

  it('have a nonce of 12 to 15 letters and digits that differs in 2,000 draws of the same second', () => {
    for (let key = 1; key <= 4; key++) {
      const draw = drawFrom(key);
      const given = {
        consumerKey: 'k'.repeat(key),
        consumerSecret: 'b',
        accessToken: 'c',
        accessTokenSecret: 'd',
      };
      const prepared = prepare({ method: 'POST', url: urlOf('o8z6j') }, given, encode, draw);
      const nonces = Array.from({ length: 2_000 }, () => sign(prepared, 1_763_800_321, draw).nonce);
      expect(new Set(nonces).size).toBe(2_000);
      for (const nonce of nonces) expect(nonce).toMatch(/^[a-z2-7]{12,15}$/);
    }
  });

  it('are right whatever the platform draws and whatever its clock says', () => {
    const given = { consumerKey: 'abc', consumerSecret: 'b', accessToken: 'c', accessTokenSecret: 'd' };
    const request = { method: 'POST', url: urlOf('o8z6j') };
    fc.assert(
      fc.property(
        fc.oneof(fc.double(), fc.integer(), fc.constant(undefined)),
        fc.integer({ min: 0, max: 9_999_999_999 }),
        (drawn, time) => {
          const draw = () => drawn as number;
          const signed = sign(prepare(request, given, encode, draw), time, draw);
          expect(Number(signed.timestamp)).toBe(time);
          expect(signed.timestamp).toHaveLength(10);
          expect(signed.nonce).toMatch(/^[a-z2-7]{12,15}$/);
          expect(signRequest(request, given, signed, encode)).toContain(encodeURIComponent(signed.signature));
        },
      ),
    );
  });

  it('are right for credentials of many kilobytes', () => {
    const long = 'a long one, \u00e9. '.repeat(4_000);
    const given = { consumerKey: long, consumerSecret: long, accessToken: long, accessTokenSecret: long };
    const request = { method: 'POST', url: urlOf('o8z6j') };
    const signed = sign(prepare(request, given, encode, drawFrom(1)), 1_763_800_321, drawFrom(2));
    expect(signRequest(request, given, signed, encode)).toContain(encodeURIComponent(signed.signature));
  });
});
