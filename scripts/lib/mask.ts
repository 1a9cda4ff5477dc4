/** Secrets as they may be shown. */

/** Nothing of the text but how long it is, which tells an empty, cut or doubled paste. */
export const mask = (text: string): string => `<${text.length} characters>`;

/** `text` with every occurrence of a secret masked, plain or percent-encoded once or twice. */
export function maskAll(text: string, secrets: readonly string[]): string {
  const forms = secrets
    .filter((secret) => secret !== '')
    .flatMap((secret) => {
      const once = strict(secret);
      return [secret, once, strict(once)].map((form) => [form, mask(secret)] as const);
    })
    .sort(([a], [b]) => b.length - a.length);
  return forms.reduce((result, [form, masked]) => result.replaceAll(form, masked), text);
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
