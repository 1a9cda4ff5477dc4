/**
 * TypeScript to JavaScript by taking the types away, nothing else: the parser that Node itself uses for this replaces each
 * of them by blanks, so that every place of the text stays where it is. What has a meaning at run time (enum, namespace) is
 * refused.
 */
import { createRequire } from 'node:module';
import { BuildError, type BuildProblem } from './problems.ts';

/** What to write for syntax that cannot be erased, by a word of the parser's message. */
const PLAIN_FORMS: readonly [RegExp, string][] = [
  [/enum/, 'Write an object of constants, and a type that is the union of their values.'],
  [/namespace|module/i, 'Write a module of its own.'],
  [/import equals|export assignment/, 'Write an ordinary import or export.'],
  [/angle-bracket/, 'Write "x as T".'],
  [
    /Return statement/,
    'A module in TypeScript gives the value of a template with "export default"; code that ends early stands in a function.',
  ],
];

interface SwcError {
  message: string;
  startLine: number;
  startColumn: number;
}

/**
 * Erases the types of a module.
 *
 * @param source with line ends `\n` and without byte-order mark
 * @returns a text of the same length; throws a BuildError with the place of what cannot be read or erased
 */
export function eraseTypes(source: string, file: string): string {
  let code: string;
  try {
    code = strip(source, file);
  } catch (error) {
    if (!isSwcError(error)) throw error;
    const { message, startLine, startColumn } = placed(source, file, error);
    const plain = PLAIN_FORMS.find(([word]) => word.test(message))?.[1];
    const sentence = `${message.replace(/[.\s]+$/, '')}.`;
    throw new BuildError([
      { file, line: startLine, column: startColumn + 1, message: plain ? `${sentence} ${plain}` : sentence },
    ]);
  }
  if (code.length !== source.length)
    throw new BuildError([whole(file, 'The types could not be erased in place, a fault of the parser.')]);
  // The parser blanks characters beyond ASCII with blanks of the same width.
  return code.replace(/[\u00a0\u2002]/g, (blank, offset: number) => (source[offset] === blank ? blank : ' '));
}

const whole = (file: string, message: string): BuildProblem => ({ file, line: 0, column: 0, message });

const require = createRequire(import.meta.url);
const PARSER = '@swc/wasm-typescript';

/** The parser's own result; it is loaded when it is first needed. */
function strip(source: string, file: string): string {
  const { transformSync } = require(PARSER) as typeof import('@swc/wasm-typescript');
  try {
    return transformSync(source, { mode: 'strip-only', module: true }).code;
  } catch (error) {
    if (isSwcError(error)) throw error;
    // When its stack has ended, the parser's memory cannot be trusted any more: the next module gets a new one.
    delete require.cache[require.resolve(PARSER)];
    throw new BuildError([
      whole(file, 'The code is nested more deeply than the parser can follow. Split it.'),
    ]);
  }
}

/**
 * The same error with a column that counts characters: the parser counts what they would take on a screen, so the text is
 * parsed once more with one of width one for each.
 */
function placed(source: string, file: string, error: SwcError): SwcError {
  try {
    strip(
      source.replace(/[^\n -~]/g, (char) => (/\s/.test(char) ? ' ' : 'x')),
      file,
    );
  } catch (again) {
    if (isSwcError(again) && again.message === error.message) return again;
  }
  return error;
}

const isSwcError = (error: unknown): error is SwcError =>
  typeof error === 'object' && error !== null && 'startLine' in error && 'message' in error;

/** A stretch of the text that holds nothing but erased types and blanks between them. */
export interface Erased {
  start: number;
  end: number;
}

/** What `eraseTypes` took away, in the order of the text. */
export function erasedIn(source: string, code: string): Erased[] {
  const found: Erased[] = [];
  let open: Erased | undefined;
  for (let i = 0; i < code.length; i++) {
    const isBlank = /\s/.test(code[i]!);
    if (!isBlank) open = undefined;
    else if (code[i] !== source[i]) {
      if (open) open.end = i + 1;
      else {
        open = { start: i, end: i + 1 };
        found.push(open);
      }
    }
  }
  return found;
}
