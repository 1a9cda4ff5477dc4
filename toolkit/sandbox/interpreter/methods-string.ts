/**
 * The methods of strings (Standard library, String), each as `(text, args) => value`.
 *
 * A text pattern of `match` and `search` becomes a native regular expression, in `replace` and `split` it is literal. All four
 * accept an opaque regular expression, that is an opaque value over a RegexLike or a native RegExp.
 */

import { toConvertible } from './border.ts';
import { isStackOverflow, SandboxError } from './errors.ts';
import { listTooLong, MOST_ITEMS, shortEnough } from './lengths.ts';
import { Func, List, Opaque, type RegexLike, type Value } from './values.ts';

export type StringMethod = (text: string, args: Value[]) => Value;

interface Match {
  readonly index: number;
  readonly groups: readonly (string | undefined)[];
  readonly named?: Record<string, string | undefined>;
}

/** The regular expression behind an opaque value. */
function regexOf(value: Value): RegexLike | undefined {
  if (!(value instanceof Opaque)) return undefined;
  const { native } = value;
  if (native instanceof RegExp) return nativeRegex(native);
  return 'exec' in native && 'global' in native ? (native as RegexLike) : undefined;
}

/** A native regular expression as a RegexLike; its own `lastIndex` is not touched. */
function nativeRegex(regex: RegExp): RegexLike {
  const flags = regex.flags.includes('g') ? regex.flags : `${regex.flags}g`;
  const copy = new RegExp(regex.source, flags);
  return {
    global: regex.global,
    exec(text, from) {
      copy.lastIndex = from;
      const found = copy.exec(text);
      return (
        found && { index: found.index, groups: [...found], ...(found.groups && { named: found.groups }) }
      );
    },
  };
}

/** A text pattern as `match` and `search` understand it; `undefined` matches the empty text. */
function patternOf(value: Value): RegexLike {
  const opaque = regexOf(value);
  if (opaque) return opaque;
  return nativeRegex(new RegExp(native(value)));
}

/** All matches from left to right; after an empty one the search goes on one unit later. */
function allMatches(regex: RegexLike, text: string): Match[] {
  const matches: Match[] = [];
  let from = 0;
  while (from <= text.length) {
    const found = regex.exec(text, from);
    if (!found) break;
    if (matches.length === MOST_ITEMS) throw listTooLong();
    matches.push(found);
    const { length } = found.groups[0]!;
    from = found.index + (length === 0 ? 1 : length);
  }
  return matches;
}

function match(text: string, [pattern]: Value[]): Value {
  const regex = patternOf(pattern);
  if (regex.global) {
    const all = allMatches(regex, text);
    return all.length === 0 ? null : new List(all.map((found) => found.groups[0]));
  }
  const found = regex.exec(text, 0);
  if (!found) return null;
  refuseNamedGroups(found);
  const result = new List([...found.groups]);
  result.side = new Map<string, Value>([
    ['index', found.index],
    ['input', text],
    ['groups', undefined],
  ]);
  return result;
}

/** Google's interpreter fails on the result of a pattern with named groups. */
function refuseNamedGroups({ named }: Match): void {
  if (!named || Object.keys(named).length === 0) return;
  throw new SandboxError('The result of a pattern with named groups cannot be read in the sandbox.', false);
}

function search(text: string, [pattern]: Value[]): number {
  return patternOf(pattern).exec(text, 0)?.index ?? -1;
}

function replace(text: string, [pattern, replacement]: Value[]): string {
  const regex = regexOf(pattern);
  if (!regex) {
    const literal = native(pattern);
    if (!(replacement instanceof Func)) return text.replace(literal, native(replacement));
    return text.replace(literal, (found, index: number) =>
      String(native(replacement.call([found, index, text]))),
    );
  }
  const by = replacement instanceof Func ? replacement : String(native(replacement));
  const first = regex.exec(text, 0);
  if (first && replacement instanceof Func) refuseNamedGroups(first);
  const matches = regex.global ? allMatches(regex, text) : first ? [first] : [];
  let result = '';
  let end = 0;
  for (const found of matches) {
    result = shortEnough(result + text.slice(end, found.index) + replacementFor(found, text, by));
    end = found.index + found.groups[0]!.length;
  }
  return result + text.slice(end);
}

