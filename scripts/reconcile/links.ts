/**
 * What belongs together without sharing an id. A conversion that no order has is linked to the order of the same person (by the
 * part of a hash that the tag's lines show) within ten minutes, or with the same amount within 48 hours; else to an order without a
 * line, of the same amount, within ten minutes. A call of the pixel that nothing else has is linked to what the tag sent of the same
 * event within ten minutes: of the same person, or of the same amount when that is of one order alone.
 */
import { PAIR_MS } from '../lib/duplicates.ts';
import type { Money } from './facts.ts';
import { refOf } from './groups.ts';
import type { Call } from './har.ts';
import type { Other } from './judge.ts';
import { type Runs, sentOf, type Unit } from './unit.ts';

export const NEAR_MS = 10 * 60 * 1000;

/** Conversions without an order that are held against orders: more of them are no exceptions, and nothing is linked to them. */
export const MOST_ORPHANS = 50_000;
/** Those with one person or amount that are looked at. */
const MOST_EACH = 100;

interface Best {
  ref: string;
  /** 0 and 1: the same person, an order without and with lines of its own; 2: the same amount. */
  rank: number;
  distance: number;
}

interface Orphan extends Other {
  ref: string;
  at: number;
  money: Money;
  marks: ReadonlySet<string>;
  best: Best | undefined;
}

interface LoneCall {
  call: Call;
  best: (Best & { only: boolean }) | undefined;
}

export interface Links {
  /** First, all conversions of the tag without an order. */
  addOrphan(unit: Unit, runs: Runs): void;
  /** Then all orders. @param isLineless whether nothing of it is in the log */
  addOrder(unit: Unit, isLineless: boolean): void;
  /** When all orders are known. */
  settleOrders(): void;
  /** And all that the tag sent of which the pixel has nothing. */
  addSent(unit: Unit): void;
  /** When all of these are known. */
  settleCalls(): void;
  /** What was sent of an order under other ids. */
  othersOf(unit: Unit): Other[];
  /** Calls of the pixel for it, or for one of these others, under other ids. */
  callsOf(unit: Unit): Call[];
  /** Whether a conversion without an order was linked to one. */
  isTaken(unit: Unit): boolean;
  /** Calls that were linked to nothing. */
  loneCalls(): Call[];
}

const amountKey = (event: string, { value, currency }: Money, at: number, shift = 0): string =>
  `${event} ${value} ${currency} ${Math.floor(at / NEAR_MS) + shift}`;

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key) ?? [];
  if (list.length < MOST_EACH) list.push(value);
  map.set(key, list);
}

/** Amounts that may be the same: what is missing contradicts nothing. */
const isCompatible = (a: Money, b: Money): boolean =>
  (a.value === b.value || a.value === '' || b.value === '') &&
  (a.currency === b.currency || a.currency === '' || b.currency === '');

/** Two e-mail addresses, phone numbers or click ids that differ, and none that is the same. */
function isOtherPerson(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const kinds = new Set([...b].map((mark) => mark[0]));
  return [...a].some((mark) => kinds.has(mark[0])) && ![...a].some((mark) => b.has(mark));
}

const isBetter = (best: Best | undefined, rank: number, distance: number): boolean =>
  best === undefined || rank < best.rank || (rank === best.rank && distance < best.distance);

