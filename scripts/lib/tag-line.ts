/**
 * The lines that the tag writes (src/journal.ts), found in whatever wraps them: nothing, a prefix, a Cloud Logging entry
 * (`jsonPayload`, `textPayload`), what collectors of containers write (`log`, `message`), or a row of the BigQuery table.
 */
import { isObject } from './x-answer.ts';

export interface TagLine {
  /** By the names of the console's lines, `Type`, `EventName` and so on, also of a row. Values are as they stand there. */
  fields: Readonly<Record<string, unknown>>;
  /** A row of the BigQuery table: the same line may stand on the console too. */
  isRow: boolean;
  /** When it was written, as what wraps it says so; undefined when nothing does. */
  at: unknown;
}

export type TagReading =
  | { kind: 'line'; line: TagLine }
  /** A line of the tag that is not complete JSON. */
  | { kind: 'damaged'; isFailure: boolean }
  | { kind: 'other' };

const NAME = 'X Conversions';

/** Most wrappers, one inside the other. */
const DEEPEST = 3;

/** @param text a line, or the text of a JSON object */
export function readTagLine(text: string): TagReading {
  // Quotes may be escaped, once or more, by what wraps the line; the name is not.
  if (!text.includes(NAME)) return { kind: 'other' };
  const parsed = parse(text);
  return parsed === undefined ? fromText(text, undefined, 0) : unwrap(parsed, undefined, 0);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A time as collectors put it in front of what a container writes. */
const PREFIX = /^\S{0,99}?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)/;

/** A line in which JSON stands behind something else, or is broken. */
function fromText(text: string, at: unknown, depth: number): TagReading {
  const brace = text.indexOf('{');
  const found = brace > 0 ? parse(text.slice(brace)) : undefined;
  if (found !== undefined) return unwrap(found, at ?? PREFIX.exec(text.slice(0, brace))?.[1], depth);
  return text.includes(NAME)
    ? { kind: 'damaged', isFailure: /\\*"Failure\\*"/.test(text) }
    : { kind: 'other' };
}

function unwrap(value: unknown, given: unknown, depth: number): TagReading {
  if (!isObject(value) || depth >= DEEPEST) return { kind: 'other' };
  const at = given ?? value.timestamp ?? value.time ?? value['@timestamp'];
  if (value.Name === NAME && typeof value.Type === 'string')
    return { kind: 'line', line: { fields: value, isRow: false, at } };
  if (value.name === NAME && typeof value.type === 'string')
    return { kind: 'line', line: { fields: fieldsOf(value), isRow: true, at } };
  if (isObject(value.jsonPayload)) return unwrap(value.jsonPayload, at, depth + 1);
  for (const text of [value.textPayload, value.message, value.log]) {
    if (typeof text !== 'string') continue;
    const parsed = parse(text);
    return parsed === undefined ? fromText(text, at, depth + 1) : unwrap(parsed, at, depth + 1);
  }
  return { kind: 'other' };
}

/** The column `response_body` is the field `ResponseBody`. */
const fieldsOf = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
