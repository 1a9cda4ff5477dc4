/**
 * What can be said about the type of an expression without running it: literals, operators, results of known methods and
 * APIs, and variables that are assigned only where they are declared. Everything else is unknown, and unknown is fine.
 */

import type { AnyNode, CallExpression, Identifier, MemberExpression } from 'acorn';
import { APIS, type Api } from './apis.ts';
import type { Scopes } from './scope.ts';
import { METHODS, type ValueType } from './table.ts';

/** The type of an expression: one of the sandbox's types, or an API that `require` gave. */
export type Known = { readonly type: ValueType } | { readonly type: 'api'; readonly api: Api };

export type TypeOf = (node: AnyNode) => Known | undefined;

const BOOLEAN_OPERATORS: ReadonlySet<string> = new Set([
  '==',
  '!=',
  '===',
  '!==',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  'instanceof',
]);

/** Makes the function that tells types within one section. Results are remembered per node. */
export function typesOf(scopes: Scopes): TypeOf {
  const results = new Map<AnyNode, Known | undefined>();

  const typeOf: TypeOf = (node) => {
    if (results.has(node)) return results.get(node);
    // A value that depends on itself is unknown while it is being looked at.
    results.set(node, undefined);
    const result = find(node);
    results.set(node, result);
    return result;
  };

  function find(node: AnyNode): Known | undefined {
    switch (node.type) {
      case 'Literal':
        return literalType(node.value);
      case 'TemplateLiteral':
        return { type: 'string' };
      case 'ArrayExpression':
        return { type: 'array' };
      case 'ObjectExpression':
        return { type: 'object' };
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return { type: 'function' };
      case 'UpdateExpression':
        return { type: 'number' };
      case 'UnaryExpression':
        return unaryType(node.operator);
      case 'AssignmentExpression':
        return node.operator === '=' ? typeOf(node.right) : undefined;
      case 'ConditionalExpression':
        return common([typeOf(node.consequent), typeOf(node.alternate)]);
      case 'LogicalExpression':
        return common(operands(node).map(typeOf));
      case 'BinaryExpression':
        if (BOOLEAN_OPERATORS.has(node.operator)) return { type: 'boolean' };
        return node.operator === '+' ? sumType(operands(node).map(typeOf)) : { type: 'number' };
      case 'Identifier':
        return variableType(node);
      case 'CallExpression':
        return callType(node);
      case 'MemberExpression':
        return memberName(node) === 'length' && isSized(typeOf(node.object)) ? { type: 'number' } : undefined;
      default:
        return undefined;
    }
  }

  function variableType(node: Identifier): Known | undefined {
    const binding = scopes.bindingOf.get(node);
    if (binding === undefined) return node.name === 'undefined' ? { type: 'undefined' } : undefined;
    if (scopes.written.has(binding) || binding.init === undefined) return undefined;
    return typeOf(binding.init);
  }

  function callType(node: CallExpression): Known | undefined {
    const { callee } = node;
    const api = requiredApi(node, scopes);
    if (api !== undefined) return { type: 'api', api };
    if (callee.type === 'MemberExpression') {
      const receiver = typeOf(callee.object);
      const name = memberName(callee);
      if (receiver === undefined || name === undefined) return undefined;
      const entries = receiver.type === 'api' ? receiver.api.members : METHODS[receiver.type];
      return Object.hasOwn(entries, name) ? resultType(entries[name]!.result) : undefined;
    }
    const called = typeOf(callee);
    return called?.type === 'api' ? resultType(called.api.result) : undefined;
  }

  return typeOf;
}

/** The API that a call gives, when it is `require('name')` with a known name. */
export function requiredApi(node: CallExpression, scopes: Scopes): Api | undefined {
  const { callee } = node;
  if (callee.type !== 'Identifier' || callee.name !== 'require' || scopes.bindingOf.has(callee))
    return undefined;
  const [name] = node.arguments;
  return name?.type === 'Literal' && typeof name.value === 'string' ? APIS.get(name.value) : undefined;
}

/** The name of a member that is fixed in the text: `o.p` or `o['p']`. */
export function memberName({ computed, property }: MemberExpression): string | undefined {
  if (!computed) return property.type === 'Identifier' ? property.name : undefined;
  return property.type === 'Literal' && typeof property.value === 'string' ? property.value : undefined;
}

function literalType(value: unknown): Known | undefined {
  if (value === null) return { type: 'null' };
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' ? { type } : undefined;
}

function unaryType(operator: string): Known | undefined {
  if (operator === '!' || operator === 'delete') return { type: 'boolean' };
  if (operator === 'typeof') return { type: 'string' };
  return operator === 'void' ? { type: 'undefined' } : { type: 'number' };
}

function resultType(type: ValueType | undefined): Known | undefined {
  return type === undefined ? undefined : { type };
}

function isSized(known: Known | undefined): boolean {
  return known?.type === 'string' || known?.type === 'array';
}

/** The operands of a chain of one kind of expression, without recursion on its left side. */
function operands(node: Extract<AnyNode, { type: 'BinaryExpression' | 'LogicalExpression' }>): AnyNode[] {
  const found: AnyNode[] = [];
  let left: AnyNode = node;
  while (
    left.type === node.type &&
    'operator' in left &&
    (left.type === 'LogicalExpression' || left.operator === '+')
  ) {
    found.push(left.right);
    left = left.left;
  }
  found.push(left);
  return found;
}

function common(types: readonly (Known | undefined)[]): Known | undefined {
  const [first] = types;
  if (first === undefined || first.type === 'api') return undefined;
  return types.every((known) => known?.type === first.type) ? first : undefined;
}

/** A sum with a text in it is a text; a sum of numbers is a number. */
function sumType(types: readonly (Known | undefined)[]): Known | undefined {
  if (types.some((known) => known?.type === 'string')) return { type: 'string' };
  return types.every((known) => known?.type === 'number') ? { type: 'number' } : undefined;
}
