/** The known name that a misspelt one is likely to mean: the one place that says "did you mean". */

/** Longer names are nobody's typing mistake, and nobody has more; the caps keep the cost linear. */
const LONGEST = 60;
const MOST = 1000;

/**
 * The known name nearest to `name`, if one is near: case, `_`, `-` and blanks aside, at most one letter in three may differ, and
 * at most three in all. Two letters that changed places are one difference.
 */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  if (name.length > LONGEST) return undefined;
  const wanted = plain(name);
  if (wanted === '') return undefined;
  let best: string | undefined;
  let least = Math.min(3, Math.max(1, Math.floor(wanted.length / 3))) + 1;
  let asked = 0;
  for (const candidate of known) {
    if (++asked > MOST) break;
    if (candidate === name || candidate.length > 2 * LONGEST) continue;
    const word = plain(candidate);
    if (Math.abs(word.length - wanted.length) >= least) continue;
    const edits = distance(wanted, word, least);
    if (edits < least) {
      best = candidate;
      least = edits;
    }
  }
  return best;
}

/** ` Did you mean 'x'?`, or the names there are where few are known, or nothing. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const names = [...known];
  const near = nearest(name, names);
  if (near !== undefined) return ` Did you mean '${near}'?`;
  return names.length > 0 && names.length <= 40 ? ` Known are ${names.join(', ')}.` : '';
}

/** Nobody reads more hints than this in one list of problems, and each costs a search. */
export const MOST_HINTS = 100;

/** `didYouMean` for one list of problems: past the most hints it looks for nothing and gives the empty text. */
export function createHints(): typeof didYouMean {
  let asked = 0;
  return (name, known) => (++asked <= MOST_HINTS ? didYouMean(name, known) : '');
}

const plain = (word: string): string => word.toLowerCase().replace(/[\s_-]/g, '');

/**
 * Edits between two words (insert, delete, replace, swap of neighbours), one row of the table at a time. It stops where they come
 * to `enough`: the number is then that or a greater one.
 */
function distance(a: string, b: string, enough: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let edits = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        edits = Math.min(edits, before[j - 2]! + 1);
      row.push(edits);
    }
    // A swap takes its number from the row before the last one, so both have to be there.
    if (row.every((edits) => edits >= enough) && last.every((edits) => edits >= enough)) return enough;
    before = last;
    last = row;
  }
  return last[b.length]!;
}
