/**
 * X's Ads API over real HTTP, for command lines: where it is, who asks, one request, and what came back or why nothing
 * did. What an answer means is the caller's business.
 */
import { randomBytes } from 'node:crypto';
import { type Parameter, signRequest } from '../../src/signing/oauth1.ts';
import { type Authorization, secretsOf } from './credentials.ts';
import { maskAll } from './mask.ts';

/** X, Web conversions: host and version of the Ads API. */
export const X_ENDPOINT = 'https://ads-api.x.com';
export const VERSION = '12';

/** Bytes of an answer that are read; X's are below one KB for each error. */
const LONGEST_ANSWER = 2 * 1024 * 1024;

export interface XRequest {
  method: 'GET' | 'POST' | 'PUT';
  /** Below the version, for example `measurement/conversions/o8z6j`. */
  path: string;
  parameters?: readonly Parameter[];
  /** JSON text. */
  body?: string;
}

/**
 * - `answered`: a status line and a whole body arrived. `body` is undefined when it is too long or no UTF-8.
 * - `cut`: X may have got the whole request, but its answer did not arrive; `status` is known if that much arrived.
 * - `unsent`: X cannot have got the request.
 */
export type Reply =
  | { kind: 'answered'; status: number; headers: Headers; body: string | undefined }
  | { kind: 'cut'; status: number | undefined; reason: string }
  | { kind: 'unsent'; reason: string };

export interface Client {
  endpoint: string;
  send(request: XRequest, authorization: Authorization | undefined): Promise<Reply>;
}

export interface ClientWorld {
  /** Epoch milliseconds. */
  now: () => number;
  /** Milliseconds until a request is given up. */
  timeoutMs: number;
}

/** @throws RangeError, its message without a subject, when credentials must not be sent there */
export function checkEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url !== undefined && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url === undefined || !(url.protocol === 'https:' || (url.protocol === 'http:' && isLocal)))
    throw new RangeError('must be an https address, or http on this machine');
  if (url.origin !== text.replace(/\/$/, '').toLowerCase())
    throw new RangeError('must be scheme and host only, like https://ads-api.x.com');
  return url.origin;
}

export function createClient(endpoint: string, world: ClientWorld): Client {
  return {
    endpoint,
    async send({ method, path, parameters = [], body }, authorization) {
      const url = `${endpoint}/${VERSION}/${path}`;
      const query = parameters.map(({ name, value }) => `${encode(name)}=${encode(value)}`).join('&');
      const headers: Record<string, string> = { accept: 'application/json' };
      if (body !== undefined) headers['content-type'] = 'application/json';
      if (authorization?.method === 'pixelToken') headers['x-pixel-token'] = authorization.token;
      if (authorization?.method === 'oauth1') {
        const uniqueness = {
          nonce: randomBytes(16).toString('hex'),
          timestamp: String(Math.floor(world.now() / 1000)),
        };
        headers.authorization = signRequest(
          { method, url, parameters },
          authorization.credentials,
          uniqueness,
          encodeURIComponent,
        );
      }
      const reply = await exchange(
        query === '' ? url : `${url}?${query}`,
        { method, headers, body },
        world.timeoutMs,
      );
      if (reply.kind !== 'answered' || reply.body === undefined || authorization === undefined) return reply;
      // X's words may repeat the consumer key. What is shorter than any credential of X may be part of anything.
      const secrets = secretsOf(authorization).filter((secret) => secret.length >= 6);
      return { ...reply, body: maskAll(reply.body, secrets) };
    },
  };
}

/** RFC 3986, so that the query is written as it is signed. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

async function exchange(
  url: string,
  { method, headers, body }: { method: string; headers: Record<string, string>; body: string | undefined },
  timeoutMs: number,
): Promise<Reply> {
  const signal = AbortSignal.timeout(timeoutMs);
  let status: number | undefined;
  try {
    const response = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      signal,
      ...(body === undefined ? {} : { body }),
    });
    status = response.status;
    return { kind: 'answered', status, headers: response.headers, body: await readBody(response) };
  } catch (error) {
    if (signal.aborted) return { kind: 'cut', status, reason: `X did not answer within ${timeoutMs} ms` };
    const code = codeOf(error);
    const unsent = UNSENT[code] ?? (/CERT|TLS|SSL|ALTNAME/.test(code) ? UNTRUSTED : undefined);
    if (unsent !== undefined) return { kind: 'unsent', reason: `${unsent} (${code})` };
    return { kind: 'cut', status, reason: `The connection ended before X's answer did (${code})` };
  }
}

async function readBody(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > LONGEST_ANSWER) return undefined;
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    return undefined;
  }
}

const UNTRUSTED = 'No trusted TLS connection: a proxy in between, or missing root certificates';

/** Faults that happen before the first byte of a request leaves. */
const UNSENT: Record<string, string> = {
  ENOTFOUND: 'The name of the host is not known: check DNS and the network',
  EAI_AGAIN: 'The name of the host cannot be looked up at the moment: check DNS and the network',
  ECONNREFUSED: 'The connection was refused',
  EHOSTUNREACH: 'There is no route to the host: check network and firewall',
  ENETUNREACH: 'The network cannot be reached',
  UND_ERR_CONNECT_TIMEOUT: 'No connection could be made in time: check network and firewall',
};

/** The code of the innermost cause; happy eyeballs gives one error for several. */
function codeOf(error: unknown): string {
  let code = 'unknown';
  let current: unknown = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if ('code' in current && typeof current.code === 'string') code = current.code;
    current =
      current instanceof AggregateError ? (current.errors as unknown[])[0] : (current.cause ?? undefined);
  }
  return code;
}

/** How far this machine's clock is ahead of X's, in seconds; undefined without a usable `Date` header. */
export function clockSkew(headers: Headers, now: number): number | undefined {
  const date = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(date) ? undefined : Math.round((now - date) / 1000);
}
