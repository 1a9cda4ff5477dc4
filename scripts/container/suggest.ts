/** The known word a mistyped one was probably meant to be. */

/** Edits (insert, delete, replace, swap of neighbours) between two words; a number above `limit` once it cannot be reached. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let edits = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        edits = Math.min(edits, before[j - 2]! + 1);
      row.push(edits);
    }
    before = last;
    last = row;
  }
  return last[b.length]!;
}

const plain = (word: string): string => word.toLowerCase().replace(/[\s_-]/g, '');

/** The nearest of `words`, at most one edit for three letters away; case, `_`, `-` and blanks do not count. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const wanted = plain(word);
  let best: string | undefined;
  let least = Math.floor(wanted.length / 3) + 1;
  for (const candidate of words) {
    const edits = distance(wanted, plain(candidate), least);
    if (edits < least) [best, least] = [candidate, edits];
  }
  return best;
}

/** The one known word that holds a given one, or is held by it: `currency` of `price_currency`. */
function related(word: string, words: readonly string[]): string | undefined {
  const wanted = plain(word);
  if (wanted.length < 4) return undefined;
  const found = words.filter((known) => {
    const name = plain(known);
    return name.length >= 4 && (name.includes(wanted) || wanted.includes(name));
  });
  return found.length === 1 ? found[0] : undefined;
}

/** ` Did you mean 'x'?`; when no word is near, what else is said, by default all known words. */
export const didYouMean = (
  word: string,
  words: readonly string[],
  otherwise = ` Known are ${words.join(', ')}.`,
): string => {
  const found = nearest(word, words) ?? related(word, words);
  return found === undefined ? otherwise : ` Did you mean '${found}'?`;
};
