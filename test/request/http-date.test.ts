import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { httpDate } from '../../src/request/http-date.ts';

describe('the Date header', () => {
  it('is read as the platform reads it, for every second up to the year 9999', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 253_402_300_799 }), (seconds) => {
        expect(httpDate(new Date(seconds * 1000).toUTCString())).toBe(seconds * 1000);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    '',
    'yesterday',
    '2026-11-22T10:15:30Z',
    'Sun, 22 Nox 2026 10:15:30 GMT',
    'Sun, 22 anF 2026 10:15:30 GMT',
    'Sun, 22 Nov 2026 10:15:30 GMT and more',
  ])('is unknown for %j', (value) => {
    expect(httpDate(value)).toBeUndefined();
  });
});
