/**
 * `npm run sync -- export.tpl`: takes a template that was edited in GTM's interface back into template/. Exit status: 0 when
 * nothing is left to do by hand, 1 when the code differs or the export cannot be taken, 2 when the command was called wrongly.
 */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { changedFiles, GitError } from 'sgtm-toolkit/cli/release/git';
import { type Command, type Io, isProgram, runCommand, standardIo, UsageError } from 'sgtm-toolkit/shell';
import { unifiedDiff } from './sync/diff.ts';

type Planner = typeof import('./sync/plan.ts').plan;

const syncCommand = (root: string): Command => ({
  usage: 'FILE.tpl',
  about: `Takes fields, permissions, tests, info, terms and notes of an exported template into template/. New tests go to
template/scenarios/90-from-gtm.js. The code is made from src/, which is never written: what differs is shown, to be carried
over by hand. Refuses when the working tree holds changes that are not committed. Afterwards run "npm run build".`,
  options: {},
  run: (files, _options, io) => take(root, files, io),
});

/** Runs the command line in the project at `root` and gives the exit status. */
export const main = (args: readonly string[], root: string, io: Io): Promise<number> =>
  runCommand('npm run sync --', syncCommand(root), args, io);

async function take(root: string, [file = '', ...more]: string[], io: Io): Promise<number> {
  if (file === '' || more.length > 0) throw new UsageError('Name one exported file.');
  if (!isFile(file)) throw new UsageError(`${file}: no such file.`);
  // Loads the compiler of TypeScript, for which help and refusals need not wait.
  const { ExportError, plan } = await import('./sync/plan.ts');
  const { TemplateError } = await import('sgtm-toolkit/sandbox');
  try {
    return await sync(root, file, plan, io);
  } catch (error) {
    if (error instanceof TemplateError)
      io.err(`${file}:${error.line}:${error.column} ${error.code}: ${error.message}\nNothing was written.\n`);
    else if (error instanceof ExportError) io.err(`${error.message}\nNothing was written.\n`);
    else if (error instanceof GitError) io.err(`${error.message}\n`);
    else throw error;
    return 1;
  }
}

const isFile = (name: string): boolean => statSync(name, { throwIfNoEntry: false })?.isDirectory() === false;

async function sync(root: string, file: string, plan: Planner, io: Io): Promise<number> {
  const changed = changedFiles(root).filter((name) => path.resolve(root, name) !== path.resolve(file));
  if (changed.length > 0) {
    io.err(
      `The working tree must be clean, so that git shows what the export changed; ${changed[0]} differs from the last commit. ` +
        'Commit it or set it aside.\n',
    );
    return 1;
  }
  const { files, notes, code } = await plan(root, readFileSync(file, 'utf8'));
  for (const [name, text] of files) {
    if (text === undefined) rmSync(path.join(root, name));
    else writeFileSync(path.join(root, name), text);
    io.out(`${text === undefined ? 'removed' : 'wrote'} ${name}\n`);
  }
  for (const note of notes) io.out(`${note}\n`);
  if (files.size === 0) io.out('template/ says what the export says: nothing was written.\n');
  const difference = unifiedDiff(code.built, code.exported, ['code from src/', 'code of the export']);
  if (difference !== '') {
    io.out(`\n${difference}\n\n`);
    io.err('The code of the export differs from what src/ gives. Carry the change over to src/ by hand.\n');
    return 1;
  }
  if (files.size > 0) io.out('Look at "git diff", then run "npm run build" and "npm test".\n');
  return 0;
}

if (isProgram(import.meta.url))
  process.exitCode = await main(process.argv.slice(2), path.join(import.meta.dirname, '..'), standardIo());
