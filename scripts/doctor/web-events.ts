/**
 * The web events configured in an ads account, asked from X, and the rows of the tag's category table they make
 * (X, Web Event Tags, reference; X, Web conversions, event types). Needs OAuth: a pixel access token does not open this list.
 */
import { type Field, valued } from 'sgtm-toolkit/form';
import { CATCH_ALL, categoryOf, GA4_NAMES } from '../container/categories.ts';
import type { Authorization } from '../lib/credentials.ts';
import * as api from '../lib/web-events.ts';
import type { Client } from '../lib/x-client.ts';
import type { Check } from './report.ts';

export type WebEvent = api.WebEvent;

/** The row of the category table that a type belongs to; custom events have none. */
function rowOf(type: string): string | undefined {
  const category = categoryOf(type);
  return category === CATCH_ALL ? undefined : category;
}

/** All events of the account, deleted ones included; a failed check when X does not tell. */
export async function listWebEvents(
  client: Client,
  way: Authorization,
  account: string,
): Promise<WebEvent[] | Check> {
  const listing = await api.listWebEvents((request) => client.send(request, way), account);
  if (Array.isArray(listing)) return listing.map(api.shown);
  return {
    name: `Ads account ${account}`,
    status: 'failed',
    seen: listing.seen,
    todo:
      listing.status === undefined
        ? 'Try again in a minute.'
        : 'Check the account id (in the address of ads.x.com, for example 18ce54d4x5t) and that the user behind the access token has access to it.',
  };
}

/** Each configured event id held against the list. */
export function compareEvents(
  events: readonly WebEvent[],
  pixel: string,
  configured: readonly string[],
): Check[] {
  return configured.map((id): Check => {
    const name = `Event ${id} in the account`;
    const found = events.filter((event) => api.idOf(event.id) === api.idOf(id));
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
          todo: 'Take an ID of the table below, or create the event again.',
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
  const best = new Map<string, WebEvent>();
  for (const event of events) {
    const category = rowOf(event.type);
    if (category === undefined || event.deleted || event.pixel !== pixel) continue;
    const known = best.get(category);
    if (known === undefined || api.rank(known) < api.rank(event)) best.set(category, event);
  }
  return Object.keys(GA4_NAMES).flatMap((category) => {
    const event = best.get(category);
    return event === undefined ? [] : [{ category, eventId: `tw-${pixel}-${api.idOf(event.id)}` }];
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
      rowOf(event.type) ?? (event.type === 'CUSTOM' ? '(single event)' : '?'),
      event.type,
      `tw-${event.pixel}-${api.idOf(event.id)}`,
      event.status,
      event.lastTracked === '' ? 'never tracked' : event.lastTracked,
      event.name,
    ]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(0, ...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
}
