/** Every API of a server container by name. A name that is not here does not exist. */
import { bigQuery } from './bigquery.ts';
import type { ApiFactory } from './context.ts';
import * as convert from './convert.ts';
import * as cookies from './cookies.ts';
import * as encode from './encode.ts';
import * as event from './event.ts';
import { firestore } from './firestore.ts';
import * as hash from './hash.ts';
import * as http from './http.ts';
import * as mpv from './measurement-protocol.ts';
import * as regex from './regex.ts';
import * as request from './request.ts';
import * as response from './response.ts';
import * as schedule from './schedule.ts';

export const API_FACTORIES: ReadonlyMap<string, ApiFactory> = new Map<string, ApiFactory>(
  Object.entries({
    BigQuery: bigQuery,
    Firestore: firestore,
    JSON: encode.json,
    Math: convert.math,
    Object: convert.object,
    Promise: schedule.promise,
    addEventCallback: event.addEventCallback,
    addMessageListener: schedule.addMessageListener,
    callLater: schedule.callLater,
    claimRequest: response.claimRequest,
    computeEffectiveTldPlusOne: encode.computeEffectiveTldPlusOne,
    createRegex: regex.createRegex,
    decodeUri: encode.decodeUri,
    decodeUriComponent: encode.decodeUriComponent,
    encodeUri: encode.encodeUri,
    encodeUriComponent: encode.encodeUriComponent,
    extractEventsFromMpv1: mpv.extractEventsFromMpv1,
    extractEventsFromMpv2: mpv.extractEventsFromMpv2,
    fromBase64: encode.fromBase64,
    generateRandom: convert.generateRandom,
    getAllEventData: event.getAllEventData,
    getClientName: event.getClientName,
    getContainerVersion: event.getContainerVersion,
    getCookieValues: cookies.getCookieValues,
    getEventData: event.getEventData,
    getGoogleAuth: http.getGoogleAuth,
    getGoogleScript: http.getGoogleScript,
    getRemoteAddress: request.getRemoteAddress,
    getRequestBody: request.getRequestBody,
    getRequestHeader: request.getRequestHeader,
    getRequestMethod: request.getRequestMethod,
    getRequestPath: request.getRequestPath,
    getRequestQueryParameter: request.getRequestQueryParameter,
    getRequestQueryParameters: request.getRequestQueryParameters,
    getRequestQueryString: request.getRequestQueryString,
    getTimestamp: convert.getTimestamp,
    getTimestampMillis: convert.getTimestampMillis,
    getType: convert.getType,
    hasMessageListener: schedule.hasMessageListener,
    hmacSha256: hash.hmacSha256,
    isRequestMpv1: mpv.isRequestMpv1,
    isRequestMpv2: mpv.isRequestMpv2,
    logToConsole: convert.logToConsole,
    makeInteger: convert.makeInteger,
    makeNumber: convert.makeNumber,
    makeString: convert.makeString,
    makeTableMap: convert.makeTableMap,
    parseUrl: encode.parseUrl,
    queryPermission: event.queryPermission,
    returnResponse: response.returnResponse,
    runContainer: event.runContainer,
    sendEventToGoogleAnalytics: http.sendEventToGoogleAnalytics,
    sendHttpGet: http.sendHttpGet,
    sendHttpRequest: http.sendHttpRequest,
    sendPixelFromBrowser: response.sendPixelFromBrowser,
    sendMessage: schedule.sendMessage,
    setCookie: cookies.setCookie,
    setPixelResponse: response.setPixelResponse,
    setResponseBody: response.setResponseBody,
    setResponseHeader: response.setResponseHeader,
    setResponseStatus: response.setResponseStatus,
    sha256: hash.sha256,
    sha256Sync: hash.sha256Sync,
    templateDataStorage: event.templateDataStorage,
    testRegex: regex.testRegex,
    toBase64: encode.toBase64,
  } satisfies Record<string, ApiFactory>),
);
