/** From judged conversions to the report: sums by day and event, thresholds, and some conversions traced through all layers. */
import type { Events } from './events.ts';
import type { Money } from './facts.ts';
import { amountText, type Judgement } from './judge.ts';
import {
  type Amounts,
  type DayFigures,
  type EventName,
  type Figures,
  type Layers,
  type Pairs,
  type Threshold,
  type Trace,
  VERDICTS,
  type Verdict,
  type XFigures,
} from './model.ts';
import { amountOf, microsOf } from './x-amount.ts';

/** What one conversion adds. */
export interface Entry {
  event: string;
  /** `''` when it has no time. */
  day: string;
  /** Outside of it only a verdict counts, in no sum and no share. */
  isInPeriod: boolean;
  /** 1 for an order of which something is left, else 0. */
  order: number;
  fired: number;
  sent: number;
  processed: number;
  pixel: number;
  /** In thousandths; nothing when the order has no value. */
  paid: Money;
  /** Of what X processed, once for each time. */
  heard: Money;
  judged: Judgement['verdict'];
  pair: Judgement['pair'];
}

interface Sums {
  layers: Record<'orders' | 'fired' | 'sent' | 'processed' | 'pixel', number>;
  money: Map<string, { orders: bigint; processed: bigint }>;
  agreed: number;
  unjudged: number;
  verdicts: Map<Verdict, number>;
  /** Verdicts of what is not in the period. */
  outside: Map<Verdict, number>;
}

export interface Tally {
  add(entry: Entry): void;
  /** Whether a trace would be kept. @param order texts of even spread, by which they are chosen */
  wants(verdict: Verdict | undefined, order: string): boolean;
  trace(verdict: Verdict | undefined, order: string, trace: Trace): void;
  pairs: Pairs;
  finish(world: FinishWorld): {
    days: DayFigures[];
    events: Figures[];
    samples: Trace[];
    thresholds: Threshold[];
  };
}

export interface FinishWorld {
  events: Events;
  /** Whether the log holds every line of the tag. */
  isFull: boolean;
  hasPixel: boolean;
  /** X's figures, when they were asked for. */
  x: XFigures | undefined;
  /** X's event as facts name it. */
  eventKey: (eventId: string) => string;
  /** Percent by verdict. */
  allowed: Readonly<Record<Verdict, number>>;
}

const SAMPLES = 20;
/** Days with an event that are told apart; more are no traffic but broken times. */
const MOST_ROWS = 20_000;
/** Currencies in one row. */
const MOST_CURRENCIES = 20;

const noSums = (): Sums => ({
  layers: { orders: 0, fired: 0, sent: 0, processed: 0, pixel: 0 },
  money: new Map(),
  agreed: 0,
  unjudged: 0,
  verdicts: new Map(),
  outside: new Map(),
});

