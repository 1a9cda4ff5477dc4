/** X's figures out of an account: campaigns, placements, jobs and their files, and what X may do instead. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { usualPeriod } from '../../scripts/reconcile/x-account.ts';
import { errorAnswer } from '../../x-server/answers.ts';
import type { Fault } from '../../x-server/faults.ts';
import type { XServer } from '../../x-server/server.ts';
import { ACCOUNT, ask, DICTIONARY, figure, PERIOD, standing } from './reconcile-x-run.ts';
import { folder, secrets } from './replay-setup.ts';

const figures = [
  figure('oq7x2', '2026-11-01T10:15:00Z', 2, { view: 1, amountEngagement: 99.98, amountView: 49.99 }),
  figure('oq7x2', '2026-11-01T23:30:00Z', 1, { placement: 'SPOTLIGHT', amountEngagement: 0.1 }),
  figure('oq7x2', '2026-11-02T00:00:00Z', 4, { campaignId: '8u94t', placement: 'TREND' }),
  figure('cart1', '2026-11-02T08:00:00Z', 5),
  figure('cart2', '2026-11-02T09:00:00Z', 6),
  figure('oq7x2', '2026-10-31T23:59:59Z', 100),
  figure('oq7x2', '2026-11-11T00:00:00Z', 100),
];
const brief = (entries: Awaited<ReturnType<typeof ask>>['figures']['entries']) =>
  entries.map(({ day, eventId, name, attributed, amount }) => [day, eventId, name, attributed, amount]);
const jobsAt = (server: XServer): URLSearchParams[] =>
  server.received
    .filter(({ method, url }) => method === 'POST' && url.includes('/stats/jobs/'))
    .map(({ url }) => new URL(url, server.url).searchParams);

describe('the figures of an account', () => {
  test('are those of its period, by day and event, over all campaigns and placements', async () => {
    const server = await standing({ statistics: { figures } });
    const { figures: found } = await ask(server);
    expect(found).toMatchObject({
      from: `account ${ACCOUNT}`,
      start: '2026-11-01',
      end: '2026-11-11',
      zone: 'UTC',
      currency: 'EUR',
    });
    expect(brief(found.entries)).toEqual([
      ['2026-11-01', 'tw-o8z6j-oq7x2', 'Order paid', 4, '150.07'],
      ['2026-11-02', 'tw-o8z6j-cart1', 'Cart', 5, '0.00'],
      ['2026-11-02', 'tw-o8z6j-cart2', 'Cart of the app', 6, '0.00'],
      ['2026-11-02', 'tw-o8z6j-oq7x2', 'Order paid', 4, '0.00'],
    ]);
    expect(found.entries[0]).toMatchObject({ postEngagement: 3, postView: 1 });
    expect(found.notes.join(' ')).toContain('taken to be in EUR');
    expect(found.notes).toHaveLength(3);
    // Files were fetched by an address alone.
    const files = server.received.filter(({ url }) => url.startsWith('/stats-files/'));
    expect(files).toHaveLength(6);
    for (const { diagnostics } of files) expect(diagnostics.notes).toEqual([]);
  });

  test('are of the days that another zone shows', async () => {
    const server = await standing({ statistics: { figures } });
    const { figures: found } = await ask(server, { zone: 'Europe/Berlin' });
    expect(found.entries.map(({ day, attributed }) => [day, attributed])).toEqual([
      // The last hour of October in UTC is a part of it.
      ['2026-11-01', 103],
      ['2026-11-02', 5],
      ['2026-11-02', 6],
      ['2026-11-02', 5],
    ]);
  });

  test('are asked for twenty campaigns at a time, each placement by itself, at most 45 days a job', async () => {
    const campaigns = Array.from({ length: 45 }, (_, i) => `c${i}`);
    const server = await standing({
      statistics: {
        figures: campaigns.map((campaignId) => figure('oq7x2', '2026-11-03T00:00:00Z', 1, { campaignId })),
        activeCampaigns: campaigns,
      },
    });
    const { figures: found } = await ask(server, {
      period: { from: '2026-09-12', to: PERIOD.to },
    });
    expect(found.entries.map(({ attributed }) => attributed)).toEqual([45]);
    const jobs = jobsAt(server);
    expect(jobs).toHaveLength(3 * 3 * 2 * 2);
    expect(new Set(jobs.map((job) => job.get('entity_ids')?.split(',').length))).toEqual(new Set([20, 5]));
    expect(new Set(jobs.map((job) => job.get('placement')))).toEqual(
      new Set(['ALL_ON_TWITTER', 'SPOTLIGHT', 'TREND']),
    );
  });

  test('are none where no campaign was active', async () => {
    const server = await standing({});
    const { figures: found } = await ask(server);
    expect(found).toMatchObject({ entries: [], start: '2026-11-01', end: '2026-11-11' });
    expect(jobsAt(server)).toEqual([]);
  });

  test.each(['tag', 'name'] as const)('are matched with events by %s too', async (segmentsBy) => {
    const server = await standing({ statistics: { figures, segmentsBy } });
    const { figures: found } = await ask(server);
    expect(found.entries[0]).toMatchObject({ eventId: 'tw-o8z6j-oq7x2', attributed: 4 });
  });

  test.each(['none', 'newer'] as const)(
    'stand for types, and for an event that is the only one of its type, where X has segments of: %s',
    async (segmentsOf) => {
      const server = await standing({ statistics: { figures, segmentsOf } });
      const { figures: found } = await ask(server);
      const carts =
        segmentsOf === 'none'
          ? [['2026-11-02', '', 'ADD_TO_CART', 11, '0.00']]
          : [
              ['2026-11-02', 'tw-o8z6j-cart1', 'Cart', 5, '0.00'],
              ['2026-11-02', 'tw-o8z6j-cart2', 'Cart of the app', 6, '0.00'],
            ];
      expect(new Set(brief(found.entries))).toEqual(
        new Set([
          ...carts,
          ['2026-11-01', 'tw-o8z6j-oq7x2', 'Order paid', 4, '150.07'],
          ['2026-11-02', 'tw-o8z6j-oq7x2', 'Order paid', 4, '0.00'],
        ]),
      );
      expect(found.notes.join(' ')).toContain('X gives no figures by event for the type');
    },
  );

  test('have no currency where the account has several', async () => {
    const server = await standing({ currencies: ['EUR', 'USD'], statistics: { figures } });
    const { figures: found } = await ask(server);
    expect(found.currency).toBe('');
    expect(found.notes.join(' ')).toContain('could not be told');
  });

  test('are kept in a file, which gives the same again', async () => {
    const server = await standing({ statistics: { figures } });
    const saveTo = join(folder(), 'stats.json');
    const { figures: found } = await ask(server, { saveTo });
    const { figures: again } = await ask(server, { from: saveTo });
    expect(again).toEqual({ ...found, from: saveTo });
    expect(statSync(saveTo).size).toBeGreaterThan(0);
    for (const secret of secrets) expect(readFileSync(saveTo, 'utf8')).not.toContain(secret);
  });
});

describe('waiting', () => {
  test('is for jobs to end, ever longer, and for a place among others', async () => {
    const server = await standing({
      statistics: { figures, jobs: { msPerState: 20_000, limit: 4 } },
    });
    const { figures: found, sleeps } = await ask(server);
    expect(found.entries).toHaveLength(4);
    expect(sleeps.slice(0, 5)).toEqual([2000, 4000, 8000, 15_000, 15_000]);
    expect(Math.max(...sleeps)).toBe(15_000);
  });

  test('ends with the name of the job after ten minutes in a state that nobody knows', async () => {
    const server = await standing({
      statistics: { figures, jobs: { states: ['QUEUED', 'DREAMING\u001b'], msPerState: 1000 } },
    });
    await expect(ask(server)).rejects.toThrow(
      /has not ended job \d{19} of its statistics within ten minutes, its state is DREAMING\. /,
    );
    const known = await standing({
      statistics: { figures, jobs: { states: ['DREAMING', 'SUCCESS'], msPerState: 60_000 } },
    });
    expect((await ask(known)).figures.entries).toHaveLength(4);
  });

  test('ends when there is no place for ten minutes', async () => {
    const server = await standing({ statistics: { figures, jobs: { limit: 0 } } });
    await expect(ask(server)).rejects.toThrow('as many jobs of account 18ce552mlaq as it may');
  });

  test.each(['FAILED', 'CANCELLED'])('ends with a job that ended as %s', async (state) => {
    const server = await standing({
      statistics: { figures, jobs: { states: ['QUEUED', state], msPerState: 1 } },
    });
    await expect(ask(server)).rejects.toThrow(`of its statistics as ${state}. Run the command again.`);
  });

  test('is as long as X says, and a request that came to nothing is made again', async () => {
    const server = await standing({ statistics: { figures } });
    const busy: Fault = {
      kind: 'answer',
      answer: { ...errorAnswer('serviceUnavailable'), headers: { 'retry-after': '77' } },
    };
    let seen = 0;
    server.faults.use(({ method, url }) => {
      const isFile = url.startsWith('/stats-files/');
      if (!isFile && !(method === 'POST' && url.includes('/jobs/'))) return undefined;
      seen += 1;
      if (seen % 3 !== 1) return undefined;
      return isFile ? { kind: 'cut', at: 'body' } : busy;
    });
    const { figures: found, sleeps } = await ask(server);
    expect(found.entries).toHaveLength(4);
    // A pause of ours is a part of what X asks for.
    expect(sleeps.slice(0, 2)).toEqual([750, 77_000 - 750]);
  });
});

describe('a refusal of X', () => {
  test('of the tier says what statistics need', async () => {
    const server = await standing({ statistics: { figures } });
    server.configuration.apps = server.configuration.apps.map((app) => ({ ...app, statistics: false }));
    await expect(ask(server)).rejects.toThrow(/Statistics need an app with Ads API access, tier Standard/);
  });

  test('of the account says so, and several accounts want one of them', async () => {
    const server = await standing({ statistics: { figures } });
    await expect(ask(server, { account: 'abcde' })).rejects.toThrow(
      /^X answered 404: .*Check the account ID/,
    );
    server.configuration.accounts = [{ id: 'aaaaa' }, { id: 'bbbbb' }];
    await expect(ask(server)).rejects.toThrow(/has 3 ads accounts: .* Give --account\.$/);
  });

  test('needs no request where the four OAuth values are missing', async () => {
    const server = await standing({});
    await expect(ask(server, {}, { environment: { X_PIXEL_TOKEN: 'a' } })).rejects.toThrow(
      'Statistics need the four OAuth values',
    );
    expect(server.received).toEqual([]);
  });
});

describe('what stands for the file of a job', () => {
  /** Every job has ended, and its file is at this address. */
  const leading = async (url: unknown) => {
    const server = await standing({ statistics: { figures } });
    server.faults.use((request) => {
      if (request.method !== 'GET' || !request.url.includes('/jobs/')) return undefined;
      const ids = new URL(request.url, server.url).searchParams.get('job_ids')?.split(',') ?? [];
      const data = ids.map((id) => ({ id_str: id, status: 'SUCCESS', url }));
      return { kind: 'answer', answer: { status: 200, body: { data } } };
    });
    return server;
  };
  const elsewhere = async (status: number, body: string | Uint8Array, headers = {}): Promise<string> => {
    const other = createServer((request, response) => {
      if (request.headers.authorization !== undefined) response.writeHead(418).end();
      else response.writeHead(status, headers).end(body);
    });
    await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    return `http://127.0.0.1:${(other.address() as { port: number }).port}/file`;
  };

  test.each([
    ['http://ton.example/stats.json.gz', 'must lie at an https address, got one of http://ton.example.'],
    ['file:///etc/passwd', 'must lie at an https address, got one of file://.'],
    ['https://me:secret@ton.example/a', 'must lie at an https address, got one of https://ton.example.'],
    ['nonsense', 'got one of no address'],
    [null, 'got one of no address'],
    [{ a: 1 }, 'got one of no address'],
  ])('is not fetched from %j', async (url, message) => {
    await expect(ask(await leading(url))).rejects.toThrow(message);
  });

  test.each<[number, string | Uint8Array, Record<string, string>, string]>([
    [404, '', {}, 'answered 404. Run'],
    [302, '', { location: 'http://127.0.0.1:1/' }, 'answered 302, and a redirection is not followed. Run'],
    [200, gzipSync('{').subarray(0, 12), {}, 'begins like gzip and cannot be unpacked'],
    [200, new Uint8Array([0x1f, 0x8b, 0xff]), {}, 'begins like gzip and cannot be unpacked'],
    [200, gzipSync('{'), {}, 'is no JSON. Run'],
    [200, new Uint8Array([0x22, 0xff]), {}, 'is not UTF-8.'],
    [200, gzipSync('[]'), {}, 'must have one JSON object'],
    [200, gzipSync('{"data_type":"other"}'), {}, 'must have "data_type": "stats", got "other".'],
  ])('with status %i and %j is told as what it is', async (status, body, headers, message) => {
    await expect(ask(await leading(await elsewhere(status, body, headers)))).rejects.toThrow(message);
  });

  test('is not unpacked beyond its cap', async () => {
    const bomb = gzipSync(Buffer.alloc(129 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(200_000);
    await expect(ask(await leading(await elsewhere(200, bomb)))).rejects.toThrow(
      'is longer than 128 MB when it is unpacked. Take a shorter period.',
    );
  });

  test('may come unpacked, and from a server that names its encoding', async () => {
    const answer = JSON.stringify({
      data_type: 'stats',
      time_series_length: 1,
      data: [],
      request: { params: { start_time: '2026-11-01T00:00:00Z', granularity: 'HOUR' } },
    });
    for (const address of [
      await elsewhere(200, answer),
      await elsewhere(200, gzipSync(answer), { 'content-encoding': 'gzip' }),
    ])
      expect((await ask(await leading(address))).figures.entries).toEqual([]);
  });
});

