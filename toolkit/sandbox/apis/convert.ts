/** Values into other values: Math, Object, type names, numbers, texts, tables, random numbers, the clock. */
import { toConvertible } from '../interpreter/border.ts';
import { SandboxError } from '../interpreter/errors.ts';
import { freezeList } from '../interpreter/methods-list.ts';
import { hasOwn, readProperty } from '../interpreter/property.ts';
import {
  Dict,
  dictOf,
  Func,
  List,
  Opaque,
  SandboxPromise,
  toText,
  typeOf,
  type Value,
} from '../interpreter/values.ts';
import { type ApiFactory, api, apiObject, expectTypes } from './context.ts';
import { jsonOf } from './plain.ts';

const MATH = ['abs', 'ceil', 'floor', 'round', 'max', 'min', 'pow', 'sqrt'] as const;

/** `Number` of the native copy an API gets: a function, which converts to its source there, is NaN. */
const numberOf = (value: Value): number => Number(toConvertible(value));

export const math: ApiFactory = () =>
  apiObject(
    'Math',
    Object.fromEntries(
      MATH.map((name) => {
        const native = Math[name] as (...numbers: number[]) => number;
        return [name, (args: Value[]) => native(...args.map(numberOf))];
      }),
    ),
  );

/** Own keys with values: of a list the side keys first, then the indices as texts, without holes. */
function entriesOf(input: Value): [string, Value][] {
  if (input instanceof Dict) return [...input.entries];
  if (input instanceof Func) return [...(input.own ?? [])];
  if (input instanceof SandboxPromise) return [...input.own];
  if (input instanceof List) {
    const entries: [string, Value][] = [...(input.side ?? [])];
    input.items.forEach((item, index) => {
      entries.push([String(index), item]);
    });
    return entries;
  }
  return typeof input === 'string'
    ? [...input.split('').entries()].map(([index, char]) => [String(index), char])
    : [];
}

const walk = (member: string, pick: (entry: [string, Value]) => Value) => (args: Value[]) => {
  if (args[0] === undefined || args[0] === null)
    throw new SandboxError(`Error in Object_${member}. Required argument input not supplied.`);
  return new List(entriesOf(args[0]).map(pick));
};

export const object: ApiFactory = () =>
  apiObject('Object', {
    keys: walk('keys', ([key]) => key),
    values: walk('values', ([, value]) => value),
    entries: walk('entries', ([key, value]) => new List([key, value])),
    freeze([value]) {
      if (value instanceof List) freezeList(value);
      else if (value instanceof Dict || value instanceof Func || value instanceof SandboxPromise)
        value.frozen = true;
      return value;
    },
    delete([target, key]) {
      if (!(target instanceof Dict) || target.frozen) return false;
      target.entries.delete(toText(key));
      return true;
    },
  });

export const getType: ApiFactory = () =>
  api('getType', ([value]) => {
    if (value === null) return 'null';
    if (value instanceof List) return 'array';
    // Google's errors are native ones; the class of ours is nobody's business.
    if (value instanceof Opaque && value.native instanceof Error) return value.native.name;
    if (value instanceof Opaque) return value.native.constructor?.name ?? 'Object';
    return typeOf(value);
  });

export const makeInteger: ApiFactory = () =>
  api('makeInteger', ([value]) => Math.round(numberOf(value)) || 0);
export const makeNumber: ApiFactory = () => api('makeNumber', ([value]) => numberOf(value));
export const makeString: ApiFactory = () => api('makeString', ([value]) => toText(value));

/** The map is a native object on its way: integer-like keys come first, and a key `__proto__` is lost. */
export const makeTableMap: ApiFactory = () =>
  api('makeTableMap', (args) => {
    expectTypes('makeTableMap', ['Array', 'string', 'string'], args);
    const [rows, keyColumn, valueColumn] = args as [List, string, string];
    const map: Record<string, Value> = {};
    let empty = true;
    for (const row of rows.items) {
      if (!hasOwn(row, keyColumn) || !hasOwn(row, valueColumn)) continue;
      empty = false;
      const key = toText(readProperty(row as Dict, keyColumn));
      if (key !== '__proto__') map[key] = readProperty(row as Dict, valueColumn);
    }
    return empty ? null : dictOf(map);
  });

const LARGEST_RANDOM = 2_147_483_647;

export const generateRandom: ApiFactory = ({ world }) =>
  api('generateRandom', (args) => {
    expectTypes('generateRandom', ['number', 'number'], args);
    let [min, max] = args as [number, number];
    if (Number.isNaN(min) || Number.isNaN(max) || min > max) [min, max] = [0, LARGEST_RANDOM];
    return Math.floor((world.random ?? Math.random)() * (max - min + 1) + min);
  });

const clock =
  (name: string): ApiFactory =>
  ({ world }) =>
    api(name, () => (world.now ?? Date.now)());

export const getTimestampMillis = clock('getTimestampMillis');
export const getTimestamp = clock('getTimestamp');

/** Texts as they are, anything else as JSON where it has a JSON form. */
const logged = (value: Value): string => {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    return jsonOf(value) ?? toText(value);
  } catch {
    return toText(value);
  }
};

/** The one API that a missing permission does not end the run of: the line is dropped (observed in the web runtime). */
export const logToConsole: ApiFactory = ({ permissions, traces }) =>
  api('logToConsole', (args) => {
    if (permissions.query('logging')) traces.logs.push(args.map(logged).join(' '));
    return undefined;
  });
