/** `build`: from src/ and template/ of one or several folders to template.tpl and the types that the sources are checked with. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Refusal } from '../build/build-template.ts';
import { formatJson } from '../sandbox/tpl/json.ts';
import { parseTemplate } from '../sandbox/tpl/template.ts';
import { moreAbout, withAddresses } from './package.ts';
import { asJson } from './reporters.ts';
import {
  bold,
  type Command,
  count,
  green,
  grey,
  type Io,
  problemLine,
  readText,
  red,
  UsageError,
  writeBelow,
} from './shell.ts';
import { expanded } from './templates.ts';
import { WATCH_OPTION, watched } from './watch.ts';

interface Result {
  folder: string;
  problems: Refusal[];
  /** Files that were not as the sources give them, below the folder; written unless only checked. */
  different: string[];
  /** Bytes of template.tpl. */
  bytes: number;
}

const ENTRIES = ['src/main.ts', 'src/main.js'];

export const buildCommand: Command = {
  usage: 'build [FOLDER…]',
  about: 'Builds template.tpl from src/ and template/ of each folder (this one when none is named).',
  options: {
    check: { type: 'boolean', help: 'write nothing; fail when a file is not what the sources give' },
    'write-permissions': {
      type: 'boolean',
      help: 'write template/permissions.json as the code needs it, then build',
    },
    strict: { type: 'boolean', help: 'warnings count as errors' },
    json: { type: 'boolean', help: 'the result as JSON' },
    ...WATCH_OPTION,
  },
  async run(paths, options, io) {
    if (options.check && options['write-permissions'])
      throw new UsageError('--check and --write-permissions exclude each other.');
    const folders = await foldersOf(paths);
    const read = new Set<string>();
    const once = async (): Promise<number> => {
      const results: Result[] = [];
      for (const folder of folders) {
        if (folders.length > 1) io.progress(`${results.length + 1} of ${folders.length}: ${folder}`);
        if (options['write-permissions']) await writePermissions(folder, io);
        results.push(await build(folder, options.check === true, read));
      }
      const failed = results.filter((result) =>
        isFailed(result, options.strict === true, options.check === true),
      );
      if (options.json) {
        const folders = results.map((result) => ({ ...result, problems: withAddresses(result.problems) }));
        io.out(asJson({ folders, failed: failed.length }));
      } else for (const result of results) show(io, result, failed.includes(result), options.check === true);
      return failed.length === 0 ? 0 : 1;
    };
    if (!options.watch) return once();
    const counts = (file: string): boolean =>
      read.has(file) || folders.some((folder) => isSource(relative(folder, file)));
    const isElsewhere = (file: string): boolean =>
      folders.every((folder) => relative(folder, file).startsWith('..')) && existsSync(file);
    return watched(() => [...folders, ...[...read].filter(isElsewhere)], counts, io, once);
  },
};

/** Whether a file of a project is one that the build reads, and does not write. */
const isSource = (file: string): boolean =>
  /^(?:package\.json$|(?:src|template)[/\\])/.test(file) && !file.includes('.generated.');

/** A pattern stands for the folders with a template's source that it fits. */
async function foldersOf(paths: readonly string[]): Promise<string[]> {
  const isProject = (folder: string): boolean => ENTRIES.some((entry) => existsSync(join(folder, entry)));
  const named = paths.length === 0 ? ['.'] : paths;
  const folders: string[] = [];
  for (const path of named) {
    const found = await expanded([path]);
    folders.push(...(existsSync(path) ? found : found.filter(isProject)));
  }
  const missing = folders.find((folder) => !isProject(folder));
  if (missing !== undefined)
    throw new UsageError(
      `${missing}: neither ${ENTRIES.join(' nor ')} is there, the code of a template. sgtm init makes a project.`,
    );
  if (folders.length === 0)
    throw new UsageError(`${named.join(', ')}: no folder with ${ENTRIES.join(' or ')}.`);
  return folders;
}

/** @param read takes the files that the code was read from, those with problems too */
async function build(folder: string, checkOnly: boolean, read: Set<string>): Promise<Result> {
  // The bundler and what erases types, for which --help need not wait.
  const { BuildError } = await import('../build/problems.ts');
  const { buildTemplate } = await import('../build/build-template.ts');
  const result: Result = { folder, problems: [], different: [], bytes: 0 };
  try {
    const { files, refusals, sources } = await buildTemplate(folder);
    for (const file of sources) read.add(join(folder, file));
    result.problems = refusals;
    result.bytes = Buffer.byteLength(files.get('template.tpl')!);
    if (refusals.some(({ severity }) => severity === 'error')) return result;
    for (const [file, text] of files) {
      const path = join(folder, file);
      if (existsSync(path) && readText(path, 'latin1') === Buffer.from(text).toString('latin1')) continue;
      result.different.push(file);
      if (!checkOnly) writeBelow(folder, file, text);
    }
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    for (const { file } of error.problems) read.add(join(folder, file));
    result.problems = error.problems.map((problem) => ({
      ...problem,
      severity: 'error',
      code: 'BUILD',
      page: '',
    }));
  }
  return result;
}

/** Declares what the code needs; what its text does not tell is named on standard error. */
async function writePermissions(folder: string, io: Io): Promise<void> {
  const { BuildError } = await import('../build/problems.ts');
  const { buildTemplate } = await import('../build/build-template.ts');
  const { proposePermissions } = await import('../build/permissions.ts');
  try {
    const { files } = await buildTemplate(folder);
    const { value, notes } = proposePermissions(parseTemplate(files.get('template.tpl')!));
    const file = 'template/permissions.json';
    const path = join(folder, file);
    const text = `${formatJson(value)}\n`;
    if (!existsSync(path) || readText(path) !== text) {
      writeBelow(folder, file, text);
      io.err(`wrote ${path}.\n`);
    }
    for (const note of notes) io.err(`note: ${note}\n`);
  } catch (error) {
    // The build that follows says what is wrong.
    if (!(error instanceof BuildError)) throw error;
  }
}

const isFailed = ({ problems, different }: Result, strict: boolean, checkOnly: boolean): boolean =>
  (checkOnly && different.length > 0) ||
  problems.some(({ severity }) => severity === 'error' || (strict && severity === 'warning'));

function show(
  io: Io,
  { folder, problems, different, bytes }: Result,
  failed: boolean,
  checkOnly: boolean,
): void {
  for (const problem of problems) {
    io.out(`${problemLine(io, join(folder, problem.file), problem)}\n`);
    if (problem.code !== 'BUILD') io.out(`${grey(io, `  ${moreAbout(problem)}`)}\n`);
  }
  const template = join(folder, 'template.tpl');
  const names = different.join(', ');
  if (failed && checkOnly && different.length > 0)
    io.out(
      `${red(io, 'not built')}: ${bold(io, folder)}: ${names} is not what the sources give. Run sgtm build.\n`,
    );
  else if (failed) io.out(`${red(io, 'not built')}: ${bold(io, template)}.\n`);
  else {
    const what = names === '' ? 'nothing to change' : `wrote ${names}`;
    io.out(`${green(io, 'built')}: ${bold(io, template)}, ${count(bytes, 'byte')}, ${what}.\n`);
  }
}
