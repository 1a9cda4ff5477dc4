/**
 * The web events configured in an ads account, asked from X, and the rows of the tag's category table they make
 * (X, Web Event Tags, reference; X, Web conversions, event types). Needs OAuth: a pixel access token does not open this list.
 */
import { type Field, valued } from 'sgtm-toolkit/form';
import type { Authorization } from '../lib/credentials.ts';
import { clean, isObject, readAnswer, wordsOf } from '../lib/x-answer.ts';
import type { Client } from '../lib/x-client.ts';
import type { Check } from './report.ts';

export interface WebEvent {
  id: string;
  name: string;
  type: string;
  status: string;
  pixel: string;
  lastTracked: string;
  deleted: boolean;
}

/** X's event type → category of the tag. X's interface shows SIGN_UP as Lead and SITE_VISIT as Page view. */
const CATEGORIES: Record<string, string> = {
  SITE_VISIT: 'page_view',
  CONTENT_VIEW: 'content_view',
  SEARCH: 'search',
  ADD_TO_CART: 'add_to_cart',
  ADD_TO_WISHLIST: 'add_to_wishlist',
  CHECKOUT_INITIATED: 'checkout_initiated',
  ADDED_PAYMENT_INFO: 'added_payment_info',
  PURCHASE: 'purchase',
  SIGN_UP: 'lead',
  SUBSCRIBE: 'subscribe',
  START_TRIAL: 'start_trial',
  DOWNLOAD: 'download',
  PRODUCT_CUSTOMIZATION: 'product_customization',
};

/** X, Web Event Tags: most events on a page. */
const PAGE = '1000';
/** A list that never ends is not X's. */
const MOST_PAGES = 50;

/** All events of the account, deleted ones included; a failed check when X does not tell. */
export async function listWebEvents(
  client: Client,
  way: Authorization,
  account: string,
): Promise<WebEvent[] | Check> {
  const name = `Ads account ${account}`;
  const events: WebEvent[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const parameters = [
      { name: 'count', value: PAGE },
      { name: 'with_deleted', value: 'true' },
      ...(cursor === undefined ? [] : [{ name: 'cursor', value: cursor }]),
    ];
    const reply = await client.send(
      { method: 'GET', path: `accounts/${encodeURIComponent(account)}/web_event_tags`, parameters },
      way,
    );
    if (reply.kind !== 'answered')
      return { name, status: 'failed', seen: reply.reason, todo: 'Try again in a minute.' };
    const answer = readAnswer(reply.body);
    const data = answer.body?.data;
    if (reply.status !== 200 || !Array.isArray(data))
      return {
        name,
        status: 'failed',
        seen: `X answered ${reply.status}: ${wordsOf(answer, reply.body)}`,
        todo: 'Check the account id (in the address of ads.x.com, for example 18ce54d4x5t) and that the user behind the access token has access to it.',
      };
    events.push(...data.flatMap(webEvent));
    const next = answer.body?.next_cursor;
    if (typeof next !== 'string' || next === '') return events;
    cursor = next;
  }
  return { name, status: 'failed', seen: 'X’s list of events does not end', todo: 'Check --endpoint.' };
}

function webEvent(value: unknown): WebEvent[] {
  if (!isObject(value) || typeof value.id !== 'string') return [];
  const text = (field: unknown): string => (typeof field === 'string' ? clean(field) : '');
  return [
    {
      id: text(value.id),
      name: text(value.name),
      type: text(value.type),
      status: text(value.status),
      pixel: text(value.website_tag_id),
      lastTracked: text(value.last_tracked_at),
      deleted: value.deleted === true,
    },
  ];
}

const idOf = (id: string): string => /^tw-[A-Za-z0-9]+-(.+)$/.exec(id)?.[1] ?? id;

/** Each configured event id held against the list. */
export function compareEvents(
  events: readonly WebEvent[],
  pixel: string,
  configured: readonly string[],
): Check[] {
  return configured.map((id): Check => {
    const name = `Event ${id} in the account`;
    const found = events.filter((event) => idOf(event.id) === idOf(id));
    const usable = found.find((event) => !event.deleted && event.pixel === pixel);
    if (usable !== undefined)
      return { name, status: 'ok', seen: `${usable.type} "${usable.name}", ${usable.status}` };
    const [other] = found;
    if (other === undefined)
      return {
        name,
        status: 'failed',
        seen: 'X does not know it',
        todo: 'Take an ID of the table below, or create the event in X Events Manager.',
      };
    return other.deleted
      ? {
          name,
          status: 'failed',
          seen: `"${other.name}" was deleted`,
          todo: 'Take an ID of the table below, or create the event anew.',
        }
      : {
          name,
          status: 'failed',
          seen: `it belongs to pixel ${other.pixel}`,
          todo: `Use pixel ${other.pixel}, or an event of pixel ${pixel}.`,
        };
  });
}

export interface CategoryRow {
  category: string;
  eventId: string;
}

/**
 * The rows for the tag's table Conversion categories: for each type the event of the pixel that is tracking, and was last. Custom
 * events have no row: in the tag they belong to the table Single events, each with its event name.
 */
export function categoryRows(events: readonly WebEvent[], pixel: string): CategoryRow[] {
  const rank = (event: WebEvent): string => (event.status === 'TRACKING' ? '1' : '0') + event.lastTracked;
  const best = new Map<string, WebEvent>();
  for (const event of events) {
    const category = CATEGORIES[event.type];
    if (category === undefined || event.deleted || event.pixel !== pixel) continue;
    const known = best.get(category);
    if (known === undefined || rank(known) < rank(event)) best.set(category, event);
  }
  return Object.values(CATEGORIES).flatMap((category) => {
    const event = best.get(category);
    return event === undefined ? [] : [{ category, eventId: `tw-${pixel}-${idOf(event.id)}` }];
  });
}

/**
 * The rows to copy: as lines of a dictionary of `npm run container`, beside each its name in the tag's form.
 * @param form the template's PARAMETERS section
 */
export function copyOf(rows: readonly CategoryRow[], form: readonly Field[]): string {
  const table = valued(form).find(({ name }) => name === 'categoryEvents');
  const choices = table?.columns.find(({ field }) => field.name === 'category')?.field.choices ?? [];
  const label = (category: string): string =>
    choices.find(({ value }) => value === category)?.label ?? category;
  const lines = rows.map(({ category, eventId }) => [`  ${category}: ${eventId}`, label(category)] as const);
  const width = Math.max(...lines.map(([line]) => line.length));
  return ['categoryEvents:', ...lines.map(([line, name]) => `${line.padEnd(width)}  # ${name}`)].join('\n');
}

/** The list as a table; events of the pixel first, deleted ones left out. */
export function tableOf(events: readonly WebEvent[], pixel: string): string {
  const rows = events
    .filter(({ deleted }) => !deleted)
    .sort((a, b) => Number(b.pixel === pixel) - Number(a.pixel === pixel))
    .map((event) => [
      CATEGORIES[event.type] ?? (event.type === 'CUSTOM' ? '(single event)' : '?'),
      event.type,
      `tw-${event.pixel}-${idOf(event.id)}`,
      event.status,
      event.lastTracked === '' ? 'never tracked' : event.lastTracked,
      event.name,
    ]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(0, ...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
}
