/**
 * The event dictionary: which event of X each category and each single event is sent as, and how the tag is set. Keys are the
 * names of the tag's fields, values are checked as the tag's form checks them. Credentials never stand in it.
 */
import { type Field, valued } from 'sgtm-toolkit/form';
import { isMap, type Node } from 'yaml';
import { categoryMeant, GA4_NAMES } from './categories.ts';
import {
  type Entry,
  entriesOf,
  type Problem,
  readSource,
  type Source,
  textFault,
  type Word,
  wordOf,
} from './document.ts';
import { faultOf, identityOf, quoted } from './event-id.ts';
import { contradiction, type EventSettings, readEvent } from './event-settings.ts';
import { constantTitles, credentialsOf, formFault, offered } from './form.ts';
import { accountOf, clientOf, containerOf, nameOf, OWN_KEYS } from './own-keys.ts';
import { didYouMean } from './suggest.ts';
import { readValues, type ValueRow } from './value-tables.ts';
import { PAGE_ID_TITLE, readVariables } from './variables.ts';
import { readWebKeys } from './web-keys.ts';

/** An event of X and what it is sent for: a category or an exact event name. */
export interface EventRow {
  readonly selector: string;
  /** As it was written; see identityOf for comparing. */
  readonly eventId: string;
}

/** A row with all that is said about its event, and where it stands. */
export interface DescribedRow extends EventRow {
  readonly table: string;
  /** `''` until the event is made. */
  readonly eventId: string;
  readonly settings: EventSettings;
  readonly line: number;
  readonly column: number;
}

export interface Dictionary {
  /** Stands before the name of everything the file brings. */
  readonly name: string;
  readonly pixelId: string;
  /** The ads account at X, `''` when it is not named. */
  readonly accountId: string;
  /** `new` also brings what an empty container has. */
  readonly container: 'existing' | 'new';
  /** In the order of the tag's form; rows without an ID are left out. */
  readonly categoryEvents: readonly EventRow[];
  /** Sorted by name. */
  readonly customEvents: readonly EventRow[];
  /** `''` when events without a row are ignored. */
  readonly defaultEventId: string;
  /** The only client whose events fire the tag, by its name in the container; `''` for every client. */
  readonly clientName: string;
  readonly userData: readonly ValueRow[];
  readonly conversionData: readonly ValueRow[];
  /** Variables of the values above: name → key of the event data. */
  readonly variables: ReadonlyMap<string, string>;
  /** Of the GA4 property whose tag the browser half brings, `''` without a browser half. */
  readonly measurementId: string;
  /** Where Google's tag sends the events, `''` without a browser half. */
  readonly serverUrl: string;
  /** What the consent banner pushes when the visitor has answered. */
  readonly consentEvent: string;
  /** The other fields of the tag, `authMethod` and `consent` among them, that are not at the form's default. */
  readonly settings: ReadonlyMap<string, string | boolean>;
}

/** Whether a dictionary says what the browser half needs. */
export const hasWebHalf = ({ measurementId, serverUrl }: Dictionary): boolean =>
  measurementId !== '' && serverUrl !== '';

type PlacedRow = EventRow & {
  readonly table: string;
  readonly settings: EventSettings;
  readonly place: Node;
};

const WHOLE = 'Write "name: value" lines; examples/container.yaml shows them.';
/** What a line of a table looks like. */
const SAMPLE_ROWS: Readonly<Record<string, string>> = {
  categoryEvents: 'purchase: o87ne',
  customEvents: 'event_name: o87ne',
  userData: "email: '{{Email}}'",
  conversionData: "description: '{{Description}}'",
  variables: 'Email: user_data.email_address',
};
/** Fields of the tag that a dictionary does not take, and what to do instead. */
const REFUSED: Readonly<Record<string, string>> = {
  otherEvents: 'Give defaultEventId alone; it means that events without a row are sent.',
};

/**
 * Reads a dictionary against the tag's form; each row must have the ID of its event. What could be read is returned even when
 * there are problems; with an error among them it must not be used to build anything. Never throws.
 */
export function readDictionary(
  file: string,
  text: string,
  form: readonly Field[],
): { dictionary: Dictionary; problems: Problem[] } {
  const { source, dictionary, rows, other } = readRows(file, text, form);
  for (const { table, selector, eventId, place } of rows)
    if (eventId === '')
      source.report(
        'EMPTY',
        `${table}.${selector.slice(0, 60)} has no X event ID. Copy it from X Events Manager, have the event made by npm run events -- apply, or remove the line.`,
        place,
      );
  if (other?.text === '')
    source.report('EMPTY', 'defaultEventId has no X event ID. Copy it from X Events Manager.', other.place);
  if (rows.length === 0 && !other && source.problems.length === 0)
    source.report(
      'NO_EVENTS',
      'No event is mapped. Add categoryEvents with a line such as "purchase: o87ne".',
    );
  return { dictionary, problems: inOrder(source.problems) };
}

/**
 * Reads a dictionary for its events at X: rows may be without an ID, and there may be none. `defaultEventId` is a row of its
 * own, whose table and selector are both `defaultEventId`. Never throws; see readDictionary for what is returned.
 */
