/**
 * Statements and function bodies to instructions. A statement becomes none, one or several entries of the list it stands
 * in; the body of a branch, loop or case is a quoted list, with a block inside only where a let or const stands directly
 * between the braces.
 */

import type {
  AnyNode,
  ForInStatement,
  ForOfStatement,
  ForStatement,
  FunctionDeclaration,
  IfStatement,
  SwitchStatement,
  VariableDeclaration,
} from 'acorn';
import {
  at,
  type BodyOwner,
  type Context,
  countLine,
  make,
  nameOf,
  patternName,
  unsupported,
} from './context.ts';
import { expression } from './expressions.ts';
import type { Instruction, Operand } from './instruction.ts';

/** The body of a function or section: hoisted variables, hoisted functions, then the statements in order. */
export function body(context: Context, owner: BodyOwner): Operand[] {
  const block = owner.type === 'Program' ? owner : owner.body;
  if (block.type !== 'Program' && block.type !== 'BlockStatement') return unsupported(block);
  const operands: Operand[] = [];
  const hoisted: string[] = [];
  for (const binding of context.scopes.functions.get(owner)!.bindings.values()) {
    if (binding.kind === 'var') hoisted.push(context.names.get(binding)!);
  }
  if (hoisted.length > 0) operands.push(at(context, block, [41, ...hoisted]));
  for (const node of block.body)
    if (node.type === 'FunctionDeclaration') operands.push(declaration(context, node));
  for (const node of block.body) if (node.type !== 'FunctionDeclaration') append(context, node, operands);
  return operands;
}

function declaration(context: Context, node: FunctionDeclaration): Instruction {
  const parameters: Instruction = [46, ...node.params.map((pattern) => patternName(context, pattern))];
  return at(context, node, [50, nameOf(context, node.id), parameters, ...context.body(context, node)]);
}

function append(context: Context, node: AnyNode, operands: Operand[]): void {
  switch (node.type) {
    case 'EmptyStatement':
      return;
    case 'VariableDeclaration':
      variables(context, node, operands);
      return;
    case 'BlockStatement':
      if (node.body.length > 0) operands.push(at(context, node, [53, ...list(context, node.body)]));
      return;
    case 'ForStatement':
      countLine(context, node);
      forLoop(context, node, operands);
      return;
    case 'ExpressionStatement':
      if (node.directive !== undefined) return;
      countLine(context, node);
      operands.push(expression(context, node.expression));
      return;
    default:
      countLine(context, node);
      operands.push(single(context, node));
  }
}

/** The statements that become exactly one instruction. */
function single(context: Context, node: AnyNode): Instruction {
  switch (node.type) {
    case 'ReturnStatement':
      return node.argument
        ? make(context, node, 36, expression(context, node.argument))
        : make(context, node, 36);
    case 'BreakStatement':
      return make(context, node, 4);
    case 'ContinueStatement':
      return make(context, node, 6);
    case 'IfStatement':
      return branch(context, node);
    case 'WhileStatement':
      return make(context, node, 42, expression(context, node.test), [46], false, quoted(context, node.body));
    case 'DoWhileStatement':
      return make(context, node, 42, expression(context, node.test), [46], true, quoted(context, node.body));
    case 'ForInStatement':
    case 'ForOfStatement':
      return iteration(context, node);
    case 'SwitchStatement':
      return choice(context, node);
    default:
      return unsupported(node);
  }
}

function list(context: Context, nodes: readonly AnyNode[]): Operand[] {
  const operands: Operand[] = [];
  for (const node of nodes) append(context, node, operands);
  return operands;
}

/** The quoted list of a branch or loop body. */
function quoted(context: Context, node: AnyNode): Instruction {
  if (node.type !== 'BlockStatement') return [46, ...list(context, [node])];
  const hasOwnScope = node.body.some((child) => child.type === 'VariableDeclaration' && child.kind !== 'var');
  const statements = list(context, node.body);
  return hasOwnScope ? [46, at(context, node, [53, ...statements])] : [46, ...statements];
}

