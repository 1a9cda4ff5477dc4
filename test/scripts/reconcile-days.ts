/**
 * Days of traffic with planted faults: orders, the tag's lines, the pixel's calls, and for each order the verdict that it must get, from
 * what was planted and from nothing that the engine says.
 */
import fc from 'fast-check';
import type { Verdict } from '../../scripts/reconcile/model.ts';
import type { Browser, PixelEvent } from './reconcile-har.ts';
import { BROWSERS } from './reconcile-har.ts';
import { EVENT_IDS, FORMATS, type LogFormat, type Outcome, sha256, type TagRun } from './reconcile-lines.ts';

/** What happens to one order. Every key's first value is that of a day on which all is well. */
const CHOICES = {
  refund: ['none', 'whole', 'part'],
  /** `period`: on a day that the log does not cover; `late`: sent more than 30 days later; `pair`: 49 hours after the pixel. */
  outside: ['no', 'period', 'late', 'pair'],
  fired: ['yes', 'no', 'other-id'],
  consent: ['granted', 'denied', 'denied-in-order'],
  outcome: ['processed', 'retried', 'refused', 'doubt', 'unanswered', 'failed', 'checked'],
  twice: ['no', 'yes'],
  several: ['no', 'other', 'none'],
  pixel: ['none', 'same', 'other-id', 'no-id', 'word-for-none', 'other-event', 'blocked'],
  automatic: ['no', 'with-id', 'without-id'],
  value: ['same', 'missing', 'higher'],
  currency: ['same', 'missing', 'other'],
} as const;
type Choices = { [Key in keyof typeof CHOICES]: (typeof CHOICES)[Key][number] };

export interface Planted extends Choices {
  index: number;
  event: TagRun['event'];
  /** Whole cents. */
  cents: number;
  /** Of the shop's clock to the minute's part, and until the tag runs. */
  jitter: number;
  delay: number;
  /** Whether the pixel knows the address. */
  hasMail: boolean;
  regular: boolean;
}

export interface Days {
  format: LogFormat;
  browser: Browser;
  zone: 'UTC' | 'Europe/Berlin';
  orders: Planted[];
  /** Lines are written into two exports that overlap. */
  overlap: boolean;
}

const WELL = Object.fromEntries(
  Object.entries(CHOICES).map(([key, [first]]) => [key, first]),
) as unknown as Choices;
const KEYS = Object.keys(CHOICES) as (keyof Choices)[];
const faults = KEYS.flatMap((key) =>
  CHOICES[key].slice(1).map((value) => ({ [key]: value }) as Partial<Choices>),
);

/** All well with a pixel, one fault alone, or several at once. */
const choices: fc.Arbitrary<Choices> = fc
  .oneof(
    { weight: 2, arbitrary: fc.constant<Partial<Choices>[]>([]) },
    { weight: 5, arbitrary: fc.constantFrom(...faults).map((fault) => [fault]) },
    { weight: 4, arbitrary: fc.array(fc.constantFrom(...faults), { minLength: 2, maxLength: 4 }) },
  )
  .chain((planted) =>
    fc.boolean().map((hasPixel) => ({
      ...WELL,
      ...(hasPixel && { pixel: 'same' as const }),
      ...Object.assign({}, ...planted),
    })),
  );

export const days: fc.Arbitrary<Days> = fc
  .record({
    format: fc.constantFrom(...FORMATS),
    browser: fc.constantFrom(...BROWSERS),
    zone: fc.constantFrom('UTC' as const, 'Europe/Berlin' as const),
    overlap: fc.boolean(),
    orders: fc.array(
      fc.tuple(
        choices,
        fc.record({
          event: fc.constantFrom('purchase' as const, 'purchase' as const, 'generate_lead' as const),
          cents: fc.oneof(fc.constantFrom(6500, 1999), fc.integer({ min: 100, max: 99_999 })),
          jitter: fc.integer({ min: 0, max: 120 }),
          delay: fc.integer({ min: 1, max: 60 }),
          hasMail: fc.boolean(),
          regular: fc.boolean(),
        }),
      ),
      { minLength: 1, maxLength: 40 },
    ),
  })
  .map(({ orders, ...rest }) => ({
    ...rest,
    orders: orders.map(([chosen, own], index) => possible({ ...chosen, ...own, index }, rest.format)),
  }));

