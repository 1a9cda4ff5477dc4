/**
 * What X would count of both halves. X's published rule (Web conversions, January 2026): an event of the pixel and one of the server
 * are one conversion when they name the same event and the same `conversion_id` within 48 hours. Nothing is promised between two of
 * one side, so each of those counts here; nothing is promised either about the events that the pixel makes by itself.
 */

import { PAIR_MS } from '../lib/duplicates.ts';

export type Side = 'pixel' | 'server';

/** A conversion as X hears of it. */
export interface Heard {
  /** Its number in the book. */
  line: number;
  side: Side;
  /** Milliseconds since 1970. */
  at: number;
  /** ID of an event of Events Manager, `o87ne`; of automatic events the name, `gtm_purchase`. */
  event: string;
  /** Trimmed text; `''` when there is none. */
  conversionId: string;
  /** `automatic`: made by the pixel itself. `refused`: X answered with an error. */
  kind: 'event' | 'automatic' | 'refused';
}

export interface Counted {
  counts: 0 | 1;
  /** A sentence. */
  why: string;
}

interface First {
  line: number;
  at: number;
}

const OTHER: Record<Side, Side> = { pixel: 'server', server: 'pixel' };
const WORDS: Record<Side, string> = { pixel: 'the pixel', server: 'the server' };

/** Judges one conversion after the other, in the order in which X hears of them. */
export function createCounter(): (heard: Heard) => Counted {
  /** Event and ID → the last line of each side that counted. */
  const counted = new Map<string, Partial<Record<Side, First>>>();
  return ({ line, side, at, event, conversionId, kind }) => {
    if (kind === 'refused') return { counts: 0, why: 'X refused it.' };
    if (kind === 'automatic')
      return {
        counts: 1,
        why: 'The pixel made this event on its own, without a conversion_id: where X counts such events, it is another conversion.',
      };
    if (conversionId === '')
      return {
        counts: 1,
        why: `No conversion_id: X cannot tell whether ${WORDS[OTHER[side]]} sent it too.`,
      };
    const key = JSON.stringify([event, conversionId]);
    const known = counted.get(key) ?? {};
    const { [OTHER[side]]: other, [side]: same } = known;
    if (other && at - other.at <= PAIR_MS)
      return {
        counts: 0,
        why: `The same event and conversion_id as line ${other.line}, from ${WORDS[OTHER[side]]}: one conversion.`,
      };
    counted.set(key, { ...known, [side]: { line, at } });
    if (other)
      return {
        counts: 1,
        why: `Line ${other.line} has this conversion_id, more than 48 hours before: counted again.`,
      };
    return {
      counts: 1,
      why: same
        ? `Line ${same.line} has this conversion_id and came from ${WORDS[side]} too. X merges pixel and server only: counted again.`
        : 'The first with this event and conversion_id.',
    };
  };
}
