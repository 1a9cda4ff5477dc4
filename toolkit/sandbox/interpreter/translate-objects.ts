/** Literals of lists and maps, reading and writing of properties. */

import { type Node, operation, refund, type Site } from './counting.ts';
import { SandboxError } from './errors.ts';
import type { Run, State } from './frames.ts';
import { MOST_ITEMS } from './lengths.ts';
import { readProperty, unreadable, writeProperty } from './property.ts';
import type { Handler, Handlers } from './translate.ts';
import { Dict, List, toText, type Value } from './values.ts';

const createList: Handler = (t, items) => {
  const nodes = items.map((item) => t.node(item));
  return operation(nodes, undefined, (runs) => listOf(runs));
};

function listOf(runs: readonly Run[]): Run {
  const values = valuesOf(runs);
  return (f, s) => new List(values(f, s));
}

/** Evaluates several operands into an array. */
export function valuesOf(runs: readonly Run[]): (...args: Parameters<Run>) => Value[] {
  const [a, b, c] = runs;
  if (!a) return () => [];
  if (!b) return (f, s) => [a(f, s)];
  if (!c) return (f, s) => [a(f, s), b(f, s)];
  if (runs.length === 3) return (f, s) => [a(f, s), b(f, s), c(f, s)];
  return (f, s) => {
    const values: Value[] = [];
    for (let i = 0; i < runs.length; i++) values.push(runs[i]!(f, s));
    return values;
  };
}

/** Keys and values in turn; a last key without a value is dropped unevaluated. */
const createMap: Handler = (t, operands) => {
  const nodes = operands.slice(0, operands.length & ~1).map((operand) => t.node(operand));
  return operation(nodes, undefined, (runs) => (f, s) => {
    const entries = new Map<string, Value>();
    for (let i = 0; i < runs.length; i += 2) {
      const key = toText(runs[i]!(f, s));
      entries.set(key, runs[i + 1]!(f, s));
    }
    return new Dict(entries);
  });
};

/** Reads a property the long way; errors get their position here. */
function read(target: Value, key: Value, state: State, site: Site): Value {
  if (target === null || target === undefined) {
    refund(state, site);
    const error = unreadable(target, key);
    error.position = site.position;
    throw error;
  }
  return readProperty(target, key);
}

const getProperty: Handler = (t, [target, key]) => {
  const site = t.site();
  const object = t.node(target);
  const name = t.node(key);
  return operation([object, name], site, ([run, nameRun]) => {
    const constant = name.constant?.value;
    if (typeof constant === 'string') return member(object, run!, constant, site);
    return index(object, name, run!, nameRun!, site);
  });
};

function member(object: Node, run: Run, name: string, site: Site): Run {
  if (name === 'length') {
    return (f, s) => {
      const target = run(f, s);
      if (typeof target === 'string') return target.length;
      return target instanceof List ? target.items.length : read(target, name, s, site);
    };
  }
  if (object.slot !== undefined) {
    const { slot } = object;
    return (f, s) => {
      const target = f[slot] as Value;
      return target instanceof Dict ? target.entries.get(name) : read(target, name, s, site);
    };
  }
  return (f, s) => {
    const target = run(f, s);
    return target instanceof Dict ? target.entries.get(name) : read(target, name, s, site);
  };
}

function index(object: Node, name: Node, run: Run, nameRun: Run, site: Site): Run {
  if (object.slot !== undefined && name.slot !== undefined) {
    const { slot } = object;
    const nameSlot = name.slot;
    return (f, s) => at(f[slot] as Value, f[nameSlot] as Value, s, site);
  }
  if (object.slot !== undefined) {
    const { slot } = object;
    return (f, s) => at(f[slot] as Value, nameRun(f, s), s, site);
  }
  return (f, s) => {
    const target = run(f, s);
    return at(target, nameRun(f, s), s, site);
  };
}

function at(target: Value, key: Value, state: State, site: Site): Value {
  if (typeof key === 'number') {
    if (target instanceof List && key >>> 0 === key) return target.items[key];
    if (typeof target === 'string') return target[key];
  }
  return read(target, key, state, site);
}

const setProperty: Handler = (t, [target, key, value]) => {
  const site = t.site();
  return operation([t.node(target), t.node(key), t.node(value)], site, ([object, name, result]) => (f, s) => {
    const owner = object!(f, s);
    const property = name!(f, s);
    const next = result!(f, s);
    if (owner instanceof Dict && typeof property === 'string') {
      if (!owner.frozen) owner.entries.set(property, next);
      return next;
    }
    if (
      owner instanceof List &&
      typeof property === 'number' &&
      property >>> 0 === property &&
      !owner.frozen
    ) {
      if (property < MOST_ITEMS) {
        owner.items[property] = next;
        return next;
      }
    }
    try {
      writeProperty(owner, property, next);
    } catch (error) {
      refund(s, site);
      if (error instanceof SandboxError) error.position ??= site.position;
      throw error;
    }
    return next;
  });
};

export const OBJECTS: Handlers = new Map<number, Handler>([
  [7, createList],
  [8, createMap],
  [16, getProperty],
  [17, getProperty],
  [43, setProperty],
]);
