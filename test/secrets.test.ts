import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskerOf, shownText } from '../src/secrets.ts';
import { sha256 } from './mapping/tools.ts';

const tools = {
  stringify: (value: unknown) => JSON.stringify(value) as string | undefined,
  encode: (text: string) => {
    try {
      return encodeURIComponent(text);
    } catch {
      return undefined;
    }
  },
};

const lowerHex = (text: string) => text.replace(/%[0-9A-F]{2}/g, (triple) => triple.toLowerCase());
const strict = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const FORMS: Record<string, (secret: string) => string> = {
  plain: (secret) => secret,
  'in JSON': (secret) => JSON.stringify(secret),
  'in JSON with escaped slashes': (secret) => JSON.stringify(secret).replaceAll('/', '\\/'),
  'in JSON within JSON': (secret) => JSON.stringify(JSON.stringify(secret).slice(1, -1)),
  'in JSON within JSON, both with escaped slashes': (secret) =>
    JSON.stringify(JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/')).replaceAll('/', '\\/'),
  'percent-encoded': (secret) => encodeURIComponent(secret),
  'percent-encoded as OAuth does': strict,
  'percent-encoded in lower case': (secret) => lowerHex(strict(secret)),
  'percent-encoded twice': (secret) => encodeURIComponent(strict(secret)),
  'percent-encoded twice in lower case': (secret) => encodeURIComponent(lowerHex(strict(secret))),
};

const secret = fc
  .string({ unit: fc.constantFrom(...'aB1-_.~!\'()*%/&<>"\\ +=é☃'), minLength: 4, maxLength: 40 })
  .filter((text) => text.trim().length >= 4);

describe('a secret in a text', () => {
  it.each(Object.entries(FORMS))('%s is masked', (_, form) => {
    fc.assert(
      fc.property(secret, secret, fc.string(), (one, other, text) => {
        const mask = maskerOf([one, other], tools);
        const shown = mask(`${text}<${form(one)}>${form(other)}<${text}`);
        expect(shown).toContain('(secret)');
        for (const hidden of [one, other])
          if (!text.includes(hidden) && !'<(secret)>(secret)<'.includes(hidden))
            expect(shown.split('(secret)').some((part) => part.includes(form(hidden)))).toBe(false);
      }),
    );
  });

  it('that is a part of another leaves nothing of that one', () => {
    expect(maskerOf(['abcd', 'abcdefgh'], tools)('x abcdefgh abcd')).toBe('x (secret) (secret)');
  });

  it('that is too short to be one masks nothing', () => {
    expect(maskerOf(['', 'e', 'key'], tools)('the key is wrong')).toBe('the key is wrong');
  });
});

describe('a text of X as it is shown', () => {
  const token = 'pixel-token-of-thirty-four-letters';
  const hash = sha256('jane@example.com');
  const person = 'jane.doe@example.com';
  const mask = maskerOf([token], tools);

  it('is itself when it is short and holds nothing', () => {
    expect(shownText('The value is missing.', 200, mask)).toBe('The value is missing.');
  });

  it('holds no part of a secret, a hash or an address, wherever either cut falls', () => {
    for (const longest of [200, 2000]) {
      for (const hidden of [token, hash, person, encodeURIComponent(person)]) {
        for (const near of [longest, longest * 4, longest * 4 + 1024]) {
          for (const filler of ['x ', `${hash} `, `${token} `, `${person} `]) {
            for (let at = near - 100; at < near + 4; at += 3) {
              // Whole ones up to there: what the test cuts itself is no fault.
              const whole = filler.repeat(Math.floor(at / filler.length));
              const shown = shownText(
                `${whole}${' '.repeat(at - whole.length)}${hidden} ${'tail '.repeat(2000)}`,
                longest,
                mask,
              );
              expect(shown.length).toBeLessThanOrEqual(longest + 3);
              expect(shown).not.toContain('pixel-token');
              expect(shown).not.toContain(hash.slice(0, 20));
              expect(shown).not.toContain('jane');
            }
          }
        }
      }
    }
  });

  it('shows as much of a long one as it may', () => {
    expect(shownText('x '.repeat(100_000), 2000, mask)).toBe(`${'x '.repeat(1000)}...`);
    expect(shownText(`${hash} `.repeat(15_000), 2000, mask).length).toBeGreaterThan(500);
  });
});
