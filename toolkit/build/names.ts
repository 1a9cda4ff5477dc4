/** Walks over a syntax tree. */
import type { Node } from 'acorn';

/** Every name a statement mentions, locals included: too many rather than too few. */
export function mentioned(node: unknown): Set<string> {
  const names = new Set<string>();
  const stack = [node];
  while (stack.length > 0) {
    const next = stack.pop();
    if (Array.isArray(next)) stack.push(...next);
    else if (typeof next === 'object' && next !== null && 'type' in next) {
      const { type, name, computed } = next as { type: string; name?: string; computed?: boolean };
      if (type === 'Identifier') names.add(name!);
      // `o.name` and `{ name: 1 }` mention nothing.
      const ignored = computed ? undefined : { MemberExpression: 'property', Property: 'key' }[type];
      for (const key in next) if (key !== ignored) stack.push(next[key as keyof typeof next]);
    }
  }
  return names;
}

/** A walk over every node of an ESTree. */
export function eachNode(node: unknown, visit: (node: Node & Record<string, unknown>) => void): void {
  if (Array.isArray(node)) {
    for (const child of node) eachNode(child, visit);
  } else if (typeof node === 'object' && node !== null && 'type' in node) {
    visit(node as Node & Record<string, unknown>);
    for (const child of Object.values(node)) eachNode(child, visit);
  }
}
