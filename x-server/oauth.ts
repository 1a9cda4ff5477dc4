/**
 * OAuth 1.0a as the server side sees it (RFC 5849 §3.2, §3.4, §3.5.1), HMAC-SHA1 only. Base string and signing key come
 * from the `oauth-1.0a` library and the digest from `node:crypto`, so that nothing here can share a mistake with a client
 * of this repository. Left out: PLAINTEXT and RSA-SHA1, form bodies (the endpoint takes JSON), temporary credentials.
 *
 * Stricter than X may be: a value must be encoded exactly as RFC 5849 §3.6 says, so a client that gets by with a lenient
 * server is caught here.
 */

import { createHmac, timingSafeEqual } from 'node:crypto';
import OAuth from 'oauth-1.0a';

export interface OAuthParameters {
  oauth_consumer_key: string;
  oauth_nonce: string;
  oauth_signature: string;
  oauth_signature_method: string;
  oauth_timestamp: string;
  oauth_token: string;
  oauth_version: string;
}

const noParameters: OAuthParameters = {
  oauth_consumer_key: '',
  oauth_nonce: '',
  oauth_signature: '',
  oauth_signature_method: '',
  oauth_timestamp: '',
  oauth_token: '',
  oauth_version: '',
};

const isParameter = (name: string): name is keyof OAuthParameters => Object.hasOwn(noParameters, name);

/** A result, or the reason in words why there is none. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; reason: string };

const fail = (reason: string): { ok: false; reason: string } => ({ ok: false, reason });

function library(consumerKey: string, consumerSecret: string): OAuth {
  return new OAuth({
    consumer: { key: consumerKey, secret: consumerSecret },
    signature_method: 'HMAC-SHA1',
    hash_function: (baseString, key) => createHmac('sha1', key).update(baseString).digest('base64'),
  });
}

const { percentEncode } = OAuth.prototype;

function percentDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads an `Authorization` header of the scheme OAuth (RFC 5849 §3.5.1). Refused: a parameter twice, one that is missing
 * or unknown, a value that is not encoded by §3.6. `realm` may stand there and is not signed.
 */
export function parseAuthorization(header: string): Parsed<OAuthParameters> {
  const scheme = /^OAuth[ \t]+/i.exec(header);
  if (scheme === null) return fail('the Authorization header does not start with "OAuth "');
  const parameters = { ...noParameters };
  const pair = /[ \t]*([^=\s",]+)="([^"]*)"[ \t]*(,|$)/y;
  pair.lastIndex = scheme[0].length;
  for (let separator = ','; separator === ','; ) {
    const match = pair.exec(header);
    if (match === null) return fail('the Authorization header is not a comma-separated list of key="value"');
    const [, name = '', encoded = ''] = match;
    separator = match[3] ?? '';
    if (name.toLowerCase() === 'realm') continue;
    if (!isParameter(name)) return fail(`${name} is not one of the seven parameters`);
    if (parameters[name] !== '') return fail(`${name} stands twice in the Authorization header`);
    const value = percentDecode(encoded);
    if (value === undefined || percentEncode(value) !== encoded)
      return fail(`the value of ${name} is not percent-encoded as RFC 5849 section 3.6 demands`);
    parameters[name] = value;
  }
  const missing = Object.entries(parameters).flatMap(([name, value]) => (value === '' ? [name] : []));
  if (missing.length > 0) return fail(`missing or empty in the Authorization header: ${missing.join(', ')}`);
  if (parameters.oauth_signature_method !== 'HMAC-SHA1')
    return fail('oauth_signature_method must be HMAC-SHA1');
  if (parameters.oauth_version !== '1.0') return fail('oauth_version must be 1.0');
  if (!/^[1-9]\d{0,11}$/.test(parameters.oauth_timestamp))
    return fail('oauth_timestamp must be a positive whole number of seconds');
  return { ok: true, value: parameters };
}

/**
 * Reads the query part of a request target (without `?`) as form data, the way it enters the base string (RFC 5849
 * §3.4.1.3.1). A key may stand once only (X does not accept duplicates) and must not be an `oauth_` parameter, which
 * belongs in the header.
 */
export function parseQuery(query: string): Parsed<Record<string, string>> {
  const parameters = new Map<string, string>();
  for (const part of query.split('&').filter((text) => text !== '')) {
    const [name, value] = part.split(/=(.*)/s, 2).map((text) => percentDecode(text.replaceAll('+', ' ')));
    if (name === undefined || (value === undefined && part.includes('=')))
      return fail('the query is not percent-encoded UTF-8');
    if (parameters.has(name)) return fail('a query parameter stands twice');
    if (name.startsWith('oauth_')) return fail('an oauth_ parameter stands in the query');
    parameters.set(name, value ?? '');
  }
  return { ok: true, value: Object.fromEntries(parameters) };
}

export interface SignedRequest {
  method: string;
  /** Scheme, host and path as the client signs them, without query. */
  url: string;
  /** Parameters outside the header that are part of the signature, decoded. */
  parameters: Record<string, string>;
}

/** The base string and the signature the client should have computed; the secrets stay inside. */
export function expectedSignature(
  request: SignedRequest,
  oauth: OAuthParameters,
  secrets: { consumerSecret: string; tokenSecret: string },
): { baseString: string; signature: string } {
  const { oauth_signature: _, ...signed } = oauth;
  const data = { ...signed, oauth_timestamp: Number(signed.oauth_timestamp) };
  const signer = library(oauth.oauth_consumer_key, secrets.consumerSecret);
  // The library writes into what it is given, hence a copy for each call.
  const copy = () => ({ method: request.method, url: request.url, data: { ...request.parameters } });
  return {
    baseString: signer.getBaseString(copy(), { ...data }),
    signature: signer.getSignature(copy(), secrets.tokenSecret, { ...data }),
  };
}

export function sameSignature(expected: string, received: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(received)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Remembers nonces per consumer key, token and timestamp (RFC 5849 §3.3) as long as their timestamp is acceptable. */
export interface NonceBook {
  /** Returns false when the nonce was used before. Times in seconds. */
  use(oauth: OAuthParameters, oldestAcceptable: number): boolean;
}

export function createNonceBook(): NonceBook {
  const byTimestamp = new Map<number, Set<string>>();
  return {
    use(oauth, oldestAcceptable) {
      for (const timestamp of byTimestamp.keys())
        if (timestamp < oldestAcceptable) byTimestamp.delete(timestamp);
      const timestamp = Number(oauth.oauth_timestamp);
      const used = byTimestamp.get(timestamp) ?? new Set();
      byTimestamp.set(timestamp, used);
      const key = JSON.stringify([oauth.oauth_consumer_key, oauth.oauth_token, oauth.oauth_nonce]);
      if (used.has(key)) return false;
      used.add(key);
      return true;
    },
  };
}
