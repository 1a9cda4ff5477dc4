/** What the verbs share: where they write, how files are found and read, how errors become one line. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CompileError,
  type Problem,
  parseTemplate,
  type Template,
  TemplateError,
} from '../../toolkit/sandbox/index.ts';
import { page } from '../../toolkit/sandbox/tpl/codes.ts';

export interface Io {
  out: (text: string) => void;
  err: (text: string) => void;
  /** Whether to use colours. */
  colour: boolean;
}

/** A mistake in how the command was called, or a file that is not there: exit status 2, no stack trace. */
export class UsageError extends Error {}

/** What one verb is: its options for parseArgs, its help, its run. The run gives the exit status. */
export interface Verb {
  usage: string;
  about: string;
  options: Record<string, { type: 'boolean' | 'string'; help: string; value?: string }>;
  run: (files: string[], options: Record<string, string | boolean | undefined>, io: Io) => Promise<number>;
}

const paint = (code: number) => (io: Io, text: string) =>
  io.colour ? `\u001b[${code}m${text}\u001b[0m` : text;
export const red = paint(31);
export const green = paint(32);
export const yellow = paint(33);
export const grey = paint(90);
export const bold = paint(1);

export interface Found {
  path: string;
  /** Found by walking a folder, not named by the caller. */
  walked: boolean;
}

/** The files meant by the arguments: a folder stands for every .tpl file below it. */
export function findFiles(paths: readonly string[]): Found[] {
  if (paths.length === 0) throw new UsageError('No file given. Name a .tpl file or a folder.');
  return paths.flatMap((path) => {
    if (!isFolder(path)) return [{ path, walked: false }];
    const files = walk(path).map((file) => ({ path: file, walked: true }));
    if (files.length === 0) throw new UsageError(`${path}: no .tpl file in this folder.`);
    return files;
  });
}

/** The mistake of naming folders that hold only web templates. */
export const nothingToDo = (skipped: readonly string[]): UsageError =>
  new UsageError(`No server-side template found; ${count(skipped.length, 'web template')} skipped.`);

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    throw new UsageError(`${path}: no such file or folder.`);
  }
}

function walk(folder: string): string[] {
  return attempt(folder, 'read', () => readdirSync(folder, { withFileTypes: true }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory())
        return entry.name === 'node_modules' || entry.name.startsWith('.') ? [] : walk(path);
      return entry.name.endsWith('.tpl') ? [path] : [];
    });
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export const readText = (path: string, encoding: 'utf8' | 'latin1' = 'utf8'): string =>
  attempt(path, 'read', () => {
    const bytes = readFileSync(path);
    return encoding === 'utf8' ? utf8.decode(bytes) : bytes.toString(encoding);
  });

export const writeText = (path: string, text: string, encoding: 'utf8' | 'latin1' = 'utf8'): void =>
  attempt(path, 'written', () => writeFileSync(path, text, encoding));

export const makeFolder = (path: string): unknown =>
  attempt(path, 'made', () => mkdirSync(path, { recursive: true }));

const REASONS: Record<string, string> = {
  ENOENT: 'no such file or folder',
  EISDIR: 'it is a folder',
  ENOTDIR: 'part of the path is a file',
  EEXIST: 'there is a file of this name',
  EACCES: 'not permitted',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8; save it as UTF-8',
};

/** A file operation; what the system refuses is a mistake in the call. */
function attempt<T>(path: string, verb: string, operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new UsageError(`${path}: cannot be ${verb}, ${REASONS[code] ?? code}.`);
  }
}

/** A template, or the problem that keeps it from being one. */
export function readTemplate(path: string): { template: Template } | { problem: Problem } {
  try {
    return { template: parseTemplate(readText(path)) };
  } catch (error) {
    const [problem] = problemsOf(error);
    return { problem: problem! };
  }
}

/** The problems inside an error of the sandbox; anything else is thrown on. */
export function problemsOf(error: unknown): Problem[] {
  if (error instanceof CompileError) return [...error.problems];
  if (!(error instanceof TemplateError)) throw error;
  const { code, message, line, column } = error;
  return [{ code, severity: 'error', message, line, column, page: page(code) }];
}

/** What keeps a template from being run or compiled, as text or as JSON, and the exit status that goes with it. */
export function refuse(io: Io, file: string, problems: Problem[], json: string | boolean | undefined): 1 {
  if (json) io.out(`${JSON.stringify({ problems }, null, 2)}\n`);
  else for (const problem of problems) io.err(`${problemLine(io, file, problem)}\n`);
  return 1;
}

/** One problem on one line, in the form editors recognise. */
export function problemLine(
  io: Io,
  file: string,
  { line, column, severity, code, message }: Problem,
): string {
  const word = (severity === 'error' ? red : severity === 'warning' ? yellow : grey)(io, severity);
  return `${bold(io, `${file}:${line}:${column}`)} ${word} ${code}: ${message}`;
}

export const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

/** The --budget option: instructions, 10 million when absent. */
export function budgetOf(option: string | boolean | undefined): number {
  const budget = Number(option ?? 10_000_000);
  if (!(budget > 0)) throw new UsageError(`--budget must be a number above 0, got ${option}.`);
  return budget;
}
