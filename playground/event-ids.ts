/** The X event IDs of the form by the tag's own rule: every row, whichever event is on the page. */
import { dataOf, type Field, type Refusal, type Values, valued } from 'sgtm-toolkit/form';
import { eventIdProblems } from '../scripts/lib/event-ids.ts';

/** @param refusals what the form refuses by itself; it is not said twice */
export function idRefusals(
  fields: readonly Field[],
  values: Values,
  refusals: readonly Refusal[],
): Refusal[] {
  const all = valued(fields).flatMap((field) => [field, ...field.columns.map((column) => column.field)]);
  const named = (name: string): Field | undefined => all.find((field) => field.name === name);
  const problems = eventIdProblems(dataOf(fields, values), (name) => named(name)?.label ?? name);
  return problems.flatMap(({ field: name, row, message }) => {
    const field = named(name);
    const known = refusals.some((one) => one.field.name === name && one.row === row);
    return field && !known ? [{ field, ...(row !== undefined && { row }), message }] : [];
  });
}
