/** The branches of a compiled program, and which of their ways were taken: `if`, `switch`, `?:`, `&&` and `||`. */
import type { Instruction, Operand, Program } from '../compiler/instruction.ts';
import type { Arms } from '../interpreter/frames.ts';

export interface Branch {
  kind: 'if' | 'switch' | 'conditional' | 'logical';
  /** Of the branch as a whole, in the file. */
  line: number;
  column: number;
  /** How often each way was taken: then and else, the cases in order, the two sides of an operator. */
  taken: number[];
}

const KINDS = new Map<number | string, Branch['kind']>([
  [1, 'logical'],
  [22, 'if'],
  [30, 'logical'],
  [38, 'switch'],
  [39, 'conditional'],
]);

/** Every branch of the program in the order of the file. */
export function branchesOf({ root, positions }: Program, arms: Arms): Branch[] {
  const branches: Branch[] = [];
  const stack: Operand[] = [root];
  for (let operand = stack.pop(); operand !== undefined; operand = stack.pop()) {
    if (typeof operand !== 'object') continue;
    const [op, ...operands] = operand;
    const kind = KINDS.get(op);
    const position = positions.get(operand);
    if (kind && position)
      branches.push({ kind, ...position, taken: countsOf(arms.get(operand), waysOf(operand)) });
    stack.push(...operands);
  }
  return branches.sort((a, b) => a.line - b.line || a.column - b.column);
}

/** A switch has as many ways as bodies, everything else two. */
function waysOf([op, , , bodies]: Instruction): number {
  return op === 38 && Array.isArray(bodies) ? bodies.length - 1 : 2;
}

const countsOf = (taken: readonly number[] = [], ways: number): number[] =>
  Array.from({ length: ways }, (_, index) => taken[index] ?? 0);
