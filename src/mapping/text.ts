/** Texts out of values of unknown type. */

/**
 * Text or number as trimmed text; everything else is absent (`''`).
 * @inline
 */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : numberText(value);
}

/** A number as text; NaN and the infinities are no texts anybody meant. */
function numberText(value: unknown): string {
  return typeof value === 'number' && value - value === 0 ? '' + value : '';
}
