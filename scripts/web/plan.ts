/** What the browser half does, out of the same dictionary as the server's tag. */
import { type Field, valued } from 'sgtm-toolkit/form';
import { CATCH_ALL, GA4_NAMES } from '../container/categories.ts';
import type { Dictionary } from '../container/dictionary.ts';
import { longForm } from '../container/event-id.ts';

export interface WebPlan {
  readonly pixelId: string;
  /** GA4 name of an event → its X event ID with the pixel in it, which the pixel needs. */
  readonly events: Readonly<Record<string, string>>;
  /** Whether e-mail address and phone number are read. */
  readonly userData: boolean;
  /** Whether value, currency and items are read. */
  readonly conversionData: boolean;
  /** The item's key that is the product's id in the catalogue. */
  readonly contentIdSource: string;
  readonly countryCallingCode: string;
  readonly measurementId: string;
  readonly serverUrl: string;
  /** The signals that must be granted before anything goes to X. */
  readonly consent: readonly string[];
}

const SIGNALS: Readonly<Record<string, readonly string[]>> = {
  always: [],
  adStorage: ['ad_storage'],
  adStorageAndUserData: ['ad_storage', 'ad_user_data'],
};

/**
 * The plan of a dictionary that was read without an error and has `measurementId` and `serverUrl`. Rows that take events by
 * no name (`custom`, `defaultEventId`) are the server's alone: a page has countless events, and GA4 must not get them all.
 */
export function planOf(dictionary: Dictionary, form: readonly Field[]): WebPlan {
  const presets = new Map(valued(form).map(({ name, defaultValue }) => [name, defaultValue]));
  const setting = (name: string): unknown => dictionary.settings.get(name) ?? presets.get(name) ?? '';
  const rows = [
    ...dictionary.categoryEvents.flatMap(({ selector, eventId }) =>
      (GA4_NAMES[selector] ?? []).map((name): [string, string] => [name, eventId]),
    ),
    // An exact name wins over the category of that event, as in the tag.
    ...dictionary.customEvents.map(({ selector, eventId }): [string, string] => [selector, eventId]),
  ];
  return {
    pixelId: dictionary.pixelId,
    events: Object.fromEntries(rows.map(([name, eventId]) => [name, longForm(eventId, dictionary.pixelId)])),
    userData: setting('autoUserData') !== false,
    conversionData: setting('autoConversionData') !== false,
    contentIdSource: String(setting('contentIdSource')),
    countryCallingCode: String(setting('countryCallingCode')).replace(/^[+]/, ''),
    measurementId: dictionary.measurementId,
    serverUrl: dictionary.serverUrl,
    consent: SIGNALS[String(setting('consent'))] ?? SIGNALS.adStorageAndUserData!,
  };
}

/** Whether rows of the dictionary take events that the browser half does not know. */
export const hasUnnamedEvents = ({ categoryEvents, defaultEventId }: Dictionary): boolean =>
  defaultEventId !== '' || categoryEvents.some(({ selector }) => selector === CATCH_ALL);

/** The events of the page that the browser half reports; page views always, for the click ID of a landing page. */
export const namesOf = ({ events }: WebPlan): string[] => [...new Set(['page_view', ...Object.keys(events)])];
