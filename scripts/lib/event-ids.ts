/** Every X event id of a tag's settings, judged by the tag's own rule before any event needs it. */
import { eventIdProblem } from '../../src/mapping/event-id.ts';

export interface EventIdProblem {
  /** Field of the tag. */
  field: string;
  /** Row of a table, from 0. */
  row?: number;
  /** A sentence. */
  message: string;
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';

const isVariable = (text: string): boolean => /^\{\{.+\}\}$/.test(text);

/**
 * What is wrong with the ids of all rows, and with the id of events without a row when they are sent.
 * @param labelOf what the form calls a field or column
 */
export function eventIdProblems(
  settings: Readonly<Record<string, unknown>>,
  labelOf: (name: string) => string,
): EventIdProblem[] {
  const pixelId = textOf(settings.pixelId);
  const judge = (
    field: string,
    row: number | undefined,
    id: unknown,
    eventName: unknown,
  ): EventIdProblem[] => {
    const eventId = textOf(id);
    // What a variable will hold, only a run can tell.
    const message = isVariable(eventId) ? '' : eventIdProblem(eventId, textOf(eventName), pixelId, labelOf);
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
