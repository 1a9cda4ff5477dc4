/**
 * What a reconciliation finds, as plain data: the shop's orders, the tag's conversions, the pixel's calls and X's attributed
 * conversions held against each other. The table, the JSON and the page are made of this and of nothing else.
 *
 * Nothing in it names a person: order numbers and names of events are masked where they hold one. Every text in it may still hold
 * any character, so whoever shows it escapes it. Days are `YYYY-MM-DD` on the clocks of `period.zone`, moments are ISO 8601 in UTC,
 * amounts decimal text such as `164.98`, counts whole numbers.
 */

/** Why figures differ, in the order in which they are looked for: a conversion gets the first that holds. */
export const VERDICTS = [
  'refunded',
  'outside-window',
  'not-fired',
  'no-consent',
  'failed',
  'refused',
  'in-doubt',
  'sent-twice',
  'several-ids',
  'id-differs',
  'automatic-event',
  'value',
  'currency',
  'unknown',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What verdicts are decided from. X's own figures are totals, and decide none. */
export type InputKind = 'orders' | 'log' | 'pixel';

/** An event as both sides know it. */
export interface EventName {
  /** X event ID, as `tw-o8z6j-o87ne`; `''` when none is known. */
  id: string;
  /** Names by which the site knows it, as `purchase`; several when rows of the tag share one X event. */
  names: string[];
}

/** How many conversions each layer knows. */
export interface Layers {
  /** Orders of the shop, each once, without those refunded whole. Undefined: no orders were given, or none of the event. */
  orders: number | undefined;
  /** Conversions for which the tag ran, also when it sent nothing. Undefined: the log cannot tell. */
  fired: number | undefined;
  /** Runs that made a request to X. Undefined: the log cannot tell. */
  sent: number | undefined;
  /** Runs whose conversion X said it processed. Undefined: the log cannot tell. */
  processed: number | undefined;
  /** Calls of the pixel, the two requests of a call counted once, automatic events included. Undefined: no HAR was given. */
  pixel: number | undefined;
  /** Conversions that X attributed to ads, by its statistics. Undefined: not asked, or X has no figure for it. */
  attributed: number | undefined;
}

/** Sums in one currency; `''` for what names none. Undefined where Layers has undefined. */
export interface Amounts {
  currency: string;
  /** Net of refunds. */
  orders: string | undefined;
  processed: string | undefined;
  attributed: string | undefined;
}

/** The figures of one event, on one day or in the whole period. */
export interface Figures {
  event: EventName;
  layers: Layers;
  amounts: Amounts[];
  /** Conversions on which the inputs agree. */
  agreed: number;
  /** Conversions of which the inputs cannot tell, as when the log holds failures alone. They count in no percentage. */
  unjudged: number;
  /** Conversions by verdict; those that are 0 are absent. Of an event also those outside of the period, which count in nothing else. */
  verdicts: Partial<Record<Verdict, number>>;
}

export interface DayFigures extends Figures {
  /** `YYYY-MM-DD`; `''` for what has no time. */
  day: string;
}

/** Why X counts pixel and server twice. */
export const PAIR_REASONS = ['event-id', 'conversion-id', 'automatic-event', 'too-late'] as const;
export type PairReason = (typeof PAIR_REASONS)[number];

export const PAIR_TEXTS: Readonly<Record<PairReason, string>> = {
  'event-id': 'other X event ID on the two sides',
  'conversion-id': 'other conversion_id on the two sides, or none on one',
  'automatic-event': 'automatic event of the pixel beside the other',
  'too-late': 'more than 48 hours between the two',
};

/** Conversions that pixel and server both reported, by what X's published rule makes of them. */
export interface Pairs {
  /** Same X event ID and conversion_id within 48 hours. */
  once: number;
  twice: Partial<Record<PairReason, number>>;
  /** Reported by the pixel alone. Only of calls that stand for a conversion of an order, or of an event with orders. */
  pixelOnly: number;
}

/** What one layer has of a traced conversion. */
export interface Step {
  layer: 'order' | 'pixel' | 'tag' | 'x';
  /** Undefined when it is not known. */
  at: string | undefined;
  /** What was seen, in a few words: `purchase, 164.98 EUR`, `sent, X processed it`. Ids in it are masked. */
  what: string;
}

/** One conversion through all layers. X's attributed figures are totals, so no step can name them. */
export interface Trace {
  /** The conversion_id, masked where it holds a person; `''` when there is none. */
  id: string;
  event: EventName;
  day: string;
  /** Undefined when the inputs agree. */
  verdict: Verdict | undefined;
  /** What the verdict rests on, a sentence; `''` when they agree. */
  why: string;
  /** Undefined when pixel and server did not both report it. */
  pair: 'once' | PairReason | undefined;
  steps: Step[];
}

/** A bound for a verdict, and what was found. */
export interface Threshold {
  verdict: Verdict;
  event: EventName;
  /** Most that may get the verdict, in percent of the conversions of the event in the period. */
  allowed: number;
  /** Percent that got it, to two places. */
  found: number;
  /** Conversions in the period that got it. */
  count: number;
  exceeded: boolean;
}

/** A verdict that these inputs cannot give, and why. */
export interface Impossible {
  verdict: Verdict;
  why: string;
}

/** What became of the records of one input: `read` is the sum of `used` and of all of `ignored`. */
export interface InputFigures {
  kind: InputKind;
  /** As it was named on the command line. */
  name: string;
  /** Lines of a log, rows of a table, requests of a HAR. */
  read: number;
  used: number;
  ignored: { why: string; count: number; lines: number[] }[];
}

/** What X says it attributed, for one event in one step of time. */
export interface XEntry {
  /** `YYYY-MM-DD` on the clocks of XFigures.zone; undefined for a figure of the whole period. */
  day: string | undefined;
  /** X event ID; `''` for a figure that X gives by type of event only. */
  eventId: string;
  /** X's name of the event, or of the metric. */
  name: string;
  attributed: number;
  /** Of these after a click or another engagement, and after a view alone. */
  postEngagement: number;
  postView: number;
  /** Undefined when X gives none. */
  amount: string | undefined;
}

/** X's statistics, whichever way they came. */
export interface XFigures {
  /** `stats.json`, or `account 18ce552mlaq`. */
  from: string;
  /** First day, and the day after the last. */
  start: string;
  end: string;
  /** IANA name, or UTC. */
  zone: string;
  /** Of the amounts; `''` when it is not known. */
  currency: string;
  entries: XEntry[];
  /** What is assumed, and what could not be matched, a sentence each. */
  notes: string[];
}

export interface Report {
  /** First and last day; undefined when the inputs have no times. `given` when --from or --to say so. */
  period: { from: string | undefined; to: string | undefined; zone: string; given: boolean };
  inputs: InputFigures[];
  /** By day, then event. */
  days: DayFigures[];
  /** The same for the whole period, one an event. */
  events: Figures[];
  /** Undefined when no HAR was given. */
  pairs: Pairs | undefined;
  /** 20 at most: of each verdict some, and some that agree. */
  samples: Trace[];
  /** Those that were exceeded first. */
  thresholds: Threshold[];
  impossible: Impossible[];
  /** Undefined: --x was not given. */
  x: XFigures | undefined;
  /** What else must be known to read the figures, a sentence each. */
  notes: string[];
}

/** Whether an alert is due: exit status 1. */
export const isExceeded = ({ thresholds }: Report): boolean => thresholds.some(({ exceeded }) => exceeded);

/** Whether anything got a verdict or agrees: without that, nothing above a threshold is no good news. */
export const isJudged = ({ events }: Report): boolean =>
  events.some(({ agreed, verdicts }) => agreed > 0 || Object.keys(verdicts).length > 0);
