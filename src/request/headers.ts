/**
 * The headers of an answer: names in lower case, a repeated header as a list, and nothing certain beyond
 * that.
 */

/** A text or a number as text, `''` for everything else. */
export function textOrNumber(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? '' + value : '';
}

/** @returns the first value as trimmed text, `''` when there is none or it is neither text nor number */
export function headerText(headers: unknown, name: string): string {
  const value = ((headers || {}) as Record<string, unknown>)[name];
  const first = typeof value === 'object' && value ? (value as { [index: number]: unknown })[0] : value;
  return textOrNumber(first).trim();
}
