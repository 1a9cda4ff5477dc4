import { describe, expect, it } from 'vitest';
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

describe('the response', () => {
  it('is collected until it is returned', async () => {
    const { response, pixels } = await record(
      "require('setResponseStatus')(202); require('setResponseHeader')('X-A', 'b'); require('setResponseHeader')('X-B', 'c'); require('setResponseHeader')('X-B', null); require('setResponseBody')('aGk=', 'base64'); require('sendPixelFromBrowser')('https://a.example/p'); require('returnResponse')(); require('sendPixelFromBrowser')('https://a.example/late');",
    );
    expect(response).toEqual({ statusCode: 202, headers: { 'x-a': 'b' }, body: 'hi', returned: true });
    expect(pixels).toEqual(['https://a.example/p']);
  });

  it('may be claimed by clients only', async () => {
    await expect(value("return require('claimRequest')();")).rejects.toThrow(
      'claimRequest can only be called by a client.',
    );
  });
});
