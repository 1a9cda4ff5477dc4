import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { XServer } from '../../x-server/server.ts';
import {
  authorization,
  json,
  jsonHeaders,
  lastDiagnostics,
  path,
  send,
  signing,
  startServer,
  tokenHeaders,
} from './client.ts';

let server: XServer;
beforeAll(async () => {
  server = await startServer({
    pixels: [
      {
        id: 'o8z6j',
        accountId: 'a1',
        eventIds: ['o87ne', 'tw-o8z6j-o87nf', 'o87ng'],
        eventDetails: {
          o87ne: {
            name: 'Order',
            type: 'PURCHASE',
            status: 'TRACKING',
            last_tracked_at: '2026-11-22T10:00:00Z',
          },
          o87ng: { deleted: true },
        },
      },
      { id: 'o8z6k', accountId: 'a2', eventIds: ['o87nh'] },
    ],
  });
});
afterAll(() => server.close());

describe('the address', () => {
  test.each([
    ['POST', '/5/measurement/conversions/o8z6j', 404, 'INVALID', 'Version 5.0 is not available.'],
    ['GET', '/11/accounts/a1/web_event_tags', 404, 'INVALID', 'Version 11.0 is not available.'],
    [
      'POST',
      '/12/measurement/conversions',
      404,
      'ROUTE_NOT_FOUND',
      'The requested resource could not be found',
    ],
    ['POST', '/12/measurement/conversions/', 404, 'ROUTE_NOT_FOUND', /./],
    ['POST', '/12/measurement/conversions/o8z6j/', 404, 'ROUTE_NOT_FOUND', /./],
    ['POST', '/measurement/conversions/o8z6j', 404, 'ROUTE_NOT_FOUND', /./],
    ['POST', '/', 404, 'ROUTE_NOT_FOUND', /./],
    ['POST', '//', 404, 'ROUTE_NOT_FOUND', /./],
    ['OPTIONS', '*', 404, 'ROUTE_NOT_FOUND', /./],
    ['GET', path, 405, 'METHOD_NOT_ALLOWED', /./],
    ['PUT', path, 405, 'METHOD_NOT_ALLOWED', /./],
    ['PUT', '/12/accounts/a1/web_event_tags', 405, 'METHOD_NOT_ALLOWED', /./],
    ['POST', '/12/accounts/a1/web_event_tags/o87ne', 405, 'METHOD_NOT_ALLOWED', /./],
    ['PUT', '/12/accounts/a1', 405, 'METHOD_NOT_ALLOWED', /./],
    ['POST', '/12/accounts', 405, 'METHOD_NOT_ALLOWED', /./],
    ['GET', '/12/accounts/a1/campaigns', 404, 'ROUTE_NOT_FOUND', /./],
  ])('%s %s is answered with %i %s', async (method, target, status, code, message) => {
    const reply = await send(server.url, { method, path: target, headers: tokenHeaders });
    expect(reply.status).toBe(status);
    expect(json(reply)).toEqual({
      errors: [{ code, message: expect.stringMatching(message) }],
      request: { params: {} },
    });
  });

  test('CONNECT is answered like any other wrong method', async () => {
    const reply = await new Promise<number>((resolve, reject) => {
      const { hostname, port } = new URL(server.url);
      const outgoing = request({ hostname, port, path: 'example.com:443', method: 'CONNECT' });
      outgoing.on('connect', (incoming, socket) => {
        socket.destroy();
        resolve(incoming.statusCode ?? 0);
      });
      outgoing.on('error', reject);
      outgoing.end();
    });
    expect(reply).toBe(405);
  });

  test('may be absolute', async () => {
    const reply = await send(server.url, {
      path: `http://ads-api.x.com${path}?a=b`,
      headers: tokenHeaders,
      body: '{}',
    });
    expect(json(reply).errors?.[0]?.code).toBe('MISSING_PARAMETER');
  });

  test('of an unknown pixel is answered with 404 to OAuth and 401 to a pixel token', async () => {
    const url = `${server.url}/12/measurement/conversions/o8z6x`;
    const signed = await send(url, {
      headers: { ...jsonHeaders, authorization: authorization(signing(url)) },
    });
    expect([signed.status, json(signed).errors?.[0]?.parameter]).toEqual([404, 'pixel_id']);
    const odd = `${server.url}/12/measurement/conversions/%3Cb%3E`;
    const answer = await send(odd, {
      headers: { ...jsonHeaders, authorization: authorization(signing(odd)) },
    });
    expect([answer.status, json(answer).errors?.[0]?.code]).toEqual([404, 'INVALID_ID_ILLEGAL_CHARACTERS']);
    expect((await send(url, { headers: tokenHeaders })).status).toBe(401);
  });
});

