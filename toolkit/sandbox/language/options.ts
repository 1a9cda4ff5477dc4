/**
 * The options objects of APIs: which argument they are, and their keys. The TypeScript types of the same options stand in apis.ts;
 * a test holds the two together.
 */

export interface Options {
  /** Position of the options among the arguments; one more where a callback stands before them. */
  readonly argument: number;
  readonly keys: readonly string[];
}

const HTTP = ['headers', 'timeout', 'authorization'];
const FIRESTORE = ['projectId', 'databaseId'];

/** By the name of the API, with the member behind a dot where it has members. */
export const OPTIONS: Readonly<Record<string, Options>> = {
  sendHttpRequest: { argument: 1, keys: ['method', ...HTTP] },
  sendHttpGet: { argument: 1, keys: HTTP },
  setCookie: {
    argument: 2,
    keys: ['domain', 'fallbackDomain', 'path', 'expires', 'max-age', 'secure', 'httpOnly', 'sameSite'],
  },
  sha256: { argument: 2, keys: ['outputEncoding'] },
  sha256Sync: { argument: 1, keys: ['outputEncoding'] },
  hmacSha256: { argument: 2, keys: ['outputEncoding'] },
  toBase64: { argument: 1, keys: ['urlEncoding'] },
  getGoogleAuth: { argument: 0, keys: ['scopes'] },
  getGoogleScript: { argument: 1, keys: ['id', 'debug', 'timeout'] },
  'BigQuery.insert': { argument: 2, keys: ['ignoreUnknownValues', 'skipInvalidRows'] },
  'Firestore.read': { argument: 1, keys: [...FIRESTORE, 'disableCache', 'transaction'] },
  'Firestore.write': { argument: 2, keys: [...FIRESTORE, 'merge', 'transaction'] },
  'Firestore.query': { argument: 2, keys: [...FIRESTORE, 'disableCache', 'transaction', 'limit'] },
  'Firestore.runTransaction': { argument: 1, keys: FIRESTORE },
};