describe('a file that X made', () => {
  const segments = (segment: Record<string, string> | null, metric: string) => ({
    data_type: 'stats',
    time_series_length: 1,
    data: [{ id: '8fgzf', id_data: [{ segment, metrics: { [metric]: { metric: [4] } } }] }],
    request: {
      params: {
        start_time: '2026-11-01T00:00:00Z',
        granularity: 'DAY',
        ...(segment === null ? {} : { segmentation_type: 'CONVERSION_TAGS' }),
      },
    },
  });
  test.each([
    [segments({ segment_name: 'Order', segment_value: 'oq7x2' }, 'conversion_purchases'), 'tw-o8z6j-oq7x2'],
    [
      segments({ segment_name: 'Quote', segment_value: 'tw-o8z6j-quot1' }, 'conversion_custom'),
      'tw-o8z6j-quot1',
    ],
    [segments(null, 'conversion_purchases'), 'tw-o8z6j-oq7x2'],
    [segments(null, 'conversion_searches'), ''],
    [segments({ segment_name: 'Order', segment_value: 'zzzzz' }, 'conversion_purchases'), ''],
  ])('is matched with the events of the dictionary: %#', async (answer, eventId) => {
    const from = join(folder(), 'stats.json');
    writeFileSync(from, JSON.stringify(answer));
    const { figures: found } = await ask({ url: '' }, { from });
    expect(found.entries.map((entry) => [entry.eventId, entry.attributed])).toEqual([[eventId, 4]]);
  });
});

