/** Moments as exports of logs write them. */
import { describe, expect, test } from 'vitest';
import { momentOf } from '../../scripts/reconcile/moment.ts';

describe('a time', () => {
  const at = Date.parse('2026-11-20T10:15:30.123Z');
  test.each([
    ['2026-11-20T10:15:30.123Z', at],
    ['2026-11-20T10:15:30.123456789Z', at],
    ['2026-11-20T11:15:30,123+01:00', at],
    ['2026-11-20T11:15:30.123+0100', at],
    ['2026-11-20 10:15:30.123 UTC', at],
    ['2026-11-20 10:15:30.123', at],
    ['1.795169730123E9', at],
    [at / 1000, at],
    [at, at],
    [String(at * 1000), at],
    ['2026-13-20T10:15:30Z', undefined],
    ['1970-01-01T00:00:00Z', undefined],
    ['10:15', undefined],
    ['9'.repeat(100), undefined],
    [null, undefined],
    [{}, undefined],
  ])('%j is read as exports write it', (text, moment) => {
    expect(momentOf(text)).toBe(moment);
  });
});
