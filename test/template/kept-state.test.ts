/** What the shipped template keeps in the storage of a server instance between runs: a saving that never spoils a signature. */
import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CREDENTIALS, type Data, formsOf, purchase, run } from './harness.ts';
import { answered, EVENT, expectSigned, NOW, settingsOf, signedRun } from './signed.ts';

const SETTINGS = settingsOf('consumer-key-1', 'consumer-secret-1', 'access-token-1', 'access-token-secret-1');

describe('what is kept between runs', () => {
  it('is used: a second run costs less than half, and nothing is written anew', async () => {
    const storage = new Map<string, unknown>();
    const first = await run(SETTINGS, EVENT, { http: answered, storage });
    const kept = JSON.stringify([...storage]);
    const second = await run(SETTINGS, EVENT, { http: answered, storage });
    expect(second.instructions).toBeLessThan(first.instructions / 2);
    expect(JSON.stringify([...storage])).toBe(kept);
  });

  it('may be gone at any time', async () => {
    const storage = new Map<string, unknown>();
    for (let i = 0; i < 3; i++) {
      await signedRun(SETTINGS, storage);
      storage.clear();
    }
  });

  it('may be anything, of whatever origin', async () => {
    const storage = new Map<string, unknown>();
    await signedRun(SETTINGS, storage);
    const [[key, whole] = ['', '']] = storage as Map<string, string>;
    const cyclic: Data = { state: {}, seal: whole.slice(0, 64) };
    cyclic.state = cyclic;
    const foreign = [
      cyclic,
      Array.from({ length: 900 }).reduce<unknown>((inner) => [inner], []),
      0,
      1,
      Number.NaN,
      true,
      false,
      '',
      'text',
      '{}',
      [],
      [[]],
      {},
      [whole],
      // A former layout, in which the seal was no part of a text.
      { state: null, seal: null },
      { state: { inner: [], outer: [], words: [], place: 0, known: [], nonce: '' }, seal: true },
      { state: JSON.parse(whole.slice(64)), seal: whole.slice(0, 64) },
      // Sealed without the credentials.
      `${createHash('sha256').update(whole.slice(64)).digest('hex')}${whole.slice(64)}`,
      `${createHash('sha256').update('').digest('hex')}`,
    ];
    for (const value of foreign) {
      storage.set(key, value);
      await signedRun(SETTINGS, storage);
    }
  });

  it('spoils no signature when it is changed or cut at any place', async () => {
    const storage = new Map<string, unknown>();
    await signedRun(SETTINGS, storage);
    const [[key, whole] = ['', '']] = storage as Map<string, string>;
    expect(whole.length).toBeGreaterThan(1_000);
    for (let at = 0; at < whole.length; at += 20)
      for (const changed of [
        whole.slice(0, at) + (whole[at] === '1' ? '2' : '1') + whole.slice(at + 1),
        whole.slice(0, at) + whole.slice(at + 1),
        whole.slice(0, at),
      ]) {
        storage.set(key, changed);
        await signedRun(SETTINGS, storage);
        expect(storage.get(key)).not.toBe(changed);
      }
  });

  it('of other credentials is not taken, whichever of the four differs and in both directions', async () => {
    const storage = new Map<string, unknown>();
    await signedRun(SETTINGS, storage);
    for (const name of CREDENTIALS) {
      const other = { ...SETTINGS, [name]: `${SETTINGS[name]}x` };
      const otherStorage = new Map<string, unknown>();
      await signedRun(other, otherStorage);
      const [key] = storage.keys();
      const [otherKey] = otherStorage.keys();
      // As if both had the same key.
      await signedRun(SETTINGS, new Map([[key!, otherStorage.get(otherKey!)]]));
      await signedRun(other, new Map([[otherKey!, storage.get(key!)]]));
    }
    const otherPixel = { ...SETTINGS, pixelId: 'o8z6k' };
    const pixelStorage = new Map<string, unknown>();
    await signedRun(otherPixel, pixelStorage);
    const [pixelKey] = pixelStorage.keys();
    await signedRun(otherPixel, new Map([[pixelKey!, [...storage.values()][0]]]));
  });

  it('follows credentials that change from run to run', async () => {
    const storage = new Map<string, unknown>();
    for (const name of [...CREDENTIALS, ...CREDENTIALS])
      for (const settings of [SETTINGS, { ...SETTINGS, [name]: 'another one' }, SETTINGS])
        await signedRun(settings, storage);
  });

  it('tells apart credentials that only together make the same text', async () => {
    const storage = new Map<string, unknown>();
    for (const settings of [
      settingsOf('ab', 'c', 'd', 'e'),
      settingsOf('a', 'bc', 'd', 'e'),
      settingsOf('a","b', 'c', 'd', 'e'),
      settingsOf('a', 'b","c', 'd', 'e'),
      settingsOf('a', 'b', 'c&d', 'e'),
      settingsOf('a', 'b&c', 'd', 'e'),
    ])
      for (let i = 0; i < 2; i++) await signedRun(settings, storage);
  });

  it('serves two tags with different credentials at once', async () => {
    const storage = new Map<string, unknown>();
    const other = settingsOf('other-key', 'other-secret', 'other-token', 'other-token-secret');
    const headers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => signedRun(i % 2 ? other : SETTINGS, storage)),
    );
    expect(new Set(headers.map(({ oauth_nonce }) => oauth_nonce)).size).toBe(20);
  });

  it('and its key hold no credential as text, plain or encoded', async () => {
    for (let i = 0; i < 40; i++) {
      const secret = (name: string) => `${name}!${randomBytes(6).toString('base64')}\u00e4 ${'x'.repeat(i)}`;
      const settings = settingsOf(
        ...(['Kk', 'Ss', 'Tt', 'Uu'].map(secret) as [string, string, string, string]),
      );
      const storage = new Map<string, unknown>();
      await signedRun(settings, storage);
      expect(storage.size).toBe(1);
      const kept = JSON.stringify([...storage]);
      for (const name of CREDENTIALS)
        for (const form of formsOf(String(settings[name]))) {
          expect(kept).not.toContain(form);
          expect(kept).not.toContain(form.slice(0, 8));
        }
    }
  });

  it('is not needed: in preview, where storage is empty each time, signatures are as right', async () => {
    const record = await run(SETTINGS, purchase(), { http: answered, preview: true, now: () => NOW });
    expectSigned(record.requests[0]!.request, SETTINGS, NOW);
  });
});
