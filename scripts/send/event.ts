/** From a row to the event that the tag would have got, key by key; the rules for what the keys hold are the tag's. */
import { isNotGiven } from '../../src/mapping/not-given.ts';
import { textOf } from '../../src/mapping/text.ts';
import type { Mark, RowMap } from './map.ts';
import { unitsOf } from './refunds.ts';
import { momentOf } from './zone.ts';

/** An event as the tag reads it: plain data. */
export type Event = Record<string, unknown>;

export type Reading = { event: Event } | { problem: string };

export type Cell = (column: string) => unknown;

/** Whether the row's cell is one of the words, in any case and without blanks around it. */
export const isMarked = ({ column, words }: Mark, cell: Cell): boolean =>
  words.includes(wordOf(cell(column)).toLowerCase());

/** A cell as a word, `''` when there is none. */
function wordOf(value: unknown): string {
  return typeof value === 'boolean' ? String(value) : textOf(value);
}

/** Whether the filters of the map let the row through. */
export const isWanted = ({ only, except }: RowMap, cell: Cell): boolean =>
  only.every((mark) => isMarked(mark, cell)) && !except.some((mark) => isMarked(mark, cell));

/** The row's value of a key of the event, else the constant; undefined when there is neither. */
export function given({ columns, constants }: RowMap, cell: Cell, key: string): unknown {
  const column = columns.get(key);
  const value = column === undefined ? undefined : cell(column);
  return isNotGiven(value) ? constants.get(key) : value;
}

/** Whether the row states an amount above zero itself; one that the map gives to its event is none. */
export function hasAmount(map: RowMap, cell: Cell): boolean {
  const value = given(map, cell, 'value');
  if (!isNotGiven(value)) return unitsOf(value) !== 0n;
  return [map.columns.get('items'), map.item.get('price')].some(
    (column) => column !== undefined && !isNotGiven(cell(column)),
  );
}

/** What keeps a value out of every event; undefined when nothing does. */
export function problemOf(map: RowMap, key: string, value: unknown): string | undefined {
  const problem = brokenText(value) ?? (IDS.includes(key) ? roundedId(value) : undefined);
  return problem === undefined ? undefined : `${subject(map, key)} ${problem}`;
}

/** The event of a row that is neither a refund nor left out. */
export function eventOf(map: RowMap, cell: Cell): Reading {
  const event: Event = {};
  for (const key of new Set([...map.columns.keys(), ...map.constants.keys()])) {
    const value = given(map, cell, key);
    const problem = problemOf(map, key, value);
    if (problem !== undefined) return { problem };
    if (value === undefined) continue;
    // What a row and a constant mean by consent is what the tag's clients write.
    if (key === 'ad_storage' || key === 'ad_user_data')
      event.consent_state = { ...(event.consent_state as object | undefined), [key]: value };
    else event[key] = value;
  }
  const item: Event = {};
  for (const [key, column] of map.item) {
    const value = cell(column);
    const problem = brokenText(value);
    if (problem !== undefined) return { problem: `Column "${column}" ${problem}` };
    // The name of a product may well be "None".
    if (value !== undefined && value !== null && value !== '') item[key] = value;
  }
  if (Object.keys(item).length > 0) event.items = [item];
  if (map.renewals?.event !== undefined && isMarked(map.renewals, cell))
    event.event_name = map.renewals.event;
  event.value ??= map.values.get(textOf(event.event_name));
  if (event.value === undefined) delete event.value;
  if (typeof event.event_time === 'string') {
    const time = momentOf(event.event_time, map.clock);
    if (time === undefined)
      return { problem: `${subject(map, 'event_time')} holds a time that the clocks of the zone skip.` };
    event.event_time = time;
  }
  return { event };
}

/** The name of an event as it may be shown: a cell of the wrong column may be somebody's address, number or order. */
export const shownName = (name: string): string =>
  /@|＠|%40|(\d\D*){3}/u.test(name) || name.length > 60 ? `(${name.length} characters)` : `"${name}"`;

/** Where a key's value comes from, as the operator knows it. */
export function subject({ columns, constants }: RowMap, key: string): string {
  const column = columns.get(key);
  if (column !== undefined) return `Column "${column}"`;
  return constants.has(key) ? `The constant "${key}"` : `No column for "${key}"`;
}

function brokenText(value: unknown): string | undefined {
  return typeof value === 'string' && value.includes('\uFFFD')
    ? 'holds bytes that are not UTF-8. Save the file as UTF-8.'
    : undefined;
}

const IDS = ['transaction_id', 'event_id'];

/** JSON's digits have been rounded already: two orders would have one number. */
function roundedId(value: unknown): string | undefined {
  return typeof value === 'number' && !Number.isSafeInteger(value) && Number.isInteger(value)
    ? 'holds a number with too many digits. Export it as text.'
    : undefined;
}
