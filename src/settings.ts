/**
 * The tag's fields: the only module that names them. Every value may come from a GTM variable, so its type is unknown
 * until looked at.
 */
import { encodeUriComponent, getContainerVersion, getType } from './gtm.ts';
import type { Row, Rows } from './mapping/event-map.ts';
import { textOf } from './mapping/text.ts';
import type { Credentials } from './signing/oauth1.ts';

/** Whether log lines are written: always, never, or only in preview mode. */
export const logging =
  data.logging !== 'never' && (data.logging === 'always' || getContainerVersion().debugMode === true);

/** @inline */
export function readsUserData() {
  return data.autoUserData !== false;
}

/** @inline */
export function readsConversionData() {
  return data.autoConversionData !== false;
}

/** @inline */
export function setsClickIdCookie() {
  return data.setClickIdCookie !== false;
}

/** @inline */
export function sendsBrowserId() {
  return data.sendBrowserId === true;
}

/**
 * Whether X's answer is the outcome; else the tag has reported success before.
 * @inline
 */
export function awaitsAnswer() {
  return data.respondEarly !== true;
}

/** @inline */
export function conversionIdSource() {
  return data.conversionIdSource === 'transaction_id' ? 'transaction_id' : 'event_id';
}

/**
 * The item's key that is the product's id in the catalogue.
 * @inline
 */
export function contentIdSource() {
  return data.contentIdSource === 'item_variant' ? 'item_variant' : 'item_id';
}

/** The table for rows of the log, `undefined` unless all three fields are filled in. */
export let bigQueryTable: { projectId: string; datasetId: string; tableId: string } | undefined;
if (data.bigQueryProjectId && data.bigQueryDatasetId && data.bigQueryTableId) {
  bigQueryTable = {
    projectId: textOf(data.bigQueryProjectId),
    datasetId: textOf(data.bigQueryDatasetId),
    tableId: textOf(data.bigQueryTableId),
  };
}

/** Whether the run is told anywhere. */
export const logs = logging || bigQueryTable;

/** What the form calls a parameter of X that an error of X names, `''` when it has no field. */
export function labelOf(parameter: string): string {
  const labels: Record<string, string> = {
    event_id: 'Event ID',
    pixel_id: 'Pixel ID',
    identifiers: 'User data',
    hashed_email: 'User data, e-mail address',
    hashed_phone_number: 'User data, phone number',
    twclid: 'User data, click ID',
    ip_address: 'User data, IP address',
    user_agent: 'User data, user agent',
  };
  return labels[parameter] || (parameter && 'Conversion data, ' + parameter);
}

export const pixelId = textOf(data.pixelId);

/**
 * A number, or the text of one, as a number.
 * @inline
 */
function asNumber(value: unknown): number {
  // To an arithmetic operation the text of a number is that number.
  return (value as number) * 1;
}

/** Milliseconds an attempt may take. */
export const timeout = asNumber(data.timeoutMs || 4000);

/** How X knows the sender: by four credentials, or by the token. */
export let credentials: Credentials | undefined;
export let pixelToken = '';
if (data.authMethod === 'pixelToken') {
  pixelToken = textOf(data.pixelToken);
} else {
  credentials = {
    consumerKey: textOf(data.consumerKey),
    consumerSecret: textOf(data.consumerSecret),
    accessToken: textOf(data.accessToken),
    accessTokenSecret: textOf(data.accessTokenSecret),
  };
}

/**
 * Whether there is all that sending needs.
 * @inline
 */
export function isComplete() {
  return (
    pixelId.match(PIXEL_ID) &&
    timeout >= 500 &&
    timeout <= 4900 &&
    (credentials ? !problemOf(credentials) : pixelToken.match('^[!-~]+$'))
  );
}

const PIXEL_ID = '^[A-Za-z0-9]{3,12}$';

