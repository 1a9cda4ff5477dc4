/**
 * Loops. `while` and the iterations over an existing variable run their body in the current scope; `for (let …)` and the
 * iterations that declare their variable have a new scope for every turn.
 */

import type { Operand, Position } from '../compiler/instruction.ts';
import { type Batch, batch, charge, type Node, operation, type Site } from './counting.ts';
import { SandboxError } from './errors.ts';
import { BREAK, CONTINUE, type Frame, overBudget, type Run } from './frames.ts';
import { ownKeys } from './property.ts';
import { type Binding, candidates, createsFunctions, itemsOf } from './resolve.ts';
import type { Handler, Handlers, Translator } from './translate.ts';
import { innerScope, within } from './translate-scopes.ts';
import { writer } from './translate-variables.ts';
import { List, type Value } from './values.ts';

/** A loop body as part of a turn: `continue` leaves the body, not the turn, so that it takes back nothing else. */
function turnOf(body: Node, ...others: Node[]): Batch {
  const sites = body.sites.filter((site) => !site.continues);
  return batch(0, [{ ...body, sites }, ...others]);
}

/** Translates code that a loop in the current scope may run more than once. */
function repeated<T>(t: Translator, translate: () => T): T {
  t.scope.loops++;
  try {
    return t.maybe(translate);
  } finally {
    t.scope.loops--;
  }
}

/** A quoted list counts once, when the loop starts. */
const QUOTE: Node = { run: () => undefined, cost: 1, steady: true, sites: [] };

const whileLoop: Handler = (t, [test, step, runFirst, list]) => {
  const { position } = t;
  const condition = repeated(t, () => t.node(test));
  const update = repeated(t, () => t.node(step));
  const body = repeated(t, () => t.list(t.quoted(list)));
  const first = t.node(runFirst);
  const start = batch(1, [QUOTE, first]);
  const turn = turnOf(body, update, condition);
  const [run, advance, again] = turn.runs as [Run, Run, Run];
  const initially = charge(condition.run, condition.cost);
  /** Counted in advance with the body, but not run after the body of a first turn without a test. */
  const ahead = body.steady ? turn.cost - body.cost : 0;
  const evaluateFirst = start.runs[1]!;
  const never = runFirst === false;
  const loop: Run = (f, s) => {
    if (!never) {
      if (evaluateFirst(f, s)) {
        s.count += turn.cost;
        const signal = run(f, s);
        if (signal !== undefined && signal !== CONTINUE) return signal === BREAK ? undefined : signal;
        s.count -= ahead;
      }
    }
    let go = initially(f, s);
    while (go) {
      if (s.count > s.limit) overBudget(s, position);
      s.count += turn.cost;
      const signal = run(f, s);
      if (signal !== undefined && signal !== CONTINUE) return signal === BREAK ? undefined : signal;
      advance(f, s);
      go = again(f, s);
    }
    return undefined;
  };
  return { run: loop, cost: start.cost, steady: false, sites: [], signals: body.signals === true };
};

/**
 * `for (let …)`: every turn has its own copy of the variables. The copy is made before the update, so that what the body
 * captured is not touched by it. The copies are not written back.
 */
const forLet: Handler = (t, [nameList, test, step, list]) => {
  const { position } = t;
  const names = itemsOf(nameList).map(String);
  const statements = t.quoted(list);
  const outside = names.map((name) => t.node([15, name]).run);
  const code = [test!, step!, ...statements];
  const inner = innerScope(t, code, names);
  const bindings = names.map((name) => inner.scope.names.get(name)!);
  const [condition, update, body] = within(t, inner.scope, () => [
    t.maybe(() => t.node(test)),
    t.maybe(() => t.node(step)),
    t.maybe(() => t.list(statements)),
  ]) as [Node, Node, Node];
  const enter = inner.enterer();
  const captured = createsFunctions(code);
  const turn = turnOf(body, update, condition);
  const [run, advance, again] = turn.runs as [Run, Run, Run];
  const initially = charge(condition.run, condition.cost);

  const renew = (frame: Frame, outer: Frame): Frame => {
    if (!captured && enter === undefined) return frame;
    const values = bindings.map(({ slot }) => frame[slot]!);
    const next = enter ? enter(outer) : frame;
    bindings.forEach((binding, index) => {
      start(next, binding, values[index] as Value, false);
    });
    return next;
  };
  const loop: Run = (outer, s) => {
    const values = outside.map((read) => read(outer, s));
    let frame = enter ? enter(outer) : outer;
    bindings.forEach((binding, index) => {
      start(frame, binding, values[index], false);
    });
    let go = initially(frame, s);
    while (go) {
      if (s.count > s.limit) overBudget(s, position);
      s.count += turn.cost;
      const signal = run(frame, s);
      if (signal !== undefined && signal !== CONTINUE) return signal === BREAK ? undefined : signal;
      frame = renew(frame, outer);
      advance(frame, s);
      go = again(frame, s);
    }
    return undefined;
  };
  return { run: loop, cost: 3, steady: false, sites: [], signals: body.signals === true };
};

