/**
 * Secrets in texts: an answer of X, or a reason made of one, may repeat what it was sent. Nothing is written
 * before it went through here.
 */
import { shortenedHashes, withoutPersons } from './mapping/persons.ts';

/** What the forms of a secret are made with. */
export interface MaskTools {
  /** JSON text of a value. */
  readonly stringify: (value: unknown) => string | undefined;
  /** The platform's encodeURIComponent; `undefined` when the text is no valid Unicode. */
  readonly encode: (text: string) => string | undefined;
}

/** Shorter ones would mask half of every text, and are no secrets. */
const SHORTEST = 4;

/** The longest text that one cut can leave in part: an address, a hash, a secret, each percent-encoded. */
const EDGE = 1024;

/**
 * Gives the function that puts `(secret)` in the place of each secret of four characters or more: as it is,
 * as it stands in JSON (also with `\\/`, and `\\u0026` and its like for `& < >`), and percent-encoded once
 * and twice, in upper and lower case.
 */
export function maskerOf(secrets: readonly string[], tools: MaskTools): (text: string) => string {
  const forms: string[] = [];
  for (const secret of secrets) {
    if (secret.length >= SHORTEST) {
      const json = (tools.stringify(secret) || '').slice(1, -1);
      const slashed = json.split('/').join('\\/');
      const encoded = tools.encode(secret) || '';
      const strict = strictly(encoded);
      add([secret, json, slashed, escaped(json), escaped(slashed)], forms);
      for (const once of [encoded, strict]) {
        const lower = inLowerCase(once);
        add([once, lower, once.split('%').join('%25'), lower.split('%').join('%25')], forms);
      }
    }
  }
  // One secret may be a part of another.
  forms.sort((a, b) => b.length - a.length);
  return (text) => forms.reduce((rest, form) => rest.split(form).join('(secret)'), text);
}

/** Puts in what is neither empty nor there yet. */
function add(some: readonly string[], forms: string[]): void {
  for (const form of some) {
    if (form && forms.indexOf(form) < 0) {
      forms.push(form);
    }
  }
}

/** With the characters that JSON inside of HTML does without (Go and others write it so). */
function escaped(json: string): string {
  return json.split('&').join('\\u0026').split('<').join('\\u003c').split('>').join('\\u003e');
}

/** What encodeURIComponent leaves alone is encoded too (RFC 3986 section 2.2). */
function strictly(encoded: string): string {
  // biome-ignore format: a table
  const reserved = [['!', '%21'], ["'", '%27'], ['(', '%28'], [')', '%29'], ['*', '%2A']];
  return reserved.reduce((rest, pair) => rest.split(pair[0]!).join(pair[1]!), encoded);
}

/** The hexadecimal digits of percent-encoding in lower case. */
function inLowerCase(encoded: string): string {
  const lower = (part: string, i: number) => (i > 0 ? part.slice(0, 2).toLowerCase() + part.slice(2) : part);
  return encoded.split('%').map(lower).join('%');
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
