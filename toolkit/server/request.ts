/** An incoming request as clients, variables and templates see it. */

import { headerOf, remoteAddressOf } from '../sandbox/apis/headers.ts';
import type { World } from '../sandbox/index.ts';

export interface Incoming {
  method: string;
  path: string;
  /** Without `?`. */
  query: string;
  /** Names in lower case. */
  headers: Record<string, string | string[]>;
  body?: string;
  /** The address of the connection. */
  remoteAddress?: string;
}

/** What of a request a run's world holds. */
export type RequestParts = Pick<World, 'request' | 'headers' | 'cookies' | 'remoteAddress'>;

export function partsOf({ method, path, query, headers, body, remoteAddress }: Incoming): RequestParts {
  return {
    request: { method, path, query, ...(body !== undefined && { body }) },
    headers,
    cookies: cookiesIn(headerOf({ headers }, 'cookie') ?? ''),
    ...(remoteAddress !== undefined && { remoteAddress }),
  };
}

/** Values by name, as they stand in the header (RFC 6265 §4.2). */
function cookiesIn(header: string): Record<string, string[]> {
  const cookies = new Map<string, string[]>();
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (at < 1) continue;
    const name = pair.slice(0, at).trim();
    cookies.set(name, [...(cookies.get(name) ?? []), pair.slice(at + 1).trim()]);
  }
  return Object.fromEntries(cookies);
}

/** The visitor's address, and the browser's name. */
export const addressOf = (incoming: Incoming): string | undefined => remoteAddressOf(partsOf(incoming));
export const userAgentOf = ({ headers }: Incoming): string | undefined => headerOf({ headers }, 'user-agent');

/** Headers in which hosts tell the country and region of a visitor. */
const REGION_HEADERS = ['x-appengine', 'x-gclb', 'x-geo'];

/** `US-CA`; only the country where the region is not told; an empty text where neither is. */
export function regionOf({ headers }: Incoming): string {
  for (const prefix of REGION_HEADERS) {
    const country = headerOf({ headers }, `${prefix}-country`)?.trim().toUpperCase() ?? '';
    const region = headerOf({ headers }, `${prefix}-region`)?.trim().toUpperCase() ?? '';
    if (country !== '') return region === '' ? country : `${country}-${region}`;
  }
  return '';
}
