/** The shop's side: rows of send's table to orders, each as the tag should have sent it, with what is left of it after refunds. */
import { createReadStream } from 'node:fs';
import { UsageError } from 'sgtm-toolkit/shell';
import { textOf } from '../../src/mapping/text.ts';
import type { Dictionary } from '../container/dictionary.ts';
import { createConsent, createMapping, isTime } from '../send/convert.ts';
import { eventOf, hasAmount, isMarked, isWanted, subject } from '../send/event.ts';
import type { RowMap } from '../send/map.ts';
import { type Refunds, unitsOf } from '../send/refunds.ts';
import { openTable } from '../send/rows.ts';
import type { Row, Table } from '../send/table.ts';
import type { Events } from './events.ts';
import { idKey, type Money, marksOf, type OrderFact } from './facts.ts';
import type { Ledger } from './ledger.ts';
import { shownId } from './shown.ts';

/** @throws UsageError when nothing can be read */
export async function openOrders(file: string): Promise<Table> {
  const table = await openTable(createReadStream(file));
  if (table.problem !== undefined) throw new UsageError(`${file}: ${table.problem}`);
  return table;
}

/** Thousandths, as facts keep them. */
export const moneyOf = (value: unknown, currency: unknown): Money => ({
  value: unitsOf(value)?.toString() ?? '',
  currency: textOf(currency).toUpperCase(),
});

export interface OrderReader {
  map: RowMap;
  dictionary: Dictionary;
  refunds: Refunds;
  events: Events;
  /** Epoch milliseconds. */
  now: number;
}

/** @returns from a row to the fact of its order, undefined when it is none; the ledger knows why */
export function createOrderReader({ map, dictionary, refunds, events, now }: OrderReader) {
  const mapping = createMapping(dictionary);
  const consentOf = createConsent(dictionary);
  const hasConsent = ['ad_storage', 'ad_user_data'].some((key) => map.columns.has(key));
  return (row: Row, ledger: Ledger): OrderFact | undefined => {
    const ignored = (why: string): undefined => {
      ledger.ignored(why, row.line);
    };
    if ('problem' in row) return ignored(row.problem);
    const { cell } = row;
    if (map.refunds !== undefined && isMarked(map.refunds, cell))
      return ignored('Refunds, subtracted from their orders.');
    if (!isWanted(map, cell)) return ignored('Left out by only and except of the map.');
    if (map.renewals !== undefined && map.renewals.event === undefined && isMarked(map.renewals, cell))
      return ignored('Renewals, left out.');
    const reading = eventOf(map, cell);
    if ('problem' in reading) return ignored(reading.problem);
    const { event } = reading;
    if (!isTime(event.event_time, now))
      return ignored(`${subject(map, 'event_time')} holds no time that can be used.`);
    const converted = mapping(event, now, () => undefined);
    if ('refused' in converted) return ignored(converted.refused);
    const { sent } = converted;
    const { conversion_id: id, value, price_currency: currency } = sent;
    if (id === undefined)
      return ignored('The order has no number that can be a conversion_id: nothing can be found by it.');
    ledger.used();
    const left = refunds.left(event.transaction_id, value, currency, hasAmount(map, cell));
    const name = events.note(sent.event_id, textOf(event.event_name));
    events.hasOrders(name);
    return {
      kind: 'order',
      key: idKey(id),
      id: shownId(id),
      event: name,
      at: Date.parse(sent.conversion_time),
      paid: moneyOf(value, currency),
      left: left === undefined ? 'all' : left.kind === 'some' ? unitsOf(left.value)!.toString() : left.kind,
      denied: hasConsent ? consentOf(event) : '',
      marks: marksOf(sent.identifiers),
    };
  };
}
