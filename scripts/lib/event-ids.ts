/** Every X event ID of a tag's settings, judged by the tag's own rule before any event needs it. */
import { type Field, valued } from 'sgtm-toolkit/form';
import { eventIdProblem } from '../../src/mapping/event-id.ts';

export interface EventIdProblem {
  field: Field;
  /** Row of a table, from 0. */
  row?: number;
  /** A sentence. */
  message: string;
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';

const isVariable = (text: string): boolean => /^\{\{.+\}\}$/.test(text);

/** What is wrong with the IDs of all rows, and with the one for events without a row when they are sent. */
export function eventIdProblems(
  fields: readonly Field[],
  settings: Readonly<Record<string, unknown>>,
): EventIdProblem[] {
  const all = valued(fields).flatMap((field) => [field, ...field.columns.map((column) => column.field)]);
  const named = (name: string): Field | undefined => all.find((field) => field.name === name);
  const judge = (
    name: string,
    row: number | undefined,
    id: unknown,
    eventName: unknown,
  ): EventIdProblem[] => {
    const field = named(name);
    const eventId = textOf(id);
    // What a variable will hold, only a run can tell.
    if (!field || isVariable(eventId)) return [];
    const message = eventIdProblem(
      eventId,
      textOf(eventName),
      textOf(settings.pixelId),
      (label) => named(label)?.label ?? label,
    );
    return message === '' ? [] : [{ field, ...(row !== undefined && { row }), message }];
  };
  return [
    ...['categoryEvents', 'customEvents'].flatMap((table) =>
      rowsOf(settings[table]).flatMap(({ eventId, eventName }, row) => judge(table, row, eventId, eventName)),
    ),
    ...(settings.otherEvents === 'send'
      ? judge('defaultEventId', undefined, settings.defaultEventId, '')
      : []),
  ];
}

const rowsOf = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.map((row: unknown) => (row ?? {}) as Record<string, unknown>) : [];
