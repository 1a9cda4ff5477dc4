import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from '../../../sandbox/language/nearest.ts';

describe('the nearest name', () => {
  it.each([
    ['gtmOnSucces', ['gtmOnFailure', 'gtmOnSuccess'], 'gtmOnSuccess'],
    ['acmeID', ['acmeId'], 'acmeId'],
    ['isEqual', ['isEqualTo', 'isNaN'], 'isEqualTo'],
    ['window', ['total', 'wired'], undefined],
    ['a', ['bcd'], undefined],
    ['same', ['same'], undefined],
    ['fial', ['mock', 'fail'], 'fail'],
    ['abdcef', ['abcdfe'], 'abcdfe'],
    ['page view', ['view_item', 'page_view'], 'page_view'],
    ['xyz', ['lead', 'purchase'], undefined],
    ['', ['a'], undefined],
  ])('of %s among %j', (name, known, expected) => {
    expect(nearest(name, known)).toBe(expected);
  });

  it('is one of the known names, whatever is asked, in time that does not grow with the length of the name', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), fc.array(fc.string({ maxLength: 20 })), (name, known) => {
        const found = nearest(name, known);
        expect(found === undefined || known.includes(found)).toBe(true);
      }),
    );
    expect(nearest('a'.repeat(10_000_000), ['a'.repeat(10_000_000)])).toBeUndefined();
  });

  it('is told as a question, or the few names there are', () => {
    expect(didYouMean('b', [])).toBe('');
    expect(didYouMean('timeuot', ['timeout'])).toBe(" Did you mean 'timeout'?");
    expect(didYouMean('body', ['method', 'headers'])).toBe(' Known are method, headers.');
  });
});
