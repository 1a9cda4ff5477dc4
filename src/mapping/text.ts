/** Texts out of values of unknown type. */

/** Text or finite number as trimmed text; everything else is absent (`''`). */
export function textOf(value: unknown): string {
  if (typeof value === 'string') {
    return value.trim();
  }
  // NaN and the infinities are no texts anybody meant.
  return typeof value === 'number' && value - value === 0 ? '' + value : '';
}
