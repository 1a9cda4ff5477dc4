/**
 * The tag's fields: the only module that names them. Every value may come from a GTM variable, so its type is unknown
 * until looked at. A text in place of settings is the reason why the tag cannot run, in the words of the tag's form.
 */
import type { CategoryEventsRow, CustomEventsRow, Data } from './fields.generated.ts';
import { encodeUriComponent, getType, makeNumber } from './gtm.ts';
import type { EventMap, EventRow } from './mapping/event-map.ts';
import { textOf } from './mapping/text.ts';
import type { Credentials } from './signing/oauth1.ts';

/** How X knows the sender: one of the two is set. */
export interface Authorization {
  readonly credentials?: Credentials;
  readonly pixelToken?: string;
}

export interface Delivery {
  readonly pixelId: string;
  readonly authorization: Authorization;
  /** Milliseconds an attempt may take. */
  readonly timeout: number;
  /** Attempts after the first. */
  readonly retries: number;
}

/** A whole number in a range, the default when the field is empty, a reason when it is neither. */
function wholeNumber(
  value: unknown,
  label: string,
  least: number,
  most: number,
  preset: number,
): number | string {
  const text = textOf(value);
  if (!text) {
    return preset;
  }
  const number = text.match('^[0-9]{1,6}$') ? makeNumber(text) : -1;
  return number >= least && number <= most
    ? number
    : label +
        ' must be a whole number from ' +
        least +
        ' to ' +
        most +
        ', got "' +
        short(text) +
        '". Correct the field.';
}

/** As much of a wrong value as helps to recognise it. */
function short(text: string): string {
  return text.length > 24 ? text.slice(0, 24) + '...' : text;
}

function authorizationOf(data: Data): Authorization | string {
  if (textOf(data.authMethod) === 'pixelToken') {
    const pixelToken = textOf(data.pixelToken);
    if (!pixelToken.match('^[!-~]+$')) {
      return pixelToken
        ? 'Pixel access token must be one word of ASCII characters. Generate it anew in X Events Manager and paste it.'
        : 'Pixel access token is empty. Paste the token generated in X Events Manager, Install Pixel, Conversion API.';
    }
    return { pixelToken: pixelToken };
  }
  const credentials = {
    consumerKey: textOf(data.consumerKey),
    consumerSecret: textOf(data.consumerSecret),
    accessToken: textOf(data.accessToken),
    accessTokenSecret: textOf(data.accessTokenSecret),
  };
  const labelled: [string, string][] = [
    ['Consumer key', credentials.consumerKey],
    ['Consumer secret', credentials.consumerSecret],
    ['Access token', credentials.accessToken],
    ['Access token secret', credentials.accessTokenSecret],
  ];
  for (const entry of labelled) {
    if (!entry[1]) {
      return (
        entry[0] + ' is empty. Copy it from the keys and tokens page of your app in the X developer portal.'
      );
    }
    if (encodeUriComponent(entry[1]) === undefined) {
      return entry[0] + ' holds a broken character. Copy it anew from the keys and tokens page of your app.';
    }
  }
  return { credentials: credentials };
}

/** What sending needs. */
export function deliverySettings(data: Data): Delivery | string {
  const pixelId = textOf(data.pixelId);
  if (!pixelId.match('^[A-Za-z0-9]{3,12}$')) {
    return (
      'Pixel ID must be 3 to 12 letters and digits, got "' +
      short(pixelId) +
      '". Copy it from X Events Manager.'
    );
  }
  const authorization = authorizationOf(data);
  if (typeof authorization === 'string') {
    return authorization;
  }
  const timeout = wholeNumber(data.timeoutMs, 'Time limit', 500, 4900, 4000);
  if (typeof timeout === 'string') {
    return timeout;
  }
  const retries = wholeNumber(data.retries, 'Retries', 0, 3, 1);
  if (typeof retries === 'string') {
    return retries;
  }
  return { pixelId: pixelId, authorization: authorization, timeout: timeout, retries: retries };
}

/** The rows of an event table whose event id is filled in. */
function eventRows(
  table: unknown,
  selectorColumn: keyof CategoryEventsRow | keyof CustomEventsRow,
): EventRow[] {
  return rowsOf(table)
    .map((row) => ({ selector: textOf(row[selectorColumn]), eventId: textOf(row.eventId) }))
    .filter((row) => row.eventId !== '');
}

/** A table's rows; none when the field is empty or filled with something else. */
function rowsOf(table: unknown): Record<string, unknown>[] {
  return getType(table) === 'array'
    ? ((table as unknown[]).filter((row) => getType(row) === 'object') as Record<string, unknown>[])
    : [];
}

/** Which events are sent as what. */
export function eventMap(data: Data): EventMap {
  return {
    categoryEvents: eventRows(data.categoryEvents, 'category'),
    customEvents: eventRows(data.customEvents, 'eventName'),
    otherEventId: textOf(data.otherEvents) === 'send' ? textOf(data.defaultEventId) : '',
  };
}

/** Name to value of a table, empty names dropped, the last row of a name counts. */
function byName(table: unknown): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const row of rowsOf(table)) {
    const name = textOf(row.name);
    if (name) {
      result[name] = row.value;
    }
  }
  return result;
}

export const userDataOverrides = (data: Data): Record<string, unknown> => byName(data.userData);
export const conversionDataOverrides = (data: Data): Record<string, unknown> => byName(data.conversionData);

/** A checkbox that is on unless switched off. */
export const readsUserData = (data: Data): boolean => data.autoUserData !== false;
export const readsConversionData = (data: Data): boolean => data.autoConversionData !== false;
export const setsClickIdCookie = (data: Data): boolean => data.setClickIdCookie !== false;
export const respondsEarly = (data: Data): boolean => data.respondEarly === true;

/** Digits only, `''` when there is none. */
export const countryCallingCode = (data: Data): string => {
  const found = textOf(data.countryCallingCode).match('^[+]?([1-9][0-9]{0,2})$');
  return found ? found[1]! : '';
};

export const conversionIdSource = (data: Data): 'event_id' | 'transaction_id' =>
  textOf(data.conversionIdSource) === 'transaction_id' ? 'transaction_id' : 'event_id';

/** The consent signals the operator asks for. */
export const neededSignals = (data: Data): ('ad_storage' | 'ad_user_data')[] => {
  const consent = textOf(data.consent);
  if (consent === 'adStorageAndUserData') {
    return ['ad_storage', 'ad_user_data'];
  }
  return consent === 'adStorage' ? ['ad_storage'] : [];
};

export interface ClickIdCookie {
  readonly domain: string;
  /** Seconds. */
  readonly maxAge: number;
  readonly httpOnly: boolean;
}

/** How the click id cookie is written; days out of range fall back to 390, as X's own template writes it. */
export const clickIdCookie = (data: Data): ClickIdCookie => {
  const days = wholeNumber(data.clickIdCookieDays, 'Cookie lifetime', 1, 400, 390);
  return {
    domain: textOf(data.clickIdCookieDomain) || 'auto',
    maxAge: (typeof days === 'string' ? 390 : days) * 86400,
    httpOnly: data.clickIdCookieHttpOnly === true,
  };
};

/** Whether log lines are written: always, never, or only in preview and debug mode. */
export const logs = (data: Data, isPreview: () => boolean): boolean => {
  const logging = textOf(data.logging);
  return logging === 'always' || (logging !== 'never' && isPreview());
};
