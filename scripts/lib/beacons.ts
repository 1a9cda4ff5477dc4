/**
 * X's beacons: the requests by which X's pixel in a browser tells of a page view or an event, read from their addresses as a HAR
 * file, a proxy or a browser gives them. X documents none of this; the forms are those of captured requests and of uwt.js 2.3.29
 * to 2.4.11. A beacon holds no time: the start of its request is taken.
 *
 * Left out: requests other than GET, and what an address does not say (cookies, the answer).
 */
import { textOf } from '../../src/mapping/text.ts';
import { isObject } from './x-answer.ts';

/** A request as it was recorded. */
export interface PixelRequest {
  url: string;
  /** Milliseconds since 1970 at its start; absent when nobody noted it. */
  at?: number;
  /** It never reached X: blocked, cancelled, refused by the page's content policy. */
  failed?: boolean;
  /** Which load of a page it belongs to, such as `pageref` in a HAR: image tags say nothing of it themselves. */
  page?: string;
}

/**
 * `page view` of `config`; `event` with an X event ID; `track` of the old API; `automatic` when the pixel made it of itself
 * (`gtm_…`, `auto_…`); `image` a tag without script; `other` a deprecated call.
 */
export type CallKind = 'page view' | 'event' | 'track' | 'automatic' | 'image' | 'other';

/** What one beacon says. Texts are as the page gave them: they may hold anything, persons too, and are masked before they are shown. */
export interface Beacon {
  kind: CallKind;
  /** `txn_id` exactly as given: an ID of a pixel, or of an event with its pixel. */
  txnId: string;
  /** `o8z6j`, of either form. */
  pixelId: string;
  /** `o87ne`, of `tw-o8z6j-o87ne`; `''` in calls that name no event. */
  eventId: string;
  /** Of `track` and automatic calls, such as `gtm_purchase`; `''` in others. */
  name: string;
  /** What was given with the call. `{}` when that cannot be read. */
  parameters: Record<string, unknown>;
  /** The duplicate key, trimmed, a number as text; `''` when there is none. Never an automatic event's `order_id`. */
  conversionId: string;
  /** UUID of this call, the same in both of its requests; `''` in image tags. No duplicate key. */
  callId: string;
  /** UUID of the page load, `''` in image tags. */
  pageLoad: string;
  /** The page's address; `''` when hidden. */
  page: string;
  /** `''` when there is none. */
  clickId: string;
  clickIdSource: 'url' | 'cookie' | '';
  /** 64 hex digits each, as sent. */
  hashes: { email_address?: string; phone_number?: string; external_id?: string };
  /** Such as `restrict_optimization`; `''` when not set. */
  restrictedDataUse: string;
  /** Who wrote the base code, such as `advertiser`, `gtm`, `gtm-ad-manager`. */
  integration: string;
  /** `bci`: 4 when `config` ran, 2 for an event without it. `''` when not said. */
  baseCode: string;
}

/** One call of the pixel: its requests, usually two, say the same. */
export interface PixelCall extends Beacon {
  /** Start of its first request, milliseconds since 1970. */
  at: number | undefined;
  requests: number;
  /** Whether one of the requests reached X. */
  sent: boolean;
}

const HOSTS = ['t.co', 'analytics.twitter.com', 'analytics.x.com'];
const PATHS = ['/1/i/adsct', '/i/adsct'];

/** `undefined` for all that is no beacon: t.co is also X's shortener of links. */
function beaconUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isBeacon =
    url !== undefined &&
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    HOSTS.includes(url.hostname) &&
    PATHS.includes(url.pathname);
  return isBeacon ? url : undefined;
}

/** What the address of a beacon says; `undefined` for every other address. Never throws. */
export function readBeacon(url: string): Beacon | undefined {
  const found = beaconUrl(url);
  return found && beaconOf(found.searchParams);
}

