/**
 * A client written for these tests alone: OAuth 1.0a by RFC 5849 straight from `node:crypto`, HTTP straight from `node:http`.
 * It shares no code with the server nor with the tag, so that three implementations have to agree.
 */

import { createHmac, randomBytes } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { createXServer, type XServer, type XServerOptions } from '../../x-server/server.ts';

export interface Credentials {
  consumerKey: string;
  consumerSecret: string;
  token: string;
  tokenSecret: string;
}

export interface Signing extends Credentials {
  method: string;
  /** Without query. */
  url: string;
  nonce: string;
  timestamp: string;
  parameters?: Record<string, string>;
}

/** RFC 5849 §3.6, byte by byte. */
export function encode(text: string): string {
  return [...Buffer.from(text, 'utf8')]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9\-._~]/.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

function oauthParameters({ consumerKey, nonce, timestamp, token }: Signing): Record<string, string> {
  return {
    oauth_consumer_key: consumerKey,
    oauth_nonce: nonce,
    oauth_signature_method: 'HMAC-SHA1',
    oauth_timestamp: timestamp,
    oauth_token: token,
    oauth_version: '1.0',
  };
}

export function baseString(signing: Signing): string {
  const pairs = Object.entries({ ...signing.parameters, ...oauthParameters(signing) })
    .map(([key, value]) => [encode(key), encode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`);
  return [signing.method, signing.url, pairs.join('&')].map(encode).join('&');
}

export function hmacSha1(text: string, consumerSecret: string, tokenSecret: string): string {
  return createHmac('sha1', `${encode(consumerSecret)}&${encode(tokenSecret)}`)
    .update(text)
    .digest('base64');
}

export function sign(signing: Signing): string {
  return hmacSha1(baseString(signing), signing.consumerSecret, signing.tokenSecret);
}

/** The header with its seven parameters; `change` may tamper with them before they are written. */
export function authorization(signing: Signing, change: Record<string, string> = {}): string {
  const all = { ...oauthParameters(signing), oauth_signature: sign(signing), ...change };
  return `OAuth ${Object.entries(all)
    .map(([key, value]) => `${encode(key)}="${encode(value)}"`)
    .join(', ')}`;
}

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  text: string;
}

/** One request over a real socket of its own. Rejects when the connection fails or ends too early. */
export function send(
  url: string,
  options: { method?: string; path?: string; headers?: OutgoingHttpHeaders; body?: string | Uint8Array } = {},
): Promise<Reply> {
  const { method = 'POST', path, headers = {}, body } = options;
  return new Promise((resolve, reject) => {
    const { hostname, port, pathname, search } = new URL(url);
    const outgoing = httpRequest(
      { hostname, port, path: path ?? pathname + search, method, headers, agent: false },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const bytes = Buffer.concat(chunks);
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            bytes,
            text: bytes.toString('utf8'),
          });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

export interface Json {
  errors?: { code: string; message: string; parameter?: string }[];
  request?: { params: Record<string, string> };
  data?: { conversions_processed: number; debug_id: string };
}

export function json(reply: Reply): Json {
  return JSON.parse(reply.text);
}

/** Credentials with every kind of character that has to be encoded. */
export const credentials: Credentials = {
  consumerKey: "ck('a')",
  consumerSecret: 'c!s*&=%',
  token: 't~k-._ é',
  tokenSecret: '☃ 7',
};

export const pixelToken = 'pixel token, secret';
export const path = '/12/measurement/conversions/o8z6j';
export const hash = 'a'.repeat(64);

/** A conversion X accepts; undefined removes a key. */
export function conversion(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    conversion_time: '2026-11-22T10:15:30.123Z',
    event_id: 'o87ne',
    identifiers: [{ twclid: '2-abc' }],
    ...change,
  };
}

export function startServer(options: XServerOptions = {}): Promise<XServer> {
  return createXServer({
    pixels: [{ id: 'o8z6j', accountId: '18ce552mlaq', eventIds: ['o87ne', 'tw-o8z6j-o87nf'] }],
    apps: [{ consumerKey: credentials.consumerKey, consumerSecret: credentials.consumerSecret }],
    tokens: [{ token: credentials.token, secret: credentials.tokenSecret }],
    pixelTokens: [{ pixelId: 'o8z6j', token: pixelToken }],
    ...options,
  });
}

export const jsonHeaders = { 'content-type': 'application/json' };
export const tokenHeaders = { ...jsonHeaders, 'x-pixel-token': pixelToken };

/** A signing of `POST` to the server's own address, made now with a fresh nonce. */
export function signing(url: string, change: Partial<Signing> = {}): Signing {
  return {
    ...credentials,
    method: 'POST',
    url,
    nonce: randomBytes(12).toString('hex'),
    timestamp: String(Math.floor(Date.now() / 1000)),
    ...change,
  };
}

export interface Answered {
  status: number;
  headers: Record<string, unknown>;
  data: Record<string, unknown>;
  errors?: { code: string; message?: string; parameter?: string }[];
}

/** A signed request below `/12/` with its parameters in the query. */
export async function signedCall(
  server: Pick<XServer, 'url'>,
  method: string,
  path: string,
  parameters: Record<string, string> = {},
  body?: string,
): Promise<Answered & Record<string, unknown>> {
  const url = `${server.url}/12/${path}`;
  const query = Object.entries(parameters)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
  const reply = await send(query === '' ? url : `${url}?${query}`, {
    method,
    headers: { authorization: authorization(signing(url, { method, parameters })) },
    ...(body === undefined ? {} : { body }),
  });
  return { status: reply.status, headers: reply.headers, ...JSON.parse(reply.text) };
}

/** Sends conversions with the pixel token. */
export function post(server: XServer, conversions: unknown[]): Promise<Reply> {
  return send(server.url + path, { headers: tokenHeaders, body: JSON.stringify({ conversions }) });
}

/** A body as it stands, authorised by the pixel's token. */
export function postText(
  server: XServer,
  body: string | Uint8Array,
  contentType = 'application/json',
): Promise<Reply> {
  return send(server.url + path, { headers: { ...tokenHeaders, 'content-type': contentType }, body });
}

/** A conversion as JSON text, with `fields` written as they stand. */
export function withFields(fields: string): string {
  const text = JSON.stringify({ conversions: [conversion()] });
  return text.replace('{"conversion_time"', `{${fields},"conversion_time"`);
}

/** Sends one valid conversion with this Authorization header. */
export function postSigned(server: Pick<XServer, 'url'>, header: string, body?: string): Promise<Reply> {
  return send(server.url + path, {
    headers: { ...jsonHeaders, authorization: header },
    body: body ?? JSON.stringify({ conversions: [conversion()] }),
  });
}

/** The diagnostics of the request that arrived last. */
export function lastDiagnostics(server: XServer): XServer['received'][number]['diagnostics'] {
  const last = server.received.at(-1);
  if (last === undefined) throw new Error('expected a received request, found none');
  return last.diagnostics;
}
