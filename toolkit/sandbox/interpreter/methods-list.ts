/**
 * The methods of lists (Standard library, Array), each as `(list, args) => value`.
 *
 * Callbacks get value, index and list; a `this` argument is ignored; holes are skipped and what is added during the walk is
 * not visited. Results are new lists without side keys.
 */

import { SandboxError } from './errors.ts';
import { callBack } from './functions.ts';
import { listTooLong, MOST_CHARACTERS, MOST_ITEMS, textTooLong } from './lengths.ts';
import { hasOwn } from './property.ts';
import { Func, joinList, List, toNumber, toText, type Value } from './values.ts';

export type ListMethod = (list: List, args: Value[]) => Value;

/** The callback of a method; asked for only when there is an element to give it. */
function callbackOf(args: readonly Value[], method: string): Func {
  const [callback] = args;
  if (callback instanceof Func) return callback;
  throw new SandboxError(`TypeError: The callback of ${method} is not a function.`, false);
}

/** Visits the elements there were at the start; `visit` may end the walk with false. */
function walk(
  list: List,
  args: Value[],
  method: string,
  visit: (result: Value, index: number) => boolean,
): void {
  const { items } = list;
  const { length } = items;
  for (let i = 0; i < length; i++) {
    if (!(i in items)) continue;
    if (!visit(callBack(callbackOf(args, method), items[i], i, list), i)) return;
  }
}

/** A list of native items. Holes at the end are lost, as in every list that is made of a native array. */
export function listOfItems(items: Value[]): List {
  let { length } = items;
  while (length > 0 && !(length - 1 in items)) length--;
  items.length = length;
  return new List(items);
}

/** Appends items with holes filled by undefined. */
function append(target: Value[], items: readonly Value[]): void {
  if (target.length + items.length > MOST_ITEMS) throw listTooLong();
  for (let i = 0; i < items.length; i++) target.push(items[i]);
}

function concat(list: List, args: Value[]): List {
  const items: Value[] = [];
  append(items, list.items);
  for (const arg of args) {
    if (arg instanceof List) append(items, arg.items);
    else append(items, [arg]);
  }
  return new List(items);
}

/** Positions are not rounded: what lies between two indices is undefined. */
function slice({ items }: List, [start, end]: Value[]): List {
  const { length } = items;
  const position = (value: Value, otherwise: number): number => {
    if (value === undefined) return otherwise;
    const number = toNumber(value);
    if (number >= 0) return Math.min(number, length);
    // Counting from the end takes a number: anything else would be joined to the length as text.
    return typeof value === 'number' ? Math.max(length + number, 0) : Number.NaN;
  };
  const last = position(end, length);
  const part: Value[] = [];
  for (let i = position(start, 0); i < last; i++) part.push(items[i]);
  return new List(part);
}

function every(list: List, args: Value[]): boolean {
  let all = true;
  walk(list, args, 'every', (result) => {
    all = Boolean(result);
    return all;
  });
  return all;
}

function some(list: List, args: Value[]): boolean {
  let any = false;
  walk(list, args, 'some', (result) => {
    any = Boolean(result);
    return !any;
  });
  return any;
}

/** What is kept is what stands at the index after the callback, not what the callback was given. */
function filter(list: List, args: Value[]): List {
  const kept: Value[] = [];
  walk(list, args, 'filter', (result, index) => {
    if (result) kept.push(list.items[index]);
    return true;
  });
  return new List(kept);
}

function map(list: List, args: Value[]): List {
  const mapped: Value[] = [];
  walk(list, args, 'map', (result, index) => {
    mapped[index] = result;
    return true;
  });
  return listOfItems(mapped);
}

/** The start is not rounded, opaque values are compared as they are. */
function indexOf({ items }: List, [wanted, from]: Value[]): number {
  const start = from === undefined ? 0 : toNumber(from);
  for (let i = start < 0 ? Math.max(items.length + start, 0) : start; i < items.length; i++) {
    if (items[i] === wanted && i in items) return i;
  }
  return -1;
}

/** A start of `undefined` counts as none; only a number counts from the end. */
function lastIndexOf({ items }: List, [wanted, from]: Value[]): number {
  const last = items.length - 1;
  let start = from === undefined ? last : Math.min(toNumber(from), last);
  if (start < 0) start = typeof from === 'number' ? items.length + start : -1;
  for (let i = start; i >= 0; i--) {
    if (items[i] === wanted && i in items) return i;
  }
  return -1;
}

