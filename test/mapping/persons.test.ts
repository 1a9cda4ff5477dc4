import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Conversion } from '../../src/mapping/conversion.ts';
import {
  dropPersons,
  holdsPerson,
  pageUrlOf,
  shortenedHashes,
  withoutPersons,
} from '../../src/mapping/persons.ts';
import { sha256, toolsFor } from './tools.ts';

/** Every atom of RFC 5321 may stand in a local part, a slash not at its end; labels are letters, digits and hyphens, also of other scripts. */
const address = fc
  .tuple(
    fc.stringMatching(/^[a-z0-9!#$%&'*+/=?^_`{|}~-]{0,9}[a-zA-Z0-9!#$%&'*+=?^_`{|}~-]$/),
    fc.stringMatching(/^([a-z0-9äß-]{1,9}\.){1,3}([a-zA-Z]{1,6}|xn--[a-z0-9]{1,8}|рф)$/),
  )
  .map(([local, domain]) => ({ local, domain }));

const SIGNS = ['@', '%40', '%2540', '%252540', '＠', '﹫', '&#64;', '%EF%BC%A0', '%ef%bc%a0'];

/** What stands around a planted text: never a character that would make it another one. */
const around = fc.array(
  fc.constantFrom(
    ' ',
    '"',
    "'",
    '(',
    ')',
    '<',
    '>',
    ',',
    ';',
    'a b',
    '@',
    ' @shop ',
    '%',
    '%25',
    '=',
    '&',
    '?x=1',
    'phone',
  ),
  { maxLength: 6 },
);

describe('an e-mail address in a text', () => {
  it('is found and replaced, however its sign is written, wherever it stands and however many there are', () => {
    const planted = fc.tuple(around, address, fc.constantFrom(...SIGNS));
    fc.assert(
      fc.property(fc.array(planted, { minLength: 1, maxLength: 4 }), around, (some, end) => {
        const addresses = some.map(([, { local, domain }, sign]) => local + sign + domain);
        const text = `${some.map(([before], i) => `${before.join('')} ${addresses[i]}`).join(' ')} ${end.join('')}`;
        expect([text, holdsPerson(text)]).toEqual([text, true]);
        const clean = withoutPersons(text);
        for (const one of addresses) expect(clean.toLowerCase()).not.toContain(one.toLowerCase());
        for (const [, { domain }] of some) expect(clean).not.toContain(`@${domain}`);
        expect([clean, holdsPerson(clean)]).toEqual([clean, false]);
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    [
      'Bot/1 (first@bots.example) via (secret.person@example.com)',
      'Bot/1 ((e-mail address)) via ((e-mail address))',
    ],
    ['a@b.example, c@d.example', '(e-mail address), (e-mail address)'],
    ['write to jane.doe@example.com.', 'write to (e-mail address).'],
    ['jane%40example.com-77', '(e-mail address)-77'],
    ['x=jane%2540example.com&y=1', 'x=(e-mail address)&y=1'],
    ['x=jane%40example%2Ecom&y=1', 'x=(e-mail address)&y=1'],
    ['jane＠example．com', '(e-mail address)'],
    ['jane@example。com', '(e-mail address)'],
    ['a@b.example@c.example', '(e-mail address)@c.example'],
    ['jane@mail.example.com4', '(e-mail address).com4'],
    ['jane@example.com1764331200', '(e-mail address)'],
    ['jane@xn--bcher-kva.xn--p1ai', '(e-mail address)'],
    ['jane%40b%C3%BCcher.example', '(e-mail address)'],
  ])('%j becomes %j', (text, expected) => {
    expect(withoutPersons(text)).toBe(expected);
  });

  it.each([
    '',
    'PRINT@300.A4',
    'DDR@3200.CL16',
    '@shop',
    'by @jane.doe and (@john.doe)',
    'https://x.com/@jane.doe',
    'https://medium.com/@jane.doe/a-story?x=1',
    '/@jane.doe/post',
    'jane@localhost',
    '2 @ 3.50 EUR',
    '100%40',
    '50%25 off %40 home',
    'jane at example.com',
    'a@b',
    'size@1.5',
  ])('is not in %j, which stays as it is', (text) => {
    expect(holdsPerson(text)).toBe(false);
    expect(withoutPersons(text)).toBe(text);
  });
});

describe('a phone number as a parameter of a URL', () => {
  const names = [
    ...[
      'phone',
      'tel',
      'telephone',
      'mobile',
      'msisdn',
      'whatsapp',
      'PHONE',
      'Phone',
      'customer_phone',
      'phone-number',
    ],
    ...[
      'user[phone]',
      'user%5Bphone%5D',
      'user%5bphone%5d',
      'billing.phone',
      'customerPhone',
      'phoneNumber',
      'WhatsApp',
    ],
    ...[
      'customerWhatsApp',
      'phone1',
      'mobile_no',
      'TEL',
      'userTel',
      'userPHONE',
      'phonenumber',
      'phone[0]',
      'user%2Ephone',
    ],
  ];
  const separators = ['?', '&', ';', '#', '/?', '?a=1&', '&amp;', '%3F', '%26', '%253f', '%2526', '#/?'];
  const values = [
    '4915123456789',
    '%2B4915123456789',
    '+49 (151) 234',
    '%34%39%31%35%31%32',
    '0151-234',
    '０１５１２３４',
  ];

  it.each(names)('named %s is found behind every separator, in every spelling of its value', (name) => {
    for (const separator of separators) {
      for (const value of values) {
        for (const equals of separator.includes('%') ? ['=', '%3D', '%253d'] : ['=']) {
          const text = `https://s.example/t${separator}${name}${equals}${value}&z=1`;
          expect([text, holdsPerson(text)]).toEqual([text, true]);
          expect(withoutPersons(text)).toContain('(phone number)');
          expect(withoutPersons(text)).not.toContain(value);
        }
      }
    }
  });

  it.each([
    'telco_id=12345678',
    'hotel=12345678',
    'headphones=12345678',
    'smartphone_id=12345678',
    'telephoto=12345678',
    'automobile=12345678',
    'phone=iphone-15',
    'phone=12345',
    'tel=',
    'phone',
    'x=phone&y=12345678',
  ])('is not in %s', (query) => {
    expect(holdsPerson(`https://s.example/t?${query}`)).toBe(false);
  });

  it('goes alone: what follows it stays', () => {
    expect(withoutPersons('see https://s.example/?phone=+49 151 23456789 in the log')).toBe(
      'see https://s.example/?phone=(phone number) in the log',
    );
  });
});

describe('the page’s URL', () => {
  const long = `https://shop.example/${'x'.repeat(2028)}`;

  it.each([
    ['https://shop.example/a?b=c#d', 'https://shop.example/a?b=c#d'],
    ['HTTPS://shop.example/', 'HTTPS://shop.example/'],
    ['https://shop.example/a?m=jane@shop.example&x=1#f', 'https://shop.example/a'],
    ['https://shop.example/a?m=jane%2540shop.example', 'https://shop.example/a'],
    ['https://shop.example/a#jane@shop.example', 'https://shop.example/a'],
    ['https://s.example/t?PHONE=4915123456789', 'https://s.example/t'],
    ['https://s.example/t?telco_id=12345678', 'https://s.example/t?telco_id=12345678'],
    ['https://x.com/@shop?a=b', 'https://x.com/@shop?a=b'],
    [`https://shop.example/a?h=${sha256('jane@example.com')}`, 'https://shop.example/a'],
    [`https://shop.example/${sha256('jane@example.com').toUpperCase()}?a=b`, ''],
    ['https://shop.example/jane@shop.example', ''],
    ['https://jane.doe@example.com/thanks', ''],
    ['https://shop.example/t;phone=4915123456789?a=b', ''],
    [`https://shop.example/?${'x'.repeat(2028)}`, 'https://shop.example/'],
    [long, ''],
    [long.slice(0, 2048), long.slice(0, 2048)],
    ['ftp://shop.example/', ''],
    ['javascript:alert(1)', ''],
    ['shop.example', ''],
    ['', ''],
  ])('%j is sent as %j', (url, expected) => {
    expect(pageUrlOf(url)).toBe(expected);
  });
});

describe('hashes in a text', () => {
  it.each(['', ' ', 'x', '-'])('are shortened, however many there are, with %j between them', (between) => {
    const hashes = Array.from({ length: 50 }, (_, i) =>
      i % 2 ? sha256(`${i}`) : sha256(`${i}`).toUpperCase(),
    );
    const shown = shortenedHashes(`z${hashes.join(between)}z`);
    for (const hash of hashes)
      for (let i = 1; i < 56; i += 9) expect(shown).not.toContain(hash.slice(i, i + 8 + 1));
    expect(shown).not.toMatch(/[0-9a-fA-F]{64}/);
    expect(shortenedHashes(shown)).toBe(shown);
  });

  it('hide nothing of a digest that is shorter', () => {
    expect(shortenedHashes('a'.repeat(63))).toBe('a'.repeat(63));
  });
});

describe('the last gate', () => {
  const conversion = (more: Record<string, unknown>): Conversion =>
    ({
      conversion_time: '2026-11-22T10:15:30.123Z',
      event_id: 'tw-o8z6j-o87ne',
      identifiers: [{ twclid: '2-abc' }],
      value: '1234567.00',
      conversion_id: 'order-12345678',
      contents: [{ content_id: 'PRINT@300.A4', content_price: '5.00', num_items: 1 }],
      event_source_url: 'https://shop.example/?a=b',
      ...more,
    }) as unknown as Conversion;

  const gated = (more: Record<string, unknown>) => {
    const tools = toolsFor();
    const sent = conversion(more);
    dropPersons(sent, tools);
    return { sent: JSON.parse(JSON.stringify(sent)) as Record<string, unknown>, warnings: tools.warnings };
  };

  it('lets through what holds nobody', () => {
    const { sent, warnings } = gated({ a: { deep: [1, 'x', null, true] } });
    expect(sent).toEqual(JSON.parse(JSON.stringify(conversion({ a: { deep: [1, 'x', null, true] } }))));
    expect(warnings).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['conversion_id', 'jane%40example.com-77'],
    ['description', 'for jane@example.com'],
    ['search_string', 'jane＠example.com'],
    ['my', 'https://s.example/?phone=4915123456789'],
    ['my', ['x', ['jane@example.com']]],
    ['my', { a: { b: { c: 'jane@example.com' } } }],
    ['my', { 'jane@example.com': 1 }],
    ['my', { customer: { mobile: '+49 151 23456789' } }],
    ['my', { phone: ['+4915123456789'] }],
    ['mobile', 4915123456789],
    ['conversion_id', sha256('jane@example.com')],
    ['my', { a: [`x${sha256('jane@example.com').toUpperCase()}x`] }],
  ])('takes out %s with %j and tells it without repeating it', (name, value) => {
    const { sent, warnings } = gated({ [name]: value });
    expect(sent).not.toHaveProperty(name);
    expect(warnings).toEqual([
      expect.stringContaining(`"${name}" holds an e-mail address or a phone number`),
    ]);
    expect(warnings.join()).not.toMatch(/jane|4915|151/);
  });

  it('takes out a field whose name is an address, and does not write the name', () => {
    const { sent, warnings } = gated({ 'secret.person@example.com': '1' });
    expect(sent).not.toHaveProperty(['secret.person@example.com']);
    expect(warnings).toEqual([expect.stringContaining('A field holds')]);
    expect(warnings.join()).not.toContain('secret.person');
  });

  it('takes out a field of the contents', () => {
    const contents = [{ content_id: 'a', content_name: 'Card for jane@example.com' }, { content_id: 'b' }];
    expect(gated({ contents }).sent.contents).toEqual([{ content_id: 'a' }, { content_id: 'b' }]);
  });

  it('leaves no product of which nothing is left', () => {
    const person = () => ({ content_id: 'jane@example.com' });
    expect(gated({ contents: [person(), { content_id: 'b' }] }).sent.contents).toEqual([{ content_id: 'b' }]);
    expect(gated({ contents: [person()] }).sent).not.toHaveProperty('contents');
  });

  it('takes out a value that holds itself', () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    const { sent, warnings } = gated({ foo: cycle });
    expect(sent).not.toHaveProperty('foo');
    expect(warnings).toEqual([expect.stringContaining('"foo"')]);
  });

  it('leaves the identifiers as they are', () => {
    const identifiers = [{ hashed_email: sha256('jane@example.com') }];
    expect(gated({ identifiers }).sent.identifiers).toEqual(identifiers);
  });

  it('leaves nobody, whatever is planted wherever', () => {
    const leaf = fc.oneof(
      address.map(({ local, domain }) => `x ${local}@${domain}`),
      fc.constantFrom('x', 1, null, undefined, true, '?phone=123456', 'a@b'),
      fc.string(),
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie('any')), fc.dictionary(fc.string(), tie('any'))),
    })).any;
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value), (more) => {
        const { sent } = gated({ ...more, contents: undefined, identifiers: [{ twclid: 'c1' }] });
        for (const [name, held] of Object.entries(sent))
          if (name !== 'identifiers') {
            expect([name, holdsPerson(name)]).toEqual([name, false]);
            const texts: unknown[] = [held];
            while (texts.length > 0) {
              const one = texts.pop();
              if (typeof one === 'string') expect([one, holdsPerson(one)]).toEqual([one, false]);
              else if (typeof one === 'object' && one !== null)
                texts.push(...Object.keys(one), ...Object.values(one));
            }
          }
      }),
      { numRuns: 2000 },
    );
  });
});
