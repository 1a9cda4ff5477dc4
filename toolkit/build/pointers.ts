/** Where each part of a JSON value stands, by its pointer (RFC 6901). */
import { type Json, pointerStep } from '../sandbox/tpl/json.ts';

/** The JSON pointers of a value and of all values inside of it. */
export function* pointersOf(value: Json, pointer = ''): Generator<string> {
  yield pointer;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) yield* pointersOf(item, `${pointer}/${pointerStep(key)}`);
}
