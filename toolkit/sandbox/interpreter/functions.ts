/**
 * Interpreted functions at run time: their code, the frame they close over, and how they are called.
 */

import type { Position } from '../compiler/instruction.ts';
import { asSandboxError, SandboxError, TOO_DEEP } from './errors.ts';
import { type Frame, MAX_DEPTH, overBudget, type Run, type State } from './frames.ts';
import { Func, List, type Value } from './values.ts';

/** The translated body of a function, shared by all functions made from one instruction. */
export interface Code {
  /** A new frame is a copy of this: parameters undefined, everything else undeclared. */
  readonly blank: Frame;
  /** Slots of the parameters in order; parameter n is in slot n + 1 unless a name occurs twice. */
  readonly slots: readonly number[];
  /** Arguments may be written to slots 1, 2, … directly: no name occurs twice and `arguments` is not used. */
  readonly plain: boolean;
  /** Slot of `arguments`, 0 when the function does not use it. */
  readonly argumentsSlot: number;
  /** Runs the body and gives the value of the call. */
  readonly body: Run;
  readonly position: Position | undefined;
}

export interface Closure {
  readonly code: Code;
  readonly frame: Frame;
  readonly state: State;
}

/** A function over `frame`. */
export function makeFunction(name: string, code: Code, frame: Frame, state: State): Func {
  const closure: Closure = { code, frame, state };
  return new Func(name, (args) => callFromOutside(closure, args), closure);
}

/** Calls a function from native code, with one to three arguments, as list methods do with their callbacks. */
export function callBack(fn: Func, first: Value, second: Value, third: Value): Value {
  const { closure } = fn;
  if (closure === undefined || !closure.code.plain) return fn.call([first, second, third]);
  const { code, state } = closure;
  const frame = code.blank.slice();
  frame[0] = closure.frame;
  const arity = code.slots.length;
  if (arity > 0) {
    frame[1] = first;
    if (arity > 1) {
      frame[2] = second;
      if (arity > 2) frame[3] = third;
    }
  }
  return enter(code, frame, state);
}

/** Runs the body on a prepared frame. */
export function enter(code: Code, frame: Frame, state: State): Value {
  if (++state.depth > MAX_DEPTH || state.count > state.limit) refuse(code, state);
  const value = code.body(frame, state);
  state.depth--;
  return value;
}

/** Calls an interpreted function with a list of arguments, which becomes its `arguments`. */
export function callWithList(closure: Closure, args: Value[]): Value {
  const { code, state } = closure;
  const frame = code.blank.slice();
  frame[0] = closure.frame;
  const { slots } = code;
  for (let i = 0; i < slots.length; i++) frame[slots[i]!] = args[i];
  if (code.argumentsSlot > 0) frame[code.argumentsSlot] = new List(args);
  return enter(code, frame, state);
}

function refuse(code: Code, state: State): never {
  if (state.count > state.limit) overBudget(state, code.position);
  throw new SandboxError(TOO_DEEP, false, code.position);
}

/** The depth of calls is only kept up on the way in; whoever may catch an error puts it back. */
function callFromOutside(closure: Closure, args: Value[]): Value {
  const { state } = closure;
  const { depth } = state;
  try {
    return callWithList(closure, args);
  } catch (error) {
    throw asSandboxError(error);
  } finally {
    state.depth = depth;
  }
}
