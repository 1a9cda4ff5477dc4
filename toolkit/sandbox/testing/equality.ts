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
 * A value as a reader of a report wants it: close to source text, one line, cut after `most` characters. What comes after them is not
 * looked at: a list that holds another one twice, which holds another one twice, and so on, would never be written whole.
 */
export function describe(value: Value, most = 2000): string {
  let room = most;
  /** Of a text as much as there is room for, and one character by which it is seen to be cut. */
  const start = (text: string): string => {
    const first = text.slice(0, Math.max(room, 0) + 1);
    room -= first.length;
    return first;
  };
  const write = (part: Value, open: readonly Value[]): string => {
    if (room <= 0) return '…';
    if (typeof part === 'string') return JSON.stringify(start(part));
    if (!(part instanceof List || part instanceof Dict)) return start(simpleText(part));
    if (open.includes(part)) return '(itself)';
    const inside = [...open, part];
    // Its bracket: lists without anything in them come to an end too.
    room--;
    if (part instanceof List) {
      const items = part.items.slice(0, room + 1).map((item) => write(item, inside));
      return `[${items.join(', ')}]`;
    }
    const entries = [...part.entries]
      .slice(0, room + 1)
      .map(
        ([key, item]) => `${isName(key) ? start(key) : JSON.stringify(start(key))}: ${write(item, inside)}`,
      );
    return `{${entries.join(', ')}}`;
  };
  const text = write(value, []);
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

const isName = (key: string): boolean => /^[A-Za-z_]\w*$/.test(key);

function simpleText(value: Value): string {
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value);
  if (value instanceof Func) return `function ${value.name}`.trimEnd();
  if (value instanceof SandboxPromise) return 'a promise';
  return `opaque ${toText(value)}`;
}
