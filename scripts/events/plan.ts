/**
 * What is different between the dictionary and X: events to make, events that are there and whose IDs the file lacks, settings
 * to change, and what keeps any of it from being done. Pure; nothing is asked, nothing is written. Nothing is ever deleted: an
 * event that the file does not name is only listed.
 */
import { CATCH_ALL, categoryOf, typeOf } from '../container/categories.ts';
import type { DescribedRow } from '../container/dictionary.ts';
import type { Problem } from '../container/document.ts';
import { identityOf } from '../container/event-id.ts';
import {
  CLICK_WINDOWS,
  type EventSettings,
  SETTING_NAMES,
  type SettingName,
  VIEW_WINDOWS,
} from '../container/event-settings.ts';
import { MOST_NAMED } from '../lib/access.ts';
import { idOf, shown, type WebEvent } from '../lib/web-events.ts';
import { clean } from '../lib/x-answer.ts';

type Value = string | number | boolean;

export interface Change {
  setting: SettingName;
  /** Undefined when X does not tell. */
  from: Value | undefined;
  to: Value;
}

interface Of {
  row: DescribedRow;
}
/** One event of the file: to make, to be named in the file, to change (also right after it was named), or as it should be. */
export type Step =
  | (Of & { action: 'create'; settings: Required<EventSettings> })
  | (Of & { action: 'adopt' | 'update' | 'keep'; event: WebEvent; changes: Change[] });

export interface Plan {
  steps: Step[];
  problems: Problem[];
  /** Events of the pixel that no row sends. */
  unlisted: WebEvent[];
}

/** What X's interface sets for a new event (the API has no defaults), as far as the view window goes with the click window. */
function newEvent(settings: EventSettings, name: string, type: string): Required<EventSettings> {
  const { clickWindow = Math.max(14, settings.viewWindow ?? 0), retargeting = false } = settings;
  return { name, type, clickWindow, viewWindow: settings.viewWindow ?? 1, retargeting };
}

export const labelOf = ({ table, selector }: DescribedRow): string =>
  table === selector ? table : `${table}.${selector.slice(0, 60)}`;

export const typeOfRow = ({ table, selector, settings }: DescribedRow): string =>
  settings.type ?? (table === 'categoryEvents' ? typeOf(selector) : typeOf(CATCH_ALL));

/** The ID as it is written into the file: the long spelling names its pixel. */
export const fullId = (event: WebEvent): string => `tw-${event.pixel}-${event.id}`;

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/**
 * @param file its name, for what is reported
 * @param rows of the file, read without an error
 * @param events all of the account, deleted ones included
 */
export function planOf(
  file: string,
  pixelId: string,
  rows: readonly DescribedRow[],
  events: readonly WebEvent[],
): Plan {
  const plan: Plan = { steps: [], problems: [], unlisted: [] };
  const report: Report = (code, row, message, severity = 'error') => {
    const page = `docs/events.md#${code.toLowerCase()}`;
    const { line, column } = row;
    plan.problems.push({ severity, code, message: `${labelOf(row)} ${message}`, file, line, column, page });
  };
  const byId = new Map(events.map((event) => [event.id.toLowerCase(), event]));
  const byKind = new Map<string, WebEvent[]>();
  for (const event of events) {
    if (event.deleted) continue;
    const kind = kindOf(event.type, event.name.trim());
    const alike = byKind.get(kind) ?? [];
    alike.push(event);
    byKind.set(kind, alike);
  }
  /** Every event that a row names, by the row that names it first. */
  const named = new Map<string, DescribedRow>();
  for (const row of rows) if (row.eventId !== '' && !named.has(bareId(row))) named.set(bareId(row), row);

  const known: Known = { pixelId, byId, byKind, named, wanted: new Map(), report };
  for (const row of together(rows, pixelId)) {
    const step = row.eventId === '' ? stepOfUnnamed(row, known) : stepOfNamed(row, known);
    if (step !== undefined) plan.steps.push(step);
  }
  const created = plan.steps.find(({ action }) => action === 'create');
  const pixels = [...new Set(events.map(({ pixel }) => pixel))];
  if (created !== undefined && pixels.length > 0 && !pixels.some((pixel) => same(pixel, pixelId)))
    report(
      'NEW_PIXEL',
      created.row,
      `would be the first event of this account on the pixel ${pixelId}; its others lie on ${pixels.slice(0, MOST_NAMED).map(clean).join(', ')}. X has no parameter for the pixel, and what it makes elsewhere stays there. Check pixelId.`,
      'warning',
    );
  const used = new Set([
    ...named.keys(),
    ...plan.steps.flatMap((step) => (step.action === 'adopt' ? [step.event.id.toLowerCase()] : [])),
  ]);
  plan.unlisted = events.filter(
    (event) => !event.deleted && same(event.pixel, pixelId) && !used.has(event.id.toLowerCase()),
  );
  plan.problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return plan;
}

