import { describe, expect, it } from 'vitest';
import {
  isKeyPattern,
  isUrlPattern,
  matchesDocument,
  matchesKey,
  matchesUrl,
} from '../../../sandbox/permissions/match.ts';

describe('URL patterns', () => {
  it.each([
    ['https://a.example/', 'https://a.example/x/y?z=1', true],
    ['https://a.example/*', 'https://a.example/', true],
    ['https://a.example/*', 'https://b.a.example/', false],
    ['https://*.a.example/*', 'https://a.example/x', true],
    ['https://*.a.example/*', 'https://b.c.a.example/x', true],
    ['https://*.a.example/*', 'https://nota.example/x', false],
    ['https://A.Example/*', 'https://a.EXAMPLE/x', true],
    // Only the first place of the domain counts, as in Google's code.
    ['https://*.a.example/*', 'https://a.example.a.example/x', false],
    // The rule that surprises: a trailing /* leaves the stem open.
    ['https://a.example/a/*', 'https://a.example/a', true],
    ['https://a.example/a/*', 'https://a.example/a/b', true],
    ['https://a.example/a/*', 'https://a.example/abc', true],
    ['https://a.example/a/*', 'https://a.example/b', false],
    // Without a star: exact, query included.
    ['https://a.example/track', 'https://a.example/track', true],
    ['https://a.example/track', 'https://a.example/track?x=1', false],
    ['https://a.example/track?', 'https://a.example/track', true],
    // Inner stars.
    ['https://a.example/v*/end', 'https://a.example/v1/end', true],
    ['https://a.example/v*/end', 'https://a.example/v1/ends', false],
    ['https://a.example/v*/e*', 'https://a.example/v1/ends?x', true],
    ['https://a.example/*/b', 'https://a.example/x/b', true],
    ['https://a.example/a*a', 'https://a.example/a', false],
    // The URL itself.
    ['https://a.example/*', 'http://a.example/', false],
    ['https://a.example/*', 'https://a.example:443/', true],
    ['https://a.example/*', 'https://a.example:8443/', false],
    ['https://a.example/*', 'not a url', false],
    ['https://a.example/*', 'https://a.example/x#y', true],
    ['https://a.example/x', 'https://a.example/x#y', true],
  ])('%s and %s: %s', (pattern, url, expected) => {
    expect(matchesUrl([pattern], url)).toBe(expected);
  });

  it.each([
    'http://a.example/',
    'https://a.example',
    'https://localhost/*',
    'https://a.example:8080/*',
    'https://*/x',
    'a.example/*',
  ])('%s is no pattern', (pattern) => {
    expect(isUrlPattern(pattern)).toBe(false);
    expect(() => matchesUrl([pattern], 'https://a.example/')).toThrow('Invalid script URL filter.');
  });

  it('does not come to a broken pattern behind one that matches', () => {
    expect(matchesUrl(['https://a.example/*', 'broken'], 'https://a.example/')).toBe(true);
  });
});

describe('event-data keys', () => {
  it.each([
    ['value', 'value', true],
    ['value', 'values', false],
    ['user_data.*', 'user_data', true],
    ['user_data.*', 'user_data.address.city', true],
    ['user_data.*', 'user_data2', false],
    ['user_data', 'user_data.email', false],
    ['x-ga-gcs', 'x-ga-gcs', true],
    ['items.*', 'items.0.price', false],
    ['value', 'VALUE', false],
  ])('%s and %s: %s', (pattern, key, expected) => {
    expect(matchesKey([pattern], key)).toBe(expected);
  });

  it.each(['*', 'a.*.b', '1a', 'a..b', ''])('%j is no pattern', (pattern) => {
    expect(isKeyPattern(pattern)).toBe(false);
    expect(() => matchesKey([pattern], 'a')).toThrow('Invalid key filter.');
  });
});

describe('Firestore paths', () => {
  const row = { projectId: '*', path: 'users/*', operation: 'read' };
  it('match with stars, and only for the operation named', () => {
    expect(matchesDocument(row, 'read', { projectId: 'p', path: 'users/1' })).toBe(true);
    expect(matchesDocument(row, 'read', { projectId: 'p', path: 'orders/1' })).toBe(false);
    expect(matchesDocument(row, 'write', { projectId: 'p', path: 'users/1' })).toBe(false);
    expect(matchesDocument({ ...row, operation: 'read_write' }, 'write', { path: 'users/1' })).toBe(true);
    expect(
      matchesDocument({ projectId: 'GOOGLE_CLOUD_PROJECT', path: '*', operation: 'write' }, 'write', {
        path: 'users/1',
      }),
    ).toBe(true);
  });
});
