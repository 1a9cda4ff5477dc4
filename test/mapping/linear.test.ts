/** What a visitor or X may send costs in proportion to its length, whatever is repeated in it. */
import { readdirSync } from 'node:fs';
import * as path from 'node:path';
import { analyse } from 'scslre';
import { describe, expect, it } from 'vitest';
import { findClickId } from '../../src/mapping/click-id.ts';
import { consentFor } from '../../src/mapping/consent.ts';
import { emailOf } from '../../src/mapping/email.ts';
import { identifiers } from '../../src/mapping/identifiers.ts';
import { ipAddressOf } from '../../src/mapping/ip-address.ts';
import { holdsPerson, pageUrlOf, shortenedHashes, withoutPersons } from '../../src/mapping/persons.ts';
import { phoneOf } from '../../src/mapping/phone.ts';
import { maskerOf, shownText } from '../../src/secrets.ts';
import { isLinear } from '../linear.ts';
import { patternsOf } from '../patterns.ts';
import { sha256, toolsFor } from './tools.ts';

const mask = maskerOf(['pixel-token'], { stringify: JSON.stringify, encode: encodeURIComponent });
const person = { overrides: undefined, auto: true, clickId: '', countryCallingCode: '49' };

const READERS: Record<string, (text: string) => unknown> = {
  holdsPerson,
  withoutPersons,
  'withoutPersons, behind a long name': (text) => withoutPersons(`?phone${'x'.repeat(text.length)}=${text}`),
  pageUrlOf: (text) => pageUrlOf(`https://x.example/?${text}`),
  shortenedHashes,
  emailOf: (text) => emailOf(text, toolsFor()),
  phoneOf: (text) => phoneOf(text, toolsFor(), '49'),
  ipAddressOf,
  mask,
  shownText: (text) => shownText(text, 1_000_000, mask),
  'findClickId, URL': (text) =>
    findClickId({ page: `https://x.example/?${text}`, referrer: '', kept: [], other: [] }, toolsFor()),
  'findClickId, cookie': (text) =>
    findClickId({ page: '', referrer: '', kept: [text], other: [text] }, toolsFor()),
  consentFor: (text) =>
    consentFor('ad_storage', toolsFor({ 'x-ga-gcd': text, consent_state: { ad_storage: text } })),
  identifiers: (text) =>
    identifiers(
      person,
      toolsFor({ user_agent: text, ip_override: text, email: text, phone: text, twclid: text }),
    ),
};

const PARTS = [
  ...[
    'a',
    '@',
    'a@',
    '@a',
    'a.',
    '.a',
    '-',
    ' ',
    '%',
    '%40',
    '%25',
    'a@b.c',
    'a@b.',
    'a@b.c ',
    '"',
    '<',
    '＠',
    'ä',
  ],
  ...[
    ';phone',
    'phone=',
    '?phone=1',
    '&tel=123456',
    '=123456',
    '%26phone%3D123456',
    '=',
    '&',
    '?',
    ';',
    '#',
    '/',
    'twclid=',
  ],
  ...[
    '&twclid=%2',
    '1',
    '0',
    '0.',
    ':',
    '1:',
    '::',
    '1.1.1.1,',
    '(0)',
    '+',
    '\u200b',
    '\u200ba',
    '{',
    '{"a":',
    'xn--',
  ],
  ...[sha256('a'), `${sha256('a')} `, 'f'.repeat(63).concat('g'), 'pixel-token', 'pixel-toke'],
];

const repeated = (part: string) => (length: number) => part.repeat(Math.ceil(length / part.length));

describe('the cost of a text', () => {
  it.each(Object.entries(READERS))(
    'grows with its length in %s',
    (_, read) => {
      expect(PARTS.filter((part) => !isLinear(read, repeated(part), 10_000))).toEqual([]);
    },
    120_000,
  );

  it('is found to grow faster where it does', () => {
    expect(isLinear((text) => text.match('a*b$'), repeated('a'), 3000)).toBe(false);
  });
});

describe('the patterns', () => {
  const folder = path.join(import.meta.dirname, '../../src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const patterns = files.flatMap((name) => patternsOf(path.join(folder, name)));
  const isSlow = (pattern: string) => analyse(new RegExp(pattern)).reports.length > 0;

  it('are many, and all are linear', () => {
    expect(patterns.length).toBeGreaterThan(20);
    expect(patterns.filter(isSlow)).toEqual([]);
  });

  it('hold no form that no public server template shows', () => {
    expect(patterns.filter((pattern) => /\(\?|[*+?}]\?|\\[bBu]/.test(pattern))).toEqual([]);
  });

  it('are found to be slow where they are', () => {
    expect(['a*b$', '^(a+)+$', '^a*a*$'].map(isSlow)).toEqual([true, true, true]);
  });
});
