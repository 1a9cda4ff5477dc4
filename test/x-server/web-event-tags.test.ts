/** Accounts, users and web events in the stand-in: what is kept, refused and limited. */
import { afterEach, describe, expect, test } from 'vitest';
import { rolesThatMayWrite } from '../../x-server/configuration.ts';
import type { XServer, XServerOptions } from '../../x-server/server.ts';
import {
  type Answered,
  authorization,
  conversion,
  lastDiagnostics,
  post,
  send,
  signedCall,
  signing,
  startServer,
  tokenHeaders,
} from './client.ts';

let server: XServer;
afterEach(() => server.close());

const pixels = () => [
  { id: 'o8z6j', accountId: 'a1', eventIds: ['o87ne'] },
  { id: 'o8z6k', accountId: 'a1', eventIds: [] },
  { id: 'o8z6l', accountId: 'a2', eventIds: [] },
];
const start = async (options: XServerOptions = {}) => {
  server = await startServer({ pixels: pixels(), ...options });
};

const call = (method: string, path: string, parameters?: Record<string, string>, body?: string) =>
  signedCall(server, method, path, parameters, body);

const order = {
  name: "Kauf – Shop (EU) 100% *neu*, A&B's!",
  type: 'PURCHASE',
  click_window: '30',
  view_through_window: '1',
  retargeting_enabled: 'false',
};
const without = (key: string) => Object.fromEntries(Object.entries(order).filter(([name]) => name !== key));
const codes = ({ errors = [] }: Answered) => errors.map(({ code, parameter }) => [code, parameter]);

describe('a web event', () => {
  test('is made on the first pixel of the account, listed, changed, found and deleted', async () => {
    await start();
    const made = await call('POST', 'accounts/a1/web_event_tags', order);
    expect([made.status, made.data]).toEqual([
      200,
      {
        id: expect.stringMatching(/^[0-9a-z]+$/),
        name: order.name,
        type: 'PURCHASE',
        click_window: 30,
        view_through_window: 1,
        retargeting_enabled: false,
        status: 'UNVERIFIED',
        last_tracked_at: null,
        website_tag_id: 'o8z6j',
        embed_code: expect.any(String),
        deleted: false,
      },
    ]);
    const path = `accounts/a1/web_event_tags/${made.data.id}`;
    const changed = await call('PUT', path, { name: 'Lead form', type: 'SIGN_UP' });
    expect(changed.data).toEqual({ ...made.data, name: 'Lead form', type: 'SIGN_UP' });
    expect((await call('GET', path)).data).toEqual(changed.data);
    const ids = async (parameters = {}) =>
      (await call('GET', 'accounts/a1/web_event_tags', parameters)).data as unknown as { id: string }[];
    expect((await ids()).map(({ id }) => id)).toEqual(['o87ne', made.data.id]);
    expect((await call('DELETE', path)).data.deleted).toBe(true);
    expect((await ids()).map(({ id }) => id)).toEqual(['o87ne']);
    expect(await ids({ with_deleted: 'true' })).toHaveLength(2);
    expect((await call('GET', path)).status).toBe(404);
    expect((await call('GET', path, { with_deleted: 'true' })).data.deleted).toBe(true);
    expect(codes(await call('PUT', path, { name: 'a' }))).toEqual([['WEB_EVENT_TAG_NOT_FOUND', undefined]]);
    expect((await call('DELETE', path)).status).toBe(404);
  });

  test('takes conversions as soon as it is made, and none once it is deleted', async () => {
    await start();
    const { data } = await call('POST', 'accounts/a1/web_event_tags', order);
    const status = async () => (await post(server, [conversion({ event_id: data.id })])).status;
    expect(await status()).toBe(200);
    await call('DELETE', `accounts/a1/web_event_tags/${data.id}`);
    expect(await status()).toBe(404);
  });

  test('is made twice by two equal requests', async () => {
    await start();
    const [a, b] = [
      await call('POST', 'accounts/a1/web_event_tags', order),
      await call('POST', 'accounts/a1/web_event_tags', order),
    ];
    expect(a.data.id).not.toBe(b.data.id);
  });

  test('comes to lie on another pixel when the account says so', async () => {
    await start({ accounts: [{ id: 'a1', newEventsOn: 'o8z6k' }] });
    expect((await call('POST', 'accounts/a1/web_event_tags', order)).data.website_tag_id).toBe('o8z6k');
  });

  test.each(Object.keys(order))('is not made without %s', async (key) => {
    await start();
    const refused = await call('POST', 'accounts/a1/web_event_tags', without(key));
    expect([refused.status, codes(refused)]).toEqual([400, [['MISSING_PARAMETER', key]]]);
    expect(server.configuration.pixels[0]?.eventIds).toEqual(['o87ne']);
  });

  test.each([
    ['name', ' '],
    ['name', 'a\nb'],
    ['type', 'LEAD'],
    ['click_window', '60'],
    ['click_window', '0'],
    ['click_window', '07'],
    ['view_through_window', '90'],
    ['retargeting_enabled', '1'],
  ])('is refused with %s %j, when it is made and when it is changed', async (key, value) => {
    await start();
    for (const refused of [
      await call('POST', 'accounts/a1/web_event_tags', { ...order, [key]: value }),
      await call('PUT', 'accounts/a1/web_event_tags/o87ne', { [key]: value }),
    ])
      expect([refused.status, codes(refused)]).toEqual([400, [['INVALID_PARAMETER', key]]]);
  });

  test('is refused with a view window above the click window, the one that is kept included', async () => {
    await start();
    const windows = { click_window: '7', view_through_window: '14' };
    expect((await call('POST', 'accounts/a1/web_event_tags', { ...order, ...windows })).status).toBe(400);
    const alone = await call('PUT', 'accounts/a1/web_event_tags/o87ne', { view_through_window: '30' });
    expect(codes(alone)).toEqual([['INVALID_PARAMETER', 'view_through_window']]);
    const both = { click_window: '30', view_through_window: '30' };
    expect((await call('PUT', 'accounts/a1/web_event_tags/o87ne', both)).status).toBe(200);
  });

  test('is refused with parameters in the body, unknown ones, and an id that is none', async () => {
    await start();
    expect((await call('POST', 'accounts/a1/web_event_tags', {}, JSON.stringify(order))).status).toBe(400);
    const pixel = await call('POST', 'accounts/a1/web_event_tags', { ...order, website_tag_id: 'o8z6k' });
    expect(codes(pixel)).toEqual([['INVALID_PARAMETER', 'website_tag_id']]);
    const odd = await call('PUT', 'accounts/a1/web_event_tags/tw-o8z6j-o87ne', { name: 'a' });
    expect(codes(odd)).toEqual([['INVALID_ID_ILLEGAL_CHARACTERS', 'web_event_tag_id']]);
  });

  test('is written by an app that may write, and a user of a role that may', async () => {
    await start();
    const { apps, tokens } = server.configuration;
    const write = async () => {
      const made = await call('POST', 'accounts/a1/web_event_tags', order);
      return made.errors?.[0]?.code ?? made.status;
    };
    server.configuration.apps = apps.map((app) => ({ ...app, readonly: true }));
    expect(await write()).toBe('READONLY_CLIENT_APPLICATION');
    server.configuration.apps = apps;
    for (const role of [...rolesThatMayWrite, 'ANALYST', 'CREATIVE_MANAGER']) {
      server.configuration.tokens = tokens.map((token) => ({ ...token, role }));
      expect([role, await write()]).toEqual([
        role,
        rolesThatMayWrite.includes(role) ? 200 : 'ACTION_NOT_ALLOWED',
      ]);
    }
  });

  test('is signed with its parameters and its method, and never opened by a pixel token', async () => {
    await start();
    const url = `${server.url}/12/accounts/a1/web_event_tags/o87ne`;
    const status = async (signed: string, parameters: Record<string, string>) => {
      const header = authorization(signing(url, { method: signed, parameters }));
      return (await send(`${url}?name=Lead%20form`, { method: 'PUT', headers: { authorization: header } }))
        .status;
    };
    expect(await status('PUT', { name: 'Lead form' })).toBe(200);
    expect(await status('PUT', {})).toBe(401);
    expect(lastDiagnostics(server).baseString).toContain('name%3DLead%2520form');
    expect(await status('POST', { name: 'Lead form' })).toBe(401);
    const token = await send(`${url}?name=a`, { method: 'PUT', headers: tokenHeaders });
    expect(token.status).toBe(401);
  });
});

