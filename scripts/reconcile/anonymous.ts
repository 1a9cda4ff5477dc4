/**
 * Runs of which nothing but event and time is known, because they ended before there was a conversion: without consent, or by a
 * setting. Each belongs to the order without a line that is nearest in time, ten minutes at most. Kept as numbers, for millions.
 */
import { NEAR_MS } from './links.ts';

export interface Anonymous {
  event: string;
  at: number | undefined;
  type: 'denied' | 'failed';
  /** As it may be shown. */
  why: string;
}

type Kind = Pick<Anonymous, 'type' | 'why'>;

interface OfEvent {
  /** By run: when, and which of the kinds. */
  at: number[];
  kind: number[];
  /** By order. */
  orders: number[];
  /** By order: its run, -1 for none. */
  claims: Int32Array;
  next: number;
  /** By kind: runs without a time. */
  timeless: number[];
}

export interface AnonymousRuns {
  add(run: Anonymous): void;
  /** Whether there are any. */
  has(event: string): boolean;
  /** Of an order without a line. */
  addOrder(event: string, at: number): void;
  settle(): void;
  /** What an order claims; to be asked once for each, in the order of addOrder. */
  claimOf(event: string): Kind | undefined;
  /** What no order claims. */
  unclaimed(): Iterable<Anonymous>;
  /** Of runs that no order can claim because nothing says when they were. */
  timeless(): number;
}

/** Different reasons that are told apart. */
const MOST_KINDS = 50;
/** Orders around a run that are looked at. */
const MOST_NEAR = 100;

export function createAnonymousRuns(): AnonymousRuns {
  const kinds: Kind[] = [];
  const events = new Map<string, OfEvent>();
  const kindOf = ({ type, why }: Kind): number => {
    const sentence = kinds.length < MOST_KINDS ? why : 'Other reasons.';
    const known = kinds.findIndex(
      (kind) => kind.type === type && (kind.why === why || kind.why === sentence),
    );
    return known < 0 ? kinds.push({ type, why: sentence }) - 1 : known;
  };
  const ofEvent = (event: string): OfEvent => {
    const made = events.get(event) ?? {
      at: [],
      kind: [],
      orders: [],
      claims: new Int32Array(0),
      next: 0,
      timeless: [],
    };
    events.set(event, made);
    return made;
  };
  return {
    add(run) {
      const { at, kind, timeless } = ofEvent(run.event);
      const which = kindOf(run);
      if (run.at === undefined) timeless[which] = (timeless[which] ?? 0) + 1;
      else {
        at.push(run.at);
        kind.push(which);
      }
    },
    has: (event) => (events.get(event)?.at.length ?? 0) > 0,
    addOrder: (event, at) => void ofEvent(event).orders.push(at),
    settle() {
      for (const each of events.values()) each.claims = claimsOf(each);
    },
    claimOf(event) {
      const each = ofEvent(event);
      const run = each.claims[each.next] ?? -1;
      each.next += 1;
      return run < 0 ? undefined : kinds[each.kind[run]!];
    },
    *unclaimed() {
      for (const [event, { at, kind, claims, timeless }] of events) {
        const claimed = new Uint8Array(at.length);
        for (const run of claims) if (run >= 0) claimed[run] = 1;
        for (let run = 0; run < at.length; run += 1)
          if (claimed[run] === 0) yield { event, at: at[run], ...kinds[kind[run]!]! };
        for (const [which, count] of timeless.entries())
          for (let i = 0; i < (count ?? 0); i += 1) yield { event, at: undefined, ...kinds[which]! };
      }
    },
    timeless: () =>
      [...events.values()].reduce((sum, { timeless }) => timeless.reduce((all, n) => all + (n ?? 0), sum), 0),
  };
}

const inOrder = (times: readonly number[]): number[] =>
  times.map((_, index) => index).sort((a, b) => times[a]! - times[b]!);

/** @returns by order the run that is nearest in time; each run is claimed once */
function claimsOf({ at, orders }: OfEvent): Int32Array {
  const claims = new Int32Array(orders.length).fill(-1);
  const sorted = inOrder(orders);
  let next = 0;
  for (const run of inOrder(at)) {
    const time = at[run]!;
    while (next < sorted.length && orders[sorted[next]!]! < time) next += 1;
    let best = -1;
    for (const order of sorted.slice(Math.max(0, next - MOST_NEAR), next + MOST_NEAR)) {
      const distance = Math.abs(orders[order]! - time);
      if (distance > NEAR_MS || claims[order]! >= 0) continue;
      if (best < 0 || distance < Math.abs(orders[best]! - time)) best = order;
    }
    if (best >= 0) claims[best] = run;
  }
  return claims;
}
