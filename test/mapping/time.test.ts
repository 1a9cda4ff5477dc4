import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoTime } from '../../src/mapping/time.ts';

describe('conversion time', () => {
  it.each([
    [0, '1970-01-01T00:00:00.000Z'],
    [951_782_400_000, '2000-02-29T00:00:00.000Z'],
    [1_763_800_321_456, '2025-11-22T08:32:01.456Z'],
    [4_107_542_399_999, '2100-02-28T23:59:59.999Z'],
  ])('writes %d as ISO 8601 with milliseconds', (milliseconds, expected) => {
    expect(isoTime(milliseconds)).toBe(expected);
  });

  it('equals the platform for every millisecond up to March 2100', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_107_542_399_999 }), (milliseconds) => {
        expect(isoTime(milliseconds)).toBe(new Date(milliseconds).toISOString());
      }),
      { numRuns: 2000 },
    );
  });
});
