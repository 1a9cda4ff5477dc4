/** Text that stands in the code: literals, sums of them, and constants that hold such text. */
import type { AnyNode } from 'acorn';
import type { Scopes } from './scope.ts';

/** Makes the function that gives the text of an expression, or `undefined` where it is not fixed. */
export function constantTexts(scopes: Scopes): (node: AnyNode | undefined) => string | undefined {
  const open = new Set<AnyNode>();

  function textOf(node: AnyNode | undefined): string | undefined {
    if (node === undefined || open.has(node)) return undefined;
    open.add(node);
    const text = find(node);
    open.delete(node);
    return text;
  }

  function find(node: AnyNode): string | undefined {
    if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
    if (node.type === 'Identifier') {
      const binding = scopes.bindingOf.get(node);
      return binding?.init && !scopes.written.has(binding) ? textOf(binding.init) : undefined;
    }
    if (node.type !== 'BinaryExpression' || node.operator !== '+') return undefined;
    const left = textOf(node.left);
    const right = left === undefined ? undefined : textOf(node.right);
    return right === undefined ? undefined : left + right;
  }

  return textOf;
}
