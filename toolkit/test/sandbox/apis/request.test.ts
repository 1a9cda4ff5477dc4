import { describe, expect, it } from 'vitest';
import { runTag } from '../../../sandbox/index.ts';
import { template } from '../build-template.ts';
import { record, value } from './run-code.ts';

describe('cookies', () => {
  const cookies = { a: ['x%20y', '100%'], b: 'z' };

  it('are read decoded, all values of a name, and as they are where decoding fails or is not wanted', async () => {
    expect(
      await value(
        "const get = require('getCookieValues'); return [get('a'), get('a', true), get('b'), get('c'), get('toString')];",
        { cookies },
      ),
    ).toEqual([['x y', '100%'], ['x%20y', '100%'], ['z'], [], []]);
  });

  it('are written encoded unless told not to, with their options', async () => {
    const { cookies: written, warnings } = await record(
      "const set = require('setCookie'); set('a', 'x y;ü', {domain: 'auto', 'max-age': 5}); set('b', 'x y', undefined, true);",
    );
    expect(written).toEqual([
      { name: 'a', value: 'x%20y%3B%C3%BC', options: { domain: 'auto', 'max-age': 5 } },
      { name: 'b', value: 'x y', options: {} },
    ]);
    expect(warnings.filter((text) => text.startsWith('setCookie'))).toEqual([]);
  });

  it('warn of option names nobody documents and of writing after a request was started', async () => {
    const { warnings } = await record(
      "const set = require('setCookie'); set('a', 'b', {samesite: 'Lax'}); require('sendHttpGet')('https://a.example/').catch(() => {}); set('c', 'd');",
    );
    expect(warnings.filter((text) => text.startsWith('setCookie'))).toEqual([
      expect.stringContaining("option 'samesite' is not documented"),
      expect.stringContaining("the cookie 'c' is set after an HTTP request was started"),
    ]);
  });

  it('refuse a value that is no text', async () => {
    await expect(value("return require('setCookie')('a', 1);")).rejects.toThrow(
      'Argument error in setCookie. Expected argument types [string,string,Object|undefined,boolean|undefined], but received [string,number].',
    );
  });
});

describe('the request', () => {
  const world = {
    headers: { Referer: 'r', 'X-Many': ['1', '2'] },
    remoteAddress: '192.0.2.1',
    request: { method: 'POST', path: '/x', query: '?a=1&b=%20&a=2', body: 'text' },
  };

  it('is read part by part', async () => {
    const parts = [
      'getRemoteAddress',
      'getRequestBody',
      'getRequestMethod',
      'getRequestPath',
      'getRequestQueryString',
    ];
    expect(await value(`return [${parts.map((name) => `require('${name}')()`).join(', ')}];`, world)).toEqual(
      ['192.0.2.1', 'text', 'POST', '/x', 'a=1&b=%20&a=2'],
    );
    expect(
      await value(
        "const h = require('getRequestHeader'); return [h('REFERER'), h('x-many'), h('none')];",
        world,
      ),
    ).toEqual(['r', '1, 2', undefined]);
    expect(
      await value(
        "return [require('getRequestQueryParameter')('a'), require('getRequestQueryParameter')('c'), require('getRequestQueryParameters')()];",
        world,
      ),
    ).toEqual(['1', undefined, { a: ['1', '2'], b: ' ' }]);
  });

  it('is told from Measurement Protocol hits, and gives their events', async () => {
    const request = {
      path: '/g/collect',
      query: 'v=2&cid=1.2',
      body: 'en=page_view&ep.x=y\nen=purchase&epn.value=3',
    };
    const code =
      "return [require('isRequestMpv1')(), require('isRequestMpv2')(), require('extractEventsFromMpv2')()];";
    expect(await value(code, { request })).toEqual([
      false,
      true,
      [
        { 'x-ga-mp2-v': '2', client_id: '1.2', event_name: 'page_view', x: 'y' },
        { 'x-ga-mp2-v': '2', client_id: '1.2', event_name: 'purchase', value: 3 },
      ],
    ]);
    await expect(value("return require('extractEventsFromMpv1')();", { request })).rejects.toThrow(
      'not a Measurement Protocol version 1 request',
    );
  });
});

describe('the Cookie header', () => {
  const code = "return require('getRequestHeader')('Cookie');";

  it('is made of the cookies, unless the headers have one of their own', async () => {
    const cookies = { a: ['1', '%20'], b: '2' };
    expect(await value(code, { cookies })).toBe('a=1; a=%20; b=2');
    expect(await value(code, { cookies, headers: { cookie: 'c=3' } })).toBe('c=3');
    expect(await value(code, { cookies: {} })).toBe(undefined);
  });
});

describe('the response', () => {
  it('is collected until it is returned', async () => {
    const { response, pixels } = await record(
      "require('setResponseStatus')(202); require('setResponseHeader')('X-A', 'b'); require('setResponseHeader')('X-B', 'c'); require('setResponseHeader')('X-B', null); require('setResponseBody')('aGk=', 'base64'); require('sendPixelFromBrowser')('https://a.example/p'); require('returnResponse')(); require('sendPixelFromBrowser')('https://a.example/late');",
    );
    expect(response).toEqual({ statusCode: 202, headers: { 'x-a': 'b' }, body: 'hi', returned: true });
    expect(pixels).toEqual(['https://a.example/p']);
  });

  it('does not change any more once it is returned, which is said', async () => {
    const late = [
      "require('setResponseStatus')(500);",
      "require('setResponseHeader')('x-a', 'b');",
      "require('setResponseBody')('late');",
      "require('setPixelResponse')();",
      "require('setCookie')('a', 'b');",
    ];
    const { response, cookies, warnings } = await record(
      `require('setResponseBody')('hi'); require('returnResponse')(); ${late.join(' ')}`,
    );
    expect(response).toEqual({ statusCode: 200, headers: {}, body: 'hi', returned: true });
    expect(cookies).toEqual([]);
    expect(warnings.filter((warning) => /has no effect.*returned already/.test(warning))).toHaveLength(
      late.length,
    );
  });

  it.each([
    ["'grüß', 'utf8'", 'grüß'],
    ["'text', 'latin1'", 'text'],
    ["'/+8', 'base64'", '\xff\xef'],
    ["'fF00', 'hex'", '\xff\0'],
  ])('takes a body by its encoding: %s', async (args, body) => {
    expect((await record(`require('setResponseBody')(${args});`)).response.body).toBe(body);
  });

  it.each([
    ["'*', 'base64'", 'the body is not Base64'],
    ["'f', 'hex'", 'the body is not hexadecimal'],
    ["'a', 'utf-9'", "unknown encoding 'utf-9'; known are utf8, "],
  ])('refuses the body %s', async (args, message) => {
    await expect(value(`require('setResponseBody')(${args});`)).rejects.toThrow(
      `setResponseBody: ${message}`,
    );
  });

  it('may be claimed by clients only, and only before they have returned', async () => {
    await expect(value("return require('claimRequest')();")).rejects.toThrow(
      'claimRequest can only be called by a client.',
    );
    const client = async (code: string) => (await runTag(template({ type: 'CLIENT', code }))).errors;
    expect(await client("require('claimRequest')();")).toEqual([]);
    expect(await client("const claim = require('claimRequest'); require('callLater')(claim);")).toMatchObject(
      [{ message: 'claimRequest cannot be called after the client has returned.' }],
    );
  });
});
