/**
 * Turns instruction arrays into closures, once per program. The closures know nothing of a machine: frame and state come in
 * with each call, so that a program translated once serves every run.
 *
 * This file holds the walk: which handler translates an instruction, the scope and the source position at that point. The
 * handlers are in translate-*.ts.
 */

import type { Instruction, Operand, Position, Program } from '../compiler/instruction.ts';
import { batch, charge, type Node, type Site } from './counting.ts';
import { SandboxError } from './errors.ts';
import type { Frame, Run, State } from './frames.ts';
import { type Binding, openScope, type Scope } from './resolve.ts';
import { sequence } from './sequence.ts';
import { CALLS, callByName } from './translate-calls.ts';
import { CONTROL } from './translate-control.ts';
import { LOOPS } from './translate-loops.ts';
import { OBJECTS } from './translate-objects.ts';
import { OPERATORS } from './translate-operators.ts';
import { SCOPES } from './translate-scopes.ts';
import { TRY } from './translate-try.ts';
import { VARIABLES } from './translate-variables.ts';

/** The point of translation. */
export interface Translator {
  scope: Scope;
  /** Position of the innermost enclosing instruction that came from source. */
  position: Position | undefined;
  /** Translate so that executed lines are noted; no instruction is then merged into another. */
  readonly coverage: boolean;
  /** Translates an operand of any kind. */
  node(operand: Operand | undefined): Node;
  /** Translates statements that run one after the other in the current scope, until one gives a signal. */
  list(items: readonly Operand[]): Node;
  /** The statements of a quoted list operand. */
  quoted(operand: Operand | undefined): readonly Operand[];
  /** Notes that the declaration of a name has run from here on. */
  declared(binding: Binding): void;
  /** Translates something that may not run: what it declares is not certain afterwards. */
  maybe<T>(translate: () => T): T;
  /** Translates, like `maybe`, one of the ways on from a branch; noted when it is taken, as executed lines are. */
  arm(branch: Instruction, index: number, translate: () => Node): Node;
  /** A place where an error may leave a region, at the current position. */
  site(refund?: number): Site;
}

export type Handler = (t: Translator, operands: readonly Operand[], instruction: Instruction) => Node;
export type Handlers = ReadonlyMap<number, Handler>;

const HANDLERS = new Map<number, Handler>([
  ...VARIABLES,
  ...OPERATORS,
  ...OBJECTS,
  ...CALLS,
  ...CONTROL,
  ...LOOPS,
  ...SCOPES,
  ...TRY,
]);

/** A whole program as code that declares its function in a root frame. */
export interface Translation {
  readonly scope: Scope;
  readonly run: Run;
}

/** A list of statements never ends with a quote: what stands in its place runs as a single statement. */
function itemsOf(operand: Operand | undefined): readonly Operand[] {
  if (Array.isArray(operand) && operand[0] === 46) return operand.slice(1) as Operand[];
  throw new SandboxError(
    `Malformed instruction: expected a quoted list, got ${JSON.stringify(operand)}.`,
    false,
  );
}

/** Translates a program; `coverage` decides whether executed lines are noted in the state. */
export function translate(program: Program, coverage: boolean): Translation {
  const { root, positions } = program;
  const scope = openScope(undefined, [root], { fixed: [], locked: false, frame: 'own' });
  const journal: Binding[] = [];
  const t: Translator = {
    scope,
    position: undefined,
    coverage,
    node(operand) {
      if (operand === undefined) return constantNode(undefined);
      if (!Array.isArray(operand)) return constantNode(operand as string | number | boolean);
      const outer = t.position;
      const own = positions.get(operand as Instruction);
      if (own) t.position = own;
      try {
        const node = instruction(operand as Instruction);
        return coverage && own && own.line !== outer?.line
          ? noting(node, ({ lines }) => lines?.add(own.line))
          : node;
      } finally {
        t.position = outer;
      }
    },
    list(items) {
      const nodes = items.map((item) => t.node(item));
      const { runs, cost, steady, sites } = batch(0, nodes);
      const signals = nodes.map((node) => node.signals === true);
      return { run: sequence(runs, signals), cost, steady, sites, signals: signals.includes(true) };
    },
    quoted: itemsOf,
    declared(binding) {
      if (binding.definite) return;
      binding.definite = true;
      journal.push(binding);
    },
    maybe(translateIt) {
      const mark = journal.length;
      const result = translateIt();
      while (journal.length > mark) journal.pop()!.definite = false;
      return result;
    },
    arm(branch, index, translateIt) {
      const way = t.maybe(translateIt);
      if (!coverage) return way;
      return noting(way, ({ arms }) => {
        const taken = arms?.get(branch) ?? [];
        taken[index] = (taken[index] ?? 0) + 1;
        arms?.set(branch, taken);
      });
    },
    site(refund = 0) {
      return { refund, position: t.position };
    },
  };
  const node = t.node(root);
  return { scope, run: charge(node.run, node.cost) };

  function instruction(operand: Instruction): Node {
    const [op, ...operands] = operand;
    if (typeof op === 'string') return callByName(t, op, operands);
    // An opcode that no runtime implements is looked up like a name, and found nowhere.
    const handler = HANDLERS.get(op);
    if (handler) return handler(t, operands, operand);
    return callByName(t, String(op), operands);
  }
}

function constantNode(value: undefined | string | number | boolean): Node {
  return { run: () => value, cost: 0, steady: true, sites: [], constant: { value } };
}

/** The node, noting something first. What it did is no longer visible to handlers that merge instructions. */
function noting(node: Node, note: (state: State) => void): Node {
  const { run } = node;
  const noted = (frame: Frame, state: State) => {
    note(state);
    return run(frame, state);
  };
  return {
    run: noted,
    cost: node.cost,
    steady: node.steady,
    sites: node.sites,
    signals: node.signals === true,
  };
}
