/**
 * The TESTS section: YAML with the keys `scenarios` and `setup`, in every form Google's editor exports (literal blocks,
 * double-quoted text with continued lines, either order). Each code text remembers which line of the file each of its
 * lines stands on, so that a failure points into the file. Everything is read as text; aliases are refused.
 */

import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
  type YAMLParseError,
} from 'yaml';
import { nearest } from '../language/nearest.ts';

/** A piece of code from the section. `fileLines[n]` is the line of the section's text that holds line n + 1 of the code. */
export interface CodeText {
  code: string;
  fileLines: readonly number[];
  /** Characters in front of each line of code; 0 where the code is quoted and its columns are not those of the file. */
  indent: number;
}

export interface Scenario extends CodeText {
  name: string;
  /** Where the name stands, counted like `fileLines`. */
  namePlace: { line: number; column: number };
}

export interface Tests {
  setup?: CodeText;
  scenarios: Scenario[];
}

export class YamlError extends Error {
  readonly line: number;
  readonly column: number;

  constructor(message: string, line: number, column: number) {
    super(message);
    this.name = 'YamlError';
    this.line = line;
    this.column = column;
  }
}

/** Reads the section's text. Lines count from 1 within `text`. Throws a YamlError. */
export function parseTests(text: string): Tests {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    schema: 'failsafe',
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
  });

  const failAt = (message: string, offset: number): never => {
    const { line, col } = lines.linePos(offset);
    throw new YamlError(message, line, col);
  };
  const startOf = (node: unknown): number => (node as Node | null)?.range?.[0] ?? 0;
  const expectText = (node: unknown, what: string): Scalar<string> => {
    if (isScalar(node) && typeof node.value === 'string') return node as Scalar<string>;
    return failAt(`${what} must be text`, startOf(node));
  };
  const codeText = (node: Scalar<string>): CodeText => ({
    code: node.value,
    fileLines: linesOf(node, text, lines.linePos(startOf(node)).line),
    indent: indentOf(node, text),
  });

  const [error] = document.errors;
  if (error?.code === 'MULTIPLE_DOCS')
    failAt('expected one document, found the start of a second', error.pos[0]);
  if (error) {
    const { line } = lines.linePos(error.pos[0]);
    const around = text
      .split('\n')
      .slice(Math.max(0, line - 2), line)
      .reverse();
    const known = MISTAKES.find(([pattern]) => around.some((found) => pattern.test(found)));
    failAt(known?.[1] ?? ownWords(error) ?? sentence(error.message), error.pos[0]);
  }
  const tests: Tests = { scenarios: [] };
  const root = document.contents;
  if (root === null) return tests;
  if (!isMap(root)) return failAt("expected the keys 'scenarios' and 'setup'", startOf(root));
  for (const { key, value } of root.items) {
    const name = expectText(key, 'a key').value;
    if (name === 'setup') {
      if (!isEmpty(value)) tests.setup = codeText(expectText(value, "'setup'"));
    } else if (name === 'scenarios') {
      if (isEmpty(value)) continue;
      if (!isSeq(value)) return failAt("'scenarios' must be a list", startOf(value));
      for (const item of value.items) {
        if (!isMap(item))
          return failAt("each item of 'scenarios' must have the keys 'name' and 'code'", startOf(item));
        for (const pair of item.items) {
          const field = expectText(pair.key, 'a key').value;
          if (field !== 'name' && field !== 'code')
            failAt(unknownKey(field, ['name', 'code']), startOf(pair.key));
        }
        const code = item.get('code', true);
        const label = item.get('name', true);
        if (!label || !code) return failAt(`a scenario needs '${label ? 'code' : 'name'}'`, startOf(item));
        const { line, col } = lines.linePos(startOf(label));
        tests.scenarios.push({
          name: expectText(label, "a scenario's name").value,
          namePlace: { line, column: col },
          ...codeText(expectText(code, "a scenario's code")),
        });
      }
    } else failAt(unknownKey(name, ['scenarios', 'setup']), startOf(key));
  }
  return tests;
}

