/**
 * The refusals that one node of the syntax tree shows by itself. Names and types are check.ts's business. The compiler
 * runs this pass too: what is refused here and has no instruction cannot be compiled.
 */

import type { AnyNode, Literal, Program, Property } from 'acorn';
import { type Code, type Problem, problem } from './codes.ts';
import { ASSIGNMENT_OPERATORS, BINARY_OPERATORS } from './table.ts';
import { isFunction, type Place, positionOf, walk } from './tree.ts';

type Report = (code: Code, node: AnyNode, observed: string) => void;

/** Node types that are refused wherever they stand. */
const REFUSED_NODES: Readonly<Record<string, readonly [Code, string] | undefined>> = {
  TaggedTemplateExpression: ['SANDBOX_TEMPLATE_LITERAL', 'Tagged template'],
  SpreadElement: ['SANDBOX_SPREAD', 'Spread element'],
  ClassDeclaration: ['SANDBOX_CLASS', 'Class'],
  ClassExpression: ['SANDBOX_CLASS', 'Class'],
  NewExpression: ['SANDBOX_NEW', 'Operator new'],
  ThisExpression: ['SANDBOX_THIS', 'Keyword this'],
  TryStatement: ['SANDBOX_TRY', 'try statement'],
  ThrowStatement: ['SANDBOX_THROW', 'throw statement'],
  ChainExpression: ['SANDBOX_OPTIONAL_CHAINING', 'Operator ?.'],
  SequenceExpression: ['SANDBOX_COMMA', 'Comma operator'],
  LabeledStatement: ['SANDBOX_LABEL', 'Label'],
  WithStatement: ['SANDBOX_WITH', 'with statement'],
  DebuggerStatement: ['SANDBOX_DEBUGGER', 'debugger statement'],
  AwaitExpression: ['SANDBOX_ASYNC', 'Operator await'],
  YieldExpression: ['SANDBOX_GENERATOR', 'Operator yield'],
  ImportDeclaration: ['SANDBOX_MODULE', 'import declaration'],
  ImportExpression: ['SANDBOX_MODULE', 'import expression'],
  ExportNamedDeclaration: ['SANDBOX_MODULE', 'export declaration'],
  ExportDefaultDeclaration: ['SANDBOX_MODULE', 'export declaration'],
  ExportAllDeclaration: ['SANDBOX_MODULE', 'export declaration'],
};

const REFUSED_OPERATORS: Readonly<Record<string, Code | undefined>> = {
  delete: 'SANDBOX_DELETE',
  void: 'SANDBOX_VOID',
  in: 'SANDBOX_IN',
  instanceof: 'SANDBOX_INSTANCEOF',
  '**': 'SANDBOX_EXPONENT_OPERATOR',
  '**=': 'SANDBOX_EXPONENT_OPERATOR',
  '??': 'SANDBOX_NULLISH',
  '||=': 'SANDBOX_LOGICAL_ASSIGNMENT',
  '&&=': 'SANDBOX_LOGICAL_ASSIGNMENT',
  '??=': 'SANDBOX_LOGICAL_ASSIGNMENT',
};

/** All problems of the single nodes of a parsed section, in textual order. */
export function syntaxProblems(ast: Program): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (code, node, observed) => problems.push(problem(code, positionOf(node), observed));
  walk(ast, (place) => {
    const { node } = place;
    const refused = REFUSED_NODES[node.type];
    if (refused !== undefined) report(refused[0], node, refused[1]);
    else checkNode(place, report);
  });
  return problems;
}

function checkNode(place: Place, report: Report): void {
  const { node, parent } = place;
  switch (node.type) {
    case 'Literal':
      checkLiteral(node, report);
      return;
    case 'TemplateLiteral':
      if (parent?.node.type !== 'TaggedTemplateExpression')
        report('SANDBOX_TEMPLATE_LITERAL', node, 'Template literal');
      return;
    case 'ArrayExpression':
      if (node.elements.includes(null)) report('SANDBOX_ARRAY_HOLE', node, 'Array literal with a hole');
      return;
    case 'Property':
      if (parent?.node.type === 'ObjectExpression') checkProperty(node as Property, report);
      return;
    case 'ObjectPattern':
    case 'ArrayPattern':
      if (!isInsidePattern(place)) report('SANDBOX_DESTRUCTURING', node, 'Destructuring pattern');
      return;
    case 'RestElement':
      if (!isInsidePattern(place)) report('SANDBOX_REST_PARAMETER', node, 'Rest parameter');
      return;
    case 'AssignmentPattern':
      if (!isInsidePattern(place))
        report('SANDBOX_DEFAULT_PARAMETER', node, 'Parameter with a default value');
      return;
    case 'MetaProperty':
      if (node.meta.name === 'new') report('SANDBOX_NEW', node, 'new.target');
      else report('SANDBOX_MODULE', node, 'import.meta');
      return;
    case 'UnaryExpression': {
      const code = node.operator === '+' ? 'SANDBOX_UNARY_PLUS' : REFUSED_OPERATORS[node.operator];
      if (code !== undefined) report(code, node, `Unary operator ${node.operator}`);
      return;
    }
    case 'BinaryExpression':
    case 'LogicalExpression': {
      if (BINARY_OPERATORS[node.operator] !== undefined) return;
      report(REFUSED_OPERATORS[node.operator] ?? 'SANDBOX_SYNTAX', node, `Operator ${node.operator}`);
      return;
    }
    case 'AssignmentExpression': {
      if (ASSIGNMENT_OPERATORS[node.operator] !== undefined) return;
      report(REFUSED_OPERATORS[node.operator] ?? 'SANDBOX_SYNTAX', node, `Assignment ${node.operator}`);
      return;
    }
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      checkFunction(place, report);
      return;
    default:
      checkStatement(place, report);
  }
}

