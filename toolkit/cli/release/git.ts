/** git as a function: what it prints, or an error with what it complained about. */
import { spawnSync } from 'node:child_process';

export class GitError extends Error {}

/** Largest output that is read: more than any file of a template's repository. */
const LARGEST_OUTPUT = 64 * 1024 * 1024;

/** What git prints for `args` in `root`, byte for byte. `input` goes to its standard input. Throws a GitError. */
export function gitBytes(root: string, args: readonly string[], input?: string): Buffer {
  const { status, stdout, stderr, error } = spawnSync('git', ['-C', root, ...args], {
    input,
    maxBuffer: LARGEST_OUTPUT,
  });
  if (error) throw new GitError(`git cannot be run: ${error.message}.`);
  if (status !== 0) throw new GitError(`git ${args.join(' ')}: ${stderr.toString().trim()}`);
  return stdout;
}

/** As `gitBytes`, as text without the last newline. */
export const git = (root: string, args: readonly string[], input?: string): string =>
  gitBytes(root, args, input).toString().replace(/\n$/, '');

/** Whether git succeeds: for questions that it answers by its exit status. */
export function gitSays(root: string, ...args: string[]): boolean {
  try {
    gitBytes(root, args);
    return true;
  } catch (error) {
    if (error instanceof GitError) return false;
    throw error;
  }
}

/** What git knows as changed, added or untracked, as paths below `root`. Ignored files do not count. */
export function changedFiles(root: string): string[] {
  const fields = gitBytes(root, ['status', '--porcelain', '-z', '--untracked-files=all'])
    .toString()
    .split('\0')
    .filter((field) => field !== '');
  const files: string[] = [];
  for (let i = 0; i < fields.length; i++) {
    files.push(fields[i]!.slice(3));
    // A rename is followed by the name before.
    if (/^[RC]/.test(fields[i]!)) i += 1;
  }
  return files;
}
