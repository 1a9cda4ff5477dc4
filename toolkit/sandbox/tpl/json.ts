/**
 * Strict JSON (RFC 8259) with the place of everything: errors name line and column, and each value of the result can be
 * found again in the text by its JSON pointer. Google's importer reads strict JSON only: no comments, no trailing commas.
 * Also the form in which Google writes JSON into a template.
 */
import { placeAt } from './place.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export class JsonError extends Error {
  readonly offset: number;
  readonly line: number;
  readonly column: number;

  constructor(message: string, text: string, offset: number) {
    super(message);
    this.name = 'JsonError';
    this.offset = offset;
    ({ line: this.line, column: this.column } = placeAt(text, offset));
  }
}

export interface JsonDocument {
  value: Json;
  /** Offset of the value a JSON pointer (`/0/name`) names, or of its nearest ancestor. */
  offsetOf: (pointer: string) => number;
  /** Offset of the first line break in a string, where these were allowed. */
  lineBreak: number | undefined;
}

/** Deeper nesting than any published template has, and far less than the call stack holds. */
const DEEPEST = 200;

const ESCAPES: Record<string, string> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** One step of a JSON pointer, escaped by RFC 6901. */
export const pointerStep = (key: string | number): string =>
  String(key).replaceAll('~', '~0').replaceAll('/', '~1');

/**
 * Reads `text` as one JSON value. Throws a JsonError that says what was expected and what stands there.
 *
 * @param lineBreaksInStrings lets strings go over line breaks, as released templates do
 */
export function parseJson(text: string, { lineBreaksInStrings = false } = {}): JsonDocument {
  let lineBreak: number | undefined;
  const offsets = new Map<string, number>();
  let at = 0;

  const fail = (expected: string, where = at): never => {
    const found = where >= text.length ? 'the end of the text' : shown(text, where);
    throw new JsonError(`expected ${expected}, found ${found}`, text, where);
  };

  const space = (): void => {
    while (at < text.length && ' \n\r\t'.includes(text[at]!)) at++;
  };

  const word = (literal: string, value: Json): Json => {
    if (!text.startsWith(literal, at)) fail('a value');
    at += literal.length;
    return value;
  };

  const number = (): number => {
    const match = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    match.lastIndex = at;
    const found = match.exec(text);
    if (!found) return fail('a number');
    at += found[0].length;
    if (/[\w.]/.test(text[at] ?? '')) fail('the end of the number');
    return Number(found[0]);
  };

  const string = (what: string): string => {
    if (text[at] !== '"') fail(what);
    const start = at++;
    let out = '';
    for (;;) {
      const char = text[at];
      if (char === undefined) return fail('a closing quote for the string that starts here', start);
      if (char === '"') break;
      if (char === '\n' && lineBreaksInStrings) lineBreak ??= at;
      else if (char < ' ') return fail('an escape such as \\n; a string cannot hold a raw control character');
      if (char !== '\\') {
        out += char;
        at++;
        continue;
      }
      const letter = text[at + 1] ?? '';
      if (letter === 'u') {
        const hex = text.slice(at + 2, at + 6);
        if (!/^[0-9a-fA-F]{4}$/.test(hex)) return fail('four hexadecimal digits after \\u');
        out += String.fromCharCode(Number.parseInt(hex, 16));
        at += 6;
      } else {
        const plain = ESCAPES[letter];
        if (plain === undefined) return fail('one of the escapes \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX');
        out += plain;
        at += 2;
      }
    }
    at++;
    return out;
  };

  const value = (pointer: string, depth: number): Json => {
    space();
    offsets.set(pointer, at);
    if (depth > DEEPEST) fail(`at most ${DEEPEST} levels of nesting`);
    switch (text[at]) {
      case '{':
        return object(pointer, depth);
      case '[':
        return array(pointer, depth);
      case '"':
        return string('a string');
      case 't':
        return word('true', true);
      case 'f':
        return word('false', false);
      case 'n':
        return word('null', null);
      default:
        return /[-\d]/.test(text[at] ?? '') ? number() : fail('a value');
    }
  };

  const object = (pointer: string, depth: number): Json => {
    const out: { [key: string]: Json } = {};
    at++;
    space();
    if (text[at] === '}') {
      at++;
      return out;
    }
    for (;;) {
      space();
      const start = at;
      const key = string('a key in double quotes');
      const inner = `${pointer}/${pointerStep(key)}`;
      if (offsets.has(inner)) fail('each key once in an object', start);
      space();
      if (text[at] !== ':') fail("':' after the key");
      at++;
      // A key such as __proto__ must become an ordinary property.
      Object.defineProperty(out, key, {
        value: value(inner, depth + 1),
        enumerable: true,
        writable: true,
        configurable: true,
      });
      space();
      if (text[at] === '}') break;
      if (text[at] !== ',') fail("',' or '}' after a member of an object");
      at++;
    }
    at++;
    return out;
  };

  const array = (pointer: string, depth: number): Json => {
    const out: Json[] = [];
    at++;
    space();
    if (text[at] === ']') {
      at++;
      return out;
    }
    for (;;) {
      out.push(value(`${pointer}/${out.length}`, depth + 1));
      space();
      if (text[at] === ']') break;
      if (text[at] !== ',') fail("',' or ']' after an item of an array");
      at++;
    }
    at++;
    return out;
  };

  const result = value('', 0);
  space();
  if (at < text.length) fail('nothing after the value');
  return {
    value: result,
    lineBreak,
    offsetOf(pointer) {
      for (let p = pointer; p !== ''; p = p.slice(0, p.lastIndexOf('/'))) {
        const offset = offsets.get(p);
        if (offset !== undefined) return offset;
      }
      return offsets.get('') ?? 0;
    },
  };
}

function shown(text: string, at: number): string {
  const word = /[\w$.-]+/y;
  word.lastIndex = at;
  const found = word.exec(text)?.[0].slice(0, 20) ?? String.fromCodePoint(text.codePointAt(at) ?? 0);
  return JSON.stringify(found);
}

const GOOGLE_ESCAPES = /[<>=&'\u2028\u2029]/g;

/**
 * JSON as Google's editor exports it: two-space indent, and inside strings `<`, `>`, `=`, `&`, `'` as `\u003c` and so on.
 * None of these characters can stand outside a string, so the escaping needs no parser.
 */
export function formatJson(value: Json): string {
  return JSON.stringify(value, null, 2).replace(
    GOOGLE_ESCAPES,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
