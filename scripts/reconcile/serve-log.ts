/**
 * Logs of `sgtm serve` and `npm run serve`: hits, their events, the requests of tags, and what tags logged. The event's data say
 * which conversion a hit should have become, also where the tag sent nothing or wrote no line.
 */
import { textOf } from '../../src/mapping/text.ts';
import { isObject } from '../lib/x-answer.ts';
import type { Events } from './events.ts';
import { type Fact, idKey, type LineType, lineDigest, loneKey, type Money } from './facts.ts';
import { momentOf } from './moment.ts';
import { shownId } from './shown.ts';

/** What the tag would make of an event. */
export interface HitEvent {
  name: string;
  eventId: string;
  /** `''` when it has none. */
  conversionId: string;
  time: number | undefined;
  money: Money;
  marks: string[];
  /** Why the consent that the tag needs is missing, `''` when it is not. */
  denied: string;
}

interface Hit {
  id: string;
  at: number | undefined;
  events: HitEvent[];
  /** Of the events, to know them again in an export that overlaps. */
  lines: Set<string>;
}

export interface ServeWorld {
  pixel: string;
  events: Events;
  conversionOf: (data: Record<string, unknown>, now: number) => HitEvent | undefined;
  add: (fact: Fact) => void;
}

/** Gets what a tag logged, with what is known from around it. @returns why it is ignored, `''` when it is not */
export type TakeConsole = (
  text: string,
  around: { at: unknown; run: string; hit: string; event: (name: string) => HitEvent | undefined },
) => string;

/** Hits whose events are remembered: their requests and lines follow within seconds. */
const MOST_HITS = 5000;
/** Of one hit: Google's tag sends at most 25 in one request. */
const MOST_EVENTS = 100;

const X_REQUEST = /^https:\/\/ads-api\.x\.com\/\d+\/measurement\/conversions\/([A-Za-z0-9]{3,12})$/;

export interface ServeLog {
  /** @returns undefined for what is no line of such a log; `ignored` is `''` for what was used */
  take(text: string): { ignored: string; at: number | undefined; isHit: boolean } | undefined;
}

export function createServeLog(
  { pixel, events, conversionOf, add }: ServeWorld,
  takeConsole: TakeConsole,
): ServeLog {
  const hits = new Map<string, Hit>();
  // A server that is started again counts hits from 1: its runs are others.
  let starts = 0;
  const hitOf = (id: string): Hit => {
    const known = hits.get(id);
    if (known !== undefined) return known;
    const hit: Hit = { id, at: undefined, events: [], lines: new Set() };
    hits.set(id, hit);
    for (const oldest of hits.keys()) {
      if (hits.size <= MOST_HITS) break;
      hits.delete(oldest);
    }
    return hit;
  };

  const fact = (
    hit: Hit,
    run: string,
    { eventId, name, conversionId, money, time, marks }: HitEvent,
    rest: {
      type: LineType;
      why: string;
      text: string;
    },
  ): void => {
    const event = events.note(eventId, name);
    add({
      kind: 'line',
      key: conversionId === '' ? loneKey(event, hit.id) : idKey(conversionId),
      id: shownId(conversionId),
      event,
      type: rest.type,
      format: 'serve',
      run,
      at: hit.at,
      time,
      money,
      marks,
      why: rest.why,
      line: lineDigest(`${run} ${rest.type} ${rest.text}`),
    });
  };

  function takeEvent(hit: Hit, run: string, value: Record<string, unknown>, text: string): string {
    const found = isObject(value.data) ? conversionOf(value.data, hit.at ?? 0) : undefined;
    if (found === undefined) return 'Events that no row of the tag takes.';
    const line = lineDigest(text);
    if (hit.lines.size < MOST_EVENTS && !hit.lines.has(line)) {
      hit.lines.add(line);
      hit.events.push(found);
    }
    fact(hit, run, found, { type: 'hit', why: '', text });
    if (found.denied !== '') fact(hit, run, found, { type: 'denied', why: found.denied, text });
    return '';
  }

  function takeRequest(hit: Hit, run: string, value: Record<string, unknown>, text: string): string {
    const [, to] = X_REQUEST.exec(textOf(value.url)) ?? [];
    if (to === undefined) return 'Requests to others than X.';
    if (to.toLowerCase() !== pixel.toLowerCase()) return 'Lines of another pixel.';
    const [event, ...more] = hit.events;
    if (event === undefined || more.length > 0)
      return 'Requests of hits with several events: which one they are about, only lines of the tag say.';
    const status = typeof value.status === 'number' ? value.status : 0;
    const [type, why] = outcomeOf(status);
    fact(hit, run, event, { type: 'request', why: '', text });
    fact(hit, run, event, { type, why, text });
    return '';
  }

  return {
    take(text) {
      if (!text.includes('"hit"') || !text.includes('"kind"')) return undefined;
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        return undefined;
      }
      if (!isObject(value) || typeof value.hit !== 'number' || typeof value.kind !== 'string')
        return undefined;
      const before = value.kind === 'hit' ? hits.get(`${starts}/${value.hit}`)?.at : undefined;
      // The same hit again is one of an export that overlaps.
      if (before !== undefined && before !== momentOf(value.at)) starts += 1;
      const id = `${starts}/${value.hit}`;
      const hit = hitOf(id);
      const run = `${id}/${textOf(value.by)}`;
      let ignored = '';
      switch (value.kind) {
        case 'hit':
          hit.at = momentOf(value.at);
          break;
        case 'event':
          ignored = takeEvent(hit, id, value, text);
          break;
        case 'request':
          ignored = takeRequest(hit, run, value, text);
          break;
        case 'console': {
          const event = (name: string) => hit.events.find((one) => one.name === name);
          ignored = takeConsole(textOf(value.text), { at: value.at, run, hit: id, event });
          break;
        }
        default:
          ignored = 'Ends of tags: their lines and requests tell more.';
      }
      return { ignored, at: hit.at, isHit: value.kind === 'hit' };
    },
  };
}

function outcomeOf(status: number): [LineType, string] {
  if (status >= 200 && status < 300) return ['answered', ''];
  return status >= 300 && status < 500 && status !== 408
    ? ['refused', `X answered ${status}.`]
    : ['doubt', status === 0 ? 'X did not answer.' : `X answered ${status}.`];
}