describe('accounts', () => {
  test('are listed for the user, with their fields and without a pixel', async () => {
    await start({ accounts: [{ id: 'a1', name: 'Shop', timezone: 'Europe/Paris' }, { id: 'a3' }] });
    const { data } = await call('GET', 'accounts');
    expect((data as unknown as { id: string }[]).map(({ id }) => id)).toEqual(['a1', 'a3', 'a2']);
    expect((await call('GET', 'accounts/a1')).data).toMatchObject({
      id: 'a1',
      name: 'Shop',
      timezone: 'Europe/Paris',
    });
    const [token] = server.configuration.tokens;
    server.configuration.tokens = [{ ...token!, accountIds: ['a2'] }];
    expect((await call('GET', 'accounts')).data).toHaveLength(1);
    expect((await call('GET', 'accounts/a1')).status).toBe(404);
  });

  test('tell what the user may do there', async () => {
    await start();
    const [token] = server.configuration.tokens;
    server.configuration.tokens = [{ ...token!, role: 'ANALYST', userId: '2417045708' }];
    expect((await call('GET', 'accounts/a1/authenticated_user_access')).data).toEqual({
      user_id: '2417045708',
      permissions: ['ANALYST'],
    });
  });
});

describe('the limits of requests', () => {
  test('hold for writes together, for reads of each resource, and for the few without an account', async () => {
    let now = Date.now();
    await start({
      requestLimits: { writes: 2, reads: 2, globalReads: 1 },
      now: () => now,
      clockToleranceSeconds: 3600,
    });
    const statuses = async (...calls: [string, string][]) => {
      const all = [];
      for (const [method, path] of calls)
        all.push((await call(method, path, method === 'PUT' ? { name: 'a' } : {})).status);
      return all;
    };
    const one = 'accounts/a1/web_event_tags/o87ne';
    expect(await statuses(['PUT', one], ['PUT', one], ['DELETE', one])).toEqual([200, 200, 429]);
    expect(await statuses(['GET', one], ['GET', one], ['GET', one], ['GET', 'accounts/a1'])).toEqual([
      200, 200, 429, 200,
    ]);
    expect(await statuses(['GET', 'accounts'], ['GET', 'accounts'])).toEqual([200, 429]);
    now += 60_000;
    const { status, headers } = await call('DELETE', one);
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'x-rate-limit-limit': '2', 'x-rate-limit-remaining': '1' });
    expect(await statuses(['GET', one])).toEqual([429]);
  });
});