describe('the list of web events', () => {
  interface List {
    data: Record<string, unknown>[];
    next_cursor: string | null;
    request: unknown;
  }

  async function list(
    account: string,
    parameters: Record<string, string> = {},
  ): Promise<List & { status: number }> {
    const url = `${server.url}/12/accounts/${account}/web_event_tags`;
    const query = new URLSearchParams(parameters).toString();
    const reply = await send(query === '' ? url : `${url}?${query}`, {
      method: 'GET',
      headers: { authorization: authorization(signing(url, { method: 'GET', parameters })) },
    });
    return { status: reply.status, ...(JSON.parse(reply.text) as List) };
  }

  test('has the documented fields', async () => {
    const { status, data, request, next_cursor } = await list('a1');
    expect({ status, request, next_cursor }).toEqual({
      status: 200,
      request: { params: { account_id: 'a1' } },
      next_cursor: null,
    });
    expect(data.map(({ id, name, type, status }) => [id, name, type, status])).toEqual([
      ['o87ne', 'Order', 'PURCHASE', 'TRACKING'],
      ['o87nf', 'Event o87nf', 'CUSTOM', 'UNVERIFIED'],
    ]);
    expect(Object.keys(data[0] ?? {}).sort()).toEqual([
      'click_window',
      'deleted',
      'embed_code',
      'id',
      'last_tracked_at',
      'name',
      'retargeting_enabled',
      'status',
      'type',
      'view_through_window',
      'website_tag_id',
    ]);
  });

  test('comes in pages, by id and with deleted events, parameters being signed', async () => {
    const ids = async (parameters: Record<string, string>) => {
      const { data, next_cursor } = await list('a1', parameters);
      return [data.map(({ id }) => id), next_cursor];
    };
    expect(await ids({ count: '1' })).toEqual([['o87ne'], '1']);
    expect(await ids({ count: '1', cursor: '1' })).toEqual([['o87nf'], null]);
    expect(await ids({ with_deleted: 'true', web_event_tag_ids: 'o87nf,o87ng' })).toEqual([
      ['o87nf', 'o87ng'],
      null,
    ]);
  });

  test('of an unknown account is refused', async () => {
    expect((await list('nobody')).status).toBe(404);
  });

  test('may be read by a read-only app and by a user who may not send', async () => {
    const { apps, tokens } = server.configuration;
    server.configuration.apps = apps.map((app) => ({ ...app, readonly: true }));
    server.configuration.tokens = tokens.map((token) => ({ ...token, role: 'ANALYST' }));
    const { status } = await list('a1');
    Object.assign(server.configuration, { apps, tokens });
    expect(status).toBe(200);
  });

  test.each([[{ count: '0' }], [{ count: '1001' }], [{ count: 'x' }], [{ cursor: '-1' }]])(
    'is refused with %o',
    async (parameters) => {
      expect((await list('a1', parameters)).status).toBe(400);
    },
  );

  test('is refused when the query was not signed, without credentials and to a pixel token', async () => {
    const url = `${server.url}/12/accounts/a1/web_event_tags`;
    const header = authorization(signing(url, { method: 'GET' }));
    const unsigned = await send(`${url}?count=1`, { method: 'GET', headers: { authorization: header } });
    expect(unsigned.status).toBe(401);
    expect(lastDiagnostics(server).baseString).toContain('count%3D1');
    expect((await send(url, { method: 'GET' })).status).toBe(401);
    expect((await send(url, { method: 'GET', headers: tokenHeaders })).status).toBe(401);
  });

  test('does not let a deleted event take conversions', async () => {
    const body = JSON.stringify({
      conversions: [
        { conversion_time: '2026-11-22T10:15:30.123Z', event_id: 'o87ng', identifiers: [{ twclid: 'a' }] },
      ],
    });
    expect((await send(server.url + path, { headers: tokenHeaders, body })).status).toBe(404);
  });
});
