import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placesIn } from '../../../sandbox/tpl/place.ts';

describe('places', () => {
  it('are lines and columns from 1, whichever line ends a text has, asked for in any order', () => {
    const text = fc.array(fc.constantFrom('a', '\n', '\r', '\r\n', '€')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: -2, max: 40 })), (whole, offsets) => {
        const place = placesIn(whole);
        for (const offset of offsets) {
          const before = whole.slice(0, Math.max(offset, 0));
          // Between CR and LF the line has not ended yet.
          const isInside = before.endsWith('\r') && whole[before.length] === '\n';
          const lines = (isInside ? before.slice(0, -1) : before).split(/\r\n|\r|\n/);
          const column = lines.at(-1)!.length + 1 + (isInside ? 1 : 0);
          expect(place(offset)).toEqual({ line: lines.length, column });
        }
      }),
    );
  });

  it('of many offsets cost one search of the text', () => {
    const text = 'a\n'.repeat(1_000_000);
    const place = placesIn(text);
    for (let i = 0; i < 100_000; i++) place(i * 20);
    expect(place(text.length)).toEqual({ line: 1_000_001, column: 1 });
  }, 5000);
});
