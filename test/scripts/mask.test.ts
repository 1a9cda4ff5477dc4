import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskAll } from '../../scripts/lib/mask.ts';
import { runs } from '../counts.ts';

describe('a masked text', () => {
  it('shows of a secret how long it is, in whatever form it stands there', () => {
    expect(maskAll('key=s3 r/t; s3%20r%2Ft; s3%2520r%252Ft', ['s3 r/t'])).toBe(
      'key=<6 characters>; <6 characters>; <6 characters>',
    );
    expect(maskAll('{"note":"a \\"quoted\\" one"}', ['a "quoted" one'])).toBe('{"note":"<14 characters>"}');
    expect(maskAll('nothing', ['', 'else'])).toBe('nothing');
  });

  it('does not mask its own masks, for a secret of one letter (they were masked once)', () => {
    expect(maskAll('page', ['a'])).toBe('p<1 characters>ge');
    expect(maskAll('ab 1', ['a', 'c', '1', 'characters', '<'])).toBe('<1 characters>b <1 characters>');
  });

  it('holds no part of secrets that overlap', () => {
    expect(maskAll('-abcd-', ['abc', 'bcd'])).toBe('-<3 characters>-');
    expect(maskAll('-abcabca-', ['abca'])).toBe('-<4 characters>-');
    expect(maskAll('-abcd-', ['bc', 'abcd'])).toBe('-<4 characters>-');
  });

  it('holds no secret outside of its masks, whatever text and secrets are', () => {
    const letters = fc.string({
      unit: fc.constantFrom('a', 'b', '<', '>', '1', 'c', ' ', '%', '"'),
      maxLength: 12,
    });
    fc.assert(
      fc.property(letters, fc.array(letters, { maxLength: 4 }), (text, secrets) => {
        const outside = maskAll(text, secrets).split(/<\d+ characters>/);
        for (const secret of secrets.filter((one) => one !== ''))
          for (const part of outside) expect(part).not.toContain(secret);
      }),
      { numRuns: runs(1000, 200_000) },
    );
  });
});
