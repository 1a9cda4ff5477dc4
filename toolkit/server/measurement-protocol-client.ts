/**
 * The client "Measurement Protocol (GA4)": JSON from servers and apps (Google, Measurement Protocol reference). What it makes of
 * `user_data`, `consent` and `user_properties` is not known: they arrive as `x-ga-mp2-<name>`.
 */
import type { BuiltInClient } from './clients.ts';
import { addressOf, userAgentOf } from './request.ts';
import { embedded, isPlain, type Plain } from './text.ts';

/** Google's limit is 25 events a request; more are left out. */
const MOST_EVENTS = 25;

export const measurementProtocolClient: BuiltInClient = ({ activationPath }, incoming) => {
  const path = embedded(activationPath) || '/mp/collect';
  if (incoming.method !== 'POST' || incoming.path !== path) return undefined;
  const given = parsed(incoming.body ?? '');
  if (!given || !Array.isArray(given.events))
    return claim([], [], 400, 'The body must be a JSON object with a list "events".\n');
  const { events, client_id, user_id, ...others } = given;
  const measurementId = new URLSearchParams(incoming.query).get('measurement_id');
  const address = addressOf(incoming);
  const agent = userAgentOf(incoming);
  const shared: Plain = {
    ...(client_id !== undefined && { client_id }),
    ...(user_id !== undefined && { user_id }),
    ...(measurementId !== null && { 'x-ga-measurement_id': measurementId }),
    ...(address !== undefined && { ip_override: address }),
    ...(agent !== undefined && { user_agent: agent }),
    ...Object.fromEntries(Object.entries(others).map(([name, value]) => [`x-ga-mp2-${name}`, value])),
  };
  const notes =
    Object.keys(others).length === 0
      ? []
      : [`How ${Object.keys(others).join(', ')} arrive is not known; x-ga-mp2-<name> is an assumption.`];
  const named = events.filter(isPlain).slice(0, MOST_EVENTS);
  if (events.length > MOST_EVENTS)
    notes.push(`Of ${events.length} events only ${MOST_EVENTS}, Google's limit, are run.`);
  return claim(
    named.map(({ name, params }) => ({
      ...(isPlain(params) && params),
      ...shared,
      ...(name !== undefined && { event_name: name }),
    })),
    notes,
    204,
    '',
  );
};

function parsed(text: string): Plain | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isPlain(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const claim = (events: Plain[], notes: string[], status: number, body: string) => ({
  events,
  notes,
  cookies: [],
  streamed: false,
  answer: () => ({
    status,
    headers: body === '' ? {} : { 'content-type': 'text/plain; charset=utf-8' },
    body,
  }),
});
