/**
 * Answers of X's statistics to figures by day and event: segments are matched with the events of the account; where X gives no
 * segments of a metric, its figures stand for the type of event. What is assumed or left over is said in the notes.
 */

import { idOf } from '../lib/web-events.ts';
import { clean } from '../lib/x-answer.ts';
import type { XEntry, XFigures } from './model.ts';
import { ABOUT_X, aboutCurrency, createNotes } from './x-notes.ts';
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
  name: string;
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
 * @param zone IANA name or UTC, on whose clocks days are
 * @throws XDataError when an answer cannot be read, or counts the same twice
 */
export function figuresOf(saved: XSaved, from: string, zone: string): XFigures {
  const answers = saved.statistics.map((answer, index) =>
    readStatistics(answer, saved.statistics.length === 1 ? from : `${from}, answer ${index + 1},`),
  );
  checkOnce(answers, from);
  const sums = new Map<string, XEntry & { micros: bigint | undefined }>();
  const add = (day: string | undefined, eventId: string, name: string, counted: Counted): void => {
    const key = JSON.stringify([day, eventId, name]);
    const sum = sums.get(key) ?? {
      day,
      eventId,
      name,
      attributed: 0,
      postEngagement: 0,
      postView: 0,
      amount: undefined,
      micros: undefined,
    };
    sums.set(key, sum);
    sum.attributed += counted.attributed;
    sum.postEngagement += counted.postEngagement;
    sum.postView += counted.postView;
    if (counted.amount !== undefined) sum.micros = (sum.micros ?? 0n) + counted.amount;
  };
  const notes = createNotes();
  const bySegment = new Map<string, number>();
  const inTotal = new Map<string, number>();
  const plain = answers.filter(({ segmented }) => !segmented);
  const dayOf = dayNames(zone);

  for (const answer of answers) {
    for (const unknown of answer.unknown) notes.add('unknown', unknown);
    if (!answer.segmented) {
      for (const { metric, counted } of answer.metrics) addTo(inTotal, metric, counted);
      continue;
    }
    for (const reading of answer.metrics) {
      const event = eventOf(reading.segment, saved.events);
      if (event !== undefined && event.type !== TYPE_OF_METRIC[reading.metric]) {
        if (reading.counted.length > 0) notes.add('otherMetric', `${reading.metric} of ${fullId(event)}`);
        continue;
      }
      addTo(bySegment, reading.metric, reading.counted);
      const name = event?.name ?? nameOf(reading);
      if (event === undefined && reading.counted.length > 0) notes.add('unmatched', name);
      for (const counted of reading.counted)
        add(dayOf(answer, counted.step), event === undefined ? '' : fullId(event), clean(name), counted);
    }
  }
  for (const answer of plain)
    for (const { metric, counted } of answer.metrics) {
      if (bySegment.has(metric)) continue;
      const type = TYPE_OF_METRIC[metric] ?? metric;
      const events = saved.events.filter((event) => event.type === type && !event.deleted);
      const [only] = events;
      const isOnly = events.length === 1 && only !== undefined;
      if (counted.length > 0) notes.add('byType', type);
      for (const entry of counted)
        add(dayOf(answer, entry.step), isOnly ? fullId(only) : '', isOnly ? clean(only.name) : type, entry);
    }
  for (const [metric, total] of inTotal) {
    const segments = bySegment.get(metric);
    if (segments !== undefined && segments !== total)
      notes.add('sum', `${TYPE_OF_METRIC[metric]}: ${segments} by event, ${total} in total`);
  }
  const missing = PLACEMENTS.filter((name) => !answers.some(({ placement }) => placement === name));
  if (answers.length > 0) for (const placement of missing) notes.add('placement', placement);

  const entries = [...sums.values()]
    .map(({ micros, ...entry }) => ({ ...entry, amount: micros === undefined ? undefined : decimal(micros) }))
    .sort((a, b) => order(a.day ?? '', b.day ?? '') || order(a.eventId, b.eventId) || order(a.name, b.name));
  const starts = [saved.start === '' ? answers.map(({ start }) => start) : Date.parse(saved.start)].flat();
  const ends = [saved.end === '' ? answers.map(({ end }) => end) : Date.parse(saved.end)].flat();
  return {
    from,
    start: dayName(zone)(Math.min(...starts)),
    end: dayAfter(dayName(zone)(Math.max(...ends) - 1)),
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

/** The same campaign, placement and time may stand in one answer only, else it counts twice. */
function checkOnce(answers: readonly AnswerReading[], from: string): void {
  const times = new Map<string, AnswerReading[]>();
  for (const answer of answers)
    for (const campaign of new Set(answer.campaigns)) {
      const key = JSON.stringify([answer.segmented, answer.placement, campaign]);
      times.set(key, [...(times.get(key) ?? []), answer]);
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

function addTo(sums: Map<string, number>, metric: string, counted: readonly Counted[]): void {
  sums.set(metric, (sums.get(metric) ?? 0) + counted.reduce((sum, { attributed }) => sum + attributed, 0));
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

/** Millionths as decimal text with two places or more. */
function decimal(micros: bigint): string {
  const fraction = String(micros % 1_000_000n)
    .padStart(6, '0')
    .replace(/0{1,4}$/, '');
  return `${micros / 1_000_000n}.${fraction}`;
}

/** From a moment to the day that the clocks of a zone show. */
function dayName(zone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
  return (at) => format.format(at);
}

const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/**
 * The day of a step: that in which its middle lies. So a step of a day in any account's zone keeps its date, and one of an hour
 * goes where most of it is. A step of the whole time has no day.
 */
function dayNames(zone: string): (answer: AnswerReading, step: number) => string | undefined {
  const name = dayName(zone);
  const known = new Map<number, string>();
  return ({ start, granularity }, step) => {
    if (granularity === 'TOTAL') return undefined;
    const length = granularity === 'HOUR' ? 3_600_000 : 86_400_000;
    const middle = start + step * length + length / 2;
    const day = known.get(middle) ?? name(middle);
    known.set(middle, day);
    return day;
  };
}
