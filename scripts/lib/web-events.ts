/**
 * The web events configured in an ads account, asked from X (X, Web Event Tags, reference). Needs OAuth: a pixel access token
 * does not open this list.
 */
import { clean, isObject, readAnswer, wordsOf, type XError } from './x-answer.ts';
import type { Reply, XRequest } from './x-client.ts';

/** An event as X lists it. Texts are X's own; see shown(). */
export interface WebEvent {
  id: string;
  name: string;
  type: string;
  status: string;
  pixel: string;
  lastTracked: string;
  deleted: boolean;
  /** Days; X's interface also writes 60 and 90. Undefined when X does not tell, as below. */
  clickWindow: number | undefined;
  viewWindow: number | undefined;
  retargeting: boolean | undefined;
}

/** Why X did not do what it was asked. */
export interface Failure {
  /** One sentence without its full stop. */
  seen: string;
  /** Undefined when no answer arrived. */
  status: number | undefined;
  errors: XError[];
}

/** X, Web Event Tags: most events on a page. */
const PAGE = '1000';
/** A list that never ends is not X's. */
const MOST_PAGES = 50;

export const pathOf = (account: string): string => `accounts/${encodeURIComponent(account)}/web_event_tags`;

/** All events of the account, deleted ones included. */
export async function listWebEvents(
  ask: (request: XRequest) => Promise<Reply>,
  account: string,
): Promise<WebEvent[] | Failure> {
  // An event that moves to the next page while the list is read is one event.
  const events = new Map<string, WebEvent>();
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const parameters = [
      { name: 'count', value: PAGE },
      { name: 'with_deleted', value: 'true' },
      ...(cursor === undefined ? [] : [{ name: 'cursor', value: cursor }]),
    ];
    const reply = await ask({ method: 'GET', path: pathOf(account), parameters });
    const answer = reply.kind === 'answered' ? readAnswer(reply.body) : undefined;
    const data = answer?.body?.data;
    if (reply.kind !== 'answered' || reply.status !== 200 || !Array.isArray(data)) return failureOf(reply);
    for (const event of data.flatMap((value) => webEvent(value) ?? [])) events.set(event.id, event);
    const next = answer?.body?.next_cursor;
    if (typeof next !== 'string' || next === '') return [...events.values()];
    cursor = next;
  }
  return { seen: 'X’s list of events does not end', status: 200, errors: [] };
}

/** What a reply that is no success says. */
export function failureOf(reply: Reply): Failure {
  if (reply.kind !== 'answered') return { seen: reply.reason, status: undefined, errors: [] };
  const answer = readAnswer(reply.body);
  return {
    seen: `X answered ${reply.status}: ${wordsOf(answer, reply.body)}`,
    status: reply.status,
    errors: answer.errors,
  };
}

/** One event of X's answer; undefined when it is none. */
export function webEvent(value: unknown): WebEvent | undefined {
  if (!isObject(value) || typeof value.id !== 'string' || value.id === '') return undefined;
  const text = (field: unknown): string => (typeof field === 'string' ? field : '');
  const days = (field: unknown): number | undefined => (Number.isInteger(field) ? Number(field) : undefined);
  const { retargeting_enabled: retargeting } = value;
  return {
    id: value.id,
    name: text(value.name),
    type: text(value.type),
    status: text(value.status),
    pixel: text(value.website_tag_id),
    lastTracked: text(value.last_tracked_at),
    deleted: value.deleted === true,
    clickWindow: days(value.click_window),
    viewWindow: days(value.view_through_window),
    retargeting: typeof retargeting === 'boolean' ? retargeting : undefined,
  };
}

/** The event as it may stand on a terminal or in a log. */
export const shown = (event: WebEvent): WebEvent => ({
  ...event,
  id: clean(event.id),
  name: clean(event.name),
  type: clean(event.type),
  status: clean(event.status),
  pixel: clean(event.pixel),
  lastTracked: clean(event.lastTracked),
});

/** The bare id of both spellings. */
export const idOf = (id: string): string => /^tw-[A-Za-z0-9]+-(.+)$/.exec(id)?.[1] ?? id;

/** Orders events of one type: the one that is tracking, and was last, is the greatest. */
export const rank = (event: WebEvent): string =>
  (event.status === 'TRACKING' ? '1' : '0') + event.lastTracked;
