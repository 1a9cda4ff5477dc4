/**
 * Bytes of a log export to records, one at a time: lines, or the objects of a JSON array or of pretty-printed JSON. Works on
 * bytes because every character with a meaning in JSON is ASCII, and decodes a record alone, so that one broken byte
 * costs one record. What cannot be read is a record too, with its place and the reason.
 */
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** `line` counts from 1 in the (unpacked) input. `isLast`: nothing after it could be read. */
export type LogRecord = { line: number; text: string } | { line: number; problem: string; isLast?: boolean };

export interface Splitter {
  push(chunk: Uint8Array): LogRecord[];
  end(): LogRecord[];
}

/** Bytes of one record; Cloud Logging cuts entries at 256 KB. */
const LONGEST = 1024 * 1024;

const LF = 10;
const QUOTE = 34;
const BACKSLASH = 92;
const OPEN = 123;
const CLOSE = 125;

const isBlank = (byte: number): boolean => byte === 32 || byte === 9 || byte === 13 || byte === LF;

function decode(bytes: Uint8Array, line: number): LogRecord {
  try {
    return { line, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { line, problem: 'bytes that are not UTF-8' };
  }
}

/** Finds out from the first bytes which kind of input it is, and splits it. */
export function createSplitter(): Splitter {
  let head = Buffer.alloc(0);
  let splitter: Splitter | undefined;
  const choose = (): LogRecord[] => {
    const start = head.toString('latin1');
    // A UTF-16 file has a zero beside each ASCII character; lines of it would all look like somebody else's.
    if (/^(ÿþ|þÿ)/.test(start)) {
      splitter = { push: () => [], end: () => [] };
      return [{ line: 1, problem: 'the file is UTF-16: convert it to UTF-8', isLast: true }];
    }
    const text = start.replace(/^ï»¿/, '');
    splitter = /^\s*(\[\s*([{\]]|$)|\{[ \t]*\r?\n)/.test(text) ? objects() : lines();
    return splitter.push(head.subarray(head.length - text.length));
  };
  return {
    push(chunk) {
      if (splitter !== undefined) return splitter.push(chunk);
      head = Buffer.concat([head, chunk]);
      return head.length < 256 ? [] : choose();
    },
    end() {
      const first = splitter === undefined ? choose() : [];
      return [...first, ...(splitter?.end() ?? [])];
    },
  };
}

/** One record a line; blank lines are none. */
function lines(): Splitter {
  let line = 1;
  let kept: Uint8Array[] = [];
  let length = 0;
  const keep = (bytes: Uint8Array): void => {
    length += bytes.length;
    if (length <= LONGEST) kept.push(bytes);
    else kept = [];
  };
  const take = (): LogRecord[] => {
    const record: LogRecord =
      length > LONGEST
        ? { line, problem: `a line of more than ${LONGEST} bytes` }
        : decode(Buffer.concat(kept), line);
    kept = [];
    length = 0;
    line += 1;
    return 'text' in record && record.text.trim() === '' ? [] : [record];
  };
  return {
    push(chunk) {
      const records: LogRecord[] = [];
      let start = 0;
      for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, start)) {
        keep(chunk.subarray(start, end));
        records.push(...take());
        start = end + 1;
      }
      // A copy: the chunk would otherwise stay alive as long as its last bytes.
      if (start < chunk.length) keep(chunk.slice(start));
      return records;
    },
    end: () => (length > 0 ? take() : []),
  };
}

/**
 * One record an outermost `{…}`, whatever brackets and commas stand between them. A line break inside a text is not JSON, so
 * there a record is damaged; reading goes on at the next line that opens an object no deeper than the damaged one began.
 */
function objects(): Splitter {
  let line = 1;
  /** Blanks since the line began; undefined once something else came. */
  let indentation: number | undefined = 0;
  let state: 'between' | 'inside' | 'lost' = 'between';
  let depth = 0;
  let inText = false;
  let escaped = false;
  let startLine = 1;
  let startIndentation = 0;
  let kept: Uint8Array[] = [];
  let length = 0;

  const open = (): void => {
    state = 'inside';
    depth = 0;
    inText = false;
    escaped = false;
    startLine = line;
    startIndentation = indentation ?? 0;
    kept = [];
    length = 0;
  };
  const lose = (): void => {
    state = 'lost';
    kept = [];
    length = 0;
  };
  const lost = (): LogRecord => ({
    line: startLine,
    problem: `damaged JSON, nothing of lines ${startLine} to ${line} could be read`,
  });

  return {
    push(chunk) {
      const records: LogRecord[] = [];
      let start = 0;
      for (let i = 0; i < chunk.length; i += 1) {
        const byte = chunk[i]!;
        if (state !== 'inside') {
          const isOpening =
            byte === OPEN &&
            (state === 'between' || (indentation !== undefined && indentation <= startIndentation));
          if (isOpening) {
            if (state === 'lost') records.push(lost());
            open();
            start = i;
          } else if (state === 'between' && !isBlank(byte) && byte !== 44 && byte !== 91 && byte !== 93) {
            // Neither comma nor bracket: something else than objects.
            startLine = line;
            startIndentation = indentation ?? 0;
            lose();
          }
        }
        if (state === 'inside' && length + i - start >= LONGEST) lose();
        if (state === 'inside') {
          if (inText) {
            if (escaped) escaped = false;
            else if (byte === BACKSLASH) escaped = true;
            else if (byte === QUOTE) inText = false;
            else if (byte === LF) lose();
          } else if (byte === QUOTE) inText = true;
          else if (byte === OPEN) depth += 1;
          else if (byte === CLOSE) {
            depth -= 1;
            if (depth === 0) {
              kept.push(chunk.subarray(start, i + 1));
              records.push(decode(Buffer.concat(kept), startLine));
              kept = [];
              state = 'between';
            }
          }
        }
        if (byte === LF) {
          line += 1;
          indentation = 0;
        } else if (indentation !== undefined) {
          indentation = byte === 32 || byte === 9 ? indentation + 1 : undefined;
        }
      }
      if (state === 'inside') {
        kept.push(chunk.slice(start));
        length += chunk.length - start;
      }
      return records;
    },
    end: () => (state === 'between' ? [] : [lost()]),
  };
}

/** All records of a file, or of a stream when there is no file; packed with gzip or not. Ends with a problem when reading fails. */
export async function* readRecords(source: string | Readable): AsyncGenerator<LogRecord> {
  const splitter = createSplitter();
  let line = 0;
  try {
    for await (const chunk of unpacked(typeof source === 'string' ? createReadStream(source) : source)) {
      for (const record of splitter.push(chunk)) {
        line = record.line;
        yield record;
      }
    }
  } catch (error) {
    yield { line: line + 1, problem: `reading failed: ${(error as Error).message}`, isLast: true };
  }
  yield* splitter.end();
}

/** The bytes of a stream, unpacked when they are packed with gzip. */
export async function* unpacked(stream: Readable): AsyncGenerator<Uint8Array> {
  const iterator = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let head = Buffer.alloc(0);
  let next = await iterator.next();
  while (!next.done && head.length < 2) {
    head = Buffer.concat([head, next.value]);
    next = await iterator.next();
  }
  const whole = async function* (): AsyncGenerator<Buffer> {
    yield head;
    for (; !next.done; next = await iterator.next()) yield next.value;
  };
  // RFC 1952 §2.3.1: the magic number of gzip.
  if (head[0] === 0x1f && head[1] === 0x8b) {
    const { pipeline } = await import('node:stream');
    const gunzip = createGunzip();
    pipeline(whole(), gunzip, () => undefined);
    yield* gunzip as AsyncIterable<Buffer>;
  } else yield* whole();
}
