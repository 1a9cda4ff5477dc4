/**
 * What each part of a world must be. A world is handed in from outside: what nothing would read, and what would fail deep inside
 * a run, is told before.
 */
import { didYouMean } from './language/nearest.ts';
import type { World } from './world.ts';

type Fits = (value: unknown) => boolean;

export const isText = (value: unknown): value is string => typeof value === 'string';
export const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
export const isList =
  (is: Fits): Fits =>
  (value) =>
    Array.isArray(value) && value.every(is);
export const isMapOf =
  (is: Fits): Fits =>
  (value) =>
    isObject(value) && Object.values(value).every(is);
export const isTexts: Fits = isMapOf((value) => isText(value) || isList(isText)(value));
const isBoolean: Fits = (value) => typeof value === 'boolean';
const isFunction: Fits = (value) => typeof value === 'function';
/** Of another realm too. */
const isMap: Fits = (value) => Object.prototype.toString.call(value) === '[object Map]';

interface Part {
  fits: Fits;
  /** Behind "must be". */
  words: string;
  /** Of a part with parts of its own, each of which may be absent. */
  parts?: Readonly<Record<string, Part>>;
}

const TEXT: Part = { fits: isText, words: 'text' };
const FLAG: Part = { fits: isBoolean, words: 'true or false' };
const TEXTS: Part = { fits: isTexts, words: 'an object of texts or lists of texts' };
const made = (words: string): Part => ({ fits: isFunction, words: `a function ${words}` });
const shared = (words: string): Part => ({ fits: isMap, words: `a Map ${words}` });

type Parts<T> = Record<keyof T, Part>;

export const PARTS: Parts<Required<World>> = {
  eventData: { fits: isObject, words: 'an object' },
  cookies: TEXTS,
  headers: TEXTS,
  remoteAddress: TEXT,
  request: {
    fits: isObject,
    words: 'an object of the texts method, path, query and body',
    parts: { method: TEXT, path: TEXT, query: TEXT, body: TEXT } satisfies Parts<Required<World>['request']>,
  },
  now: made('that gives a time in milliseconds, () => 1760000000000'),
  random: made('that gives a number from 0 to below 1, () => 0.5'),
  http: made("that answers a request, async () => ({ statusCode: 200, headers: {}, body: '' })"),
  storage: shared('of values by key, new Map(Object.entries({ key: 1 }))'),
  preview: FLAG,
  permissions: FLAG,
  policy: made('that gives true or false'),
  budget: { fits: (value) => typeof value === 'number' && value > 0, words: 'a number above 0' },
  timeLimit: { fits: (value) => typeof value === 'number' && value > 0, words: 'milliseconds above 0' },
  container: {
    fits: isObject,
    words: 'an object',
    parts: {
      containerId: TEXT,
      debugMode: FLAG,
      environmentName: TEXT,
      environmentMode: FLAG,
      previewMode: FLAG,
      version: TEXT,
    } satisfies Parts<Required<World>['container']>,
  },
  clientName: TEXT,
  bigQuery: made('that takes rows, createBigQuery(…).insert'),
  firestore: shared('of documents by path'),
  keys: { fits: isMapOf(isText), words: 'an object of Base64 keys by id' },
  messages: shared('of listeners by type'),
  response: {
    fits: (value) => isObject(value) && isObject(value.headers),
    words: 'a response with statusCode, headers, body and returned',
  },
  onResponse: made('that takes a response'),
  sendPixel: made('that takes a URL'),
  runContainer: made('that takes an event'),
  onEventEnd: made('that takes a callback'),
};

/** Throws a TypeError for a part that no world has, and for one that is not what it must be. An undefined one is absent. */
export function refuseWrongParts(world: World): void {
  for (const name of Object.keys(world)) {
    const fault = partFault(name, world[name as keyof World]);
    if (fault !== undefined) throw new TypeError(fault);
  }
}

/** A sentence about one part of a world, if it is none or is wrong; never with the value. */
export const partFault = (name: string, value: unknown): string | undefined =>
  faultIn('a world', PARTS, name, value);

function faultIn(
  place: string,
  parts: Readonly<Record<string, Part>>,
  name: string,
  value: unknown,
): string | undefined {
  if (!Object.hasOwn(parts, name))
    return `${capital(place)} has no part '${name}', so nothing would read it.${didYouMean(name, Object.keys(parts))}`;
  if (value === undefined) return undefined;
  const part = parts[name]!;
  if (!part.fits(value)) return `'${name}' of ${place} must be ${part.words}, got ${kindOf(value)}.`;
  if (!part.parts || !isObject(value)) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const fault = faultIn(`the ${name} of a world`, part.parts, key, inner);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (isMap(value)) return 'a Map';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? 'text' : `a ${typeof value}`;
}
