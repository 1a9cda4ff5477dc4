/**
 * What one row of the orders and one line of the tag say about a conversion, small enough to keep millions of them in a temporary
 * file. Nobody can be read out of it: ids are digests beside the form in which they may be shown, persons the first characters
 * of a hash.
 */
import { createHash } from 'node:crypto';
import { bareEventId } from '../replay/conversion.ts';

/** Thousandths of an amount and its currency, both `''` when not given. */
export interface Money {
  value: string;
  currency: string;
}

export interface OrderFact {
  kind: 'order';
  key: string;
  /** As it may be shown. */
  id: string;
  event: string;
  at: number;
  /** What the tag should have sent. */
  paid: Money;
  /** Thousandths that are left after refunds; `all` without one, `unknown` when that cannot be told. */
  left: string;
  /** Why the order itself says that consent was missing, `''` when it does not. */
  denied: string;
  marks: string[];
}

/**
 * `request` and `again` before the first attempt and later ones; `processed` and `answered` when X said so, in a sentence of the tag
 * or by X's answer; `refused`, `doubt` and `failed` of a Failure; `checked` of Check only; `denied` without consent; `hit` when the
 * event reached the server.
 */
export type LineType =
  | 'request'
  | 'again'
  | 'processed'
  | 'answered'
  | 'refused'
  | 'doubt'
  | 'failed'
  | 'checked'
  | 'denied'
  | 'hit';

/** Where a line stands: one run may stand in several, and counts once. */
export type Format = 'console' | 'row' | 'serve';

export interface LineFact {
  kind: 'line';
  key: string;
  /** As it may be shown; `''` when the conversion has none. */
  id: string;
  event: string;
  type: LineType;
  format: Format;
  /** Tells the runs apart; `''` when nothing does. */
  run: string;
  /** When the line was written; undefined when nothing says so. */
  at: number | undefined;
  /** The conversion's own time. */
  time: number | undefined;
  /** Of requests and hits. */
  money: Money | undefined;
  marks: string[];
  /** Why, of failures; as it may be shown. */
  why: string;
  /** The same for the same line in two exports; `''` when it has no time, and may well be written twice. */
  line: string;
}

export type Fact = OrderFact | LineFact;

const digest = (...parts: string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);

/** What tells lines of a log apart. */
export const lineDigest = (text: string): string => digest(text);

/** What is the same for one conversion_id in all inputs; X says nothing of case, so it counts. */
export const idKey = (conversionId: string): string => digest('id', conversionId.trim());

/** For a conversion without an id: of an event and what else tells it apart. */
export const loneKey = (event: string, other: string): string => digest('lone', event, other);

/** X's event as both sides name it: `tw-o8z6j-o87ne`, `o87ne` and other cases of these are one. */
export const eventKey = (pixel: string, eventId: string): string =>
  bareEventId(pixel.toLowerCase(), eventId.trim().toLowerCase());

/** What of a person's identifiers the tag's lines show: the first eight characters of each. */
const markOf = (kind: string, value: string): string => `${kind[0]}${value.slice(0, 8).toLowerCase()}`;

const MARKS: Readonly<Record<string, string>> = {
  hashed_email: 'email',
  hashed_phone_number: 'phone',
  twclid: 'click',
};
const MOST_MARKS = 8;

/** @param identifiers of a conversion, whole or as the tag's lines shorten them */
export function marksOf(identifiers: unknown): string[] {
  const marks = new Set<string>();
  for (const identifier of Array.isArray(identifiers) ? identifiers.slice(0, MOST_MARKS) : [])
    for (const [key, kind] of Object.entries(MARKS)) {
      const value: unknown = (identifier as Record<string, unknown> | null)?.[key];
      if (typeof value === 'string' && value !== '' && marks.size < MOST_MARKS)
        marks.add(markOf(kind, value));
    }
  return [...marks];
}