export function createTally(): Tally {
  const rows = new Map<string, { day: string; event: string; sums: Sums }>();
  const totals = new Map<string, Sums>();
  const traces = new Map<Verdict | undefined, { order: string; trace: Trace }[]>();
  const pairs: Pairs = { once: 0, twice: {}, pixelOnly: 0 };

  const sumsOf = (event: string): Sums => {
    const sums = totals.get(event) ?? noSums();
    totals.set(event, sums);
    return sums;
  };
  const rowOf = (given: string, event: string): Sums => {
    const day = rows.has(`${given} ${event}`) || rows.size < MOST_ROWS ? given : '';
    const row = rows.get(`${day} ${event}`) ?? { day, event, sums: noSums() };
    rows.set(`${day} ${event}`, row);
    return row.sums;
  };

  return {
    pairs,
    add(entry) {
      const all = sumsOf(entry.event);
      if (!entry.isInPeriod) {
        if (entry.judged !== undefined && entry.judged !== 'unjudged') addOne(all.outside, entry.judged);
        return;
      }
      for (const sums of [rowOf(entry.day, entry.event), all]) addTo(sums, entry);
      const reachedBoth = entry.pair !== undefined;
      if (entry.pair === 'once') pairs.once += 1;
      else if (entry.pair !== undefined) pairs.twice[entry.pair] = (pairs.twice[entry.pair] ?? 0) + 1;
      if (!reachedBoth && entry.pixel > 0) pairs.pixelOnly += 1;
    },
    wants(verdict, order) {
      const kept = traces.get(verdict) ?? [];
      return kept.length < SAMPLES || order < kept.at(-1)!.order;
    },
    trace(verdict, order, trace) {
      const kept = [...(traces.get(verdict) ?? []), { order, trace }];
      kept.sort((a, b) => (a.order < b.order ? -1 : 1));
      traces.set(verdict, kept.slice(0, SAMPLES));
    },
    finish(world) {
      const name = world.events.nameOf;
      const attributed = attributedOf(world);
      // What X alone knows has a row too.
      for (const { day, event } of attributed.values())
        if (day === undefined) sumsOf(event);
        else rowOf(day, event);
      const days = [...rows.values()]
        .sort((a, b) => compare(a.day, b.day) || compare(a.event, b.event))
        .map(
          ({ day, event, sums }): DayFigures => ({
            day,
            ...figuresOf(
              sums,
              name(event),
              world.events.withOrders.has(event),
              world,
              attributed.get(`${day} ${event}`),
            ),
          }),
        );
      const events = [...totals]
        .sort(([a], [b]) => compare(a, b))
        .map(([event, sums]) =>
          figuresOf(sums, name(event), world.events.withOrders.has(event), world, attributed.get(event)),
        );
      const thresholds = [...totals]
        .sort(([a], [b]) => compare(a, b))
        .flatMap(([event, sums]) => thresholdsOf(sums, name(event), world.allowed));
      thresholds.sort((a, b) => Number(b.exceeded) - Number(a.exceeded) || b.found - a.found);
      return { days, events, samples: chosen(traces), thresholds };
    },
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function addTo(sums: Sums, entry: Entry): void {
  sums.layers.orders += entry.order;
  for (const layer of ['fired', 'sent', 'processed', 'pixel'] as const) sums.layers[layer] += entry[layer];
  for (const [side, { value, currency }] of [
    ['orders', entry.paid],
    ['processed', entry.heard],
  ] as const) {
    if (value === '') continue;
    const known = sums.money.has(currency) || sums.money.size < MOST_CURRENCIES ? currency : '';
    const money = sums.money.get(known) ?? { orders: 0n, processed: 0n };
    money[side] += BigInt(value);
    sums.money.set(known, money);
  }
  if (entry.judged === undefined) sums.agreed += 1;
  else if (entry.judged === 'unjudged') sums.unjudged += 1;
  else addOne(sums.verdicts, entry.judged);
}

function addOne(counts: Map<Verdict, number>, verdict: Verdict): void {
  counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
}

interface Attributed {
  event: string;
  /** Undefined for the whole period. */
  day: string | undefined;
  count: number;
  /** Millionths; undefined when X gives none. */
  micros: bigint | undefined;
  currency: string;
}

/** X's figures of events, by `DAY EVENT` and, over all days, by `EVENT`. Those of a type alone belong to no row. */
function attributedOf({ x, eventKey }: FinishWorld): Map<string, Attributed> {
  const all = new Map<string, Attributed>();
  for (const { day, eventId, attributed, amount } of x?.entries ?? []) {
    if (eventId === '') continue;
    const event = eventKey(eventId);
    for (const at of day === undefined ? [undefined] : [undefined, day]) {
      const key = at === undefined ? event : `${at} ${event}`;
      const sum = all.get(key) ?? {
        event,
        day: at,
        count: 0,
        micros: undefined,
        currency: x?.currency ?? '',
      };
      all.set(key, sum);
      sum.count += attributed;
      if (amount !== undefined) sum.micros = (sum.micros ?? 0n) + microsOf(amount);
    }
  }
  return all;
}

function figuresOf(
  { layers, money, agreed, unjudged, verdicts, outside }: Sums,
  event: EventName,
  hasOrders: boolean,
  { isFull, hasPixel }: FinishWorld,
  attributed: Attributed | undefined,
): Figures {
  const known = (layer: 'fired' | 'sent' | 'processed'): number | undefined =>
    isFull ? layers[layer] : undefined;
  const all: Layers = {
    orders: hasOrders ? layers.orders : undefined,
    fired: known('fired'),
    sent: known('sent'),
    processed: known('processed'),
    pixel: hasPixel ? layers.pixel : undefined,
    attributed: attributed?.count,
  };
  const paid = new Map(money);
  if (attributed?.micros !== undefined && !paid.has(attributed.currency))
    paid.set(attributed.currency, { orders: 0n, processed: 0n });
  const amounts = [...paid]
    .sort(([a], [b]) => compare(a, b))
    .map(
      ([currency, { orders, processed }]): Amounts => ({
        currency: /^[A-Z]{3}$/.test(currency) ? currency : '',
        orders: hasOrders ? amountText(orders) : undefined,
        processed: isFull ? amountText(processed) : undefined,
        attributed:
          attributed?.micros !== undefined && attributed.currency === currency
            ? amountOf(attributed.micros)
            : undefined,
      }),
    );
  return {
    event,
    layers: all,
    amounts,
    agreed,
    unjudged,
    verdicts: Object.fromEntries(
      VERDICTS.map(
        (verdict) => [verdict, (verdicts.get(verdict) ?? 0) + (outside.get(verdict) ?? 0)] as const,
      ).filter(([, count]) => count > 0),
    ),
  };
}

function thresholdsOf(
  { agreed, verdicts }: Sums,
  event: EventName,
  allowed: Readonly<Record<Verdict, number>>,
): Threshold[] {
  const all = [...verdicts.values()].reduce((sum, count) => sum + count, agreed);
  return VERDICTS.flatMap((verdict): Threshold[] => {
    const count = verdicts.get(verdict) ?? 0;
    if (count === 0) return [];
    const exact = (100 * count) / all;
    return [
      {
        verdict,
        event,
        allowed: allowed[verdict],
        found: Math.round(exact * 100) / 100,
        count,
        exceeded: exact > allowed[verdict],
      },
    ];
  });
}

/** In turn one of each verdict, then some that agree. */
function chosen(traces: ReadonlyMap<Verdict | undefined, readonly { trace: Trace }[]>): Trace[] {
  const samples: Trace[] = [];
  for (let turn = 0; turn < SAMPLES; turn += 1)
    for (const verdict of [...VERDICTS, undefined]) {
      const found = traces.get(verdict)?.[turn];
      if (found !== undefined && samples.length < SAMPLES) samples.push(found.trace);
    }
  const place = ({ verdict }: Trace): number =>
    verdict === undefined ? VERDICTS.length : VERDICTS.indexOf(verdict);
  return samples.sort((a, b) => place(a) - place(b));
}
