/** From facts to the report, in passes over the temporary files: what belongs together under other ids, then the verdicts. */
import type { Dictionary } from '../container/dictionary.ts';
import type { RowMap } from '../send/map.ts';
import type { Anonymous, AnonymousRuns } from './anonymous.ts';
import type { Events } from './events.ts';
import { eventKey } from './facts.ts';
import { type Group, groupsOf } from './groups.ts';
import type { Call } from './har.ts';
import { impossibleOf } from './impossible.ts';
import { allRuns, type Case, type Judgement, judge, type Rules, sentIn, timeOf } from './judge.ts';
import { createLinks, type Links } from './links.ts';
import type { Report, Trace, Verdict, XFigures } from './model.ts';
import { notesOf, type Seen } from './notes.ts';
import type { ReconcileOptions } from './options.ts';
import type { Read } from './run.ts';
import { shownEventName } from './shown.ts';
import type { Spill } from './spill.ts';
import { createTally, type Entry } from './tally.ts';
import { stepsOf } from './trace.ts';
import { completenessOf, createUnit, type Runs, runsOf, type Unit } from './unit.ts';

export interface Weighed {
  options: ReconcileOptions;
  map: RowMap;
  dictionary: Dictionary;
  events: Events;
  anonymous: AnonymousRuns;
  spill: Spill;
  read: Read;
  period: Period;
  /** From a moment to its day on the clocks of the zone. */
  dayOf: (at: number) => string;
  x: XFigures | undefined;
}

export interface Period {
  from: string | undefined;
  to: string | undefined;
}

const DAY_MS = 86_400_000;

