import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { expectedSignature, parseAuthorization, parseQuery } from '../../x-server/oauth.ts';
import type { XServer } from '../../x-server/server.ts';
import vectors from '../vectors/oauth1.json' with { type: 'json' };
import {
  authorization,
  baseString,
  conversion,
  credentials,
  encode,
  hmacSha1,
  json,
  jsonHeaders,
  lastDiagnostics,
  path,
  pixelToken,
  postSigned,
  type Signing,
  send,
  sign,
  signing,
  startServer,
  tokenHeaders,
} from './client.ts';

const unauthorized = {
  errors: [{ code: 'UNAUTHORIZED_ACCESS', message: 'This request is not properly authenticated' }],
  request: { params: {} },
};

interface Vector {
  method?: string;
  url?: string;
  consumerKey?: string;
  consumerSecret: string;
  token?: string;
  tokenSecret: string;
  nonce?: string;
  timestamp?: string;
  query?: Record<string, string>;
  form?: Record<string, string>;
  baseString?: string;
  signature: string;
  source: string;
}

function vectorSigning({ method = '', url = '', nonce = '', timestamp = '', ...vector }: Vector): Signing {
  const { consumerKey = '', consumerSecret, token = '', tokenSecret, query, form } = vector;
  const parameters = { ...query, ...form };
  return { method, url, nonce, timestamp, consumerKey, consumerSecret, token, tokenSecret, parameters };
}

const published: Vector[] = vectors.vectors;
const complete = published.filter(({ method }) => method !== undefined);

describe('published signatures', () => {
  test.each(published)('the client of these tests computes $signature ($source)', (vector) => {
    const text = vector.method === undefined ? (vector.baseString ?? '') : baseString(vectorSigning(vector));
    if (vector.baseString !== undefined) expect(text).toBe(vector.baseString);
    expect(hmacSha1(text, vector.consumerSecret, vector.tokenSecret)).toBe(vector.signature);
  });

  test.each(complete)('the server expects $signature for $url', (vector) => {
    const own = vectorSigning(vector);
    const parsed = parseAuthorization(authorization(own));
    if (!parsed.ok) throw new Error(parsed.reason);
    const request = { method: own.method, url: own.url, parameters: own.parameters ?? {} };
    const expected = expectedSignature(request, parsed.value, own);
    expect(expected).toEqual({ baseString: baseString(own), signature: vector.signature });
  });

  test.each(complete.filter(({ url }) => url?.includes('conversions')))(
    'a request signed for $url is accepted over HTTP at its own time',
    async (vector) => {
      const own = vectorSigning(vector);
      const server = await startServer({
        publicUrl: own.url,
        now: () => Number(own.timestamp) * 1000,
        apps: [own],
        tokens: [{ token: own.token, secret: own.tokenSecret }],
      });
      const reply = await postSigned(server, authorization(own));
      await server.close();
      expect(reply.status).toBe(200);
      expect(server.received[0]?.diagnostics.baseString).toBe(vector.baseString);
    },
  );

  test('awkward characters are encoded byte by byte', () => {
    const own = signing('https://ads-api.x.com/12/measurement/conversions/o8z6j', {
      nonce: 'abcdef0123456789',
      timestamp: '1700000000',
    });
    expect(sign(own)).toBe('E4zhJp9bPnu9wXeLuM6nnAjjSAo=');
  });
});

