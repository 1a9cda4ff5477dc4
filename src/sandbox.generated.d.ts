// The language and the APIs of sandboxed JavaScript. Generated; see toolkit/sandbox/language/lib.ts.
interface Object {
  hasOwnProperty(key: string): boolean;
  toString(): string;
}
interface Function { readonly hasOwnProperty: never; toString(): string; }
interface CallableFunction extends Function {}
interface NewableFunction extends Function {}
interface RegExp { readonly __regex: never; readonly hasOwnProperty: never; toString(): string; }
interface TemplateStringsArray {}
interface Boolean {
  readonly hasOwnProperty: never;
  toString(): string;
}
interface Number {
  readonly hasOwnProperty: never;
  toString(radix?: number): string;
}
interface String {
  readonly hasOwnProperty: never;
  readonly length: number;
  readonly [index: number]: string;
  charAt(index: number): string;
  concat(...parts: string[]): string;
  indexOf(text: string, from?: number): number;
  lastIndexOf(text: string, from?: number): number;
  match(pattern: string | RegExp): RegExpMatchArray | null;
  replace(pattern: string | RegExp, replacement: string | ((match: string, ...groups: (string | number)[]) => string)): string;
  search(pattern: string | RegExp): number;
  slice(start?: number, end?: number): string;
  split(separator: string | RegExp, limit?: number): string[];
  substring(start: number, end?: number): string;
  toLowerCase(): string;
  toLocaleLowerCase(): string;
  toString(): string;
  toUpperCase(): string;
  toLocaleUpperCase(): string;
  trim(): string;
  [Symbol.iterator](): StringIterator<string>;
}
interface ReadonlyArray<T> {
  readonly length: number;
  readonly [index: number]: T;
  concat(...items: (T | readonly T[])[]): T[];
  every(predicate: (value: T, index: number, array: readonly T[]) => unknown): boolean;
  filter<S extends T>(predicate: (value: T, index: number, array: readonly T[]) => value is S): S[];
  filter(predicate: (value: T, index: number, array: readonly T[]) => unknown): T[];
  forEach(callback: (value: T, index: number, array: readonly T[]) => unknown): void;
  hasOwnProperty(key: string | number): boolean;
  indexOf(value: T, from?: number): number;
  join(separator?: string): string;
  lastIndexOf(value: T, from?: number): number;
  map<U>(callback: (value: T, index: number, array: readonly T[]) => U): U[];
  reduce(callback: (sum: T, value: T, index: number, array: readonly T[]) => T): T;
  reduce<U>(callback: (sum: U, value: T, index: number, array: readonly T[]) => U, initial: U): U;
  reduceRight(callback: (sum: T, value: T, index: number, array: readonly T[]) => T): T;
  reduceRight<U>(callback: (sum: U, value: T, index: number, array: readonly T[]) => U, initial: U): U;
  slice(start?: number, end?: number): T[];
  some(predicate: (value: T, index: number, array: readonly T[]) => unknown): boolean;
  toString(): string;
  [Symbol.iterator](): ArrayIterator<T>;
}
interface Array<T> {
  length: number;
  [index: number]: T;
  concat(...items: (T | readonly T[])[]): T[];
  every(predicate: (value: T, index: number, array: T[]) => unknown): boolean;
  filter<S extends T>(predicate: (value: T, index: number, array: T[]) => value is S): S[];
  filter(predicate: (value: T, index: number, array: T[]) => unknown): T[];
  forEach(callback: (value: T, index: number, array: T[]) => unknown): void;
  hasOwnProperty(key: string | number): boolean;
  indexOf(value: T, from?: number): number;
  join(separator?: string): string;
  lastIndexOf(value: T, from?: number): number;
  map<U>(callback: (value: T, index: number, array: T[]) => U): U[];
  pop(): T | undefined;
  push(...items: T[]): number;
  reduce(callback: (sum: T, value: T, index: number, array: T[]) => T): T;
  reduce<U>(callback: (sum: U, value: T, index: number, array: T[]) => U, initial: U): U;
  reduceRight(callback: (sum: T, value: T, index: number, array: T[]) => T): T;
  reduceRight<U>(callback: (sum: U, value: T, index: number, array: T[]) => U, initial: U): U;
  reverse(): T[];
  shift(): T | undefined;
  slice(start?: number, end?: number): T[];
  some(predicate: (value: T, index: number, array: T[]) => unknown): boolean;
  sort(compare?: (a: T, b: T) => number): T[];
  splice(start: number, count?: number, ...items: T[]): T[];
  toString(): string;
  unshift(...items: T[]): number;
  [Symbol.iterator](): ArrayIterator<T>;
}
interface IArguments {
  readonly length: number;
  readonly [index: number]: any;
  concat(...items: (any | readonly any[])[]): any[];
  every(predicate: (value: any, index: number, array: any[]) => unknown): boolean;
  filter<S extends any>(predicate: (value: any, index: number, array: any[]) => value is S): S[];
  filter(predicate: (value: any, index: number, array: any[]) => unknown): any[];
  forEach(callback: (value: any, index: number, array: any[]) => unknown): void;
  hasOwnProperty(key: string | number): boolean;
  indexOf(value: any, from?: number): number;
  join(separator?: string): string;
  lastIndexOf(value: any, from?: number): number;
  map<U>(callback: (value: any, index: number, array: any[]) => U): U[];
  pop(): any | undefined;
  push(...items: any[]): number;
  reduce(callback: (sum: any, value: any, index: number, array: any[]) => any): any;
  reduce<U>(callback: (sum: U, value: any, index: number, array: any[]) => U, initial: U): U;
  reduceRight(callback: (sum: any, value: any, index: number, array: any[]) => any): any;
  reduceRight<U>(callback: (sum: U, value: any, index: number, array: any[]) => U, initial: U): U;
  reverse(): any[];
  shift(): any | undefined;
  slice(start?: number, end?: number): any[];
  some(predicate: (value: any, index: number, array: any[]) => unknown): boolean;
  sort(compare?: (a: any, b: any) => number): any[];
  splice(start: number, count?: number, ...items: any[]): any[];
  toString(): string;
  unshift(...items: any[]): number;
}
interface RegExpMatchArray extends Array<string> {
  readonly index: number;
  readonly input: string;
}
interface PromiseLike<T> {
  then<A = T, B = never>(onFulfilled?: ((value: T) => A | Promise<A>) | null, onRejected?: ((reason: unknown) => B | Promise<B>) | null): Promise<A | B>;
}
interface Promise<T> {
  readonly hasOwnProperty: never;
  then<A = T, B = never>(onFulfilled?: ((value: T) => A | Promise<A>) | null, onRejected?: ((reason: unknown) => B | Promise<B>) | null): Promise<A | B>;
  catch<B = never>(onRejected?: ((reason: unknown) => B | Promise<B>) | null): Promise<T | B>;
  finally(onFinally?: (() => void) | null): Promise<T>;
}
declare const Symbol: { readonly iterator: unique symbol };
interface IteratorYieldResult<T> { done?: false; value: T; }
interface IteratorReturnResult<R> { done: true; value: R; }
type IteratorResult<T, R = any> = IteratorYieldResult<T> | IteratorReturnResult<R>;
interface Iterator<T, R = any, N = any> { next(...value: [] | [N]): IteratorResult<T, R>; }
interface Iterable<T, R = any, N = any> { [Symbol.iterator](): Iterator<T, R, N>; }
interface IterableIterator<T, R = any, N = any> extends Iterator<T, R, N> { [Symbol.iterator](): IterableIterator<T, R, N>; }
interface IteratorObject<T, R = unknown, N = unknown> extends Iterator<T, R, N> { [Symbol.iterator](): IteratorObject<T, R, N>; }
interface ArrayIterator<T> extends IteratorObject<T, undefined, unknown> { [Symbol.iterator](): ArrayIterator<T>; }
interface StringIterator<T> extends IteratorObject<T, undefined, unknown> { [Symbol.iterator](): StringIterator<T>; }
type Partial<T> = { [P in keyof T]?: T[P] };
type Required<T> = { [P in keyof T]-?: T[P] };
type Readonly<T> = { readonly [P in keyof T]: T[P] };
type Pick<T, K extends keyof T> = { [P in K]: T[P] };
type Record<K extends keyof any, T> = { [P in K]: T };
type Exclude<T, U> = T extends U ? never : T;
type Extract<T, U> = T extends U ? T : never;
type Omit<T, K extends keyof any> = Pick<T, Exclude<keyof T, K>>;
type NonNullable<T> = T & {};
type Parameters<T extends (...args: any) => any> = T extends (...args: infer P) => any ? P : never;
type ReturnType<T extends (...args: any) => any> = T extends (...args: any) => infer R ? R : any;
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
interface SandboxApis {
  readonly getAllEventData: () => { [key: string]: unknown };
  readonly getEventData: (keyPath: string) => unknown;
  readonly getClientName: () => string;
  readonly getContainerVersion: () => ContainerVersion;
  readonly addEventCallback: (callback: EventCallback) => void;
  readonly runContainer: (event: { readonly [key: string]: unknown }, onComplete?: (bindToEvent: BindToEvent) => void, onStart?: (bindToEvent: BindToEvent) => void) => void;
  readonly templateDataStorage: { readonly getItemCopy: (key: string) => unknown; readonly setItemCopy: (key: string, value: unknown) => void; readonly removeItem: (key: string) => void; readonly clear: () => void; };
  readonly queryPermission: (permission: string, ...args: unknown[]) => boolean;
  readonly getCookieValues: (name: string, noDecode?: boolean) => string[];
  readonly setCookie: (name: string, value: string, options?: CookieOptions, noEncode?: boolean) => void;
  readonly getRemoteAddress: () => string;
  readonly getRequestHeader: (name: string) => string | undefined;
  readonly getRequestBody: () => string | undefined;
  readonly getRequestMethod: () => string;
  readonly getRequestPath: () => string;
  readonly getRequestQueryString: () => string;
  readonly getRequestQueryParameter: (name: string) => string | undefined;
  readonly getRequestQueryParameters: () => { [name: string]: string | string[] | undefined };
  readonly setPixelResponse: () => void;
  readonly setResponseBody: (body: string, encoding?: 'ascii' | 'utf8' | 'utf16le' | 'ucs2' | 'base64' | 'latin1' | 'binary' | 'hex') => void;
  readonly setResponseHeader: (name: string, value: string | null | undefined) => void;
  readonly setResponseStatus: (statusCode: number) => void;
  readonly returnResponse: () => void;
  readonly sendPixelFromBrowser: (url: string) => boolean;
  readonly claimRequest: () => void;
  readonly extractEventsFromMpv1: () => { [key: string]: unknown }[];
  readonly extractEventsFromMpv2: () => { [key: string]: unknown }[];
  readonly isRequestMpv1: () => boolean;
  readonly isRequestMpv2: () => boolean;
  readonly sendHttpRequest: { (url: string, options?: HttpOptions, body?: string): Promise<HttpResponse>; (url: string, callback: HttpCallback, options?: HttpOptions, body?: string): void };
  readonly sendHttpGet: { (url: string, options?: HttpGetOptions): Promise<HttpResponse>; (url: string, callback: HttpCallback, options?: HttpGetOptions): void };
  readonly sendEventToGoogleAnalytics: (event: { readonly [key: string]: unknown }) => Promise<{ readonly location?: string }>;
  readonly getGoogleScript: (script: 'ANALYTICS' | 'GTAG' | 'GTM', options?: GoogleScriptOptions) => Promise<{ readonly script: string; readonly metadata: { readonly [key: string]: unknown } }>;
  readonly getGoogleAuth: (options: { scopes: string[] }) => GoogleAuth;
  readonly BigQuery: { readonly insert: { (connection: BigQueryConnection, rows: readonly { readonly [column: string]: unknown }[], options?: BigQueryOptions): Promise<void>; (connection: BigQueryConnection, rows: readonly { readonly [column: string]: unknown }[], options: BigQueryOptions, onSuccess: () => void, onFailure?: (errors: unknown) => void): void }; };
  readonly Firestore: { readonly read: (path: string, options?: FirestoreOptions) => Promise<FirestoreDocument>; readonly write: (path: string, input: { readonly [key: string]: unknown }, options?: FirestoreWriteOptions) => Promise<string>; readonly query: (collection: string, conditions: readonly (readonly [key: string, operator: string, value: unknown])[], options?: FirestoreQueryOptions) => Promise<FirestoreDocument[]>; readonly runTransaction: (callback: (transaction: string) => Promise<unknown>, options?: { projectId?: string; databaseId?: string }) => Promise<string[]>; };
  readonly JSON: { readonly parse: (text: string) => unknown; readonly stringify: <T>(value: T) => T extends string | number | boolean | null | object ? string : string | undefined; };
  readonly Math: { readonly abs: (value: number) => number; readonly ceil: (value: number) => number; readonly floor: (value: number) => number; readonly round: (value: number) => number; readonly max: (...values: number[]) => number; readonly min: (...values: number[]) => number; readonly pow: (base: number, exponent: number) => number; readonly sqrt: (value: number) => number; };
  readonly Object: { readonly keys: (value: object | string) => string[]; readonly values: { <T>(value: { readonly [key: string]: T } | readonly T[]): T[]; (value: object | string): unknown[] }; readonly entries: { <T>(value: { readonly [key: string]: T } | readonly T[]): [string, T][]; (value: object | string): [string, unknown][] }; readonly freeze: <T>(value: T) => Readonly<T>; readonly delete: (object: object, key: string) => boolean; };
  readonly Promise: { readonly all: <T>(inputs: readonly (T | Promise<T>)[]) => Promise<Settled<T>[]>; readonly create: <T = unknown>(resolver: (resolve: (value?: T | Promise<T>) => void, reject: (reason?: unknown) => void) => void) => Promise<T>; };
  readonly callLater: (callback: () => void) => void;
  readonly parseUrl: (url: string) => ParsedUrl | undefined;
  readonly computeEffectiveTldPlusOne: <T extends string | null | undefined>(domainOrUrl: T) => T extends string ? string : T;
  readonly createRegex: (pattern: string, flags?: string) => RegExp | null;
  readonly testRegex: (regex: RegExp, text: string) => boolean;
  readonly encodeUri: (uri: string) => string | undefined;
  readonly encodeUriComponent: (text: string) => string | undefined;
  readonly decodeUri: (uri: string) => string | undefined;
  readonly decodeUriComponent: (text: string) => string | undefined;
  readonly toBase64: (text: string, options?: { urlEncoding?: boolean }) => string;
  readonly fromBase64: (text: string) => string | undefined;
  readonly sha256: (text: string, callback: (digest: string) => void, options?: { outputEncoding?: 'base64' | 'hex' }) => void;
  readonly sha256Sync: (text: string, options?: { outputEncoding?: 'base64' | 'hex' }) => string;
  readonly hmacSha256: (text: string, keyId: string, options?: { outputEncoding?: 'hex' | 'base64' | 'base64url' }) => string;
  readonly generateRandom: (min: number, max: number) => number;
  readonly getTimestampMillis: () => number;
  /** @deprecated use getTimestampMillis */
  readonly getTimestamp: () => number;
  readonly getType: (value: unknown) => 'string' | 'number' | 'boolean' | 'null' | 'undefined' | 'array' | 'object' | 'function';
  readonly makeInteger: (value: unknown) => number;
  readonly makeNumber: (value: unknown) => number;
  readonly makeString: (value: unknown) => string;
  readonly makeTableMap: (rows: readonly { readonly [column: string]: unknown }[] | undefined, keyColumn: string, valueColumn: string) => { [key: string]: unknown } | null;
  readonly logToConsole: (...values: unknown[]) => void;
  readonly addMessageListener: (type: string, callback: (type: string, message: { readonly [key: string]: unknown }) => void) => void;
  readonly hasMessageListener: (type: string) => boolean;
  readonly sendMessage: (type: string, message: { readonly [key: string]: unknown }) => void;
}
/** Gives an API of the sandbox; the name must be a string literal. */
declare function require<Name extends keyof SandboxApis>(name: Name): SandboxApis[Name];
