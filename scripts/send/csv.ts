/**
 * Rows of CSV with a header. A quotation mark that is never closed takes what follows into one cell: nothing of that is sent, and
 * each of its lines is told.
 */
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { brokenOff, LONGEST_ROW, NOT_UTF8, type Row, type Table } from './table.ts';

/** Bytes that are parsed before their rows are handed on. */
const CHUNK = 64 * 1024;

const LF = 10;
const CR = 13;

interface CsvRecord {
  /** Where it begins and ends. */
  line: number;
  lastLine: number;
  cells: string[];
}

/** The input ends, or a megabyte does, within a record. */
interface OpenEnd {
  line: number;
  isQuoted: boolean;
  /** Cells in front of the one that has no end, and the line where that begins. */
  cellsBefore: number;
  cellLine: number;
  /** The lines behind the first. */
  rest: AsyncIterable<number>;
}

export async function csvTable(stream: Readable, delimiter: string): Promise<Table> {
  const records = csvRecords(stream, delimiter);
  const first = await records.next();
  const nothing = (problem: string): Table => ({ columns: [], problem, rows: Readable.from([]) });
  if (first.done) return nothing('The file holds no rows.');
  if ('rest' in first.value)
    return nothing(
      first.value.isQuoted
        ? 'A quotation mark in the header is not closed.'
        : 'The header is longer than a megabyte, or a quotation mark in it is not closed.',
    );
  const columns = first.value.cells.map((name) => name.trim());
  if (columns.some((name) => name.includes('\uFFFD'))) return nothing(NOT_UTF8);
  return { columns, rows: csvRows(records, columns, first.value.lastLine) };
}

/** The sign that stands most often between the names of a header, outside of quotation marks. */
export function delimiterOf(header: string): string {
  const bare = header.replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map((sign) => [sign, bare.split(sign).length] as const);
  return counts.sort(([, a], [, b]) => b - a)[0]![0];
}

async function* csvRows(
  records: AsyncIterator<CsvRecord | OpenEnd>,
  columns: readonly string[],
  headerLine: number,
): AsyncGenerator<Row> {
  const places = new Map(columns.map((name, place) => [name, place]));
  let line = headerLine;
  try {
    for (let next = await records.next(); !next.done; next = await records.next()) {
      const record = next.value;
      if ('rest' in record) yield* unread(record, columns);
      else if (record.cells.length !== columns.length)
        yield { line: record.line, problem: misfit(record, columns) };
      else yield { line: record.line, cell: (column) => record.cells[places.get(column) ?? -1] };
      if ('cells' in record) line = record.lastLine;
    }
  } catch (error) {
    yield brokenOff(line, error);
  }
}

function misfit({ line, lastLine, cells }: CsvRecord, columns: readonly string[]): string {
  const missing = columns[cells.length];
  return (
    `The row has ${cells.length} columns, the header ${columns.length}` +
    (missing === undefined ? '' : `: "${missing}" is the first that is missing`) +
    (lastLine === line
      ? '.'
      : `. It goes on to line ${lastLine}: look for a quotation mark that is not closed.`)
  );
}

/** The open row and, because each may have been meant as a row, the lines behind it. */
async function* unread(
  { line, isQuoted, cellsBefore, cellLine, rest }: OpenEnd,
  columns: readonly string[],
): AsyncGenerator<Row> {
  const column = columns[cellsBefore];
  const place = `in line ${cellLine}${column === undefined ? '' : `, column "${column}",`}`;
  const problem = isQuoted
    ? `The quotation mark that opens ${place} is not closed`
    : `The row is longer than a megabyte, or a quotation mark that opens ${place} is not closed`;
  yield { line, problem: `${problem}: nothing behind it can be read.` };
  for await (const unreadLine of rest)
    yield { line: unreadLine, problem: `Not read: the row that begins in line ${line} has no end.` };
}

