/** The files that a run makes: all of them are written, or none. */
import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { UsageError } from 'sgtm-toolkit/shell';

export interface Output {
  readonly name: string;
  readonly bytes: Buffer;
  /** Holds credentials: only its owner may read it. */
  readonly secret?: boolean;
}

/**
 * Writes drafts first and puts them in place when all are whole. Files that are there are replaced only with `force`.
 *
 * @throws UsageError naming the file that exists or cannot be written; nothing is left behind then
 */
export function writeOutputs(outputs: readonly Output[], force: boolean): void {
  const drafts: string[] = [];
  let current = '';
  try {
    for (const { name, bytes, secret } of outputs) {
      current = name;
      if (!force && existsSync(name)) throw new UsageError(`${name}: exists; use --force to write over it.`);
      // What cannot be replaced is found before anything is.
      if (statSync(name, { throwIfNoEntry: false })?.isDirectory()) throw new Error('a folder');
      const draft = `${name}.${process.pid}.part`;
      drafts.push(draft);
      writeFileSync(draft, bytes, { flag: 'wx', mode: secret ? 0o600 : 0o666 });
    }
    for (const [i, { name }] of outputs.entries()) {
      current = name;
      renameSync(drafts[i]!, name);
    }
  } catch (error) {
    for (const draft of drafts) rmSync(draft, { force: true });
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${current}: cannot be written. Give another name, in a folder that exists.`);
  }
}
