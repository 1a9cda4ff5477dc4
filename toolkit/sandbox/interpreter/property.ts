/**
 * Reading, writing and listing properties.
 *
 * An index of a list is a non-negative whole number or its decimal text; every other key of a list goes to its side map. Only
 * `length` and indices can be read of strings, nothing of numbers and booleans; methods are no properties.
 */

import { SandboxError } from './errors.ts';
import { listTooLong, MOST_ITEMS } from './lengths.ts';
import { Dict, Func, List, SandboxPromise, toText, type Value } from './values.ts';

const NO_INDEX = -1;

/** The index that a key of a list or string means, or -1: a whole number that is not negative, or its exact decimal text. */
export function indexOfKey(key: Value): number {
  if (typeof key === 'number') return key >= 0 && Number.isInteger(key) ? key : NO_INDEX;
  if (typeof key !== 'string') return NO_INDEX;
  // The text NaN passes Google's test for an index; as one it is a property nobody lists.
  if (key === 'NaN') return Number.NaN;
  const index = Number(key);
  const canonical = index >= 0 && index < 1e21 && Number.isInteger(index) && String(index) === key;
  return canonical ? index : NO_INDEX;
}

/** The map of own named properties of a value, if it has one now. */
export function ownMap(value: Value): Map<string, Value> | undefined {
  if (value instanceof Dict) return value.entries;
  if (value instanceof Func || value instanceof SandboxPromise) return value.own;
  if (value instanceof List) return value.side;
  return undefined;
}

/** `target[key]` for every target but null and undefined. Only the text itself is `length`, not a list that holds it. */
export function readProperty(target: Exclude<Value, null | undefined>, key: Value): Value {
  if (target instanceof List) {
    const index = indexOfKey(key);
    if (index !== NO_INDEX) return target.items[index];
    return key === 'length' ? target.items.length : target.side?.get(toText(key));
  }
  if (typeof target === 'string') {
    const index = indexOfKey(key);
    if (index !== NO_INDEX) return target[index];
    return key === 'length' ? target.length : undefined;
  }
  return ownMap(target)?.get(toText(key));
}

/** The error of reading a property of null or undefined. */
export function unreadable(target: null | undefined, key: Value): SandboxError {
  return new SandboxError(`TypeError: Cannot read properties of ${target} (reading '${toText(key)}')`);
}

/** `target[key] = value`; frozen targets, promises, opaque values and primitives ignore it. */
export function writeProperty(target: Value, key: Value, value: Value): void {
  if (target === null || target === undefined) {
    throw new SandboxError(`TypeError: Can't set property ${toText(key)} of ${target}.`);
  }
  if (target instanceof List) {
    writeList(target, key, value);
    return;
  }
  if (target instanceof Dict) {
    if (!target.frozen) target.entries.set(toText(key), value);
    return;
  }
  if (target instanceof Func) {
    if (target.frozen) return;
    target.own ??= new Map();
    target.own.set(toText(key), value);
  }
}

/** Writing goes by the text of the key, reading by the key itself: `x[[1]] = v` writes index 1, `x[[1]]` reads a side key. */
function writeList(list: List, key: Value, value: Value): void {
  if (list.frozen) return;
  const name = toText(key);
  const index = indexOfKey(name);
  if (index !== NO_INDEX) {
    // From 2^32 - 1 on, a number is no index of a native array and makes none longer.
    if (index >= MOST_ITEMS && index < 2 ** 32 - 1) throw listTooLong();
    list.items[index] = value;
    return;
  }
  if (name === 'length') {
    setLength(list, value);
    return;
  }
  list.side ??= new Map();
  list.side.set(name, value);
}

function setLength(list: List, value: Value): void {
  const length = indexOfKey(value);
  if (length === NO_INDEX) throw new SandboxError('RangeError: Length property must be a valid integer.');
  if (!(length <= MOST_ITEMS)) throw listTooLong();
  list.items.length = length;
}

/** True if `key` is an own property; `length` is none. */
export function hasOwn(target: Value, key: Value): boolean {
  if (target instanceof List) {
    const index = indexOfKey(key);
    if (index !== NO_INDEX) return index in target.items;
  }
  return ownMap(target)?.has(toText(key)) ?? false;
}

/** The own keys, as `for … in` and `Object.keys` give them: named ones first, then indices as text. */
export function ownKeys(target: Value): string[] {
  const keys = [...(ownMap(target)?.keys() ?? [])];
  if (target instanceof List) {
    // Beyond the indices of native arrays a number is stored, but not listed.
    for (const index of Object.keys(target.items)) if (Number(index) < target.items.length) keys.push(index);
  }
  if (typeof target === 'string') for (let i = 0; i < target.length; i++) keys.push(String(i));
  return keys;
}

/** Removes a property, as `Object.delete` does: true for every unfrozen map. */
export function deleteProperty(target: Value, key: Value): boolean {
  if (!(target instanceof Dict) || target.frozen) return false;
  target.entries.delete(toText(key));
  return true;
}
