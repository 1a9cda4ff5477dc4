/**
 * The methods of lists (Standard library, Array), each as `(list, args) => value`.
 *
 * Callbacks get value, index and list; a `this` argument is ignored; holes are skipped and what is added during the walk is
 * not visited. Results are new lists without side keys.
 */

import { SandboxError } from './errors.ts';
import { callBack } from './functions.ts';
import { hasOwn } from './property.ts';
import { Func, joinList, List, strictEquals, toNumber, toText, type Value } from './values.ts';

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
  visit: (result: Value, index: number, value: Value) => boolean,
): void {
  const { items } = list;
  const { length } = items;
  for (let i = 0; i < length; i++) {
    if (!(i in items)) continue;
    const value = items[i];
    if (!visit(callBack(callbackOf(args, method), value, i, list), i, value)) return;
  }
}

/** The items with holes filled by undefined. */
function dense(items: readonly Value[], start?: Value, end?: Value): Value[] {
  const copy = items.slice(start as number, end as number);
  for (let i = 0; i < copy.length; i++) if (!(i in copy)) copy[i] = undefined;
  return copy;
}

function concat(list: List, args: Value[]): List {
  const items = dense(list.items);
  for (const arg of args) {
    if (arg instanceof List) for (const item of dense(arg.items)) items.push(item);
    else items.push(arg);
  }
  return new List(items);
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

function filter(list: List, args: Value[]): List {
  const kept: Value[] = [];
  walk(list, args, 'filter', (result, _index, value) => {
    if (result) kept.push(value);
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
  return new List(mapped);
}

function indexOf({ items }: List, [wanted, from]: Value[]): number {
  const start = wholeNumber(from, 0);
  for (let i = start < 0 ? Math.max(items.length + start, 0) : start; i < items.length; i++) {
    if (i in items && strictEquals(items[i], wanted)) return i;
  }
  return -1;
}

/** A start of `undefined` counts as none. */
function lastIndexOf({ items }: List, [wanted, from]: Value[]): number {
  const start = wholeNumber(from, items.length - 1);
  for (let i = start < 0 ? items.length + start : Math.min(start, items.length - 1); i >= 0; i--) {
    if (i in items && strictEquals(items[i], wanted)) return i;
  }
  return -1;
}

function wholeNumber(value: Value, otherwise: number): number {
  return value === undefined ? otherwise : Math.trunc(toNumber(value)) || 0;
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
  const [comparator] = args;
  if (comparator === undefined) list.items.sort(byText);
  else list.items.sort((a, b) => toNumber(callbackOf(args, 'sort').call([a, b])));
  return list;
}

function byText(a: Value, b: Value): number {
  const left = toText(a);
  const right = toText(b);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** One argument removes to the end, and so does a count of `undefined` unless something is to be inserted. */
function splice({ items }: List, args: Value[]): List {
  const [start, count, ...added] = args;
  const from = wholeNumber(start, 0);
  const removed =
    count === undefined && added.length === 0
      ? items.splice(from)
      : items.splice(from, toNumber(count) || 0, ...added);
  return new List(removed);
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
  ['join', (list, [separator]) => joinList(list, separator === undefined ? ',' : toText(separator))],
  ['lastIndexOf', lastIndexOf],
  ['map', map],
  ['pop', changing((list) => list.items.pop())],
  ['push', changing((list, args) => list.items.push(...args))],
  ['reduce', (list, args) => fold(list, args, 1, 'Reduce')],
  ['reduceRight', (list, args) => fold(list, args, -1, 'ReduceRight')],
  [
    'reverse',
    changing((list) => {
      list.items.reverse();
      return list;
    }),
  ],
  ['shift', changing((list) => list.items.shift())],
  ['slice', (list, [start, end]) => new List(dense(list.items, start, end))],
  ['some', some],
  ['sort', changing(sort)],
  ['splice', changing(splice)],
  ['toString', (list) => joinList(list, ',')],
  ['unshift', changing((list, args) => list.items.unshift(...args))],
]);

/** Freezes a value in the sense of `Object.freeze`: writes are ignored from now on. */
export function freezeList(list: List): void {
  list.frozen = true;
  Object.freeze(list.items);
}
