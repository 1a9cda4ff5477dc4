/** The dictionary as a file: locked, read, completed, and written whole or not at all, never over what somebody else changed meanwhile. */
import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import type { Field } from 'sgtm-toolkit/form';
import { attempt, readText, UsageError } from 'sgtm-toolkit/shell';
import { type DescribedRow, readEvents } from '../container/dictionary.ts';
import { LONGEST } from '../container/document.ts';
import { lockFile, unlockFile } from '../lib/lock.ts';
import { type RowValues, type Tree, withValues } from './edit.ts';

/**
 * The text with values added, read again to see that it says them and otherwise what it said.
 * @throws UsageError when the text is written in a way that cannot be completed
 */
export function completed(
  file: string,
  text: string,
  form: readonly Field[],
  top: Tree,
  rows: readonly RowValues[],
): string {
  const after = withValues(text, top, rows);
  if (after.length > LONGEST)
    throw new UsageError(
      `${file}: would have ${after.length} characters, a dictionary may have ${LONGEST}. Nothing was written.`,
    );
  const expected = saying(readEvents(file, text, form).rows);
  for (const { table, selector, values } of rows) {
    const key = JSON.stringify([table, selector]);
    expected.set(key, { ...expected.get(key), ...values });
  }
  const { rows: found, dictionary, problems } = readEvents(file, after, form);
  const said = saying(found);
  const [wrong] = [...expected].find(([key, values]) => !isSame(values, said.get(key))) ?? [];
  const isRead = !problems.some(({ severity }) => severity === 'error');
  const isAccount = top.accountId === undefined || top.accountId === dictionary.accountId;
  if (wrong === undefined && isRead && isAccount && said.size === expected.size) return after;
  const place = wrong === undefined ? '' : ` at ${(JSON.parse(wrong) as string[]).join('.')}`;
  throw new UsageError(
    `${file}: cannot be completed${place} as it is written. Write the row as lines of "key: value" below its name.`,
  );
}

/** What each row says, by table and selector. */
const saying = (rows: readonly DescribedRow[]): Map<string, Tree> =>
  new Map(
    rows.map(({ table, selector, eventId, settings }) => [
      JSON.stringify([table, selector]),
      { ...(eventId === '' ? {} : { id: eventId }), ...settings },
    ]),
  );

const isSame = (a: Tree, b: Tree = {}): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((key) => a[key] === b[key]);

/**
 * Runs what no other run may do to the same file meanwhile.
 * @throws UsageError when another one does, or the file cannot be locked
 */
export async function locked<T>(file: string, run: () => Promise<T>): Promise<T> {
  // A file has one lock, whatever links lead to it.
  const target = attempt(file, 'read', () => realpathSync(file));
  const inUse = lockFile(target);
  if (inUse !== undefined) throw new UsageError(`${file}: ${inUse}`);
  const release = (): void => unlockFile(target);
  process.once('exit', release);
  try {
    return await run();
  } finally {
    process.removeListener('exit', release);
    release();
  }
}

/** @throws UsageError when the file does not say what it said */
export function checkText(file: string, before: string): void {
  if (readText(file) !== before)
    throw new UsageError(
      `${file}: was changed while the command ran. Run it again: it goes on from what is there.`,
    );
}

/**
 * Writes `after` where `before` stands.
 * @throws UsageError when something else stands there, or it cannot be written
 */
export function replaceText(file: string, before: string, after: string): void {
  checkText(file, before);
  // A link stays one: what it leads to is replaced.
  const target = realpathSync(file);
  attempt(file, 'written', () => writeWhole(target, after, statSync(target).mode & 0o7777));
}

/** @throws UsageError when there is a file of that name, or none can be made */
export function makeFile(file: string, text: string): void {
  if (existsSync(file)) throw new UsageError(`${file}: there is a file of this name now.`);
  attempt(file, 'written', () => writeWhole(file, text));
}

/** @param mode of the file; what a new file has when absent */
function writeWhole(file: string, text: string, mode?: number): void {
  const draft = `${file}.${process.pid}.part`;
  try {
    const handle = openSync(draft, 'wx');
    try {
      if (mode !== undefined) fchmodSync(handle, mode);
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
