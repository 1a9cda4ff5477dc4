/**
 * What of a run can be sent and shown. A process that is sent more than a message can hold ends, so that a list is cut where its
 * texts come to more than anybody reads.
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

/** A sentence for each list that is cut. */
export const cutText = (name: string, all: readonly unknown[], first: readonly unknown[]): string[] =>
  first.length < all.length ? [`Of ${all.length} ${name} only the first ${first.length} are kept.`] : [];
