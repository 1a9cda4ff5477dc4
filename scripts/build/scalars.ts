/**
 * A constant that is an object literal, and of which only properties are read, becomes one constant for each property; a
 * constant that is only another name for a constant goes. In the sandbox making an object and reaching into it are
 * instructions.
 */
import type { AnyNode, Expression, Property, VariableDeclaration } from 'acorn';
import { type Binding, freeNames, meaningAt, type Script } from './bindings.ts';
import type { Replacement } from './unroll.ts';

/** One group of replacements for each such constant. */
export function scalars(script: Script): Replacement[][] {
  const groups: Replacement[][] = [];
  for (const [node, binding] of script.meaning) {
    if (node !== binding.declared) continue;
    const declarator = script.parents.get(node);
    if (declarator?.type !== 'VariableDeclarator' || !declarator.init) continue;
    const declaration = script.parents.get(declarator) as VariableDeclaration;
    if (declaration.kind !== 'const' || declaration.declarations.length !== 1) continue;
    const group =
      declarator.init.type === 'ObjectExpression'
        ? properties(binding, declarator.init.properties as Property[], declaration, script)
        : isConstant(declarator.init, script)
          ? copy(binding, declarator.init, declaration, script)
          : undefined;
    if (group) groups.push(group);
  }
  return groups;
}

/** A name that never changes, a literal, or a function of one of GTM's objects. */
export function isConstant(node: AnyNode, { meaning, parents }: Script): boolean {
  if (node.type === 'Identifier') return node.name === 'undefined' || meaning.get(node)?.assigned === false;
  if (node.type !== 'MemberExpression' || node.computed) return node.type === 'Literal';
  const base = meaning.get(node.object);
  const declarator = base && parents.get(base.declared);
  const init = declarator?.type === 'VariableDeclarator' ? declarator.init : undefined;
  return init?.type === 'CallExpression' && (init.callee as { name?: string }).name === 'require';
}

function copy(
  { mentions }: Binding,
  init: Expression,
  declaration: VariableDeclaration,
  script: Script,
): Replacement[] | undefined {
  // A long text that is mentioned in several places is better kept once, for readers.
  if (init.type === 'Literal' && (mentions.length > 1 || init.end - init.start > 30)) return undefined;
  if (!mentions.every((mention) => meansTheSame(init, mention, script))) return undefined;
  const text = script.code.slice(init.start, init.end);
  return [line(declaration, '', script), ...mentions.map(({ start, end }) => ({ start, end, text }))];
}

/** Whether the name an expression begins with means the same at another place. */
function meansTheSame(node: AnyNode, place: AnyNode, script: Script): boolean {
  if (node.type === 'MemberExpression') return meansTheSame(node.object, place, script);
  return node.type !== 'Identifier' || meaningAt(place, node.name, script) === script.meaning.get(node);
}

function properties(
  { mentions }: Binding,
  entries: readonly Property[],
  declaration: VariableDeclaration,
  script: Script,
): Replacement[] | undefined {
  const { parents, code } = script;
  const keys = entries.map(({ key, computed }) =>
    !computed && key?.type === 'Identifier' ? key.name : undefined,
  );
  if (keys.includes(undefined)) return undefined;
  const reads: Replacement[] = [];
  const nameOf = freeNames(declaration, script, mentions);
  for (const mention of mentions) {
    const read = parents.get(mention)!;
    const above = parents.get(read)!;
    const written = above.type === 'AssignmentExpression' && above.left === read;
    if (read.type !== 'MemberExpression' || read.computed || read.object !== mention || written)
      return undefined;
    const key = (read.property as { name: string }).name;
    if (!keys.includes(key)) return undefined;
    reads.push({ start: read.start, end: read.end, text: nameOf(key) });
  }
  const text = entries
    .map(({ value }, i) => `const ${nameOf(keys[i]!)} = ${code.slice(value.start, value.end)};`)
    .join(`\n${indentOf(declaration, script)}`);
  return [{ start: declaration.start, end: declaration.end, text }, ...reads];
}

/** The blanks a line begins with. */
export const indentOf = ({ start }: AnyNode, { code }: Script): string =>
  ' '.repeat(start - (code.lastIndexOf('\n', start - 1) + 1));

/** A whole line in place of another one, or none. */
export function line({ start, end }: AnyNode, text: string, { code }: Script): Replacement {
  const from = code.lastIndexOf('\n', start - 1) + 1;
  const to = code.indexOf('\n', end) + 1;
  return { start: from, end: to === 0 ? code.length : to, text: text === '' ? '' : `${text}\n` };
}
