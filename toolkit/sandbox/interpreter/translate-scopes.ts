/** Blocks and functions: what opens a scope. */

import type { Operand } from '../compiler/instruction.ts';
import { charge, type Node } from './counting.ts';
import { SandboxError } from './errors.ts';
import { type Frame, RETURN, type Run, UNDECLARED } from './frames.ts';
import { type Code, makeFunction } from './functions.ts';
import { createsFunctions, emptyFrame, itemsOf, openScope, type Scope } from './resolve.ts';
import type { Handler, Handlers, Translator } from './translate.ts';
import { declarer } from './translate-variables.ts';

/** A scope below the current one, to be entered once or many times. */
export interface Inner {
  readonly scope: Scope;
  /** Gives the frame of a new instance of the scope; call it after the scope's code is translated. */
  enterer(): ((frame: Frame) => Frame) | undefined;
}

/**
 * Opens a scope for `code`. It gets a frame of its own only if its code creates functions, which could keep the frame;
 * otherwise its variables lie in the frame around it and are made undeclared at each entry.
 */
export function innerScope(
  t: Translator,
  code: readonly Operand[],
  fixed: readonly string[] = [],
  locked = false,
): Inner {
  const outer = t.scope;
  const frame = createsFunctions(code) ? 'own if named' : 'shared';
  const scope = openScope(outer, code, { fixed, locked, frame });
  const { layout } = scope;
  return {
    scope,
    enterer() {
      if (layout !== outer.layout) {
        const blank = emptyFrame(layout);
        return (frame) => {
          const inner = blank.slice();
          inner[0] = frame;
          return inner;
        };
      }
      const stale: number[] = [];
      for (const { tested, slot, lock } of scope.names.values()) {
        if (tested) stale.push(slot);
        if (lock !== undefined) stale.push(lock);
      }
      if (stale.length === 0) return undefined;
      return (frame) => {
        for (const slot of stale) frame[slot] = UNDECLARED;
        return frame;
      };
    },
  };
}

/** Translates something inside a scope. */
export function within<T>(t: Translator, scope: Scope, translate: () => T): T {
  const outer = t.scope;
  t.scope = scope;
  try {
    return translate();
  } finally {
    t.scope = outer;
  }
}

const block: Handler = (t, statements) => {
  const inner = innerScope(t, statements);
  const list = within(t, inner.scope, () => t.list(statements));
  const enter = inner.enterer();
  const { run } = list;
  const entered: Run = enter ? (f, s) => run(enter(f), s) : run;
  return { ...list, run: entered, cost: list.cost + 1 };
};

/** Translates the body of a function whose instruction stands in the current scope. */
function translateCode(t: Translator, params: readonly string[], body: readonly Operand[]): Code {
  const { position } = t;
  const usesArguments = params.includes('arguments') || mentions(body, 'arguments');
  const fixed = [
    ...new Set(params),
    ...(usesArguments && !params.includes('arguments') ? ['arguments'] : []),
  ];
  const scope = openScope(t.scope, body, { fixed, locked: false, frame: 'own' });
  const list = within(t, scope, () => t.list(body));
  const blank = emptyFrame(scope.layout);
  const slotOf = (name: string): number => scope.names.get(name)!.slot;
  for (const name of fixed) blank[slotOf(name)] = undefined;
  const slots = params.map(slotOf);
  return {
    blank,
    slots,
    plain: !usesArguments && slots.every((slot, index) => slot === index + 1),
    argumentsSlot: usesArguments ? slotOf('arguments') : 0,
    body: charge(returning(list), list.cost),
    position,
  };
}

/** The value of a call instead of a signal; a body may also end with a stray break or continue, which give undefined. */
function returning({ run, signals }: Node): Run {
  if (!signals) return run;
  return (f, s) => (run(f, s) === RETURN ? s.returned : undefined);
}

/** True if the code of a function, functions inside it excepted, names `name` anywhere. */
function mentions(code: readonly Operand[], name: string): boolean {
  return code.some((operand) => {
    if (operand === name) return true;
    if (!Array.isArray(operand)) return false;
    return operand[0] === 50 || operand[0] === 51
      ? operand[1] === name
      : mentions(operand as Operand[], name);
  });
}

/** A function expression. Its name is only what the function converts to; the code cannot refer to it. */
const expression: Handler = (t, [name, params, ...body]) => {
  const code = translateCode(t, itemsOf(params).map(String), body);
  const text = String(name);
  return { run: (f, s) => makeFunction(text, code, f, s), cost: 2, steady: true, sites: [] };
};

/** A declaration; it counts one more than an expression does. */
const declaration: Handler = (t, [name, params, ...body]) => {
  if (typeof name !== 'string')
    throw new SandboxError('Malformed instruction: a function without a name.', false, t.position);
  const text = name;
  const declare = declarer(t, text);
  const code = translateCode(t, itemsOf(params).map(String), body);
  const run: Run = (f, s) => {
    declare(f, makeFunction(text, code, f, s));
    return undefined;
  };
  return { run, cost: 3, steady: true, sites: [] };
};

export const SCOPES: Handlers = new Map<number, Handler>([
  [50, declaration],
  [51, expression],
  [53, block],
]);
