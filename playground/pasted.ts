/** An event in any form that people have one in, as event data. */

import { type EventData, eventsFromCollect, type Received } from 'sgtm-toolkit/server/ga4-collect';
import { readRequest } from './copied-request.ts';
import { readCalls, readLiteral } from './literal.ts';
import { readPreviewLines } from './preview-lines.ts';

export interface Pasted {
  /** What the text was taken for: `a dataLayer.push`. */
  form: string;
  /** At least one, each with a name, in order. */
  events: EventData[];
  /** What is not certain or was left out, one sentence each. */
  notes: string[];
  /** The Cookie header of a copied request. */
  cookies?: string;
}

/** The text is no event. The message says what was found and what could be pasted. */
export class PasteError extends Error {}

export const FORMS =
  'event data from the preview of a server container, JSON, a dataLayer.push, a gtag call, Copy as cURL or as fetch, a /g/collect request, or the body of a Measurement Protocol request';

/**
 * @param received what a container would add from the request, as far as the text does not say it
 * @throws PasteError
 */
export function eventsFromText(text: string, received: Received): Pasted {
  const trimmed = text.trim();
  if (trimmed === '') throw new PasteError(`Nothing was pasted. Paste ${FORMS}.`);
  const found = fromRequest(trimmed, received) ?? fromScript(trimmed, received) ?? fromLines(trimmed);
  if (!found) throw new PasteError(`No event can be read from this text. Paste ${FORMS}.`);
  const nameless = found.events.find(({ event_name: name }) => typeof name !== 'string' || name === '');
  if (found.events.length === 0 || nameless)
    throw new PasteError(
      `This is ${found.form}, but it names no event (${found.form.includes('collect') ? 'the parameter en' : 'event_name, or event'} is missing), so it is not taken.`,
    );
  return found;
}

function fromRequest(text: string, received: Received): Pasted | undefined {
  const copied = readRequest(text);
  if (copied) {
    const { url, headers, body } = copied.request;
    const cookies = headers.get('cookie');
    const agent = headers.get('user-agent');
    const sender = agent === undefined ? received : { ...received, userAgent: agent };
    const more = cookies === undefined ? {} : { cookies };
    if (isCollect(url))
      return {
        ...collected(`${url}\n${body}`, sender),
        ...more,
        form: `a /g/collect request (${copied.form})`,
      };
    const inner = fromScript(body, sender);
    if (!inner)
      throw new PasteError(
        `This is a copied request (${copied.form}), but no event is in it: it goes to no address of GA4's, such as /g/collect?v=2&…, and its body is no event.`,
      );
    return { ...inner, ...more, form: `${inner.form} (${copied.form})` };
  }
  const line = text.replace(/^(GET|POST)\s+/, '').replace(/\s+HTTP\/[\d.]+$/m, '');
  if (isCollect(line.split('\n')[0]!)) return collected(line, received);
  // A body alone, or the query alone.
  if (/^\??v=2&/.test(line) && !line.includes('\n'))
    return collected(`/g/collect?${line.replace(/^\?/, '')}`, received);
  if (/^(en|_p|_ee|cid)=[^\n]*&/.test(line)) return collected(`/g/collect?v=2\n${line}`, received);
  return undefined;
}

