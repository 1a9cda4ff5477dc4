/** Secrets as they may be shown. */

/** Nothing of the text but how long it is, which tells an empty, cut or doubled paste. */
export const mask = (text: string): string => `<${text.length} characters>`;

/**
 * `text` with every occurrence of a secret masked: plain, as JSON holds it, or percent-encoded once or twice. All are found
 * before one is masked, so that masks are not searched themselves and of secrets that overlap nothing is left.
 */
export function maskAll(text: string, secrets: readonly string[]): string {
  const found = secrets
    .filter((secret) => secret !== '')
    .flatMap((secret) => formsOf(secret).flatMap((form) => placesOf(text, form, secret)))
    .sort((a, b) => a.from - b.from || b.to - a.to);
  let result = '';
  let end = 0;
  for (const { from, to, secret } of found) {
    if (from >= end) result += text.slice(end, from) + mask(secret);
    end = Math.max(end, to);
  }
  return result + text.slice(end);
}

function formsOf(secret: string): string[] {
  const once = strict(secret);
  return [...new Set([secret, JSON.stringify(secret).slice(1, -1), once, strict(once)])];
}

interface Place {
  from: number;
  to: number;
  secret: string;
}

/** Every place of a form of a secret, those that overlap too. */
function placesOf(text: string, form: string, secret: string): Place[] {
  const places: Place[] = [];
  for (let from = text.indexOf(form); from >= 0; from = text.indexOf(form, from + 1))
    places.push({ from, to: from + form.length, secret });
  return places;
}

/** Percent-encoding as OAuth has it; a text that is no valid Unicode stays as it is. */
function strict(text: string): string {
  try {
    return encodeURIComponent(text).replace(
      /[!'()*]/g,
      (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  } catch {
    return text;
  }
}
