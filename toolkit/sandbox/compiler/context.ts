/**
 * What all parts of the compiler share: the names of variables, the positions, the one way to make an instruction.
 */

import type { AnyNode, Identifier, Pattern, Program as Tree } from 'acorn';
import { type Problem, problem } from '../language/codes.ts';
import type { Binding, Scopes } from '../language/scope.ts';
import { type FunctionNode, positionOf } from '../language/tree.ts';
import type { Instruction, Operand, Position } from './instruction.ts';

/** A function node or the section itself: what a body belongs to. */
export type BodyOwner = Tree | FunctionNode;

export interface Context {
  readonly scopes: Scopes;
  readonly names: ReadonlyMap<Binding, string>;
  readonly positions: WeakMap<Instruction, Position>;
  readonly lines: Set<number>;
  /** Compiles the body of a function; handed in, because expressions contain functions and functions expressions. */
  readonly body: (context: Context, owner: BodyOwner) => Operand[];
}

/** Thrown by the compiler, and nothing else is: the source does not parse or holds what has no instruction. */
export class CompileError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const first = problems[0]!;
    super(`${first.code} at ${first.line}:${first.column}: ${first.message}`);
    this.name = 'CompileError';
    this.problems = problems;
  }
}

/** Makes an instruction that stands for `node`. */
export function make(
  context: Context,
  node: AnyNode,
  op: number | string,
  ...operands: Operand[]
): Instruction {
  return at(context, node, [op, ...operands]);
}

/** Records that an instruction stands for `node`. */
export function at(context: Context, node: AnyNode, instruction: Instruction): Instruction {
  context.positions.set(instruction, positionOf(node));
  return instruction;
}

/** Marks the line of a statement as one that executes. */
export function countLine(context: Context, node: AnyNode): void {
  context.lines.add(node.loc!.start.line);
}

/** The compiled name of an identifier; an undeclared one keeps its own. */
export function nameOf(context: Context, identifier: Identifier): string {
  const binding = context.scopes.bindingOf.get(identifier);
  return binding === undefined ? identifier.name : context.names.get(binding)!;
}

/** The compiled name of a declared variable or parameter; patterns have been refused before. */
export function patternName(context: Context, pattern: Pattern): string {
  return pattern.type === 'Identifier' ? nameOf(context, pattern) : unsupported(pattern);
}

/** For nodes that the syntax check lets nobody write. */
export function unsupported(node: AnyNode): never {
  throw new CompileError([
    problem('SANDBOX_SYNTAX', positionOf(node), `${node.type} without an instruction`),
  ]);
}
