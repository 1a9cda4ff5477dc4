/**
 * What is sent and shown of a run. A message that is too long ends the process that gets it, so a list is cut where its texts
 * come to more than anybody reads.
 */
import { charactersOf, MOST_TEXT, withoutCycles } from '../sandbox/apis/plain.ts';

/** Of a list its first items, each in a form that can be written as JSON, until they come to so many characters. */
export function firstOf<T>(list: readonly T[], most: number = MOST_TEXT): T[] {
  const first: T[] = [];
  let room = most;
  for (const item of list) {
    if (room <= 0) break;
    const copy = withoutCycles(item);
    room -= charactersOf(copy);
    first.push(copy);
  }
  return first;
}

/** A sentence for a list that is cut. */
export const cutText = (name: string, all: readonly unknown[], first: readonly unknown[]): string[] =>
  first.length < all.length
    ? [`Left out: the last ${all.length - first.length} of ${all.length} ${name}.`]
    : [];
