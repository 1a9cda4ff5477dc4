/** From an event to the conversion, in the order of the tag's run and by its own code (src/mapping). */
import { createHash } from 'node:crypto';
import { findClickId } from '../../src/mapping/click-id.ts';
import { missingConsent, type Signal } from '../../src/mapping/consent.ts';
import { type Conversion, conversion } from '../../src/mapping/conversion.ts';
import { eventIdFor } from '../../src/mapping/event-map.ts';
import { identifiers } from '../../src/mapping/identifiers.ts';
import { isNotGiven } from '../../src/mapping/not-given.ts';
import { dropPersons } from '../../src/mapping/persons.ts';
import { textOf } from '../../src/mapping/text.ts';
import { eventTime } from '../../src/mapping/time.ts';
import type { Tools } from '../../src/mapping/tools.ts';
import type { Dictionary } from '../container/dictionary.ts';
import { isObject } from '../lib/x-answer.ts';
import { type Event, shownName } from './event.ts';

export type Converted = { sent: Conversion } | { refused: string };

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

/**
 * @param dictionary the settings of the tag
 * @returns from an event, and a taker of what is told about it, to its conversion or why there is none
 */
export function createConverter({
  pixelId,
  categoryEvents,
  customEvents,
  defaultEventId,
  settings,
}: Dictionary): (event: Event, now: number, warn: (sentence: string) => void) => Converted {
  const tables = {
    pixelId,
    categoryEvents: categoryEvents.map(({ selector, eventId }) => ({ category: selector, eventId })),
    customEvents: customEvents.map(({ selector, eventId }) => ({ eventName: selector, eventId })),
    otherEventId: defaultEventId === '' ? undefined : defaultEventId,
    labelOf: (field: string) => field,
  };
  const consent = settings.get('consent') ?? 'always';
  const signals: Signal[] =
    consent === 'always' ? [] : consent === 'adStorage' ? ['ad_storage'] : ['ad_storage', 'ad_user_data'];

  return (event, now, warn) => {
    const tools = toolsFor(event, warn);
    const missing = missingConsent(signals, tools);
    if (missing) return { refused: missing };
    const eventName = textOf(event.event_name);
    const mapped = eventIdFor(eventName, tables);
    if (mapped.problem) return { refused: mapped.problem };
    if (!mapped.eventId)
      return {
        refused: eventName
          ? `No X event ID is configured for the event ${shownName(eventName)}.`
          : 'The row names no event.',
      };
    const page = textOf(event.page_location);
    const found = identifiers(
      {
        overrides: undefined,
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
        overrides: undefined,
        auto: true,
        page,
        conversionIdSource: settings.get('conversionIdSource') === 'event_id' ? 'event_id' : 'transaction_id',
        contentIdSource: settings.get('contentIdSource') === 'item_variant' ? 'item_variant' : 'item_id',
        tellsDoubts: true,
        now,
      },
      tools,
    );
    dropPersons(sent, tools);
    return sent.identifiers.length > 0 ? { sent } : { refused: NOBODY };
  };
}

const NOBODY =
  'The row identifies nobody: no click ID, e-mail address, phone number, or IP address with user agent that can be used.';
