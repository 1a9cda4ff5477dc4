/** Values that may come alone or as a list. */
import type { Tools } from './tools.ts';

/**
 * The entries of an array, or of an object with the keys 0, 1, ... in their order, holes or not; every other value is its only entry.
 * GA4's user data comes in each of these forms.
 */
export function entriesOf(value: unknown, tools: Tools): unknown[] {
  const type = tools.typeOf(value);
  if (type === 'array') {
    return value as unknown[];
  }
  const entries: unknown[] = [];
  if (type === 'object') {
    for (const key in value as Record<string, unknown>) {
      if (key.match('^[0-9]+$')) {
        entries.push((value as Record<string, unknown>)[key]);
      }
    }
  }
  return entries.length > 0 ? entries : [value];
}
