/** What is to become of a row by itself, before it is known whether it was sent already. */
import type { Conversion } from '../../src/mapping/conversion.ts';
import { givenText, isNotGiven } from '../../src/mapping/not-given.ts';
import { textOf } from '../../src/mapping/text.ts';
import type { Dictionary } from '../container/dictionary.ts';
import { createConverter, createIds, isTime } from './convert.ts';
import { type Cell, eventOf, given, hasAmount, isMarked, isWanted, shownName, subject } from './event.ts';
import type { RowMap } from './map.ts';
import type { Left, Refunds } from './refunds.ts';
import type { Summed } from './report.ts';
import type { Row } from './table.ts';

export const DAY_MS = 24 * 60 * 60 * 1000;

export type Reading =
  /** It cannot be sent. */
  | { kind: 'refused'; reason: string }
  /** It is not meant to be sent by this run. */
  | { kind: 'leftOut'; reason: string }
  | {
      kind: 'ready';
      /** Net of refunds, when these leave something that is known. */
      sent: Conversion;
      /** undefined: nothing of it was. */
      refunded: Left | undefined;
      /** How many rows refund it. */
      refunds: number;
      summed: Summed;
      /** What the mapping says about it. */
      told: Iterable<string>;
    };

/** Whether an order was sent by an earlier run, net of all its refunds or not. */
export type Fate = 'net' | 'whole' | 'unknown';

export type Reader = (row: Row) => Reading;

const refused = (reason: string): Reading => ({ kind: 'refused', reason });
const leftOut = (reason: string): Reading => ({ kind: 'leftOut', reason });

/** Why a cell is no usable time. */
function timeProblem(value: unknown, now: number, hasZone: boolean): string {
  if (isNotGiven(value)) return 'holds no time: when it happened is not known.';
  const text = textOf(value);
  const moment = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (moment > now) return 'holds a time in the future.';
  if (moment < EARLIEST) return 'holds a time before 2015.';
  return `holds no time that can be read, or one without an offset. Export it like 2026-11-22T10:15:30+01:00, or ${hasZone ? 'like 2026-11-22 10:15:30' : 'give zone in the map'}.`;
}

/** What lies before is no time of an event to the tag. */
const EARLIEST = Date.UTC(2015, 0);

/** What this machine knows of ISO 4217. */
const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

/**
 * @param now epoch milliseconds, the clock of the run
 * @param fateOf what earlier runs did with a conversion_id, given how many rows refund it now
 */
export function createReader(
  { hold, maxAge }: { hold: number; maxAge: number },
  map: RowMap,
  dictionary: Dictionary,
  refunds: Refunds,
  now: number,
  fateOf: (conversionId: string, refunds: number) => Fate,
): Reader {
  const convert = createConverter(dictionary);
  const idOf = createIds(dictionary);
  const readRefund = (cell: Cell): Reading => {
    const order = given(map, cell, 'transaction_id');
    if (givenText(order) === '')
      return refused(
        `${subject(map, 'transaction_id')}: the refund names no order, so nothing is subtracted.`,
      );
    // What becomes of an order of the table is told with its own row.
    if (refunds.isSeen(order)) return leftOut(REFUND_OF_ROW);
    const id = idOf((key) => given(map, cell, key));
    const fate = id === undefined ? 'unknown' : fateOf(id, refunds.count(order));
    return leftOut(REFUNDS[fate]);
  };
  return (row) => {
    if ('problem' in row) return refused(row.problem);
    const { cell } = row;
    if (map.refunds !== undefined && isMarked(map.refunds, cell)) return readRefund(cell);
    if (!isWanted(map, cell)) return leftOut('Left out by only and except of the map.');
    if (map.renewals !== undefined && map.renewals.event === undefined && isMarked(map.renewals, cell))
      return leftOut('Renewals, left out.');
    const reading = eventOf(map, cell);
    if ('problem' in reading) return refused(reading.problem);
    const { event } = reading;
    // The tag sends now in place of what is no time: for a row that is read days later that would be wrong.
    if (!isTime(event.event_time, now))
      return refused(
        `${subject(map, 'event_time')} ${timeProblem(event.event_time, now, map.clock !== undefined)}`,
      );

    const told = new Set<string>();
    let converted = convert(event, now, (sentence) => told.add(withColumn(map, sentence)));
    if ('refused' in converted) return refused(`${columnsOf(map, converted.keys)}: ${converted.refused}`);
    const { value, price_currency: currency, conversion_time: time } = converted.sent;
    const days = (now - Date.parse(time)) / DAY_MS;
    if (days > maxAge)
      return refused(`${subject(map, 'event_time')}: older than ${maxAge} days (--max-age).`);
    if (days < hold) return leftOut(`Younger than ${hold} days (--hold): a later run sends them.`);
    if (currency !== undefined && !CURRENCIES.has(currency))
      told.add(
        `${subject(map, 'currency')}: "${currency}" is not a currency of ISO 4217. X may refuse the conversion.`,
      );
    const left = refunds.left(event.transaction_id, value, currency, hasAmount(map, cell));
    if (left?.kind === 'some') {
      converted = convert({ ...event, value: left.value }, now, () => undefined);
      if ('refused' in converted) return refused(converted.refused);
    }
    const { sent } = converted;
    const summed = {
      eventName: shownName(textOf(event.event_name)),
      value: sent.value,
      currency: sent.price_currency,
    };
    const count = left === undefined ? 0 : refunds.count(event.transaction_id);
    return { kind: 'ready', sent, refunded: left, refunds: count, summed, told };
  };
}

const REFUND_OF_ROW = 'Refunds of orders of this table.';
const REFUNDS: Record<Fate, string> = {
  net: 'Refunds of orders that an earlier run sent net of them.',
  whole:
    'Refunds of orders that an earlier run sent without subtracting them: X documents no way to take them back.',
  unknown: 'Refunds of orders that this table does not hold: nothing is subtracted.',
};

/** The columns of some keys, as the operator knows them. */
function columnsOf(map: RowMap, keys: readonly string[]): string {
  const columns = keys.flatMap((key) => map.columns.get(key) ?? []).map((column) => `"${column}"`);
  return columns.length > 1
    ? `Columns ${columns.join(', ')}`
    : subject(map, keys.find((key) => map.columns.has(key)) ?? keys[0]!);
}

/** Keys of the event, by what the mapping calls what it makes of them. */
const KEY_OF: Record<string, string> = { ip_address: 'ip_override', conversion_id: 'transaction_id' };

/** A sentence of the mapping about a key, with the column that it comes from. */
function withColumn(map: RowMap, sentence: string): string {
  const name = /"([a-z_]+)"/.exec(sentence)?.[1] ?? '';
  const column = map.columns.get(Object.hasOwn(KEY_OF, name) ? KEY_OF[name]! : name);
  return column === undefined ? sentence : `Column "${column}": ${sentence}`;
}
