/**
 * Rows of a table, one at a time: CSV with a header (comma, semicolon or tab), lines of JSON, or a JSON list of objects; packed
 * with gzip or not, UTF-8 with or without a mark. What cannot be read is a row too, with its line and the reason.
 */
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { isObject } from '../lib/x-answer.ts';
import { readRecords, unpacked } from '../replay/records.ts';

/** `line` counts from 1 in the (unpacked) input, where the row begins. */
export type Row = { line: number; cell: (column: string) => unknown } | { line: number; problem: string };

export interface Table {
  /** The names of a CSV's header; undefined when each row has names of its own. */
  columns: readonly string[] | undefined;
  /** Why nothing can be read. */
  problem?: string;
  rows: AsyncIterable<Row>;
}

/** Bytes of a header that are looked at, and of one row. */
const LONGEST_ROW = 1024 * 1024;
/** Bytes that are parsed before their rows are handed on. */
const CHUNK = 64 * 1024;
const NOT_UTF8 = 'The file is not UTF-8: save it as UTF-8.';

export async function openTable(stream: Readable): Promise<Table> {
  const nothing = (problem: string): Table => ({ columns: undefined, problem, rows: Readable.from([]) });
  try {
    const iterator = unpacked(stream);
    const read: Uint8Array[] = [];
    let head = Buffer.alloc(0);
    while (head.length < LONGEST_ROW && !/\S.*\n/.test(head.toString('latin1').replace(/^ï»¿/, ''))) {
      const { value, done } = await iterator.next();
      if (done) break;
      read.push(value);
      head = Buffer.concat([head, value]);
    }
    const whole = Readable.from(
      (async function* () {
        yield* read;
        yield* iterator;
      })(),
    );
    const start = head.toString('utf8').replace(/^\uFEFF/, '');
    if (start.includes('\0') || /^(ÿþ|þÿ)/.test(head.toString('latin1'))) return nothing(NOT_UTF8);
    if (/^\s*[{[]/.test(start)) return { columns: undefined, rows: jsonRows(whole) };
    return await csvTable(whole, delimiterOf(start.trimStart().split('\n')[0] ?? ''));
  } catch (error) {
    return nothing(`${wordsOf(error)}.`);
  }
}

/** The sign that stands most often between the names of a header, outside of quotation marks. */
function delimiterOf(header: string): string {
  const bare = header.replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map((sign) => [sign, bare.split(sign).length] as const);
  return counts.sort(([, a], [, b]) => b - a)[0]![0];
}

async function* jsonRows(stream: Readable): AsyncGenerator<Row> {
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
  for await (const record of readRecords(bytes)) {
    line = record.line;
    if ('problem' in record) {
      yield record;
      continue;
    }
    let row: unknown;
    try {
      row = JSON.parse(record.text);
    } catch {
      row = undefined;
    }
    if (!isObject(row)) yield { line, problem: 'The line is no JSON object.' };
    else {
      const fields = row;
      yield { line, cell: (column) => fieldOf(fields, column) };
    }
  }
  if (failure !== undefined) yield brokenOff(line, failure);
}

/** @param line of the last row that was read */
const brokenOff = (line: number, error: unknown): Row => ({
  line: line + 1,
  problem: `${wordsOf(error)}; nothing from here on was read.`,
});

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

interface CsvRecord {
  cells: string[];
  /** Where it ends. */
  line: number;
}

async function csvTable(stream: Readable, delimiter: string): Promise<Table> {
  const records = csvRecords(stream, delimiter);
  const first = await records.next();
  if (first.done) return { columns: [], problem: 'The file holds no rows.', rows: Readable.from([]) };
  const columns = first.value.cells.map((name) => name.trim());
  if (columns.some((name) => name.includes('\uFFFD')))
    return { columns, problem: NOT_UTF8, rows: Readable.from([]) };
  return { columns, rows: csvRows(records, columns, first.value.line) };
}

/** Chunk by chunk, because a stream that fails keeps what it has read to itself. */
async function* csvRecords(stream: Readable, delimiter: string): AsyncGenerator<CsvRecord> {
  let ready: CsvRecord[] = [];
  const parser = parse({
    delimiter,
    bom: true,
    relax_column_count: true,
    // 5" is a size, not the beginning of a text.
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
    on_record: (cells: string[], { lines }) => {
      ready.push({ cells, line: lines });
      return null;
    },
  });
  const done = new Promise<Error | undefined>((resolve) => {
    parser.once('error', resolve);
    parser.once('end', () => resolve(undefined));
  });
  parser.resume();
  const taken = (): CsvRecord[] => {
    const records = ready;
    ready = [];
    return records;
  };
  for await (const chunk of stream as AsyncIterable<Buffer>)
    for (let start = 0; start < chunk.length; start += CHUNK) {
      const failure = await new Promise<Error | null | undefined>((resolve) => {
        parser.write(chunk.subarray(start, start + CHUNK), resolve);
      });
      yield* taken();
      if (failure) throw failure;
    }
  parser.end();
  const failure = await done;
  yield* taken();
  if (failure) throw failure;
}

async function* csvRows(
  records: AsyncIterator<CsvRecord>,
  columns: readonly string[],
  headerLine: number,
): AsyncGenerator<Row> {
  const places = new Map(columns.map((name, place) => [name, place]));
  let line = headerLine;
  try {
    for (let next = await records.next(); !next.done; next = await records.next()) {
      const { cells } = next.value;
      line = next.value.line;
      const start = line - cells.reduce((breaks, cell) => breaks + cell.split('\n').length - 1, 0);
      if (cells.length !== columns.length)
        yield { line: start, problem: `The row has ${cells.length} columns, the header ${columns.length}.` };
      else yield { line: start, cell: (column) => cells[places.get(column) ?? -1] };
    }
  } catch (error) {
    yield brokenOff(line, error);
  }
}

/** What went wrong, without a word of the file. */
function wordsOf(error: unknown): string {
  if (!(error instanceof CsvError)) return `Reading failed (${(error as NodeJS.ErrnoException).code})`;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return 'A quotation mark that opens here is not closed';
  return error.code === 'CSV_MAX_RECORD_SIZE'
    ? 'The row is longer than a megabyte, or a quotation mark in it is not closed'
    : `It is no CSV (${error.code})`;
}
