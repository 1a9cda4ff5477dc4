/** Replacements in a text, and the way back through them. */
import type { Replacement } from './unroll.ts';

export interface Edited {
  text: string;
  /** From an offset of the text to one of the text before. */
  original: (offset: number) => number;
}

/** @param edits in the order of the text, none inside another */
export function applyEdits(text: string, edits: Replacement[]): Edited {
  let result = '';
  let end = 0;
  const shifts: { from: number; by: number }[] = [];
  for (const edit of edits) {
    result += text.slice(end, edit.start) + edit.text;
    end = edit.end;
    shifts.push({ from: result.length, by: end - result.length });
  }
  const original = (offset: number): number =>
    offset + (shifts.findLast(({ from }) => from <= offset)?.by ?? 0);
  return { text: result + text.slice(end), original };
}
