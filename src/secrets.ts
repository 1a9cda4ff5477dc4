/**
 * Secrets in texts: an answer of X, or a reason made of one, may repeat what it was sent. Nothing is written
 * before it went through here.
 */
import { shortenedHashes, withoutPersons } from './mapping/persons.ts';
import { percentEncode } from './signing/percent-encoding.ts';

/** What the forms of a secret are made with. */
export interface MaskTools {
  /** JSON text of a value. */
  readonly stringify: (value: unknown) => string | undefined;
  /** The platform's encodeURIComponent; `undefined` when the text is no valid Unicode. */
  readonly encode: (text: string) => string | undefined;
}

/** The longest text that one cut can leave in part: an address, a hash, a secret, each percent-encoded. */
const EDGE = 1024;

/**
 * Gives the function that puts `(secret)` in the place of each secret of four characters or more: as it is,
 * as it stands in JSON (also with `\\/`) and in JSON within JSON, and percent-encoded once and twice, in upper
 * and lower case. Shorter ones would mask half of every text, and are no secrets.
 */
export function maskerOf(secrets: readonly string[], tools: MaskTools): (text: string) => string {
  let forms: string[] = [];
  for (const secret of secrets) {
    if (secret.length >= 4) {
      const json = tools.stringify(secret)!.slice(1, -1);
      const twice = tools.stringify(json)!.slice(1, -1);
      const encoded = tools.encode(secret) || '';
      // As OAuth encodes it.
      const strict = percentEncode(secret, tools.encode) || '';
      const lower = strict
        .split('%')
        .map((part, i) => (i > 0 ? part.slice(0, 2).toLowerCase() + part.slice(2) : part))
        .join('%');
      forms = forms.concat([
        secret,
        json,
        json.split('/').join('\\/'),
        twice,
        twice.split('/').join('\\\\\\/'),
        encoded,
        strict,
        lower,
        strict.split('%').join('%25'),
        lower.split('%').join('%25'),
      ]);
    }
  }
  // One secret may be a part of another. A form that does not exist is empty.
  const longestFirst = forms.filter((form) => form !== '').sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((rest, form) => rest.split(form).join('(secret)'), text);
}

/**
 * A text of X as it may be shown: no secret, no person, no hash of one, whole or in part, and no more than so
 * many characters.
 * @param mask what {@link maskerOf} gives
 */
export function shownText(text: string, longest: number, mask: (text: string) => string): string {
  const most = longest * 4 + EDGE;
  const masked = withoutPersons(shortenedHashes(mask(text.slice(0, most))));
  // What the first cut left in part stands at the end, and nothing finds it there any more.
  const safe = text.length > most ? masked.slice(0, -EDGE) : masked;
  return safe.length > longest || text.length > most ? safe.slice(0, longest) + '...' : safe;
}
