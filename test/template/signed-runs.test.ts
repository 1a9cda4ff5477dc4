/** Whole runs of the shipped template with credentials of any kind. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../any-character.ts';
import { runs } from '../counts.ts';
import { oauth, reasonOf, run } from './harness.ts';
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

/** What a copied credential has that no credential has: quotes around it, what nobody sees, a placeholder in its place. */
const isRefused = (text: string): boolean =>
  /^["'`“”‘’«»]|["'`“”‘’«»]$|[^ -~\u{a0}-\u{10ffff}]|[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]|\{\{/u.test(
    text.trim(),
  ) || /^(undefined|null|nan|none|\[object object\]|\(not set\)|replace_me)$/i.test(text.trim());
const usable = credential.filter((text) => !isRefused(text));
const refused = fc.oneof(
  credential.filter(isRefused),
  fc
    .tuple(
      usable,
      fc.constantFrom('\0', '\x1f', '\x7f', '\x85', '\u200b', '\u00ad', '\u2060', '\ufeff', '{{'),
      usable,
    )
    .map((parts) => parts.join('')),
  fc.constantFrom('REPLACE_ME', ' undefined ', 'Null', '(not set)', '"key"', "'key'", 'key`', '“key”'),
);
const FIELDS = {
  consumerKey: 'Consumer key',
  consumerSecret: 'Consumer secret',
  accessToken: 'Access token',
  accessTokenSecret: 'Access token secret',
};
const pixelId = fc
  .stringMatching(/^[A-Za-z0-9]{3,12}$/)
  .filter((text) => !/^(undefined|null|nan|none)$/i.test(text));

describe('whole runs of the shipped template', () => {
  it('sign right for random sets of credentials and pixels that share one storage, now and then with what is stored', async () => {
    const storage = new Map<string, unknown>();
    const nonces = new Set<string>();
    let sets = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          pixelId,
          consumerKey: usable,
          consumerSecret: usable,
          accessToken: usable,
          accessTokenSecret: usable,
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
      { numRuns: runs(300, 10_000) },
    );
    expect(storage.size).toBeLessThanOrEqual(256);
  });

  it('refuse a credential that cannot be one by the name of its field, without showing it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...(Object.keys(FIELDS) as (keyof typeof FIELDS)[])),
        refused,
        async (name, text) => {
          const record = await run(oauth({ consent: 'always', [name]: text }), EVENT, { http: answered });
          expect([record.outcome, record.requests.length]).toEqual(['failure', 0]);
          const reason = reasonOf(record);
          expect(reason.startsWith(`${FIELDS[name]} `)).toBe(true);
          // A placeholder is named, up to its end.
          if (text.trim().length > 12 && !text.includes('{{')) expect(reason).not.toContain(text.trim());
        },
      ),
      { numRuns: runs(300, 10_000) },
    );
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