/** What tells events apart that have no ID yet. */
const kindOf = (type: string, name: string): string => JSON.stringify([type, name]);

/** X's own spelling of a row's ID. */
const bareId = ({ eventId }: DescribedRow): string => idOf(eventId).toLowerCase();

/** Rows that send one event are one, with what each of them says. */
function together(rows: readonly DescribedRow[], pixelId: string): DescribedRow[] {
  const merged = new Map<string, DescribedRow>();
  for (const row of rows) {
    const key = row.eventId === '' ? `${row.table} ${row.selector}` : identityOf(row.eventId, pixelId);
    const first = merged.get(key);
    merged.set(
      key,
      first === undefined ? row : { ...first, settings: { ...row.settings, ...first.settings } },
    );
  }
  return [...merged.values()];
}

type Report = (code: string, row: DescribedRow, message: string, severity?: Problem['severity']) => void;

/** What a row is held against. */
interface Known {
  pixelId: string;
  byId: ReadonlyMap<string, WebEvent>;
  byKind: ReadonlyMap<string, WebEvent[]>;
  /** Rows that name an event, by its ID. */
  named: ReadonlyMap<string, DescribedRow>;
  /** Rows that want an event of this kind, as they come. */
  wanted: Map<string, DescribedRow>;
  report: Report;
}

/** Undefined when there is a problem, which is reported; as below. */
function stepOfNamed(row: DescribedRow, { pixelId, byId, report }: Known): Step | undefined {
  const event = byId.get(bareId(row));
  if (event !== undefined && !event.deleted && same(event.pixel, pixelId))
    return stepFor('update', row, event, report);
  if (event === undefined)
    report(
      'UNKNOWN_EVENT',
      row,
      `sends ${row.eventId}: no event of this account has that ID. Correct the ID, or remove it to have the event made.`,
    );
  else if (event.deleted)
    report(
      'DELETED_EVENT',
      row,
      `sends ${row.eventId}, which was deleted at X, for ever. Write another ID, or remove it to have the event made again.`,
    );
  else
    report(
      'OTHER_PIXEL',
      row,
      `sends ${row.eventId}, which belongs to the pixel ${shown(event).pixel}, not to ${pixelId}. Write the ID of an event of this pixel.`,
    );
  return undefined;
}

