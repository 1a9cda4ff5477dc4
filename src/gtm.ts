/**
 * GTM's server-side APIs: every `require` of the tag stands here and nowhere else.
 * The names are Google's (Server-side tagging, API reference); what each needs is in template/permissions.json.
 */
export const bigQuery = require('BigQuery');
export const decodeUriComponent = require('decodeUriComponent');
export const encodeUriComponent = require('encodeUriComponent');
export const generateRandom = require('generateRandom');
export const getContainerVersion = require('getContainerVersion');
export const getCookieValues = require('getCookieValues');
export const getEventData = require('getEventData');
export const getRequestHeader = require('getRequestHeader');
export const getTimestampMillis = require('getTimestampMillis');
export const getType = require('getType');
export const json = require('JSON');
export const logToConsole = require('logToConsole');
export const sendHttpRequest = require('sendHttpRequest');
export const setCookie = require('setCookie');
export const sha256Sync = require('sha256Sync');
export const templateDataStorage = require('templateDataStorage');