/** var assigns where it stands, let declares and assigns, const does both in one. */
function variables(context: Context, node: VariableDeclaration, operands: Operand[]): void {
  const { kind, declarations } = node;
  if (kind !== 'var' || declarations.some((declarator) => declarator.init)) countLine(context, node);
  if (kind === 'const') {
    const pairs: Operand[] = [];
    for (const { id, init } of declarations) {
      pairs.push(patternName(context, id), init ? expression(context, init) : unsupported(node));
    }
    operands.push(at(context, node, [52, ...pairs]));
    return;
  }
  if (kind === 'let') operands.push(at(context, node, [41, ...variableNames(context, node)]));
  for (const declarator of declarations) {
    if (!declarator.init) continue;
    const name = patternName(context, declarator.id);
    operands.push(make(context, declarator, 3, name, expression(context, declarator.init)));
  }
}

function variableNames(context: Context, node: VariableDeclaration): string[] {
  return node.declarations.map((declarator) => patternName(context, declarator.id));
}

/** An else-if chain is walked in a loop and nested from its end. */
function branch(context: Context, node: IfStatement): Instruction {
  const arms: { arm: IfStatement; test: Operand; yes: Instruction }[] = [];
  let last: AnyNode | null | undefined = node;
  while (last?.type === 'IfStatement') {
    if (last !== node) countLine(context, last);
    arms.push({ arm: last, test: expression(context, last.test), yes: quoted(context, last.consequent) });
    last = last.alternate;
  }
  let otherwise = last ? quoted(context, last) : undefined;
  for (const { arm, test, yes } of arms.reverse()) {
    const made =
      otherwise === undefined
        ? make(context, arm, 22, test, yes)
        : make(context, arm, 22, test, yes, otherwise);
    otherwise = [46, made];
  }
  return otherwise![1] as Instruction;
}

/**
 * A loop over a let keeps one copy of its variables per turn (63) in a block of its own; all others are a start and a
 * while. The condition of 63 must be an instruction, so a constant one is wrapped.
 */
function forLoop(context: Context, node: ForStatement, operands: Operand[]): void {
  const { init } = node;
  const start: Operand[] = [];
  if (init?.type === 'VariableDeclaration') variables(context, init, start);
  else if (init) start.push(expression(context, init));
  const test = node.test ? expression(context, node.test) : true;
  const update: Operand = node.update ? expression(context, node.update) : [46];
  const statements = quoted(context, node.body);
  if (init?.type === 'VariableDeclaration' && init.kind === 'let') {
    const condition = Array.isArray(test) ? test : make(context, node, 28, make(context, node, 28, test));
    const names: Instruction = [7, ...variableNames(context, init)];
    operands.push(
      at(context, node, [53, ...start, make(context, node, 63, names, condition, update, statements)]),
    );
    return;
  }
  const loop = make(context, node, 42, test, update, false, statements);
  if (init?.type === 'VariableDeclaration' && init.kind === 'const')
    operands.push(at(context, node, [53, ...start, loop]));
  else operands.push(...start, loop);
}

function iteration(context: Context, node: ForInStatement | ForOfStatement): Instruction {
  const { left } = node;
  const kind = left.type === 'VariableDeclaration' ? left.kind : 'var';
  const [assigning, constant, fresh] = node.type === 'ForInStatement' ? [47, 54, 55] : [64, 65, 66];
  const opcode = kind === 'const' ? constant : kind === 'let' ? fresh : assigning;
  const target = left.type === 'VariableDeclaration' ? left.declarations[0]!.id : left;
  const name = patternName(context, target);
  return make(context, node, opcode!, name, expression(context, node.right), quoted(context, node.body));
}

/** Cases share the scope around the switch; default comes last and has no test. */
function choice(context: Context, node: SwitchStatement): Instruction {
  const subject = expression(context, node.discriminant);
  const tests: Operand[] = [];
  const bodies: Operand[] = [];
  for (const arm of node.cases) {
    if (arm.test) tests.push(expression(context, arm.test));
    bodies.push(make(context, arm, arm.test ? 5 : 9, [46, ...list(context, arm.consequent)]));
  }
  return make(context, node, 38, subject, [46, ...tests], [46, ...bodies]);
}
