/** All that the inputs say about one conversion: its order, the runs of the tag, the calls of the pixel. Bounded, whatever they say. */
import type { Fact, Format, LineFact, LineType, Money, OrderFact } from './facts.ts';
import type { Call } from './har.ts';

type Counts = Partial<Record<LineType, number>>;

export interface Unit {
  key: string;
  id: string;
  event: string;
  order: OrderFact | undefined;
  /** Lines by run, then by where they stand. */
  runs: Map<string, Partial<Record<Format, Counts>>>;
  /** Whole lines that were met, to know them again in a second export. */
  lines: Set<string>;
  /** What was sent, each different one once. */
  sent: Money[];
  /** What a hit said that was never sent. */
  hit: Money | undefined;
  marks: Set<string>;
  /** Of the first and the last line that belongs to a request. */
  first: number | undefined;
  last: number | undefined;
  /** The conversion's own time, else that of a line. */
  time: number | undefined;
  /** Whether `time` is the conversion's own. */
  hasOwnTime: boolean;
  /** The first reason of each type. */
  why: Partial<Record<LineType, string>>;
  calls: Call[];
}

const MOST_RUNS = 1000;
const MOST_LINES = 5000;
const MOST_SENT = 3;
const MOST_MARKS = 16;
const MOST_CALLS = 50;
/** Where the lines of further runs are counted together. */
const MORE = '(more)';

export const createUnit = (key: string, id: string, event: string): Unit => ({
  key,
  id,
  event,
  order: undefined,
  runs: new Map(),
  lines: new Set(),
  sent: [],
  hit: undefined,
  marks: new Set(),
  first: undefined,
  last: undefined,
  time: undefined,
  hasOwnTime: false,
  why: {},
  calls: [],
});

/** @returns false for an order that is there already: a second row with the same event and id */
export function addFact(unit: Unit, fact: Fact): boolean {
  if (fact.kind === 'line') {
    addLine(unit, fact);
    return true;
  }
  if (unit.order !== undefined) return false;
  unit.order = fact;
  return true;
}

function addLine(unit: Unit, fact: LineFact): void {
  if (fact.line !== '') {
    if (unit.lines.has(fact.line)) return;
    if (unit.lines.size < MOST_LINES) unit.lines.add(fact.line);
  }
  const run = unit.runs.has(fact.run) || unit.runs.size < MOST_RUNS ? fact.run : MORE;
  const formats = unit.runs.get(run) ?? {};
  unit.runs.set(run, formats);
  const counts = formats[fact.format] ?? {};
  formats[fact.format] = counts;
  counts[fact.type] = (counts[fact.type] ?? 0) + 1;
  for (const mark of fact.marks) if (unit.marks.size < MOST_MARKS) unit.marks.add(mark);
  if (!unit.hasOwnTime && fact.time !== undefined) {
    unit.time = fact.time;
    unit.hasOwnTime = true;
  } else unit.time ??= fact.at;
  if (fact.why !== '') unit.why[fact.type] ??= fact.why;
  if (fact.type === 'hit') unit.hit = fact.money;
  if (fact.type === 'hit' || fact.type === 'denied' || fact.type === 'failed' || fact.type === 'checked')
    return;
  const at = fact.at ?? fact.time;
  if (at !== undefined) {
    unit.first = Math.min(unit.first ?? at, at);
    unit.last = Math.max(unit.last ?? at, at);
  }
  const { money } = fact;
  if (money !== undefined && fact.format !== 'serve' && !unit.sent.some((known) => isSame(known, money)))
    if (unit.sent.length < MOST_SENT) unit.sent.push(money);
}

const isSame = (a: Money, b: Money): boolean => a.value === b.value && a.currency === b.currency;

export const addCall = (unit: Unit, call: Call): void => {
  if (unit.calls.length < MOST_CALLS) unit.calls.push(call);
};

/** What became of the runs of a conversion. Each is a number of runs. */
export interface Runs {
  /** Made a request. */
  sent: number;
  processed: number;
  refused: number;
  /** Nobody knows whether X took it: the tag says so, or the log holds no answer to its request. */
  doubt: number;
  failed: number;
  checked: number;
  denied: number;
  hits: number;
}

const NONE: Runs = { sent: 0, processed: 0, refused: 0, doubt: 0, failed: 0, checked: 0, denied: 0, hits: 0 };

const RUN_KEYS = Object.keys(NONE) as (keyof Runs)[];

export function sumOf(all: Iterable<Runs>): Runs {
  const sum = { ...NONE };
  for (const runs of all) for (const key of RUN_KEYS) sum[key] += runs[key];
  return sum;
}

export const runsOf = ({ runs }: Unit): Runs => sumOf([...runs.values()].map(runOf));

/** What was sent; where no line says so, what the hit held. */
export const sentOf = ({ sent, hit }: Unit): Money[] =>
  sent.length === 0 && hit !== undefined ? [hit] : sent;

/** Requests of a conversion, and failures that came after one, with and without the line of their request. */
export function completenessOf({ runs }: Unit): { requests: number; accompanied: number; alone: number } {
  const seen = { requests: 0, accompanied: 0, alone: 0 };
  for (const { console: lines = {}, row = {} } of runs.values())
    for (const { request = 0, refused = 0, doubt = 0 } of [lines, row]) {
      seen.requests += request;
      if (request > 0) seen.accompanied += refused + doubt;
      else seen.alone += refused + doubt;
    }
  return seen;
}

/** One run may stand on the console, in the table and in the log of serve: the most of each counts, not the sum. */
function runOf({ console: lines = {}, row = {}, serve = {} }: Partial<Record<Format, Counts>>): Runs {
  const most = (type: LineType): number => Math.max(lines[type] ?? 0, row[type] ?? 0);
  const own = {
    processed: Math.max(most('processed'), most('answered')),
    refused: most('refused'),
    doubt: most('doubt'),
  };
  // The requests of serve say less than the tag's lines: several attempts are one run, and a status alone no success.
  const isTold = own.processed + own.refused + own.doubt > 0;
  const isAnswered = (serve.answered ?? 0) > 0;
  const outcome = isTold
    ? own
    : {
        processed: isAnswered ? 1 : 0,
        refused: !isAnswered && (serve.refused ?? 0) > 0 && (serve.doubt ?? 0) === 0 ? 1 : 0,
        doubt: !isAnswered && (serve.doubt ?? 0) > 0 ? 1 : 0,
      };
  const settled = outcome.processed + outcome.refused + outcome.doubt;
  const requests = Math.max(most('request'), serve.request ? 1 : 0, settled);
  return {
    ...outcome,
    sent: requests,
    doubt: outcome.doubt + requests - settled,
    failed: most('failed'),
    checked: most('checked'),
    denied: Math.max(most('denied'), serve.denied ? 1 : 0),
    hits: serve.hit ? 1 : 0,
  };
}