function replacementFor({ index, groups, named }: Match, text: string, replacement: Func | string): string {
  if (typeof replacement !== 'string') return String(native(replacement.call([...groups, index, text])));
  const found = groups[0]!;
  return replacement.replace(/\$(?:([$&`'])|([0-9]{1,2})|<([^>]*)>)/g, (all, sign, digits, name) => {
    if (sign === '$') return '$';
    if (sign === '&') return found;
    if (sign === '`') return text.slice(0, index);
    if (sign === "'") return text.slice(index + found.length);
    if (name !== undefined) return named ? (named[name] ?? '') : all;
    return groupFor(groups, digits) ?? all;
  });
}

/** The text of `$n` or `$nn`; two digits count as one group and a digit if there are not so many groups. */
function groupFor(groups: readonly (string | undefined)[], digits: string): string | undefined {
  const whole = Number(digits);
  if (whole >= 1 && whole < groups.length) return groups[whole] ?? '';
  const first = Number(digits[0]);
  if (digits.length === 2 && first >= 1 && first < groups.length) return (groups[first] ?? '') + digits[1];
  return undefined;
}

/** Splits as ECMA-262 does: no empty match at the end of a piece, groups become items. */
function split(text: string, [separator, limit]: Value[]): List {
  const regex = regexOf(separator);
  const most = limit === undefined ? 2 ** 32 - 1 : Number(native(limit)) >>> 0;
  if (!regex) {
    const parts = text.split(native(separator), Math.min(most, MOST_ITEMS + 1));
    if (parts.length > MOST_ITEMS) throw listTooLong();
    return new List(parts);
  }
  const pieces: Value[] = [];
  if (text === '') return new List(regex.exec('', 0) ? [] : most > 0 ? [''] : []);
  let start = 0;
  for (const { index, groups } of allMatches(regex, text)) {
    const end = index + groups[0]!.length;
    if (index >= text.length || end === start) continue;
    pieces.push(text.slice(start, index), ...groups.slice(1));
    start = end;
  }
  pieces.push(text.slice(start));
  return new List(pieces.slice(0, most));
}

/** The text of a function as an argument: in Google's build that of a native function, never its name in the sandbox. */
const FUNCTION_TEXT = 'function () {…}';

/**
 * An argument as native string methods get it: primitives as they are, everything else as a native copy, which they convert.
 * The type is what lets one helper serve all parameters.
 */
function native(value: Value): never {
  if (value instanceof Func) return FUNCTION_TEXT as never;
  return (typeof value === 'object' && value !== null ? toConvertible(value) : value) as never;
}

/** Native methods read a locale as an object or as text; a function is an object without locales. */
function localeOf(value: Value): string | undefined {
  return value instanceof Func ? undefined : native(value);
}

/** Makes errors of native methods errors of the sandbox. */
function guarded(method: StringMethod): StringMethod {
  return (text, args) => {
    try {
      const result = method(text, args);
      return typeof result === 'string' ? shortEnough(result) : result;
    } catch (error) {
      throw nativeFailure(error);
    }
  };
}

function nativeFailure(error: unknown): unknown {
  if (error instanceof SandboxError || isStackOverflow(error)) return error;
  return new SandboxError(readable(error instanceof Error ? error.message : String(error)), false);
}

/** The engine repeats a whole pattern in front of what is wrong with it, however long. */
const readable = (message: string): string =>
  message.length > 1000 ? `${message.slice(0, 500)}…${message.slice(-200)}` : message;

const METHODS: readonly [string, StringMethod][] = [
  ['charAt', (text, [at]) => text.charAt(native(at))],
  ['concat', (text, args) => text.concat(...args.map(native))],
  ['indexOf', (text, [part, from]) => text.indexOf(native(part), native(from))],
  ['lastIndexOf', (text, [part, from]) => text.lastIndexOf(native(part), native(from))],
  ['match', match],
  ['replace', replace],
  ['search', search],
  ['slice', (text, [start, end]) => text.slice(native(start), native(end))],
  ['split', split],
  ['substring', (text, [start, end]) => text.substring(native(start), native(end))],
  ['toLowerCase', (text) => text.toLowerCase()],
  ['toLocaleLowerCase', (text, [locale]) => text.toLocaleLowerCase(localeOf(locale))],
  ['toString', (text) => text],
  ['toUpperCase', (text) => text.toUpperCase()],
  ['toLocaleUpperCase', (text, [locale]) => text.toLocaleUpperCase(localeOf(locale))],
  ['trim', (text) => text.trim()],
];

export const STRING_METHODS: ReadonlyMap<string, StringMethod> = new Map(
  METHODS.map(([name, method]) => [name, guarded(method)]),
);
