/**
 * Every API that `require` gives in a server-side template, as data: its type, the permissions it needs, who may use it.
 * Check, library types, emulator, permission lint and documentation read this table; a name that is not here does not
 * exist. The types are TypeScript text in terms of sandboxLib() (lib.ts) and of API_TYPES below.
 */

import type { ValueType } from './table.ts';

/** The kinds of server-side template, by the `type` of their INFO section. A MACRO is a variable. */
export type TemplateKind = 'TAG' | 'CLIENT' | 'MACRO';

/** One API function, or one member of an API object. */
export interface ApiFunction {
  /** TypeScript type of the function. */
  readonly type: string;
  /** The type of its result, where that is one type of the sandbox. */
  readonly result?: ValueType;
}

export interface Api {
  readonly name: string;
  readonly form: 'function' | 'object';
  /** TypeScript type of what `require(name)` gives. */
  readonly type: string;
  /** The functions of an API object; empty for an API that is a function. */
  readonly members: Readonly<Record<string, ApiFunction>>;
  /** As in `ApiFunction`, for an API that is a function. */
  readonly result?: ValueType;
  /** Permission ids (`publicId`); the template must declare each. */
  readonly permissions: readonly string[];
  /** Kinds of template that may call it. */
  readonly kinds: readonly TemplateKind[];
  /** What to use instead, when the API is deprecated. */
  readonly deprecated?: string;
}

/** Named types that the signatures use. */
export const API_TYPES = `
interface HttpResponse { readonly statusCode: number; readonly headers: { readonly [name: string]: string | string[] | undefined }; readonly body: string | undefined; }
interface HttpHeaders { [name: string]: string; }
interface GoogleAuth { readonly __googleAuth: never; }
interface HttpGetOptions { headers?: HttpHeaders; timeout?: number; authorization?: GoogleAuth; }
interface HttpOptions extends HttpGetOptions { method?: string; }
type HttpCallback = (statusCode: number, headers: HttpResponse['headers'], body: string | undefined) => void;
interface CookieOptions { domain?: string; fallbackDomain?: string; path?: string; expires?: string; 'max-age'?: number; secure?: boolean; httpOnly?: boolean; sameSite?: 'strict' | 'lax' | 'none'; }
interface ContainerVersion { readonly containerId: string; readonly debugMode: boolean; readonly environmentName: string; readonly environmentMode: boolean; readonly previewMode: boolean; readonly version: string; }
interface TagRecord { readonly id: string; readonly status: string; readonly executionTime: number; readonly [key: string]: unknown; }
interface EventMetadata { readonly tags: TagRecord[]; readonly [key: string]: unknown; }
type EventCallback = (containerId: string, eventData: EventMetadata) => void;
type BindToEvent = <T>(api: T) => T;
interface ParsedUrl { readonly href: string; readonly origin: string; readonly protocol: string; readonly username: string; readonly password: string; readonly host: string; readonly hostname: string; readonly port: string; readonly pathname: string; readonly search: string; readonly searchParams: { readonly [name: string]: string | string[] | undefined }; readonly hash: string; }
interface BigQueryConnection { projectId?: string; datasetId: string; tableId: string; }
interface BigQueryOptions { ignoreUnknownValues?: boolean; skipInvalidRows?: boolean; }
interface FirestoreDocument { readonly id: string; readonly data: { readonly [key: string]: unknown }; }
interface FirestoreOptions { projectId?: string; databaseId?: string; disableCache?: boolean; transaction?: string; }
interface FirestoreWriteOptions { projectId?: string; databaseId?: string; merge?: boolean; transaction?: string; }
interface FirestoreQueryOptions extends FirestoreOptions { limit?: number; }
interface GoogleScriptOptions { id?: string; debug?: boolean; timeout?: number; }
type Settled<T> = T extends Promise<infer V> ? V : T;
`.trim();

const EVERY_KIND: readonly TemplateKind[] = ['TAG', 'CLIENT', 'MACRO'];

interface Extra {
  readonly result?: ValueType;
  readonly kinds?: readonly TemplateKind[];
  readonly deprecated?: string;
}

