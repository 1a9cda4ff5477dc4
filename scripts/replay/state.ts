/**
 * The state file: what was delivered, so that no run sends it again. Append-only, one JSON object a line. Before a request
 * its keys are written and forced to disk, after it its outcome; whoever is killed in between leaves that one request without an
 * outcome, and the next run knows its conversions to be in doubt. Keys are digests: the file names nobody.
 *
 * A last line without an end was never relied on (the request waits until it is on disk), so it is cut off. Any other line
 * that cannot be read stops the run: what it said may have been a delivery.
 */
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from 'sgtm-toolkit/shell';
import { lockFile, unlockFile } from '../lib/lock.ts';
import { isObject } from '../lib/x-answer.ts';
import { type Counters, CountersError } from './counters.ts';

export class StateError extends UsageError {}

export type Outcome = 'delivered' | 'undelivered' | 'unknown';

export interface State {
  isDelivered(key: string): boolean;
  /** Whether a request with it was sent of which nobody knows what became. */
  isInDoubt(key: string): boolean;
  /** Requests of the last `windowMs`, oldest first: the rate limit survives a restart. */
  recent: { at: number; events: number }[];
  /** To be called, and waited for, before the request leaves. @returns its number. @throws StateError */
  sending(keys: string[], at: number): number;
  /** @throws StateError */
  done(request: number, outcome: Outcome): void;
  close(): void;
}

/** What is written to; on disk when `append` returns. */
export interface Journal {
  append(line: string): void;
  close(): void;
}

const HEADER = '{"type":"x-replay-state","version":1}\n';

const DELIVERED = 1;
const IN_DOUBT = 2;

/**
 * @param lines of the file so far
 * @param windowMs how long a request counts as recent
 * @param flags what becomes known of each key; empty at first
 */
export function createState(
  lines: Iterable<string>,
  journal: Journal,
  { now, windowMs }: { now: number; windowMs: number },
  flags: Counters,
): State {
  const open = new Map<number, string[]>();
  const recent: State['recent'] = [];
  let last = 0;
  const mark = (keys: readonly string[], flag: number): void => {
    for (const key of keys.flatMap(namesOf)) flags.set(key, flags.get(key) | flag);
  };
  const settle = (request: number, outcome: unknown): void => {
    const keys = open.get(request) ?? [];
    open.delete(request);
    if (outcome === 'delivered') mark(keys, DELIVERED);
    if (outcome === 'unknown') mark(keys, IN_DOUBT);
  };
  for (const line of lines) {
    const entry = readEntry(line);
    if (entry.type === 'sending') {
      open.set(entry.n, entry.keys);
      last = Math.max(last, entry.n);
      if (entry.at > now - windowMs) recent.push({ at: entry.at, events: entry.keys.length });
    } else settle(entry.n, entry.outcome);
  }
  for (const request of [...open.keys()]) settle(request, 'unknown');

  const append = (entry: object): void => {
    try {
      journal.append(`${JSON.stringify(entry)}\n`);
    } catch (error) {
      throw new StateError(`The state file cannot be written: ${(error as Error).message}.`);
    }
  };
  return {
    isDelivered: (key) => (flags.get(key) & DELIVERED) !== 0,
    isInDoubt: (key) => (flags.get(key) & IN_DOUBT) !== 0,
    recent,
    sending(keys, at) {
      last += 1;
      append({ type: 'sending', n: last, at, keys });
      open.set(last, keys);
      return last;
    },
    done(request, outcome) {
      append({ type: 'done', n: request, outcome });
      settle(request, outcome);
    },
    close: () => journal.close(),
  };
}

/** `KEY+2`, a conversion of which two refunds were subtracted, is also known as `KEY` and `KEY+1`. */
function namesOf(key: string): string[] {
  const [bare = '', refunds = '0'] = key.split('+');
  const count = Math.min(Number(refunds) || 0, MOST_REFUNDS);
  return [bare, ...Array.from({ length: count }, (_, i) => withRefunds(bare, i + 1))];
}

/** The key of a conversion that is net of so many refunds. */
export const withRefunds = (key: string, refunds: number): string =>
  refunds === 0 ? key : `${key}+${Math.min(refunds, MOST_REFUNDS)}`;

