/**
 * Promises over the job queue, in the order of native microtasks (ECMA-262 §27.2): a handler always runs in a job of its own, a
 * returned promise is waited for, which costs two further jobs.
 *
 * Left out: objects with a `then` member of their own are plain values here, not promises.
 */

import { asSandboxError, SandboxError } from './errors.ts';
import { Func, type Host, Opaque, SandboxPromise, type Value } from './values.ts';

type Handler = (value: Value) => Value;
type Settle = (value: Value) => void;

/** A pending promise and the functions that settle it; only the first call of either counts. */
export interface Deferred {
  promise: SandboxPromise;
  resolve: Settle;
  reject: Settle;
}

/** A pending promise with the functions that settle it. */
export function defer(host: Host): Deferred {
  const promise = new SandboxPromise(host);
  addMethods(promise);
  return { promise, ...settlers(promise) };
}

/**
 * A promise settled by `executor`, which runs at once. What the executor throws rejects the promise, fatal errors excepted.
 */
export function createPromise(
  host: Host,
  executor: (resolve: Settle, reject: Settle) => void,
): SandboxPromise {
  const { promise, resolve, reject } = defer(host);
  try {
    executor(resolve, reject);
  } catch (error) {
    reject(rejectionReason(error));
  }
  return promise;
}

/** A promise that follows `value`: the same promise if it is one, otherwise a fulfilled one. */
export function resolvedPromise(host: Host, value: Value): SandboxPromise {
  if (value instanceof SandboxPromise) return value;
  return createPromise(host, (resolve) => resolve(value));
}

/** A promise rejected with `reason`. */
export function rejectedPromise(host: Host, reason: Value): SandboxPromise {
  return createPromise(host, (_resolve, reject) => reject(reason));
}

/** Thrown by a handler to reject with this very value. */
class Rejection {
  readonly reason: Value;

  constructor(reason: Value) {
    this.reason = reason;
  }
}

/** The value a promise is rejected with when a handler throws: an opaque Error, or text for anything else. */
export function rejectionReason(thrown: unknown): Value {
  if (thrown instanceof Rejection) return thrown.reason;
  if (thrown instanceof SandboxError && thrown.fatal) throw thrown;
  if (thrown instanceof Error) return new Opaque(asSandboxError(thrown));
  return String(thrown);
}

/** `promise.then(onFulfilled, onRejected)`. Not named `then`: that would make this module itself look like a promise. */
export function onSettled(
  promise: SandboxPromise,
  onFulfilled?: Handler,
  onRejected?: Handler,
): SandboxPromise {
  const next = defer(promise.host);
  const reaction = (settled: SandboxPromise): void => {
    const handler = settled.state === 'fulfilled' ? onFulfilled : onRejected;
    settled.host.jobs.enqueue(() => {
      if (handler === undefined) {
        if (settled.state === 'fulfilled') next.resolve(settled.result);
        else next.reject(settled.result);
        return;
      }
      let result: Value;
      try {
        result = handler(settled.result);
      } catch (error) {
        next.reject(rejectionReason(error));
        return;
      }
      next.resolve(result);
    });
  };
  watch(promise, reaction);
  return next.promise;
}

/** `promise.finally(onFinally)`: the handler gets nothing and changes the outcome only by throwing or by a rejected promise. */
export function finallyDo(promise: SandboxPromise, onFinally: () => Value): SandboxPromise {
  const { host } = promise;
  return onSettled(
    promise,
    (value) => onSettled(resolvedPromise(host, onFinally()), () => value),
    (reason) =>
      onSettled(resolvedPromise(host, onFinally()), () => {
        throw new Rejection(reason);
      }),
  );
}

/** Calls `reaction` when the promise settles, or now if it has settled. It must not run author code. */
function watch(promise: SandboxPromise, reaction: (settled: SandboxPromise) => void): void {
  if (promise.state === 'pending') promise.reactions.push(reaction);
  else reaction(promise);
  if (promise.state === 'rejected' && !promise.handled) promise.host.jobs.noteRejection(promise, undefined);
  promise.handled = true;
}

function settlers(promise: SandboxPromise): { resolve: Settle; reject: Settle } {
  let settled = false;
  return {
    resolve(value) {
      if (settled) return;
      settled = true;
      resolveWith(promise, value);
    },
    reject(reason) {
      if (settled) return;
      settled = true;
      settle(promise, 'rejected', reason);
    },
  };
}

function resolveWith(promise: SandboxPromise, value: Value): void {
  if (!(value instanceof SandboxPromise)) {
    settle(promise, 'fulfilled', value);
    return;
  }
  if (value === promise) {
    settle(
      promise,
      'rejected',
      new Opaque(new SandboxError('TypeError: A promise cannot be resolved with itself.')),
    );
    return;
  }
  const { resolve, reject } = settlers(promise);
  promise.host.jobs.enqueue(() => {
    onSettled(
      value,
      (result) => {
        resolve(result);
        return undefined;
      },
      (reason) => {
        reject(reason);
        return undefined;
      },
    );
  });
}

function settle(promise: SandboxPromise, state: 'fulfilled' | 'rejected', result: Value): void {
  promise.state = state;
  promise.result = result;
  const { reactions } = promise;
  promise.reactions = [];
  if (state === 'rejected' && !promise.handled) promise.host.jobs.noteRejection(promise, { value: result });
  for (const reaction of reactions) reaction(promise);
}

/** Gives a promise its own properties; a handler that is no function is dropped. */
function addMethods(promise: SandboxPromise): void {
  const handler = (value: Value): Handler | undefined =>
    value instanceof Func ? (input) => value.call([input]) : undefined;
  promise.own.set('then', new Func('', (args) => onSettled(promise, handler(args[0]), handler(args[1]))));
  promise.own.set('catch', new Func('', (args) => onSettled(promise, undefined, handler(args[0]))));
  promise.own.set(
    'finally',
    new Func('', ([onFinally]) =>
      onFinally instanceof Func ? finallyDo(promise, () => onFinally.call([])) : onSettled(promise),
    ),
  );
}
