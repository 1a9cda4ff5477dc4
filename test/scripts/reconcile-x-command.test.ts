/** npm run reconcile with X's figures and the page: the whole command, lines of the shipped tag, the account at the stand-in. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { Report } from '../../scripts/reconcile/model.ts';
import { main } from '../../scripts/reconcile.ts';
import { captured } from '../../toolkit/test/cli/captured.ts';
import type { Figure } from '../../x-server/configuration.ts';
import type { XServer } from '../../x-server/server.ts';
import { byToken, run as runTag } from '../template/harness.ts';
import { pixelWith } from './events-run.ts';
import { ACCOUNT, figure } from './reconcile-x-run.ts';
import { folder, ndjson, oauthEnvironment, secrets, stand } from './replay-setup.ts';

const DICTIONARY = `pixelId: o8z6j
authMethod: pixelToken
categoryEvents:
  purchase: tw-o8z6j-o87ne
container: existing
`;
const MAP = `tag: container.yaml
columns:
  event_name: Stage
  event_time: Created at
  transaction_id: Order
  email: E-mail
  value: Total
constants:
  currency: EUR
`;
const ORDERS = [
  ['2026-11-03T10:00:00Z', '1001', '100'],
  ['2026-11-04T10:00:00Z', '1002', '50.5'],
  ['2026-11-05T10:00:00Z', '1003', '20'],
] as const;

const figures: Figure[] = [
  figure('o87ne', '2026-11-03T10:20:00Z', 1, { amountEngagement: 100 }),
  figure('o87ne', '2026-11-04T23:30:00Z', 1, { amountEngagement: 50.5 }),
  figure('o87ne', '2026-11-02T10:20:00Z', 70, { amountEngagement: 7000 }),
  figure('o87nv', '2026-11-04T08:00:00Z', 9),
];

/** The files of a shop, in a folder of their own. */
async function files() {
  const path = folder();
  const write = (name: string, text: string): string => {
    const file = join(path, name);
    writeFileSync(file, text);
    return file;
  };
  write('container.yaml', DICTIONARY);
  const lines = [];
  for (const [event_time, transaction_id, value] of ORDERS) {
    const record = await runTag(
      byToken({ logging: 'always', categoryEvents: [{ category: 'purchase', eventId: 'tw-o8z6j-o87ne' }] }),
      {
        event_name: 'purchase',
        transaction_id,
        value: Number(value),
        currency: 'EUR',
        user_data: { email_address: 'jane@shop.example' },
      },
      {
        http: async () => ({
          statusCode: 200,
          headers: {},
          body: '{"data":{"conversions_processed":1,"debug_id":"d"}}',
        }),
      },
    );
    for (const line of record.logs) lines.push({ timestamp: event_time, jsonPayload: JSON.parse(line) });
  }
  return {
    log: write('server.ndjson', ndjson(...lines)),
    map: write('map.yaml', MAP),
    orders: write(
      'orders.csv',
      [
        'Stage,Created at,Order,E-mail,Total',
        ...ORDERS.map((order) => `purchase,${order[0]},${order[1]},jane@shop.example,${order[2]}`),
      ].join('\n'),
    ),
    path,
  };
}

const standing = (): Promise<XServer> =>
  stand({
    pixels: [
      pixelWith({
        o87ne: { name: 'Order paid', type: 'PURCHASE' },
        o87nv: { name: 'Visit', type: 'SITE_VISIT' },
      }),
    ],
    accounts: [{ id: ACCOUNT, statistics: { figures } }],
    now: () => clock,
  });
let clock = 0;

async function reconcile(args: string[], environment: Record<string, string> = oauthEnvironment) {
  clock = Date.parse('2026-11-20T12:00:00Z');
  const { io, written } = captured();
  const code = await main(args, io, {
    stdin: Readable.from([]),
    environment,
    now: () => clock,
    sleep: async (ms) => {
      clock += ms;
    },
    random: () => 0.5,
    timeoutMs: 5000,
  });
  for (const secret of [...secrets, 'jane@shop.example'])
    expect(written.out + written.err).not.toContain(secret);
  return { code, ...written };
}

test('X’s figures stand beside the others by day and event, kept for later, and the page has them', async () => {
  const { log, map, orders, path } = await files();
  const server = await standing();
  const base = ['--log', log, '--orders', orders, '--map', map];
  const [kept, page] = [join(path, 'stats.json'), join(path, 'report.html')];
  const first = await reconcile([
    ...base,
    '--x',
    'account',
    '--endpoint',
    server.url,
    '--save-x',
    kept,
    '--page',
    page,
    '--json',
  ]);
  expect([first.code, first.err]).toEqual([0, '']);
  const report = JSON.parse(first.out) as Report;
  expect(report.period).toMatchObject({ from: '2026-11-03', to: '2026-11-05' });
  expect(
    report.days.map(({ day, event, layers, amounts }) => [
      day,
      event.id,
      layers.orders,
      layers.attributed,
      amounts[0]?.attributed,
    ]),
  ).toEqual([
    ['2026-11-03', 'tw-o8z6j-o87ne', 1, 1, '100.00'],
    ['2026-11-04', 'tw-o8z6j-o87ne', 1, 1, '50.50'],
    ['2026-11-04', 'tw-o8z6j-o87nv', undefined, 9, '0.00'],
    ['2026-11-05', 'tw-o8z6j-o87ne', 1, undefined, undefined],
  ]);
  expect(
    report.events.map(({ layers, amounts }) => [layers.processed, layers.attributed, amounts[0]]),
  ).toEqual([
    [3, 2, { currency: 'EUR', orders: '170.50', processed: '170.50', attributed: '150.50' }],
    [0, 9, { currency: 'EUR', processed: '0.00', attributed: '0.00' }],
  ]);
  expect(readFileSync(page, 'utf8')).toContain('What X attributed');

  // X decides no verdict.
  const without = JSON.parse((await reconcile([...base, '--json'])).out) as Report;
  const own = ({ days }: Report) =>
    days
      .filter(({ layers }) => layers.orders !== undefined)
      .map(({ day, agreed, unjudged, verdicts }) => ({ day, agreed, unjudged, verdicts }));
  expect([own(without), without.thresholds, without.samples]).toEqual([
    own(report),
    report.thresholds,
    report.samples,
  ]);

  const again = await reconcile([...base, '--x', kept, '--json']);
  const later = JSON.parse(again.out) as Report;
  expect([later.days, later.x?.entries, later.x?.notes]).toEqual([
    report.days,
    report.x?.entries,
    report.x?.notes,
  ]);
  const shown = await reconcile([...base, '--x', kept]);
  expect(shown.out).toContain('orders 170.50, processed 170.50, attributed 150.50 EUR');
  expect(shown.out).toContain('compare periods, not days');
});