export function weigh(given: Weighed): Report {
  const { options, map, dictionary, events, anonymous, spill, read, period, dayOf, x } = given;
  const { seen } = read;
  const isInPeriod = (day: string): boolean =>
    (period.from === undefined || day >= period.from) && (period.to === undefined || day <= period.to);
  const callsByKey = new Map<string, Call[]>();
  for (const call of read.calls)
    if (call.key !== '') callsByKey.set(call.key, [...(callsByKey.get(call.key) ?? []), call]);
  const tally = createTally();
  const noted: Seen = { doubles: 0, reloads: 0, orphans: 0, notFired: 0, orders: 0 };

  const groups = function* (): Generator<Group> {
    for (let part = 0; part < spill.parts; part += 1) yield* groupsOf(spill.read(part), callsByKey).groups;
  };
  const eachUnit = (visit: (unit: Unit, runs: Runs) => void): void => {
    for (const { units } of groups()) for (const unit of units) visit(unit, runsOf(unit));
  };

  const met = new Set<string>();
  const complete = { requests: 0, accompanied: 0, alone: 0 };
  for (let part = 0; part < spill.parts; part += 1) {
    const grouped = groupsOf(spill.read(part), callsByKey);
    noted.doubles += grouped.doubles;
    for (const unit of grouped.groups.flatMap(({ units }) => units)) {
      if (callsByKey.has(unit.key)) met.add(unit.key);
      const runs = runsOf(unit);
      if (isOrphan(unit, runs, events)) noted.orphans += 1;
      if (isAnonymous(unit, runs)) {
        const type = runs.denied > 0 ? 'denied' : 'failed';
        anonymous.add({ event: unit.event, at: unit.time, type, why: unit.why[type] ?? '' });
      }
      for (const [key, count] of Object.entries(completenessOf(unit)))
        complete[key as keyof typeof complete] += count;
    }
  }
  // In preview some lines are there that production does not write.
  const isFull =
    seen.hits > 0 ||
    (seen.full > 0 && (complete.alone <= complete.accompanied || complete.alone * 20 <= complete.requests));

  const links = createLinks(read.calls.filter(({ key }) => key === '' || !met.has(key)));
  if (noted.orphans > 0) {
    eachUnit((unit, runs) => {
      if (isOrphan(unit, runs, events)) links.addOrphan(unit, runs);
    });
    // Only then is it known which orders may be theirs.
    eachUnit((unit, runs) => {
      if (unit.order !== undefined) links.addOrder(unit, isLineless(unit, runs));
    });
  }
  links.settleOrders();
  if (links.loneCalls().length > 0)
    eachUnit((unit, runs) => {
      if (runs.sent > 0 && unit.calls.every(({ isAutomatic }) => isAutomatic)) links.addSent(unit);
    });
  links.settleCalls();
  const claims = (unit: Unit, runs: Runs): boolean =>
    isLineless(unit, runs) && links.othersOf(unit).length === 0 && anonymous.has(unit.event);
  if ([...events.withOrders].some(anonymous.has))
    eachUnit((unit, runs) => {
      if (claims(unit, runs)) anonymous.addOrder(unit.event, unit.order!.at);
    });
  anonymous.settle();

  const rules: Rules = {
    isFull,
    hasOrders: (event) => events.withOrders.has(event),
    isInPeriod: (at) => at === undefined || isInPeriod(dayOf(at)),
    windowMs: options.window * DAY_MS,
  };
  const take = (given: Case, judgement: Judgement): void => {
    const { unit } = given;
    const at = timeOf(given);
    const day = at === undefined ? '' : dayOf(at);
    const isCovered = rules.isInPeriod(at);
    tally.add({ ...entryOf(given, judgement, day), isInPeriod: isCovered });
    const isCounted = judgement.verdict !== 'unjudged';
    const verdict = isCounted ? (judgement.verdict as Verdict | undefined) : undefined;
    if (unit.calls.filter(({ isAutomatic }) => !isAutomatic).length > 1) noted.reloads += 1;
    if (unit.order !== undefined && isCovered) noted.orders += 1;
    if (verdict === 'not-fired') noted.notFired += 1;
    const order = `${unit.key}${unit.event}`;
    if (!isCounted || !tally.wants(verdict, order)) return;
    const trace: Trace = {
      id: unit.id,
      event: events.nameOf(unit.event),
      day,
      verdict,
      why: judgement.why,
      pair: judgement.pair,
      steps: stepsOf(given),
    };
    tally.trace(verdict, order, trace);
  };

  const elsewhere = (unit: Unit, units: readonly Unit[]): string =>
    units
      .filter((other) => other !== unit && runsOf(other).sent > 0)
      .map(({ event }) => shownEventName(events.nameOf(event)))
      .join(', ');
  for (const { units, foreign } of groups())
    for (const unit of units) {
      const own = runsOf(unit);
      if (isAnonymous(unit, own) || (unit.order === undefined && links.isTaken(unit))) continue;
      const given: Case = {
        unit,
        own,
        others: links.othersOf(unit),
        foreign: foreign.get(unit) ?? [],
        linked: links.callsOf(unit),
        elsewhere: units.length > 1 ? elsewhere(unit, units) : '',
        claimed: claims(unit, own) ? anonymous.claimOf(unit.event) : undefined,
      };
      take(given, judge(given, rules));
    }
  for (const given of lone(links)) {
    // Without orders nothing says whether what the pixel alone reported happened.
    const hasOrders = events.withOrders.has(given.unit.event);
    take(given, hasOrders ? judge(given, rules) : { verdict: 'unjudged', why: '', pair: undefined });
  }
  let number = 0;
  for (const run of anonymous.unclaimed()) {
    number += 1;
    const given = ofAnonymous(run, number);
    take(given, judge(given, rules));
  }

  const finished = tally.finish({
    events,
    isFull,
    hasPixel: options.hars.length > 0,
    x,
    eventKey: (eventId) => eventKey(dictionary.pixelId, eventId),
    allowed: options.allowed,
  });
  return {
    period: { ...period, zone: options.zone, given: options.from !== undefined || options.to !== undefined },
    inputs: read.inputs,
    ...finished,
    pairs: options.hars.length > 0 ? tally.pairs : undefined,
    impossible: impossibleOf({
      map,
      hasOrders: read.orders.first !== undefined,
      hasPixel: options.hars.length > 0,
      isFull,
      seen,
      consent: String(dictionary.settings.get('consent') ?? 'always'),
      timeless: anonymous.timeless(),
    }),
    x,
    notes: [...notesOf(noted, options.zone), ...read.pixelNotes],
  };
}

