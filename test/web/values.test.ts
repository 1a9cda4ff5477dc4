/**
 * Values as the pixel gets them. The pixel hashes exactly what it is given, so an address or number must be in the form that the
 * server hashes, or be left out: the tag's own rules are what these are held against.
 */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { createContext, runInContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emailOf as serverEmailOf } from '../../src/mapping/email.ts';
import { givenText } from '../../src/mapping/not-given.ts';
import { phoneOf as serverPhoneOf } from '../../src/mapping/phone.ts';
import { runs } from '../counts.ts';
import { toolsFor } from '../mapping/tools.ts';
import { build, examplePurchase, play, root, versionOf } from '../scripts/container-tools.ts';
import { DICTIONARY, plan } from './setup.ts';

interface PageCode {
  given: (value: unknown) => string;
  emailOf: (value: unknown) => string;
  phoneOf: (value: unknown, own: string) => string;
  amountOf: (value: unknown) => string | undefined;
  contentsOf: (items: unknown, idKey: string) => Record<string, unknown>[];
  parametersOf: (plan: unknown, event: unknown, restricted: boolean) => Record<string, unknown>;
}

/** The shipped functions themselves, in a world that has nothing but a page's address. */
const world = createContext({ location: { href: 'https://shop.example/' } });
Object.assign(world, { window: world });
for (const part of ['state', 'ids', 'values'])
  runInContext(readFileSync(path.join(root, 'scripts/web/page', `${part}.js`), 'utf8'), world);
const page = world as unknown as PageCode;

const tools = toolsFor();

describe('a value that stands for nothing', () => {
  it('is told by the same words as on the server', () => {
    const words = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.double(),
      fc.constantFrom(
        'Undefined',
        ' null ',
        'NaN',
        '[object Object]',
        '(Not Set)',
        'REPLACE_ME',
        'a{{b',
        'None',
      ),
      fc.constantFrom<unknown>(undefined, null, true, {}, [], ['a']),
    );
    fc.assert(
      fc.property(words, (value) => {
        expect(page.given(value)).toBe(givenText(value));
      }),
      { numRuns: runs(500, 20_000) },
    );
  });
});

describe('an e-mail address', () => {
  it('is what the server hashes, or left out', () => {
    const part = fc.constantFrom(
      'jane',
      '@',
      '.',
      'Example',
      'com',
      ' ',
      '<',
      '>',
      '%40',
      '"',
      "'",
      '+x',
      '_',
      'ü',
      ',',
    );
    const text = fc.oneof(
      fc.emailAddress(),
      fc.emailAddress().map((address) => ` ${address.toUpperCase()}\n`),
      fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (value) => {
        const made = page.emailOf(value);
        if (made !== '') expect(made).toBe(serverEmailOf(value.trim().toLowerCase(), tools));
      }),
      { numRuns: runs(500, 50_000) },
    );
  });

  it('comes trimmed and in lower case; a hash, a word for nothing and several addresses stay out', () => {
    expect(page.emailOf(' Jane.Doe+x@Example.COM ')).toBe('jane.doe+x@example.com');
    for (const none of [
      '',
      'undefined',
      'a'.repeat(64),
      'jane@example',
      'a@b.de, c@d.de',
      null,
      { email: 'a@b.de' },
      7,
    ])
      expect(page.emailOf(none)).toBe('');
  });
});

