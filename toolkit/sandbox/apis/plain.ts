/**
 * Sandbox values as plain data: what leaves a template for storage, JSON, logs, rows and events. Functions, promises and opaque
 * values do not leave (they become undefined); cycles stay cycles; integer-like keys get sorted, as native objects sort them.
 */
import { Dict, List, type Value } from '../interpreter/values.ts';

/** A plain deep copy. */
export function toPlain(value: Value, copies: Map<Value, unknown> = new Map()): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (copies.has(value)) return copies.get(value);
  if (value instanceof List) {
    const array: unknown[] = [];
    copies.set(value, array);
    for (const item of value.items) array.push(toPlain(item, copies));
    return array;
  }
  if (!(value instanceof Dict)) return undefined;
  const object: Record<string, unknown> = {};
  copies.set(value, object);
  for (const [key, item] of value.entries) if (key !== '__proto__') object[key] = toPlain(item, copies);
  return object;
}

/** A plain copy of an options argument: empty for anything that is not an object. */
export function optionsOf(value: Value): Record<string, unknown> {
  return value instanceof Dict ? (toPlain(value) as Record<string, unknown>) : {};
}

/** A plain value in a form that can be written as JSON: where a list or an object stands inside itself, the word for it. */
export function withoutCycles<T>(value: T, open: readonly unknown[] = []): T {
  if (typeof value !== 'object' || value === null) return value;
  if (open.includes(value)) return '(itself)' as T;
  const inside = [...open, value];
  if (Array.isArray(value)) return value.map((item) => withoutCycles(item, inside)) as T;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withoutCycles(item, inside)]),
  ) as T;
}