test('what X gives for no event of the files is shown apart', async () => {
  const { log, map, orders, path } = await files();
  const file = join(path, 'x.json');
  const answer = (segment: unknown, metric: string) => ({
    id_data: [{ segment, metrics: { [metric]: { metric: [1, 2, 4] } } }],
    id: `c${metric.length}`,
  });
  writeFileSync(
    file,
    JSON.stringify({
      data_type: 'stats',
      time_series_length: 3,
      data: [answer(null, 'conversion_purchases'), answer(null, 'conversion_searches')],
      request: { params: { start_time: '2026-11-03T00:00:00Z', granularity: 'DAY' } },
    }),
  );
  const { out } = await reconcile(['--log', log, '--orders', orders, '--map', map, '--x', file]);
  expect(out).toContain('Attributed by X to no event of the files\n        7  SEARCH\n');
  expect(out).toMatch(/all days {4}purchase tw-o8z6j-o87ne .* 7 {6}3\n/);
});

test('what X refuses ends the command with its words, and nothing is written', async () => {
  const { log, map, orders, path } = await files();
  const server = await standing();
  server.configuration.apps = server.configuration.apps.map((app) => ({ ...app, statistics: false }));
  const page = join(path, 'report.html');
  const args = [
    '--log',
    log,
    '--orders',
    orders,
    '--map',
    map,
    '--x',
    'account',
    '--endpoint',
    server.url,
    '--page',
    page,
  ];
  const { code, out, err } = await reconcile(args);
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(/^X answered 403: .* Statistics need an app with Ads API access/);
  expect(() => readFileSync(page)).toThrow('ENOENT');
});

test.each<[string[], string]>([
  [['--save-x', 'a.json'], '--save-x needs --x account.'],
  [['--x', 'LOG', '--account', 'abcde'], '--account needs --x account.'],
  [['--x', 'account', '--account', '../a'], '--account must be 3 to 20 letters and digits, got "../a".'],
  [['--x', 'account', '--endpoint', 'http://ads.example'], '--endpoint must be an https address'],
  [['--x', 'account', '--save-x', 'LOG'], 'would write over an input'],
  [['--page', 'LOG'], 'would write over an input'],
  [['--x', 'account', '--save-x', 'a.html', '--page', './a.html'], '--page and --save-x name the same file.'],
  [['--x', 'nowhere.json'], 'nowhere.json: cannot be read, no such file or folder.'],
  [['--x', 'LOG'], 'must be JSON, and it is not. Give what --save-x wrote'],
])('%j is told as a mistake of the call', async (args, message) => {
  const { log, map, orders } = await files();
  const { code, err } = await reconcile([
    ...['--log', log, '--orders', orders, '--map', map],
    ...args.map((arg) => (arg === 'LOG' ? log : arg)),
  ]);
  expect([code, err]).toEqual([2, expect.stringContaining(message)]);
});

test('the account is not asked without the four OAuth values, which is told before anything is read', async () => {
  const { log, map, orders } = await files();
  const { code, err } = await reconcile(
    ['--log', log, '--orders', orders, '--map', map, '--x', 'account'],
    {},
  );
  expect([code, err]).toEqual([2, expect.stringContaining('Statistics need the four OAuth values')]);
});

test('the example of the guide gives a table and a page with what X attributed', async () => {
  const guide = readFileSync('docs/reconciliation.md', 'utf8');
  const [shown = ''] = /(?<=npm run reconcile -- ).*--page report\.html/.exec(guide) ?? [];
  const page = join(folder(), 'report.html');
  const { code, out, err } = await reconcile(shown.replace('report.html', page).split(' '), {});
  expect([code, err]).toEqual([1, '']);
  expect(out).toMatch(/all days {4}purchase tw-o8z6j-o87ne( +\d){5} {2}3 /);
  expect(out).toContain('attributed 1543.98 EUR');
  expect(out).not.toContain('twice for');
  const text = readFileSync(page, 'utf8');
  expect(text).toContain('What X attributed');
  // The picture of the guide shows the same.
  const named = /<ul class="inputs">.*/s;
  const { reconciliationPage } = await import('../../scripts/picture/reconciliation.ts');
  expect((await reconciliationPage('.')).replace(named, '')).toBe(text.replace(named, ''));
});