describe('a signed request', () => {
  let server: XServer;
  beforeEach(async () => {
    server = await startServer();
  });
  afterEach(() => server.close());

  const own = (change: Partial<Signing> = {}) => signing(server.url + path, change);

  async function refusedBecause(header: string): Promise<string> {
    const reply = await postSigned(server, header);
    expect(reply.status).toBe(401);
    expect(json(reply)).toEqual(unauthorized);
    expect(server.recorded.processed).toBe(0);
    return lastDiagnostics(server).reasons.join();
  }

  test('is accepted when all is right', async () => {
    const reply = await postSigned(server, authorization(own()));
    expect(reply.status).toBe(200);
    expect(lastDiagnostics(server)).toMatchObject({ by: 'oauth1', reasons: [], notes: [] });
  });

  test.each([
    ['a wrong consumer secret', { consumerSecret: 'c!s*&=' }],
    ['a wrong token secret', { tokenSecret: '☃ 8' }],
    ['another method', { method: 'GET' }],
    ['another host', { url: `https://ads-api.x.com${path}` }],
    ['another path', { url: `${path}k` }],
  ])('is refused when it was signed with %s', async (_, change) => {
    expect(await refusedBecause(authorization(own(change)))).toMatch(/oauth_signature is wrong/);
    expect(lastDiagnostics(server).baseString).toMatch(/^POST&http%3A%2F%2F127\.0\.0\.1%3A\d+%2F12%2F/);
  });

  test.each([
    ['consumer key', { consumerKey: 'nobody' }, /oauth_consumer_key is not a known app/],
    ['token', { token: 'nothing' }, /oauth_token is not a known token/],
  ])('is refused when the %s is unknown', async (_, change, reason) => {
    expect(await refusedBecause(authorization(own(change)))).toMatch(reason);
  });

  test('is refused when the token was issued to another app', async () => {
    server.configuration.tokens = [
      { token: credentials.token, secret: credentials.tokenSecret, consumerKey: 'b' },
    ];
    expect(await refusedBecause(authorization(own()))).toMatch(/issued to another app/);
  });

  test('is refused with a body signed into it', async () => {
    const parameters = { '{"conversions":[]}': '' };
    expect(await refusedBecause(authorization(own({ parameters })))).toMatch(/oauth_signature is wrong/);
  });

  test('is refused when its nonce was used before, and only then', async () => {
    const first = own();
    expect((await postSigned(server, authorization(first))).status).toBe(200);
    expect((await postSigned(server, authorization({ ...first, nonce: 'another' }))).status).toBe(200);
    const reply = await postSigned(server, authorization(first));
    expect(reply.status).toBe(401);
    expect(lastDiagnostics(server).reasons).toEqual([
      'oauth_nonce was used before with this token and timestamp',
    ]);
  });

  test('does not burn its nonce when the signature is wrong', async () => {
    const first = own();
    expect((await postSigned(server, authorization({ ...first, tokenSecret: 'x' }))).status).toBe(401);
    expect((await postSigned(server, authorization(first))).status).toBe(200);
  });

  test.each([
    ['missing parameter', { oauth_nonce: '' }, /missing or empty.*oauth_nonce/],
    ['other signature method', { oauth_signature_method: 'HMAC-SHA256' }, /must be HMAC-SHA1/],
    ['other version', { oauth_version: '1.0a' }, /oauth_version must be 1\.0/],
    ['fractional timestamp', { oauth_timestamp: '1.5' }, /oauth_timestamp must be/],
    ['parameter beyond the seven', { oauth_body_hash: 'abc' }, /oauth_body_hash is not one of the seven/],
  ])('is refused with a header that has a %s', async (_, change, reason) => {
    expect(await refusedBecause(authorization(own(), change))).toMatch(reason);
  });

  test.each([
    ['a parameter twice', (header: string) => `${header}, oauth_version="1.0"`, /oauth_version stands twice/],
    ['no quotes', (header: string) => header.replaceAll('"', ''), /not a comma-separated list/],
    ['a trailing comma', (header: string) => `${header},`, /not a comma-separated list/],
    ['another scheme', (header: string) => header.replace('OAuth', 'OAuth1'), /does not start with "OAuth "/],
    [
      'lower-case hex',
      (header: string) => header.replace('%C3%A9', '%c3%a9'),
      /oauth_token is not percent-enc/,
    ],
    [
      'an unencoded character',
      (header: string) => header.replaceAll('%28', '('),
      /oauth_consumer_key is not/,
    ],
    ['broken UTF-8', (header: string) => header.replace('%C3%A9', '%C3'), /oauth_token is not percent-enc/],
  ])('is refused when the header has %s', async (_, change, reason) => {
    expect(await refusedBecause(change(authorization(own())))).toMatch(reason);
  });

  test('may name a realm, which is not signed', async () => {
    const header = authorization(own()).replace('OAuth ', 'OAuth realm="Ads, API", ');
    expect((await postSigned(server, header)).status).toBe(200);
  });

  test('is refused beside a pixel token, without credentials, with Bearer and with two headers', async () => {
    const url = server.url + path;
    const body = JSON.stringify({ conversions: [conversion()] });
    const header = authorization(own());
    const attempts: [Record<string, string | string[]>, RegExp][] = [
      [{ authorization: header, 'x-pixel-token': pixelToken }, /^both/],
      [{}, /^neither/],
      [{ authorization: `Bearer ${pixelToken}` }, /Bearer/],
      [{ 'x-pixel-token': 'another' }, /not a known token/],
      [{ 'x-pixel-token': [pixelToken, pixelToken] }, /twice/],
    ];
    for (const [headers, reason] of attempts) {
      const reply = await send(url, { headers: { ...jsonHeaders, ...headers }, body });
      expect(reply.status).toBe(401);
      expect(json(reply)).toEqual(unauthorized);
      expect(lastDiagnostics(server).reasons.join()).toMatch(reason);
    }
  });

  test('keeps secrets out of the diagnostics, whatever is wrong', async () => {
    await refusedBecause(authorization(own({ tokenSecret: 'guessed-secret' })));
    await send(server.url + path, { headers: { ...tokenHeaders, 'x-pixel-token': 'guessed-token' } });
    const text = JSON.stringify(server.received.map(({ diagnostics }) => diagnostics));
    for (const secret of [
      credentials.consumerSecret,
      credentials.tokenSecret,
      'guessed-secret',
      'guessed-token',
    ])
      expect(text).not.toContain(secret);
    expect(text).not.toContain(encode(credentials.consumerSecret));
  });
});

