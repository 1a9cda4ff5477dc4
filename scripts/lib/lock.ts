/** Keeps other runs away from a file: a second one beside it holds the number of the process that uses it. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';

const lockOf = (path: string): string => `${path}.lock`;

/**
 * A lock that a killed process left is taken over.
 * @returns why the file cannot be locked, a sentence; undefined when it is
 */
export function lockFile(path: string): string | undefined {
  const file = lockOf(path);
  for (let attempt = 1; ; attempt += 1) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx', mode: 0o600 });
      return undefined;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EEXIST') return `${file} cannot be made (${code}).`;
      const owner = ownerOf(file);
      if ((owner !== undefined && isRunning(owner)) || attempt > 3)
        return `process ${owner ?? '(unknown)'} is using it. Wait for it, or remove ${file} if no process uses it.`;
      rmSync(file, { force: true });
    }
  }
}

export const unlockFile = (path: string): void => rmSync(lockOf(path), { force: true });

function ownerOf(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** A process of our own number is a killed one before us, as happens in containers. */
function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
