/** Real git repositories in temporary folders, and command lines called in them. */

import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Io } from 'sgtm-toolkit/shell';

const folders: string[] = [];

/** For `afterAll` of each file that makes repositories. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'repository-'));
  folders.push(folder);
  return folder;
}

/** Runs git and gives what it prints; fails the test when git fails. */
export function git(root: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('git', ['-C', root, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}

/** Makes a repository of what is in the folder; commits do not depend on the settings of who runs the test. */
export function initialise(root: string): void {
  git(root, 'init', '--quiet', '--initial-branch=main', '--template=');
  configure(root);
  commitAll(root, 'First commit');
}

/** What a test must not take over from the machine it runs on. */
const SETTINGS = `
[user]
  name = Somebody
  email = somebody@example.com
[commit]
  gpgsign = false
[tag]
  gpgsign = false
[core]
  autocrlf = false
  hooksPath = .git/hooks
[gc]
  auto = 0
`;

export const configure = (root: string): void => appendFileSync(join(root, '.git/config'), SETTINGS);

export function commitAll(root: string, message: string): void {
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message', message);
}

/** Writes a file below the root, with its folders. */
export function write(root: string, file: string, content: string | Buffer): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), content);
}

type Main = (args: readonly string[], root: string, io: Io) => Promise<number>;

/** A command called in the repository. `text` is everything it printed. */
export async function call(main: Main, root: string, ...args: string[]) {
  let text = '';
  const say = (more: string) => {
    text += more;
  };
  const status = await main(args, root, { out: say, err: say, colour: false, progress: () => undefined });
  return { status, text };
}
