/** Patterns of a container: JavaScript's, as its file gives them. One that does not come back is ended. */
import { inTime, stoppedAfter } from '../sandbox/in-time.ts';

export interface PatternOptions {
  ignoreCase: boolean;
  /** Longest that it may take, in milliseconds. */
  longest: number;
}

/**
 * @param use gets the pattern, and is all that may take long
 * @returns what it gives; undefined for a pattern that is invalid. Throws an Error when it does not come back.
 */
export function withPattern<T>(
  source: string,
  { ignoreCase, longest }: PatternOptions,
  use: (pattern: RegExp) => T,
): T | undefined {
  let pattern: RegExp;
  try {
    pattern = new RegExp(source, ignoreCase ? 'i' : '');
  } catch {
    return undefined;
  }
  let result: T | undefined;
  const isOver = inTime(longest, () => {
    result = use(pattern);
  });
  if (!isOver) throw new Error(stoppedAfter(longest));
  return result;
}
