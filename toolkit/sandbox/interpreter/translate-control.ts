/** Control flow without loops: if, switch, lists of expressions, break, continue, return. */

import type { Operand } from '../compiler/instruction.ts';
import { batch, charge, type Node, operation, refund, type Site } from './counting.ts';
import { SandboxError } from './errors.ts';
import { BREAK, CONTINUE, RETURN, type Run } from './frames.ts';
import type { Handler, Handlers, Translator } from './translate.ts';
import { choice } from './translate-operators.ts';
import type { Value } from './values.ts';

const NOTHING: Node = { run: () => undefined, cost: 0, steady: true, sites: [] };

/** A quoted list that runs when it is reached: the quote counts, then its statements. */
function body(t: Translator, operand: Operand | undefined): Node {
  const list = t.list(t.quoted(operand));
  return { ...list, cost: list.cost + 1 };
}

const branch: Handler = (t, [condition, yes, no], instruction) =>
  choice(
    t.node(condition),
    t.arm(instruction, 0, () => body(t, yes)),
    t.arm(instruction, 1, () => (no === undefined ? NOTHING : body(t, no))),
  );

const jump =
  (signal: Value, continues: boolean): Handler =>
  (t) => {
    const site: Site = { ...t.site(), continues };
    const run: Run = (_f, s) => {
      refund(s, site);
      return signal;
    };
    return { run, cost: 1, steady: true, sites: [site], signals: true };
  };

const giveBack: Handler = (t, [operand]) => {
  const site = t.site();
  const value = operand === undefined ? NOTHING : t.node(operand);
  const node = operation([value], site, ([run]) => (f, s) => {
    s.returned = run!(f, s);
    refund(s, site);
    return RETURN;
  });
  return { ...node, signals: true };
};

/** All are evaluated, the last one gives the result; signals of the others are lost. */
const inOrder: Handler = (t, operands) => {
  const nodes = operands.map((operand) => t.node(operand));
  const last = nodes.length - 1;
  const kept = nodes.map((node, index) =>
    node.signals && index < last ? { ...node, steady: false, sites: [] } : node,
  );
  const node = operation(kept, undefined, (runs) => {
    const [a, b, c] = runs;
    if (runs.length === 1) return a!;
    if (runs.length === 3) {
      return (f, s) => {
        a!(f, s);
        b!(f, s);
        return c!(f, s);
      };
    }
    return (f, s) => {
      let value: Value;
      for (const run of runs) value = run(f, s);
      return value;
    };
  });
  return { ...node, signals: nodes[last]?.signals === true };
};

const caseBody: Handler = (t, [list]) => {
  const node = body(t, list);
  return { ...node, cost: node.cost + 1 };
};

/**
 * Tests are compared with `===` in order until one matches; from there the bodies run until a signal. The default is the one
 * body more than there are tests; it runs when no signal came before.
 */
const choose: Handler = (t, [discriminant, tests, bodies], instruction) => {
  const tested = t.quoted(tests).map((test) => t.maybe(() => t.node(test)));
  const ran = t.quoted(bodies).map((item, index) => t.arm(instruction, index, () => t.node(item)));
  const subject = t.node(discriminant);
  const quotes: Node = { ...NOTHING, cost: 2 };
  const { runs, cost } = batch(1, [subject, quotes]);
  const [evaluate, count] = runs;
  const compare = tested.map((node) => charge(node.run, node.cost));
  const run = ran.map((node) => charge(node.run, node.cost));
  const last = run.length === compare.length + 1 ? run.at(-1) : undefined;
  return {
    run: (f, s) => {
      const value = evaluate!(f, s);
      count!(f, s);
      let matched = false;
      for (let i = 0; i < compare.length; i++) {
        matched ||= value === compare[i]!(f, s);
        const signal = matched ? run[i]?.(f, s) : undefined;
        if (signal !== undefined) return signal === BREAK ? undefined : signal;
      }
      const signal = last?.(f, s);
      return signal === BREAK ? undefined : signal;
    },
    cost,
    steady: false,
    sites: [],
    signals: true,
  };
};

const SIGNALS = new Map<Operand | undefined, number>([
  ['break', 4],
  ['continue', 6],
  ['return', 36],
]);

/** `[49, type, value]`, the general form of break, continue and return. */
const control: Handler = (t, [type, value], instruction) => {
  const opcode = SIGNALS.get(type);
  const handler = opcode === undefined ? undefined : CONTROL.get(opcode);
  if (!handler)
    throw new SandboxError(`Malformed instruction: unknown signal ${String(type)}.`, false, t.position);
  return handler(t, value === undefined ? [] : [value], instruction);
};

export const CONTROL: Handlers = new Map<number, Handler>([
  [4, jump(BREAK, false)],
  [5, caseBody],
  [6, jump(CONTINUE, true)],
  [9, caseBody],
  [13, inOrder],
  [22, branch],
  [36, giveBack],
  [38, choose],
  [46, () => ({ ...NOTHING, cost: 1 })],
  [49, control],
]);
