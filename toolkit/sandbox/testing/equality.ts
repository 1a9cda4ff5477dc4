/** Equality of sandbox values as the Test API compares them, and their text in failure messages. */
import { Dict, Func, List, Opaque, SandboxPromise, toText, type Value } from '../interpreter/values.ts';

/** Deep equality: primitives by type and value (NaN equals itself), lists by items, objects by keys whatever their order. */
export function deepEquals(left: Value, right: Value): boolean {
  return compare(left, right, []);
}

function compare(left: Value, right: Value, open: [Value, Value][]): boolean {
  if (Object.is(left, right) || left === right) return true;
  if (left instanceof Opaque && right instanceof Opaque) return left.native === right.native;
  // Two cycles are equal if nothing else tells them apart.
  if (open.some(([a, b]) => a === left && b === right)) return true;
  const inside: [Value, Value][] = [...open, [left, right]];
  if (left instanceof List && right instanceof List)
    return (
      left.items.length === right.items.length &&
      left.items.every((item, index) => compare(item, right.items[index], inside)) &&
      sameEntries(left.side ?? new Map(), right.side ?? new Map(), inside)
    );
  if (left instanceof Dict && right instanceof Dict) return sameEntries(left.entries, right.entries, inside);
  return false;
}

function sameEntries(
  left: ReadonlyMap<string, Value>,
  right: ReadonlyMap<string, Value>,
  open: [Value, Value][],
): boolean {
  if (left.size !== right.size) return false;
  for (const [key, value] of left) if (!right.has(key) || !compare(value, right.get(key), open)) return false;
  return true;
}

/**
 * A value as a reader of a report wants it: close to source text, one line, cut after `most` characters. No more of it is looked at: a
 * list that holds another one twice, and so on, has no end that anybody sees.
 */
export function describe(value: Value, most = 2000): string {
  const text = write(value, [], { left: most });
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

/** @param room characters that may still be written; each value takes one at least */
function write(value: Value, open: Value[], room: { left: number }): string {
  if (room.left <= 0) return '…';
  room.left--;
  const text = writeSimple(value);
  if (text !== undefined) {
    room.left -= text.length;
    return text;
  }
  if (open.includes(value)) return '(itself)';
  const inside = [...open, value];
  if (value instanceof List) {
    const items = value.items.slice(0, room.left + 1);
    return `[${items.map((item) => write(item, inside, room)).join(', ')}]`;
  }
  const entries = [...(value as Dict).entries].slice(0, room.left + 1);
  return `{${entries.map(([key, item]) => `${/^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key)}: ${write(item, inside, room)}`).join(', ')}}`;
}

/** The text of a value that holds no others. */
function writeSimple(value: Value): string | undefined {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value);
  if (value instanceof List || value instanceof Dict) return undefined;
  if (value instanceof Func) return `function ${value.name}`.trimEnd();
  if (value instanceof SandboxPromise) return 'a promise';
  return `opaque ${toText(value)}`;
}
