/**
 * What code asks of the sandbox, as far as its text tells: the APIs it requires, and the arguments of their calls where these
 * are constant text.
 */
import type { AnyNode, CallExpression, Program } from 'acorn';
import type { Position } from '../compiler/instruction.ts';
import { positionOf, walk } from '../language/tree.ts';

/** One use of an API: where it is required, and the calls of the name it is given. */
export interface Use {
  api: string;
  at: Position;
  /** The arguments of each call: the text of each, or undefined where it is no constant text. */
  calls: { texts: (string | undefined)[]; at: Position }[];
  /** The same of calls of its members, where the API is an object. */
  memberCalls: { member: string; texts: (string | undefined)[]; at: Position }[];
  /** Whether the function also travels, so that calls may have escaped. */
  escapes: boolean;
}

/** Every API the code requires. Names declared more than once are not followed: their calls count as unknown. */
export function usesOf(ast: Program): Use[] {
  const declared = new Map<string, number>();
  walk(ast, ({ node, parent, key }) => {
    if (node.type === 'Identifier' && isDeclaration(parent?.node, key))
      declared.set(node.name, (declared.get(node.name) ?? 0) + 1);
  });
  const once = (name: string): boolean => declared.get(name) === 1;

  const uses: Use[] = [];
  const byName = new Map<string, Use>();
  const texts = new Map<string, string>();
  walk(ast, ({ node, parent, key }) => {
    const above = parent?.node;
    const name =
      above?.type === 'VariableDeclarator' && above.id.type === 'Identifier' ? above.id.name : undefined;
    const isConst =
      parent?.parent?.node.type === 'VariableDeclaration' && parent.parent.node.kind === 'const';
    const text = constantText(node, texts);
    if (name !== undefined && key === 'init' && isConst && once(name) && text !== undefined)
      texts.set(name, text);
    const api = requiredApi(node);
    if (api === undefined) return;
    const use: Use = { api, at: positionOf(node), calls: [], memberCalls: [], escapes: false };
    uses.push(use);
    if (name !== undefined && once(name)) byName.set(name, use);
    else if (above?.type === 'CallExpression' && key === 'callee') use.calls.push(callOf(above, texts));
    else if (above?.type !== 'MemberExpression') use.escapes = true;
  });

  walk(ast, ({ node, parent, key }) => {
    if (node.type !== 'Identifier') return;
    const use = byName.get(node.name);
    const above = parent?.node;
    if (!use || isDeclaration(above, key)) return;
    const isName =
      (above?.type === 'MemberExpression' && key === 'property') ||
      (above?.type === 'Property' && key === 'key');
    if (isName && !above.computed) return;
    if (above?.type === 'CallExpression' && key === 'callee') use.calls.push(callOf(above, texts));
    else if (above?.type !== 'MemberExpression' || key !== 'object') use.escapes = true;
    else if (parent?.parent?.node.type === 'CallExpression' && parent.key === 'callee' && !above.computed)
      use.memberCalls.push({ member: nameOf(above.property), ...callOf(parent.parent.node, texts) });
  });
  return uses;
}

function isDeclaration(parent: AnyNode | undefined, key: string): boolean {
  if (parent?.type === 'VariableDeclarator') return key === 'id';
  return (
    (parent?.type === 'FunctionDeclaration' ||
      parent?.type === 'FunctionExpression' ||
      parent?.type === 'ArrowFunctionExpression') &&
    (key === 'id' || key === 'params')
  );
}

const nameOf = (property: AnyNode): string => (property.type === 'Identifier' ? property.name : '');

function requiredApi(node: AnyNode): string | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'require')
    return undefined;
  const [argument] = node.arguments;
  return argument?.type === 'Literal' && typeof argument.value === 'string' ? argument.value : undefined;
}

function callOf(node: CallExpression, texts: ReadonlyMap<string, string>): Use['calls'][number] {
  return { texts: node.arguments.map((argument) => constantText(argument, texts)), at: positionOf(node) };
}

function constantText(node: AnyNode | undefined, texts: ReadonlyMap<string, string>): string | undefined {
  if (node?.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  return node?.type === 'Identifier' ? texts.get(node.name) : undefined;
}