/** What people write there that is no YAML, in our own words; looked for on the line of the error and the one above. */
const MISTAKES: readonly (readonly [RegExp, string])[] = [
  [/^[ \t]*\/\//, 'a comment outside code starts with #'],
  [/^[ \t]*-(?:name|code)\b/, "a blank must stand behind the hyphen of a list item: '- name: …'"],
  [/^ *\t/, 'a tab cannot indent YAML; use blanks'],
  [/^[ \t]*-? ?(?:name|code|scenarios|setup):\S/, 'a blank must stand behind the colon of a key'],
  [/^[ \t]*- name:.*(?:: |\s#)/, 'a name with a colon or a number sign must stand in quotes'],
];

/** Our own words for errors of the library that do not say what to do. */
const ownWords = ({ code, message }: YAMLParseError): string | undefined => {
  if (code === 'DUPLICATE_KEY') return 'the same key stands twice; remove one';
  if (message.includes('call stack')) return 'its values are nested deeper than can be read';
  if (message.startsWith('Unexpected scalar at node end'))
    return 'text goes on behind its closing quote; inside single quotes a quote is written twice, inside double quotes behind a backslash';
  return undefined;
};

const unknownKey = (found: string, [one, other]: readonly [string, string]): string => {
  const near = nearest(found, [one, other]);
  return near === undefined
    ? `only the keys '${one}' and '${other}' are known here, found '${found}'`
    : `found the key '${found}', write '${near}'`;
};

/** Nothing, or one of YAML's words for it. */
const isEmpty = (node: unknown): boolean =>
  node === null ||
  (isScalar(node) && node.type === 'PLAIN' && /^(?:|~|null|Null|NULL)$/.test(String(node.value ?? '')));

/** The library's message as the middle of a sentence: no capital, no final stop, one line. */
const sentence = (message: string): string =>
  message
    .replace(/\n[\s\S]*$/, '')
    .replace(/^[A-Z](?=[a-z])/, (c) => c.toLowerCase())
    .replace(/[.:]$/, '');

function linesOf(node: Scalar<string>, text: string, first: number): number[] {
  const count = node.value.split('\n').length;
  if (node.type === 'BLOCK_LITERAL') return Array.from({ length: count }, (_, n) => first + 1 + n);
  if (node.type !== 'QUOTE_DOUBLE') return Array.from({ length: count }, () => first);
  // One raw line may hold several \n escapes, or none when it is only folded.
  const [start = 0, end = 0] = node.range ?? [];
  const lines = [first];
  let line = first;
  for (let i = start; i < end; i++) {
    const char = text[i];
    if (char === '\n') line++;
    else if (char === '\\') {
      if (text[++i] === 'n') lines.push(line);
      else if (text[i] === '\n') line++;
      else if (text[i] === '\r' && text[i + 1] === '\n') {
        line++;
        i++;
      }
      // A line that ends right after its escape continues below: its code starts there.
      if (text[i] === 'n' && /^\\\r?\n/.test(text.slice(i + 1, i + 4))) lines[lines.length - 1] = line + 1;
    }
  }
  return Array.from({ length: count }, (_, n) => lines[n] ?? line);
}

/** The columns in front of the code of a literal block. */
function indentOf(node: Scalar<string>, text: string): number {
  if (node.type !== 'BLOCK_LITERAL') return 0;
  const [start = 0] = node.range ?? [];
  const raw = text
    .slice(start)
    .split('\n', 1 + node.value.split('\n').length)
    .slice(1);
  const index = node.value.split('\n').findIndex((line) => line.trim() !== '');
  const line = node.value.split('\n')[index];
  return line === undefined ? 0 : Math.max(0, (raw[index] ?? '').replace(/\r$/, '').length - line.length);
}

/**
 * The section's text as this project writes it: literal blocks, two-space indent, scenarios first. Code with tabs,
 * trailing spaces, or a leading space, which literal blocks would not bring back, is written in double quotes.
 */
export function formatTests(tests: { setup?: string; scenarios: { name: string; code: string }[] }): string {
  const out: string[] = [];
  if (tests.scenarios.length === 0) out.push('scenarios: []');
  else out.push('scenarios:');
  for (const { name, code } of tests.scenarios)
    out.push(`- name: ${scalar(name)}`, `  code: ${block(code, '    ')}`);
  if (tests.setup !== undefined) out.push(`setup: ${block(tests.setup, '  ')}`);
  return out.join('\n');
}

// A plain scalar must not read as a YAML 1.1 boolean or null.
const scalar = (text: string): string =>
  /^[A-Za-z][A-Za-z0-9 _-]*[A-Za-z0-9]$/.test(text) && !/^(?:true|false|yes|no|on|off|null)$/i.test(text)
    ? text
    : quoted(text);

const quoted = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

function block(code: string, indent: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters a literal block cannot carry
  if (/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]| $| \n|^[ \n]|\n$|^$/.test(code))
    return quoted(code);
  return `|-\n${code
    .split('\n')
    .map((line) => (line === '' ? '' : indent + line))
    .join('\n')}`;
}
