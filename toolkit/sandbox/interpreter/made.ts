/**
 * How much the calls of a run may make. A budget of instructions alone does not bound memory: one call can make a list of
 * millions of items, and a promise is made in a handful of instructions.
 */

import { SandboxError } from './errors.ts';
import type { State } from './frames.ts';
import { List, SandboxPromise, type Value } from './values.ts';

/** What texts, lists and promises made by the calls of one run may come to, in bytes as `bytesOf` estimates them. */
export const MOST_MADE = 2 ** 28;

/** Roughly what a value takes in memory, without what it holds. */
function bytesOf(value: Value): number {
  if (typeof value === 'string') return value.length;
  if (value instanceof List) return 40 * value.items.length;
  return value instanceof SandboxPromise ? 2048 : 0;
}

/** The value that a call has made, noted in the state; what a budget of instructions alone would let grow without measure. */
export function noted(state: State, value: Value): Value {
  state.made += bytesOf(value);
  if (state.made > state.mostMade)
    throw new SandboxError(
      `The run was stopped: the texts, lists and promises that its calls made came to more than ${state.mostMade / 2 ** 20} MB.`,
      false,
      undefined,
      true,
    );
  return value;
}

const names = (text: string): ReadonlySet<Value> => new Set(text.split(' '));

/** Methods of texts that write a new one or a list; the others give a number or share the text that there was. */
const TEXT_MAKERS = names('match replace split toLocaleLowerCase toLocaleUpperCase toLowerCase toUpperCase');

/** Methods of lists that write a new one or a text. */
const LIST_MAKERS = names('concat filter join map slice splice toString');

/** Whether a call by this name makes the value it gives: some methods do, and every function of an API. */
export function makes(target: Value, name: Value): boolean {
  if (typeof target === 'string') return TEXT_MAKERS.has(name);
  return target instanceof List ? LIST_MAKERS.has(name) : true;
}
