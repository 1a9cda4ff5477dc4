/**
 * OAuth 1.0a request signing with HMAC-SHA1 (RFC 5849 section 3), one function a stage:
 * parameter string, base string, signing key, signature, Authorization header.
 * A JSON body is not part of what is signed (section 3.4.1.3.1 knows form bodies only). There is no realm.
 */
import { asciiWords } from './ascii.ts';
import { base64Digest } from './base64.ts';
import { hmacKey, hmacSha1 } from './hmac.ts';
import { type EncodeUriComponent, percentEncode } from './percent-encoding.ts';

/** The four values X's developer portal hands out; any text. */
export interface Credentials {
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly accessToken: string;
  readonly accessTokenSecret: string;
}

/** What is signed. `url` has no query; query and form parameters are given decoded. */
export interface SignedRequest {
  readonly method: string;
  readonly url: string;
  readonly parameters?: readonly Parameter[];
}

export interface Parameter {
  readonly name: string;
  readonly value: string;
}

/**
 * What makes a request unique (section 3.3): a nonce of letters and digits never used before with this
 * timestamp, in seconds since 1970.
 */
export interface Uniqueness {
  readonly nonce: string;
  readonly timestamp: string;
}

/** The protocol parameters of section 3.1 but the signature, in the order of their names. */
export function oauthParameters(credentials: Credentials, uniqueness: Uniqueness): Parameter[] {
  return [
    { name: 'oauth_consumer_key', value: credentials.consumerKey },
    { name: 'oauth_nonce', value: uniqueness.nonce },
    { name: 'oauth_signature_method', value: 'HMAC-SHA1' },
    { name: 'oauth_timestamp', value: uniqueness.timestamp },
    { name: 'oauth_token', value: credentials.accessToken },
    { name: 'oauth_version', value: '1.0' },
  ];
}

/** Names and values encoded, sorted by name, then value (section 3.4.1.3.2). */
export function parameterString(parameters: readonly Parameter[], encode: EncodeUriComponent): string {
  // A blank sorts before every character of encoded text, so `name value` sorts by name first.
  const pairs = parameters.map(
    (parameter) => percentEncode(parameter.name, encode) + ' ' + percentEncode(parameter.value, encode),
  );
  pairs.sort();
  return pairs.map((pair) => pair.replace(' ', '=')).join('&');
}

/** Method, URL and parameter string, each encoded, joined by `&` (section 3.4.1.1). */
export function baseString(request: SignedRequest, parameters: string, encode: EncodeUriComponent): string {
  return (
    request.method.toUpperCase() +
    '&' +
    percentEncode(request.url, encode) +
    '&' +
    percentEncode(parameters, encode)
  );
}

/** Both secrets, encoded, joined by `&` (section 3.4.2). */
export function signingKey(credentials: Credentials, encode: EncodeUriComponent): string {
  return (
    percentEncode(credentials.consumerSecret, encode) +
    '&' +
    percentEncode(credentials.accessTokenSecret, encode)
  );
}

/** Base64 of HMAC-SHA1 (section 3.4.2). Both texts are ASCII. */
export function signature(base: string, key: string): string {
  return base64Digest(hmacSha1(hmacKey(asciiWords(key), key.length), asciiWords(base), base.length));
}

/**
 * `OAuth name="value", ...` with seven parameters in the order of their names (RFC 5849 section 3.5.1).
 * @param uniqueness letters and digits only, so that nothing in it needs encoding
 */
export function authorizationHeader(
  credentials: Credentials,
  uniqueness: Uniqueness,
  signed: string,
  encode: EncodeUriComponent,
): string {
  return (
    'OAuth oauth_consumer_key="' +
    percentEncode(credentials.consumerKey, encode) +
    '", oauth_nonce="' +
    uniqueness.nonce +
    '", oauth_signature="' +
    percentEncode(signed, encode) +
    '", oauth_signature_method="HMAC-SHA1", oauth_timestamp="' +
    uniqueness.timestamp +
    '", oauth_token="' +
    percentEncode(credentials.accessToken, encode) +
    '", oauth_version="1.0"'
  );
}

/**
 * All stages.
 * @param credentials valid Unicode each (see percentEncode); checked by the caller
 * @returns the value of the Authorization header
 */
export function signRequest(
  request: SignedRequest,
  credentials: Credentials,
  uniqueness: Uniqueness,
  encode: EncodeUriComponent,
): string {
  const parameters = (request.parameters || []).concat(oauthParameters(credentials, uniqueness));
  const base = baseString(request, parameterString(parameters, encode), encode);
  return authorizationHeader(
    credentials,
    uniqueness,
    signature(base, signingKey(credentials, encode)),
    encode,
  );
}
