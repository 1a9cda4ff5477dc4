/**
 * The map of a table (YAML or JSON): which column holds which key of the tag's event, and what stands in where a row says nothing.
 * How an event becomes a conversion is not its matter: that is the tag's, by the dictionary that the map names.
 */
import { dirname, resolve } from 'node:path';
import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { decimalOf } from '../../src/mapping/amount.ts';
import {
  type Entry,
  entriesOf,
  type Problem,
  readSource,
  type Source,
  wordOf,
} from '../container/document.ts';
import { didYouMean } from '../container/suggest.ts';
import { shownName } from './event.ts';
import { type Clock, clockOf } from './zone.ts';

/** A column, and the words in it that are meant, in lower case. */
export interface Mark {
  column: string;
  words: readonly string[];
}

export interface RowMap {
  /** Path of the tag's dictionary. */
  tag: string;
  /** By key of the event. */
  columns: ReadonlyMap<string, string>;
  /** Columns of a row's one item, by key of the item. */
  item: ReadonlyMap<string, string>;
  /** What stands where a row has nothing, by key of the event. */
  constants: ReadonlyMap<string, string>;
  /** The same for the value, by name of the event. */
  values: ReadonlyMap<string, string>;
  clock: Clock | undefined;
  /** Rows that have one of the words in each of these columns are sent; refunds are read whatever they have. */
  only: readonly Mark[];
  /** Rows that have one of the words in any of these columns are not. */
  except: readonly Mark[];
  refunds: Mark | undefined;
  /** `event` is what renewals are sent as; without it they are left out. */
  renewals: (Mark & { event: string | undefined }) | undefined;
}

/** A column that the map names, and where. */
interface Named {
  column: string;
  place: Node;
}

/** Keys of the event, as docs/mapping.md explains them; the last two stand below `consent_state`. */
export const EVENT_KEYS = [
  'event_name',
  'event_time',
  'transaction_id',
  'event_id',
  'value',
  'currency',
  'email',
  'phone',
  'twclid',
  'ip_override',
  'user_agent',
  'page_location',
  'items',
  'ad_storage',
  'ad_user_data',
] as const;
const ITEM_KEYS = ['item_id', 'item_name', 'item_variant', 'item_category', 'price', 'quantity'];
const KEYS = [
  'tag',
  'columns',
  'constants',
  'value',
  'zone',
  'only',
  'except',
  'refunds',
  'renewals',
] as const;
const WHOLE = 'Write "name: value" lines; examples/orders-map.yaml shows them.';

export interface ReadMap {
  map: RowMap;
  problems: Problem[];
  /** The columns that it names. */
  named: readonly string[];
  /** What is wrong with the map for a table with these columns. */
  problemsWith: (columns: readonly string[], table: string) => Problem[];
  /** The same for a table whose rows have names of their own, none of them one of these. */
  problemsWithout: (columns: ReadonlySet<string>, table: string) => Problem[];
}

/**
 * Reads a map. Whatever is wrong with it becomes a problem with its line and column, and then it must not be used. Never throws.
 * @param file its path, from which the path of the dictionary counts
 */
