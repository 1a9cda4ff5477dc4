import { describe, expect, it } from 'vitest';
import { runTemplate } from '../../../sandbox/index.ts';
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
        { 'x-ga-protocol_version': '2', client_id: '1.2', event_name: 'page_view', x: 'y' },
        { 'x-ga-protocol_version': '2', client_id: '1.2', event_name: 'purchase', value: 3 },
      ],
    ]);
    await expect(value("return require('extractEventsFromMpv1')();", { request })).rejects.toThrow(
      'not a Measurement Protocol version 1 request',
    );
  });
});

describe('a Measurement Protocol event', () => {
  const event = async (version: 1 | 2, query: string): Promise<unknown> => {
    const request = { path: version === 1 ? '/collect' : '/g/collect', query: `v=${version}&${query}` };
    const [first] = (await value(`return require('extractEventsFromMpv${version}')();`, { request })) as [
      Record<string, unknown>,
    ];
    for (const key of ['x-ga-protocol_version', 'x-ga-mp1-v']) delete first[key];
    return first;
  };

  it('has the items of GA4, with numbers where the protocol means numbers and keys of its own', async () => {
    expect(
      await event(2, 'en=purchase&pr2=idB~pr3&pr1=idA~nmTea~~pot~qt2~k0size~v0XL&epn.value=3&up.tier=gold'),
    ).toEqual({
      event_name: 'purchase',
      value: 3,
      items: [
        { item_id: 'A', item_name: 'Tea~pot', quantity: 2, size: 'XL' },
        { item_id: 'B', price: 3 },
      ],
      'x-ga-mp2-user_properties': { tier: 'gold' },
    });
  });

  it('nests user data, and takes a name of more dots than anybody means as one key', async () => {
    const deep = `a${'.b'.repeat(20_000)}`;
    expect(await event(2, `ep.user_data.email=x&ep.${deep}=1`)).toEqual({
      user_data: { email: 'x' },
      [deep]: '1',
    });
  });

  it('has the products of version 1 as items', async () => {
    expect(await event(1, 't=event&pr1id=A&pr1qt=2&pr3nm=C&pr1zz=?')).toEqual({
      event_name: 'event',
      items: [{ item_id: 'A', quantity: 2 }, { item_name: 'C' }],
      'x-ga-mp1-pr1zz': '?',
    });
  });
});

describe('the address of the visitor', () => {
  it.each([
    [{ 'X-Forwarded-For': '192.0.2.1, 10.0.0.1' }, '192.0.2.1'],
    [{ 'x-forwarded-for': ['2001:db8::1', '10.0.0.1'] }, '2001:db8::1'],
    [{ Forwarded: 'proto=https;For="[2001:db8::2]:4711", for=10.0.0.1' }, '2001:db8::2'],
    [{ Forwarded: 'for=192.0.2.3:80', 'X-Forwarded-For': '192.0.2.4' }, '192.0.2.3'],
    [{ Forwarded: 'for=_hidden', 'X-Forwarded-For': '192.0.2.4' }, '192.0.2.4'],
    [{ Forwarded: 'for=unknown' }, '198.51.100.9'],
    [{ 'X-Forwarded-For': '' }, '198.51.100.9'],
    [{}, '198.51.100.9'],
  ] as [Record<string, string | string[]>, string][])('of %j is %s', async (headers, expected) => {
    const world = { headers, remoteAddress: '198.51.100.9' };
    expect(await value("return require('getRemoteAddress')();", world)).toBe(expected);
  });
});

describe('the Set-Cookie headers', () => {
  const set = async (calls: string, headers: Record<string, string> = {}) => {
    const { response, cookies, warnings } = await record(`const set = require('setCookie'); ${calls}`, {
      headers,
    });
    return { header: response.headers['set-cookie'], cookies, warnings };
  };

  it('say what each cookie was set with', async () => {
    const { header } = await set(
      "set('a', 'x y', {domain: 'auto', path: '/', 'max-age': 60, expires: 'never', secure: true, httpOnly: true, sameSite: 'lax'}); set('b', 'x y', {expires: 'Sat, 26 Oct 1985 08:21:00 GMT'}, true);",
      { host: 'sgtm.shop.example:8080' },
    );
    expect(header).toEqual([
      'a=x%20y; Domain=shop.example; Path=/; Max-Age=60; SameSite=Lax; Secure; HttpOnly',
      'b=x y; Expires=Sat, 26 Oct 1985 08:21:00 GMT',
    ]);
  });

  it('hold the last of several of one name, domain and path', async () => {
    const { header, cookies } = await set(
      "set('a', '1'); set('a', '2', {path: '/x'}); set('a', '3'); set('ab', '4');",
    );
    expect(header).toEqual(['a=2; Path=/x', 'a=3', 'ab=4']);
    expect(cookies).toHaveLength(4);
  });

  it.each([
    "set('a', '1\\r\\nX-Evil: 1', {}, true);",
    "set('a;b', '1');",
    "set('a', '€', {}, true);",
    "set('', '1');",
  ])('hold nothing that could be another header: %s', async (call) => {
    const { header, warnings } = await set(call);
    expect(header).toBeUndefined();
    expect(warnings.at(-1)).toContain('cannot hold');
  });

  it('leave out an attribute that they cannot hold', async () => {
    const { header } = await set("set('a', '1', {path: '/; Domain=x', domain: 'a\\nb', 'max-age': 5});");
    expect(header).toEqual(['a=1; Max-Age=5']);
  });

  it.each([
    [{ host: 'a.b.shop.co.uk' }, 'shop.co.uk'],
    [{ host: 'inner', 'x-forwarded-host': 'www.shop.example' }, 'shop.example'],
    [
      { host: 'inner', forwarded: 'host=www.shop.test;for=192.0.2.1', 'x-forwarded-host': 'b.example' },
      'shop.test',
    ],
    [{ host: '127.0.0.1:8080' }, undefined],
    [{ host: 'localhost' }, undefined],
    [{}, 'auto'],
  ] as [Record<string, string>, string | undefined][])('take auto for %j as %s', async (headers, domain) => {
    const { cookies } = await set("set('a', '1', {domain: 'auto'});", headers);
    expect(cookies[0]?.options.domain).toBe(domain);
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
    const client = async (code: string) => (await runTemplate(template({ type: 'CLIENT', code }))).errors;
    expect(await client("require('claimRequest')();")).toEqual([]);
    expect(await client("const claim = require('claimRequest'); require('callLater')(claim);")).toMatchObject(
      [{ message: 'claimRequest cannot be called after the client has returned.' }],
    );
  });
});
