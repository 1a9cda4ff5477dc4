/**
 * The machine: loads compiled programs and runs them.
 *
 * A machine stands for one run of a template with its APIs, its promise queue and its budget. Programs are translated once and
 * shared by all machines.
 */

import type { Program } from '../compiler/instruction.ts';
import { asSandboxError, SandboxError } from './errors.ts';
import type { Arms, State } from './frames.ts';
import type { Jobs } from './jobs.ts';
import { MOST_MADE } from './made.ts';
import { emptyFrame } from './resolve.ts';
import { type Translation, translate } from './translate.ts';
import { Func, type Value } from './values.ts';

export interface MachineOptions {
  /** Resolves an API name to a sandbox value, or throws. */
  require: (name: string) => Value;
  /** The queue of promises and of callLater. */
  jobs: Jobs;
  /**
   * Most instructions before the run is stopped. It is looked at once a turn of a loop and at each call. With a budget, what
   * calls make is limited too (MOST_MADE).
   */
  budget?: number;
  /** Gets the lines whose code was run. */
  lines?: Set<number>;
  /** With `lines`: gets how often each way of a branch was taken. */
  arms?: Arms;
}

export interface Machine {
  /** Whether interpreted code is being run at this moment. */
  readonly running: boolean;
  /** Instructions evaluated so far, counted as Google's interpreter evaluates them. */
  readonly instructions: number;
  /** The function a program declares; `globals` are names its code can use without declaring them. */
  load(program: Program, globals?: Record<string, Value>): Func;
}

const translations = new WeakMap<Program, { plain?: Translation; noting?: Translation }>();

function translationOf(program: Program, coverage: boolean): Translation {
  let known = translations.get(program);
  if (!known) {
    known = {};
    translations.set(program, known);
  }
  const kind = coverage ? 'noting' : 'plain';
  known[kind] ??= translated(program, coverage);
  return known[kind];
}

/** Nesting too deep for the host's stack is an error of the program, as deep recursion is. */
function translated(program: Program, coverage: boolean): Translation {
  try {
    return translate(program, coverage);
  } catch (error) {
    throw asSandboxError(error);
  }
}

/** A machine with nothing loaded. */
export function createMachine(options: MachineOptions): Machine {
  const state: State = {
    count: 0,
    limit: options.budget ?? Number.POSITIVE_INFINITY,
    depth: 0,
    made: 0,
    mostMade: options.budget === undefined ? Number.POSITIVE_INFINITY : MOST_MADE,
    returned: undefined,
    require: options.require,
    host: options,
    lines: options.lines,
    arms: options.arms,
  };
  return {
    get running() {
      return state.depth > 0;
    },
    get instructions() {
      return state.count;
    },
    load(program, globals = {}) {
      const { scope, run } = translationOf(program, options.lines !== undefined);
      const frame = emptyFrame(scope.layout);
      frame[0] = new Map(Object.entries(globals));
      const { count } = state;
      run(frame, state);
      state.count = count;
      const [binding] = scope.names.values();
      const declared = binding && frame[binding.slot];
      if (!(declared instanceof Func)) throw new SandboxError('A program must declare one function.', false);
      return declared;
    },
  };
}
