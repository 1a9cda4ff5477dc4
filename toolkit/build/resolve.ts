/**
 * The bundler's part: which file an import means, whether every imported name exists, and which statements nobody uses.
 * What it prints is not used; its source map says of which statements it printed anything.
 */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { BuildFailure, Message } from 'esbuild';
import { type Json, JsonError, parseJson } from '../sandbox/tpl/json.ts';
import { keptUnits, placesOf, type SourceMap, unplacedIn } from './kept.ts';
import { forBundler, type Module, readModule, STAND_IN, type Unit } from './module.ts';
import { pointersOf } from './pointers.ts';
import { BuildError, type BuildProblem, problemAt } from './problems.ts';

/** A JSON file that is imported. */
export interface JsonModule {
  value: Json;
}

export type AnyModule = Module | JsonModule;

export const isJson = (module: AnyModule): module is JsonModule => 'value' in module;

export interface Resolved {
  /** The file of the main module. */
  entry: string;
  /** By file, in the order in which they run. */
  modules: Map<string, AnyModule>;
  /** The file that a specifier in a file means. */
  target: (file: string, specifier: string) => string;
  /** The statements the bundler keeps. */
  kept: Set<Unit>;
  /** Statements that the bundler printed and of which its source map does not say where they stood. */
  unplaced: string[];
}

/**
 * Reads `entry`, a path below `root`, and all it imports.
 *
 * @param root an absolute path without symbolic links
 */
export async function resolveModules(root: string, entry: string): Promise<Resolved> {
  const { build } = await import('esbuild');
  const read = new Map<string, AnyModule>();
  const nameOf = (file: string): string => path.relative(root, file).split(path.sep).join('/');
  const problems: BuildProblem[] = [];
  const result = await build({
    absWorkingDir: root,
    entryPoints: [`./${entry}`],
    outfile: 'template.js',
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'esnext',
    sourcemap: 'external',
    sourcesContent: false,
    // Asking the sandbox for an API does nothing by itself.
    pure: [STAND_IN],
    logLevel: 'silent',
    plugins: [
      {
        name: 'modules',
        setup: (context) =>
          context.onLoad({ filter: /\.([cm]?[jt]s|json)$/, namespace: 'file' }, async ({ path: file }) => {
            const name = nameOf(file);
            const text = await readFile(file, 'utf8');
            try {
              if (file.endsWith('.json')) {
                read.set(name, { value: readJson(name, text) });
                return { contents: text, loader: 'json' };
              }
              const module = readModule(name, text);
              read.set(name, module);
              return { contents: forBundler(module), loader: 'js' };
            } catch (error) {
              if (!(error instanceof BuildError)) throw error;
              problems.push(...error.problems);
              return { contents: '', loader: 'js' };
            }
          }),
      },
    ],
  }).catch((error: unknown) => {
    if (problems.length > 0) throw new BuildError(problems);
    throw isBuildFailure(error) ? new BuildError(error.errors.map(problemOf)) : error;
  });
  if (problems.length > 0) throw new BuildError(problems);

  const { inputs, outputs } = result.metafile;
  for (const [file, { format }] of Object.entries(inputs)) {
    const message =
      format === 'cjs'
        ? 'This is a CommonJS module (module.exports), which cannot stand in a template. Import an ECMAScript module.'
        : read.has(file)
          ? undefined
          : 'A template is made of .ts, .js and .json files. Import one of these.';
    if (message !== undefined) problems.push({ file, line: 0, column: 0, message });
  }
  if (problems.length > 0) throw new BuildError(problems);

  const target = (file: string, specifier: string): string =>
    inputs[file]!.imports.find(({ original }) => original === specifier)!.path;
  // Another path than the one given when that is a link.
  const main = Object.values(outputs).flatMap(({ entryPoint }) => entryPoint ?? [])[0]!;
  const modules = inOrder(read, main, target);
  const textOf = (end: string): string =>
    result.outputFiles.find(({ path: file }) => file.endsWith(end))!.text;
  const places = placesOf(JSON.parse(textOf('.map')) as SourceMap);
  return {
    entry: main,
    modules,
    target,
    kept: new Set(
      [...modules].flatMap(([file, module]) => (isJson(module) ? [] : keptUnits(file, module, places))),
    ),
    unplaced: unplacedIn(textOf('.js'), places),
  };
}

const isBuildFailure = (error: unknown): error is BuildFailure =>
  error instanceof Error && 'errors' in error && Array.isArray(error.errors);

function readJson(file: string, text: string): Json {
  const plain = text.replace(/^\ufeff/, '');
  try {
    const { value, offsetOf } = parseJson(plain);
    for (const pointer of pointersOf(value)) {
      if (!pointer.endsWith('/__proto__')) continue;
      const message = 'A key "__proto__" is another thing in a script than in JSON. Choose another one.';
      throw new BuildError([problemAt(file, plain, offsetOf(pointer), message)]);
    }
    return value;
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const { message, line, column } = error;
    throw new BuildError([{ file, line, column, message: `This is not valid JSON: ${message}.` }]);
  }
}

/** The bundler counts columns in bytes, from 0. */
function problemOf({ text, location, notes }: Message): BuildProblem {
  const hint = text.startsWith('No matching export')
    ? ' If it is a type, import it with "import type".'
    : text.startsWith('Could not resolve')
      ? ' Correct the path, or install the package.'
      : '';
  const note = notes
    .map((one) => ` ${one.text}${one.location ? ` ${one.location.file}:${one.location.line}.` : ''}`)
    .join('');
  const message = `${text.replace(/[.]$/, '')}.${hint || note}`;
  if (!location) return { file: '', line: 0, column: 0, message };
  const before = Buffer.from(location.lineText).subarray(0, location.column).toString();
  return { file: location.file, line: location.line, column: before.length + 1, message };
}

/** A module runs when all it imports has run, in the order of its imports; the ones of a circle that are running are passed over. */
function inOrder(
  read: ReadonlyMap<string, AnyModule>,
  entry: string,
  target: Resolved['target'],
): Map<string, AnyModule> {
  const ordered = new Map<string, AnyModule>();
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const module = read.get(file)!;
    if (!isJson(module)) for (const request of module.requests) visit(target(file, request));
    ordered.set(file, module);
  };
  visit(entry);
  return ordered;
}
