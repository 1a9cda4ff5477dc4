import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { record, value } from './run-code.ts';

const call = (api: string, ...args: unknown[]): Promise<unknown> =>
  value(
    `return require('${api}')(${args.map((_, index) => `data.a${index}`).join(', ')});`,
    {},
    Object.fromEntries(args.map((arg, index) => [`a${index}`, arg])),
  );

describe('JSON', () => {
  it('gives undefined for anything that is not JSON, and never throws', async () => {
    expect(
      await value(
        "const J = require('JSON'); return [J.parse('{'), J.parse(undefined), J.parse(''), J.parse('1'), J.parse(null)];",
      ),
    ).toEqual([undefined, undefined, undefined, 1, null]);
  });

  it('writes without functions, sorts integer-like keys, and gives undefined on a cycle', async () => {
    expect(
      await value(
        "const J = require('JSON'); const o = {b: 1, 2: 1, 1: () => 1, a: undefined}; const c = {}; c.c = c; return [J.stringify(o), J.stringify(c), J.stringify(undefined), J.stringify([() => 1])];",
      ),
    ).toEqual(['{"2":1,"b":1}', undefined, undefined, '[null]']);
  });

  it('says in the preview log why a text is not JSON', async () => {
    expect((await record("require('JSON').parse('{');", { preview: true })).logs[0]).toMatch(
      /^JSON\.parse: /,
    );
    expect((await record("require('JSON').parse('{');")).logs).toEqual([]);
  });
});

describe('encoding', () => {
  it.each([
    ['encodeUriComponent', ['ä &/'], '%C3%A4%20%26%2F'],
    ['encodeUriComponent', [undefined], 'undefined'],
    ['encodeUriComponent', ['\ud800'], undefined],
    ['encodeUri', ['a b/ä'], 'a%20b/%C3%A4'],
    ['decodeUriComponent', ['%C3%A4%26'], 'ä&'],
    ['decodeUriComponent', ['%'], undefined],
    ['decodeUri', ['%20%26'], ' %26'],
    ['toBase64', ['a?>ä'], 'YT8+w6Q='],
    ['toBase64', ['a?>ä', { urlEncoding: true }], 'YT8-w6Q'],
    ['fromBase64', ['YT8+w6Q='], 'a?>ä'],
    ['fromBase64', ['YT8-w6Q'], 'a?>ä'],
    ['fromBase64', ['*'], undefined],
    ['fromBase64', ['/w=='], undefined],
  ])('%s(%j) is %j', async (api, args, expected) => {
    expect(await call(api, ...args)).toBe(expected);
  });

  it('refuses what is no text', async () => {
    await expect(call('decodeUriComponent', 1)).rejects.toThrow(
      'Argument error in decodeUriComponent. Expected argument types [string], but received [number].',
    );
  });
});

describe('parseUrl', () => {
  it('decodes parameters once and lists repeated ones', async () => {
    expect(await call('parseUrl', 'https://u:p@a.example:8080/x%20y?a=1&b=%2520&a=2&c#h')).toEqual({
      href: 'https://u:p@a.example:8080/x%20y?a=1&b=%2520&a=2&c#h',
      origin: 'https://a.example:8080',
      protocol: 'https:',
      username: 'u',
      password: 'p',
      host: 'a.example:8080',
      hostname: 'a.example',
      port: '8080',
      pathname: '/x%20y',
      search: '?a=1&b=%2520&a=2&c',
      searchParams: { a: ['1', '2'], b: '%20', c: '' },
      hash: '#h',
    });
  });

  it.each(['/relative', 'not a url', '', undefined, 1])('gives undefined for %j', async (input) => {
    expect(await call('parseUrl', input)).toBeUndefined();
  });
});

describe('computeEffectiveTldPlusOne', () => {
  it.each([
    ['www.a.co.uk', 'a.co.uk'],
    ['https://sub.shop.example.com:444/x?y', 'example.com'],
    ['example.com', 'example.com'],
    ['com', ''],
    ['192.0.2.1', ''],
    ['', ''],
    [null, null],
    [undefined, undefined],
  ])('of %j is %j', async (input, expected) => {
    expect(await call('computeEffectiveTldPlusOne', input)).toBe(expected);
  });
});

describe('regular expressions', () => {
  it('are RE2, with i and g, and null when they are not', async () => {
    expect(
      await value(
        "const c = require('createRegex'); const t = require('testRegex'); return [t(c('^a+$', 'i'), 'AaA'), t(c('^a+$'), 'b'), c('(?=x)'), c('('), c('\\\\1')];",
      ),
    ).toEqual([true, false, null, null, null]);
  });

  it('remember their place with g', async () => {
    expect(
      await value(
        "const r = require('createRegex')('a', 'g'); const t = require('testRegex'); return [t(r, 'aa'), t(r, 'aa'), t(r, 'aa'), t(r, 'aa')];",
      ),
    ).toEqual([true, true, false, true]);
  });

  it('work in replace, match, search and split', async () => {
    expect(
      await value(
        "const r = require('createRegex')('[0-9]+', 'g'); return ['a1b22'.replace(r, '#'), 'a1b22'.search(r), 'a1b22'.split(r)];",
      ),
    ).toEqual(['a#b#', 1, ['a', 'b', '']]);
  });

  it('refuse other values', async () => {
    await expect(value("return require('testRegex')('a', 'a');")).rejects.toThrow(
      'Argument error in testRegex. Expected argument types [OpaqueValue,string], but received [string,string].',
    );
  });
});

describe('hashing', () => {
  it('agrees with an independent SHA-256 on any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
        const digest = createHash('sha256').update(text, 'utf8');
        expect(
          await value("return require('sha256Sync')(data.text, {outputEncoding: 'hex'});", {}, { text }),
        ).toBe(digest.digest('hex'));
      }),
      { numRuns: 50 },
    );
  });

  it('gives Base64 unless told otherwise, also through the callback', async () => {
    const expected = createHash('sha256').update('a').digest('base64');
    expect(await call('sha256Sync', 'a')).toBe(expected);
    expect(
      await value("return require('Promise').create((resolve) => { require('sha256')('a', resolve); });"),
    ).toBe(expected);
  });

  it('signs with a key the template never sees', async () => {
    const keys = { k: Buffer.from('secret').toString('base64') };
    expect(await value("return require('hmacSha256')('a', 'k');", { keys })).toBe(
      createHmac('sha256', 'secret').update('a').digest('base64url'),
    );
    expect(await value("return require('hmacSha256')('a', 'k', {outputEncoding: 'hex'});", { keys })).toBe(
      createHmac('sha256', 'secret').update('a').digest('hex'),
    );
    await expect(value("return require('hmacSha256')('a', 'other');", { keys })).rejects.toThrow(
      "no key with the id 'other'",
    );
  });
});
