/** Texts out of values of unknown type. */

/** Text or number as trimmed text; everything else is absent (`''`). */
export function textOf(value: unknown): string {
  if (typeof value === 'string') {
    return value.trim();
  }
  // NaN and the infinities are no texts anybody meant.
  return typeof value === 'number' && value - value === 0 ? '' + value : '';
}

/** The first of the values that is a non-empty text or a number. */
export function firstText(values: readonly unknown[]): string {
  let text = '';
  for (const value of values) {
    text = text || textOf(value);
  }
  return text;
}