export function readEvents(
  file: string,
  text: string,
  form: readonly Field[],
): { dictionary: Dictionary; rows: DescribedRow[]; problems: Problem[] } {
  const { source, dictionary, rows, other } = readRows(file, text, form);
  const described = rows.map(({ place, ...row }) => ({ ...row, ...source.placeOf(place) }));
  if (other && dictionary.defaultEventId !== '')
    described.push({
      table: 'defaultEventId',
      selector: 'defaultEventId',
      eventId: dictionary.defaultEventId,
      settings: {},
      ...source.placeOf(other.place),
    });
  return { dictionary, rows: described, problems: inOrder(source.problems) };
}

const inOrder = (problems: readonly Problem[]): Problem[] =>
  problems.toSorted((a, b) => a.line - b.line || a.column - b.column);

function readRows(
  file: string,
  text: string,
  form: readonly Field[],
): { source: Source; dictionary: Dictionary; rows: PlacedRow[]; other: Word | undefined } {
  const source = readSource(file, text, WHOLE);
  const fields = new Map(valued(form).map((field) => [field.name, field]));
  const { words, tables } = sortKeys(source, fields, credentialsOf(form));

  const pixelId = pixelOf(source, words.get('pixelId'), fields.get('pixelId'));
  const rowsOf = (table: string, order: (a: EventRow, b: EventRow) => number): PlacedRow[] =>
    (tables.get(table) ?? []).flatMap((entry) => rowOf(source, table, entry, pixelId)).sort(order);
  const categories = Object.keys(GA4_NAMES);
  const categoryEvents = rowsOf(
    'categoryEvents',
    (a, b) => categories.indexOf(a.selector) - categories.indexOf(b.selector),
  );
  const customEvents = rowsOf('customEvents', (a, b) => (a.selector < b.selector ? -1 : 1));
  const rows = [...categoryEvents, ...customEvents];
  const other = words.get('defaultEventId');
  const variables = readVariables(source, tables.get('variables') ?? [], [
    ...constantTitles(form).values(),
    PAGE_ID_TITLE,
  ]);
  const valuesOf = (table: string): ValueRow[] =>
    readValues(source, fields.get(table)!, tables.get(table) ?? [], [...variables.keys()]);
  const sent = (table: readonly PlacedRow[]): EventRow[] =>
    table.flatMap(({ selector, eventId }) => (eventId === '' ? [] : [{ selector, eventId }]));
  const dictionary = {
    name: nameOf(source, words.get('name')),
    pixelId,
    accountId: accountOf(source, words.get('accountId')),
    container: containerOf(source, words.get('container')),
    ...readWebKeys(source, words),
    categoryEvents: sent(categoryEvents),
    customEvents: sent(customEvents),
    defaultEventId: (other && eventIdOf(source, 'defaultEventId', other, pixelId)) ?? '',
    clientName: clientOf(source, words.get('clientName')),
    userData: valuesOf('userData'),
    conversionData: valuesOf('conversionData'),
    variables,
    settings: settingsOf(source, words, fields),
  };
  const ofPage =
    hasWebHalf(dictionary) && tables.get('conversionData')?.find(({ key }) => key === 'conversion_id');
  if (ofPage)
    source.report(
      'SETTING',
      'conversionData.conversion_id cannot be set beside the browser half (measurementId), which makes one ID for both sides. Remove one of them.',
      ofPage.place,
    );
  lookAtSharedEvents(
    source,
    rows.filter(({ eventId }) => eventId !== ''),
    pixelId,
  );
  return { source, dictionary, rows, other };
}

/** The values by key, lines of tables apart. Keys that cannot be used are reported. */
function sortKeys(
  source: Source,
  fields: ReadonlyMap<string, Field>,
  secrets: readonly string[],
): { words: Map<string, Word>; tables: Map<string, Entry[]> } {
  const words = new Map<string, Word>();
  const tables = new Map<string, Entry[]>();
  const known = [...OWN_KEYS, ...fields.keys()].filter(
    (key) => !secrets.includes(key) && !Object.hasOwn(REFUSED, key),
  );
  for (const { key, value, place } of source.root ? entriesOf(source, source.root, 'The dictionary') : []) {
    if (secrets.includes(key)) {
      source.report(
        'SECRET',
        `${key} is a credential, and the dictionary is no place for one. Remove the line and give it with --credentials. If others could read the file, make a new credential.`,
        place,
      );
    } else if (Object.hasOwn(REFUSED, key)) {
      source.report('SETTING', `${key} cannot be set here. ${REFUSED[key]}`, place);
    } else if (!known.includes(key)) {
      source.report(
        'UNKNOWN_KEY',
        `Unknown key ${quoted(key)}.${didYouMean(key, known, ' docs/container.md lists the keys, and README.md the fields of the tag.')}`,
        place,
      );
    } else if (value === undefined) {
      source.report('EMPTY', `${key} is empty. Give it a value or remove the line.`, place);
    } else if (!Object.hasOwn(SAMPLE_ROWS, key)) {
      const text = wordOf(source, value, key);
      if (text !== undefined) words.set(key, { text, place: value });
    } else if (isMap(value)) {
      tables.set(key, entriesOf(source, value, key));
    } else {
      source.report('SHAPE', `${key} must hold lines such as "${SAMPLE_ROWS[key]}".`, value);
    }
  }
  return { words, tables };
}

