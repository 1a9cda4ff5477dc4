/**
 * YAML or JSON text as maps and words with their places. Every scalar is the text that was written: `007`, `1e5` and `no` are
 * ids here, not numbers or booleans. Aliases, tags and several documents are refused: a small file needs none of them.
 */

import type { Problem as SandboxProblem } from 'sgtm-toolkit/sandbox';
import {
  isAlias,
  isMap,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  Scalar,
  type YAMLMap,
} from 'yaml';

export interface Problem extends SandboxProblem {
  file: string;
}

/** Where a code is explained. */
export const pageOf = (code: string): string => `docs/container.md#${code.toLowerCase()}`;

/** Longest file that is read, in UTF-16 units. */
export const LONGEST = 256_000;
const DEEPEST = 64;

/** One key of a map. `value` is nothing when nothing, `~` or `null` stands there. */
export interface Entry {
  key: string;
  value: Node | undefined;
  place: Node;
}

/** A word of the file and where it stands. */
export interface Word {
  text: string;
  place: Node;
}

/** A read file, and where its problems are collected. */
export interface Source {
  file: string;
  problems: Problem[];
  report: (code: string, message: string, place?: Node, severity?: Problem['severity']) => void;
  /** Line and column, from 1. */
  placeOf: (node: Node) => { line: number; column: number };
  /** The map of the whole file; nothing when it is something else, which is reported. */
  root: YAMLMap | undefined;
}

/** Reads a text. Whatever is wrong with it becomes a problem; never throws. `whole` says what the file must hold. */
export function readSource(file: string, text: string, whole: string): Source {
  const lines = new LineCounter();
  const problems: Problem[] = [];
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const report: Source['report'] = (code, message, place, severity = 'error') => {
    problems.push({ severity, code, message, file, ...at(place?.range?.[0] ?? 0), page: pageOf(code) });
  };
  const placeOf = (node: Node) => at(node.range?.[0] ?? 0);
  const source: Source = { file, problems, report, placeOf, root: undefined };
  if (text.length > LONGEST) {
    report('SYNTAX', `The file may have at most ${LONGEST} characters, it has ${text.length}. ${whole}`);
    return source;
  }
  if (/[\0\uFFFD]/.test(text)) {
    report('SYNTAX', 'The file is not UTF-8 text. Save it as UTF-8.');
    return source;
  }
  if (nestsTooDeep(text)) {
    report('SYNTAX', `The file nests deeper than ${DEEPEST} levels. ${whole}`);
    return source;
  }
  const document = parseDocument(text, {
    schema: 'failsafe',
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
  });
  for (const error of [...document.errors, ...document.warnings]) {
    const message =
      error.code === 'MULTIPLE_DOCS'
        ? 'A second document begins here. Keep one in each file.'
        : `Not valid YAML or JSON: ${error.message.replace(/\.?$/, '.')}`;
    problems.push({
      severity: 'error',
      code: 'SYNTAX',
      message,
      file,
      ...at(error.pos[0]),
      page: pageOf('SYNTAX'),
    });
  }
  // The tree of a broken text misleads more than it tells.
  if (problems.length > 0) return { ...source, problems: problems.slice(0, 10) };
  const content = document.contents as Node | null;
  if (isMap(content)) source.root = content as YAMLMap;
  else
    report(
      'SHAPE',
      content === null || isEmpty(content) ? `The file is empty. ${whole}` : whole,
      content ?? undefined,
    );
  return source;
}

/** Depth by brackets, by indicators on one line and by indent: the parser's own recursion must not be trusted with it. */
function nestsTooDeep(text: string): boolean {
  let open = 0;
  for (const character of text) {
    if (character === '[' || character === '{') open++;
    else if (character === ']' || character === '}') open--;
    if (open > DEEPEST) return true;
  }
  let run = 0;
  for (const word of text.split(/[ \t]+/)) {
    run = word.endsWith('-') || word.endsWith('?') || word.endsWith(':') ? run + 1 : 0;
    if (run > DEEPEST) return true;
  }
  return /^[ \t]{256}/m.test(text);
}

/** The keys of a map in their order. Doubled keys and keys that are no words are reported and left out. */
export function entriesOf({ report }: Source, map: YAMLMap, name: string): Entry[] {
  const seen = new Set<string>();
  return (map.items as Pair<Node, Node | null>[]).flatMap(({ key, value }) => {
    if (!isScalar(key) || typeof key.value !== 'string' || isEmpty(key)) {
      report('SHAPE', `${name} has a key that is not a word. Write "name: value" on a line of its own.`, key);
      return [];
    }
    const word = key.value;
    if (seen.has(word)) {
      report('DUPLICATE', `${name} has '${shown(word)}' twice. Remove one of the two lines.`, key);
      return [];
    }
    seen.add(word);
    return [{ key: word, value: value === null || isEmpty(value) ? undefined : value, place: key }];
  });
}

const shown = (word: string): string => word.slice(0, 60).replace(/\p{Cc}/gu, '?');

function isEmpty(node: Node): boolean {
  if (!isScalar(node)) return false;
  const plain = node.type === undefined || node.type === Scalar.PLAIN;
  return node.value === null || (plain && /^(|~|null)$/i.test(String(node.value)));
}

/** The text of a scalar without blanks around it; nothing for a list, a map or an alias, which is reported. */
export function wordOf({ report }: Source, node: Node, name: string): string | undefined {
  if (isScalar(node) && typeof node.value === 'string') return node.value.trim();
  const kind = isScalar(node) ? 'a tag' : isAlias(node) ? 'an alias' : isMap(node) ? 'a map' : 'a list';
  report('SHAPE', `${name} must be one value, got ${kind}.`, node);
  return undefined;
}

/** Why GTM would not take a text as it stands. */
export function textFault(text: string): string | undefined {
  if (text.includes('{{')) return 'holds {{, which GTM reads as a reference to a variable';
  return /[\p{Cc}\p{Cs}]/u.test(text) ? 'holds a character that cannot be printed' : undefined;
}