function fn(name: string, permission: string, type: string, extra: Extra = {}): Api {
  const permissions = permission === '' ? [] : [permission];
  return { name, form: 'function', type, members: {}, permissions, kinds: EVERY_KIND, ...extra };
}

type Member = readonly [name: string, type: string, result?: ValueType];

function object(name: string, permission: string, list: readonly Member[]): Api {
  const members: Record<string, ApiFunction> = {};
  for (const [key, type, result] of list) members[key] = result === undefined ? { type } : { type, result };
  const type = `{ ${list.map(([key, text]) => `readonly ${key}: ${text};`).join(' ')} }`;
  const permissions = permission === '' ? [] : [permission];
  return { name, form: 'object', type, members, permissions, kinds: EVERY_KIND };
}

const STRING: Extra = { result: 'string' };
const NUMBER: Extra = { result: 'number' };
const BOOLEAN: Extra = { result: 'boolean' };
const PROMISE: Extra = { result: 'promise' };
const ARRAY: Extra = { result: 'array' };

const LIST: readonly Api[] = [
  // Event, container, data
  fn('getAllEventData', 'read_event_data', '() => { [key: string]: unknown }', { result: 'object' }),
  fn('getEventData', 'read_event_data', '(keyPath: string) => unknown'),
  fn('getClientName', 'read_container_data', '() => string', STRING),
  fn('getContainerVersion', 'read_container_data', '() => ContainerVersion', { result: 'object' }),
  fn('addEventCallback', 'read_event_metadata', '(callback: EventCallback) => void'),
  fn(
    'runContainer',
    'run_container',
    '(event: { readonly [key: string]: unknown }, onComplete?: (bindToEvent: BindToEvent) => void, onStart?: (bindToEvent: BindToEvent) => void) => void',
  ),
  object('templateDataStorage', 'access_template_storage', [
    ['getItemCopy', '(key: string) => unknown'],
    ['setItemCopy', '(key: string, value: unknown) => void', 'undefined'],
    ['removeItem', '(key: string) => void', 'undefined'],
    ['clear', '() => void', 'undefined'],
  ]),
  fn('queryPermission', '', '(permission: string, ...args: unknown[]) => boolean', BOOLEAN),

  // Incoming request and outgoing response
  fn('getCookieValues', 'get_cookies', '(name: string, noDecode?: boolean) => string[]', ARRAY),
  fn(
    'setCookie',
    'set_cookies',
    '(name: string, value: string, options?: CookieOptions, noEncode?: boolean) => void',
  ),
  fn('getRemoteAddress', 'read_request', '() => string', STRING),
  fn('getRequestHeader', 'read_request', '(name: string) => string | undefined'),
  fn('getRequestBody', 'read_request', '() => string | undefined'),
  fn('getRequestMethod', 'read_request', '() => string', STRING),
  fn('getRequestPath', 'read_request', '() => string', STRING),
  fn('getRequestQueryString', 'read_request', '() => string', STRING),
  fn('getRequestQueryParameter', 'read_request', '(name: string) => string | undefined'),
  fn('getRequestQueryParameters', 'read_request', '() => { [name: string]: string | string[] | undefined }', {
    result: 'object',
  }),
  fn('setPixelResponse', 'access_response', '() => void'),
  fn(
    'setResponseBody',
    'access_response',
    "(body: string, encoding?: 'ascii' | 'utf8' | 'utf16le' | 'ucs2' | 'base64' | 'latin1' | 'binary' | 'hex') => void",
  ),
  fn('setResponseHeader', 'access_response', '(name: string, value: string | null | undefined) => void'),
  fn('setResponseStatus', 'access_response', '(statusCode: number) => void'),
  fn('returnResponse', 'return_response', '() => void'),
  fn('sendPixelFromBrowser', 'send_pixel_from_browser', '(url: string) => boolean', BOOLEAN),
  fn('claimRequest', '', '() => void', { kinds: ['CLIENT'] }),
  fn('extractEventsFromMpv1', 'read_request', '() => { [key: string]: unknown }[]', ARRAY),
  fn('extractEventsFromMpv2', 'read_request', '() => { [key: string]: unknown }[]', ARRAY),
  fn('isRequestMpv1', 'read_request', '() => boolean', BOOLEAN),
  fn('isRequestMpv2', 'read_request', '() => boolean', BOOLEAN),

  // Outgoing HTTP and Google services
  fn(
    'sendHttpRequest',
    'send_http',
    '{ (url: string, options?: HttpOptions, body?: string): Promise<HttpResponse>; (url: string, callback: HttpCallback, options?: HttpOptions, body?: string): void }',
  ),
  fn(
    'sendHttpGet',
    'send_http',
    '{ (url: string, options?: HttpGetOptions): Promise<HttpResponse>; (url: string, callback: HttpCallback, options?: HttpGetOptions): void }',
  ),
  fn(
    'sendEventToGoogleAnalytics',
    'send_http',
    '(event: { readonly [key: string]: unknown }) => Promise<{ readonly location?: string }>',
    PROMISE,
  ),
  fn(
    'getGoogleScript',
    'send_http',
    "(script: 'ANALYTICS' | 'GTAG' | 'GTM', options?: GoogleScriptOptions) => Promise<{ readonly script: string; readonly metadata: { readonly [key: string]: unknown } }>",
    PROMISE,
  ),
  fn('getGoogleAuth', 'use_google_credentials', '(options: { scopes: string[] }) => GoogleAuth'),
  object('BigQuery', 'access_bigquery', [
    [
      'insert',
      '{ (connection: BigQueryConnection, rows: readonly { readonly [column: string]: unknown }[], options?: BigQueryOptions): Promise<void>; (connection: BigQueryConnection, rows: readonly { readonly [column: string]: unknown }[], options: BigQueryOptions, onSuccess: () => void, onFailure?: (errors: unknown) => void): void }',
    ],
  ]),
  object('Firestore', 'access_firestore', [
    ['read', '(path: string, options?: FirestoreOptions) => Promise<FirestoreDocument>', 'promise'],
    [
      'write',
      '(path: string, input: { readonly [key: string]: unknown }, options?: FirestoreWriteOptions) => Promise<string>',
      'promise',
    ],
    [
      'query',
      '(collection: string, conditions: readonly (readonly [key: string, operator: string, value: unknown])[], options?: FirestoreQueryOptions) => Promise<FirestoreDocument[]>',
      'promise',
    ],
    [
      'runTransaction',
      '(callback: (transaction: string) => Promise<unknown>, options?: { projectId?: string; databaseId?: string }) => Promise<string[]>',
      'promise',
    ],
  ]),

  // Text, numbers, encoding, hashing
  object('JSON', '', [
    ['parse', '(text: string) => unknown'],
    [
      'stringify',
      '<T>(value: T) => T extends string | number | boolean | null | object ? string : string | undefined',
    ],
  ]),
  object('Math', '', [
    ['abs', '(value: number) => number', 'number'],
    ['ceil', '(value: number) => number', 'number'],
    ['floor', '(value: number) => number', 'number'],
    ['round', '(value: number) => number', 'number'],
    ['max', '(...values: number[]) => number', 'number'],
    ['min', '(...values: number[]) => number', 'number'],
    ['pow', '(base: number, exponent: number) => number', 'number'],
    ['sqrt', '(value: number) => number', 'number'],
  ]),
  object('Object', '', [
    ['keys', '(value: object | string) => string[]', 'array'],
    [
      'values',
      '{ <T>(value: { readonly [key: string]: T } | readonly T[]): T[]; (value: object | string): unknown[] }',
      'array',
    ],
    [
      'entries',
      '{ <T>(value: { readonly [key: string]: T } | readonly T[]): [string, T][]; (value: object | string): [string, unknown][] }',
      'array',
    ],
    ['freeze', '<T>(value: T) => Readonly<T>'],
    ['delete', '(object: object, key: string) => boolean', 'boolean'],
  ]),
  object('Promise', '', [
    ['all', '<T>(inputs: readonly (T | Promise<T>)[]) => Promise<Settled<T>[]>', 'promise'],
    [
      'create',
      '<T = unknown>(resolver: (resolve: (value?: T | Promise<T>) => void, reject: (reason?: unknown) => void) => void) => Promise<T>',
      'promise',
    ],
  ]),
  fn('callLater', '', '(callback: () => void) => void'),
  fn('parseUrl', '', '(url: string) => ParsedUrl | undefined'),
  fn(
    'computeEffectiveTldPlusOne',
    '',
    '<T extends string | null | undefined>(domainOrUrl: T) => T extends string ? string : T',
  ),
  fn('createRegex', '', '(pattern: string, flags?: string) => RegExp | null'),
  fn('testRegex', '', '(regex: RegExp, text: string) => boolean', BOOLEAN),
  fn('encodeUri', '', '(uri: string) => string | undefined'),
  fn('encodeUriComponent', '', '(text: string) => string | undefined'),
  fn('decodeUri', '', '(uri: string) => string | undefined'),
  fn('decodeUriComponent', '', '(text: string) => string | undefined'),
  fn('toBase64', '', '(text: string, options?: { urlEncoding?: boolean }) => string', STRING),
  fn('fromBase64', '', '(text: string) => string | undefined'),
  fn(
    'sha256',
    '',
    "(text: string, callback: (digest: string) => void, options?: { outputEncoding?: 'base64' | 'hex' }) => void",
  ),
  fn('sha256Sync', '', "(text: string, options?: { outputEncoding?: 'base64' | 'hex' }) => string", STRING),
  fn(
    'hmacSha256',
    'use_custom_private_keys',
    "(text: string, keyId: string, options?: { outputEncoding?: 'hex' | 'base64' | 'base64url' }) => string",
    STRING,
  ),
  fn('generateRandom', '', '(min: number, max: number) => number', NUMBER),
  fn('getTimestampMillis', '', '() => number', NUMBER),
  fn('getTimestamp', '', '() => number', { result: 'number', deprecated: 'getTimestampMillis' }),
  fn(
    'getType',
    '',
    "(value: unknown) => 'string' | 'number' | 'boolean' | 'null' | 'undefined' | 'array' | 'object' | 'function'",
    STRING,
  ),
  fn('makeInteger', '', '(value: unknown) => number', NUMBER),
  fn('makeNumber', '', '(value: unknown) => number', NUMBER),
  fn('makeString', '', '(value: unknown) => string', STRING),
  fn(
    'makeTableMap',
    '',
    '(rows: readonly { readonly [column: string]: unknown }[] | undefined, keyColumn: string, valueColumn: string) => { [key: string]: unknown } | null',
  ),

  // Messages and logging
  fn('logToConsole', 'logging', '(...values: unknown[]) => void'),
  fn(
    'addMessageListener',
    'use_message',
    '(type: string, callback: (type: string, message: { readonly [key: string]: unknown }) => void) => void',
  ),
  fn('hasMessageListener', 'use_message', '(type: string) => boolean', BOOLEAN),
  fn('sendMessage', 'use_message', '(type: string, message: { readonly [key: string]: unknown }) => void'),
];

/** The server APIs by name. */
export const APIS: ReadonlyMap<string, Api> = new Map(LIST.map((api) => [api.name, api]));

/** APIs that exist in web templates only, each with the server API that does a similar thing, or an empty text. */
export const WEB_ONLY_APIS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    addConsentListener: 'getEventData',
    aliasInWindow: '',
    callInWindow: '',
    copyFromDataLayer: 'getEventData',
    copyFromWindow: 'getEventData',
    createArgumentsQueue: '',
    createQueue: '',
    getQueryParameters: 'getRequestQueryParameters',
    getReferrerQueryParameters: 'parseUrl',
    getReferrerUrl: 'getEventData',
    getUrl: 'getEventData',
    gtagSet: '',
    injectHiddenIframe: '',
    injectScript: '',
    isConsentGranted: 'getEventData',
    localStorage: 'templateDataStorage',
    readAnalyticsStorage: 'getEventData',
    readCharacterSet: '',
    readTitle: 'getEventData',
    sendPixel: 'sendHttpGet',
    setDefaultConsentState: '',
    setInWindow: '',
    templateStorage: 'templateDataStorage',
    updateConsentState: '',
  }),
);