/** What is wrong when something is, in the words of the form. */
export function whatIsMissing(): string {
  if (!pixelId.match(PIXEL_ID)) {
    return (
      'Pixel ID must be 3 to 12 letters and digits, got "' +
      short(pixelId) +
      '". Copy it from X Events Manager.'
    );
  }
  if (credentials && problemOf(credentials)) {
    return problemOf(credentials);
  }
  if (!credentials && !pixelToken.match('^[!-~]+$')) {
    return pixelToken
      ? 'Pixel access token must be one word of ASCII characters. Generate it anew in X Events Manager and paste it.'
      : 'Pixel access token is empty. Paste the token generated in X Events Manager, Install Pixel, Conversion API.';
  }
  return (
    'Time limit must be a number from 500 to 4900, got "' +
    short(textOf(data.timeoutMs)) +
    '". Correct the field.'
  );
}

/** A wrong value when it is short; a long one may be a secret in the wrong field. */
function short(text: string): string {
  return text.length > 12 ? '(' + text.length + ' characters)' : text;
}

/** What is wrong with the credentials, `''` when nothing is. */
function problemOf(given: Credentials): string {
  function problem(label: string, credential: string): string {
    if (!credential) {
      return (
        label + ' is empty. Copy it from the keys and tokens page of your app in the X developer portal.'
      );
    }
    return encodeUriComponent(credential) === undefined
      ? label + ' holds a broken character. Copy it anew from the keys and tokens page of your app.'
      : '';
  }
  return (
    problem('Consumer key', given.consumerKey) ||
    problem('Consumer secret', given.consumerSecret) ||
    problem('Access token', given.accessToken) ||
    problem('Access token secret', given.accessTokenSecret)
  );
}

/** Attempts after the first, 0 to 3; anything else counts as 1. */
export function retries(): number {
  const number = data.retries || data.retries === 0 ? asNumber(data.retries) : 1;
  return number >= 0 && number <= 3 ? number : 1;
}

/**
 * A table's rows; none when the field is empty or filled with something else.
 * @inline
 */
function rowsOf<Row>(table: unknown): Row[] {
  return getType(table) === 'array' ? (table as Row[]) : [];
}

/** Which events are sent as what. */
export const categoryEvents = rowsOf<Row | null | undefined>(data.categoryEvents);
export function customEvents(): Rows {
  return rowsOf<Row | null | undefined>(data.customEvents);
}

/** @inline */
export function hasCustomEvents() {
  return data.customEvents && (data.customEvents as Rows).length;
}

/** Sent for every event no row takes; `undefined` when such events are ignored. */
export function otherEventId(): string | undefined {
  return data.otherEvents === 'send' ? textOf(data.defaultEventId) : undefined;
}

/** Name to value of a table; the last row of a name counts. */
function byName(table: unknown): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const row of rowsOf<{ name?: unknown; value?: unknown } | undefined>(table)) {
    const name = row ? textOf(row.name) : '';
    if (row && name) {
      result[name] = row.value;
    }
  }
  return result;
}

type Overrides = Record<string, unknown> | undefined;

/** @inline */
export function userDataOverrides() {
  return (data.userData && byName(data.userData)) as Overrides;
}

/** @inline */
export function conversionDataOverrides() {
  return (data.conversionData && byName(data.conversionData)) as Overrides;
}

/** @inline */
export function countryCallingCode() {
  return data.countryCallingCode;
}

/** The options of the click id cookie; days out of range fall back to 390, as X's own template writes it. */
export function clickIdCookie() {
  const days = asNumber(data.clickIdCookieDays || 390);
  return {
    domain: textOf(data.clickIdCookieDomain) || 'auto',
    path: '/',
    'max-age': (days > 0 && days <= 400 ? days : 390) * 86400,
    secure: true,
    httpOnly: data.clickIdCookieHttpOnly === true,
    sameSite: 'lax' as const,
  };
}

/** @inline */
export function asksForConsent() {
  return (data.consent || 'always') !== 'always';
}

/** The consent signals the operator asks for; both when what the field says is none of its values. */
export function neededSignals(): ('ad_storage' | 'ad_user_data')[] {
  return data.consent === 'adStorage' ? ['ad_storage'] : ['ad_storage', 'ad_user_data'];
}
