/** Clients: what each claims, which events it makes, what it answers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handle } from '../../server/handle.ts';
import type { Host } from '../../server/host.ts';
import type { Incoming } from '../../server/request.ts';
import { condition, hit, hostOf, type Parts, parameters, type Ran, serve, tpl } from './exports.ts';

const ga4 = (parameter: Record<string, unknown> = {}, rest = {}) => ({
  name: 'GA4',
  type: 'gaaw_client',
  parameter: { activateDefaultPaths: true, cookieManagement: 'js', ...parameter },
  ...rest,
});
const events = ({ trace }: Ran): Record<string, unknown>[] => trace.events.map(({ data }) => data);

describe('the GA4 client', () => {
  it('makes an event of each line of the body', async () => {
    const body = 'en=a&ep.x=1\r\nen=b&epn.x=2\r\n';
    const ran = await serve({}, { method: 'POST', query: 'v=2&tid=G-1&cid=1.2', body });
    expect(events(ran)).toMatchObject([
      { event_name: 'a', x: '1', client_id: '1.2' },
      { event_name: 'b', x: 2, client_id: '1.2' },
    ]);
    expect(ran.response).toMatchObject({ statusCode: 200, headers: { 'content-type': 'image/gif' } });
  });

  it('adds the address, the browser, the time and the region of the request', async () => {
    const headers = { 'user-agent': 'B/1', 'x-forwarded-for': '203.0.113.9', 'x-geo-country': 'DE' };
    const [event] = events(await serve({}, { ...hit('page_view'), headers }));
    expect(event).toMatchObject({
      ip_override: '203.0.113.9',
      user_agent: 'B/1',
      event_location: { country: 'DE' },
      'x-sst-system_properties': { request_start_time_ms: expect.any(Number) },
    });
  });

  it.each<[string, Partial<Incoming>]>([
    ['another path', { path: '/collect' }],
    ['another version', { query: 'v=1&tid=UA-1' }],
    ['another method', { method: 'PUT' }],
  ])('leaves %s', async (_name, incoming) => {
    expect((await serve({}, incoming)).response).toMatchObject({ statusCode: 400, body: '' });
  });

  it('claims below any path, but not with its paths switched off', async () => {
    expect((await serve({}, hit('a', {}, { path: '/metrics/g/collect' }))).trace.client?.name).toBe('GA4');
    const off = { client: [ga4({ activateDefaultPaths: false })] };
    expect((await serve(off, hit('a'))).trace.client).toBeUndefined();
  });

  it('streams pixels to a browser that asks for it', async () => {
    const code =
      "data.gtmOnSuccess(); require('logToConsole')(require('sendPixelFromBrowser')('https://p.example/?a=1'));";
    const permissions = [
      {
        instance: {
          key: { publicId: 'send_pixel_from_browser', versionId: '1' },
          param: [{ key: 'allowedUrls', value: { type: 1, string: 'any' } }],
        },
        isRequired: true,
      },
      {
        instance: {
          key: { publicId: 'logging', versionId: '1' },
          param: [{ key: 'environments', value: { type: 1, string: 'all' } }],
        },
        isRequired: true,
      },
    ];
    const parts: Parts = {
      templates: { '1': tpl('TAG', code, permissions) },
      tag: [{ name: 'A', type: 'cvt_2_1', firingTriggerId: ['2147479574'] }],
    };
    const streamed = await serve(parts, hit('a', { richsstsse: '' }));
    expect(streamed.response.body).toBe(
      'event: message\ndata: {"send_pixel":["https://p.example/?a=1"]}\n\n',
    );
    const image = await serve(parts, hit('a'));
    expect(image.response.body).toMatch(/^GIF89a/);
    expect([streamed, image].map(({ trace }) => trace.console[0]!.text)).toEqual(['true', 'false']);
  });

  describe('with cookies of the server', () => {
    const client = [
      ga4({
        cookieManagement: 'server',
        cookieName: 'FPID',
        cookieDomain: 'auto',
        cookiePath: '/',
        cookieMaxAgeInSec: '63072000',
      }),
    ];
    const headers = { host: 'localhost:8080', 'x-forwarded-host': 'sgtm.shop.example' };

    it('gives a visitor one invented identity, marked as such, and keeps it', async () => {
      const first = await serve({ client }, hit('a', {}, { headers }));
      const [cookie] = [first.response.headers['set-cookie'] ?? []].flat();
      expect(cookie).toMatch(
        /^FPID=FPID2\.2\.[\w%]{44,}\.67890; Domain=shop\.example; Path=\/; Max-Age=63072000; Secure; HttpOnly$/,
      );
      expect(first.trace.notes).toEqual([expect.stringContaining('FPID is invented')]);
      const [event] = events(first);
      expect(event!['x-ga-js_client_id']).toBe('12345.67890');
      const again = await serve(
        { client },
        hit('a', { cid: '9.9' }, { headers: { ...headers, cookie: cookie!.split(';')[0]! } }),
      );
      expect(events(again)[0]!.client_id).toBe(event!.client_id);
      expect(again.trace.notes).toEqual([]);
    });

    it('reads and sets none without consent, or when its name is empty', async () => {
      for (const ran of [
        await serve({ client }, hit('a', { gcs: 'G100' }, { headers })),
        await serve(
          {
            client: [ga4({ cookieManagement: 'server', cookieName: '{{none}}' })],
            variable: [{ name: 'none', type: 'c', parameter: { value: '' } }],
          },
          hit('a', {}, { headers }),
        ),
      ]) {
        expect(ran.response.headers['set-cookie']).toBeUndefined();
        expect(events(ran)[0]!.client_id).toBe('12345.67890');
      }
    });
  });

  it('serves a library it is set up for as an empty script', async () => {
    const client = [ga4({ activateGtagSupport: true, gtagMeasurementIds: [{ measurementId: 'G-1' }] })];
    const get = (id: string) => serve({ client }, { path: '/gtag/js', query: `id=${id}` });
    expect((await get('G-1')).response.headers['content-type']).toContain('javascript');
    expect((await get('G-2')).response.statusCode).toBe(400);
  });
});

describe('the Measurement Protocol client', () => {
  const client = [{ name: 'MP', type: 'mpaw_client', parameter: { activationPath: '/mp/collect' } }];
  const post = (body: string) =>
    serve(
      { client },
      { method: 'POST', path: '/mp/collect', query: 'measurement_id=G-1&api_secret=s', body },
    );

  it('makes an event of each in the list', async () => {
    const ran = await post(
      JSON.stringify({
        client_id: 'c',
        user_id: 'u',
        consent: { ad_user_data: 'DENIED' },
        events: [{ name: 'a', params: { value: 5, items: [{ item_id: 'x' }] } }, { name: 'b' }, 7],
      }),
    );
    expect(events(ran)).toMatchObject([
      {
        event_name: 'a',
        client_id: 'c',
        user_id: 'u',
        value: 5,
        items: [{ item_id: 'x' }],
        'x-ga-mp2-consent': { ad_user_data: 'DENIED' },
      },
      { event_name: 'b', client_id: 'c' },
    ]);
    expect(ran.response).toMatchObject({ statusCode: 204, body: '' });
  });

  it.each(['', '{', '[]', '{"events": {}}'])('answers 400 to %j', async (body) => {
    const { response } = await post(body);
    expect(response).toMatchObject({ statusCode: 400, body: expect.stringContaining('"events"') });
  });
});

describe('the web container client', () => {
  it('answers for its containers with an empty script, and makes no event', async () => {
    const client = [
      { name: 'Web', type: 'gtm_client', parameter: { allowedContainerIds: [{ containerId: 'GTM-A' }] } },
    ];
    const ran = await serve({ client }, { path: '/gtm.js', query: 'id=GTM-A' });
    expect(ran.response.statusCode).toBe(200);
    expect(ran.trace.events).toEqual([]);
    expect((await serve({ client }, { path: '/gtm.js', query: 'id=GTM-B' })).response.statusCode).toBe(400);
  });
});

describe('a template client', () => {
  const custom = (code: string, rest = {}): Parts => ({
    templates: { '1': tpl('CLIENT', code), '2': tpl('TAG', 'data.gtmOnSuccess();') },
    client: [{ name: 'Own', type: 'cvt_2_1', parameter: { path: '/own' }, ...rest }, ga4()],
    tag: [{ name: 'A', type: 'cvt_2_2', firingTriggerId: ['2147479574'] }],
  });
  const claims = "if (require('getRequestPath')() !== data.path) { return; } require('claimRequest')();";

  it('claims, runs events without waiting, and answers at the last', async () => {
    const code = `${claims} let open = 2; ['a', 'b'].forEach((name) => { require('runContainer')({event_name: name}, () => { open = open - 1; if (open === 0) { require('setResponseStatus')(202); require('returnResponse')(); } }); });`;
    const ran = await serve(custom(code), { path: '/own' });
    expect(ran.trace.client?.name).toBe('Own');
    expect(ran.trace.events.map(({ name, tags }) => [name, tags[0]!.outcome])).toEqual([
      ['a', 'success'],
      ['b', 'success'],
    ]);
    expect(ran.response.statusCode).toBe(202);
    expect(ran.lines.map(({ kind }) => kind)).toEqual(['hit', 'event', 'event', 'tag', 'tag']);
  });

  it('that throws before it claims is passed over, and the next one is asked', async () => {
    const ran = await serve(
      custom("require('extractEventsFromMpv2')(); const a = 1; a.b.c();", { priority: 10 }),
      hit('a', {}, { path: '/g/collect' }),
    );
    expect(ran.trace.client?.name).toBe('GA4');
    expect(ran.trace.console[0]).toMatchObject({ by: 'client "Own"', kind: 'error' });
  });

  it('with a higher priority is asked first', async () => {
    const code = "require('claimRequest')(); require('returnResponse')();";
    const parts = custom(code);
    parts.client!.reverse();
    expect((await serve(parts, hit('a'))).trace.client?.name).toBe('GA4');
    expect(
      (await serve({ ...parts, client: [ga4(), { ...parts.client![1], priority: 1 }] }, hit('a'))).trace
        .client?.name,
    ).toBe('Own');
  });

  it('that claims and gives no response is told', async () => {
    const ran = await serve(custom("require('claimRequest')();"), { path: '/own' });
    expect(ran.response).toMatchObject({
      statusCode: 500,
      body: expect.stringContaining('never calls returnResponse'),
    });
  });

  it('answers once, whatever it does later', async () => {
    const code = `${claims} require('returnResponse')(); require('setResponseStatus')(500); require('returnResponse')();`;
    expect((await serve(custom(code), { path: '/own' })).response.statusCode).toBe(200);
  });
});

describe('hits of any form', () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(
      '__proto__',
      'constructor',
      '%',
      '%E0%A4%A',
      'a~~b~',
      'idA~k0x~v0y',
      '1e999',
      '\u0000',
      '[object Object]',
    ),
  );
  const name = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom(
      'en',
      'cid',
      'dl',
      'pr1',
      'pr999',
      'ep.',
      'ep.__proto__.a',
      'epn.constructor',
      'ep.a.b.c',
      'up.x',
      'sst.y',
      '_geo',
      'uafvl',
      '_et',
      'gcs',
    ),
  );
  const tagged: Parts = {
    templates: {
      '1': tpl(
        'TAG',
        "require('logToConsole')(require('JSON').stringify(require('getAllEventData')())); data.gtmOnSuccess();",
      ),
    },
    trigger: [
      {
        name: 'T',
        type: 'ALWAYS',
        filter: [
          { type: 'MATCH_REGEX', parameter: parameters({ arg0: '{{Event Name}}{{Page Path}}', arg1: '' }) },
        ],
      },
    ],
    tag: [{ name: 'A', type: 'cvt_2_1', firingTriggerId: ['1'], parameter: { all: '{{Query String}}' } }],
  };

  /** The container is loaded once: nothing of one hit is left for the next. */
  const answer = async (host: Host, incoming: Partial<Incoming>) => {
    let status = 0;
    const { events } = await handle(host, hit('page_view', {}, incoming), ({ statusCode }) => {
      status = statusCode;
    });
    return { status, events };
  };

  it('are answered, and each of their events has one outcome', async () => {
    const host = hostOf(tagged);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(name, value), { maxLength: 8 }),
        fc.option(value),
        async (pairs, body) => {
          const query = `v=2&${pairs.map(([key, text]) => `${encodeURIComponent(key)}=${text}`).join('&')}`;
          const { status, events } = await answer(host, {
            method: 'POST',
            query,
            ...(body !== null && { body }),
          });
          expect(status).toBe(200);
          for (const { tags } of events) expect(tags.map(({ outcome }) => outcome)).toEqual(['success']);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('of Measurement Protocol are answered, too', async () => {
    const client = [{ name: 'MP', type: 'mpaw_client', parameter: {} }];
    const host = hostOf({ ...tagged, client });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((text) => `{"events": [${text}, {"name": ${text}, "params": ${text}}]}`),
        ),
        async (body) => {
          const { status } = await answer(host, { method: 'POST', path: '/mp/collect', query: '', body });
          expect([204, 400]).toContain(status);
        },
      ),
      { numRuns: 200 },
    );
  });
});

it('a file without clients gets those of most containers, and says so', async () => {
  const { response, host } = await serve({ client: [] }, hit('a'));
  expect(response.statusCode).toBe(200);
  expect(host.container.findings).toEqual([
    { severity: 'note', entity: 'the file', message: expect.stringContaining('has no client') },
  ]);
});

it.each([
  [['Own'], 'Own'],
  [['Own', 'Other'], 'GA4'],
  [[], 'GA4'],
])('a file without clients whose triggers want %j is served by the client %s', async (names, expected) => {
  const trigger = names.map((name) => ({
    name,
    type: 'ALWAYS',
    filter: [condition('{{Client Name}}', 'EQUALS', name)],
  }));
  const { trace } = await serve({ client: [], trigger }, hit('a'));
  expect(trace.client?.name).toBe(expected);
});

it('what no client claims is answered with 400', async () => {
  expect((await serve({}, hit('a', {}, { path: '/x' }))).response).toMatchObject({
    statusCode: 400,
    body: '',
  });
});
