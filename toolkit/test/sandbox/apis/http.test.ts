import { describe, expect, it } from 'vitest';
import type { HttpRequest, World } from '../../../sandbox/index.ts';
import { record, value } from './run-code.ts';

const answering = (statusCode: number, body = '', headers: Record<string, string> = {}): World => ({
  http: async () => ({ statusCode, headers, body }),
});
const rejecting = (reason: unknown): World => ({ http: () => Promise.reject(reason) });

describe('sendHttpRequest', () => {
  it('hands the request over as the world expects it', async () => {
    const seen: HttpRequest[] = [];
    const http: NonNullable<World['http']> = async (request) => {
      seen.push(request);
      return { statusCode: 204, headers: {}, body: '' };
    };
    const { requests } = await record(
      "require('sendHttpRequest')('https://a.example/x', {method: 'post', headers: {A: 1, B: undefined}, timeout: 500}, 'body'); require('sendHttpGet')('https://a.example/y');",
      { http },
    );
    expect(seen).toEqual([
      { method: 'POST', url: 'https://a.example/x', headers: { A: '1' }, timeout: 500, body: 'body' },
      { method: 'GET', url: 'https://a.example/y', headers: {}, timeout: 15_000 },
    ]);
    expect(requests.map(({ answer }) => answer?.statusCode)).toEqual([204, 204]);
  });

  it('resolves with an error status too', async () => {
    expect(
      await value(
        "return require('sendHttpRequest')('https://a.example/', {}, 'x').then((r) => [r.statusCode, r.body, r.headers.a]);",
        answering(503, 'busy', { a: 'b' }),
      ),
    ).toEqual([503, 'busy', 'b']);
  });

  it.each([
    [{ reason: 'timed_out' }, 'timed_out'],
    [{ reason: 'failed' }, 'failed'],
    [new Error('no route'), 'failed'],
    [undefined, 'failed'],
  ])('rejects with a reason: %j', async (thrown, reason) => {
    const code =
      "return require('sendHttpRequest')('https://a.example/').then(() => 'never', (e) => e.reason);";
    expect(await value(code, rejecting(thrown))).toBe(reason);
  });

  it('gives up when the time is over, whatever the world does', async () => {
    const code =
      "return require('sendHttpRequest')('https://a.example/', {timeout: 1}).catch((e) => e.reason);";
    expect(await value(code, { http: () => new Promise(() => {}) })).toBe('timed_out');
  });

  it('waits for an answer when the time named is longer than a timer can be', async () => {
    const code =
      "return require('sendHttpRequest')('https://a.example/', {timeout: 9999999999999}).then((r) => r.statusCode, (e) => e.reason);";
    const http: NonNullable<World['http']> = () =>
      new Promise((resolve) => setTimeout(() => resolve({ statusCode: 200, headers: {}, body: '' }), 20));
    expect(await value(code, { http })).toBe(200);
  });

  it('fails without an http function and says why in the record', async () => {
    const { requests, returned } = await record(
      "return require('sendHttpGet')('https://a.example/').catch((e) => e.reason);",
    );
    expect(returned).toBe('failed');
    expect(requests[0]?.failure).toBe('failed: the world has no http function');
  });

  it('has a callback form, with status 0 for a failure and -1 for a time-out', async () => {
    const code =
      "const P = require('Promise'); return P.create((resolve) => { const r = require('sendHttpRequest')('https://a.example/', (status, headers, body) => { resolve([status, headers, body]); }, {method: 'POST'}, 'x'); if (r !== undefined) resolve('a promise'); });";
    expect(await value(code, answering(200, 'ok', { h: '1' }))).toEqual([200, { h: '1' }, 'ok']);
    expect(await value(code, rejecting({ reason: 'failed' }))).toEqual([0, {}, undefined]);
    expect(await value(code, rejecting({ reason: 'timed_out' }))).toEqual([-1, {}, undefined]);
    const get =
      "return require('Promise').create((resolve) => { require('sendHttpGet')('https://a.example/', (status) => { resolve(status); }, {timeout: 9}); });";
    expect(await value(get, answering(200))).toBe(200);
  });

  it('is refused before anything is sent when the URL is not allowed', async () => {
    const { requests, errors } = await record("require('sendHttpRequest')('https://a.example/');", {
      permissions: true,
    });
    expect(requests).toEqual([]);
    expect(errors).toEqual([
      { message: 'The requested permission send_http is not configured.', position: expect.anything() },
    ]);
  });

  it('keeps the run open until the last answer, and reports what nobody caught', async () => {
    const { warnings } = await record(
      "require('sendHttpGet')('https://a.example/').then(() => { data.missing.deep(); });",
      answering(200),
    );
    expect(warnings).toContainEqual(
      expect.stringMatching(/^A rejected promise is handled nowhere: TypeError: .*\(line \d+\)$/),
    );
  });
});

describe('Google services', () => {
  it('take credentials only as scopes, which travel with the request', async () => {
    const { requests } = await record(
      "const auth = require('getGoogleAuth')({scopes: ['s']}); require('sendHttpGet')('https://a.example/', {authorization: auth});",
      answering(200),
    );
    expect(requests[0]?.request.googleScopes).toEqual(['s']);
  });

  it('load scripts and send events through the same function', async () => {
    const { returned, requests } = await record(
      "const P = require('Promise'); return P.all([require('getGoogleScript')('GTM', {id: 'GTM-A'}), require('sendEventToGoogleAnalytics')({event_name: 'a'})]);",
      answering(200, 'js', { location: 'l' }),
    );
    expect(returned).toEqual([{ script: 'js', metadata: { location: 'l' } }, { location: 'l' }]);
    expect(requests.map(({ request }) => request.url)).toEqual([
      'https://www.googletagmanager.com/gtm.js?id=GTM-A',
      'https://www.google-analytics.com/g/collect',
    ]);
    await expect(value("return require('getGoogleScript')('X');")).rejects.toThrow("unknown script 'X'");
  });
});
