import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCounter, type Heard } from '../../scripts/shop/count.ts';
import { runs } from '../counts.ts';

const HOUR = 3_600_000;

/** Lines as `pixel A`, `server A 47` (hours later): what each counts. */
function counts(...lines: string[]): number[] {
  const judge = createCounter();
  return lines.map((line, i) => judge(heard(line, i + 1)).counts);
}

function heard(line: string, number: number): Heard {
  const [side = '', id = '', hours = '0', event = 'o87ne'] = line.split(' ');
  return {
    line: number,
    side: side as Heard['side'],
    at: Number(hours) * HOUR,
    event,
    conversionId: id === '-' ? '' : id,
    kind: 'event',
  };
}

describe('what X would count', () => {
  it.each([
    [
      ['pixel A', 'server A'],
      [1, 0],
    ],
    [
      ['server A', 'pixel A'],
      [1, 0],
    ],
    [
      ['pixel A', 'server B'],
      [1, 1],
    ],
    [
      ['pixel -', 'server -'],
      [1, 1],
    ],
    [
      ['pixel A 0 o87ne', 'server A 0 o87nf'],
      [1, 1],
    ],
    [
      ['pixel A', 'server A 47.9'],
      [1, 0],
    ],
    [
      ['pixel A', 'server A 48'],
      [1, 0],
    ],
    [
      ['pixel A', 'server A 48.1'],
      [1, 1],
    ],
    // Two of one side: nothing is promised.
    [
      ['pixel A', 'pixel A'],
      [1, 1],
    ],
    [
      ['server A', 'pixel A', 'server A'],
      [1, 0, 1],
    ],
    // The second of the server is still the pixel's conversion.
    [
      ['pixel A', 'server A', 'server A'],
      [1, 0, 0],
    ],
    [
      ['pixel A', 'server A', 'pixel A', 'server A'],
      [1, 0, 1, 0],
    ],
  ])('%j is %j', (lines, expected) => {
    expect(counts(...lines)).toEqual(expected);
  });

  it('is nothing that X refused, and everything that the pixel made by itself', () => {
    const judge = createCounter();
    const pixel = heard('pixel A', 1);
    expect(judge({ ...heard('server A', 1), kind: 'refused' }).counts).toBe(0);
    expect(judge({ ...pixel, line: 2 }).counts).toBe(1);
    expect(
      judge({ ...pixel, line: 3, event: 'gtm_purchase', conversionId: '', kind: 'automatic' }).counts,
    ).toBe(1);
  });

  it('says which line it is one with', () => {
    const judge = createCounter();
    judge(heard('pixel A', 7));
    expect(judge(heard('server A', 9)).why).toContain('line 7, from the pixel');
    expect(judge(heard('pixel A', 10)).why).toContain('Line 7');
  });

  it('is at least one for each ID, and one for a pair whatever came before', () => {
    const line = fc
      .tuple(fc.constantFrom('pixel', 'server'), fc.constantFrom('A', 'B', 'C', '-'))
      .map(([side, id]) => `${side} ${id}`);
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const sum = counts(...lines).reduce((a, b) => a + b, 0);
        const ids = new Set(lines.map((one) => one.split(' ')[1]).filter((id) => id !== '-'));
        expect(sum).toBeGreaterThanOrEqual(ids.size);
        // One of each side, whatever stands between: one conversion.
        const pair = counts(...lines, 'pixel D', 'server D').slice(-2);
        expect(pair).toEqual([1, 0]);
      }),
      { numRuns: runs(200, 20_000) },
    );
  });
});
