/**
 * A constant that is an object literal, and of which only properties are read, becomes one constant for each property. In
 * the sandbox making an object and reaching into it are instructions.
 */
import type { Property, VariableDeclaration } from 'acorn';
import { type Binding, constantsOf, freeNames, indentOf, type Script } from './bindings.ts';
import type { Replacement } from './unroll.ts';

/** One group of replacements for each such constant. */
export function scalars(script: Script): Replacement[][] {
  return constantsOf(script).flatMap(({ binding, init, declaration }) => {
    const group =
      init.type === 'ObjectExpression' &&
      properties(binding, init.properties as Property[], declaration, script);
    return group ? [group] : [];
  });
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
