/**
 * A /g/collect request as event data: what the request says, and what the container adds to each event from the request
 * itself. Runs in a browser too: the playground translates pasted requests with it.
 */
import { type EventData, eventOfHit, put } from '../sandbox/ga4-hit.ts';

export type { EventData };

export interface Collected {
  /** One for each event of the request, in order. */
  events: EventData[];
  /** What could not be translated with certainty, one sentence each. */
  notes: string[];
}

/** What the container adds to each event from the request itself. */
export interface Received {
  remoteAddress?: string;
  userAgent?: string;
  /** Epoch milliseconds. */
  now?: number;
  /** Where the visitor is, as the host tells: `US-CA`. */
  region?: string;
}

export class CollectError extends Error {}

/**
 * Translates a pasted request.
 *
 * @param text the URL, whole or from its path on; for a batch the body below it, one event a line
 * @returns events as a tag sees them. Throws a CollectError when the text is no /g/collect request.
 */
export function eventsFromCollect(text: string, received: Received = {}): Collected {
  const [first = '', ...body] = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const url = first.match(/^(?:https?:\/\/[^/?#]+)?(\/[^?#]*)\?([^#]*)/);
  if (!url || !/\/(?:g|mc)\/collect$/.test(url[1]!))
    throw new CollectError(
      'This is no GA4 request: expected a URL that ends in /g/collect?v=2&…. Copy it from the network panel of your browser.',
    );
  const shared = new URLSearchParams(url[2]);
  if (shared.get('v') !== '2')
    throw new CollectError(
      `Expected protocol version 2 (v=2), found ${shared.get('v') ?? 'none'}. Only GA4 requests can be translated.`,
    );
  return eventsOfHits(shared, body, received);
}

/**
 * The events of one request.
 *
 * @param shared parameters of the query, which hold for every event
 * @param lines of the body, one event each; without any the query alone is one event
 */
export function eventsOfHits(
  shared: URLSearchParams,
  lines: readonly string[],
  received: Received = {},
): Collected {
  const notes = new Set<string>();
  const payloads = lines.length === 0 ? [''] : lines;
  const events = payloads.map((line) =>
    translate([...shared, ...new URLSearchParams(line)], received, notes),
  );
  return { events, notes: [...notes] };
}

function translate(pairs: [string, string][], received: Received, notes: Set<string>): EventData {
  const event = eventOfHit(pairs, notes);
  if (event.event_name === undefined) {
    notes.add('The request names no event (parameter en).');
  }
  if (event.ip_override === undefined && received.remoteAddress) event.ip_override = received.remoteAddress;
  if (event.user_agent === undefined && received.userAgent) event.user_agent = received.userAgent;
  if (event.event_location === undefined && received.region) {
    const [country, region] = received.region.split('-', 2);
    event.event_location = { country, ...(region !== undefined && { region }) };
  }
  if (received.now !== undefined)
    put(event, ['x-sst-system_properties', 'request_start_time_ms'], received.now);
  return event;
}