export function readMap(file: string, text: string): ReadMap {
  const source = readSource(file, text, WHOLE);
  const keys = entriesByKey(source, source.root, 'The map', KEYS);
  const named: Named[] = [];
  const column = (entry: Entry, name: string): string => {
    const word = entryWord(source, entry, name);
    if (word !== '') named.push({ column: word, place: entry.value ?? entry.place });
    return word;
  };
  const below = (key: (typeof KEYS)[number], known?: readonly string[]): Entry[] => {
    const entry = keys.get(key);
    if (entry === undefined) return [];
    if (isMap(entry.value)) return [...entriesByKey(source, entry.value, key, known).values()];
    source.report('SHAPE', `${key} must hold "name: value" lines.`, entry.value ?? entry.place);
    return [];
  };

  const item = new Map<string, string>();
  const columns = new Map<string, string>();
  for (const entry of below('columns', EVENT_KEYS)) {
    if (entry.key !== 'items' || !isMap(entry.value))
      columns.set(entry.key, column(entry, `columns.${entry.key}`));
    else
      for (const [key, part] of entriesByKey(source, entry.value, 'columns.items', ITEM_KEYS))
        item.set(key, column(part, `columns.items.${key}`));
  }
  const words = (key: 'constants' | 'value', known?: readonly string[]): Map<string, string> =>
    new Map(below(key, known).map((entry) => [entry.key, entryWord(source, entry, `${key}.${entry.key}`)]));
  const constants = words(
    'constants',
    EVENT_KEYS.filter((key) => key !== 'items' && key !== 'value'),
  );
  const values = words('value');
  for (const { key, value } of below('value')) {
    const decimal = decimalOf(values.get(key));
    if (value && (!decimal || decimal[1] === '-'))
      source.report('AMOUNT', `value.${key} must be an amount such as 30 or 12.50.`, value);
  }
  const marks = (key: 'only' | 'except'): Mark[] =>
    below(key).map((entry) => {
      named.push({ column: entry.key, place: entry.place });
      return { column: entry.key, words: wordsIn(source, entry, `${key}.${entry.key}`) };
    });
  const mark = (key: 'refunds' | 'renewals', own: readonly string[]) => {
    if (!keys.has(key)) return undefined;
    const parts = new Map(below(key, ['column', 'is', ...own]).map((entry) => [entry.key, entry]));
    const [at, is, event] = [parts.get('column'), parts.get('is'), parts.get('event')];
    if (at === undefined || is === undefined) {
      source.report(
        'SHAPE',
        `${key} needs "column" and "is": the column, and the word or words in it.`,
        keys.get(key)!.place,
      );
      return undefined;
    }
    return {
      column: column(at, `${key}.column`),
      words: wordsIn(source, is, `${key}.is`),
      event: event && entryWord(source, event, `${key}.event`),
    };
  };
  const zone = keys.get('zone');
  const zoneName = zone && entryWord(source, zone, 'zone');
  const clock = zoneName ? clockOf(zoneName) : undefined;
  if (zoneName && clock === undefined)
    source.report(
      'ZONE',
      'zone must be a time zone such as Europe/Berlin or an offset such as +01:00.',
      zone?.value,
    );
  const tag = keys.get('tag');
  if (source.root && tag === undefined)
    source.report('TAG', 'tag is missing. Name the dictionary of the tag, such as "tag: container.yaml".');
  const map: RowMap = {
    tag: resolve(dirname(file), (tag && entryWord(source, tag, 'tag')) ?? ''),
    columns,
    item,
    constants,
    values,
    clock,
    only: marks('only'),
    except: marks('except'),
    refunds: mark('refunds', []),
    renewals: mark('renewals', ['event']),
  };
  refuseGaps(source, map);
  return {
    map,
    problems: source.problems,
    named: named.map(({ column: name }) => name),
    problemsWith(header, table) {
      source.problems.length = 0;
      for (const { column: name, place } of named) {
        const times = header.filter((other) => other === name).length;
        if (times === 0)
          source.report('COLUMN', `${table} has no column "${name}".${headerHint(name, header)}`, place);
        if (times > 1) source.report('COLUMN', `${table} has the column "${name}" ${times} times.`, place);
      }
      return source.problems;
    },
    problemsWithout(missing, table) {
      source.problems.length = 0;
      for (const { column: name, place } of named)
        if (missing.has(name)) source.report('COLUMN', `No row of ${table} has the field "${name}".`, place);
      return source.problems;
    },
  };
}

/** A table without a header has a row of somebody in its place: that is not shown. */
const headerHint = (name: string, header: readonly string[]): string =>
  header.some((other) => shownName(other) !== `"${other}"`)
    ? ' The first line does not look like a header: it must hold the names of the columns.'
    : didYouMean(name, header);

/** The keys without which no row can be sent. */
function refuseGaps(
  { report, root }: Source,
  { columns, item, constants, refunds, values, renewals }: RowMap,
): void {
  if (!root) return;
  const has = (key: string): boolean => columns.has(key) || constants.has(key);
  if (!has('event_name'))
    report('EVENT', 'No event. Add event_name to columns, or to constants when all rows are of one.');
  if (!has('event_time')) report('TIME', 'No time. Add event_time to columns: when the conversion happened.');
  if (columns.has('items') && item.size > 0) report('SHAPE', 'columns.items is there twice.');
  if (refunds !== undefined && !columns.has('transaction_id'))
    report('REFUNDS', 'refunds needs columns.transaction_id: the number of the order that is refunded.');
  for (const name of values.keys())
    if (!columns.has('event_name') && constants.get('event_name') !== name && renewals?.event !== name)
      report('EVENT', `value.${name} is for an event that no row has.`);
}

/** The keys of a map that are known, by name; the others are reported. */
function entriesByKey(
  source: Source,
  node: Parameters<typeof entriesOf>[1] | undefined,
  name: string,
  known?: readonly string[],
): Map<string, Entry> {
  const entries = node === undefined ? [] : entriesOf(source, node, name);
  const [right, wrong] = [new Map<string, Entry>(), known ?? []];
  for (const entry of entries) {
    if (known === undefined || known.includes(entry.key)) right.set(entry.key, entry);
    else
      source.report(
        'UNKNOWN_KEY',
        `${name} has no key "${entry.key.slice(0, 60)}".${didYouMean(entry.key, wrong)}`,
        entry.place,
      );
  }
  return right;
}

/** The one word of an entry, `''` when there is none, which is reported. */
function entryWord(source: Source, { value, place }: Entry, name: string): string {
  const word = value === undefined ? '' : wordOf(source, value, name);
  if (word === '') source.report('EMPTY', `${name} is empty. Give it a value or remove the line.`, place);
  return word ?? '';
}

/** One word or a list of them. */
function wordsIn(source: Source, { value, place }: Entry, name: string): string[] {
  const nodes = isSeq(value) ? (value.items as Node[]) : value === undefined ? [] : [value];
  if (nodes.length === 0)
    source.report('EMPTY', `${name} is empty. Give it a word or a list of words.`, place);
  // A quoted empty text is a word here: a cell that holds nothing.
  return nodes.map((node) =>
    (isScalar(node) ? (wordOf(source, node, name) ?? '') : refuse(source, node, name)).toLowerCase(),
  );
}

function refuse({ report }: Source, node: Node, name: string): string {
  report('SHAPE', `${name} must be a word or a list of words.`, node);
  return '';
}
