/** `release check`: the rules of the Community Template Gallery for a repository. */
import { statSync } from 'node:fs';
import { asJson } from '../reporters.ts';
import { bold, type Command, count, green, red, UsageError } from '../shell.ts';
import { readRepository } from './repository.ts';
import { GALLERY_RULES, reportRules } from './rules.ts';

export const releaseCheckCommand: Command = {
  usage: 'release check [FOLDER]',
  about: "Holds a repository against the rules of Google's Community Template Gallery.",
  options: { json: { type: 'boolean', help: 'the result as JSON' } },
  async run([folder = '.', ...more], { json }, io) {
    if (more.length > 0) throw new UsageError('release check takes one folder at most.');
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
      throw new UsageError(`${folder}: no such folder.`);
    const repository = readRepository(folder);
    if (json) {
      const rules = GALLERY_RULES.map(({ title, problems }) => ({ title, problems: problems(repository) }));
      io.out(asJson({ folder, rules }));
      return rules.every(({ problems }) => problems.length === 0) ? 0 : 1;
    }
    const wrong = reportRules(GALLERY_RULES, repository, (line) => io.out(`${line}\n`));
    const verdict = wrong === 0 ? green(io, 'ready for the Gallery') : red(io, 'not ready for the Gallery');
    io.out(`${bold(io, verdict)}${wrong === 0 ? '' : `: ${count(wrong, 'fault')} to mend`}.\n`);
    return wrong === 0 ? 0 : 1;
  },
};
