/**
 * The client "Google Analytics: GA4 (Web)". Its code is not public: what it claims and how events look is read off recorded
 * requests and events; the cookie FPID has the shape of recorded ones and an invented value, marked as such.
 */
import { createHash, randomBytes } from 'node:crypto';
import { setCookieHeader, withDomain } from '../sandbox/apis/cookies.ts';
import { decodeOr } from '../sandbox/apis/encode.ts';
import { hostOf } from '../sandbox/apis/headers.ts';
import { type BuiltInClient, type Claim, scriptClaim } from './clients.ts';
import { eventsOfHits } from './ga4-collect.ts';
import { addressOf, type Incoming, partsOf, regionOf, userAgentOf } from './request.ts';
import { embedded, isPlain, type Plain } from './text.ts';

/** gtag sends at most 20 events a request; more are left out. */
const MOST_EVENTS = 100;

/** A transparent GIF of one pixel, each byte as one character. */
const PIXEL = atob('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7');

export const ga4Client: BuiltInClient = (parameters, incoming, now) => {
  const query = new URLSearchParams(incoming.query);
  const { method, path } = incoming;
  if (method === 'GET' && /(^|\/)gtag\/js$/.test(path) && servesTag(parameters, query.get('id')))
    return scriptClaim();
  if (parameters.activateDefaultPaths !== true || (method !== 'GET' && method !== 'POST')) return undefined;
  if (!/(^|\/)g\/collect$/.test(path)) return undefined;
  const lines = (incoming.body ?? '').split(/\r?\n/).filter((line) => line.trim() !== '');
  // The version may stand in the first line of the body only.
  const version = query.get('v') ?? new URLSearchParams(lines[0] ?? '').get('v');
  if (version !== '2') return undefined;
  const address = addressOf(incoming);
  const agent = userAgentOf(incoming);
  const { events, notes } = eventsOfHits(query, lines.slice(0, MOST_EVENTS), {
    ...(address !== undefined && { remoteAddress: address }),
    ...(agent !== undefined && { userAgent: agent }),
    now,
    region: regionOf(incoming),
  });
  if (lines.length > MOST_EVENTS)
    notes.push(`Of ${lines.length} events only the first ${MOST_EVENTS} are run; gtag sends at most 20.`);
  const streamed = query.has('richsstsse');
  return {
    events,
    notes,
    cookies: serverCookie(parameters, incoming, events, notes),
    streamed,
    answer: streamed ? streamedAnswer : () => ({ status: 200, headers: IMAGE, body: PIXEL }),
  };
};

const IMAGE = { 'content-type': 'image/gif', 'cache-control': 'no-cache' };

/** Blocks of server-sent events, whose JSON gtag reads; the content type is an assumption. */
const streamedAnswer: Claim['answer'] = (pixels) => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' },
  body: pixels.map((url) => `event: message\ndata: ${JSON.stringify({ send_pixel: [url] })}\n\n`).join(''),
});

function servesTag({ activateGtagSupport, gtagMeasurementIds }: Plain, id: string | null): boolean {
  if (activateGtagSupport !== true || !Array.isArray(gtagMeasurementIds)) return false;
  return gtagMeasurementIds.filter(isPlain).some((row) => row.measurementId === id);
}

/**
 * With server-managed cookies the id in FPID decides who the visitor is, and the browser's own goes to
 * `x-ga-js_client_id`. Changes the events; returns the cookie to set.
 */
function serverCookie(
  parameters: Plain,
  incoming: Incoming,
  events: readonly Plain[],
  notes: string[],
): string[] {
  const name = embedded(parameters.cookieName ?? 'FPID');
  const isDenied = events.some((event) => embedded(event['x-ga-gcs'])[3] === '0');
  if (parameters.cookieManagement !== 'server' || name === '' || isDenied) return [];
  const parts = partsOf(incoming);
  const cookies = parts.cookies ?? {};
  const kept = Object.hasOwn(cookies, name) ? [cookies[name]!].flat()[0]! : '';
  const [, found] = decodeOr(kept, kept).match(/^FPID\d\.\d+\.(.+\.\d+)$/) ?? [];
  const id = found ?? inventedId(parameters, embedded(events[0]?.client_id));
  if (found === undefined)
    notes.push(`The value of the cookie ${name} is invented: how Google makes it is not public.`);
  for (const event of events) {
    if (event.client_id !== undefined) event['x-ga-js_client_id'] = event.client_id;
    event.client_id = id;
  }
  const host = hostOf(parts) ?? '';
  const options = withDomain(
    {
      domain: embedded(parameters.cookieDomain) || 'auto',
      path: embedded(parameters.cookiePath) || '/',
      'max-age': Number(parameters.cookieMaxAgeInSec) || 63_072_000,
      ...(embedded(parameters.cookieSamesite) !== '' && { sameSite: embedded(parameters.cookieSamesite) }),
      secure: true,
      httpOnly: true,
    },
    parts,
  );
  const labels = embedded(options.domain ?? host).split('.').length;
  return [setCookieHeader({ name, value: encodeURIComponent(`FPID2.${labels}.${id}`), options })];
}

/** The same visitor keeps one identity, unless the client is told not to take over that of the browser. */
function inventedId({ migrateFromJsClientId }: Plain, clientId: string): string {
  const [, seconds = String(Math.floor(Date.now() / 1000))] = clientId.match(/\.(\d{1,12})$/) ?? [];
  const digest =
    migrateFromJsClientId === false || clientId === ''
      ? randomBytes(32)
      : createHash('sha256').update(`fpid${clientId}`).digest();
  return `${digest.toString('base64')}.${seconds}`;
}
