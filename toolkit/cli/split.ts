/**
 * `split` and `join`: a template as one file for each section, and back, byte for byte. Files are read and written as Latin-1, so
 * that every byte is one character and nothing is lost, whatever the file's encoding.
 */
import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { joinTemplate, LAYOUT_FILE, splitTemplate } from '../sandbox/tpl/split.ts';
import { type Command, count, makeFolder, readText, UsageError, writeText } from './shell.ts';

const force = { type: 'boolean', help: 'write over what is there' } as const;
const json = { type: 'boolean', help: 'the result as JSON' } as const;

export const splitCommand: Command = {
  usage: 'split FILE FOLDER',
  about: 'Writes each section to a file of its own, and layout.json with what lies between them.',
  options: { force, json },
  async run(paths, options, io) {
    const [file, folder] = two(paths, 'split takes a file and a folder.');
    const parts = splitTemplate(readText(file, 'latin1'));
    if (!options.force && existsSync(join(folder, LAYOUT_FILE)))
      throw new UsageError(`${folder}: holds a split template already; use --force to write over it.`);
    makeFolder(folder);
    for (const name of parts.keys()) refuseTaken(join(folder, name), options.force === true);
    for (const [name, content] of parts) writeText(join(folder, name), content, 'latin1');
    const files = [...parts.keys()];
    if (options.json) io.out(`${JSON.stringify({ folder, files }, null, 2)}\n`);
    else io.out(`${folder}: ${count(files.length, 'file')} (${files.join(', ')}).\n`);
    return 0;
  },
};

/** Somebody else's file is written over only when that is asked for, and what a link leads to never. */
function refuseTaken(path: string, force: boolean): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isSymbolicLink())
    throw new UsageError(`${path}: is a link, through which nothing is written. Remove it.`);
  if (found && !force) throw new UsageError(`${path}: exists; use --force to write over it.`);
}

export const joinCommand: Command = {
  usage: 'join FOLDER FILE',
  about: 'Joins a split template; without layout.json in the form that the editor exports.',
  options: { force, json },
  async run(paths, options, io) {
    const [folder, file] = two(paths, 'join takes a folder and a file.');
    const parts = new Map(filesOf(folder).map((name) => [name, readText(join(folder, name), 'latin1')]));
    let text: string;
    try {
      text = joinTemplate(parts);
    } catch (error) {
      const message = `${folder}: ${error instanceof Error ? error.message : error}`;
      if (options.json) io.out(`${JSON.stringify({ error: message }, null, 2)}\n`);
      else io.err(`${message}\n`);
      return 1;
    }
    if (!options.force && existsSync(file))
      throw new UsageError(`${file}: exists; use --force to write over it.`);
    writeText(file, text, 'latin1');
    if (options.json) io.out(`${JSON.stringify({ file, bytes: text.length }, null, 2)}\n`);
    else io.out(`${file}: ${count(text.length, 'byte')}.\n`);
    return 0;
  },
};

function two(paths: string[], message: string): [string, string] {
  const [first, second, ...more] = paths;
  if (first === undefined || second === undefined || more.length > 0) throw new UsageError(message);
  return [first, second];
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name);
  } catch {
    throw new UsageError(`${folder}: no such folder.`);
  }
}