/** Only the list itself may be nested in itself here: each item has a text of its own. */
function join({ items }: List, [separator]: Value[]): string {
  const between = separator === undefined ? ',' : toText(separator);
  const texts: string[] = [];
  let length = between.length * Math.max(items.length - 1, 0);
  for (const item of items) {
    const text = item === undefined || item === null ? '' : toText(item);
    texts.push(text);
    length += text.length;
    if (length > MOST_CHARACTERS) throw textTooLong();
  }
  return texts.join(between);
}

/** An initial value of `undefined` counts as none. `step` is 1 from the left, -1 from the right. */
function fold(list: List, args: Value[], step: 1 | -1, name: string): Value {
  const { items } = list;
  const { length } = items;
  let index = step === 1 ? 0 : length - 1;
  let [, result] = args;
  if (result === undefined) {
    while (index >= 0 && index < length && !(index in items)) index += step;
    if (index < 0 || index >= length) throw new SandboxError(`TypeError: ${name} on List with no elements.`);
    result = items[index];
    index += step;
  }
  for (; index >= 0 && index < length; index += step) {
    if (index in items) result = callbackOf(args, name).call([result, items[index], index, list]);
  }
  return result;
}

function sort(list: List, args: Value[]): List {
  if (list.frozen) return list;
  const [comparator] = args;
  if (comparator === undefined) list.items.sort();
  else list.items.sort((a, b) => toNumber(callbackOf(args, 'sort').call([a, b])));
  return list;
}

/** Reverses what lies before the holes at the end, in place: a walk that is under way sees it. */
function reverse(list: List): List {
  if (list.frozen) return list;
  const { items } = list;
  const reversed = listOfItems(items.slice()).items.reverse();
  for (let i = 0; i < reversed.length; i++) {
    if (i in reversed) items[i] = reversed[i];
    else delete items[i];
  }
  return list;
}

/** One argument removes to the end, and so does a count of `undefined` unless something is to be inserted. */
function splice(list: List, args: Value[]): List {
  const { items } = list;
  const [start, count, ...added] = args;
  roomFor(added.length, list);
  const from = toNumber(start);
  return listOfItems(
    count === undefined && added.length === 0
      ? items.splice(from)
      : items.splice(from, toNumber(count || 0), ...added),
  );
}

/** Refuses to add so many items. */
function roomFor(count: number, { items }: List): void {
  if (items.length + count > MOST_ITEMS) throw listTooLong();
}

/** Changes the items of a list; those of a frozen list are natively frozen, and the native error says what was tried. */
function changing<T extends Value>(change: (list: List, args: Value[]) => T): ListMethod {
  return (list, args) => {
    if (!list.frozen) return change(list, args);
    try {
      return change(list, args);
    } catch (error) {
      if (error instanceof SandboxError) throw error;
      throw new SandboxError(error instanceof Error ? error.message : String(error), false);
    }
  };
}

export const LIST_METHODS: ReadonlyMap<string, ListMethod> = new Map<string, ListMethod>([
  ['concat', concat],
  ['every', every],
  ['filter', filter],
  [
    'forEach',
    (list, args) => {
      walk(list, args, 'forEach', () => true);
      return undefined;
    },
  ],
  ['hasOwnProperty', (list, [key]) => hasOwn(list, key)],
  ['indexOf', indexOf],
  ['join', join],
  ['lastIndexOf', lastIndexOf],
  ['map', map],
  ['pop', changing((list) => list.items.pop())],
  [
    'push',
    changing((list, args) => {
      roomFor(args.length, list);
      return list.items.push(...args);
    }),
  ],
  ['reduce', (list, args) => fold(list, args, 1, 'Reduce')],
  ['reduceRight', (list, args) => fold(list, args, -1, 'ReduceRight')],
  ['reverse', reverse],
  ['shift', changing((list) => list.items.shift())],
  ['slice', slice],
  ['some', some],
  ['sort', sort],
  ['splice', changing(splice)],
  ['toString', (list) => joinList(list, ',')],
  [
    'unshift',
    changing((list, args) => {
      roomFor(args.length, list);
      return list.items.unshift(...args);
    }),
  ],
]);

/** Freezes a value in the sense of `Object.freeze`: writes are ignored from now on. */
export function freezeList(list: List): void {
  list.frozen = true;
  Object.freeze(list.items);
}
