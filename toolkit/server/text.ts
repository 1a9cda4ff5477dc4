/** Values as text and as numbers, as conditions and texts with references see them. Never throws, whatever a visitor sent. */

/** As `String(value)` for plain data: lists joined by commas, objects `[object Object]`; a list inside itself is empty. */
export function textOf(value: unknown, open: readonly unknown[] = []): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (!Array.isArray(value)) return '[object Object]';
  if (open.includes(value) || open.length > 100) return '';
  return value.map((item) => embedded(item, [...open, value])).join(',');
}

/** The same inside other text, where null and undefined are nothing. */
export const embedded = (value: unknown, open: readonly unknown[] = []): string =>
  value === null || value === undefined ? '' : textOf(value, open);

/** As `Number(value)`. */
export const numberOf = (value: unknown): number =>
  Number(typeof value === 'object' && value !== null ? textOf(value) : value);

/** An object that is no list. */
export type Plain = Record<string, unknown>;

export const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Of the first letters of a text, as many as a line holds. */
export const short = (text: string, most = 200): string =>
  text.length > most ? `${text.slice(0, most)}…` : text;