function beaconOf(query: URLSearchParams): Beacon {
  const read = (key: string): string => query.get(key) ?? '';
  const [name, parameters] = callOf(query);
  const txnId = read('txn_id');
  const [pixelId, eventId] = idsOf(txnId);
  const kind = kindOf(query, name);
  const source = read('tw_clid_src');
  return {
    kind,
    txnId,
    pixelId,
    eventId,
    name,
    parameters,
    conversionId: textOf(parameters.conversion_id),
    callId: read('event_id'),
    pageLoad: read('pl_id'),
    page: read('tw_document_href'),
    clickId: read('twclid'),
    clickIdSource: source === '1' ? 'url' : source === '2' ? 'cookie' : '',
    hashes: {
      ...(query.has('email_address') && { email_address: read('email_address') }),
      ...(query.has('phone_number') && { phone_number: read('phone_number') }),
      ...(query.has('external_id') && { external_id: read('external_id') }),
    },
    restrictedDataUse: read('restricted_data_use'),
    integration: read('integration'),
    baseCode: read('bci'),
  };
}

/** `eci` says which call it was; image tags have none. */
function kindOf(query: URLSearchParams, name: string): CallKind {
  switch (query.get('eci')) {
    case null:
      return query.has('event_id') ? 'other' : 'image';
    case '2':
      return /^(gtm|auto)_/.test(name) ? 'automatic' : 'track';
    case '3':
      return 'page view';
    case '4':
      return 'event';
    default:
      return 'other';
  }
}

/** Name and parameters: `event` of `config` and `event`, the first of `events` of `track` and automatic calls. */
function callOf(query: URLSearchParams): [name: string, parameters: Record<string, unknown>] {
  const events = json(query.get('events'));
  const first: unknown = Array.isArray(events) ? events[0] : undefined;
  if (!Array.isArray(first)) return ['', plain(json(query.get('event')))];
  return [textOf(first[0]), plain(first[1])];
}

function json(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}

const plain = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});

/** Pixel and event of `tw-o8z6j-o87ne` in any case; all else is the ID of a pixel. */
function idsOf(txnId: string): [pixelId: string, eventId: string] {
  const parts = txnId.trim().split('-');
  const [prefix = '', pixelId = '', eventId = ''] = parts;
  return parts.length === 3 && prefix.toLowerCase() === 'tw' ? [pixelId, eventId] : [txnId.trim(), ''];
}

/**
 * The calls of the pixel among recorded requests, in the order of their first requests. Each call asks t.co and analytics: they
 * are one call by the same UUID and pixel. Image tags have no UUID: the nth request to one host is the nth to the other, by page
 * and query. Requests that are no beacons are passed over. Cost and memory grow with the beacons alone.
 */
export function pixelCalls(requests: Iterable<PixelRequest>): PixelCall[] {
  const calls = new Map<string, PixelCall>();
  const seen = new Map<string, number>();
  for (const request of requests) {
    const url = beaconUrl(request.url);
    if (url === undefined) continue;
    const beacon = beaconOf(url.searchParams);
    const key = beacon.callId === '' ? imageKey(url, request.page ?? '', seen) : callKey(beacon);
    const { at } = request;
    const sent = request.failed !== true;
    const known = calls.get(key);
    if (!known) {
      calls.set(key, { ...beacon, at, requests: 1, sent });
      continue;
    }
    known.requests += 1;
    known.sent ||= sent;
    if (at !== undefined) known.at = Math.min(known.at ?? at, at);
  }
  return [...calls.values()];
}

const callKey = ({ callId, txnId }: Beacon): string => JSON.stringify([callId, txnId]);

function imageKey(url: URL, page: string, seen: Map<string, number>): string {
  const host = url.hostname === 't.co' ? 't.co' : 'analytics';
  const perHost = JSON.stringify([page, url.search, host]);
  const number = (seen.get(perHost) ?? 0) + 1;
  seen.set(perHost, number);
  return JSON.stringify([page, url.search, number]);
}