/** Days that have each fault alone: what chance may leave out. */
export const everyFault = (format: LogFormat): Days => ({
  format,
  browser: 'chrome',
  zone: 'UTC',
  overlap: false,
  orders: [{}, ...faults].map((fault, index) =>
    possible(
      {
        ...WELL,
        pixel: 'same',
        ...fault,
        event: 'purchase',
        cents: 6500 + index,
        jitter: 0,
        delay: 1,
        hasMail: true,
        regular: false,
        index,
      },
      format,
    ),
  ),
});

/** What cannot happen together is taken out: who never fired has no second run. */
function possible(given: Planted, format: LogFormat): Planted {
  const one = { ...given };
  if (one.outside === 'period')
    Object.assign(one, { ...WELL, refund: one.refund, outside: 'period', fired: 'no' });
  if (one.consent !== 'granted') Object.assign(one, { fired: 'yes' });
  const isSilent =
    one.fired === 'no' || one.consent !== 'granted' || one.outcome === 'failed' || one.outcome === 'checked';
  if (isSilent)
    Object.assign(one, { twice: 'no', several: 'no', outside: one.outside === 'period' ? 'period' : 'no' });
  if (one.fired === 'other-id')
    Object.assign(one, { twice: 'no', several: 'no', outside: 'no', value: 'same', currency: 'same' });
  if (one.fired === 'other-id' && one.outcome !== 'processed') one.fired = 'yes';
  if (one.outside === 'late')
    Object.assign(one, { several: 'no', pixel: one.pixel === 'same' ? 'same' : 'none', automatic: 'no' });
  if (one.outside === 'pair') Object.assign(one, { several: 'no', pixel: 'same', automatic: 'no' });
  // An automatic event without an order belongs to the call beside it.
  if (one.automatic === 'without-id' && one.pixel !== 'same') one.automatic = 'with-id';
  // The log of serve says which hit had no consent; the order that says so itself has none there.
  if (format === 'serve' && one.several === 'none') one.several = 'other';
  return one;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
export const START = Date.parse('2026-06-01T00:00:00Z');
/** Further apart than what is linked by time alone. */
const STEP = 25 * MINUTE;

/** The first order comes an hour after the log begins. */
export const timeOf = ({ index, jitter, outside }: Planted): number =>
  START + HOUR + index * STEP + jitter * 1000 - (outside === 'period' ? 3 * DAY : 0);

export const idOf = ({ index }: Planted): string => `order-${1000 + index}`;
const amount = (cents: number): string => (cents / 100).toFixed(2);

/** Somebody who buys again is told apart by nothing but the id; that is for orders that need no more. */
export function mailOf(one: Planted): string {
  const isPlain =
    one.several === 'no' && one.fired === 'yes' && ['none', 'same', 'blocked'].includes(one.pixel);
  return one.regular && isPlain
    ? `regular-${one.index % 3}@shop.example`
    : `visitor-${one.index}@shop.example`;
}

export const refundOf = ({ refund, cents }: Planted): number | undefined =>
  refund === 'none' ? undefined : refund === 'whole' ? cents : Math.floor(cents / 2);

/** What the tag was given. */
function moneyOf({ value, currency, cents }: Planted): { value: string; currency: string } {
  return {
    value: value === 'missing' ? '' : amount(value === 'higher' ? cents + 700 : cents),
    currency: { same: 'EUR', missing: '', other: 'USD' }[currency],
  };
}

export function runsOf(one: Planted): TagRun[] {
  if (one.fired === 'no' || one.consent === 'denied-in-order') return [];
  const time = timeOf(one);
  const late = one.outside === 'late' ? 31 * DAY : 0;
  const outcome: Outcome = one.consent === 'denied' ? 'denied' : one.outcome;
  const first: TagRun = {
    outcome,
    event: one.event,
    id: one.fired === 'other-id' ? `web-${one.index}` : idOf(one),
    trace: `t${one.index}${one.regular ? 'q' : ''}`,
    at: time + one.delay * 1000 + late,
    time: time + one.delay * 1000,
    mail: mailOf(one),
    ...moneyOf(one),
  };
  const again = (part: Partial<TagRun>): TagRun => ({
    ...first,
    outcome: 'processed',
    at: first.at + 3 * MINUTE,
    ...part,
  });
  return [
    first,
    ...(one.twice === 'yes' ? [again({ trace: `twice${one.index}` })] : []),
    ...(one.several === 'no'
      ? []
      : [again({ trace: `several${one.index}`, id: one.several === 'none' ? '' : `again-${one.index}` })]),
  ];
}

export function pixelOf(one: Planted): PixelEvent[] {
  if (one.outside === 'period') return [];
  const at = timeOf(one) + 2000 - (one.outside === 'pair' ? 49 * HOUR : 0);
  const money = { value: amount(one.cents), currency: 'EUR' };
  const id = {
    same: idOf(one),
    blocked: idOf(one),
    'other-id': `pixel-${one.index}`,
    'word-for-none': 'undefined',
    'other-event': idOf(one),
  };
  const common = { at, page: `page-${one.index}`, ...(one.hasMail && { hash: sha256(mailOf(one)) }) };
  const calls: PixelEvent[] = [];
  if (one.pixel !== 'none')
    calls.push({
      ...common,
      call: `call-${one.index}`,
      txnId: one.pixel === 'other-event' ? 'tw-o8z6j-o87zz' : EVENT_IDS[one.event],
      parameters: { ...money, ...(one.pixel !== 'no-id' && { conversion_id: id[one.pixel] }) },
      blocked: one.pixel === 'blocked',
    });
  if (one.automatic !== 'no')
    calls.push({
      ...common,
      call: `auto-${one.index}`,
      txnId: 'o8z6j',
      automatic: `gtm_${one.event}`,
      parameters: { ...money, ...(one.automatic === 'with-id' && { order_id: idOf(one) }) },
    });
  return calls;
}

export interface Expected {
  /** Undefined: the inputs agree. */
  verdict: Verdict | undefined;
  /** Calls of the pixel that belong to nothing: a conversion of their own that no order has. */
  lone: Verdict[];
}

/** What the issue of each order is, by the order of the verdicts. */
export function expected(one: Planted): Expected {
  const runs = runsOf(one);
  const sent = runs.filter(({ outcome }) => !['denied', 'failed', 'checked'].includes(outcome));
  const own = sent.filter(({ id }) => id === idOf(one));
  const others = sent.filter(({ id }) => id !== idOf(one));
  const isReached = ({ outcome }: TagRun): boolean => outcome !== 'refused';
  const isProcessed = ({ outcome }: TagRun): boolean => outcome === 'processed' || outcome === 'retried';
  const reached = sent.filter(isReached);
  const isChanged = one.value !== 'same' || one.currency !== 'same';

  const hasOwnCall = one.pixel === 'same';
  const hasOtherCall = ['other-id', 'no-id', 'word-for-none'].includes(one.pixel);
  // A call of another id is found by the person, else by an unchanged amount.
  const isLinked = hasOtherCall && sent.length > 0 && (one.hasMail || !isChanged);
  const lone: Verdict[] = hasOtherCall && !isLinked ? ['unknown'] : [];

  const verdict = ((): Verdict | undefined => {
    if (one.refund === 'whole') return reached.length > 0 ? 'refunded' : undefined;
    const hearsMore = one.value !== 'missing' || hasOwnCall;
    if (one.refund === 'part' && sent.some(isProcessed) && hearsMore) return 'refunded';
    if (one.outside === 'period' || one.outside === 'late') return 'outside-window';
    if (one.outside === 'pair' && reached.length > 0) return 'outside-window';
    if (one.fired === 'no') return 'not-fired';
    if (one.consent !== 'granted') return 'no-consent';
    if (sent.length === 0) return 'failed';
    if (reached.length === 0) return 'refused';
    if (!sent.some(isProcessed)) return 'in-doubt';
    if (own.filter(isReached).length > 1) return 'sent-twice';
    if (others.length > 0 && own.some(isReached)) return 'several-ids';
    const isOtherId = others.length > 0 && !own.some(isReached) && hasOwnCall;
    if (isLinked || one.pixel === 'other-event' || isOtherId) return 'id-differs';
    if (one.automatic !== 'no') return 'automatic-event';
    if (one.value !== 'same' || (one.refund === 'part' && hasOwnCall)) return 'value';
    return one.currency !== 'same' ? 'currency' : undefined;
  })();
  return { verdict, lone };
}
