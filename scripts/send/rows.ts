/**
 * Rows of a table, one at a time: CSV with a header (comma, semicolon or tab), lines of JSON, or a JSON list of objects; packed
 * with gzip or not, UTF-8 with or without a mark. What cannot be read is a row too, with its line and the reason.
 */
import { Readable } from 'node:stream';
import { isObject } from '../lib/x-answer.ts';
import { readRecords, unpacked } from '../replay/records.ts';
import { csvTable, delimiterOf } from './csv.ts';
import { brokenOff, LONGEST_ROW, NOT_UTF8, type Row, type Table, wordsOf } from './table.ts';

const LF = 10;

export async function openTable(stream: Readable): Promise<Table> {
  const nothing = (problem: string): Table => ({ columns: undefined, problem, rows: Readable.from([]) });
  try {
    const iterator = unpacked(stream);
    const read: Uint8Array[] = [];
    const endsFirstLine = createLineEnd();
    for (let length = 0, isWhole = false; length < LONGEST_ROW && !isWhole; ) {
      const { value, done } = await iterator.next();
      if (done) break;
      read.push(value);
      length += value.length;
      isWhole = endsFirstLine(value);
    }
    const head = Buffer.concat(read);
    const whole = Readable.from(
      (async function* () {
        yield* read;
        yield* iterator;
      })(),
    );
    const start = head.toString('utf8').replace(/^\uFEFF/, '');
    if (start.includes('\0') || /^(ÿþ|þÿ)/.test(head.toString('latin1'))) return nothing(NOT_UTF8);
    const json = /^\s*([{[])/.exec(start);
    if (json !== null) return { columns: undefined, rows: jsonRows(whole, json[1] === '[') };
    return await csvTable(whole, delimiterOf(start.trimStart().split(/[\r\n]/)[0] ?? ''));
  } catch (error) {
    return nothing(`${wordsOf(error)}.`);
  }
}

/** Whether, with one more chunk, the first line that holds something has come to its end. */
function createLineEnd(): (chunk: Uint8Array) => boolean {
  let isBegun = false;
  return (chunk) => {
    // The mark of UTF-8 is no blank, and nothing of a line either.
    const start = isBegun ? 0 : chunk.findIndex((byte) => byte > 32 && ![0xef, 0xbb, 0xbf].includes(byte));
    isBegun ||= start >= 0;
    return start >= 0 && chunk.indexOf(LF, start) >= 0;
  };
}

async function* jsonRows(stream: Readable, isList: boolean): AsyncGenerator<Row> {
  let failure: unknown;
  const bytes = Readable.from(
    (async function* () {
      try {
        yield* stream;
      } catch (error) {
        failure = error;
      }
    })(),
  );
  let line = 0;
  let entry = 0;
  for await (const record of readRecords(bytes)) {
    line = record.line;
    entry += 1;
    const place = isList ? { line, entry } : { line };
    if ('problem' in record) {
      yield { ...place, problem: `It cannot be read: ${record.problem}.` };
      continue;
    }
    let row: unknown;
    try {
      row = JSON.parse(record.text);
    } catch {
      row = undefined;
    }
    if (!isObject(row)) yield { ...place, problem: `It is no JSON object.` };
    else {
      const fields = row;
      yield { ...place, cell: (column) => fieldOf(fields, column) };
    }
  }
  if (failure !== undefined) yield brokenOff(line, failure);
}

/** The field of this name, else what the names between points lead to. */
function fieldOf(fields: Record<string, unknown>, column: string): unknown {
  if (Object.hasOwn(fields, column)) return fields[column];
  return column
    .split('.')
    .reduce<unknown>(
      (value, name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined),
      fields,
    );
}
