/**
 * From source text to a syntax tree (ESTree). The parser reads the whole of today's JavaScript, so that check.ts can name
 * what the sandbox leaves out; this file adds what only the text shows: control characters, semicolons that are not there,
 * comments that only browsers know. Nothing here throws: what cannot be read becomes a problem.
 */

import { type Comment, type Program, parse } from 'acorn';
import type { Position } from '../compiler/instruction.ts';
import { type Problem, problem } from './codes.ts';
import { positionOf, walk } from './tree.ts';

/** A parsed section. `ast` is absent when the text is not JavaScript, too long or nested too deeply. */
export interface Parsed {
  readonly ast: Program | undefined;
  readonly comments: readonly Comment[];
  /** Start offsets of trailing commas, ascending; the parser also reports those of arrays and objects. */
  readonly trailingCommas: readonly number[];
  readonly problems: readonly Problem[];
}

/** Characters of one section that are still read; the largest published template has about 200,000. */
const LENGTH_LIMIT = 1_000_000;

/** Nesting of the tree that is still accepted; published templates stay below 60. */
const DEPTH_LIMIT = 600;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this pattern is for
const CONTROL_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/**
 * Parses the source of one section as the body of a function.
 *
 * @param source the text, with any line ends; positions count from 1
 * @returns the tree, if there is one, and the problems of the text itself, in no particular order
 */
export function parseSource(source: string): Parsed {
  const problems: Problem[] = [];
  const comments: Comment[] = [];
  const trailingCommas: number[] = [];
  if (source.length > LENGTH_LIMIT) {
    const observed = `${source.length} characters, at most ${LENGTH_LIMIT} are read`;
    problems.push(problem('SANDBOX_TOO_LONG', { line: 1, column: 1 }, observed));
    return { ast: undefined, comments, trailingCommas, problems };
  }
  problems.push(...controlCharacters(source));
  let ast: Program | undefined;
  try {
    ast = parse(source, {
      ecmaVersion: 'latest',
      sourceType: 'script',
      allowReturnOutsideFunction: true,
      allowImportExportEverywhere: true,
      allowHashBang: true,
      locations: true,
      onComment: comments,
      onTrailingComma: (offset) => trailingCommas.push(offset),
      onInsertedSemicolon: (_offset, at) => {
        const position = { line: at!.line, column: at!.column + 1 };
        problems.push(
          problem('SANDBOX_MISSING_SEMICOLON', position, 'Statement without a semicolon at its end'),
        );
      },
    });
  } catch (error) {
    problems.push(syntaxProblem(source, error));
  }
  for (const comment of comments) checkComment(source, comment, problems);
  if (ast !== undefined && isTooDeep(ast, problems)) ast = undefined;
  trailingCommas.sort((a, b) => a - b);
  return { ast, comments, trailingCommas, problems };
}

/** The first control character of a text that breaks an import, if there is one. */
export function controlCharacters(source: string): Problem[] {
  const offset = source.search(CONTROL_CHARACTER);
  if (offset < 0) return [];
  const code = source.charCodeAt(offset).toString(16).toUpperCase().padStart(4, '0');
  return [problem('SANDBOX_CONTROL_BYTE', positionAt(source, offset), `Control character U+${code}`)];
}

function checkComment(source: string, comment: Comment, problems: Problem[]): void {
  const start = comment.loc!.start;
  const position = { line: start.line, column: start.column + 1 };
  const opening = source.slice(comment.start, comment.start + 2);
  if (opening === '//' || opening === '/*') return;
  if (opening === '#!') problems.push(problem('SANDBOX_HASHBANG', position, 'Line that starts with #!'));
  else problems.push(problem('SANDBOX_HTML_COMMENT', position, 'HTML-like comment'));
}

function isTooDeep(ast: Program, problems: Problem[]): boolean {
  let found = false;
  walk(ast, ({ node, depth }) => {
    if (found || depth <= DEPTH_LIMIT) return;
    found = true;
    problems.push(
      problem('SANDBOX_NESTING_TOO_DEEP', positionOf(node), `More than ${DEPTH_LIMIT} levels of nesting`),
    );
  });
  return found;
}

/** The parser's own error as a problem: it marks its errors with `pos`; a native stack overflow has none. */
function syntaxProblem(source: string, error: unknown): Problem {
  const offset = error instanceof SyntaxError && 'pos' in error ? Number(error.pos) : 0;
  const at = positionAt(source, offset);
  const text = error instanceof Error ? error.message.replace(/ \(\d+:\d+\)$/, '') : String(error);
  if (error instanceof RangeError || text.startsWith('Not enough stack space')) {
    return problem('SANDBOX_NESTING_TOO_DEEP', at, 'More nesting than the parser can follow');
  }
  if (text.endsWith('has already been declared')) return problem('SANDBOX_DUPLICATE_DECLARATION', at, text);
  // Outside an async function await is a name to the parser, which stumbles over the word behind it.
  const wait = /\bawait\s*$/.exec(source.slice(0, source.startsWith('await', offset) ? offset + 5 : offset));
  if (wait) return problem('SANDBOX_ASYNC', positionAt(source, wait.index), 'Operator await');
  return problem('SANDBOX_SYNTAX', at, `${text}, at ${quoteAt(source, offset)}`);
}

function quoteAt(source: string, offset: number): string {
  if (offset >= source.length) return 'the end of the text';
  const [word = ''] = /^(?:[\w$]+|[\s\S])/.exec(source.slice(offset, offset + 20)) ?? [];
  return JSON.stringify(word);
}

/** The 1-based position of an offset; LF, CR, CR LF and the two Unicode separators end a line. */
function positionAt(source: string, offset: number): Position {
  const before = source.slice(0, offset).split(/\r\n|[\r\n\u2028\u2029]/);
  return { line: before.length, column: before[before.length - 1]!.length + 1 };
}
