/** Statistics in the stand-in: what is active, figures at once and by a job, the file of a job, and what is refused. */
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import type { Figure, Statistics } from '../../x-server/configuration.ts';
import type { XServer, XServerOptions } from '../../x-server/server.ts';
import { type Answered, lastDiagnostics, send, signedCall, startServer } from './client.ts';

let server: XServer;
afterEach(() => server.close());

const figure = (change: Partial<Figure> = {}): Figure => ({
  at: '2026-11-01T10:15:00Z',
  campaignId: '8fgzf',
  eventId: 'oq7x2',
  engagement: 2,
  view: 1,
  amountEngagement: 99.98,
  amountView: 49.99,
  ...change,
});
const figures = [
  figure(),
  figure({ at: '2026-11-02T23:59:59Z', engagement: 1, view: 0, amountEngagement: 49.99, amountView: 0 }),
  figure({ campaignId: '8u94t', eventId: 'tw-o8z6j-cart1', engagement: 5 }),
  figure({ placement: 'SPOTLIGHT', engagement: 7, view: 0 }),
  figure({ at: '2026-10-31T23:59:59Z', engagement: 100 }),
];

let now = Date.parse('2026-11-10T12:00:00Z');
const start = async (statistics: Partial<Statistics> = {}, options: XServerOptions = {}) => {
  now = Date.parse('2026-11-10T12:00:00Z');
  server = await startServer({
    pixels: [
      {
        id: 'o8z6j',
        accountId: 'a1',
        eventIds: ['oq7x2', 'cart1', 'trial'],
        eventDetails: {
          oq7x2: { name: 'Order paid', type: 'PURCHASE' },
          cart1: { name: 'Cart', type: 'ADD_TO_CART' },
          trial: { type: 'START_TRIAL' },
        },
      },
    ],
    accounts: [{ id: 'a1', statistics: { figures, ...statistics } }],
    now: () => now,
    clockToleranceSeconds: 1e9,
    ...options,
  });
};

const asked = {
  entity: 'CAMPAIGN',
  entity_ids: '8fgzf,8u94t',
  start_time: '2026-11-01T00:00:00Z',
  end_time: '2026-11-03T00:00:00Z',
  granularity: 'HOUR',
  placement: 'ALL_ON_TWITTER',
  metric_groups: 'WEB_CONVERSION',
};
const segmented = { ...asked, segmentation_type: 'CONVERSION_TAGS' };
const JOBS = 'stats/jobs/accounts/a1';
const call = (method: string, path: string, parameters?: Record<string, string>) =>
  signedCall(server, method, path, parameters);
const codes = ({ errors = [] }: Answered) => errors.map(({ code, parameter }) => [code, parameter]);

interface Stats {
  time_series_length: number;
  data: {
    id: string;
    id_data: {
      segment: { segment_name: string; segment_value: string } | null;
      metrics: Record<string, Record<string, number[] | null>>;
    }[];
  }[];
}

describe('what is active', () => {
  const active = async (parameters: Record<string, string>) =>
    ((await call('GET', 'stats/accounts/a1/active_entities', parameters)).data as unknown as Record<
      string,
      unknown
    >[]) ?? [];
  test('is the campaigns with figures in the time, with their placements, and those that ran without any', async () => {
    await start({ activeCampaigns: ['8zzzz'] });
    const { entity, start_time, end_time } = asked;
    const all = await active({ entity, start_time, end_time });
    expect(all.map(({ entity_id }) => entity_id)).toEqual(['8zzzz', '8fgzf', '8u94t']);
    expect(all[0]?.placements).toContain('PUBLISHER_NETWORK');
    const before = await active({ entity, start_time: '2026-10-31', end_time: start_time });
    expect(before.map(({ entity_id }) => entity_id)).toEqual(['8zzzz', '8fgzf']);
    const refused = await call('GET', 'stats/accounts/a1/active_entities', {
      entity,
      start_time: '2026-08-01',
      end_time,
    });
    expect(codes(refused)).toEqual([['INVALID_TIME_WINDOW', 'end_time']]);
  });
});

