/**
 * The tag's tables User data and Conversion data in a dictionary: the name of a field → its value, a text with `{{variables}}`.
 * A value of one person or one order that is written down would be sent with every conversion, so these must be variables.
 */
import type { Field } from 'sgtm-toolkit/form';
import { type Entry, type Source, wordOf } from './document.ts';
import { quoted } from './event-id.ts';
import { offered } from './form.ts';
import { didYouMean } from './suggest.ts';
import { lookAtReferences, referencesIn } from './variables.ts';

/** A value of the operator's own, which wins over the event's. */
export interface ValueRow {
  /** As the tag's table calls it: `email`, `conversion_id`. */
  readonly name: string;
  /** With references as the dictionary writes them. */
  readonly value: string;
}

/** What tells one conversion from the next, or one person from the next. */
const NEVER_FIXED = ['conversion_id', 'conversion_time'];

/** The rows in the order of the form. @param field the table */
export function readValues(
  source: Source,
  field: Field,
  entries: readonly Entry[],
  variables: readonly string[],
): ValueRow[] {
  const names = field.columns.flatMap((column) => offered(column.field) ?? []);
  const rows = entries.flatMap((entry): ValueRow[] => {
    const row = readValue(source, field.name, entry, names, variables);
    return row === undefined ? [] : [row];
  });
  return rows.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
}

function readValue(
  source: Source,
  table: string,
  { key, value, place }: Entry,
  names: readonly string[],
  variables: readonly string[],
): ValueRow | undefined {
  const label = `${table}.${key.slice(0, 60)}`;
  if (!names.includes(key)) {
    source.report('UNKNOWN_KEY', `${table} has no field ${quoted(key)}.${didYouMean(key, names)}`, place);
    return undefined;
  }
  const text = value && wordOf(source, value, label);
  if (value === undefined || text === '') {
    source.report('EMPTY', `${label} is empty. Give it a value or remove the line.`, place);
    return undefined;
  }
  if (text === undefined) return undefined;
  // What stands here may be an address of a person: it is not repeated.
  const references = referencesIn(text);
  if (references === undefined || /[\p{Cc}\p{Cs}]/u.test(text)) {
    const what =
      references === undefined ? 'braces that are no {{variable}}' : 'a character that cannot be printed';
    source.report('SETTING', `${label} holds ${what}.`, value);
    return undefined;
  }
  if (references.length === 0 && (table === 'userData' || NEVER_FIXED.includes(key))) {
    source.report(
      'SETTING',
      `${label} is the same for every conversion. Write a variable in quotes, such as "{{${key}}}", and its key of the event data below variables.`,
      value,
    );
    return undefined;
  }
  lookAtReferences(source, label, references, variables, value);
  return { name: key, value: text };
}
