/** The X event IDs of the form by the tag's own rule: every row, whichever event is on the page. */
import { dataOf, type Field, type Refusal, type Values } from 'sgtm-toolkit/form';
import { eventIdProblems } from '../scripts/lib/event-ids.ts';

/** @param refusals what the form refuses by itself; it is not said twice */
export const idRefusals = (
  fields: readonly Field[],
  values: Values,
  refusals: readonly Refusal[],
): Refusal[] =>
  eventIdProblems(fields, dataOf(fields, values)).filter(
    ({ field, row }) => !refusals.some((known) => known.field.name === field.name && known.row === row),
  );
