/**
 * From a GA4 event name to the id of the event configured in X's Events Manager. Exact names first, then the
 * category of the name, then the catch-all category, then the default for other events.
 */
import { CUSTOM, categoryOf, isCategory } from './categories.ts';
import { eventIdProblem } from './event-id.ts';
import { textOf } from './text.ts';

export interface Row {
  readonly category?: unknown;
  readonly eventName?: unknown;
  readonly eventId?: unknown;
}

/** What takes an event. */
export interface Mapped {
  /** To be sent when there is no problem; `''` when no row takes the event. */
  readonly eventId: string;
  /** X's category that took the event, `''` for a row of its own or the default. */
  readonly category: string;
  /** Why the event cannot be sent although it should be; `''` when it can, or is to be ignored. */
  readonly problem: string;
}

/** The operator's tables, entry by entry an object, and what stands for an event in none of them. */
export interface EventTables {
  readonly customEvents: readonly Row[];
  readonly categoryEvents: readonly Row[];
  /** `undefined` when such events are ignored. */
  readonly otherEventId: string | undefined;
  readonly pixelId: string;
  /** What the form calls a field. */
  readonly labelOf: (field: string) => string;
}

/** @param eventName trimmed; `''` when the event has none */
export function eventIdFor(eventName: string, tables: EventTables): Mapped {
  let category = '';
  let rows = tables.customEvents.filter((row) => eventName && textOf(row.eventName) === eventName);
  if (rows.length === 0) {
    category = categoryOf(eventName);
    rows = tables.categoryEvents.filter((row) => row.category === category);
  }
  if (rows.length === 0) {
    category = CUSTOM;
    rows = tables.categoryEvents.filter((row) => row.category === CUSTOM);
  }
  if (rows.length === 0) {
    category = '';
    const unknown = tables.categoryEvents.filter((row) => !isCategory(row.category))[0];
    if (unknown || tables.otherEventId === undefined) {
      const problem =
        unknown &&
        tables.labelOf('categoryEvents') +
          ' holds "' +
          textOf(unknown.category) +
          '", no category of X. Choose one from the list.';
      return { eventId: '', category: '', problem: problem || '' };
    }
    rows = [{ eventId: tables.otherEventId }];
  }
  const eventId = textOf(rows[0]!.eventId);
  const problem =
    rows.length > 1
      ? 'Two rows of one table take the event "' + eventName + '". Remove one of them.'
      : eventIdProblem(eventId, eventName, tables.pixelId, tables.labelOf);
  return { eventId: eventId, category: category, problem: problem };
}
