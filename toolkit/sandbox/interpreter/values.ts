/**
 * The values of the sandbox and the conversions between them.
 *
 * Primitives are native. Lists, maps, functions, promises and opaque values are the classes below: nothing of the host's
 * prototypes is visible to sandboxed code. Their `toString` gives the sandbox's text, so that native operators convert them
 * as the sandbox does. Property access is in property.ts, methods are in methods-*.ts.
 */

import type { Closure } from './functions.ts';
import type { Jobs } from './jobs.ts';
import { MOST_ITEMS, shortEnough, textTooLong } from './lengths.ts';

export type Value =
  | undefined
  | null
  | boolean
  | number
  | string
  | List
  | Dict
  | Func
  | SandboxPromise
  | Opaque;
export type Primitive = undefined | null | boolean | number | string;
export type Reference = Exclude<Value, Primitive>;

/** What values that schedule work belong to. */
export interface Host {
  readonly jobs: Jobs;
}

/** An array of the sandbox. `items` may have holes; keys that are no index live in `side` and come before the indices. */
export class List {
  readonly items: Value[];
  side: Map<string, Value> | undefined = undefined;
  frozen = false;

  constructor(items: Value[] = []) {
    this.items = items;
  }

  toString(): string {
    return joinList(this, ',');
  }
}

/** An object of the sandbox: a map in insertion order, without a prototype. */
export class Dict {
  entries: Map<string, Value>;
  frozen = false;

  constructor(entries: Map<string, Value> = new Map()) {
    this.entries = entries;
  }

  toString(): string {
    return '[object Object]';
  }
}

/** A function, interpreted or native. `name` is its internal name, the text it converts to. */
export class Func {
  readonly name: string;
  readonly call: (args: Value[]) => Value;
  /** Own properties, created with the first write. */
  own: Map<string, Value> | undefined = undefined;
  frozen = false;
  /** Set for interpreted functions only: lets translated code call them without an argument list. */
  readonly closure: Closure | undefined;

  constructor(name: string, call: (args: Value[]) => Value, closure?: Closure) {
    this.name = name;
    this.call = call;
    this.closure = closure;
  }

  toString(): string {
    return this.name;
  }
}

/** A promise. Its states and reactions are in promise.ts; `own` holds then, catch and finally. */
export class SandboxPromise {
  readonly host: Host;
  own: Map<string, Value> = new Map();
  frozen = false;
  state: 'pending' | 'fulfilled' | 'rejected' = 'pending';
  result: Value = undefined;
  reactions: ((settled: SandboxPromise) => void)[] = [];
  handled = false;

  constructor(host: Host) {
    this.host = host;
  }

  toString(): string {
    return '[object Object]';
  }
}

/** A native value that sandboxed code can hold, compare and pass on, but not look into. */
export class Opaque {
  readonly native: object;

  constructor(native: object) {
    this.native = native;
  }

  toString(): string {
    return String(this.native);
  }
}

/**
 * What string methods need of a regular expression behind an opaque value. `exec` searches from an index of the text;
 * `groups[0]` is the whole match, groups that took no part are undefined.
 */
export interface RegexLike {
  readonly global: boolean;
  exec(
    text: string,
    from: number,
  ): { index: number; groups: (string | undefined)[]; named?: Record<string, string | undefined> } | null;
}

export function isReference(value: Value): value is Reference {
  return typeof value === 'object' && value !== null;
}

export function isDict(value: Value): value is Dict {
  return value instanceof Dict;
}

export function isList(value: Value): value is List {
  return value instanceof List;
}

/** A Dict of a plain record whose members are sandbox values already; the order of the record is kept. */
export function dictOf(record: Record<string, Value>): Dict {
  return new Dict(new Map(Object.entries(record)));
}

/** `typeof` as sandboxed code sees it. */
export function typeOf(value: Value): 'undefined' | 'object' | 'boolean' | 'number' | 'string' | 'function' {
  if (value instanceof Func) return 'function';
  return typeof value as 'undefined' | 'object' | 'boolean' | 'number' | 'string';
}

/** Lists being joined, outermost first: a list inside itself gives empty text. */
const joining: List[] = [];

/** Items seen since the outermost list; lists that hold others several times have more of them than anybody can wait for. */
let seen = 0;

/** Joins the items of a list; null, undefined and holes are empty text. */
export function joinList(list: List, separator: string): string {
  if (joining.includes(list)) return '';
  if (joining.length === 0) seen = 0;
  joining.push(list);
  try {
    const { items } = list;
    seen += items.length;
    if (seen > MOST_ITEMS) throw textTooLong();
    let text = '';
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      if (i > 0) text += separator;
      if (item !== undefined && item !== null) text += toText(item);
      shortEnough(text);
    }
    return text;
  } finally {
    joining.pop();
  }
}

/** The text of a value, as `'' + value` gives it in the sandbox. */
export function toText(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  return value.toString();
}

/** `Number(value)` of the sandbox. */
export function toNumber(value: Value): number {
  return typeof value === 'object' && value !== null ? Number(toText(value)) : Number(value);
}

export function toPrimitive(value: Value): Primitive {
  return typeof value === 'object' && value !== null ? toText(value) : value;
}

/** The `===` operator: opaque values are compared by what they wrap. */
export function strictEquals(left: Value, right: Value): boolean {
  if (left instanceof Opaque && right instanceof Opaque) return left.native === right.native;
  return left === right;
}

/** The `==` operator: an opaque value equals only an opaque value, other references equal a primitive by their text. */
export function looseEquals(left: Value, right: Value): boolean {
  if (isReference(left)) {
    if (isReference(right)) return strictEquals(left, right);
    if (right === null || right === undefined || left instanceof Opaque) return false;
    // biome-ignore lint/suspicious/noDoubleEquals: this is the loose operator
    return toText(left) == right;
  }
  if (isReference(right)) return looseEquals(right, left);
  // biome-ignore lint/suspicious/noDoubleEquals: this is the loose operator
  return left == right;
}
