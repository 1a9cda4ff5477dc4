import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CountersError, createCounters } from '../../scripts/replay/counters.ts';
import { folder, ndjson, replayText } from './replay-setup.ts';

test('what is set is what is read, for any keys in any order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), fc.integer({ min: 1, max: 2 ** 32 - 1 }))), (steps) => {
      const counters = createCounters(folder());
      const expected = new Map<string, number>();
      for (const [key, value] of steps) {
        expect(counters.get(key)).toBe(expected.get(key) ?? 0);
        counters.set(key, value);
        expected.set(key, value);
      }
      for (const [key, value] of expected) expect(counters.get(key)).toBe(value);
    }),
    { numRuns: 30 },
  );
});

test('holds more keys than it keeps in memory, in a file that nobody finds afterwards', () => {
  const path = folder();
  const counters = createCounters(path);
  const keys = 200_000;
  for (let i = 0; i < keys; i += 1) counters.set(`order-${i}`, (i % 250) + 1);
  // Those of the oldest table, of the file, and everything between them can still change.
  for (let i = 0; i < keys; i += 97) counters.set(`order-${i}`, 300);
  const wrong: number[] = [];
  for (let i = 0; i < keys; i += 1)
    if (counters.get(`order-${i}`) !== (i % 97 === 0 ? 300 : (i % 250) + 1)) wrong.push(i);
  expect(wrong).toEqual([]);
  expect(counters.get('order-')).toBe(0);
  counters.close();
  expect(readdirSync(path)).toEqual([]);
});

test('keys that all fall into one bucket go on in the next table', () => {
  const counters = createCounters(folder());
  const isFirst = (key: string): boolean =>
    createHash('sha256').update(key).digest().readUInt32LE(0) % 1024 === 0;
  const keys = Array.from({ length: 200_000 }, (_, i) => `k${i}`).filter(isFirst);
  expect(keys.length).toBeGreaterThan(128);
  keys.forEach((key, i) => {
    counters.set(key, i + 1);
  });
  expect(keys.map((key) => counters.get(key))).toEqual(keys.map((_, i) => i + 1));
});

test('a folder that takes no file is named, once a file is needed', () => {
  const counters = createCounters(join(folder(), 'gone'));
  expect(() => {
    for (let i = 0; i < 200_000; i += 1) counters.set(String(i), 1);
  }).toThrow(CountersError);
  expect(() => counters.set('one more', 1)).toThrow(/A temporary file in .*gone cannot be used \(ENOENT\)/);
});

test('a dry run leaves its folder as it was', async () => {
  const { file } = await replayText(undefined, ndjson({ any: 1 }), { args: ['--dry-run'] });
  expect(readdirSync(join(file, '..'))).toEqual(['failures.ndjson']);
  expect(readFileSync(file, 'utf8')).toBe('{"any":1}\n');
});
