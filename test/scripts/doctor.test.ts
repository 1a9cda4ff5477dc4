import { describe, expect, test } from 'vitest';
import { main } from '../../scripts/doctor.ts';
import { captured } from '../../toolkit/test/cli/captured.ts';
import { errorAnswer } from '../../x-server/answers.ts';
import type { Fault } from '../../x-server/faults.ts';
import type { XServer, XServerOptions } from '../../x-server/server.ts';
import { credentials } from '../x-server/client.ts';
import { doctor } from './doctor-run.ts';
import { oauthEnvironment, secrets, stand, tokenEnvironment } from './replay-setup.ts';

const standWith = (change: XServerOptions): Promise<XServer> => stand(change);
const app = { consumerKey: credentials.consumerKey, consumerSecret: credentials.consumerSecret };
const user = { token: credentials.token, secret: credentials.tokenSecret };

describe('when all is well', () => {
  test.each([
    ['OAuth', oauthEnvironment, 'OAuth signature'],
    ['the pixel access token', tokenEnvironment, 'Pixel access token'],
  ])('with %s the exit status is 0', async (_, environment, name) => {
    const server = await stand();
    const odd = { ...environment };
    const { code, checks, json } = await doctor(
      server,
      ['--event', 'o87ne', '--event', 'tw-o8z6j-o87nf'],
      odd,
    );
    expect(checks[name]).toMatch(/^ok: accepted/);
    expect(checks['Pixel o8z6j']).toMatch(/^ok/);
    expect(checks['Event o87ne']).toMatch(/^ok/);
    expect(checks['Event tw-o8z6j-o87nf']).toMatch(/^ok/);
    expect(checks.Clock).toMatch(/^ok: agrees/);
    expect(server.received.filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect([code, json.ok]).toEqual([0, true]);
  });

  test('credentials that do not look like X’s are noted, and are no fault when X accepts them', async () => {
    const { code, checks } = await doctor(await stand());
    expect([code, checks['Credentials look odd']]).toEqual([0, expect.stringMatching(/^note: /)]);
    const { written, io } = captured();
    const server = await stand();
    const world = { environment: oauthEnvironment, now: Date.now, timeoutMs: 5000 };
    await main(['--pixel', 'o8z6j', '--endpoint', server.url], io, world);
    expect(written.out).toMatch(
      /\nAll is well\. 2 notes above are worth a look\. Nothing was recorded at X\.\n$/,
    );
  });

  test('with credentials that look like X’s nothing looks odd', async () => {
    const token = '370773112-abcdefghijklmnop';
    const server = await standWith({ tokens: [{ token, secret: 's' }] });
    const environment = { ...oauthEnvironment, X_ACCESS_TOKEN: token, X_ACCESS_TOKEN_SECRET: 's' };
    expect((await doctor(server, [], environment)).code).toBe(0);
  });

  test('each check stands on a line of its own for people', async () => {
    const server = await stand();
    const { written, io } = captured();
    const world = { environment: tokenEnvironment, now: Date.now, timeoutMs: 5000 };
    const code = await main(['--pixel', 'o8z6j', '--event', 'gone', '--endpoint', server.url], io, world);
    expect(code).toBe(1);
    expect(written.out).toMatch(/^ok {7}Pixel access token complete: 19 characters\n/);
    expect(written.out).toMatch(
      /\nFAILED {3}Event gone: event_id \(gone\) does not belong.*\n {9}→ Copy the X event ID/,
    );
    expect(written.out).toMatch(/\n1 of 7 checks failed\. The arrows say what to do\.\n$/);
  });
});

describe('access', () => {
  const cases: [string, XServerOptions, RegExp][] = [
    ['an unknown app', { apps: [] }, /^failed: X answered 401: .* → One of the four values is wrong/],
    ['a wrong secret', { tokens: [{ ...user, secret: 'other' }] }, /^failed: X answered 401/],
    ['an expired token', { tokens: [] }, /^failed: X answered 401/],
    [
      'no Ads API access',
      { apps: [{ ...app, apiAccess: false }] },
      /^failed: X answered 403: .* → .*no access to the Ads API\. .*tier Conversion Only.*generate a new access token/,
    ],
    [
      'a read-only app',
      { apps: [{ ...app, readonly: true }] },
      /^failed: X answered 403: .* → .*read and write/,
    ],
    [
      'a user without the role',
      { tokens: [{ ...user, role: 'ANALYST' }] },
      /^failed: X answered 403: .* → .*role of ad manager/,
    ],
    [
      'a suspended user',
      { tokens: [{ ...user, suspended: true }] },
      /^failed: X answered 403: .* → .*suspended/,
    ],
    [
      'a user without the account',
      { tokens: [{ ...user, accountIds: ['other'] }] },
      /^failed: X answered 404: .* → .*no access to the pixel's ads account/,
    ],
  ];
  test.each(cases)('%s is named with what to do', async (_, options, expected) => {
    const { code, checks } = await doctor(await standWith(options), ['--event', 'o87ne']);
    expect(code).toBe(1);
    expect(checks['OAuth signature']).toMatch(expected);
    expect(checks['Event o87ne']).toBeUndefined();
    expect(checks['Pixel and X event IDs']).toMatch(/^skipped/);
  });

  test('a token of another pixel is told apart from a wrong OAuth value', async () => {
    const server = await standWith({ pixelTokens: [{ pixelId: 'other', token: secrets[4]! }] });
    const { checks } = await doctor(server, [], { ...oauthEnvironment, ...tokenEnvironment });
    expect(checks['OAuth signature']).toMatch(/^ok/);
    expect(checks['Pixel access token']).toMatch(
      /^failed: X answered 401: .* → The token is not one of this pixel/,
    );
    expect(checks['Pixel o8z6j']).toMatch(/^ok/);
  });

  test('a wrong clock is the reason, not the credentials', async () => {
    const server = await stand({ now: () => Date.now() - 20 * 60 * 1000 });
    const { checks } = await doctor(server);
    expect(checks.Clock).toMatch(/^failed: (1199|1200|1201) s ahead of X's/);
    expect(checks['OAuth signature']).toMatch(/→ This machine's clock is \d+ s ahead of X's/);
  });

  test('a clock that is a little off is worth a look', async () => {
    const server = await stand({ now: () => Date.now() + 2 * 60 * 1000 });
    const { code, checks } = await doctor(server, [], tokenEnvironment);
    expect([code, checks.Clock?.split(':')[0]]).toEqual([0, 'note']);
  });
});

describe('pixel and event ids', () => {
  test('an unknown pixel is named, and no event is blamed for it', async () => {
    const { code, checks } = await doctor(await standWith({ pixels: [] }), ['--event', 'o87ne']);
    expect(code).toBe(1);
    expect(checks['Pixel o8z6j']).toMatch(/^failed: X does not know it → Copy the Pixel ID/);
    expect(checks['Event o87ne']).toBeUndefined();
  });

  test.each([
    ['gone', /does not belong to provided account.* → Copy the X event ID/],
    ['o8z6j', /is not a single event tag \(SET\) → This is the pixel ID/],
    ['tw-o9zzz-o87ne', /→ The event belongs to pixel o9zzz/],
    ['7b1d0b2e-6f0e-4b5c-9f3a-0c7a1d2e3f40', /→ This is the ID of a single hit/],
  ])('the event id %s is told what it is', async (id, expected) => {
    const { code, checks } = await doctor(await stand(), ['--event', id, '--event', 'o87ne']);
    expect(code).toBe(1);
    expect(checks[`Event ${id}`]).toMatch(/^failed/);
    expect(checks[`Event ${id}`]).toMatch(expected);
    expect(checks['Event o87ne']).toMatch(/^ok/);
  });

  test('are not called well when X did not look at them', async () => {
    const server = await stand();
    server.faults.next({ kind: 'none' }, { kind: 'answer', answer: errorAnswer('noIdentifier') });
    const { code, checks } = await doctor(server, ['--event', 'o87ne'], tokenEnvironment);
    expect([code, checks['Event o87ne']]).toEqual([
      1,
      expect.stringMatching(/^unknown: .* → Give --account/),
    ]);
  });
});

describe('the probe', () => {
  test('has two faults in each conversion, no person and no value, and is refused as a whole', async () => {
    const server = await stand();
    await doctor(server, ['--event', 'o87ne'], tokenEnvironment);
    const { conversions } = server.received[1]!.body as { conversions: Record<string, unknown>[] };
    for (const conversion of conversions)
      expect(conversion).toEqual({
        event_id: conversion.event_id,
        conversion_time: 'doctor probe, not a time',
        identifiers: [],
      });
    expect(conversions[0]?.event_id).toBe('doctor_probe_no_such_event');
    expect(server.received.at(-1)?.verdict).toBe('refused');
  });

  test('that is accepted is an alarm', async () => {
    const server = await stand();
    server.faults.next(
      { kind: 'none' },
      { kind: 'answer', answer: { status: 200, body: { data: { conversions_processed: 1 } } } },
    );
    const { code, checks } = await doctor(server, [], tokenEnvironment);
    expect([code, checks['Pixel access token']]).toEqual([
      1,
      expect.stringMatching(/^failed: .*conversions_processed 1.* → Is this X\?/),
    ]);
  });
});

describe('the version of the API', () => {
  test.each([
    [{}, /^ok: the current one \(x-current-api-version: 12\)/],
    [
      { currentApiVersion: '13.1' },
      /^note: not the current one \(x-current-api-version: 13\.1\) → Look for a newer/,
    ],
    [
      { apiWarn: 'Version 12 ends on 2027-03-01' },
      /^note: x-api-warn: Version 12 ends on 2027-03-01, x-current-api-version: 12 → Look/,
    ],
  ])('is told as X tells it, and is no fault: %j', async (options, expected) => {
    const { code, checks } = await doctor(await standWith(options));
    expect(checks['Version 12 of the API']).toMatch(expected);
    expect(code).toBe(0);
  });

  test('is told also when only the answer to a conversion announces it', async () => {
    const server = await stand();
    const announcing = {
      ...errorAnswer('noIdentifier'),
      headers: { 'x-api-warn': 'conversions end in 2027' },
    };
    server.faults.next({ kind: 'none' }, { kind: 'answer', answer: announcing });
    const { checks } = await doctor(server);
    expect(checks['Version 12 of the API']).toMatch(/^note: x-api-warn: conversions end in 2027/);
  });
});

describe('the tier of the app', () => {
  test('is as far as X shows it: what sends conversions is Conversion Only or above', async () => {
    const { code, checks } = await doctor(await stand());
    expect([code, checks['Access tier']]).toEqual([
      0,
      expect.stringMatching(/^ok: Conversion Only or above/),
    ]);
  });

  test('is Standard when the account is open, and Conversion Only when it is not', async () => {
    const open = await doctor(await stand(), ['--account', '18ce552mlaq']);
    expect(open.checks['Access tier']).toMatch(/^ok: Standard or above/);
    const server = await stand();
    server.faults.next(
      { kind: 'none' },
      { kind: 'none' },
      { kind: 'answer', answer: errorAnswer('noAdsApiAccess') },
    );
    const closed = await doctor(server, ['--account', '18ce552mlaq']);
    expect([closed.code, closed.checks['Access tier']]).toEqual([
      0,
      expect.stringMatching(/^ok: Conversion Only: enough .* need Standard/),
    ]);
  });

  test('is no matter of a pixel access token, nor of an app that X refuses', async () => {
    expect((await doctor(await stand(), [], tokenEnvironment)).checks['Access tier']).toBeUndefined();
    expect((await doctor(await standWith({ apps: [] }))).checks['Access tier']).toBeUndefined();
  });
});

describe('the network', () => {
  test('that refuses is the first and only finding', async () => {
    const server = await stand();
    await server.close();
    const { code, checks } = await doctor(server);
    expect(code).toBe(1);
    expect(checks[`Network to ${server.url}`]).toMatch(
      /^failed: The connection was refused \(ECONNREFUSED\) → Allow connections/,
    );
    expect(checks['OAuth signature']).toBeUndefined();
  });

  test('that is silent does not keep anybody waiting', async () => {
    const server = await stand();
    server.faults.use(() => ({ kind: 'silence' }));
    const { checks } = await doctor(server, [], tokenEnvironment, 200);
    expect(checks[`Network to ${server.url}`]).toMatch(/^failed: X did not answer within 200 ms/);
  });

  const strange: [string, Fault, RegExp][] = [
    ['a page', { kind: 'garbage', body: 'html' }, /a page "Error", not JSON → .*proxy/],
    ['nothing', { kind: 'garbage', body: 'empty' }, /an empty body → .*proxy/],
    ['broken bytes', { kind: 'garbage', body: 'invalidUtf8' }, /no UTF-8 → /],
    [
      'X’s own trouble',
      { kind: 'answer', answer: errorAnswer('overCapacity') },
      /X answered 503: The service is over capacity \[?.*→ The fault is on X's side/,
    ],
    ['the rate limit', { kind: 'answer', answer: errorAnswer('tooManyRequests') }, /429: .*→ The rate limit/],
    [
      'a redirect',
      { kind: 'redirect', location: 'https://x.com/login' },
      /X answered 302: an empty body → A redirect/,
    ],
    ['half an answer', { kind: 'cut', at: 'body' }, /The connection ended before/],
    ['a page with 403', { kind: 'garbage', body: 'html', status: 403 }, /403.*look for a proxy, firewall/],
  ];
  test.each(strange)('that answers the probe with %s', async (_, fault, expected) => {
    const server = await stand();
    server.faults.next({ kind: 'none' }, fault);
    const { code, checks } = await doctor(server, [], tokenEnvironment);
    expect(code).toBe(1);
    expect(checks['Pixel access token']).toMatch(/^failed/);
    expect(checks['Pixel access token']).toMatch(expected);
  });

  test('of somebody else is recognised by the first answer', async () => {
    const server = await stand();
    server.faults.use(() => ({ kind: 'garbage', body: 'html' }));
    const { checks } = await doctor(server);
    expect(checks[`Network to ${server.url}`]).toMatch(
      /^failed: an answer \(200\) that is not the Ads API's: a page "Error"/,
    );
  });
});

describe('credentials', () => {
  test.each([
    [{}, /^failed: No credentials/],
    [
      { X_CONSUMER_KEY: 'a' },
      /^failed: OAuth 1.0a needs four values; set also X_CONSUMER_SECRET, X_ACCESS_TOKEN, X_ACCESS_TOKEN_SECRET/,
    ],
  ])('missing in %j are named, and the network is looked at all the same', async (environment, expected) => {
    const { code, checks } = await doctor(await stand(), [], environment);
    expect(code).toBe(1);
    expect(checks.Credentials).toMatch(expected);
    expect(checks.Clock).toMatch(/^ok/);
    expect(checks['Pixel and X event IDs']).toMatch(/^skipped/);
  });

  test.each([
    [{ ...oauthEnvironment, X_CONSUMER_KEY: '123-abc' }, /swapped/],
    [{ ...oauthEnvironment, X_CONSUMER_SECRET: '"quoted"' }, /X_CONSUMER_SECRET stands in quotation marks/],
    [{ X_PIXEL_TOKEN: 'Bearer abc' }, /X_PIXEL_TOKEN starts with a scheme/],
  ])('that look odd are named without their value: %#', async (environment, expected) => {
    const { code, out } = await doctor(await stand(), [], environment);
    expect(code).toBe(1);
    expect(out).toMatch(expected);
    expect(out).not.toMatch(/123-abc|"quoted|Bearer abc/);
  });
});

test.each([
  [['--pixel', ''], /--pixel must be 3 to 12 letters and digits/],
  [['--event', 'a b'], /--event must be/],
  [['--account', '/../x'], /--account must be/],
  [['--endpoint', 'http://example.com'], /--endpoint must be an https address/],
  [['--secret', 'x'], /secret/],
  [['--credentials', '/no/such/file'], /cannot be read/],
])('called with %j the doctor says what is wrong', async (args, message) => {
  const { code, err } = await doctor(undefined, args);
  expect(code).toBe(2);
  expect(err).toMatch(message);
});

test('the doctor explains itself', async () => {
  const { code, out } = await doctor(undefined, ['--help']);
  expect(code).toBe(0);
  expect(out).toMatch(/--pixel[\s\S]*--event[\s\S]*--account[\s\S]*X_PIXEL_TOKEN/);
});