function stepOfUnnamed(
  row: DescribedRow,
  { pixelId, byKind, named, wanted, report }: Known,
): Step | undefined {
  const type = typeOfRow(row);
  const { name } = row.settings;
  const kind = kindOf(type, name ?? '');
  const twin = wanted.get(kind);
  const alike = byKind.get(kind) ?? [];
  const here = alike.filter((event) => same(event.pixel, pixelId));
  const rowOf = (event: WebEvent): DescribedRow | undefined => named.get(event.id.toLowerCase());
  // An event that its own row gives another name or type is none of this kind any more.
  const taken = here.find((event) => {
    const { settings } = rowOf(event) ?? {};
    return settings && (settings.name ?? name) === name && (settings.type ?? type) === type;
  });
  const [found, ...more] = here.filter((event) => rowOf(event) === undefined);
  const elsewhere = alike.find((event) => !same(event.pixel, pixelId));
  if (name === undefined) {
    report(
      'NO_NAME',
      row,
      'has neither an ID nor a name. Give the event a name and it can be made, or take what X has with pull.',
    );
    return undefined;
  }
  wanted.set(kind, row);
  if (twin !== undefined)
    report(
      'TWICE',
      row,
      `wants the same event as ${labelOf(twin)} (${type} "${name}"): until they have IDs only names tell them apart. Give one of them another name, or its ID when the other one is made.`,
    );
  else if (taken !== undefined)
    report(
      'TWICE',
      row,
      `wants a new event like ${fullId(shown(taken))}, which ${labelOf(rowOf(taken)!)} sends: X has ${type} "${name}" already. Give another name, or this ID here too.`,
    );
  else if (more.length > 0)
    report(
      'AMBIGUOUS',
      row,
      `fits ${more.length + 1} events of X, all ${type} "${name}": ${[found!, ...more].map((event) => fullId(shown(event))).join(', ')}. Write the ID of the right one.`,
    );
  else if (found !== undefined) return stepFor('adopt', row, found, report);
  else if (elsewhere !== undefined)
    report(
      'ELSEWHERE',
      row,
      `is ${type} "${name}", which X has on the pixel ${shown(elsewhere).pixel} (${shown(elsewhere).id}), not on ${pixelId}. X has no parameter for the pixel, so another one may land there too. Make the event in X Events Manager and write its ID, or give another name.`,
    );
  else return { action: 'create', row, settings: newEvent(row.settings, name, type) };
  return undefined;
}

/** What to do with an event that is there; its problems are reported. */
function stepFor(action: 'adopt' | 'update', row: DescribedRow, event: WebEvent, report: Report): Step {
  const { settings, table, selector } = row;
  const changes = SETTING_NAMES.flatMap((setting): Change[] => {
    const [from, to] = [setting === 'name' ? event.name.trim() : event[setting], settings[setting]];
    return to === undefined || from === to ? [] : [{ setting, from, to }];
  });
  if (changes.some(({ setting }) => isWindow(setting))) {
    const fault = windowFault({ ...windowsOf(event), ...settings });
    if (fault !== undefined) report('WINDOWS', row, fault);
  }
  const category = categoryOf(event.type);
  const isOther = table === 'categoryEvents' && selector !== CATCH_ALL && typeOf(selector) !== event.type;
  if (isOther && settings.type === undefined)
    report(
      'OTHER_TYPE',
      row,
      `sends ${row.eventId || fullId(event)}, which is ${shown(event).type} "${shown(event).name}" at X${category ? `, the type of ${category}` : ''}. Check that this is meant.`,
      'warning',
    );
  return { action: action === 'update' && changes.length === 0 ? 'keep' : action, row, event, changes };
}

export const isWindow = (setting: SettingName): boolean =>
  setting === 'clickWindow' || setting === 'viewWindow';

const windowsOf = ({ clickWindow, viewWindow }: WebEvent) => ({
  ...(clickWindow !== undefined && { clickWindow }),
  ...(viewWindow !== undefined && { viewWindow }),
});

/** Both windows go to X together, so the one that the file does not say must be one X takes. */
function windowFault({ clickWindow, viewWindow }: EventSettings): string | undefined {
  if (clickWindow === undefined || !CLICK_WINDOWS.includes(clickWindow))
    return `changes a window, and X takes both together only; it has clickWindow ${clickWindow ?? 'untold'}, which cannot be written. Give clickWindow too: ${CLICK_WINDOWS.join(', ')}.`;
  if (viewWindow === undefined || !VIEW_WINDOWS.includes(viewWindow))
    return `changes a window, and X takes both together only; it has viewWindow ${viewWindow ?? 'untold'}, which cannot be written. Give viewWindow too: ${VIEW_WINDOWS.join(', ')}.`;
  return viewWindow > clickWindow
    ? `would have viewWindow ${viewWindow} above clickWindow ${clickWindow}, one of them as X has it. Give both.`
    : undefined;
}

/** Whether anything is to be done. */
export const differs = ({ steps }: Plan): boolean => steps.some(({ action }) => action !== 'keep');
