/**
 * What exists while translated code runs: frames of variables, the state of a run, and signals.
 *
 * A frame is one array: slot 0 is the frame of the enclosing scope, the others are variables. Which name lives in which slot is
 * settled at translation time (resolve.ts), so that reading a variable is reading an array cell.
 */

import type { Instruction, Position } from '../compiler/instruction.ts';
import { SandboxError } from './errors.ts';
import type { Host, Opaque, Value } from './values.ts';

class Undeclared {}

/** What a slot holds until the declaration of its name has run. */
export const UNDECLARED = new Undeclared();

/** The names an embedder gives to a program; they lie in slot 0 of the root frame. */
export type Globals = Map<string, Value>;

export type Cell = Value | Undeclared | Frame | Globals;
export interface Frame extends Array<Cell> {}

class Signal {}

/**
 * What a statement yields when it does not simply end. Signals have the type of values so that statements and expressions are
 * translated alike; they never become values, since only lists of statements and loops look at the result of a statement.
 */
export const BREAK = new Signal() as unknown as Opaque;
export const CONTINUE = new Signal() as unknown as Opaque;
/** The value travels in `State.returned`. */
export const RETURN = new Signal() as unknown as Opaque;

/** How often each way on from an `if`, a `switch`, `?:`, `&&` or `||` was taken, by the instruction. */
export type Arms = Map<Instruction, number[]>;

/** The state of one machine. */
export interface State {
  /** Instructions evaluated; see counting.ts for when it is exact. */
  count: number;
  readonly limit: number;
  depth: number;
  /** Bytes of what calls have made, see made.ts. */
  made: number;
  readonly mostMade: number;
  returned: Value;
  readonly require: (name: string) => Value;
  readonly host: Host;
  readonly lines: Set<number> | undefined;
  readonly arms: Arms | undefined;
}

/** Translated code. The result is a Signal only where the node says so. */
export type Run = (frame: Frame, state: State) => Value;

/** Deepest nesting of calls of interpreted functions; Google's interpreter runs out of stack at about this depth. */
export const MAX_DEPTH = 1000;

/** Stops a run whose budget is spent; called where code can repeat itself: once a turn of a loop and at each call. */
export function overBudget(state: State, position: Position | undefined): never {
  throw new SandboxError(
    `The run was stopped after ${state.limit} instructions, the most its budget allows: it does not seem to end.`,
    false,
    position,
    true,
  );
}
