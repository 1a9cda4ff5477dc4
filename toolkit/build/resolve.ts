/**
 * The bundler's part: which file an import means, whether every imported name exists, and which statements nobody uses.
 * What it prints is not used; its source map says of which statements it printed anything.
 */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { BuildFailure, Message } from 'esbuild';
import { forBundler, type Module, readModule, STAND_IN, type Unit } from './module.ts';
import { BuildError, type BuildProblem } from './problems.ts';

export interface Resolved {
  /** In the order in which they run; file → module, or the text of a JSON file. */
  modules: Map<string, Module | string>;
  /** The file that a specifier in a file means. */
  target: (file: string, specifier: string) => string;
  /** The statements the bundler keeps. */
  kept: Set<Unit>;
}

/**
 * Reads `entry`, a path below `root`, and all it imports.
 *
 * @param root an absolute path without symbolic links
 */
export async function resolveModules(root: string, entry: string): Promise<Resolved> {
  const { build } = await import('esbuild');
  const read = new Map<string, Module | string>();
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
            if (file.endsWith('.json')) {
              read.set(name, text);
              return { contents: text, loader: 'json' };
            }
            try {
              const module = await readModule(name, text);
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

  const { inputs } = result.metafile;
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
  const modules = inOrder(read, entry, target);
  const map = result.outputFiles.find(({ path: file }) => file.endsWith('.map'))!.text;
  return { modules, target, kept: keptUnits(modules, JSON.parse(map) as SourceMap) };
}

const isBuildFailure = (error: unknown): error is BuildFailure =>
  error instanceof Error && 'errors' in error && Array.isArray(error.errors);

/** The bundler counts columns in bytes, from 0. */
function problemOf({ text, location, notes }: Message): BuildProblem {
  const hint = text.startsWith('No matching export')
    ? ' If it is a type, import it with "import type".'
    : text.startsWith('Could not resolve')
      ? ' Correct the path, or install the package.'
      : '';
  const note = notes.map((one) => ` ${one.text}`).join('');
  const message = `${text.replace(/[.]$/, '')}.${hint || note}`;
  if (!location) return { file: '', line: 0, column: 0, message };
  const before = Buffer.from(location.lineText).subarray(0, location.column).toString();
  return { file: location.file, line: location.line, column: before.length + 1, message };
}

/** A module runs when all it imports has run, in the order of its imports; the ones of a circle that are running are passed over. */
function inOrder(
  read: ReadonlyMap<string, Module | string>,
  entry: string,
  target: Resolved['target'],
): Map<string, Module | string> {
  const ordered = new Map<string, Module | string>();
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const module = read.get(file)!;
    if (typeof module !== 'string') for (const request of module.requests) visit(target(file, request));
    ordered.set(file, module);
  };
  visit(entry);
  return ordered;
}

interface SourceMap {
  sources: string[];
  mappings: string;
}

function keptUnits(modules: ReadonlyMap<string, Module | string>, map: SourceMap): Set<Unit> {
  const kept = new Set<Unit>();
  const places = placesOf(map.mappings);
  for (const [source, file] of map.sources.entries()) {
    const module = modules.get(file);
    if (module === undefined || typeof module === 'string') continue;
    const starts = lineStarts(module.code);
    const offsets = (places.get(source) ?? []).map(([line, column]) => starts[line]! + column);
    offsets.sort((a, b) => a - b);
    let next = 0;
    for (const unit of module.units) {
      while (next < offsets.length && offsets[next]! < unit.start) next++;
      if (next < offsets.length && offsets[next]! < unit.end) kept.add(unit);
    }
  }
  return kept;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return starts;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Lines and columns, from 0, of each source in the mappings of a source map (ECMA-426): differences as Base64 VLQ. */
function placesOf(mappings: string): Map<number, [line: number, column: number][]> {
  const places = new Map<number, [number, number][]>();
  const state = [0, 0, 0, 0];
  for (const segment of mappings.split(/[;,]/)) {
    const fields = numbersOf(segment);
    if (fields.length < 4) continue;
    // The generated column, which nobody asks for here, would begin anew on each line.
    for (let i = 1; i < 4; i++) state[i]! += fields[i]!;
    const [, source, line, column] = state as [number, number, number, number];
    const list = places.get(source) ?? [];
    places.set(source, list);
    list.push([line, column]);
  }
  return places;
}

function numbersOf(segment: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const digit of segment) {
    const bits = DIGITS.indexOf(digit);
    value += (bits & 31) * 2 ** shift;
    shift += 5;
    if (bits & 32) continue;
    numbers.push(value % 2 === 1 ? -(value - 1) / 2 : value / 2);
    value = 0;
    shift = 0;
  }
  return numbers;
}
