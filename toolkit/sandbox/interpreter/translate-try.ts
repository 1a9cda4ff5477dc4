/**
 * finally (67) and catch (68). No compiler is known to emit them; the runtime has them. They see recoverable errors only.
 */

import { charge } from './counting.ts';
import { asSandboxError, type SandboxError } from './errors.ts';
import type { Run, State } from './frames.ts';
import type { Handler, Handlers } from './translate.ts';
import { innerScope, within } from './translate-scopes.ts';
import { Opaque, type Value } from './values.ts';

/** The error in `thrown`, if code may see it; the depth of calls is set back to what it was. */
function recoverable(thrown: unknown, state: State, depth: number): SandboxError {
  const error = asSandboxError(thrown);
  if (!error.recoverable) throw error;
  state.depth = depth;
  return error;
}

/** The last part runs after the attempt in any case; a signal it gives replaces the outcome. */
const finallyDo: Handler = (t, [attempt, last]) => {
  const tried = t.maybe(() => t.node(attempt));
  const final = t.maybe(() => t.node(last));
  const trying = charge(tried.run, tried.cost);
  const cleanUp = charge(final.run, final.cost);
  const run: Run = (f, s) => {
    const { depth } = s;
    let outcome: Value;
    let failure: SandboxError | undefined;
    try {
      outcome = trying(f, s);
    } catch (thrown) {
      failure = recoverable(thrown, s, depth);
    }
    const { returned } = s;
    const signal = cleanUp(f, s);
    if (final.signals && signal !== undefined) return signal;
    if (failure) throw failure;
    s.returned = returned;
    return tried.signals ? outcome : undefined;
  };
  return {
    run,
    cost: 1,
    steady: false,
    sites: [],
    signals: tried.signals === true || final.signals === true,
  };
};

const catchIt: Handler = (t, [name, attempt, list]) => {
  const tried = t.maybe(() => t.node(attempt));
  const statements = t.quoted(list);
  const variable = typeof name === 'string' && name !== '' ? [name] : [];
  const inner = innerScope(t, statements, variable);
  const handler = within(t, inner.scope, () => t.maybe(() => t.list(statements)));
  const enter = inner.enterer();
  const slot = inner.scope.names.get(variable[0] ?? '')?.slot;
  const handle = charge(handler.run, handler.cost + 1);
  const trying = charge(tried.run, tried.cost);
  const run: Run = (f, s) => {
    const { depth } = s;
    try {
      return trying(f, s);
    } catch (thrown) {
      const error = recoverable(thrown, s, depth);
      const frame = enter ? enter(f) : f;
      if (slot !== undefined) frame[slot] = new Opaque(error);
      return handle(frame, s);
    }
  };
  const signals = tried.signals === true || handler.signals === true;
  return { run, cost: 1, steady: false, sites: [], signals };
};

export const TRY: Handlers = new Map<number, Handler>([
  [67, finallyDo],
  [68, catchIt],
]);