/** Chunk by chunk, because a stream that fails keeps what it has read to itself. */
async function* csvRecords(stream: Readable, delimiter: string): AsyncGenerator<CsvRecord | OpenEnd> {
  let ready: { cells: string[]; end: number }[] = [];
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    bom: true,
    relax_column_count: true,
    // 5" is a size, not the beginning of a text.
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
    on_record: (cells: string[], { bytes }) => {
      ready.push({ cells, end: bytes });
      return null;
    },
  });
  const failed = new Promise<Error | undefined>((resolve) => {
    parser.once('error', resolve);
    parser.once('end', () => resolve(undefined));
  });
  parser.resume();

  /** What the parser got and no record has ended in yet, from this place of the input on. */
  let held: Buffer = Buffer.alloc(0);
  let heldFrom = 0;
  let line = 1;
  const taken = (): CsvRecord[] => {
    const records = ready.map(({ cells, end }): CsvRecord => {
      const bytes = held.subarray(0, end - heldFrom);
      held = held.subarray(bytes.length);
      heldFrom = end;
      const first = line + blankLinesIn(bytes);
      line += breaksIn(bytes);
      return { line: first, lastLine: line - breaksIn(bytes.subarray(-1)), cells };
    });
    ready = [];
    return records.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  };
  const pieces = piecesOf(stream);
  const openEnd = (error: Error): OpenEnd => {
    const { code, index, bytes } = error as Partial<Record<'code' | 'index' | 'bytes', unknown>>;
    if (code !== 'CSV_QUOTE_NOT_CLOSED' && code !== 'CSV_MAX_RECORD_SIZE') throw error;
    const first = line + blankLinesIn(held);
    return {
      line: first,
      isQuoted: code === 'CSV_QUOTE_NOT_CLOSED',
      cellsBefore: Number(index),
      cellLine: Math.max(first, line + breaksIn(held.subarray(0, Number(bytes) - heldFrom))),
      rest: linesOf(held, pieces, line),
    };
  };

  for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
    held = Buffer.concat([held, next.value]);
    const failure = await new Promise<Error | null | undefined>((resolve) => {
      parser.write(next.value, resolve);
    });
    yield* taken();
    if (failure) return yield openEnd(failure);
  }
  parser.end();
  const failure = await failed;
  yield* taken();
  if (failure) yield openEnd(failure);
}

async function* piecesOf(stream: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of stream as AsyncIterable<Buffer>)
    for (let start = 0; start < chunk.length; start += CHUNK) yield chunk.subarray(start, start + CHUNK);
}

/** Line breaks of all kinds. */
function breaksIn(bytes: Uint8Array): number {
  let breaks = 0;
  for (let at = 0; at < bytes.length; at += 1)
    if (bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] !== LF)) breaks += 1;
  return breaks;
}

/** Empty lines in front of a record. */
function blankLinesIn(bytes: Uint8Array): number {
  const start = bytes.findIndex((byte) => byte !== LF && byte !== CR);
  return breaksIn(bytes.subarray(0, Math.max(start, 0)));
}

/** The numbers of all lines but the first that hold something. @param line of the first of the bytes */
async function* linesOf(
  bytes: Uint8Array,
  more: AsyncIterator<Uint8Array>,
  line: number,
): AsyncGenerator<number> {
  let at = line;
  let isFirst = true;
  let isBlank = true;
  let last = 0;
  const ended = (): number[] => {
    const found = isBlank || isFirst ? [] : [at];
    isFirst = isFirst && isBlank;
    isBlank = true;
    return found;
  };
  for (let piece = bytes; ; ) {
    for (const byte of piece) {
      if (byte === CR || (byte === LF && last !== CR)) {
        yield* ended();
        at += 1;
      } else if (byte !== LF && byte !== 32) isBlank = false;
      last = byte;
    }
    const next = await more.next();
    if (next.done) break;
    piece = next.value;
  }
  yield* ended();
}