function pixelOf({ report, root }: Source, word: Word | undefined, field: Field | undefined): string {
  if (!word) {
    if (root) report('PIXEL_ID', 'pixelId is missing. Add a line such as "pixelId: o8z6j".');
    return '';
  }
  const [, pixel] = /^tw-(\w+)-\w+$/i.exec(word.text) ?? [];
  const refusal = field && formFault(field, word.text);
  if (!refusal) return word.text;
  report(
    'PIXEL_ID',
    pixel
      ? `pixelId is the X event ID ${quoted(word.text)}. Write the pixel alone: ${pixel}.`
      : `pixelId ${quoted(word.text)} ${refusal}.`,
    word.place,
  );
  return '';
}

function rowOf(source: Source, table: string, { key, value, place }: Entry, pixelId: string): PlacedRow[] {
  const label = `${table}.${key.slice(0, 60)}`;
  if (table === 'categoryEvents' ? !isCategory(source, key, place) : !isEventName(source, key, place))
    return [];
  const event = readEvent(source, label, value);
  if (event === undefined) return [];
  const { id, settings } = event;
  const eventId = id === undefined ? '' : eventIdOf(source, label, id, pixelId);
  return eventId === undefined ? [] : [{ selector: key, eventId, settings, table, place: value ?? place }];
}

function isCategory({ report }: Source, key: string, place: Node): boolean {
  if (Object.hasOwn(GA4_NAMES, key)) return true;
  const meant = categoryMeant(key);
  const hint = meant ? ` Write ${meant}.` : didYouMean(key, Object.keys(GA4_NAMES));
  report(
    'UNKNOWN_CATEGORY',
    `X has no category ${quoted(key)}.${hint} A single event goes below customEvents by its exact name.`,
    place,
  );
  return false;
}

function isEventName({ report }: Source, key: string, place: Node): boolean {
  const fault =
    key.trim() === '' ? 'is empty' : key.trim() !== key ? 'begins or ends with a blank' : textFault(key);
  if (fault)
    report('EVENT_NAME', `The event name ${quoted(key)} ${fault}. Write it as GA4 receives it.`, place);
  return !fault;
}

function eventIdOf(
  { report }: Source,
  label: string,
  { text, place }: Word,
  pixelId: string,
): string | undefined {
  const fault = text === '' ? undefined : faultOf(text, pixelId);
  if (fault) report(fault.code, `${label} ${fault.message}`, place);
  return fault ? undefined : text;
}

function settingsOf(
  { report }: Source,
  words: ReadonlyMap<string, Word>,
  fields: ReadonlyMap<string, Field>,
): Dictionary['settings'] {
  const settings = new Map<string, string | boolean>();
  for (const [key, { text, place }] of words) {
    const field = fields.get(key);
    if (!field || key === 'pixelId' || key === 'defaultEventId') continue;
    const refusal = formFault(field, text) ?? textFault(text);
    if (refusal) {
      const hint = offered(field) ? didYouMean(text, offered(field)!).replace(/^ Known.*/, '') : '';
      report('SETTING', `${key} ${refusal}, got ${quoted(text)}.${hint}`, place);
      continue;
    }
    const value = field.type === 'CHECKBOX' ? text === 'true' : text;
    if (value !== field.defaultValue) settings.set(key, value);
  }
  return settings;
}

/**
 * Two rows may send the same event of X, but more often one of them was copied and not changed. What both say about the event
 * must agree.
 */
function lookAtSharedEvents({ report }: Source, rows: readonly PlacedRow[], pixelId: string): void {
  const first = new Map<string, PlacedRow>();
  for (const row of rows) {
    const earlier = first.get(identityOf(row.eventId, pixelId));
    if (!earlier) {
      first.set(identityOf(row.eventId, pixelId), row);
      continue;
    }
    const differing = contradiction(earlier.settings, row.settings);
    if (differing !== undefined) {
      report(
        'SHARED_EVENT',
        `${row.table}.${row.selector} and ${earlier.table}.${earlier.selector} say different things of the same event of X (${row.eventId}): ${differing}. Say it once.`,
        row.place,
      );
      continue;
    }
    const inside = earlier.table === 'categoryEvents' && GA4_NAMES[earlier.selector]!.includes(row.selector);
    const label = `${row.table}.${row.selector}`;
    report(
      'SHARED_EVENT',
      row.table === 'customEvents' && inside
        ? `${label} changes nothing: the category ${earlier.selector} sends this event with the same ID. Remove the line.`
        : `${label} and ${earlier.table}.${earlier.selector} send the same event of X (${row.eventId}), which cannot tell them apart. Check that this is meant.`,
      row.place,
      'warning',
    );
  }
}
