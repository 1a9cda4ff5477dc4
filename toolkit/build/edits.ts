/** Replacements in a text, and the way back through them. */

export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** A stretch of the result, and where it stood: of what was put in, the start of what it replaces. */
export interface Stretch {
  /** Offset in the result. */
  at: number;
  /** Offset in the text before. */
  from: number;
  /** Whether the stretch is a copy, so that places inside of it move along. */
  copied: boolean;
}

/** @param edits in the order of the text, none inside another */
export function applyEdits(text: string, edits: readonly Edit[]): { text: string; stretches: Stretch[] } {
  const parts: string[] = [];
  const stretches: Stretch[] = [];
  let length = 0;
  const put = (part: string, from: number, copied: boolean): void => {
    if (part === '') return;
    parts.push(part);
    stretches.push({ at: length, from, copied });
    length += part.length;
  };
  let end = 0;
  for (const edit of edits) {
    put(text.slice(end, edit.start), end, true);
    put(edit.text, edit.start, false);
    end = edit.end;
  }
  put(text.slice(end), end, true);
  return { text: parts.join(''), stretches };
}

/** Edits in the order of the text; what is put in at a place comes before what is replaced from there. */
export const inOrder = (edits: readonly Edit[]): Edit[] =>
  [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
