/**
 * Answers of X's statistics to figures by day and event: segments are matched with the events of the account; where X gives no
 * segments of a metric, its figures stand for the type of event. What is assumed or left over is said in the notes.
 */

import { idOf } from '../lib/web-events.ts';
import { clean } from '../lib/x-answer.ts';
import type { XEntry, XFigures } from './model.ts';
import { dayAfter, daysOf } from './moment.ts';
import { shownId } from './shown.ts';
import { amountOf } from './x-amount.ts';
import { ABOUT_X, aboutCurrency, createNotes, type Notes } from './x-notes.ts';
import {
  type AnswerReading,
  type Counted,
  type MetricReading,
  PLACEMENTS,
  readStatistics,
  TYPE_OF_METRIC,
  XDataError,
} from './x-statistics.ts';

/** An event of the account, as X names it. */
export interface XEvent {
  /** Bare. */
  id: string;
  /** `''` when X did not tell. */
  name: string;
  /** `''` when it is not known. */
  type: string;
  pixel: string;
  /** It still has figures, but competes for no type and no name. */
  deleted: boolean;
}

/** What was asked from X, as --save-x keeps it. */
export interface XSaved {
  /** Ads account; `''` when it is not known. */
  account: string;
  /** ISO 4217; `''` when it is not known or there are several. */
  currency: string;
  /** The time that was asked for, ISO 8601, the end exclusive; `''` for what the answers cover. */
  start: string;
  end: string;
  events: XEvent[];
  /** X's answers as they came. */
  statistics: unknown[];
}

const fullId = ({ id, pixel }: XEvent): string => (pixel === '' ? id : `tw-${pixel}-${id}`);

/**
 * @param from `stats.json`, or `account 18ce552mlaq`
 * @param zone as daysOf() takes it: on whose clocks days are
 * @throws XDataError when an answer cannot be read, or counts the same twice
 */
export function figuresOf(saved: XSaved, from: string, zone: string): XFigures {
  const answers = saved.statistics.map((answer, index) =>
    readStatistics(answer, saved.statistics.length === 1 ? from : `${from}, answer ${index + 1},`),
  );
  checkOnce(answers, from);
  const nameOfDay = daysOf(zone)!;
  const notes = createNotes();
  const sums = createSums(dayNames(nameOfDay));
  const byEvent = addSegments(answers, saved.events, sums, notes);
  addTotals(answers, saved.events, byEvent, sums, notes);
  for (const answer of answers) for (const unknown of answer.unknown) notes.add('unknown', unknown);
  const placements = new Set(answers.map(({ placement }) => placement));
  if (answers.length > 0)
    for (const placement of PLACEMENTS) if (!placements.has(placement)) notes.add('placement', placement);
  const entries = sums.entries();
  let [start, end] = [Date.parse(saved.start), Date.parse(saved.end)];
  if (saved.start === '') {
    [start, end] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const answer of answers) [start, end] = [Math.min(start, answer.start), Math.max(end, answer.end)];
  }
  return {
    from,
    start: nameOfDay(start),
    end: dayAfter(nameOfDay(end - 1)),
    zone,
    currency: saved.currency,
    entries,
    notes: [
      ...ABOUT_X,
      ...(entries.some(({ amount }) => amount !== undefined) ? [aboutCurrency(saved.currency)] : []),
      ...notes.sentences(),
    ],
  };
}

interface Sums {
  add(answer: AnswerReading, eventId: string, name: string, counted: readonly Counted[]): void;
  /** By day, then event. */
  entries(): XEntry[];
}

function createSums(dayOf: (answer: AnswerReading, step: number) => string | undefined): Sums {
  const sums = new Map<string, XEntry & { micros: bigint | undefined }>();
  return {
    add(answer, eventId, given, all) {
      // A name may be anything that was typed, as an order number may.
      const name = shownId(given);
      for (const counted of all) {
        const day = dayOf(answer, counted.step);
        const key = JSON.stringify([day, eventId, name]);
        const nothing = {
          attributed: 0,
          postEngagement: 0,
          postView: 0,
          amount: undefined,
          micros: undefined,
        };
        const sum = sums.get(key) ?? { day, eventId, name, ...nothing };
        sums.set(key, sum);
        sum.attributed += counted.attributed;
        sum.postEngagement += counted.postEngagement;
        sum.postView += counted.postView;
        if (counted.amount !== undefined) sum.micros = (sum.micros ?? 0n) + counted.amount;
      }
    },
    entries: () =>
      [...sums.values()]
        .map(({ micros, ...entry }) => ({
          ...entry,
          amount: micros === undefined ? undefined : amountOf(micros),
        }))
        .sort(
          (a, b) => order(a.day ?? '', b.day ?? '') || order(a.eventId, b.eventId) || order(a.name, b.name),
        ),
  };
}

