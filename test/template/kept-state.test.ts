/** What the shipped template keeps in the storage of a server instance between runs: a saving that never spoils a signature. */
import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CREDENTIALS, type Data, formsOf, purchase, run } from './harness.ts';
import { answered, EVENT, expectSigned, NOW, settingsOf, signedRun } from './signed.ts';

/** Every place in a value, as the way there. */
function placesOf(value: unknown, way: string[] = []): string[][] {
  const below = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [way, ...below.flatMap(([key, inner]) => placesOf(inner, [...way, key]))];
}

const isContainer = (value: unknown): value is Data => typeof value === 'object' && value !== null;

/** The value with one place changed; `undefined` removes it. */
function mutated(value: unknown, [step, ...rest]: string[], change: (old: unknown) => unknown): unknown {
  if (step === undefined || !isContainer(value)) return change(value);
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Data;
  const inner = mutated(copy[step], rest, change);
  if (inner === undefined) delete copy[step];
  else copy[step] = inner;
  return copy;
}

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
    const [key] = storage.keys();
    const whole = storage.get(key!);
    const foreign = [
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
      { state: {} },
      { seal: '' },
    ].concat([
      { state: null, seal: null },
      { state: undefined, seal: 'x' },
      { state: {}, seal: createHash('sha256').update('{}').digest('hex') },
      { state: {}, seal: createHash('sha256').update('{}').digest('base64') },
      { state: { inner: [], outer: [], words: [], place: 0, known: [], nonce: '' }, seal: true },
      [whole],
      { ...(whole as Data), extra: 1 },
    ] as never[]);
    for (const value of foreign) {
      storage.set(key!, value);
      await signedRun(SETTINGS, storage);
    }
  });

  it('spoils no signature when any single field of it is changed, removed or replaced', async () => {
    const storage = new Map<string, unknown>();
    await signedRun(SETTINGS, storage);
    const [[key, whole] = ['', {}]] = [...storage];
    const places = placesOf(whole);
    expect(places.length).toBeGreaterThan(20);
    const changes: ((old: unknown) => unknown)[] = [
      (old) => (typeof old === 'number' ? old + 1 : typeof old === 'string' ? `${old}x` : null),
      () => undefined,
      () => ({}),
    ];
    for (const place of places)
      for (const change of changes) {
        storage.set(key, mutated(whole, place, change));
        await signedRun(SETTINGS, storage);
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
