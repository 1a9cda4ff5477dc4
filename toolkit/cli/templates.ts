/** Templates as commands find and read them, and what keeps one from being checked, run or compiled. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { IsolatedError } from '../isolated/calls.ts';
import { CompileError } from '../sandbox/compiler/compile.ts';
import type { Problem } from '../sandbox/language/codes.ts';
import { page } from '../sandbox/tpl/codes.ts';
import { TemplateError } from '../sandbox/tpl/errors.ts';
import { parseTemplate, type Template } from '../sandbox/tpl/template.ts';
import { withAddresses } from './package.ts';
import { attempt, count, type Io, problemLine, readText, UsageError, type Values } from './shell.ts';

export interface Found {
  path: string;
  /** Found by walking a folder, not named by the caller. */
  walked: boolean;
}

/** The files meant by the arguments: a folder stands for every .tpl file below it, a pattern for the files it fits. */
export async function findFiles(paths: readonly string[]): Promise<Found[]> {
  if (paths.length === 0) throw new UsageError('No file given. Name a .tpl file or a folder.');
  return (await expanded(paths)).flatMap((path) => {
    if (!isFolder(path)) return [{ path, walked: false }];
    const files = walk(path).map((file) => ({ path: file, walked: true }));
    if (files.length === 0) throw new UsageError(`${path}: no .tpl file in this folder.`);
    return files;
  });
}

/** The arguments with patterns such as `packages/*` replaced by what they fit, where the shell has not done so. */
export async function expanded(paths: readonly string[]): Promise<string[]> {
  if (paths.every((path) => existsSync(path))) return [...paths];
  const { globSync, isDynamicPattern } = await import('tinyglobby');
  return paths.flatMap((path) => {
    if (existsSync(path) || !isDynamicPattern(path)) return [path];
    const found = globSync(path, { onlyFiles: false, ignore: '**/node_modules/**' });
    if (found.length === 0) throw new UsageError(`${path}: nothing fits this pattern.`);
    return found.map((file) => file.replace(/\/$/, '')).sort();
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

/** A template, or the problem that keeps it from being one. */
export function readTemplate(path: string): { template: Template } | { problem: Problem } {
  try {
    return { template: parseTemplate(readText(path)) };
  } catch (error) {
    const [problem] = problemsOf(error);
    return { problem: problem! };
  }
}

/** The problems inside an error of the sandbox, or that a run was stopped; anything else is thrown on. */
export function problemsOf(error: unknown): Problem[] {
  if (error instanceof CompileError) return [...error.problems];
  if (error instanceof IsolatedError) {
    const message = `The run was ${error.message}`;
    return [{ code: 'STOPPED', severity: 'error', message, line: 0, column: 0, page: '' }];
  }
  if (!(error instanceof TemplateError)) throw error;
  const { code, message, line, column } = error;
  return [{ code, severity: 'error', message, line, column, page: page(code) }];
}

/** What keeps a template from being run or compiled, as text or as JSON, and the exit status that goes with it. */
export function refuse(io: Io, file: string, problems: Problem[], json: Values[string]): 1 {
  if (json) io.out(`${JSON.stringify({ problems: withAddresses(problems) }, null, 2)}\n`);
  else for (const problem of problems) io.err(`${problemLine(io, file, problem)}\n`);
  return 1;
}

/** The --budget option: instructions, 10 million when absent. */
export function budgetOf(option: Values[string]): number {
  const budget = Number(option ?? 10_000_000);
  if (!(budget > 0)) throw new UsageError(`--budget must be a number above 0, got ${option}.`);
  return budget;
}
