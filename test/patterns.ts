/** The constant patterns of a module of src/. */
import { readFileSync } from 'node:fs';
import { type AnyNode, parse } from 'acorn';
import { transformSync } from 'esbuild';

/** Every node of a syntax tree. */
function nodesOf(node: unknown): AnyNode[] {
  if (typeof node !== 'object' || node === null) return [];
  const inner = Object.values(node).flatMap(nodesOf);
  return 'type' in node ? [node as AnyNode, ...inner] : inner;
}

/** Texts given to `match` and `search`, and those in tables under the key `pattern`; the module's own constants are put in. */
export function patternsOf(file: string): string[] {
  const { code } = transformSync(readFileSync(file, 'utf8'), { loader: 'ts', format: 'esm' });
  const nodes = nodesOf(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }));
  const textOf = (node: AnyNode | null | undefined): string | undefined => {
    if (node?.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
    if (node?.type === 'Identifier') {
      const declared = (one: AnyNode) =>
        one.type === 'VariableDeclarator' && one.id.type === 'Identifier' && one.id.name === node.name;
      const found = nodes.find(declared);
      return found?.type === 'VariableDeclarator' ? textOf(found.init) : undefined;
    }
    if (node?.type !== 'BinaryExpression' || node.operator !== '+') return undefined;
    const [left, right] = [textOf(node.left), textOf(node.right)];
    return left === undefined || right === undefined ? undefined : left + right;
  };
  const given = (node: AnyNode): AnyNode | undefined => {
    const named = (key: AnyNode, names: RegExp) => key.type === 'Identifier' && names.test(key.name);
    if (node.type === 'Property') return named(node.key, /^pattern$/) ? node.value : undefined;
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
    return named(node.callee.property, /^(match|search)$/) ? node.arguments[0] : undefined;
  };
  return nodes.flatMap((node) => textOf(given(node)) ?? []);
}