describe('the clock', () => {
  const now = 1_790_000_000;
  test.each([
    [-300, 200],
    [300, 200],
    [-301, 401],
    [301, 401],
  ])('a timestamp %i s away is answered with %i', async (skew, status) => {
    const server = await startServer({ now: () => now * 1000 });
    const header = authorization(signing(server.url + path, { timestamp: String(now + skew) }));
    const reply = await postSigned(server, header);
    await server.close();
    expect(reply.status).toBe(status);
    expect(reply.headers.date).toBe(new Date(now * 1000).toUTCString());
    const reasons = server.received[0]?.diagnostics.reasons.join();
    const direction = skew < 0 ? 'behind' : 'ahead of';
    expect(reasons).toBe(
      status === 200 ? '' : `oauth_timestamp is 301 s ${direction} the server's clock, 300 s are tolerated`,
    );
  });

  test('the tolerance can be set', async () => {
    const server = await startServer({ clockToleranceSeconds: 0, now: () => now * 1000 });
    const own = signing(server.url + path, { timestamp: String(now + 1) });
    const late = await postSigned(server, authorization(own));
    const onTime = await postSigned(server, authorization({ ...own, timestamp: String(now) }));
    await server.close();
    expect([late.status, onTime.status]).toEqual([401, 200]);
  });

  test('a nonce is remembered as long as its timestamp is acceptable', async () => {
    let time = now;
    const server = await startServer({ now: () => time * 1000 });
    const header = authorization(signing(server.url + path, { timestamp: String(now) }));
    const first = await postSigned(server, header);
    time += 300;
    const again = await postSigned(server, header);
    await server.close();
    expect([first.status, again.status]).toEqual([200, 401]);
    expect(server.received[1]?.diagnostics.reasons.join()).toMatch(/oauth_nonce was used before/);
  });
});

describe('rights', () => {
  const cases: [string, Parameters<typeof startServer>[0], number, string][] = [
    [
      'an app without Ads API access',
      { apps: [{ ...credentials, apiAccess: false }] },
      403,
      'UNAUTHORIZED_CLIENT_APPLICATION',
    ],
    ['a read-only app', { apps: [{ ...credentials, readonly: true }] }, 403, 'READONLY_CLIENT_APPLICATION'],
    ['a suspended user', { tokens: [{ ...user(), suspended: true }] }, 403, 'CURRENT_USER_SUSPENDED'],
    ['a user who may only look', { tokens: [{ ...user(), role: 'ANALYST' }] }, 403, 'ACTION_NOT_ALLOWED'],
    [
      'a user of another account',
      { tokens: [{ ...user(), userId: '7', accountIds: ['b'] }] },
      404,
      'NOT_FOUND',
    ],
  ];

  function user() {
    return { token: credentials.token, secret: credentials.tokenSecret };
  }

  test.each(cases)('%s is refused', async (_, options, status, code) => {
    const server = await startServer(options);
    const reply = await postSigned(server, authorization(signing(server.url + path)));
    await server.close();
    expect(reply.status).toBe(status);
    expect(json(reply).errors).toHaveLength(1);
    expect(json(reply).errors?.[0]?.code).toBe(code);
    expect(server.received[0]?.diagnostics.reasons).toHaveLength(1);
    expect(server.recorded.processed).toBe(0);
  });

  test.each(['ACCOUNT_ADMIN', 'AD_MANAGER'])('the role %s may send', async (role) => {
    const server = await startServer({ tokens: [{ ...user(), role }] });
    const reply = await postSigned(server, authorization(signing(server.url + path)));
    await server.close();
    expect(reply.status).toBe(200);
  });

  test('a revoked token is refused from the next request on', async () => {
    const server = await startServer();
    const before = await postSigned(server, authorization(signing(server.url + path)));
    server.configuration.tokens = [];
    const after = await postSigned(server, authorization(signing(server.url + path)));
    await server.close();
    expect([before.status, after.status]).toEqual([200, 401]);
  });

  test('a pixel token opens its own pixel only', async () => {
    const server = await startServer({
      pixels: ['o8z6j', 'other'].map((id) => ({ id, accountId: 'a', eventIds: ['o87ne'] })),
    });
    const body = JSON.stringify({ conversions: [conversion()] });
    const own = await send(server.url + path, { headers: tokenHeaders, body });
    const other = await send(`${server.url}/12/measurement/conversions/other`, {
      headers: tokenHeaders,
      body,
    });
    await server.close();
    expect([own.status, other.status]).toEqual([200, 401]);
    expect(server.received[1]?.diagnostics.reasons).toEqual(['X-Pixel-Token belongs to another pixel']);
  });
});

describe('the query', () => {
  test('is part of the signature, as form data', () => {
    expect(parseQuery('a=1+2&b=%C3%A9&c&d=e=f&&')).toEqual({
      ok: true,
      value: { a: '1 2', b: 'é', c: '', d: 'e=f' },
    });
  });

  test.each([
    ['a=1&a=2', /twice/],
    ['a=%E9', /not percent-encoded/],
    ['oauth_token=1', /oauth_ parameter/],
  ])('%s is refused', (query, reason) => {
    const parsed = parseQuery(query);
    expect(parsed.ok ? '' : parsed.reason).toMatch(reason);
  });
});
