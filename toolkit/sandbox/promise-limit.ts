/** The time limit of promises that a template makes with Promise.create. */
import { dictOf, type SandboxPromise, type Value } from './interpreter/values.ts';

/**
 * Milliseconds after which such a promise is rejected when it has not settled (reported: type definitions made after Google's
 * page say so). The reason is not known; here it is that of a request.
 */
export const PROMISE_LIMIT = 5000;

export interface PromiseLimit {
  /** Puts a promise under the limit from now on. */
  add: (promise: SandboxPromise, reject: (reason: Value) => void) => void;
  /** When the oldest one is due, in the time of `performance.now`. */
  readonly due: number | undefined;
  /** Rejects those that are due at a time; gives their number. */
  expire: (time: number) => number;
}

export function createPromiseLimit(): PromiseLimit {
  let open: { promise: SandboxPromise; reject: (reason: Value) => void; due: number }[] = [];
  return {
    add(promise, reject) {
      if (promise.state === 'pending') open.push({ promise, reject, due: performance.now() + PROMISE_LIMIT });
    },
    get due() {
      return open[0]?.due;
    },
    expire(time) {
      const pending = open.filter(({ promise }) => promise.state === 'pending');
      const late = pending.filter(({ due }) => due <= time);
      open = pending.filter(({ due }) => due > time);
      for (const { reject } of late) reject(dictOf({ reason: 'timed_out' }));
      // One that was resolved with another promise waits for that one, and cannot be rejected.
      return late.filter(({ promise }) => promise.state === 'rejected').length;
    },
  };
}
