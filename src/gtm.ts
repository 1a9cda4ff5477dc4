/**
 * GTM's server-side APIs: every `require` of the tag stands here and nowhere else. The names are Google's
 * (Server-side tagging, API reference); what each needs is in template/permissions.json.
 */
export const bigQuery = require('BigQuery');
export const decodeUriComponent = require('decodeUriComponent');
export const encodeUriComponent = require('encodeUriComponent');
export const generateRandom = require('generateRandom');
export const getContainerVersion = require('getContainerVersion');
export const getEventData = require('getEventData');
export const getRequestHeader = require('getRequestHeader');
export const getTimestampMillis = require('getTimestampMillis');
export const getType = require('getType');
export const logToConsole = require('logToConsole');
export const sendHttpRequest = require('sendHttpRequest');
export const setCookie = require('setCookie');
export const templateDataStorage = require('templateDataStorage');
const getCookieValues = require('getCookieValues');
const json = require('JSON');
const sha256Sync = require('sha256Sync');

/**
 * The values of all cookies of a name as they stand in the header: decoding by Google may throw on a broken
 * one.
 */
export function rawCookies(name: string): string[] {
  return getCookieValues(name, true) || [];
}

/**
 * The value of a JSON text of an object or a list, `undefined` for everything else: GTM's parser may throw on
 * other texts.
 */
export function parseJson(text: string): unknown {
  const trimmed = text.trim();
  return trimmed.match('^[{[]') ? json.parse(trimmed) : undefined;
}

/** JSON text of a value; `undefined` for what has none, such as an object that contains itself. */
export function stringify(value: unknown): string | undefined {
  return json.stringify(value);
}

/** SHA-256 of the UTF-8 text as 64 lower-case hex digits. */
export function sha256(text: string): string {
  return sha256Sync(text, { outputEncoding: 'hex' });
}