/** Adds the figures by event, and gives what they are together by metric. */
function addSegments(
  answers: readonly AnswerReading[],
  events: readonly XEvent[],
  sums: Sums,
  notes: Notes,
): ReadonlyMap<string, number> {
  const byEvent = new Map<string, number>();
  for (const answer of answers) {
    if (!answer.segmented) continue;
    for (const reading of answer.metrics) {
      const { metric, counted } = reading;
      if (counted.length === 0) continue;
      const event = eventOf(reading.segment, events);
      if (event !== undefined && event.type !== '' && event.type !== TYPE_OF_METRIC[metric]) {
        notes.add('otherMetric', `${metric} of ${fullId(event)}`);
        continue;
      }
      const name = event?.name || nameOf(reading);
      if (event === undefined) notes.add('unmatched', shownId(name));
      byEvent.set(metric, (byEvent.get(metric) ?? 0) + sumOf(counted));
      sums.add(answer, event === undefined ? '' : fullId(event), name, counted);
    }
  }
  return byEvent;
}

/** Adds the figures of metrics that have none by event, and notes where those by event are not all. */
function addTotals(
  answers: readonly AnswerReading[],
  events: readonly XEvent[],
  byEvent: ReadonlyMap<string, number>,
  sums: Sums,
  notes: Notes,
): void {
  const totals = new Map<string, number>();
  for (const answer of answers) {
    if (answer.segmented) continue;
    for (const { metric, counted } of answer.metrics) {
      if (counted.length === 0) continue;
      totals.set(metric, (totals.get(metric) ?? 0) + sumOf(counted));
      if (byEvent.has(metric)) continue;
      const type = TYPE_OF_METRIC[metric] ?? metric;
      notes.add('byType', type);
      const [only, ...more] = events.filter((event) => event.type === type && !event.deleted);
      if (only === undefined || more.length > 0) sums.add(answer, '', type, counted);
      else sums.add(answer, fullId(only), only.name || type, counted);
    }
  }
  for (const [metric, total] of totals) {
    const part = byEvent.get(metric) ?? total;
    if (part !== total) notes.add('sum', `${TYPE_OF_METRIC[metric]}: ${part} by event, ${total} in total`);
  }
}

const sumOf = (counted: readonly Counted[]): number =>
  counted.reduce((sum, { attributed }) => sum + attributed, 0);

/** The same campaign, placement and time may stand in one answer only, else it counts twice. */
function checkOnce(answers: readonly AnswerReading[], from: string): void {
  const times = new Map<string, AnswerReading[]>();
  for (const answer of answers)
    for (const campaign of answer.campaigns) {
      const key = JSON.stringify([answer.segmented, answer.placement, campaign]);
      const own = times.get(key) ?? [];
      times.set(key, own);
      own.push(answer);
    }
  for (const [key, own] of times) {
    const sorted = own.sort((a, b) => a.start - b.start);
    for (let index = 1; index < sorted.length; index += 1)
      if (sorted[index]!.start < sorted[index - 1]!.end) {
        const [, placement, campaign] = JSON.parse(key) as [boolean, string, string];
        throw new XDataError(
          `${from} has figures of campaign ${clean(campaign)} and placement ${clean(placement)} twice for ${new Date(sorted[index]!.start).toISOString()}. Give each answer of X once.`,
        );
      }
  }
}

/** What X writes into a segment is not documented: its value may be the ID in either spelling, its name the event's. */
function eventOf(segment: MetricReading['segment'], events: readonly XEvent[]): XEvent | undefined {
  if (segment === undefined) return undefined;
  const byId = events.find((event) => [event.id, fullId(event)].includes(segment.value));
  if (byId !== undefined) return byId;
  const bare = idOf(segment.value);
  const bySpelling = events.find(({ id }) => id === bare);
  if (bySpelling !== undefined) return bySpelling;
  const byName = events.filter(
    ({ name, deleted }) => !deleted && name !== '' && [segment.name, segment.value].includes(name),
  );
  return byName.length === 1 ? byName[0] : undefined;
}

const nameOf = ({ segment, metric }: MetricReading): string =>
  segment === undefined ? (TYPE_OF_METRIC[metric] ?? metric) : segment.name || segment.value;

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The day of a step: that in which its middle lies. So a step of a day in any account's zone keeps its date, and one of an hour
 * goes where most of it is. A step of the whole time has no day.
 */
function dayNames(name: (at: number) => string): (answer: AnswerReading, step: number) => string | undefined {
  return ({ start, granularity }, step) => {
    if (granularity === 'TOTAL') return undefined;
    const length = granularity === 'HOUR' ? 3_600_000 : 86_400_000;
    return name(start + step * length + length / 2);
  };
}
