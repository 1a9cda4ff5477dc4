/** Keeps other runs away from a file: a second one beside it holds the number of the process that uses it. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';

const lockOf = (path: string): string => `${path}.lock`;

/**
 * A lock that a killed process left is taken over.
 * @returns why the file cannot be locked, a sentence; undefined when it is
 */
export function lockFile(path: string): string | undefined {
  const file = lockOf(path);
  try {
    for (let attempt = 1; !isMade(file); attempt += 1) {
      const owner = ownerOf(file);
      if ((owner !== undefined && isRunning(owner)) || attempt > 3)
        return `process ${owner ?? '(unknown)'} is using it. Wait for it, or remove ${file} if no process uses it.`;
      rmSync(file, { force: true });
    }
    return undefined;
  } catch (error) {
    return `${file} cannot be made (${(error as NodeJS.ErrnoException).code}).`;
  }
}

/** Makes the lock; false when there is one. */
function isMade(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
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
