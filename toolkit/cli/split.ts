/**
 * `split` and `join`: a template as one file for each section, and back, byte for byte. Files are read and written as Latin-1, so
 * that every byte is one character and nothing is lost, whatever the file's encoding.
 */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { joinTemplate, splitTemplate } from '../sandbox/tpl/split.ts';
import { type Command, count, makeFolder, readText, removeFile, UsageError, writeText } from './shell.ts';

const force = { type: 'boolean', help: 'write over what is there' } as const;
const json = { type: 'boolean', help: 'the result as JSON' } as const;

export const splitCommand: Command = {
  usage: 'split FILE FOLDER',
  about: 'Writes each section to a file of its own, and layout.json with what lies between them.',
  options: { force, json },
  async run(paths, options, io) {
    const [file, folder] = two(paths, 'split takes a file and a folder.');
    const parts = splitTemplate(readText(file, 'latin1'));
    const files = [...parts.keys()];
    makeFolder(folder);
    const there = files.filter((name) => isTaken(join(folder, name)));
    if (!options.force && there.length > 0)
      throw new UsageError(
        `${folder}: holds ${there.join(', ')} already; use --force to replace what is there.`,
      );
    for (const [name, content] of parts) {
      const path = join(folder, name);
      // Removed first: a link is replaced, and what it leads to stays as it is.
      if (isTaken(path)) removeFile(path);
      writeText(path, content, 'latin1');
    }
    if (options.json) io.out(`${JSON.stringify({ folder, files }, null, 2)}\n`);
    else io.out(`${folder}: ${count(files.length, 'file')} (${files.join(', ')}).\n`);
    return 0;
  },
};

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
    if (!options.force && isTaken(file))
      throw new UsageError(`${file}: exists; use --force to write over it.`);
    writeText(file, text, 'latin1');
    if (options.json) io.out(`${JSON.stringify({ file, bytes: text.length }, null, 2)}\n`);
    else io.out(`${file}: ${count(text.length, 'byte')}.\n`);
    return 0;
  },
};

/** Whether a name is given already, to a link that leads nowhere too. */
const isTaken = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

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
