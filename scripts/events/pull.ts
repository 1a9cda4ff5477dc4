/**
 * What X has and the dictionary does not say: IDs of rows without one, settings of rows that do not name them, and rows for
 * events without one. What the file says stays; where it differs from X is the plan's business. Pure.
 */
import { CATCH_ALL, categoryOf, GA4_NAMES, TYPES } from '../container/categories.ts';
import type { DescribedRow } from '../container/dictionary.ts';
import {
  CLICK_WINDOWS,
  type EventSettings,
  isName,
  SETTING_NAMES,
  VIEW_WINDOWS,
} from '../container/event-settings.ts';
import { idOf, rank, type WebEvent } from '../lib/web-events.ts';
import type { RowValues } from './edit.ts';
import { fullId, typeOfRow } from './plan.ts';

export interface Completion {
  /** Rows of the file that say more, then new ones. */
  completed: RowValues[];
  added: RowValues[];
  /** Events of the pixel that no row can be made for: nothing tells which event of the site they are sent for. */
  left: WebEvent[];
}

export function completionOf(
  rows: readonly DescribedRow[],
  pixelId: string,
  events: readonly WebEvent[],
): Completion {
  const here = events
    .filter((event) => !event.deleted && event.pixel.toLowerCase() === pixelId.toLowerCase())
    .toSorted((a, b) => (rank(a) === rank(b) ? 0 : rank(a) < rank(b) ? 1 : -1));
  const free = new Set(here);
  const completed: RowValues[] = [];
  const take = (row: DescribedRow, event: WebEvent): void => {
    const isFirst = free.delete(event);
    if (!isFirst || row.table === row.selector) return;
    const missing = missingOf(row.settings, event);
    const id = row.eventId === '' ? fullId(event) : row.eventId;
    if (row.eventId === '' || Object.keys(missing).length > 0)
      completed.push({ table: row.table, selector: row.selector, values: { id, ...missing } });
  };
  const byId = new Map(here.map((event) => [event.id.toLowerCase(), event]));
  for (const row of rows) {
    const event = byId.get(idOf(row.eventId).toLowerCase());
    if (event !== undefined) take(row, event);
  }
  const unnamed = rows.filter(({ eventId }) => eventId === '');
  // Names first: what they say must not be taken by rows that say less.
  for (const row of unnamed.filter(({ settings }) => settings.name !== undefined)) {
    const [event, ...more] = [...free].filter(
      ({ type, name }) => type === typeOfRow(row) && name.trim() === row.settings.name,
    );
    if (event !== undefined && more.length === 0) take(row, event);
  }
  for (const row of unnamed.filter(({ settings }) => settings.name === undefined)) {
    const { table, selector, settings } = row;
    const event = [...free].find((known) =>
      table === 'categoryEvents'
        ? known.type === typeOfRow(row)
        : known.name.trim() === selector && (settings.type ?? known.type) === known.type,
    );
    if (event !== undefined) take(row, event);
  }
  const added = addedRows(rows, free);
  return { completed, added, left: [...free] };
}

/** Takes from `free` the events that a row can be made for. */
function addedRows(rows: readonly DescribedRow[], free: Set<WebEvent>): RowValues[] {
  const known = new Set(rows.map(({ table, selector }) => `${table} ${selector}`));
  const has = (table: string, selector: string): boolean => known.has(`${table} ${selector}`);
  const added = new Map<string, RowValues>();
  const add = (table: string, selector: string, event: WebEvent): void => {
    free.delete(event);
    added.set(`${table} ${selector}`, {
      table,
      selector,
      values: { id: fullId(event), ...missingOf({}, event) },
    });
  };
  for (const event of [...free]) {
    const category = categoryOf(event.type);
    if (category === undefined || category === CATCH_ALL || has('categoryEvents', category)) continue;
    // Both are SIGN_UP at X: a file that says sign_up decides for itself what a lead is.
    if (category === 'lead' && has('categoryEvents', 'sign_up')) continue;
    if (!added.has(`categoryEvents ${category}`)) add('categoryEvents', category, event);
  }
  for (const event of [...free]) {
    const name = event.name.trim();
    const isFree = !has('customEvents', name) && !added.has(`customEvents ${name}`);
    if (isEventName(name) && isFree) add('customEvents', name, event);
  }
  const order = [...Object.keys(GA4_NAMES).map((category) => `categoryEvents ${category}`)];
  const place = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length);
  return [...added].sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1)).map(([, row]) => row);
}

/** A name of GA4's shape that no category takes: whoever named an event of X so meant that event of the site. */
const isEventName = (name: string): boolean =>
  /^[A-Za-z][A-Za-z0-9_]{0,39}$/.test(name) &&
  !Object.values(GA4_NAMES).flat().includes(name) &&
  !Object.hasOwn(GA4_NAMES, name);

/** What a row does not say of its event, as far as a dictionary can say it. */
function missingOf(said: EventSettings, event: WebEvent): Record<string, string | number | boolean> {
  const { type, retargeting } = event;
  const name = event.name.trim();
  const clickWindow = said.clickWindow ?? CLICK_WINDOWS.find((days) => days === event.clickWindow);
  const viewWindow = said.viewWindow ?? VIEW_WINDOWS.find((days) => days === event.viewWindow);
  const fits = clickWindow === undefined || viewWindow === undefined || viewWindow <= clickWindow;
  const known: EventSettings = {
    ...(isName(name) && { name }),
    ...(TYPES.includes(type) && { type }),
    ...(fits && clickWindow !== undefined && { clickWindow }),
    ...(fits && viewWindow !== undefined && { viewWindow }),
    ...(retargeting !== undefined && { retargeting }),
  };
  return Object.fromEntries(
    SETTING_NAMES.flatMap((setting) =>
      said[setting] === undefined && known[setting] !== undefined ? [[setting, known[setting]]] : [],
    ),
  );
}
