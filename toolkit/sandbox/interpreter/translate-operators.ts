/** Operators: arithmetic, bits, comparison, logic, typeof, increments, the conditional. */

import type { Operand } from '../compiler/instruction.ts';
import { batch, charge, type Node, operation } from './counting.ts';
import type { Frame, Run } from './frames.ts';
import { binary, NATIVE_OPERATORS, type Shape } from './operators.ts';
import { candidates } from './resolve.ts';
import type { Handler, Handlers, Translator } from './translate.ts';
import { isReference, looseEquals, strictEquals, toNumber, typeOf, type Value } from './values.ts';

/** What is known of an operand, unless it has to count before it runs. */
function shapeOf(node: Node, run: Run): Shape {
  return run === node.run ? node : { run };
}

const arithmetic =
  (opcode: number): Handler =>
  (t, [a, b]) => {
    const left = t.node(a);
    const right = t.node(b);
    return operation([left, right], undefined, ([l, r]) =>
      binary(opcode, shapeOf(left, l!), shapeOf(right, r!)),
    );
  };

const unary =
  (apply: (value: Value) => Value): Handler =>
  (t, [a]) =>
    operation(
      [t.node(a)],
      undefined,
      ([run]) =>
        (f, s) =>
          apply(run!(f, s)),
    );

const not: Handler = (t, [a]) =>
  operation(
    [t.node(a)],
    undefined,
    ([run]) =>
      (f, s) =>
        !run!(f, s),
  );

/** `===`, `!==`: a constant is never opaque, so that comparing with one is native. */
const identity =
  (expected: boolean): Handler =>
  (t, [a, b]) => {
    const left = t.node(a);
    const right = t.node(b);
    return operation([left, right], undefined, ([l, r]) => {
      const run = l!;
      const constant = shapeOf(right, r!).constant;
      if (constant) {
        const { value } = constant;
        return expected ? (f, s) => run(f, s) === value : (f, s) => run(f, s) !== value;
      }
      const other = r!;
      return (f, s) => {
        const x = run(f, s);
        const y = other(f, s);
        return (isReference(x) ? strictEquals(x, y) : x === y) === expected;
      };
    });
  };

const loose =
  (expected: boolean): Handler =>
  (t, [a, b]) =>
    operation([t.node(a), t.node(b)], undefined, ([l, r]) => (f, s) => {
      const x = l!(f, s);
      return looseEquals(x, r!(f, s)) === expected;
    });

/** `&&` and `||`: the right side is counted in advance where that is possible, and taken back when it does not run. */
const logical =
  (goesOn: boolean): Handler =>
  (t, [a, b], instruction) => {
    const left = t.arm(instruction, 0, () => t.node(a));
    const right = t.arm(instruction, 1, () => t.node(b));
    const { cost } = right;
    const decide = left.run;
    const other = right.run;
    if (left.steady && right.steady) {
      const joined = batch(1, [left, right]);
      const run: Run = (f, s) => {
        const value = decide(f, s);
        if (!value !== goesOn) return other(f, s);
        s.count -= cost;
        return value;
      };
      return { run, cost: joined.cost, steady: true, sites: joined.sites };
    }
    const run: Run = (f, s) => {
      const value = decide(f, s);
      if (!value === goesOn) return value;
      s.count += cost;
      return other(f, s);
    };
    return { run, cost: 1 + left.cost, steady: false, sites: [] };
  };

/** A choice between two branches after a condition; serves the conditional operator and `if`. */
export function choice(condition: Node, yes: Node, no: Node): Node {
  const test = condition.run;
  const first = yes.run;
  const second = no.run;
  const signals = yes.signals === true || no.signals === true;
  if (condition.steady && yes.steady && no.steady) {
    const difference = no.cost - yes.cost;
    const joined = batch(1, [condition, yes]);
    const run: Run = (f, s) => {
      if (test(f, s)) return first(f, s);
      s.count += difference;
      return second(f, s);
    };
    return { run, cost: joined.cost, steady: true, sites: [...joined.sites, ...no.sites], signals };
  }
  const a = charge(first, yes.cost);
  const b = charge(second, no.cost);
  return {
    run: (f, s) => (test(f, s) ? a(f, s) : b(f, s)),
    cost: 1 + condition.cost,
    steady: false,
    sites: [],
    signals,
  };
}

/** `i++` and `i--`: the read and the assignment are both evaluated, the first gives the result. */
const post: Handler = (t, [read, assignment]) =>
  stepOfLocal(t, read, assignment) ??
  operation([t.node(read), t.node(assignment)], undefined, ([first, second]) => (f, s) => {
    const value = first!(f, s);
    second!(f, s);
    return value;
  });

/** `[33, [15, x], [3, x, [0, [15, x], 1]]]` on a local variable: five instructions in one closure. */
function stepOfLocal(
  t: Translator,
  read: Operand | undefined,
  assignment: Operand | undefined,
): Node | undefined {
  if (t.coverage || !isInstruction(read, 15) || !isInstruction(assignment, 3)) return undefined;
  const [, name] = read;
  const [, target, sum] = assignment;
  if (typeof name !== 'string' || name !== target || !isInstruction(sum, 0, 37)) return undefined;
  const [op, operand, step] = sum;
  if (typeof step !== 'number' || !isInstruction(operand, 15) || operand[1] !== name) return undefined;
  const place = candidates(t.scope, name)[0];
  if (!place?.definite || place.depth > 0 || place.binding.kind !== 'plain') return undefined;
  const { slot } = place.binding;
  const change = op === 0 ? step : -step;
  const general = binary(
    op as number,
    { run: (f) => f[slot] as Value, slot },
    { run: () => step, constant: { value: step } },
  );
  const run = (f: Frame, s: never): Value => {
    const value = f[slot];
    f[slot] = typeof value === 'number' ? value + change : general(f, s);
    return value as Value;
  };
  return { run: run as Run, cost: 5, steady: true, sites: [] };
}

function isInstruction(
  operand: Operand | undefined,
  ...opcodes: number[]
): operand is Exclude<Operand, string | number | boolean> {
  return Array.isArray(operand) && opcodes.includes(operand[0] as number);
}

const same: Handler = (t, [a]) => operation([t.node(a)], undefined, ([run]) => run!);

export const OPERATORS: Handlers = new Map<number, Handler>([
  ...NATIVE_OPERATORS.map((opcode): [number, Handler] => [opcode, arithmetic(opcode)]),
  [1, logical(true)],
  [12, loose(true)],
  [20, identity(true)],
  [21, identity(false)],
  [27, unary((value) => -toNumber(value))],
  [28, not],
  [29, loose(false)],
  [30, logical(false)],
  [32, post],
  [33, post],
  [34, same],
  [35, same],
  [
    39,
    (t, [c, a, b], instruction) =>
      choice(
        t.node(c),
        t.arm(instruction, 0, () => t.node(a)),
        t.arm(instruction, 1, () => t.node(b)),
      ),
  ],
  [40, unary(typeOf)],
  [44, () => ({ run: () => undefined, cost: 1, steady: true, sites: [], constant: { value: undefined } })],
  [45, () => ({ run: () => null, cost: 1, steady: true, sites: [], constant: { value: null } })],
  [58, unary((value) => ~toNumber(value))],
]);