describe('a phone number', () => {
  it('is what the server hashes, or left out, whatever the country', () => {
    const part = fc.constantFrom(...'0123456789+() .-/', '00', '(0)', '+49', '+1', '+39', '+7', 'tel:');
    const text = fc.oneof(
      fc.array(part, { maxLength: 16 }).map((parts) => parts.join('')),
      fc.stringMatching(/^(\+|00|0|)[0-9]{6,15}(\.0{1,2})?$/),
      // Digits that are dialled inside the country only, and codes that nobody has.
      fc
        .tuple(
          fc.constantFrom('370', '375', '380', '993', '28', '83', '89'),
          fc.stringMatching(/^80?[0-9]{5,9}$/),
        )
        .map(([code, rest]) => `+${code}${rest}`),
      // With its code twice it may be another number.
      fc
        .tuple(fc.constantFrom('1', '49', '53', '55', '351', '376'), fc.stringMatching(/^[0-9]{3,10}$/))
        .map(([code, rest]) => `+${code}${code}${rest}`),
    );
    const own = fc.oneof(
      fc.constantFrom('', '1', '7', '34', '36', '39', '44', '49', '52', '54', '55', '225', '351'),
      fc.stringMatching(/^[1-9][0-9]{0,2}$/),
    );
    fc.assert(
      fc.property(text, own, (value, code) => {
        const made = page.phoneOf(value, code);
        if (made !== '') expect(made).toBe(serverPhoneOf(value.trim().toLowerCase(), tools, code));
      }),
      { numRuns: runs(2000, 200_000) },
    );
  });

  it('comes in E.164 for the ways in which people write it', () => {
    expect(page.phoneOf('+49 (171) 234-5678', '')).toBe('+491712345678');
    expect(page.phoneOf('0049 171 2345678', '')).toBe('+491712345678');
    expect(page.phoneOf('0171 / 234 56 78', '49')).toBe('+491712345678');
    expect(page.phoneOf('612 345 678', '34')).toBe('+34612345678');
    expect(page.phoneOf('(212) 555-0123', '1')).toBe('+12125550123');
    for (const none of [
      '0171 2345678',
      '',
      'undefined',
      'a'.repeat(64),
      '0'.repeat(64),
      '+49 030 123456',
      null,
    ])
      expect(page.phoneOf(none, '')).toBe('');
  });
});

describe('an amount', () => {
  it('is the server’s amount up to its rounding, or left out; 0 is one', async () => {
    expect(page.amountOf(0)).toBe('0');
    expect(page.amountOf(' 65.00 ')).toBe('65.00');
    for (const none of ['12,50', '€ 5', '', '-1', Number.NaN, 1e21, null, undefined])
      expect(page.amountOf(none)).toBeUndefined();
    const server = versionOf(build(DICTIONARY, { pixelToken: 'pt' }));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.double({ min: -10, max: 1e6 }), fc.integer(), fc.string()),
        async (value) => {
          const made = page.amountOf(value);
          if (made === undefined) return;
          const { requests } = await play(server, 'purchase', { value, 'x-ga-gcs': 'G111' });
          const sent = JSON.parse(requests[0]!.request.body!).conversions[0].value as string;
          expect(Math.abs(Number(sent) - Number(made))).toBeLessThanOrEqual(0.00501);
        },
      ),
      { numRuns: runs(30, 1000) },
    );
  });
});

describe('the parameters of an event', () => {
  const event = {
    number: 1,
    name: 'purchase',
    id: '1001',
    page: 'https://shop.example/',
    ecommerce: { transaction_id: '1001', value: 0, currency: 'eur', items: examplePurchase.items },
    userData: { email: ' Jane@Example.com ', phone_number: 'undefined' },
  };

  it('hold contents as the server sends them', async () => {
    const server = versionOf(build(DICTIONARY, { pixelToken: 'pt' }));
    const { requests } = await play(server, 'purchase', { 'x-ga-gcs': 'G111' });
    const { contents } = JSON.parse(requests[0]!.request.body!).conversions[0] as {
      contents: Record<string, unknown>[];
    };
    const made = page.parametersOf(plan(), event, false).contents as Record<string, unknown>[];
    // The server rounds amounts, the page leaves them as they are.
    const unrounded = contents.map((content, i) => ({ ...content, content_price: made[i]!.content_price }));
    expect(JSON.parse(JSON.stringify(made))).toEqual(unrounded);
    for (const [i, { content_price }] of contents.entries())
      expect(Math.abs(Number(content_price) - Number(made[i]!.content_price))).toBeLessThanOrEqual(0.00501);
  });

  it('keep a value of 0, and have no key for what is missing', () => {
    const { contents: _, ...rest } = page.parametersOf(plan(), event, false);
    expect(rest).toEqual({
      conversion_id: '1001',
      value: '0',
      currency: 'EUR',
      email_address: 'jane@example.com',
      restricted_data_use: 'off',
    });
  });

  it('name nobody where the visitor refused something, or where the dictionary reads no user data', () => {
    const { contents: _, ...rest } = page.parametersOf(plan(), event, true);
    expect(rest).toMatchObject({ restricted_data_use: 'restrict_optimization' });
    for (const made of [rest, page.parametersOf(plan(`${DICTIONARY}autoUserData: false`), event, false)])
      expect(JSON.stringify(made)).not.toMatch(/jane/i);
    expect(page.parametersOf(plan(`${DICTIONARY}autoConversionData: false`), event, false)).toEqual({
      conversion_id: '1001',
      email_address: 'jane@example.com',
      restricted_data_use: 'off',
    });
  });
});