/** Refunds of an order that are told apart. */
const MOST_REFUNDS = 100;

type Entry =
  | { type: 'sending'; n: number; at: number; keys: string[] }
  | { type: 'done'; n: number; outcome: string };

function readEntry(line: string): Entry {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    entry = undefined;
  }
  if (isObject(entry) && Number.isSafeInteger(entry.n)) {
    if (entry.type === 'done' && typeof entry.outcome === 'string') return entry as unknown as Entry;
    const { keys } = entry;
    const hasKeys = Array.isArray(keys) && keys.every((key) => typeof key === 'string');
    if (entry.type === 'sending' && typeof entry.at === 'number' && hasKeys) return entry as unknown as Entry;
  }
  throw new StateError('holds a line that cannot be read');
}

/**
 * Opens or makes the file, and keeps other runs away from it.
 * @param readOnly a file that is not there is an empty one, and nothing is ever written
 * @throws StateError when it is no state file, damaged, or in use; CountersError
 */
export function openState(
  path: string,
  options: { now: number; windowMs: number; readOnly: boolean },
  flags: Counters,
): State {
  const { readOnly } = options;
  const inUse = readOnly ? undefined : lockFile(path);
  if (inUse !== undefined) throw new StateError(`--state ${path}: ${inUse}`);
  try {
    const file = openFile(path, readOnly);
    if (file === undefined)
      return createState([], { append: () => undefined, close: () => undefined }, options, flags);
    const journal: Journal = {
      append(line) {
        let rest = Buffer.from(line);
        while (rest.length > 0) rest = rest.subarray(writeSync(file, rest));
        fsyncSync(file);
      },
      close() {
        closeSync(file);
        if (!readOnly) unlockFile(path);
      },
    };
    return createState(completeLines(file, readOnly), journal, options, flags);
  } catch (error) {
    if (!readOnly) unlockFile(path);
    if (error instanceof CountersError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    throw error instanceof StateError
      ? new StateError(
          `--state ${path}: the file ${error.message}. Name another file, or move this one away; then nothing is known to be delivered.`,
        )
      : new StateError(`--state ${path}: the file cannot be opened (${code}).`);
  }
}

function openFile(path: string, readOnly: boolean): number | undefined {
  if (!readOnly) {
    const file = openSync(path, 'a+', 0o600);
    if (fstatSync(file).size === 0) {
      writeSync(file, HEADER);
      fsyncSync(file);
      syncFolder(dirname(path));
    }
    return file;
  }
  try {
    return openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Without it a new file's name may not survive a power cut; not every system can do it. */
function syncFolder(path: string): void {
  try {
    const folder = openSync(path, 'r');
    fsyncSync(folder);
    closeSync(folder);
  } catch {
    // The file itself is on disk.
  }
}

/** The lines after the header. What follows the last line break is cut off. */
function* completeLines(file: number, readOnly: boolean): Generator<string> {
  const buffer = Buffer.alloc(1024 * 1024);
  let rest = Buffer.alloc(0);
  let end = 0;
  let isFirst = true;
  for (let position = 0; ; ) {
    const read = readSync(file, buffer, 0, buffer.length, position);
    if (read === 0) break;
    position += read;
    const bytes = Buffer.concat([rest, buffer.subarray(0, read)]);
    let start = 0;
    for (let stop = bytes.indexOf(10); stop >= 0; stop = bytes.indexOf(10, start)) {
      const line = bytes.toString('utf8', start, stop + 1);
      start = stop + 1;
      if (isFirst && line !== HEADER) throw new StateError('is not a state file of a replay');
      if (!isFirst) yield line;
      isFirst = false;
    }
    rest = Buffer.from(bytes.subarray(start));
    end = position - rest.length;
    if (isFirst && rest.length > HEADER.length) throw new StateError('is not a state file of a replay');
  }
  if (isFirst && !HEADER.startsWith(rest.toString())) throw new StateError('is not a state file of a replay');
  if (readOnly || rest.length === 0) return;
  ftruncateSync(file, end);
  if (isFirst) writeSync(file, HEADER);
}
