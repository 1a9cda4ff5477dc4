/** Values that may come alone or as a list. */
import type { Tools } from './tools.ts';

/**
 * The entries of an array, or of an object with the keys 0, 1, ... in their order, holes or not; every other
 * value is its only entry. GA4's user data comes in each of these forms.
 */
export function entriesOf(value: unknown, tools: Tools): unknown[] {
  if (typeof value !== 'object' || value === null) {
    return [value];
  }
  if (tools.typeOf(value) === 'array') {
    return value as unknown[];
  }
  const entries: unknown[] = [];
  for (const key in value) {
    if (key.match('^[0-9]+$')) {
      entries.push((value as Record<string, unknown>)[key]);
    }
  }
  return entries.length > 0 ? entries : [value];
}
