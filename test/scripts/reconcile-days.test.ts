/** Days of traffic with faults of every kind, alone and mixed, in every kind of log: each is named, and none is invented. */
import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Figures, Report } from '../../scripts/reconcile/model.ts';
import { runs } from '../counts.ts';
import {
  type Days,
  days,
  everyFault,
  expected,
  idOf,
  mailOf,
  type Planted,
  pixelOf,
  refundOf,
  runsOf,
  START,
  timeOf,
} from './reconcile-days.ts';
import { harOf } from './reconcile-har.ts';
import { FORMATS, type Harvest, harvest, type TagRun, unfired, written } from './reconcile-lines.ts';
import { HEADER, reported } from './reconcile-setup.ts';
import { folder } from './replay-setup.ts';

let lines: Harvest;
beforeAll(async () => {
  lines = await harvest();
});

const DAY = 86_400_000;
const amount = (cents: number): string => (cents / 100).toFixed(2);

/** An order on which all is well, so that orders and log cover the same days whatever is planted. */
const LAST: Planted = {
  refund: 'none',
  outside: 'no',
  fired: 'yes',
  consent: 'granted',
  outcome: 'processed',
  twice: 'no',
  several: 'no',
  pixel: 'none',
  automatic: 'no',
  value: 'same',
  currency: 'same',
  index: 200,
  event: 'purchase',
  cents: 4900,
  jitter: 0,
  delay: 1,
  hasMail: false,
  regular: false,
};

function ordersOf(orders: readonly Planted[]): string {
  const rows = orders.map((one) => {
    const consent = one.consent === 'denied-in-order' ? 'denied' : 'granted';
    const time = new Date(timeOf(one)).toISOString();
    return `order,${idOf(one)},${time},${one.event},${mailOf(one)},${amount(one.cents)},EUR,${consent}`;
  });
  const refunds = orders.flatMap((one) => {
    const cents = refundOf(one);
    return cents === undefined ? [] : [`refund,${idOf(one)},,,,-${amount(cents)},EUR,`];
  });
  return `${[HEADER, ...rows, ...refunds].join('\n')}\n`;
}

function logsOf({ format, overlap, orders }: Days): string[] {
  const noise = (at: number): TagRun => ({
    outcome: 'unmapped',
    event: 'purchase',
    id: '',
    trace: `n${at}`,
    at,
    time: at,
    mail: 'a@b.example',
    value: '',
    currency: '',
  });
  const hits = [noise(START), ...orders.flatMap(runsOf), noise(START + 6 * DAY)];
  hits.sort((a, b) => a.at - b.at);
  let hit = 0;
  const texts = hits.flatMap((run) => {
    hit += 1;
    return written(lines, run, format, hit);
  });
  // In a log of serve, every second order that no trigger took was a hit all the same.
  if (format === 'serve')
    for (const one of orders)
      if (one.fired === 'no' && one.outside !== 'period' && one.consent === 'granted' && one.regular) {
        hit += 1;
        texts.push(...unfired(runsOf({ ...one, fired: 'yes', outcome: 'processed' })[0]!, hit));
      }
  if (!overlap) return [texts.map((text) => `${text}\n`).join('')];
  const [start, end] = [Math.floor(texts.length / 3), Math.ceil((2 * texts.length) / 3)];
  return [texts.slice(0, end), texts.slice(start)].map((part) => part.map((text) => `${text}\n`).join(''));
}

const dayIn = (zone: string, at: number): string =>
  new Date(at).toLocaleDateString('sv-SE', { timeZone: zone });

/** Verdicts by day and event, in words that can be compared. */
function planned({ orders, zone }: Days): { days: string[]; events: string[] } {
  const byDay = new Map<string, number>();
  const byEvent = new Map<string, number>();
  const add = (event: string, at: number, verdict: string): void => {
    const day = dayIn(zone, at);
    if (day >= dayIn(zone, START))
      byDay.set(`${day} ${event} ${verdict}`, (byDay.get(`${day} ${event} ${verdict}`) ?? 0) + 1);
    // Outside of the period only verdicts count.
    else if (verdict === 'agreed') return;
    byEvent.set(`${event} ${verdict}`, (byEvent.get(`${event} ${verdict}`) ?? 0) + 1);
  };
  for (const one of orders) {
    const { verdict, lone } = expected(one);
    add(one.event, timeOf(one), verdict ?? 'agreed');
    for (const other of lone) add(one.event, pixelOf(one)[0]!.at, other);
  }
  return { days: sorted(byDay), events: sorted(byEvent) };
}

const sorted = (counts: ReadonlyMap<string, number>): string[] =>
  [...counts].map(([name, count]) => `${name} ${count}`).sort();

const EVENTS: Record<string, string> = { 'tw-o8z6j-o87ne': 'purchase', 'tw-o8z6j-o87nd': 'generate_lead' };

function found({ days: rows, events }: Report): { days: string[]; events: string[] } {
  const words = (figures: Figures, before: string): string[] => {
    const event = EVENTS[figures.event.id] ?? figures.event.id;
    const counts = Object.entries({
      agreed: figures.agreed,
      unjudged: figures.unjudged,
      ...figures.verdicts,
    });
    return counts
      .filter(([, count]) => count > 0)
      .map(([name, count]) => `${before}${event} ${name} ${count}`);
  };
  return {
    days: rows.flatMap((figures) => words(figures, `${figures.day} `)).sort(),
    events: events.flatMap((figures) => words(figures, '')).sort(),
  };
}

async function reconciled(given: Days): Promise<{ report: Report; out: string }> {
  const path = folder();
  const { report, out, err } = await reported({
    path,
    logs: logsOf(given),
    orders: ordersOf(given.orders),
    hars: [harOf(given.browser, given.orders.flatMap(pixelOf))],
    args: ['--zone', given.zone],
  });
  rmSync(path, { recursive: true });
  expect(err).toBe('');
  return { report, out };
}

test(
  'over thousands of days each planted fault gets its verdict, and nothing else gets one',
  async () => {
    const met = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(days, async (given) => {
        const whole: Days = { ...given, orders: [...given.orders, LAST] };
        const { report, out } = await reconciled(whole);
        expect(found(report)).toEqual(planned(whole));
        // Every record is accounted for, and nobody can be read out of the report.
        for (const { read, used, ignored } of report.inputs)
          expect(ignored.reduce((sum, { count }) => sum + count, used)).toBe(read);
        expect(report.inputs[0]!.read).toBe(ordersOf(whole.orders).split('\n').length - 2);
        expect(out).not.toMatch(/@|visitor-|regular-|[0-9a-f]{64}|secret/);
        for (const one of whole.orders) {
          const verdict = expected(one).verdict ?? 'agreed';
          met.set(verdict, (met.get(verdict) ?? 0) + 1);
        }
      }),
      { numRuns: runs(20, 3000), examples: FORMATS.map((format) => [everyFault(format)]) },
    );
    // What bites: there was some of everything. `unknown` is what calls of the pixel get that belong to no order.
    expect([...met.keys()].sort()).toEqual(EVERYTHING);
  },
  600_000 + runs(0, 6_600_000),
);

const EVERYTHING = [
  'agreed',
  'automatic-event',
  'currency',
  'failed',
  'id-differs',
  'in-doubt',
  'no-consent',
  'not-fired',
  'outside-window',
  'refunded',
  'refused',
  'sent-twice',
  'several-ids',
  'value',
];
