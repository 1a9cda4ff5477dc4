import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emailOf as emailIn } from '../../src/mapping/email.ts';
import { toolsFor } from './tools.ts';

const emailOf = (text: string): string => emailIn(text, toolsFor());

const INVISIBLE =
  '\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2064\ufeff';

/** Addresses as they are: a local part of RFC 5321's atoms, labels, a last label of letters. */
const address = fc
  .tuple(
    fc.stringMatching(/^[a-z0-9_+-]{1,12}(\.[a-z0-9_+-]{1,8}){0,2}$/),
    fc.stringMatching(/^([a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?\.){1,3}([a-z]{2,6}|xn--[a-z0-9]{3,8})$/),
  )
  .map(([local, domain]) => `${local}@${domain}`);

/** What people and systems put around an address. */
const AROUND: Record<string, (address: string) => string> = {
  nothing: (text) => text,
  mailto: (text) => `mailto:${text}`,
  'mailto with a subject': (text) => `mailto:${text}?subject=order 7`,
  'angle brackets': (text) => `<${text}>`,
  'mailto in angle brackets': (text) => `<mailto:${text}>`,
  'a display name': (text) => `jane doe <${text}>`,
  'a quoted display name': (text) => `"doe, jane" <${text}>`,
  'a display name that is an address': (text) => `${text} <${text}>`,
  'a comment': (text) => `${text} (jane doe)`,
  quotes: (text) => `"${text}"`,
  'the asterisks of bold text': (text) => `**${text}**`,
  apostrophes: (text) => `'${text}'`,
  'typographic quotes': (text) => `“${text}”`,
  'full-width brackets': (text) => `＜${text}＞`,
  'quotes of other languages': (text) => `„${text}“`,
  'single angle quotes': (text) => `‹${text}›`,
  'corner brackets': (text) => `「${text}」`,
  'lenticular brackets': (text) => `【${text}】`,
  'middle dots': (text) => `· ${text}·`,
  'a bullet and an ellipsis': (text) => `• ${text}…`,
  'inverted marks': (text) => `¿${text}?`,
  'a comma of Japanese': (text) => `${text}、`,
  'a full stop of Chinese': (text) => `${text}。`,
  'a full-width colon and comma': (text) => `：${text}，`,
  'isolates of bidirectional text': (text) => `\u2068${text}\u2069`,
  'a comma': (text) => `${text},`,
  'a semicolon and a blank': (text) => `${text}; `,
  'a dot': (text) => `${text}.`,
  'a list of one in JSON': (text) => `["${text}"]`,
  'blanks of all kinds': (text) => `\u00a0\t${text}\u3000\n`,
  'a full-width sign': (text) => text.replace('@', '＠'),
};

describe('an e-mail address', () => {
  it.each(Object.entries(AROUND))('is found in %s', (_, wrap) => {
    fc.assert(
      fc.property(address, (text) => {
        expect(emailOf(wrap(text))).toBe(text);
      }),
    );
  });

  it('is found with invisible characters inside', () => {
    fc.assert(
      fc.property(address, fc.constantFrom(...INVISIBLE), fc.nat(), (text, mark, random) => {
        const at = random % (text.length + 1);
        expect(emailOf(text.slice(0, at) + mark + text.slice(at))).toBe(text);
      }),
    );
  });

  it.each([
    'o’brien@example.com',
    "o'brien@example.com",
    'jane@bücher.example',
    'jane@пример.рф',
    'jane@佐々木.jp',
    'jane@paral·lel.cat',
    'جين@مثال.السعودية',
    '홍길동@한국.한국',
    'jane+x@a.co',
  ])('is %s', (text) => {
    expect(emailOf(text)).toBe(text);
  });

  it.each([
    '',
    '@',
    'jane',
    'none@none',
    'jane@localhost',
    'jane doe@example.com',
    'jane@exam ple.com',
    'jane@@example.com',
    'jane@doe@example.com',
    'a@example.com,b@example.com',
    'a@example.com b@example.com',
    'jane@example.com/path',
    'jane@.com',
    'jane@example..com',
    'jane@203.0.113.9',
    '@example.com',
    'jane@',
    '<>',
    'jane <jane>',
    'jane@example.com:25',
    // Hashed as they stand, these would be another address.
    'ｊane@example.com',
    'jａne@example.com',
    'jane@exａmple.com',
    'jane@example.ｃom',
    '\ufb01ona@example.com',
    '✉jane@example.com',
    // Hidden from whoever sends them.
    'j***@example.com',
    '****@example.com',
    'jane@e*****e.com',
    'jane@example.com✓',
    'jane@example.com™',
    'jane@exam…ple.com',
    'jane@example.com\ufe0f',
  ])('is not %j', (text) => {
    expect(emailOf(text)).toBe('');
  });
});