/** The tag sent it, orders of its event are known, and none has its id. */
const isOrphan = ({ order, event }: Unit, { sent }: Runs, { withOrders }: Events): boolean =>
  order === undefined && sent > 0 && withOrders.has(event);

/** A run that ended before there was a conversion: an order may claim it. */
const isAnonymous = ({ id, order }: Unit, { sent, denied, failed }: Runs): boolean =>
  id === '' && order === undefined && sent === 0 && denied + failed > 0;

const isLineless = ({ order }: Unit, runs: Runs): boolean =>
  order !== undefined && Object.values(runs).every((count) => count === 0);

/** The days that orders and log both cover, unless the options say otherwise. */
export function periodOf(
  { from, to }: ReconcileOptions,
  { seen, orders }: Read,
  dayOf: (at: number) => string,
): Period {
  const days = (moments: (number | undefined)[]): string[] =>
    moments
      .filter((at) => at !== undefined)
      .map(dayOf)
      .sort();
  return {
    from: from ?? days([seen.first, orders.first]).at(-1),
    to: to ?? days([seen.last, orders.last])[0],
  };
}

const NO_RUNS = runsOf(createUnit('', '', ''));
const alone = (unit: Unit): Case => ({
  unit,
  own: NO_RUNS,
  others: [],
  foreign: [],
  linked: [],
  elsewhere: '',
  claimed: undefined,
});

/** Calls of the pixel that nothing else knows, those with one id together. */
function* lone({ loneCalls }: Links): Generator<Case> {
  const units = new Map<string, Unit>();
  for (const [index, call] of loneCalls().entries()) {
    const key = call.key === '' ? `lone${index}` : `${call.key} ${call.event}`;
    const unit = units.get(key) ?? createUnit(call.key, call.id, call.event);
    units.set(key, unit);
    unit.calls.push(call);
  }
  for (const unit of units.values()) yield alone(unit);
}

function ofAnonymous({ event, at, type, why }: Anonymous, number: number): Case {
  const unit = createUnit(`anonymous${number}`, '', event);
  unit.time = at;
  unit.why[type] = why;
  return { ...alone(unit), own: { ...NO_RUNS, [type]: 1 } };
}

function entryOf(given: Case, { verdict, pair }: Judgement, day: string): Omit<Entry, 'isInPeriod'> {
  const { unit, others, foreign, linked, claimed } = given;
  const { order } = unit;
  const runs = allRuns(given);
  const fired = runs.sent + runs.failed + runs.checked + runs.denied > 0 || claimed !== undefined;
  const calls = [unit, ...others].reduce(
    (sum, side) => sum + side.calls.length,
    foreign.length + linked.length,
  );
  const heard = sentIn(given)[0];
  const left =
    order && /^\d+$/.test(order.left) ? order.left : order?.left === 'nothing' ? '' : order?.paid.value;
  return {
    event: unit.event,
    day,
    order: order !== undefined && order.left !== 'nothing' ? 1 : 0,
    fired: fired ? 1 : 0,
    sent: runs.sent,
    processed: runs.processed,
    pixel: calls,
    paid: { value: left ?? '', currency: order?.paid.currency ?? '' },
    heard:
      heard === undefined || heard.value === ''
        ? { value: '', currency: '' }
        : { value: String(BigInt(heard.value) * BigInt(runs.processed)), currency: heard.currency },
    judged: verdict,
    pair,
  };
}
