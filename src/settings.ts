/**
 * The tag's fields: the only module that names them. Every value may come from a GTM variable, so its type is
 * unknown until looked at. An absent field has its default of the form, which is also what these constants
 * fall back to.
 */
import type { Data } from './fields.generated.ts';
import { getContainerVersion, getType } from './gtm.ts';
import { labelOf } from './labels.ts';
import type { EventTables } from './mapping/event-map.ts';
import { givenText } from './mapping/not-given.ts';
import { textOf } from './mapping/text.ts';

/** The whole number that a text of up to six digits says; -1 for everything else. */
function numberIn(text: string): number {
  // To an arithmetic operation the text of a number is that number.
  return text.match('^[0-9]{1,6}$') ? (text as unknown as number) * 1 : -1;
}

/** A table's rows; none when the field is empty or filled with something else. */
function rowsIn(table: unknown): Record<string, unknown>[] {
  return getType(table) === 'array' ? (table as Record<string, unknown>[]).filter((row) => !!row) : [];
}

/** Name to value of a table; the last row of a name counts. */
function byName(table: unknown): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const row of rowsIn(table)) {
    const name = textOf(row.name);
    if (name) {
      result[name] = row.value;
    }
  }
  return result;
}

export const pixelId = textOf(data.pixelId);

/** How X knows the sender: by four credentials, else by the pixel's token. */
export const usesOAuth = data.authMethod === 'oauth1';
const oauthFields: (keyof Data)[] = ['consumerKey', 'consumerSecret', 'accessToken', 'accessTokenSecret'];
const usedFields: (keyof Data)[] = usesOAuth ? oauthFields : ['pixelToken'];
/** The credentials that are used, by the name of their field. */
export const credentials: Record<string, string> = {};
for (const name of usedFields) {
  credentials[name] = textOf(data[name]);
}

/** What no text may show, used or not. A placeholder is no secret: it is named. */
export function secrets(): string[] {
  return oauthFields.concat(['pixelToken']).map((name) => givenText(data[name]));
}

/** Which events are sent as what. */
export const eventTables: EventTables = {
  customEvents: rowsIn(data.customEvents),
  categoryEvents: rowsIn(data.categoryEvents),
  otherEventId: data.otherEvents === 'send' ? textOf(data.defaultEventId) : undefined,
  pixelId: pixelId,
  labelOf: labelOf,
};

export const readsUserData = data.autoUserData !== false;
export const countryCallingCode = textOf(data.countryCallingCode);
export const userDataOverrides = data.userData ? byName(data.userData) : undefined;
export const sendsBrowserId = data.sendBrowserId === true;

export const readsConversionData = data.autoConversionData !== false;
export const conversionIdSource = data.conversionIdSource === 'event_id' ? 'event_id' : 'transaction_id';
/** The item's key that is the product's id in the catalogue. */
export const contentIdSource = data.contentIdSource === 'item_variant' ? 'item_variant' : 'item_id';
export const conversionDataOverrides = data.conversionData ? byName(data.conversionData) : undefined;

export const setsClickIdCookie = data.setClickIdCookie !== false;
/** The options of the click id cookie; days out of range fall back to 390, as X's own template writes it. */
export function clickIdCookieOptions() {
  const days = numberIn(textOf(data.clickIdCookieDays));
  return {
    domain: givenText(data.clickIdCookieDomain) || 'auto',
    path: '/',
    'max-age': (days > 0 && days <= 400 ? days : 390) * 86400,
    secure: true,
    httpOnly: data.clickIdCookieHttpOnly === true,
    sameSite: 'lax' as const,
  };
}

type Signal = 'ad_storage' | 'ad_user_data';
/** The consent signals the operator asks for; both when what the field says is none of its values. */
export const neededSignals: readonly Signal[] =
  (data.consent || 'always') === 'always'
    ? []
    : data.consent === 'adStorage'
      ? ['ad_storage']
      : ['ad_storage', 'ad_user_data'];

/** Whether everything is done but the request. */
export const checksOnly = data.sendMode === 'checkOnly';
/** Milliseconds an attempt may take, as the field says it. */
export const timeoutText = textOf(data.timeoutMs) || '4000';
export const timeout = numberIn(timeoutText);
/** Attempts after the first, 0 to 3; anything else counts as 1. */
export function retries(): number {
  const attempts = numberIn(textOf(data.retries));
  return attempts >= 0 && attempts <= 3 ? attempts : 1;
}
/** Whether success is reported before X answers. */
export const respondsEarly = data.respondEarly === true;

const logging = data.logging;
/** Whether every line is written to the console. */
export const logsAll =
  logging === 'always' || (logging !== 'never' && getContainerVersion().debugMode === true);
/** Whether failures are written, also outside of preview mode. */
export const logsFailures = logsAll || (logging !== 'never' && logging !== 'preview');

/** The table for rows of the log, `undefined` unless all three fields are filled in. */
export const bigQueryTable =
  givenText(data.bigQueryProjectId) && givenText(data.bigQueryDatasetId) && givenText(data.bigQueryTableId)
    ? {
        projectId: textOf(data.bigQueryProjectId),
        datasetId: textOf(data.bigQueryDatasetId),
        tableId: textOf(data.bigQueryTableId),
      }
    : undefined;
