/** The verdict on one conversion: the rules in the order of VERDICTS, the first that holds. Pure functions over what is known. */
import { PAIR_MS } from '../lib/duplicates.ts';
import { decimalText } from '../send/refunds.ts';
import type { Money } from './facts.ts';
import type { Call } from './har.ts';
import type { PairReason, Verdict } from './model.ts';
import { type Runs, sentOf, sumOf, type Unit } from './unit.ts';

/** Conversions that the tag sent under another id than the order's, or under none. */
export interface Other {
  /** As it may be shown; `''` for none. */
  id: string;
  runs: Runs;
  sent: Money[];
  first: number | undefined;
  last: number | undefined;
  /** Calls of the pixel under the same id. */
  calls: readonly Call[];
}

/** A conversion with all that was found to belong to it. */
export interface Case {
  unit: Unit;
  /** Under its own id. */
  own: Runs;
  others: readonly Other[];
  /** Calls of the pixel under its id for another X event, when the tag sent none of that event with this id. */
  foreign: readonly Call[];
  /** Calls of the pixel under another id or none. */
  linked: readonly Call[];
  /** What the tag sent with this id as another X event, as it may be shown; `''` for nothing. */
  elsewhere: string;
  /** A run that named no conversion, and is nearest in time. */
  claimed: { type: 'denied' | 'failed'; why: string } | undefined;
}

export interface Rules {
  /** Whether the log holds every line of the tag, so that what is not in it did not happen. */
  isFull: boolean;
  /** Whether orders of the event are known, so that a conversion without one is a gap. */
  hasOrders: (event: string) => boolean;
  /** Undefined moments are in it. */
  isInPeriod: (at: number | undefined) => boolean;
  /** Longest click window, in milliseconds. */
  windowMs: number;
}

export interface Judgement {
  /** `unjudged`: the inputs cannot tell. Undefined: they agree. */
  verdict: Verdict | 'unjudged' | undefined;
  why: string;
  pair: 'once' | PairReason | undefined;
}

/** When a conversion happened, as far as anything says so. */
export const timeOf = ({ unit: { order, time, first, calls } }: Pick<Case, 'unit'>): number | undefined =>
  order?.at ?? time ?? first ?? calls[0]?.at;

export const allRuns = ({ own, others }: Case): Runs => sumOf([own, ...others.map(({ runs }) => runs)]);

const reached = ({ processed, doubt }: Runs): number => processed + doubt;

export function judge(given: Case, rules: Rules): Judgement {
  const pair = pairOf(given);
  const found = RULES.map((rule) => rule(given, rules, pair)).find((finding) => finding !== undefined);
  if (found === 'agreed' || found === undefined) return { verdict: undefined, why: '', pair };
  const [verdict, why] = found;
  return { verdict, why, pair };
}

/** What X's published rule makes of pixel and server; undefined when one of them did not report it. */
function pairOf(given: Case): Judgement['pair'] {
  const { unit, own, others, foreign, linked } = given;
  if (reached(allRuns(given)) === 0) return undefined;
  if (foreign.length > 0) return 'event-id';
  if (linked.some(isExplicit)) return 'conversion-id';
  // The pixel has the order's id, and the tag sent none but others.
  const isSent = reached(own) > 0;
  if (!isSent && unit.calls.some(isExplicit)) return 'conversion-id';
  const sides = [unit, ...others];
  const calls = [...linked, ...sides.flatMap((side) => side.calls)];
  if (calls.length === 0) return undefined;
  if (!calls.every(isExplicit)) return 'automatic-event';
  return sides.some((side) => side.calls.some(({ at }) => isTooLate(side, at))) ? 'too-late' : 'once';
}

const isExplicit = ({ isAutomatic }: Call): boolean => !isAutomatic;

function isTooLate({ first, last }: Pick<Other, 'first' | 'last'>, at: number | undefined): boolean {
  if (at === undefined || first === undefined || last === undefined) return false;
  return at < first ? first - at > PAIR_MS : at - last > PAIR_MS;
}

