/**
 * X's figures in a file: what --save-x wrote, one answer of X's statistics, a list of them, or the gzip file of a job as X gives it.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { attempt, UsageError, writeText } from 'sgtm-toolkit/shell';
import { clean, isObject } from '../lib/x-answer.ts';
import type { XEvent, XSaved } from './x-figures.ts';

/** Names the format of a saved file and its version. */
const FORMAT = 'x-statistics';
const VERSION = 1;

/** Bytes after unpacking. */
export const LONGEST_FILE = 128 * 1024 * 1024;

/** @throws UsageError when it is no such file */
export function readSaved(path: string): XSaved {
  const text = unpacked(
    attempt(path, 'read', () => readFileSync(path)),
    (fault) => new UsageError(`${path} ${fault}`),
  );
  const fail = (expected: string): never => {
    throw new UsageError(
      `${path} must ${expected}. Give what --save-x wrote, or JSON as X's statistics answer it.`,
    );
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail('be JSON, and it is not');
  }
  const plain = { account: '', currency: '', start: '', end: '', events: [] };
  if (Array.isArray(value))
    return value.length === 0 ? fail('be a list that is not empty') : { ...plain, statistics: value };
  if (!isObject(value)) return fail('be a JSON object or a list of them');
  if (value.format === undefined) return { ...plain, statistics: [value] };
  if (value.format !== FORMAT || value.version !== VERSION)
    return fail(`be of format ${FORMAT} and version ${VERSION}`);
  const { account, currency, start, end, events, statistics } = value;
  if (typeof account !== 'string' || !/^[A-Za-z0-9]{0,20}$/.test(account)) return fail('have an ads account');
  if (typeof currency !== 'string' || !/^([A-Z]{3})?$/.test(currency))
    return fail('have a currency of three letters');
  if (!isMoment(start) || !isMoment(end) || start >= end) return fail('have a start and an end after it');
  if (!Array.isArray(statistics)) return fail('have a list of statistics');
  if (!Array.isArray(events) || !events.every(isEvent)) return fail('have a list of events');
  return { account, currency, start, end, statistics, events };
}

export const writeSaved = (path: string, saved: XSaved): void =>
  writeText(path, `${JSON.stringify({ format: FORMAT, version: VERSION, ...saved })}\n`);

/** As writeSaved() has it. */
const isMoment = (value: unknown): value is string =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:00:00\.000Z$/.test(value) &&
  !Number.isNaN(Date.parse(value));

function isEvent(value: unknown): value is XEvent {
  return (
    isObject(value) &&
    typeof value.deleted === 'boolean' &&
    ['id', 'name', 'type', 'pixel'].every((key) => typeof value[key] === 'string')
  );
}

/**
 * Bytes that may be gzip as text.
 * @param error from what is wrong, a predicate with its full stop
 */
export function unpacked(bytes: Uint8Array, error: (fault: string) => Error): string {
  let plain = bytes;
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      plain = gunzipSync(bytes, { maxOutputLength: LONGEST_FILE });
    } catch (fault) {
      const { code = '' } = fault as NodeJS.ErrnoException;
      throw error(
        code === 'ERR_BUFFER_TOO_LARGE'
          ? `is longer than ${LONGEST_FILE / 1024 / 1024} MB when it is unpacked. Take a shorter period.`
          : `begins like gzip and cannot be unpacked (${clean(code || 'broken')}).`,
      );
    }
  }
  if (plain.length > LONGEST_FILE)
    throw error(`is longer than ${LONGEST_FILE / 1024 / 1024} MB. Take a shorter period.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(plain);
  } catch {
    throw error('is not UTF-8.');
  }
}
