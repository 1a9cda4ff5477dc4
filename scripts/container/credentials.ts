/**
 * Credentials for the constants of a container file, from environment variables or from a file that only its owner can read.
 * Never from arguments, which other users of a machine can see. No message holds a value.
 */
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { UsageError } from 'sgtm-toolkit/shell';
import { entriesOf, LONGEST, type Problem, pageOf, readSource, textFault, wordOf } from './document.ts';
import { didYouMean } from './suggest.ts';

/** `consumerKey` → `X_CONSUMER_KEY`. */
export const variableOf = (field: string): string =>
  `X_${field.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

export interface Credentials {
  values: Map<string, string>;
  problems: Problem[];
}

/** What the environment holds of the given fields; empty variables count as not set. */
export function fromEnvironment(
  fields: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Credentials {
  const values = new Map<string, string>();
  const problems: Problem[] = [];
  for (const field of fields) {
    const value = environment[variableOf(field)]?.trim() ?? '';
    const fault = textFault(value);
    if (fault)
      problems.push({
        severity: 'error',
        code: 'CREDENTIAL',
        message: `${variableOf(field)} ${fault}. Copy it again.`,
        file: 'environment',
        line: 1,
        column: 1,
        page: pageOf('CREDENTIAL'),
      });
    else if (value !== '') values.set(field, value);
  }
  return { values, problems };
}

/** What a file of `name: value` lines holds. Fails when others may read the file. */
export function fromFile(file: string, fields: readonly string[]): Credentials {
  const source = readSource(file, readPrivate(file), 'Write one "name: value" line for each credential.');
  const values = new Map<string, string>();
  const entries = source.root ? entriesOf(source, source.root, 'The file') : [];
  // What is said about a text may quote it; the place has to do.
  for (const problem of source.problems)
    problem.message = `This is no "name: value" line of a new name. Write values in single quotes.`;
  for (const { key, value, place } of entries) {
    if (!fields.includes(key)) {
      source.report('UNKNOWN_KEY', `Unknown credential.${didYouMean(key, fields)}`, place);
      continue;
    }
    const word = value && wordOf(source, value, key);
    const fault = !word ? 'is empty' : textFault(word);
    if (fault) source.report('CREDENTIAL', `${key} ${fault}. Copy it again or remove the line.`, place);
    else if (word) values.set(key, word);
  }
  return { values, problems: source.problems };
}

/** The text of a file of which group and others can do nothing; what is checked and what is read are the same open file. */
function readPrivate(file: string): string {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    throw new UsageError(`--credentials ${file}: the file cannot be read. Give its path, or "env".`);
  }
  try {
    const stat = fstatSync(handle);
    const { mode, size } = stat;
    if (!stat.isDirectory() && process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new UsageError(
        `--credentials ${file}: other users may read this file (mode ${(mode & 0o777).toString(8)}). Run: chmod 600 ${file}`,
      );
    if (size > LONGEST) throw new UsageError(`--credentials ${file}: too long for a file of credentials.`);
    return readFileSync(handle, 'utf8');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`--credentials ${file}: the file cannot be read. Give its path, or "env".`);
  } finally {
    closeSync(handle);
  }
}