/** Also under another path, as a server container may serve it; the Measurement Protocol's has its events in the body. */
const isCollect = (text: string): boolean =>
  /^(https?:\/\/[^/?#\s]+)?\/[^?#\s]*collect\?/.test(text) && !/\/mp\/collect\?/.test(text);

function collected(text: string, received: Received): Pasted {
  try {
    return { form: 'a /g/collect request', ...eventsFromCollect(text, received) };
  } catch (error) {
    throw new PasteError((error as Error).message);
  }
}

const isObject = (value: unknown): value is EventData =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a container adds from the request by which the events of a page reach it. */
const arrived = (events: readonly EventData[], { remoteAddress, userAgent }: Received): EventData[] =>
  events.map((event) => ({
    ...event,
    ...(event.ip_override === undefined && remoteAddress !== undefined && { ip_override: remoteAddress }),
    ...(event.user_agent === undefined && userAgent !== undefined && { user_agent: userAgent }),
  }));
const ADDED = 'IP address and user agent are added, as the request of a browser brings them.';

/** GA4's Measurement Protocol: events with a name and parameters. Its request comes from a server, so nothing is added. */
function fromProtocol({ events }: EventData): EventData[] | undefined {
  if (!Array.isArray(events) || events.length === 0) return undefined;
  return (events as unknown[]).filter(isObject).map(({ name, params }) => ({
    event_name: name,
    ...(isObject(params) ? params : {}),
  }));
}

/** JSON, a literal of JavaScript, or a script with calls of dataLayer.push or gtag. */
function fromScript(text: string, received: Received): Pasted | undefined {
  const leftOut = new Set<string>();
  const notes = (): string[] =>
    leftOut.size === 0
      ? []
      : [`Left out, because only the page knows it: ${[...leftOut].slice(0, 5).join(', ')}.`];
  const value = text.replace(/^(?:(?:const|let|var)\s+)?[\w$.]+\s*=\s*(?=[[{])/, '');
  if (/^[[{]/.test(value)) {
    try {
      const literal = readLiteral(value, leftOut);
      const messages = (Array.isArray(literal) ? literal : [literal]).filter(isObject);
      const sent = messages.length === 1 ? fromProtocol(messages[0]!) : undefined;
      if (sent) return { form: 'a Measurement Protocol request', events: sent, notes: notes() };
      const layered = messages.some(
        (message) => typeof message.event === 'string' && message.event_name === undefined,
      );
      return {
        form: layered ? 'a message of the data layer' : 'event data',
        events: layered ? arrived(fromMessages(messages), received) : messages,
        notes: [...notes(), ...(layered ? [ADDED] : [])],
      };
    } catch {
      return undefined;
    }
  }
  if (!/\bgtag\s*\(|\.\s*push\s*\(/.test(text)) return undefined;
  try {
    const calls = readCalls(text, leftOut);
    const pushed = calls
      .filter(({ callee }) => /dataLayer\s*\.\s*push$/.test(callee))
      .flatMap(({ args }) => args);
    const sent = calls.filter(({ callee, args }) => /gtag$/.test(callee) && args[0] === 'event');
    if (pushed.length > 0) {
      const events = arrived(fromMessages(pushed.filter(isObject)), received);
      return {
        form: 'a dataLayer.push',
        events,
        notes: [
          ...notes(),
          'Read as if every value of the push were sent along; what your Google tag really sends is in the preview.',
          ADDED,
        ],
      };
    }
    if (sent.length === 0) return undefined;
    return {
      form: 'a gtag call',
      events: arrived(
        sent.map(({ args: [, name, parameters] }) => ({
          event_name: name,
          ...(isObject(parameters) ? parameters : {}),
        })),
        received,
      ),
      notes: [...notes(), ADDED],
    };
  } catch {
    return undefined;
  }
}

/** Messages of the data layer as events: values stay until a later message changes them, as in the layer itself. */
function fromMessages(messages: readonly EventData[]): EventData[] {
  let layer: EventData = {};
  const events: EventData[] = [];
  for (const { event, ...values } of messages) {
    layer = { ...layer, ...values };
    if (typeof event !== 'string') continue;
    const { ecommerce, eventModel, ...rest } = layer;
    events.push({
      event_name: event,
      ...Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('gtm.'))),
      ...(isObject(eventModel) ? eventModel : {}),
      ...(isObject(ecommerce) ? ecommerce : {}),
    });
  }
  return events;
}

function fromLines(text: string): Pasted | undefined {
  const event = readPreviewLines(text);
  // A single line of words is no list of names and values.
  if (!event || (event.event_name === undefined && Object.keys(event).length < 2)) return undefined;
  return { form: 'event data of the preview', events: [event], notes: [] };
}
