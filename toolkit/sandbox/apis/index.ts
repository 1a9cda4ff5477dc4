/** Every API of a server container by name. A name that is not here does not exist. */
import { bigQuery } from './bigquery.ts';
import type { ApiFactory } from './context.ts';
import * as convert from './convert.ts';
import * as encode from './encode.ts';
import * as event from './event.ts';
import { firestore } from './firestore.ts';
import * as hash from './hash.ts';
import * as http from './http.ts';
import * as regex from './regex.ts';
import * as request from './request.ts';
import * as response from './response.ts';
import { callLater, messages, promise } from './schedule.ts';

/** Factories for one run: the message bus, which several APIs share, is made anew. */
export const apiFactories = (): ReadonlyMap<string, ApiFactory> =>
  new Map<string, ApiFactory>(
    Object.entries({
      BigQuery: bigQuery,
      Firestore: firestore,
      JSON: encode.json,
      Math: convert.math,
      Object: convert.object,
      Promise: promise,
      addEventCallback: event.addEventCallback,
      ...messages(),
      callLater,
      claimRequest: response.claimRequest,
      computeEffectiveTldPlusOne: encode.computeEffectiveTldPlusOne,
      createRegex: regex.createRegex,
      decodeUri: encode.decodeUri,
      decodeUriComponent: encode.decodeUriComponent,
      encodeUri: encode.encodeUri,
      encodeUriComponent: encode.encodeUriComponent,
      extractEventsFromMpv1: request.extractEventsFromMpv1,
      extractEventsFromMpv2: request.extractEventsFromMpv2,
      fromBase64: encode.fromBase64,
      generateRandom: convert.generateRandom,
      getAllEventData: event.getAllEventData,
      getClientName: event.getClientName,
      getContainerVersion: event.getContainerVersion,
      getCookieValues: request.getCookieValues,
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
      hmacSha256: hash.hmacSha256,
      isRequestMpv1: request.isRequestMpv1,
      isRequestMpv2: request.isRequestMpv2,
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
      setCookie: request.setCookie,
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
