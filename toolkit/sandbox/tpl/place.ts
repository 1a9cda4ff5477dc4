/** Offsets in a text as line and column, both counted from 1; a line ends with LF, CRLF or a lone CR. */

export interface Place {
  line: number;
  column: number;
}

/** The place of `offset` (UTF-16 units from the start of `text`); offsets past the end give the end. */
export const placeAt = (text: string, offset: number): Place => placesIn(text)(offset);

/** The same for many offsets of one text, which is searched for line ends once, when the first one is asked for. */
export function placesIn(text: string): (offset: number) => Place {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    const end = Math.min(Math.max(offset, 0), text.length);
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= end) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: end - starts[low]! + 1 };
  };
}

/** Where each line starts. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 10 || (unit === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return starts;
}
