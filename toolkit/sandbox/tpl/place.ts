/** Offsets in a text as line and column, both counted from 1; a line ends with LF, CRLF or a lone CR. */

export interface Place {
  line: number;
  column: number;
}

/** The place of `offset` (UTF-16 units from the start of `text`); offsets past the end give the end. */
export function placeAt(text: string, offset: number): Place {
  const end = Math.min(Math.max(offset, 0), text.length);
  let line = 1;
  let start = 0;
  for (let i = 0; i < end; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 10 || (unit === 13 && text.charCodeAt(i + 1) !== 10)) {
      line++;
      start = i + 1;
    }
  }
  return { line, column: end - start + 1 };
}