describe('statistics at once', () => {
  test('hold ten lists for each of thirteen metrics, amounts in millionths, null for nothing', async () => {
    await start();
    const answer = (await call('GET', 'stats/accounts/a1', {
      ...asked,
      granularity: 'DAY',
      start_time: '2026-11-01T00:00:00+01:00',
      end_time: '2026-11-03T00:00:00+01:00',
    })) as unknown as Stats;
    expect(answer.time_series_length).toBe(2);
    const [first, second] = answer.data;
    expect(first?.id_data[0]?.segment).toBeNull();
    const { conversion_purchases: purchases, ...rest } = first?.id_data[0]?.metrics ?? {};
    // The last second of October in UTC is November in Berlin, the last of 2 November is the third.
    expect(purchases).toEqual({
      metric: [104, 0],
      post_engagement: [102, 0],
      post_view: [2, 0],
      assisted: null,
      sale_amount: [299940000, 0],
      sale_amount_engagement: [199960000, 0],
      sale_amount_view: [99980000, 0],
      order_quantity: [104000000, 0],
      order_quantity_engagement: [102000000, 0],
      order_quantity_view: [2000000, 0],
    });
    expect(Object.keys(rest)).toHaveLength(12);
    for (const table of Object.values(rest)) expect(Object.values(table)).toEqual(new Array(10).fill(null));
    expect(second?.id_data[0]?.metrics.conversion_add_to_carts?.metric).toEqual([6, 0]);
  });

  test('have an entry for each hour', async () => {
    await start();
    const answer = (await call('GET', 'stats/accounts/a1', asked)) as unknown as Stats;
    const metric = answer.data[0]?.id_data[0]?.metrics.conversion_purchases?.metric ?? [];
    expect(metric).toHaveLength(48);
    expect(metric.flatMap((number, hour) => (number > 0 ? [[hour, number]] : []))).toEqual([
      [10, 3],
      [47, 1],
    ]);
  });

  test.each([
    [{ end_time: '2026-11-09T00:00:00Z' }, 'INVALID_TIME_WINDOW', 'end_time'],
    [{ end_time: '2026-11-01T00:00:00Z' }, 'INVALID_TIME_WINDOW', 'end_time'],
    [{ granularity: 'DAY' }, 'INVALID_TIME_WINDOW', 'start_time'],
    [{ granularity: 'TOTAL' }, 'INVALID_TIME_WINDOW', 'start_time'],
    // The offset of today counts, which in November is not that of October.
    [
      { granularity: 'DAY', start_time: '2026-10-20T00:00:00+02:00', end_time: '2026-10-22' },
      'INVALID_TIME_WINDOW',
      'start_time',
    ],
    [{ start_time: '2026-11-01T00:30:00Z' }, 'INVALID_PARAMETER', 'start_time'],
    [{ start_time: '2026-11-01T00:00:00' }, 'INVALID_PARAMETER', 'start_time'],
    [{ start_time: '2026-02-30' }, 'INVALID_PARAMETER', 'start_time'],
    [{ placement: 'PUBLISHER_NETWORK' }, 'INVALID_PARAMETER', 'placement'],
    [{ placement: 'SPOTLIGHT,TREND' }, 'INVALID_PARAMETER', 'placement'],
    [{ entity: 'AD' }, 'INVALID_PARAMETER', 'entity'],
    [{ entity_ids: new Array(21).fill('a').join(',') }, 'INVALID_PARAMETER', 'entity_ids'],
    [{ granularity: 'WEEK' }, 'INVALID_PARAMETER', 'granularity'],
    [{ metric_groups: 'WEB_CONVERSION,BILLING' }, 'INVALID_PARAMETER', 'metric_groups'],
    [{ segmentation_type: 'CONVERSION_TAGS' }, 'INVALID_PARAMETER', 'segmentation_type'],
    [{ entity: '' }, 'MISSING_PARAMETER', 'entity'],
  ])('are refused with %j', async (change, code, parameter) => {
    await start();
    const refused = await call('GET', 'stats/accounts/a1', { ...asked, ...change } as Record<string, string>);
    expect([refused.status, codes(refused)[0]]).toEqual([400, [code, parameter]]);
  });

  test('are limited to 250 in 15 minutes, whatever else is read', async () => {
    await start({}, { requestLimits: { statistics: 2 } });
    const statuses = [];
    for (let i = 0; i < 3; i += 1) statuses.push((await call('GET', 'stats/accounts/a1', asked)).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect((await call('GET', 'accounts/a1')).status).toBe(200);
  });
});

describe('a job', () => {
  const made = async (parameters = segmented) => (await call('POST', JOBS, parameters)).data;
  const seen = async (id: unknown) =>
    ((await call('GET', JOBS, { job_ids: String(id) })).data as unknown as Record<string, unknown>[])[0];

  test('has an id beyond the numbers of JavaScript, goes through its states and ends with a file', async () => {
    await start({ jobs: { msPerState: 1000 } });
    const job = await made();
    expect(job).toMatchObject({
      status: 'QUEUED',
      url: null,
      expires_at: null,
      entity_ids: ['8fgzf', '8u94t'],
    });
    expect(String(job.id)).not.toBe(job.id_str);
    const states = [];
    for (let i = 0; i < 3; i += 1) {
      now += 1000;
      states.push((await seen(job.id_str))?.status);
    }
    expect(states).toEqual(['PROCESSING', 'UPLOADING', 'SUCCESS']);
    const { url, expires_at } = (await seen(job.id_str)) as { url: string; expires_at: string };
    expect(Date.parse(expires_at) - now).toBe(2 * 86_400_000 - 3000);
    const file = await send(url, { method: 'GET' });
    expect([file.status, file.headers['content-type'], file.headers['content-encoding']]).toEqual([
      200,
      'application/gzip',
      undefined,
    ]);
    const content = JSON.parse(gunzipSync(file.bytes).toString()) as Stats;
    expect(content.data[0]?.id_data).toHaveLength(1);
    expect(content.data[0]?.id_data[0]?.segment).toEqual({
      segment_name: 'Order paid',
      segment_value: 'oq7x2',
    });
    expect(content.data[1]?.id_data[0]?.metrics.conversion_add_to_carts?.metric?.[10]).toBe(6);
    await send(url, { method: 'GET', headers: { authorization: 'OAuth a="b"' } });
    expect(lastDiagnostics(server).notes).toEqual(['credentials came with the request']);
    now += 2 * 86_400_000;
    expect((await send(url, { method: 'GET' })).status).toBe(404);
    expect((await send(url, { method: 'POST' })).status).toBe(405);
  });

  test.each([
    ['tag', { segment_name: 'Order paid', segment_value: 'tw-o8z6j-oq7x2' }],
    ['name', { segment_name: 'Order paid', segment_value: 'Order paid' }],
  ] as const)('spells events by %s where it is told to', async (segmentsBy, segment) => {
    await start({ segmentsBy, jobs: { msPerState: 0 } });
    const { url } = (await seen((await made()).id_str)) as { url: string };
    const content = JSON.parse(gunzipSync((await send(url, { method: 'GET' })).bytes).toString()) as Stats;
    expect(content.data[0]?.id_data[0]?.segment).toEqual(segment);
  });

  test('gives no segments of the older metrics, or of none, where it is told to', async () => {
    for (const [segmentsOf, purchases, carts] of [
      ['newer', null, 6],
      ['none', null, undefined],
    ] as const) {
      await start({ segmentsOf, jobs: { msPerState: 0 } });
      const { url } = (await seen((await made()).id_str)) as { url: string };
      const content = JSON.parse(gunzipSync((await send(url, { method: 'GET' })).bytes).toString()) as Stats;
      expect(content.data[0]?.id_data[0]?.metrics.conversion_purchases?.metric).toBe(purchases);
      expect(content.data[1]?.id_data[0]?.metrics.conversion_add_to_carts?.metric?.[10]).toBe(carts);
      if (segmentsOf === 'newer') await server.close();
    }
  });

  test('may cover 90 days, with segments 45', async () => {
    await start();
    const long = { start_time: '2026-09-01T00:00:00Z', end_time: '2026-11-01T00:00:00Z' };
    expect((await call('POST', JOBS, { ...asked, ...long })).status).toBe(200);
    expect(codes(await call('POST', JOBS, { ...segmented, ...long }))).toEqual([
      ['INVALID_TIME_WINDOW', 'end_time'],
    ]);
    const longer = { ...long, start_time: '2026-07-01T00:00:00Z' };
    expect((await call('POST', JOBS, { ...asked, ...longer })).status).toBe(400);
  });

  test('is refused beside too many others, which headers tell, until they end or are cancelled', async () => {
    await start({ jobs: { limit: 2, msPerState: 60_000 } });
    const [one, two] = [await call('POST', JOBS, asked), await call('POST', JOBS, asked)];
    expect(two?.headers).toMatchObject({
      'x-concurrent-job-limit': '2',
      'x-concurrent-job-limit-remaining': '0',
    });
    const refused = await call('POST', JOBS, asked);
    expect([refused.status, refused.errors?.[0]]).toMatchObject([
      400,
      { code: 'TOO_MANY_JOBS', message: 'A maximum of 2 jobs can be in processing state' },
    ]);
    const cancelled = await call('DELETE', `${JOBS}/${one?.data.id_str}`);
    expect(cancelled.data.status).toBe('CANCELLED');
    expect((await call('POST', JOBS, asked)).status).toBe(200);
    expect((await call('DELETE', `${JOBS}/${one?.data.id_str}`)).status).toBe(400);
    expect((await call('DELETE', `${JOBS}/1`)).status).toBe(404);
    now += 3 * 60_000;
    expect((await call('GET', JOBS)).headers).toMatchObject({ 'x-concurrent-job-limit-remaining': '2' });
  });

  test('is open to an app that only reads, not to the tier of conversions nor to a pixel token', async () => {
    await start();
    server.configuration.apps = server.configuration.apps.map((app) => ({ ...app, readonly: true }));
    expect((await call('POST', JOBS, asked)).status).toBe(200);
    server.configuration.apps = server.configuration.apps.map((app) => ({ ...app, statistics: false }));
    expect(codes(await call('POST', JOBS, asked))).toEqual([['UNAUTHORIZED_CLIENT_APPLICATION', undefined]]);
    expect((await call('GET', 'accounts/a1/web_event_tags')).status).toBe(200);
    expect((await send(`${server.url}/12/${JOBS}`, { headers: { 'x-pixel-token': 'a' } })).status).toBe(401);
  });
});

test('the funding instruments name the currency', async () => {
  await start();
  const listed = await call('GET', 'accounts/a1/funding_instruments');
  expect(listed.data).toMatchObject([{ currency: 'EUR' }]);
});

test.each([
  ['PUT', 'stats/accounts/a1', 405],
  ['PUT', JOBS, 405],
  ['GET', `${JOBS}/1`, 405],
  ['GET', 'stats/accounts/a1/more', 404],
  ['GET', 'stats', 404],
])('%s %s is answered with %i', async (method, path, status) => {
  await start();
  expect((await call(method, path)).status).toBe(status);
});
