/**
 * The border between sandboxed code and native code: deep copies in both directions, cycles kept, functions wrapped so that
 * either side can call them, promises connected.
 *
 * Left out: native getters are read once, symbols and bigints do not cross.
 */

import { asSandboxError } from './errors.ts';
import { listTooLong, MOST_ITEMS, MOST_LEVELS, tooManyLevels } from './lengths.ts';
import { defer, onSettled, rejectionReason } from './promise.ts';
import { indexOfKey } from './property.ts';
import {
  Dict,
  Func,
  type Host,
  List,
  Opaque,
  type Reference,
  SandboxPromise,
  toText,
  type Value,
} from './values.ts';

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
  return copyOut(value, { seen: undefined, level: 0 });
}

/**
 * The same for native code that makes a text or a number of it. Throws for a list whose text would be too long: lists that
 * hold others several times come to texts that no engine ends in making.
 */
export function toConvertible(value: Value): unknown {
  if (value instanceof List) toText(value);
  return toNative(value);
}

/**
 * A deep copy of a native value for sandboxed code. Plain objects become maps, arrays lists, functions wrapped functions,
 * promises and other thenables promises of the host's queue, every other object an opaque value.
 */
export function toSandbox(native: unknown, host?: Host): Value {
  return copyIn(native, host, { seen: undefined, level: 0 });
}

/** A frozen Dict of an API object such as Math: each member is wrapped or, if it is a sandbox value, kept. */
export function apiObject(members: Record<string, unknown>, host?: Host): Dict {
  const dict = new Dict();
  for (const [name, member] of Object.entries(members)) dict.entries.set(name, toSandbox(member, host));
  dict.frozen = true;
  return dict;
}

/** One copy on its way: the references copied so far, and how many levels deep it is. */
interface Way<Copy> {
  seen: Map<object, Copy> | undefined;
  level: number;
}

/** Goes one level deeper, as deep as is allowed. */
function enterLevel(way: Way<unknown> | Way<Value>): void {
  if (++way.level > MOST_LEVELS) throw tooManyLevels();
}

function copyOut(value: Value, way: Way<unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Opaque) return value.native;
  way.seen ??= new Map();
  if (way.seen.has(value)) return way.seen.get(value);
  enterLevel(way);
  const copy = copyReference(value, way, way.seen);
  way.level--;
  return copy;
}

function copyReference(
  value: Exclude<Reference, Opaque>,
  way: Way<unknown>,
  seen: Map<object, unknown>,
): unknown {
  if (value instanceof List) {
    // Holes at the end are lost: only what is present is written.
    const array: unknown[] = [];
    seen.set(value, array);
    const { items } = value;
    for (let i = 0; i < items.length; i++) if (i in items) array[i] = copyOut(items[i], way);
    copyProperties(value.side, array, way);
    return array;
  }
  if (value instanceof SandboxPromise) {
    const promise = nativePromise(value, seen);
    seen.set(value, promise);
    return promise;
  }
  const copy = value instanceof Func ? nativeFunction(value) : {};
  seen.set(value, copy);
  copyProperties(value instanceof Func ? value.own : value.entries, copy, way);
  return copy;
}

function copyProperties(from: Map<string, Value> | undefined, to: object, way: Way<unknown>): void {
  if (!from) return;
  for (const [key, item] of from) if (key !== '__proto__') Reflect.set(to, key, copyOut(item, way));
}

function nativeFunction(fn: Func): NativeFunction {
  const host = fn.closure?.state.host;
  return (...args) => toNative(fn.call(args.map((arg) => toSandbox(arg, host))));
}

/** Settles with a copy. What holds the promise itself has been copied with it, else the copies would never end. */
function nativePromise(promise: SandboxPromise, seen: Map<object, unknown>): Promise<unknown> {
  const native = new Promise((resolve, reject) => {
    const copied = (value: Value): unknown => copyOut(value, { seen, level: 0 });
    onSettled(
      promise,
      (value) => {
        resolve(copied(value));
        return undefined;
      },
      (reason) => {
        reject(copied(reason));
        return undefined;
      },
    );
  });
  // Most native code does not look at it, and a rejection that nobody handles ends all of Node.
  native.catch(() => undefined);
  return native;
}

function copyIn(native: unknown, host: Host | undefined, way: Way<Value>): Value {
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
  const known = way.seen?.get(native);
  if (known !== undefined) return known;
  way.seen ??= new Map();
  enterLevel(way);
  const copy = copyObject(native, host, way, way.seen);
  way.level--;
  return copy;
}

function copyObject(
  native: object,
  host: Host | undefined,
  way: Way<Value>,
  seen: Map<object, Value>,
): Value {
  const member = (key: string): Value => copyIn((native as Record<string, unknown>)[key], host, way);
  if (Array.isArray(native)) {
    if (native.length > MOST_ITEMS) throw listTooLong();
    const list = new List();
    seen.set(native, list);
    for (let i = 0; i < native.length; i++) if (i in native) list.items[i] = copyIn(native[i], host, way);
    for (const key of Object.keys(native)) {
      if (indexOfKey(key) !== -1) continue;
      list.side ??= new Map();
      list.side.set(key, member(key));
    }
    return list;
  }
  if (isThenable(native)) {
    const promise = host ? sandboxPromise(native, host) : new Opaque(native);
    seen.set(native, promise);
    return promise;
  }
  const prototype: unknown = Object.getPrototypeOf(native);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return new Opaque(native);
  const dict = new Dict();
  seen.set(native, dict);
  for (const key of Object.keys(native)) dict.entries.set(key, member(key));
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
  const settle = (how: () => void): void => {
    try {
      how();
    } catch (error) {
      // What cannot be copied; thrown from here it would end all of Node.
      reject(rejectionReason(error));
    }
    host.jobs.drain();
  };
  native.then(
    (value) => settle(() => resolve(toSandbox(value, host))),
    (reason) =>
      settle(() => reject(reason instanceof Error ? rejectionReason(reason) : toSandbox(reason, host))),
  );
  return promise;
}