type Finding = [Verdict | 'unjudged', string] | 'agreed' | undefined;
type Rule = (given: Case, rules: Rules, pair: Judgement['pair']) => Finding;

const refunded: Rule = (given, { isFull }) => {
  const { order } = given.unit;
  if (order === undefined || order.left === 'all') return undefined;
  const runs = allRuns(given);
  if (order.left === 'nothing') {
    if (reached(runs) > 0) return ['refunded', 'The order was paid back whole; X has it.'];
    return isFull ? 'agreed' : ['unjudged', ''];
  }
  if (runs.processed === 0) return undefined;
  if (order.left === 'unknown')
    return ['refunded', 'What was paid back cannot be subtracted from the order.'];
  const more = reportedBy(given).find(({ value }) => value !== '' && BigInt(value) > BigInt(order.left));
  return more && ['refunded', `X heard of ${shownMoney(more)}, ${amountText(BigInt(order.left))} is left.`];
};

const outsideWindow: Rule = (given, { isInPeriod, windowMs }, pair) => {
  const { unit, others } = given;
  if (!isInPeriod(timeOf(given))) return ['outside-window', 'Not all inputs cover its day.'];
  const firsts = [unit, ...others].map(({ first }) => first).filter((at) => at !== undefined);
  const late = unit.order && firsts.length > 0 ? Math.min(...firsts) - unit.order.at : 0;
  if (late > windowMs)
    return ['outside-window', `It was sent ${days(late)} days after the order: no click can be that old.`];
  return pair === 'too-late'
    ? ['outside-window', 'More than 48 hours are between pixel and server: X counts both.']
    : undefined;
};

const days = (ms: number): number => Math.floor(ms / 86_400_000);

const notFired: Rule = (given, { isFull }) => {
  const { unit, claimed, elsewhere } = given;
  const runs = allRuns(given);
  const hasRun = runs.sent + runs.failed + runs.checked + runs.denied > 0;
  if (hasRun || claimed !== undefined) return undefined;
  if (runs.hits > 0) return ['not-fired', 'The event reached the server, and the tag did not run.'];
  if (unit.order === undefined || unit.order.denied !== '') return undefined;
  if (!isFull) return ['unjudged', ''];
  if (elsewhere !== '') return ['not-fired', `The tag has this id as ${elsewhere} alone.`];
  return [
    'not-fired',
    unit.calls.length > 0
      ? 'The pixel reported it, the tag has no line of it.'
      : 'The tag has no line of it.',
  ];
};

const noConsent: Rule = (given) => {
  const { unit, claimed } = given;
  const runs = allRuns(given);
  if (runs.sent + runs.failed + runs.checked > 0) return undefined;
  if (runs.denied > 0) return ['no-consent', unit.why.denied ?? ''];
  if (claimed?.type === 'denied')
    return [
      'no-consent',
      `${claimed.why} Which order it was, the line does not say: it is the nearest in time.`,
    ];
  return unit.order && unit.order.denied !== '' && claimed === undefined
    ? ['no-consent', `The order says: ${unit.order.denied}`]
    : undefined;
};

const failed: Rule = (given) => {
  const { unit, claimed } = given;
  const { sent, failed: fails, checked } = allRuns(given);
  if (sent > 0) return undefined;
  if (fails > 0) return ['failed', unit.why.failed ?? ''];
  if (checked > 0) return ['failed', unit.why.checked ?? ''];
  return claimed?.type === 'failed'
    ? ['failed', `${claimed.why} Which order it was, the line does not say: it is the nearest in time.`]
    : undefined;
};

const refused: Rule = (given) => {
  const runs = allRuns(given);
  return reached(runs) === 0 && runs.refused > 0 ? ['refused', given.unit.why.refused ?? ''] : undefined;
};

const inDoubt: Rule = (given) => {
  const { processed, doubt } = allRuns(given);
  return processed === 0 && doubt > 0
    ? ['in-doubt', given.unit.why.doubt ?? 'The log holds no answer to its request.']
    : undefined;
};

