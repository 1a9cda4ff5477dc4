/**
 * The border between sandboxed code and native code: deep copies in both directions, cycles kept, functions wrapped so that
 * either side can call them, promises connected.
 *
 * Left out: native getters are read once, symbols and bigints do not cross.
 */

import { asSandboxError } from './errors.ts';
import { defer, onSettled, rejectionReason } from './promise.ts';
import { indexOfKey } from './property.ts';
import { Dict, Func, type Host, List, Opaque, type Reference, SandboxPromise, type Value } from './values.ts';

type NativeFunction = (...args: unknown[]) => unknown;

/** An API function that takes and returns sandbox values without copying. It is frozen, as API functions are. */
export function raw(fn: (args: Value[]) => Value, name = ''): Func {
  const api = new Func(name, fn);
  api.frozen = true;
  return api;
}

/** True for values that are of the sandbox already and cross unchanged. */
export function isSandboxReference(value: unknown): value is Reference {
  return (
    value instanceof List ||
    value instanceof Dict ||
    value instanceof Func ||
    value instanceof SandboxPromise ||
    value instanceof Opaque
  );
}

/**
 * A native deep copy of a sandbox value. Integer-like keys of maps get sorted, as native objects sort them; a key `__proto__`
 * is lost; opaque values are unwrapped.
 */
export function toNative(value: Value): unknown {
  return copyOut(value, { seen: undefined, unwrap: true });
}

/** The same without opaque values, which become undefined: what leaves a template as plain data. */
export function toPlainNative(value: Value): unknown {
  return copyOut(value, { seen: undefined, unwrap: false });
}

/**
 * A deep copy of a native value for sandboxed code. Plain objects become maps, arrays lists, functions wrapped functions,
 * promises and other thenables promises of the host's queue, every other object an opaque value.
 */
export function toSandbox(native: unknown, host?: Host): Value {
  return copyIn(native, host, undefined);
}

/** A frozen Dict of an API object such as Math: each member is wrapped or, if it is a sandbox value, kept. */
export function apiObject(members: Record<string, unknown>, host?: Host): Dict {
  const dict = new Dict();
  for (const [name, member] of Object.entries(members)) dict.entries.set(name, toSandbox(member, host));
  dict.frozen = true;
  return dict;
}

/** One copy on its way out: the references copied so far, and whether opaque values are unwrapped. */
interface Way {
  seen: Map<object, unknown> | undefined;
  readonly unwrap: boolean;
}

function copyOut(value: Value, way: Way): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Opaque) return way.unwrap ? value.native : undefined;
  way.seen ??= new Map();
  if (way.seen.has(value)) return way.seen.get(value);
  if (value instanceof List) {
    // Holes at the end are lost: only what is present is written.
    const array: unknown[] = [];
    way.seen.set(value, array);
    value.items.forEach((item, index) => {
      array[index] = copyOut(item, way);
    });
    copyProperties(value.side, array, way);
    return array;
  }
  const copy =
    value instanceof Func
      ? nativeFunction(value)
      : value instanceof SandboxPromise
        ? nativePromise(value)
        : {};
  way.seen.set(value, copy);
  if (!(value instanceof SandboxPromise))
    copyProperties(value instanceof Func ? value.own : value.entries, copy, way);
  return copy;
}

function copyProperties(from: Map<string, Value> | undefined, to: object, way: Way): void {
  if (!from) return;
  for (const [key, item] of from) if (key !== '__proto__') Reflect.set(to, key, copyOut(item, way));
}

function nativeFunction(fn: Func): NativeFunction {
  const host = fn.closure?.state.host;
  return (...args) => toNative(fn.call(args.map((arg) => toSandbox(arg, host))));
}

function nativePromise(promise: SandboxPromise): Promise<unknown> {
  return new Promise((resolve, reject) => {
    onSettled(
      promise,
      (value) => {
        resolve(toNative(value));
        return undefined;
      },
      (reason) => {
        reject(toNative(reason));
        return undefined;
      },
    );
  });
}

function copyIn(native: unknown, host: Host | undefined, seen: Map<object, Value> | undefined): Value {
  switch (typeof native) {
    case 'string':
    case 'number':
    case 'boolean':
      return native;
    case 'function':
      return sandboxFunction(native as NativeFunction, host);
    case 'object':
      break;
    default:
      return undefined;
  }
  if (native === null) return null;
  if (isSandboxReference(native)) return native;
  const known = seen?.get(native);
  if (known !== undefined) return known;
  const copies = seen ?? new Map<object, Value>();
  if (Array.isArray(native)) {
    const list = new List();
    copies.set(native, list);
    native.forEach((item, index) => {
      list.items[index] = copyIn(item, host, copies);
    });
    for (const key of Object.keys(native)) {
      if (indexOfKey(key) !== -1) continue;
      list.side ??= new Map();
      list.side.set(key, copyIn((native as unknown as Record<string, unknown>)[key], host, copies));
    }
    return list;
  }
  if (isThenable(native)) {
    const promise = host ? sandboxPromise(native, host) : new Opaque(native);
    copies.set(native, promise);
    return promise;
  }
  const prototype: unknown = Object.getPrototypeOf(native);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return new Opaque(native);
  const dict = new Dict();
  copies.set(native, dict);
  for (const key of Object.keys(native)) {
    dict.entries.set(key, copyIn((native as Record<string, unknown>)[key], host, copies));
  }
  return dict;
}

/** A function over a native one: arguments go out as copies, the result comes in as a copy, own properties are copied once. */
function sandboxFunction(native: NativeFunction, host: Host | undefined): Func {
  const fn = new Func('', (args) => {
    let result: unknown;
    try {
      result = native(...args.map((arg) => toNative(arg)));
    } catch (error) {
      throw asSandboxError(error);
    }
    return toSandbox(result, host);
  });
  for (const key of Object.keys(native)) {
    fn.own ??= new Map();
    fn.own.set(key, toSandbox((native as unknown as Record<string, unknown>)[key], host));
  }
  return fn;
}

interface Thenable {
  then(onFulfilled: (value: unknown) => void, onRejected: (reason: unknown) => void): unknown;
}

function isThenable(native: object): native is Thenable {
  return typeof (native as Partial<Thenable>).then === 'function';
}

/** Follows a native promise. It settles in a turn of the host's own loop, so the queue is drained there. */
function sandboxPromise(native: Thenable, host: Host): SandboxPromise {
  const { promise, resolve, reject } = defer(host);
  native.then(
    (value) => {
      resolve(toSandbox(value, host));
      host.jobs.drain();
    },
    (reason) => {
      reject(reason instanceof Error ? rejectionReason(reason) : toSandbox(reason, host));
      host.jobs.drain();
    },
  );
  return promise;
}
