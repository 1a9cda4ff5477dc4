/**
 * `npm run release -- check`, `-- icon`, `-- X.Y.Z`. Exit status: 0 when all is well, 1 when something stands against it,
 * 2 when the command was called wrongly.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { GitError, git } from 'sgtm-toolkit/cli/release/git';
import { reportRules } from 'sgtm-toolkit/cli/release/rules';
import { type Command, type Io, isProgram, runCommand, standardIo, UsageError } from 'sgtm-toolkit/shell';
import { owed, RULES } from './release/gallery.ts';
import { dataUri, ICON_SIZE, iconPng } from './release/icon.ts';
import { checkSums, perform } from './release/perform.ts';
import { readProject } from './release/project.ts';
import { refusals } from './release/refusals.ts';
import { isVersion, tagOf } from './release/version.ts';
import { formattedJson } from './sync/format.ts';

const releaseCommand = (root: string): Command => ({
  usage: 'check | icon | X.Y.Z',
  about: `check   holds the repository against the Gallery's rules
icon    draws assets/icon.png and puts it into template/info.json
X.Y.Z   releases a version

A release sets the version, commits, tags with the change notes of CHANGELOG.md and check sums, writes dist/SHA256SUMS, and
commits the new entry of metadata.yaml. It refuses a dirty tree, a version that is not higher than the last, an undated
CHANGELOG.md and a failing test. Nothing is pushed.`,
  options: {
    yes: { type: 'boolean', help: 'do it; without it everything is checked and nothing is written' },
  },
  async run([verb = '', ...more], { yes }, io) {
    if (more.length > 0 || (verb !== 'check' && verb !== 'icon' && !isVersion(verb)))
      throw new UsageError('Say check, icon or a version such as 1.2.3.');
    try {
      if (verb === 'check') return check(root, io);
      if (verb === 'icon') return icon(root, io);
      return release(root, verb, yes === true, io);
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      io.err(`${error.message}\n`);
      return 1;
    }
  },
});

/** Runs the command line in the project at `root` and gives the exit status. */
export const main = (args: readonly string[], root: string, io: Io): Promise<number> =>
  runCommand('npm run release --', releaseCommand(root), args, io);

function check(root: string, io: Io): number {
  const project = readProject(root);
  const count = reportRules(RULES, project, (line) => io.out(`${line}\n`));
  for (const note of owed(project)) io.out(`note ${note}\n`);
  io.out(count === 0 ? 'Ready for the Gallery.\n' : `Not ready for the Gallery: ${count} to fix.\n`);
  return count === 0 ? 0 : 1;
}

function icon(root: string, io: Io): number {
  const png = iconPng();
  mkdirSync(path.join(root, 'assets'), { recursive: true });
  writeFileSync(path.join(root, 'assets/icon.png'), png);
  const file = path.join(root, 'template/info.json');
  const info = JSON.parse(readFileSync(file, 'utf8')) as { brand?: object };
  info.brand = { ...info.brand, thumbnail: dataUri(png) };
  writeFileSync(file, formattedJson(root, 'template/info.json', info));
  io.out(
    `assets/icon.png: ${ICON_SIZE} by ${ICON_SIZE} pixels, ${png.length} bytes; template/info.json carries it.\n`,
  );
  return 0;
}

function release(root: string, version: string, yes: boolean, io: Io): number {
  const project = readProject(root);
  const problems = [...refusals(project, version), ...RULES.flatMap((rule) => rule.problems(project))];
  if (problems.length > 0) {
    io.err(`${version} is not released:\n${problems.map((problem) => `- ${problem}`).join('\n')}\n`);
    return 1;
  }
  io.out('npm test …\n');
  const tests = spawnSync('npm', ['test'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (tests.status !== 0) {
    const tail = `${tests.stdout}${tests.stderr}`.trimEnd().split('\n').slice(-30).join('\n');
    io.err(`${tail}\n${version} is not released: a test fails. Run "npm test" and fix it.\n`);
    return 1;
  }
  const { text } = project.changelog[0]!;
  if (!yes) {
    io.out(`Would commit "Release ${version}" and tag it ${tagOf(version)}:\n\n${text}\n\n`);
    io.out(`${checkSums(root, 'HEAD')}\nNothing was written. Add --yes to do it.\n`);
    return 0;
  }
  const before = git(root, ['rev-parse', 'HEAD']);
  try {
    const { sha, tag } = perform(project, version, text);
    io.out(`${tag} is commit ${sha}; metadata.yaml names it, dist/SHA256SUMS holds the check sums.\n`);
    io.out('To publish: git push --follow-tags\n');
    return 0;
  } catch (error) {
    io.err(`Stopped half-way; nothing was pushed. The state before is commit ${before}.\n`);
    throw error;
  }
}

if (isProgram(import.meta.url))
  process.exitCode = await main(process.argv.slice(2), path.join(import.meta.dirname, '..'), standardIo());
