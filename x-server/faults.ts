/**
 * How the stand-in misbehaves on request: slow, silent, cut off, garbage, any answer, a wrong clock. A fault concerns one
 * request. Most faults come in two kinds that a sender cannot tell apart and must survive both: X never saw the request, or
 * (`processed: true`) X did its work and only the answer went wrong.
 */

import type { Answer } from './answers.ts';

interface Outcome {
  /** Whether the request is judged and recorded as usual before its answer goes wrong. Default false. */
  processed?: boolean;
}

export type Fault =
  /** The queue's way to say "this one as usual". */
  | { kind: 'none' }
  /** The request is handled, but only after `ms`. */
  | { kind: 'delay'; ms: number }
  /** The connection stays open, nothing is ever answered. */
  | ({ kind: 'silence' } & Outcome)
  /** The connection is reset before a byte of the answer, or closed in the middle of its body (a 500 if not processed). */
  | ({ kind: 'cut'; at: 'start' | 'body' } & Outcome)
  /** An answer nobody documented, with `status` (default 200). */
  | ({ kind: 'garbage'; body: GarbageName; status?: number } & Outcome)
  /** This answer, for example `errorAnswer('overCapacity')`. */
  | ({ kind: 'answer'; answer: Answer } & Outcome)
  | ({ kind: 'redirect'; location: string; status?: 301 | 302 | 303 | 307 | 308 } & Outcome)
  /** The server's clock is wrong by `skewMs` (positive: fast) for this request. */
  | { kind: 'clock'; skewMs: number };

export type GarbageName = 'empty' | 'html' | 'notJson' | 'invalidUtf8' | 'megabyte';

/** Picks the fault for a request; `number` counts all requests from 1. */
export type FaultRule = (request: { number: number; method: string; url: string }) => Fault | undefined;

export interface Faults {
  /** Queues faults, one for each of the next requests. */
  next(...faults: Fault[]): void;
  /** Asked for each request when the queue is empty; undefined removes the rule. */
  use(rule: FaultRule | undefined): void;
  /** Forgets queue and rule. */
  clear(): void;
  /** How many queued faults have not happened yet. */
  readonly waiting: number;
}

export function createFaults(): Faults & { take: (...request: Parameters<FaultRule>) => Fault } {
  const queue: Fault[] = [];
  let rule: FaultRule | undefined;
  return {
    next: (...faults) => {
      queue.push(...faults);
    },
    use: (newRule) => {
      rule = newRule;
    },
    clear: () => {
      queue.length = 0;
      rule = undefined;
    },
    get waiting() {
      return queue.length;
    },
    take: (request) => queue.shift() ?? rule?.(request) ?? { kind: 'none' },
  };
}

/** A rule that goes through `faults` again and again, for example 500, 200, 500, 200. */
export function alternate(...faults: Fault[]): FaultRule {
  let turn = 0;
  return () => faults[turn++ % faults.length];
}

/** A rule that strikes a `share` (0 to 1) of all requests; `random` yields numbers in [0, 1). */
export function sometimes(share: number, fault: Fault, random: () => number): FaultRule {
  return () => (random() < share ? fault : undefined);
}

/** The answer of a garbage fault. */
export function garbage(name: GarbageName, status = 200): Answer {
  return { status, ...garbageBodies[name]() };
}

const html = { 'content-type': 'text/html; charset=utf-8' };
const json = { 'content-type': 'application/json; charset=utf-8' };

const garbageBodies: Record<GarbageName, () => Pick<Answer, 'headers' | 'body'>> = {
  empty: () => ({ headers: json, body: '' }),
  html: () => ({ headers: html, body: '<!doctype html><title>Error</title><h1>Something went wrong</h1>' }),
  notJson: () => ({ headers: json, body: '{"data":{"conversions_processed":1,' }),
  // 0xff never stands in UTF-8, 0xc3 0x28 is a broken two-byte sequence (Unicode, table 3-7).
  invalidUtf8: () => ({ headers: json, body: new Uint8Array([0x22, 0xff, 0xc3, 0x28, 0x22]) }),
  megabyte: () => ({ headers: json, body: JSON.stringify({ padding: 'x'.repeat(1024 * 1024) }) }),
};
