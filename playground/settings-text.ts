/** The form's values as a text to keep, and back. */
import type { Field, Values } from 'sgtm-toolkit/form';
import { valued } from 'sgtm-toolkit/form';
import { readLiteral } from './literal.ts';
import { masked, type Show } from './secrets.ts';

export const settingsText = (values: Values, show: Show): string =>
  JSON.stringify(masked(values, show), null, 2);

/**
 * The values that a text holds, over the values of now. A masked credential stays what it is.
 * @param show as the text was shown
 * @throws Error which says what is wrong
 */
export function readSettings(text: string, fields: readonly Field[], now: Values, show: Show): Values {
  let given: unknown;
  try {
    given = readLiteral(text, new Set());
  } catch {
    given = undefined;
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new Error('These are not settings: expected one JSON object, field names with their values.');
  const kinds = new Map(valued(fields).map((field) => [field.name, field.type]));
  const result = { ...now };
  const unknown: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    const kind = kinds.get(name);
    if (kind === undefined) unknown.push(name);
    else if (kind.endsWith('_TABLE') && !Array.isArray(value))
      throw new Error(`The setting ${name} must be a list of rows.`);
    else if (!(typeof now[name] === 'string' && show(now[name]) === value)) result[name] = value;
  }
  if (unknown.length > 0)
    throw new Error(
      `This template has no field ${unknown.slice(0, 3).join(', ')}. Correct the name or leave it out.`,
    );
  return result;
}
