/**
 * A constant goes when its value may as well stand where its name does: another name for something, a short text, or what
 * the next statement begins with. In the sandbox declaring and reading a name are instructions.
 */
import type { AnyNode, Expression, Literal, VariableDeclaration } from 'acorn';
import {
  around,
  type Binding,
  type Constant,
  childrenOf,
  constantsOf,
  indentOf,
  isConstant,
  isIdle,
  isWhole,
  meaningAt,
  type Script,
  startWithComment,
} from './bindings.ts';
import type { Replacement } from './unroll.ts';

/** One group of replacements for each such constant. */
export function copies(script: Script): Replacement[][] {
  return constantsOf(script).flatMap((constant) => {
    const group =
      constant.init.type === 'Literal'
        ? literal(constant, constant.init, script)
        : isConstant(constant.init, script) || isSettled(constant, script)
          ? copy(constant, script)
          : usedAtOnce(constant, script);
    return group ? [group] : [];
  });
}

function copy({ binding, init, declaration }: Constant, script: Script): Replacement[] | undefined {
  if (!binding.mentions.every((mention) => meansTheSame(init, mention, script))) return undefined;
  return [withoutLine(declaration, script), ...written(binding, init, script)];
}

/** Whether a name at one place means what the name an expression begins with means at its own. */
function meansTheSame(node: AnyNode, place: AnyNode, script: Script): boolean {
  if (node.type === 'MemberExpression') return meansTheSame(node.object, place, script);
  return node.type !== 'Identifier' || meaningAt(place, node.name, script) === script.meaning.get(node);
}

/** Whether a variable does not change any more: all that changes it stands above, in the same function and in no loop. */
function isSettled({ init, declaration }: Constant, script: Script): boolean {
  const variable = init.type === 'Identifier' ? script.meaning.get(init) : undefined;
  if (!variable || variable.declared.start > declaration.start) return false;
  const { declared, changes } = variable;
  const [inner, ...homes] = [declaration, declared, ...changes].map((node) => homeOf(node, script));
  return (
    changes.every(({ end }) => end < declaration.start) &&
    !around(declaration, script).some(({ type }) => /^(For|While)/.test(type)) &&
    homes.every((home) => home === inner)
  );
}

/** The function a node stands in, `undefined` for the script itself. */
const homeOf = (node: AnyNode, script: Script): AnyNode | undefined =>
  around(node, script).find(({ type }) => /Function/.test(type));

/** Texts and numbers: where they are used only once in the script itself, and short ones that are used a little more often. */
function literal(
  { binding, declaration }: Constant,
  init: Literal,
  script: Script,
): Replacement[] | undefined {
  const length = init.end - init.start;
  const atTop = script.parents.get(declaration)!.type === 'Program';
  const repeated = (binding.mentions.length - 1) * length;
  if (repeated > 30 || (!atTop && length > 30)) return undefined;
  const { end } = declaration;
  const start = startWithComment(declaration, script);
  return [
    withoutLine({ start, end }, script),
    ...comment(start, declaration, binding, script),
    ...written(binding, init, script),
  ];
}

/** What is said of a constant, above the statement that uses it first. */
function comment(
  start: number,
  declaration: VariableDeclaration,
  { mentions: [first] }: Binding,
  script: Script,
): Replacement[] {
  if (start === declaration.start || !first) return [];
  const lines = script.code
    .slice(start, declaration.start)
    .replace(/^\/\*\*|\*\/\s*$/g, '')
    .split('\n')
    .map((line) => line.replace(/^ *\*/, '').trim())
    .filter((line) => line !== '');
  const place = [first, ...around(first, script)].find((node) => isInList(node, script))!;
  const indent = indentOf(place, script);
  return [
    { start: place.start, end: place.start, text: lines.map((line) => `// ${line}\n${indent}`).join('') },
  ];
}

const isInList = (node: AnyNode, { parents }: Script): boolean =>
  ['Program', 'BlockStatement'].includes(parents.get(node)?.type ?? 'Program');

/** A value that is used once, as the first thing the next statement does. */
function usedAtOnce({ binding, init, declaration }: Constant, script: Script): Replacement[] | undefined {
  const [mention, ...more] = binding.mentions;
  const list = (script.parents.get(declaration) as { body?: AnyNode[] }).body;
  if (!mention || more.length > 0 || !Array.isArray(list)) return undefined;
  // A function is there to be called by its name; the result of a call costs more when it is called at once.
  const parent = script.parents.get(mention)!;
  const isCalled = parent.type === 'CallExpression' && parent.callee === mention;
  if (init.type === 'ArrowFunctionExpression' || isCalled) return undefined;
  const next = list.slice(list.indexOf(declaration) + 1).find((statement) => !isIdle(statement, script));
  if (!next || /^(For|While)|Function/.test(next.type) || !isFirst(mention, next, script)) return undefined;
  return [withoutLine(declaration, script), ...written(binding, init, script)];
}

/** Whether nothing that matters is done before a mention is read, and that it is read once and in any case. */
function isFirst(mention: AnyNode, node: AnyNode, script: Script): boolean {
  if (node === mention) return true;
  const parts: AnyNode[] = [];
  if (node.type === 'IfStatement' || node.type === 'ConditionalExpression') parts.push(node.test);
  else if (node.type === 'LogicalExpression') parts.push(node.left);
  else if (node.type === 'AssignmentExpression' && node.left.type === 'Identifier') parts.push(node.right);
  else if (node.type === 'Property') parts.push(node.value);
  else if (!/Function|BlockStatement|AssignmentExpression/.test(node.type)) parts.push(...childrenOf(node));
  for (const part of parts) {
    if (part.start <= mention.start && part.end >= mention.end) return isFirst(mention, part, script);
    if (!isConstant(part, script)) return false;
  }
  return false;
}

/** The value in place of every mention. */
function written({ mentions }: Binding, init: Expression, script: Script): Replacement[] {
  const text = script.code.slice(init.start, init.end);
  const isClosed = /^(Identifier|Literal|MemberExpression|CallExpression)$/.test(init.type);
  return mentions.map((mention) => ({
    start: mention.start,
    end: mention.end,
    text: isClosed || isWhole(mention, script) ? text : `(${text})`,
  }));
}

/** The line of a declaration goes. */
function withoutLine({ start, end }: { start: number; end: number }, { code }: Script): Replacement {
  const from = code.lastIndexOf('\n', start - 1) + 1;
  const to = code.indexOf('\n', end) + 1;
  return { start: from, end: to === 0 ? code.length : to, text: '' };
}
