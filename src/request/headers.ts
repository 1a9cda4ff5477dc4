/**
 * The headers of an answer: names in lower case, a repeated header as a list, and nothing certain beyond
 * that.
 */

/** @returns the first value as trimmed text, `''` when there is none or it is neither text nor number */
export function headerText(headers: unknown, name: string): string {
  const value = ((headers || {}) as Record<string, unknown>)[name];
  const first = typeof value === 'object' && value ? (value as { [index: number]: unknown })[0] : value;
  return typeof first === 'string' || typeof first === 'number' ? ('' + first).trim() : '';
}
