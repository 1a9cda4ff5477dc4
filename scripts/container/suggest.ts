/** The known word a mistyped or shortened one was probably meant to be. */
import { nearest } from 'sgtm-toolkit/sandbox/language/nearest';

const plain = (word: string): string => word.toLowerCase().replace(/[\s_-]/g, '');

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
