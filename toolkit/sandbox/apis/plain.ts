/**
 * Sandbox values as plain data: what leaves a template for storage, JSON, logs, rows and events. Functions, promises and opaque
 * values do not leave (they become undefined); cycles stay cycles; integer-like keys get sorted, as native objects sort them.
 */
import { MOST_CHARACTERS, MOST_LEVELS, textTooLong, tooManyLevels } from '../interpreter/lengths.ts';
import { Dict, List, type Value } from '../interpreter/values.ts';

/** A plain deep copy; throws for what is nested more than MOST_LEVELS deep. */
export function toPlain(value: Value, copies: Map<Value, unknown> = new Map(), level = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (copies.has(value)) return copies.get(value);
  if (level === MOST_LEVELS) throw tooManyLevels();
  if (value instanceof List) {
    const array: unknown[] = [];
    copies.set(value, array);
    for (const item of value.items) array.push(toPlain(item, copies, level + 1));
    return array;
  }
  if (!(value instanceof Dict)) return undefined;
  const object: Record<string, unknown> = {};
  copies.set(value, object);
  for (const [key, item] of value.entries)
    if (key !== '__proto__') object[key] = toPlain(item, copies, level + 1);
  return object;
}

/** A plain copy of an options argument: empty for anything that is not an object. */
export function optionsOf(value: Value): Record<string, unknown> {
  return value instanceof Dict ? (toPlain(value) as Record<string, unknown>) : {};
}

/** The JSON of a value; undefined where it has none. Throws as jsonText does. */
export const jsonOf = (value: Value): string | undefined => jsonText(toPlain(value));

/**
 * The JSON of plain data. Throws for what holds itself, and for what would be longer than a text can be: a list that holds
 * one other list twice doubles it with every level.
 */
export function jsonText(plain: unknown): string | undefined {
  if (charactersOf(plain) > MOST_CHARACTERS) throw textTooLong();
  return JSON.stringify(plain);
}

/** A lower bound for the length of the JSON. Each object is looked at once; what an open one comes to is not asked for. */
export function charactersOf(plain: unknown, known: Map<object, number> = new Map()): number {
  if (typeof plain === 'string') return plain.length;
  if (typeof plain !== 'object' || plain === null) return 1;
  const before = known.get(plain);
  if (before !== undefined) return before;
  known.set(plain, 0);
  let characters = 2;
  for (const item of Object.values(plain)) characters += 1 + charactersOf(item, known);
  known.set(plain, characters);
  return characters;
}

/** Most values that are shown of a whole. */
const MOST_SHOWN = 100_000;

/** Most characters that its texts have together. */
export const MOST_TEXT = 2 ** 23;

/**
 * A plain value in a form that can be written as JSON: `(itself)` where a list or an object stands inside itself, and
 * `(and more)` after more values, levels or characters than anybody reads.
 */
export function withoutCycles<T>(value: T): T {
  const open = new Set<unknown>();
  let shown = 0;
  let text = 0;
  const copy = (plain: unknown): unknown => {
    if (typeof plain === 'string') {
      const room = MOST_TEXT - text;
      text += Math.min(plain.length, room);
      return plain.length > room ? `${plain.slice(0, room)}(and more)` : plain;
    }
    if (typeof plain !== 'object' || plain === null) return plain;
    if (open.has(plain)) return '(itself)';
    if (open.size > 2 * MOST_LEVELS || shown > MOST_SHOWN) return '(and more)';
    open.add(plain);
    const entries = Object.entries(plain).map(([key, item]): [string, unknown] => {
      shown++;
      return [key, copy(item)];
    });
    open.delete(plain);
    return Array.isArray(plain) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
  };
  return copy(value) as T;
}
