/** What is to become of a row by itself, before it is known whether it was sent already. */
import type { Conversion } from '../../src/mapping/conversion.ts';
import { givenText } from '../../src/mapping/not-given.ts';
import { textOf } from '../../src/mapping/text.ts';
import type { Dictionary } from '../container/dictionary.ts';
import { createConverter, isTime } from './convert.ts';
import { eventOf, given, isMarked, isWanted, shownName, subject } from './event.ts';
import type { RowMap } from './map.ts';
import type { Left, Refunds } from './refunds.ts';
import type { Summed } from './report.ts';
import type { Row } from './rows.ts';

export const DAY_MS = 24 * 60 * 60 * 1000;

export type Reading =
  /** It cannot be sent. */
  | { kind: 'refused'; reason: string }
  /** It is not meant to be sent by this run. */
  | { kind: 'skipped'; reason: string }
  | {
      kind: 'ready';
      /** Net of refunds, when these leave something that is known. */
      sent: Conversion;
      /** undefined: nothing of it was. */
      refunded: Left | undefined;
      summed: Summed;
      /** What the mapping says about it. */
      told: Iterable<string>;
    };

export type Reader = (row: Row) => Reading;

const refused = (reason: string): Reading => ({ kind: 'refused', reason });
const skipped = (reason: string): Reading => ({ kind: 'skipped', reason });

const NO_TIME =
  'holds no time, one without an offset, one before 2015 or one in the future. Export it like 2026-11-22T10:15:30+01:00, or give zone in the map.';

/** @param now epoch milliseconds, the clock of the run */
export function createReader(
  { hold, maxAge }: { hold: number; maxAge: number },
  map: RowMap,
  dictionary: Dictionary,
  refunds: Refunds,
  now: number,
): Reader {
  const convert = createConverter(dictionary);
  return (row) => {
    if ('problem' in row) return refused(row.problem);
    const { cell } = row;
    if (map.refunds !== undefined && isMarked(map.refunds, cell))
      return givenText(given(map, cell, 'transaction_id')) === ''
        ? refused('The refund names no order: nothing can be subtracted.')
        : skipped('Refunds, subtracted from their orders.');
    if (!isWanted(map, cell)) return skipped('Left out by only and except of the map.');
    if (map.renewals !== undefined && map.renewals.event === undefined && isMarked(map.renewals, cell))
      return skipped('Renewals, left out.');
    const reading = eventOf(map, cell);
    if ('problem' in reading) return refused(reading.problem);
    const { event } = reading;
    // The tag sends now in place of what is no time: for a row that is read days later that would be wrong.
    if (!isTime(event.event_time, now)) return refused(`${subject(map, 'event_time')} ${NO_TIME}`);

    const told = new Set<string>();
    let converted = convert(event, now, (sentence) => told.add(sentence));
    if ('refused' in converted) return refused(converted.refused);
    const { value, price_currency: currency, conversion_time: time } = converted.sent;
    const days = (now - Date.parse(time)) / DAY_MS;
    if (days > maxAge) return refused(`Older than ${maxAge} days (--max-age).`);
    if (days < hold) return skipped(`Younger than ${hold} days (--hold): a later run sends them.`);
    const left = refunds.left(event.transaction_id, value, currency);
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
    return { kind: 'ready', sent, refunded: left, summed, told };
  };
}
