/** From an event to the conversion, in the order of the tag's run and by its own code (src/mapping). */
import { createHash } from 'node:crypto';
import { findClickId } from '../../src/mapping/click-id.ts';
import { missingConsent, type Signal } from '../../src/mapping/consent.ts';
import { type Conversion, conversion } from '../../src/mapping/conversion.ts';
import { type ConversionIdSource, conversionIdOf } from '../../src/mapping/conversion-id.ts';
import { type EventTables, eventIdFor } from '../../src/mapping/event-map.ts';
import { identifiers } from '../../src/mapping/identifiers.ts';
import { isNotGiven } from '../../src/mapping/not-given.ts';
import { dropPersons } from '../../src/mapping/persons.ts';
import { textOf } from '../../src/mapping/text.ts';
import { eventTime } from '../../src/mapping/time.ts';
import type { Tools } from '../../src/mapping/tools.ts';
import type { Dictionary } from '../container/dictionary.ts';
import type { ValueRow } from '../container/value-tables.ts';
import { resolved } from '../container/variables.ts';
import { isObject } from '../lib/x-answer.ts';
import { type Event, shownName } from './event.ts';

/** `keys` of the event are those that the reason is about. */
export type Converted = { sent: Conversion } | { refused: string; keys: readonly string[] };

/** What the mapping needs, on Node, where JSON and percent-encoding may be broken without harm. */
function toolsFor(event: Event, warn: (sentence: string) => void): Tools {
  return {
    read: (key) =>
      key
        .split('.')
        .reduce<unknown>(
          (value, name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined),
          event,
        ),
    typeOf: (value) => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value),
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    parseJson: (text) => (/^[{[]/.test(text.trim()) ? attempt(() => JSON.parse(text.trim())) : undefined),
    // A table knows no credentials; none is told where it is written.
    holdsSecret: () => false,
    stringify: (value) => attempt(() => JSON.stringify(value)) as string | undefined,
    decode: (text) => attempt(() => decodeURIComponent(text)) as string | undefined,
    labelOf: (field) => field,
    warn,
  };
}

function attempt(work: () => unknown): unknown {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** Whether the mapping reads a moment of the past out of it. */
export function isTime(value: unknown, now: number): boolean {
  let isOne = !isNotGiven(value);
  const unusable = (): void => {
    isOne = false;
  };
  if (isOne) eventTime(value, now, toolsFor({}, unusable));
  return isOne;
}

type Settings = Pick<
  Dictionary,
  | 'pixelId'
  | 'categoryEvents'
  | 'customEvents'
  | 'defaultEventId'
  | 'userData'
  | 'conversionData'
  | 'variables'
  | 'settings'
>;

/** The rows of the tag, as its own code takes them. */
const tablesOf = ({ pixelId, categoryEvents, customEvents, defaultEventId }: Settings): EventTables => ({
  pixelId,
  categoryEvents: categoryEvents.map(({ selector, eventId }) => ({ category: selector, eventId })),
  customEvents: customEvents.map(({ selector, eventId }) => ({ eventName: selector, eventId })),
  otherEventId: defaultEventId === '' ? undefined : defaultEventId,
  labelOf: (field: string) => field,
});

/** @returns from the name of an event to its X event ID, `''` when the tag does not send it */
export function createEventIds(dictionary: Settings): (eventName: string) => string {
  const tables = tablesOf(dictionary);
  return (eventName) => eventIdFor(eventName, tables).eventId ?? '';
}

/** What the tag needs consent to. */
function signalsOf({ settings }: Settings): Signal[] {
  const consent = settings.get('consent') ?? 'always';
  return consent === 'always'
    ? []
    : consent === 'adStorage'
      ? ['ad_storage']
      : ['ad_storage', 'ad_user_data'];
}

/** @returns from an event to why the consent that the tag needs is missing, `''` when it is not */
export function createConsent(
  dictionary: Settings,
  signals = signalsOf(dictionary),
): (event: Event) => string {
  return (event) =>
    missingConsent(
      signals,
      toolsFor(event, () => undefined),
    );
}

const idSourceOf = ({ settings }: Settings): ConversionIdSource =>
  settings.get('conversionIdSource') === 'event_id' ? 'event_id' : 'transaction_id';

/** @returns from a reader of an event's keys to the conversion_id that it gets, undefined for none */
export function createIds(dictionary: Settings): (read: (key: string) => unknown) => string | undefined {
  const source = idSourceOf(dictionary);
  const tools = toolsFor({}, () => undefined);
  return (read) => conversionIdOf(undefined, source, read, tools);
}

/**
 * What the tag would make of an event if it had consent. The conversion may identify nobody.
 * @param dictionary the settings of the tag
 * @returns from an event, and a taker of what is told about it, to its conversion or why there is none
 */
export function createMapping(
  dictionary: Settings,
): (event: Event, now: number, warn: (sentence: string) => void) => Converted {
  const tables = tablesOf(dictionary);
  const { settings, userData, conversionData, variables } = dictionary;
  return (event, now, warn) => {
    const tools = toolsFor(event, warn);
    const lookUp = (name: string): unknown => {
      const key = variables.get(name);
      return key !== undefined ? tools.read(key) : name === 'Event Name' ? event.event_name : undefined;
    };
    const own = (rows: readonly ValueRow[]): Record<string, unknown> =>
      Object.fromEntries(rows.map(({ name, value }) => [name, resolved(value, lookUp)]));
    const eventName = textOf(event.event_name);
    const mapped = eventIdFor(eventName, tables);
    const keys = ['event_name'];
    if (mapped.problem) return { refused: mapped.problem, keys };
    if (!mapped.eventId)
      return {
        refused: eventName
          ? `No X event ID is configured for the event ${shownName(eventName)}.`
          : 'The row names no event.',
        keys,
      };
    const page = textOf(event.page_location);
    const found = identifiers(
      {
        overrides: own(userData),
        auto: true,
        clickId: findClickId({ page, referrer: '', kept: [], other: [] }, tools).clickId,
        countryCallingCode: textOf(settings.get('countryCallingCode')),
      },
      tools,
    );
    const sent = conversion(
      {
        eventId: mapped.eventId,
        category: mapped.category,
        identifiers: found,
        overrides: own(conversionData),
        auto: true,
        page,
        conversionIdSource: idSourceOf(dictionary),
        contentIdSource: settings.get('contentIdSource') === 'item_variant' ? 'item_variant' : 'item_id',
        tellsDoubts: true,
        now,
      },
      tools,
    );
    dropPersons(sent, tools);
    return { sent };
  };
}

/** The same as the tag's run has it: without consent, and for nobody, there is no conversion. */
export function createConverter(dictionary: Settings): ReturnType<typeof createMapping> {
  const consents = signalsOf(dictionary).map((signal) => ({
    keys: [signal],
    missing: createConsent(dictionary, [signal]),
  }));
  const mapping = createMapping(dictionary);
  return (event, now, warn) => {
    for (const { keys, missing } of consents) {
      const refused = missing(event);
      if (refused) return { refused, keys };
    }
    const converted = mapping(event, now, warn);
    return 'sent' in converted && converted.sent.identifiers.length === 0
      ? { refused: NOBODY, keys: IDENTIFIERS }
      : converted;
  };
}

const IDENTIFIERS = ['twclid', 'page_location', 'email', 'phone', 'ip_override', 'user_agent'];
const NOBODY =
  'The row identifies nobody: no click ID, e-mail address, phone number, or IP address with user agent that can be used.';
