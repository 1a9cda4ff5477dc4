/** Whole runs of the shipped template with credentials of any kind. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../any-character.ts';
import { oauth, run } from './harness.ts';
import { answered, EVENT, QUIET, settingsOf, signedRun } from './signed.ts';

interface Cost {
  first: number;
  later: number;
}

const awkward = fc.constantFrom(
  ...' &%+=\'"!*()~-._/?#;,:@$\\\u00e4\u00f6\u00fc\u00df\u00e9\u20ac\u2603',
  '\u{1f511}',
  '%20',
  '%2B',
  '\u0000',
  '\n',
);
const credential = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
    fc.string({ unit: anyCharacter, minLength: 1, maxLength: 30 }),
    fc.string({ unit: awkward, minLength: 1, maxLength: 60 }),
    fc.stringMatching(/^[A-Za-z0-9-]{1,90}$/),
  )
  .filter((text) => text.trim() !== '');
const pixelId = fc.stringMatching(/^[A-Za-z0-9]{3,12}$/);

describe('whole runs of the shipped template', () => {
  it('sign right for 300 random sets of credentials and pixels that share one storage, now and then with what is stored', async () => {
    const storage = new Map<string, unknown>();
    const nonces = new Set<string>();
    let sets = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          pixelId,
          consumerKey: credential,
          consumerSecret: credential,
          accessToken: credential,
          accessTokenSecret: credential,
        }),
        fc.integer({ min: 1_000_000_000_000, max: 9_999_999_999_999 }),
        async (set, now) => {
          const settings = oauth({ ...QUIET, ...set });
          const before = nonces.size;
          const times = ++sets % 4 === 0 ? 2 : 1;
          for (let i = 0; i < times; i++) nonces.add((await signedRun(settings, storage, now)).oauth_nonce!);
          expect(nonces.size).toBe(before + times);
        },
      ),
      { numRuns: 300 },
    );
    expect(storage.size).toBeLessThanOrEqual(256);
  });

  it('sign right wherever in a block nonce and token stand', async () => {
    for (let length = 1; length <= 64; length++) {
      const settings = settingsOf('k'.repeat(length), 's', 't'.repeat(1 + ((length * 7) % 64)), 'u');
      const storage = new Map<string, unknown>();
      await signedRun(settings, storage);
      await signedRun(settings, storage);
    }
  });

  it('cost as much more as their credentials are longer', async () => {
    const costs = [];
    for (const length of [1_600, 3_200, 6_400]) {
      const long = 'x'.repeat(length);
      const storage = new Map<string, unknown>();
      const settings = settingsOf(long, long, long, long);
      const first = await run(settings, EVENT, { http: answered, storage });
      const later = await run(settings, EVENT, { http: answered, storage });
      costs.push({ first: first.instructions, later: later.instructions });
    }
    const [short, middle, long] = costs as [Cost, Cost, Cost];
    for (const which of ['first', 'later'] as const) {
      const growth = (long[which] - middle[which]) / (middle[which] - short[which]);
      expect(growth).toBeGreaterThan(1.9);
      expect(growth).toBeLessThan(2.1);
    }
  });

  it('take numbers for texts, as a variable may give them', async () => {
    await signedRun(oauth({ ...QUIET, consumerKey: 12345, accessToken: 0, pixelId: 123 }), new Map());
  });
});
