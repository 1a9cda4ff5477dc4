/** The first way through a table with refunds: what was paid back, and which orders there are. */
import type { Io } from 'sgtm-toolkit/shell';
import type { DeliveryWorld } from '../replay/deliver.ts';
import { given, hasAmount, isMarked, problemOf } from './event.ts';
import type { RowMap } from './map.ts';
import type { Refunds } from './refunds.ts';
import type { Place, Row } from './table.ts';

/** Milliseconds between two lines of progress. */
const PROGRESS_MS = 5000;

/** Rows that cannot be read, each of which may be a refund. */
export interface Unread {
  count: number;
  /** Of the first ten, where and why. */
  first: string[];
}

/** Fills `refunds`. */
export async function collectRefunds(
  map: RowMap,
  rows: AsyncIterable<Row>,
  refunds: Refunds,
  io: Pick<Io, 'err'>,
  world: Pick<DeliveryWorld, 'now' | 'stop'>,
): Promise<Unread> {
  const unread: Unread = { count: 0, first: [] };
  const cannotRead = (row: Row, problem: string): void => {
    unread.count += 1;
    if (unread.first.length < 10) unread.first.push(`${placeName(row)}: ${problem}`);
  };
  const speak = everyNowAndThen(world);
  let read = 0;
  for await (const row of rows) {
    if (world.stop.aborted) break;
    read += 1;
    speak(() => io.err(`${read.toLocaleString('en')} rows searched for refunds\n`));
    if ('problem' in row) {
      cannotRead(row, row.problem);
      continue;
    }
    const { cell } = row;
    const order = given(map, cell, 'transaction_id');
    if (!isMarked(map.refunds!, cell)) {
      refunds.see(order, hasAmount(map, cell));
      continue;
    }
    const problem = problemOf(map, 'transaction_id', order);
    if (problem !== undefined) cannotRead(row, problem);
    const [value, currency] = [map.columns.get('value'), map.columns.get('currency')];
    refunds.add(
      order,
      value === undefined ? undefined : cell(value),
      // Without one it is in that of its order.
      currency === undefined ? undefined : cell(currency),
    );
  }
  return unread;
}

/** Calls what it is given when some seconds have gone by since it last did. */
export function everyNowAndThen({ now }: Pick<DeliveryWorld, 'now'>): (work: () => void) => void {
  let spokenAt = now();
  return (work) => {
    if (now() - spokenAt < PROGRESS_MS) return;
    spokenAt = now();
    work();
  };
}

const placeName = ({ line, entry }: Place): string =>
  entry === undefined ? `Line ${line}` : `Line ${line}, entry ${entry}`;
