/** Tells whether an answer is one of X's: a success, or errors that are all rows of the table in `x-server/answers.ts`. */

import { errorTexts } from '../../x-server/answers.ts';
import type { Json } from './client.ts';

interface Row {
  status: number;
  code: string;
  message: string;
  parameter?: string;
}

const rows: Row[] = Object.values(errorTexts);

function matches(template: string | undefined, text: string | undefined): boolean {
  if (template === undefined || text === undefined) return template === text;
  const literal = template.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('[\\s\\S]*')}$`).test(text);
}

/** Returns what is not documented about the answer; empty when all is. */
export function undocumented(status: number, text: string): string[] {
  const { errors, data }: Json = JSON.parse(text);
  if (status === 200)
    return typeof data?.conversions_processed === 'number' && errors === undefined ? [] : [text];
  if (errors === undefined || errors.length === 0) return [text];
  const found = errors.map((error) =>
    rows.find(
      (row) =>
        row.code === error.code &&
        matches(row.message, error.message) &&
        matches(row.parameter, error.parameter),
    ),
  );
  const isStatusKnown = status === 400 || found.some((row) => row?.status === status);
  const unknown = errors
    .filter((_, index) => found[index] === undefined)
    .map((error) => JSON.stringify(error));
  return isStatusKnown ? unknown : [`status ${status}`, ...unknown];
}