test('the account of the dictionary is asked, and another is refused', async () => {
  const server = await standing({ statistics: { figures } });
  server.configuration.accounts?.push({ id: 'other1' });
  const dictionary = { ...DICTIONARY, accountId: ACCOUNT };
  expect((await ask(server, { dictionary })).figures.from).toBe(`account ${ACCOUNT}`);
  await expect(ask(server, { dictionary, account: 'other1' })).rejects.toThrow(
    "--account is other1, the dictionary's accountId is 18ce552mlaq. Give one of them.",
  );
});

describe('the days of the report', () => {
  test('that X’s file covers in part are told, and days outside are left out', async () => {
    const server = await standing({ statistics: { figures } });
    const saveTo = join(folder(), 'stats.json');
    await ask(server, { saveTo });
    const { figures: found } = await ask(server, {
      from: saveTo,
      period: { from: '2026-10-30', to: '2026-11-01' },
    });
    expect(found.entries.map(({ day }) => day)).toEqual(['2026-11-01']);
    expect(found.notes.at(-1)).toBe(
      "X's figures are of 2026-11-01 until 2026-11-11, the report is of 2026-10-30 to 2026-11-01: days outside of the report are left out, and X lacks some of its days.",
    );
    const inside = await ask(server, { from: saveTo, period: { from: '2026-11-01', to: '2026-11-10' } });
    expect(inside.figures.notes.join()).not.toContain('the report is of');
  });

  test('that have not ended two days ago are asked up to now, and told', async () => {
    const server = await standing({ statistics: { figures } });
    const { figures: found } = await ask(server, { period: { from: '2026-11-01', to: '2026-11-30' } });
    expect(found.notes.join()).toContain("X's figures of the last two days are not whole yet");
    expect(jobsAt(server)[0]?.get('end_time')).toBe('2026-11-15T12:00:00Z');
    expect((await ask(server)).figures.notes.join()).not.toContain('not whole yet');
  });

  test('are X’s usual 28 where the report has none, or none that has come', async () => {
    for (const period of [
      { from: undefined, to: undefined },
      { from: '2027-01-01', to: '2027-01-02' },
    ]) {
      const server = await standing({ statistics: { figures } });
      await ask(server, { period });
      expect(jobsAt(server)[0]?.get('start_time')).toBe('2026-10-17T00:00:00Z');
      expect(jobsAt(server)[0]?.get('end_time')).toBe('2026-11-14T00:00:00Z');
    }
  });
});

test.each([
  ['answers without data', { status: 200, body: { data: 'x' } }],
  ['answers garbage', { status: 200, body: '<html>' }],
  ['a job without its id', { status: 200, body: { data: { id: 1.5e18 } } }],
])('%s end with a sentence', async (_, answer) => {
  const server = await standing({ statistics: { figures } });
  server.faults.use(({ url, method }) =>
    method === 'POST' && url.includes('/stats/') ? { kind: 'answer', answer } : undefined,
  );
  await expect(ask(server)).rejects.toThrow(/\. Run the command again/);
});

test('the usual period is 28 whole days that ended two days ago', () => {
  const { start, end } = usualPeriod(Date.parse('2026-11-28T09:30:00Z'));
  expect([new Date(start).toISOString(), new Date(end).toISOString()]).toEqual([
    '2026-10-30T00:00:00.000Z',
    '2026-11-27T00:00:00.000Z',
  ]);
});