function checkStatement({ node }: Place, report: Report): void {
  switch (node.type) {
    case 'ExpressionStatement':
      if (node.directive === undefined && node.expression.type === 'Literal')
        report('SANDBOX_LITERAL_STATEMENT', node, 'Statement of a value alone');
      return;
    case 'SwitchStatement': {
      const index = node.cases.findIndex((arm) => !arm.test);
      if (index >= 0 && index < node.cases.length - 1) {
        report('SANDBOX_DEFAULT_NOT_LAST', node.cases[index]!, 'default before the last case');
      }
      return;
    }
    case 'ForInStatement':
    case 'ForOfStatement': {
      if (node.type === 'ForOfStatement' && node.await) report('SANDBOX_ASYNC', node, 'for await loop');
      const { left } = node;
      if (left.type === 'MemberExpression')
        report('SANDBOX_LOOP_TARGET', left, 'Loop that assigns to a property');
      else if (left.type === 'VariableDeclaration' && left.declarations[0]?.init) {
        report('SANDBOX_LOOP_TARGET', left, 'Loop variable with a start value');
      }
      return;
    }
    case 'VariableDeclaration':
      if (node.kind !== 'var' && node.kind !== 'let' && node.kind !== 'const') {
        report('SANDBOX_SYNTAX', node, `Declaration with ${node.kind}`);
      }
      return;
    default:
      return;
  }
}

function checkFunction({ node, parent }: Place, report: Report): void {
  if (!isFunction(node)) return;
  if (node.async) report('SANDBOX_ASYNC', node, 'async function');
  if (node.generator) report('SANDBOX_GENERATOR', node, 'Generator function');
  if (node.type === 'FunctionExpression' && node.id) {
    report('SANDBOX_NAMED_FUNCTION_EXPRESSION', node, `Function expression named ${node.id.name}`);
  }
  if (node.type === 'FunctionDeclaration' && !isBodyOfFunction(parent)) {
    report('SANDBOX_FUNCTION_IN_BLOCK', node, `Function ${node.id?.name ?? ''} declared inside a block`);
  }
}

function isBodyOfFunction(place: Place | undefined): boolean {
  if (place === undefined || place.node.type === 'Program') return true;
  if (place.node.type.startsWith('Export')) return true;
  return place.node.type === 'BlockStatement' && place.parent !== undefined && isFunction(place.parent.node);
}

/** Whether a pattern is a part of another one, which has been reported already. */
function isInsidePattern({ parent }: Place): boolean {
  const around = parent?.node.type === 'Property' ? parent.parent : parent;
  return around?.node.type === 'ObjectPattern' || around?.node.type === 'ArrayPattern' || isDefaultOf(around);
}

function isDefaultOf(place: Place | undefined): boolean {
  return place?.node.type === 'AssignmentPattern' && isInsidePattern(place);
}

function checkProperty(node: Property, report: Report): void {
  if (node.kind !== 'init') report('SANDBOX_ACCESSOR', node, node.kind === 'get' ? 'Getter' : 'Setter');
  else if (node.method) report('SANDBOX_SHORTHAND_METHOD', node, 'Shorthand method');
  else if (node.shorthand) report('SANDBOX_SHORTHAND_PROPERTY', node, 'Shorthand property');
  else if (node.computed) report('SANDBOX_COMPUTED_KEY', node, 'Computed key');
}

function checkLiteral(node: Literal, report: Report): void {
  const raw = node.raw ?? '';
  if (node.regex) report('SANDBOX_REGEX_LITERAL', node, `Regular-expression literal ${raw}`);
  else if (node.bigint) report('SANDBOX_NUMBER_FORM', node, `Bigint ${raw}`);
  else if (typeof node.value === 'number') {
    if (/^0[bo\d]|_/i.test(raw)) report('SANDBOX_NUMBER_FORM', node, `Number ${raw}`);
  }
}

/** Whether a trailing comma stands behind the last argument, parameter, element or property of a node. */
export function hasTrailingComma(node: AnyNode, commas: readonly number[]): boolean {
  const last = lastPart(node);
  return last !== undefined && hasBetween(commas, last.end, isFunction(node) ? node.body.start : node.end);
}

function lastPart(node: AnyNode): AnyNode | undefined {
  if (node.type === 'CallExpression') return node.arguments.at(-1);
  if (node.type === 'ObjectExpression') return node.properties.at(-1);
  if (node.type === 'ArrayExpression') return node.elements.at(-1) ?? undefined;
  return isFunction(node) ? node.params.at(-1) : undefined;
}

/** Whether an ascending list has a value in [low, high). */
function hasBetween(sorted: readonly number[], low: number, high: number): boolean {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle]! < low) from = middle + 1;
    else to = middle;
  }
  return from < sorted.length && sorted[from]! < high;
}