const sentTwice: Rule = ({ own, others }) => {
  const most = Math.max(
    reached(own),
    ...others.filter(({ id }) => id !== '').map(({ runs }) => reached(runs)),
  );
  return most > 1 ? ['sent-twice', `${most} runs of the tag sent it with one id.`] : undefined;
};

const severalIds: Rule = ({ own, others }) => {
  const ids = [own, ...others.map(({ runs }) => runs)].filter((runs) => reached(runs) > 0).length;
  return ids > 1
    ? ['several-ids', `It was also sent under ${others.map(({ id }) => id || 'no id').join(', ')}.`]
    : undefined;
};

const idDiffers: Rule = ({ unit, others, foreign, linked }, _rules, pair) => {
  if (pair === 'event-id') return ['id-differs', `The pixel reported it as ${foreign[0]!.name}.`];
  if (pair !== 'conversion-id') return undefined;
  const pixel = linked.find(isExplicit)?.id ?? unit.id;
  const server = others[0]?.id ?? unit.id;
  return ['id-differs', `The pixel's id is ${pixel || 'missing'}, the server's ${server || 'missing'}.`];
};

const automaticEvent: Rule = ({ unit, others, linked }) => {
  const calls = [unit, ...others].flatMap((side) => side.calls);
  const call = [...calls, ...linked].find(({ isAutomatic }) => isAutomatic);
  return call && ['automatic-event', `The pixel sent ${call.name} too.`];
};

/** What the tag sent under all ids. */
export const sentIn = ({ unit, own, others }: Case): Money[] => [
  ...(own.sent > 0 ? sentOf(unit) : []),
  ...others.flatMap(({ sent }) => sent),
];

/** All that was reported, by the tag and by the pixel's own event. */
const reportedBy = (given: Case): Money[] => [
  ...sentIn(given),
  ...given.unit.calls.filter(isExplicit).map(({ money }) => money),
];

/** What it should have been: the order's; without an order, what was sent first. */
function wanted(given: Case): Money | undefined {
  const { order } = given.unit;
  if (order === undefined) return reportedBy(given).find(({ value }) => value !== '');
  return /^\d+$/.test(order.left) ? { ...order.paid, value: order.left } : order.paid;
}

const value: Rule = (given) => {
  const right = wanted(given);
  if (right === undefined || right.value === '') return undefined;
  const wrong = reportedBy(given).find((money) => money.value !== right.value);
  return wrong && ['value', `${shownMoney(wrong)} was reported, ${shownMoney(right)} is right.`];
};

const currency: Rule = (given) => {
  const right = wanted(given);
  if (right === undefined || right.currency === '') return undefined;
  const wrong = reportedBy(given).find((money) => money.currency !== right.currency);
  return wrong && ['currency', `${shownMoney(wrong)} was reported, ${shownMoney(right)} is right.`];
};

const unknown: Rule = (given, { hasOrders, isFull }) => {
  const { unit } = given;
  if (unit.order === undefined && hasOrders(unit.event)) return ['unknown', 'No order has this id.'];
  return isFull || unit.order === undefined ? undefined : ['unjudged', ''];
};

const RULES: readonly Rule[] = [
  refunded,
  outsideWindow,
  notFired,
  noConsent,
  failed,
  refused,
  inDoubt,
  sentTwice,
  severalIds,
  idDiffers,
  automaticEvent,
  value,
  currency,
  unknown,
];

/** Thousandths with two places, with three where there is something in the third. */
export const amountText = (units: bigint): string => decimalText(units).replace(/(\.\d\d)0$/, '$1');

/** `164.98 EUR` */
export function shownMoney({ value: units, currency: name }: Money): string {
  const amount = units === '' ? 'no value' : amountText(BigInt(units));
  return `${amount} ${/^[A-Z]{3}$/.test(name) ? name : name === '' ? 'without a currency' : '(no currency)'}`;
}
