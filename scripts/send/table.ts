/** What a table is, whatever it is written in. */
import { CsvError } from 'csv-parse';

/** Where a row stands: `line` counts from 1 in the unpacked input, `entry` from 1 in a JSON list, which may be one line. */
export interface Place {
  line: number;
  entry?: number;
}

/** Of a row nothing but where it is. */
export const placeOf = ({ line, entry }: Place): Place => (entry === undefined ? { line } : { line, entry });

export type Row = Place & ({ cell: (column: string) => unknown } | { problem: string });

export interface Table {
  /** The names of a CSV's header; undefined when each row has names of its own. */
  columns: readonly string[] | undefined;
  /** Why nothing can be read. */
  problem?: string;
  rows: AsyncIterable<Row>;
}

/** Bytes of a header that are looked at, and of one row. */
export const LONGEST_ROW = 1024 * 1024;
export const NOT_UTF8 = 'The file is not UTF-8: save it as UTF-8.';

/** @param line of the last row that was read */
export const brokenOff = (line: number, error: unknown): Row => ({
  line: line + 1,
  problem: `${wordsOf(error)}; nothing from here on was read.`,
});

/** What went wrong, without a word of the file. */
export function wordsOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return error instanceof CsvError ? `It is no CSV (${code})` : `Reading failed (${code})`;
}
