/** The cache of signatures on its own, with a storage that may hold anything. */
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { preparedFor, type SigningTools } from '../../src/request/signature-cache.ts';
import type { Prepared } from '../../src/signing/signer.ts';
import { encode } from '../signing/platform.ts';

const URL = 'https://ads-api.x.com/12/measurement/conversions/o8z6j';
const CREDENTIALS = {
  consumerKey: 'consumer-key',
  consumerSecret: 'consumer-secret',
  accessToken: 'access-token',
  accessTokenSecret: 'access-token-secret',
};

function toolsOn(storage: Map<string, unknown>): SigningTools {
  return {
    draw: (least) => least,
    encode,
    now: () => 0,
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    stringify: JSON.stringify,
    parseJson: JSON.parse,
    load: (key) => storage.get(key),
    save: (key, value) => storage.set(key, value),
  };
}

/** What is prepared when nothing is stored, and the entry it leaves behind. */
function fresh(): { prepared: Prepared; key: string; entry: string } {
  const storage = new Map<string, unknown>();
  const prepared = preparedFor(URL, CREDENTIALS, toolsOn(storage));
  expect(storage.size).toBe(1);
  const [[key, entry] = ['', '']] = storage as Map<string, string>;
  return { prepared, key, entry };
}

const { prepared, key, entry } = fresh();

describe('the cache of signatures', () => {
  it('gives back what it has kept', () => {
    const tools = { ...toolsOn(new Map([[key, entry]])), encode: () => expect.fail('prepared anew') };
    expect(preparedFor(URL, CREDENTIALS, tools)).toEqual(prepared);
  });

  it('names the layout of an entry in its key: change the number with the layout, and then this test', () => {
    expect(key).toMatch(/^oauth1\.2\.[0-9a-f]{2}$/);
    expect(entry).toMatch(
      /^[0-9a-f]{64}\{"inner":\[[^\]]*\],"outer":\[[^\]]*\],"letters":"\w*","before":\[[^\]]*\],"between":\[[^\]]*\],"after":\[[^\]]*\],"known":\[(\[[^\]]*\],?)+\]\}$/,
    );
    expect(prepared.between).toHaveLength(14);
    expect((prepared.before.length + 20 + prepared.after.length) % 16).toBe(0);
    for (const W of prepared.known) expect(W).toHaveLength(80);
  });

  it('makes anew what is damaged, foreign or from another version, and writes it', () => {
    const cyclic: Record<string, unknown> = { seal: entry.slice(0, 64) };
    cyclic.state = cyclic;
    const deep = Array.from({ length: 100_000 }).reduce<unknown>((inner) => [inner], []);
    const changed = fc
      .tuple(fc.nat(entry.length - 1), fc.constantFrom('', '0', '1', 'x', '"', '{'))
      .map(([at, character]) => entry.slice(0, at) + character + entry.slice(at + 1))
      .filter((text) => text !== entry);
    const cut = fc.nat(entry.length - 1).map((length) => entry.slice(0, length));
    const former = fc.constantFrom<unknown>(
      { state: prepared, seal: entry.slice(0, 64) },
      cyclic,
      deep,
      [entry],
      { toString: () => entry },
      entry.slice(64),
      `${createHash('sha256').update(entry.slice(64)).digest('hex')}${entry.slice(64)}`,
    );
    fc.assert(
      fc.property(fc.oneof(changed, cut, former, fc.anything()), (stored) => {
        const storage = new Map([[key, stored]]);
        expect(preparedFor(URL, CREDENTIALS, toolsOn(storage))).toEqual(prepared);
        expect(storage.get(key)).toBe(entry);
      }),
      { numRuns: 500 },
    );
  });

  it('takes no entry of another URL or other credentials', () => {
    for (const name of Object.keys(CREDENTIALS)) {
      const storage = new Map<string, unknown>();
      preparedFor(URL, { ...CREDENTIALS, [name]: 'another' }, toolsOn(storage));
      const [other] = storage.values();
      expect(preparedFor(URL, CREDENTIALS, toolsOn(new Map([[key, other]])))).toEqual(prepared);
    }
    const storage = new Map<string, unknown>();
    preparedFor(`${URL}k`, CREDENTIALS, toolsOn(storage));
    const [other] = storage.values();
    expect(preparedFor(URL, CREDENTIALS, toolsOn(new Map([[key, other]])))).toEqual(prepared);
  });
});