/** Gives a variable of a new scope its first value. */
function start(frame: Frame, { slot, lock }: Binding, value: Value, locked: boolean): void {
  frame[slot] = value;
  if (lock !== undefined) frame[lock] = locked;
}

/** What an iteration gives the variable, one value a turn. */
type Walk = (subject: Value, turn: (value: Value) => boolean) => void;

/** Keys as text, from a copy taken at the start; over text the variable holds numbers. */
const overKeys: Walk = (subject, turn) => {
  if (typeof subject === 'string') {
    for (let i = 0; i < subject.length; i++) if (!turn(i)) return;
    return;
  }
  for (const key of ownKeys(subject)) if (!turn(key)) return;
};

/** Items of a list, whose length is read again on every turn, or single characters. */
const overItems: Walk = (subject, turn) => {
  if (typeof subject === 'string') {
    for (let i = 0; i < subject.length; i++) if (!turn(subject[i])) return;
    return;
  }
  const { items } = subject as List;
  for (let i = 0; i < items.length; i++) if (!turn(items[i])) return;
};

/** Sets the variable of one turn and gives the frame of the turn. */
type Bind = (frame: Frame, value: Value) => Frame;

interface Iteration {
  readonly bind: Bind;
  readonly body: Node;
}

/** The variable exists: the body runs in the current scope. A name that exists nowhere is created there. */
function overExisting(t: Translator, name: string, statements: readonly Operand[]): Iteration {
  const write = writer(t.scope, candidates(t.scope, name), name, t.scope.names.get(name));
  const bind: Bind = (frame, value) => {
    write(frame, value);
    return frame;
  };
  return { bind, body: repeated(t, () => t.list(statements)) };
}

/** The iteration declares the variable in a scope of the turn. */
function overDeclared(
  t: Translator,
  name: string,
  statements: readonly Operand[],
  locked: boolean,
): Iteration {
  const inner = innerScope(t, statements, [name], locked);
  const body = within(t, inner.scope, () => t.maybe(() => t.list(statements)));
  const enter = inner.enterer();
  const binding = inner.scope.names.get(name)!;
  const bind: Bind = (frame, value) => {
    const next = enter ? enter(frame) : frame;
    start(next, binding, value, locked);
    return next;
  };
  return { bind, body };
}

const iteration =
  (kind: 'existing' | 'const' | 'let', walk: Walk): Handler =>
  (t, [variable, subject, list]) => {
    const site: Site = t.site();
    const name = String(variable);
    const over = t.node(subject);
    const statements = t.quoted(list);
    const { bind, body } =
      kind === 'existing'
        ? overExisting(t, name, statements)
        : overDeclared(t, name, statements, kind === 'const');
    const run = charge(body.run, body.cost);
    const node = operation([over, QUOTE], undefined, ([evaluate, quote]) => (f, s) => {
      const value = evaluate!(f, s);
      quote!(f, s);
      if (walk === overItems) refuseUnlessIterable(value, site.position);
      let result: Value;
      walk(value, (item) => {
        if (s.count > s.limit) overBudget(s, site.position);
        const signal = run(bind(f, item), s);
        if (signal === undefined || signal === CONTINUE) return true;
        if (signal !== BREAK) result = signal;
        return false;
      });
      return result;
    });
    return { ...node, steady: false, sites: [], signals: body.signals === true };
  };

function refuseUnlessIterable(value: Value, position: Position | undefined): void {
  if (typeof value === 'string' || value instanceof List) return;
  throw new SandboxError('The value is not iterable.', true, position);
}

export const LOOPS: Handlers = new Map<number, Handler>([
  [42, whileLoop],
  [47, iteration('existing', overKeys)],
  [54, iteration('const', overKeys)],
  [55, iteration('let', overKeys)],
  [63, forLet],
  [64, iteration('existing', overItems)],
  [65, iteration('const', overItems)],
  [66, iteration('let', overItems)],
]);