/** @param calls of the pixel that no order and no line of the tag has by its id */
export function createLinks(calls: readonly Call[]): Links {
  const orphans: Orphan[] = [];
  const byMark = new Map<string, Orphan[]>();
  const byAmount = new Map<string, Orphan[]>();
  const loneCalls = calls.map((call): LoneCall => ({ call, best: undefined }));
  const callsByAmount = new Map<string, LoneCall[]>();
  const callsByMark = new Map<string, LoneCall[]>();
  for (const lone of loneCalls) {
    const { at, event, money, marks } = lone.call;
    if (at === undefined) continue;
    push(callsByAmount, amountKey(event, money, at), lone);
    for (const mark of marks) push(callsByMark, `${event} ${mark}`, lone);
  }

  const linked = new Map<string, Orphan[]>();
  const linkedCalls = new Map<string, Call[]>();
  /** By a conversion without an order: the order it is linked to. */
  const taken = new Map<string, string>();

  const lookFor = (orphan: Orphan, ref: string, rank: number, distance: number): void => {
    if (isBetter(orphan.best, rank, distance)) orphan.best = { ref, rank, distance };
  };

  const rootOf = (ref: string): string => taken.get(ref) ?? ref;

  return {
    addOrphan(unit, runs) {
      const at = unit.time ?? unit.first;
      if (at === undefined || orphans.length >= MOST_ORPHANS) return;
      const sent = sentOf(unit);
      const money = sent[0] ?? { value: '', currency: '' };
      const { first, last, marks, id, calls: own } = unit;
      const ref = refOf(unit);
      const orphan: Orphan = {
        ref,
        id,
        runs,
        sent,
        first,
        last,
        calls: own,
        at,
        money,
        marks,
        best: undefined,
      };
      orphans.push(orphan);
      for (const mark of marks) push(byMark, `${unit.event} ${mark}`, orphan);
      push(byAmount, amountKey(unit.event, money, at), orphan);
    },
    addOrder(unit, isLineless) {
      const order = unit.order!;
      const ref = refOf(unit);
      const marks = new Set(order.marks);
      for (const mark of marks)
        for (const orphan of byMark.get(`${unit.event} ${mark}`) ?? []) {
          const distance = Math.abs(orphan.at - order.at);
          if (distance <= NEAR_MS || (distance <= PAIR_MS && isCompatible(orphan.money, order.paid)))
            lookFor(orphan, ref, isLineless ? 0 : 1, distance);
        }
      if (!isLineless || order.paid.value === '') return;
      for (const shift of [-1, 0, 1])
        for (const orphan of byAmount.get(amountKey(unit.event, order.paid, order.at, shift)) ?? []) {
          const distance = Math.abs(orphan.at - order.at);
          if (distance <= NEAR_MS && !isOtherPerson(orphan.marks, marks)) lookFor(orphan, ref, 2, distance);
        }
    },
    settleOrders() {
      for (const orphan of orphans) {
        if (orphan.best === undefined) continue;
        taken.set(orphan.ref, orphan.best.ref);
        linked.set(orphan.best.ref, [...(linked.get(orphan.best.ref) ?? []), orphan]);
      }
    },
    addSent(unit) {
      const at = unit.time ?? unit.first;
      if (at === undefined) return;
      const ref = refOf(unit);
      const look = (lone: LoneCall, rank: number): void => {
        const distance = Math.abs(lone.call.at! - at);
        if (distance > NEAR_MS || isOtherPerson(unit.marks, new Set(lone.call.marks))) return;
        const { best } = lone;
        // All that was sent of one order is one.
        const only =
          best === undefined || rank < best.rank || (best.only && rootOf(best.ref) === rootOf(ref));
        if (isBetter(best, rank, distance)) lone.best = { ref, rank, distance, only };
        else if (rank === best!.rank) best!.only = only;
      };
      for (const mark of unit.marks)
        for (const lone of callsByMark.get(`${unit.event} ${mark}`) ?? []) look(lone, 0);
      for (const money of sentOf(unit))
        for (const shift of [-1, 0, 1])
          for (const lone of callsByAmount.get(amountKey(unit.event, money, at, shift)) ?? []) look(lone, 2);
    },
    settleCalls() {
      for (const { call, best } of loneCalls)
        if (isSure(best)) linkedCalls.set(best.ref, [...(linkedCalls.get(best.ref) ?? []), call]);
    },
    othersOf: (unit) => linked.get(refOf(unit)) ?? [],
    callsOf(unit) {
      const refs = [refOf(unit), ...(linked.get(refOf(unit)) ?? []).map(({ ref }) => ref)];
      return refs.flatMap((ref) => linkedCalls.get(ref) ?? []);
    },
    isTaken: (unit) => taken.has(refOf(unit)),
    loneCalls: () => loneCalls.filter(({ best }) => !isSure(best)).map(({ call }) => call),
  };
}

/** The same person, or the only one with this amount. */
const isSure = (best: LoneCall['best']): best is NonNullable<LoneCall['best']> =>
  best !== undefined && (best.only || best.rank === 0);
