/**
 * The queue behind promises and callLater: first in, first out, like native microtasks, but owned by the embedder so that
 * a run is repeatable and can be drained synchronously.
 */

import type { Value } from './values.ts';

export type Job = () => void;

export interface Jobs {
  /** Adds a job at the end of the queue. */
  enqueue(job: Job): void;
  /** Runs jobs, including those added meanwhile, until the queue is empty. A drain inside a job runs those that wait. */
  drain(): void;
  /** Number of jobs waiting. */
  readonly pending: number;
  /** Called with the reason of each promise that was rejected and still has no handler when the queue runs empty. */
  onUnhandledRejection: ((reason: Value) => void) | undefined;
  /** Called by promises; `undefined` takes the promise off the list of unhandled ones again. */
  noteRejection(promise: object, reason: { value: Value } | undefined): void;
}

export interface JobsOptions {
  onUnhandledRejection?: (reason: Value) => void;
  /** Gets what a job threw. Without it `drain` throws the first such error after the queue is empty. */
  onError?: (error: unknown) => void;
  /** Calls what works off the queue, whenever there is something to do. */
  around?: (work: () => void) => void;
}

/** A queue; in `auto` mode a host microtask drains it, in `manual` mode the caller does. */
export function createJobs(mode: 'manual' | 'auto' = 'manual', options: JobsOptions = {}): Jobs {
  const queue: Job[] = [];
  const unhandled = new Map<object, Value>();
  let head = 0;
  /** Drains under way, one inside the other. */
  let depth = 0;
  let scheduled = false;

  const jobs: Jobs = {
    onUnhandledRejection: options.onUnhandledRejection,
    get pending() {
      return queue.length - head;
    },
    enqueue(job) {
      queue.push(job);
      if (mode === 'auto' && !scheduled && depth === 0) schedule();
    },
    noteRejection(promise, reason) {
      if (reason === undefined) unhandled.delete(promise);
      else unhandled.set(promise, reason.value);
    },
    drain() {
      if (head === queue.length && unhandled.size === 0) return;
      if (options.around) options.around(workOff);
      else workOff();
    },
  };
  return jobs;

  function workOff(): void {
    depth++;
    let failure: { error: unknown } | undefined;
    try {
      while (head < queue.length) {
        const job = queue[head++]!;
        if (head > 1024 && head * 2 > queue.length) {
          queue.splice(0, head);
          head = 0;
        }
        try {
          job();
        } catch (error) {
          if (options.onError) options.onError(error);
          else failure ??= { error };
        }
      }
      // Also where no job was waiting: code alone can leave a rejected promise behind.
      if (depth === 1) reportUnhandled();
    } finally {
      depth--;
      if (depth === 0) {
        queue.length = 0;
        head = 0;
      }
    }
    if (failure) throw failure.error;
  }

  function schedule(): void {
    scheduled = true;
    Promise.resolve().then(() => {
      scheduled = false;
      jobs.drain();
    });
  }

  function reportUnhandled(): void {
    if (unhandled.size === 0) return;
    const reasons = [...unhandled.values()];
    unhandled.clear();
    for (const reason of reasons) jobs.onUnhandledRejection?.(reason);
  }
}
