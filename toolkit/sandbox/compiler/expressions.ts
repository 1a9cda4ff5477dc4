/**
 * Expressions to instructions. Opcodes stand as numbers beside the construct they serve; their names and effects are
 * listed with the interpreter. Operators take theirs from the language table.
 */

import type {
  AnyNode,
  ArrayExpression,
  AssignmentExpression,
  BinaryExpression,
  CallExpression,
  Expression,
  Identifier,
  Literal,
  LogicalExpression,
  MemberExpression,
  ObjectExpression,
  UpdateExpression,
} from 'acorn';
import { ASSIGNMENT_OPERATORS, BINARY_OPERATORS, UNARY_OPERATORS } from '../language/table.ts';
import type { FunctionNode } from '../language/tree.ts';
import { at, type Context, countLine, make, nameOf, patternName, unsupported } from './context.ts';
import type { Instruction, Operand } from './instruction.ts';

/** Compiles one expression. */
export function expression(context: Context, node: AnyNode): Operand {
  switch (node.type) {
    case 'Identifier':
      return node.name === 'undefined' ? make(context, node, 44) : read(context, node);
    case 'Literal':
      return literal(context, node);
    case 'MemberExpression':
      return make(context, node, node.computed ? 16 : 17, ...memberOperands(context, node));
    case 'CallExpression':
      return call(context, node);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return chain(context, node);
    case 'UnaryExpression':
      return make(
        context,
        node,
        UNARY_OPERATORS[node.operator] ?? unsupported(node),
        expression(context, node.argument),
      );
    case 'ConditionalExpression':
      return make(
        context,
        node,
        39,
        expression(context, node.test),
        expression(context, node.consequent),
        expression(context, node.alternate),
      );
    case 'AssignmentExpression':
      return assignment(context, node);
    case 'UpdateExpression':
      return update(context, node);
    case 'ArrayExpression':
      return at(context, node, [7, ...elements(context, node)]);
    case 'ObjectExpression':
      return object(context, node);
    case 'ArrowFunctionExpression':
    case 'FunctionExpression': {
      const name = node.type === 'FunctionExpression' && node.id ? nameOf(context, node.id) : '';
      const parameters: Instruction = [7, ...node.params.map((pattern) => patternName(context, pattern))];
      return at(context, node, [51, name, parameters, ...functionBody(context, node)]);
    }
    case 'SequenceExpression':
      return at(context, node, [13, ...node.expressions.map((item) => expression(context, item))]);
    default:
      return unsupported(node);
  }
}

function functionBody(context: Context, node: FunctionNode): Operand[] {
  const { body } = node;
  if (body.type === 'BlockStatement') return context.body(context, node);
  countLine(context, body);
  return [make(context, body, 36, expression(context, body))];
}

function read(context: Context, node: Identifier): Instruction {
  return make(context, node, 15, nameOf(context, node));
}

function literal(context: Context, node: Literal): Operand {
  const { value } = node;
  if (value === null && node.raw === 'null') return make(context, node, 45);
  // JSON has no infinity; the division gives the same value.
  if (value === Infinity) return make(context, node, 10, 1, 0);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return unsupported(node);
}

function elements(context: Context, node: ArrayExpression): Operand[] {
  return node.elements.map((item) => expression(context, item ?? unsupported(node)));
}

function memberOperands(context: Context, node: MemberExpression): [object: Operand, key: Operand] {
  const { property } = node;
  const target = expression(context, node.object);
  if (node.computed) return [target, expression(context, property)];
  return [target, property.type === 'Identifier' ? property.name : unsupported(property)];
}

/** A name is called by its name, a member by method call, anything else through the variable $0. */
function call(context: Context, node: CallExpression): Instruction {
  const { callee } = node;
  if (callee.type === 'MemberExpression') {
    const [target, key] = memberOperands(context, callee);
    return make(context, node, 2, target, key, [7, ...parameters(context, node)]);
  }
  if (callee.type === 'Identifier' && callee.name !== 'undefined') {
    return at(context, node, [nameOf(context, callee), ...parameters(context, node)]);
  }
  const keep = make(context, node, 3, '$0', expression(context, callee));
  const run = at(context, node, ['$0', ...parameters(context, node)]);
  return make(context, node, 13, make(context, node, 41, '$0'), keep, run);
}

function parameters(context: Context, node: CallExpression): Operand[] {
  return node.arguments.map((item) => expression(context, item));
}

/** Operators are left-associative; the left side is walked in a loop, since chains of thousands of + exist. */
function chain(context: Context, node: BinaryExpression | LogicalExpression): Operand {
  const links: (BinaryExpression | LogicalExpression)[] = [];
  let left: Expression | BinaryExpression['left'] = node;
  while (left.type === 'BinaryExpression' || left.type === 'LogicalExpression') {
    links.push(left);
    left = left.left;
  }
  let result = expression(context, left);
  for (const link of links.reverse()) {
    const opcode = BINARY_OPERATORS[link.operator] ?? unsupported(link);
    result = make(context, link, opcode, result, expression(context, link.right));
  }
  return result;
}

function assignment(context: Context, node: AssignmentExpression): Instruction {
  const { left } = node;
  const operator = ASSIGNMENT_OPERATORS[node.operator] ?? unsupported(node);
  const opcode = operator === '' ? undefined : (BINARY_OPERATORS[operator] ?? unsupported(node));
  if (left.type === 'Identifier') {
    const value = (): Operand => expression(context, node.right);
    const combined =
      opcode === undefined ? value() : make(context, node, opcode, read(context, left), value());
    return make(context, node, 3, nameOf(context, left), combined);
  }
  if (left.type !== 'MemberExpression') return unsupported(left);
  const [target, key] = memberOperands(context, left);
  const right = expression(context, node.right);
  if (opcode === undefined) return make(context, node, 43, target, key, right);
  const old = make(context, left, left.computed ? 16 : 17, target, key);
  return make(context, node, 43, target, key, make(context, node, opcode, old, right));
}

/** x++ is [33, read, assign], ++x is [35, assign]; -- has 32 and 34. */
function update(context: Context, node: UpdateExpression): Instruction {
  const { argument } = node;
  const opcode = BINARY_OPERATORS[node.operator === '++' ? '+' : '-']!;
  const postfix = node.operator === '++' ? 33 : 32;
  const prefix = node.operator === '++' ? 35 : 34;
  let old: () => Instruction;
  let assign: (value: Instruction) => Instruction;
  if (argument.type === 'Identifier') {
    old = () => read(context, argument);
    assign = (value) => make(context, node, 3, nameOf(context, argument), value);
  } else if (argument.type === 'MemberExpression') {
    const [target, key] = memberOperands(context, argument);
    old = () => make(context, argument, argument.computed ? 16 : 17, target, key);
    assign = (value) => make(context, node, 43, target, key, value);
  } else return unsupported(argument);
  const next = assign(make(context, node, opcode, old(), 1));
  return node.prefix ? make(context, node, prefix, next) : make(context, node, postfix, old(), next);
}

function object(context: Context, node: ObjectExpression): Instruction {
  const operands: Operand[] = [];
  for (const property of node.properties) {
    if (property.type !== 'Property' || property.computed) return unsupported(property);
    const { key } = property;
    if (key.type === 'Identifier') operands.push(key.name);
    else if (key.type === 'Literal') operands.push(String(key.value));
    else return unsupported(key);
    operands.push(expression(context, property.value));
  }
  return at(context, node, [8, ...operands]);
}
