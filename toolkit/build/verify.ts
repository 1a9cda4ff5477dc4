/**
 * The build's own check of its work: the bundle, read again, is the statements of the modules that are in use, in order, each
 * as it was written, names aside. Whatever else it is, is a fault of the build and no template.
 */
import { type AnyNode, parse } from 'acorn';
import { walk } from '../sandbox/language/tree.ts';
import type { Linked, Use } from './link.ts';
import { DEFAULT, type Module, type Unit } from './module.ts';
import { BuildError, type BuildProblem, problemAt } from './problems.ts';
import type { Written } from './write.ts';

/** A module and what became of it; a JSON file gives as many constants as `count`. */
export type Part = { module: Module; isMain: boolean; written: Written } | { file: string; count: number };

/** Throws a BuildError that names the statements which are not in the code, or not as they were written. */
export function verify(code: string, parts: readonly Part[], linked: Linked): void {
  let statements: AnyNode[];
  try {
    statements = parse(code, {
      ecmaVersion: 'latest',
      sourceType: 'script',
      allowReturnOutsideFunction: true,
    }).body;
  } catch (error) {
    const message = `The code that was put together cannot be read (${error instanceof Error ? error.message : error}), a fault of the build.`;
    throw new BuildError([{ file: 'template.tpl', line: 0, column: 0, message }]);
  }
  const problems: BuildProblem[] = [];
  let next = 0;
  for (const part of parts) {
    if ('count' in part) {
      next += part.count;
      continue;
    }
    const { module, isMain, written } = part;
    for (const unit of module.units) {
      if (!linked.kept.has(unit)) continue;
      const found = statements[next++];
      const expected = wordsOf(
        statementOf(unit, module, linked, isMain),
        module,
        linked.uses.get(unit) ?? [],
        linked,
      );
      const isLowered = written.lowered.some(
        ({ kind, start }) => REWRITTEN.has(kind) && start >= unit.start && start < unit.end,
      );
      const actual = found && plainWords(found);
      const isSame = isLowered
        ? actual?.[0] === expected[0]
        : actual !== undefined &&
          actual.length === expected.length &&
          actual.every((word, i) => word === expected[i]);
      if (!isSame) {
        const message =
          'This statement did not come into the template as it stands here, a fault of the build.';
        problems.push(problemAt(module.file, module.code, unit.start, message));
      }
    }
  }
  if (next !== statements.length && problems.length === 0) {
    const message = `The code has ${statements.length} statements where the modules in use have ${next}, a fault of the build.`;
    problems.push({ file: 'template.tpl', line: 0, column: 0, message });
  }
  if (problems.length > 0) throw new BuildError(problems);
}

/** What has other words in the template than in its module. */
const REWRITTEN: ReadonlySet<string> = new Set(['optional chaining', 'nullish', 'template literal']);

/** A statement without `export`, and the name of its default. */
function statementOf(
  { node }: Unit,
  { file }: Module,
  { nameOf }: Linked,
  isMain: boolean,
): { node: AnyNode; head: string[] } {
  if (node.type === 'ExportNamedDeclaration') return { node: node.declaration!, head: [] };
  if (node.type !== 'ExportDefaultDeclaration') return { node, head: [] };
  const { declaration } = node;
  if (declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration') {
    const name = declaration.id ? [] : [`Identifier ${nameOf({ file, local: DEFAULT })}`];
    return { node: declaration, head: name };
  }
  const head = isMain
    ? ['ReturnStatement']
    : ['VariableDeclaration', 'VariableDeclarator', `Identifier ${nameOf({ file, local: DEFAULT })}`];
  return { node: declaration, head };
}

const wordOf = (node: AnyNode): string => {
  const { type, name, operator, raw, value, kind } = node as unknown as Record<string, unknown>;
  const detail =
    type === 'Literal'
      ? raw !== undefined && typeof value !== 'number'
        ? raw
        : value
      : (name ?? operator ?? '');
  const word = type === 'VariableDeclaration' && kind !== 'const' ? kind : detail;
  return word === '' ? String(type) : `${type} ${word}`;
};

function plainWords(node: AnyNode): string[] {
  const words: string[] = [];
  walk(node, (place) => words.push(wordOf(place.node)));
  return words;
}

/** The words of a statement of a module, with the names that it has in the bundle. */
function wordsOf(
  { node, head }: { node: AnyNode; head: string[] },
  { file, scopes }: Module,
  uses: readonly Use[],
  { nameOf }: Linked,
): string[] {
  const named = new Map(uses.map((use) => [use.node, nameOf(use.meaning)]));
  const words: string[] = [];
  // Of `namespace.name` only the name is left.
  const inside = new Set<AnyNode>();
  walk(node, ({ node: one, parent }) => {
    if (parent && inside.has(parent.node)) {
      inside.add(one);
      return;
    }
    const binding = scopes.bindingOf.get(one);
    const isTop = one.type === 'Identifier' && binding && !binding.scope.parent;
    const name = named.get(one) ?? (isTop ? nameOf({ file, local: one.name }) : undefined);
    words.push(name === undefined ? wordOf(one) : `Identifier ${name}`);
    if (named.has(one)) inside.add(one);
  });
  // The name of a default without one comes behind the word for what it is.
  const isDeclared = head.length === 1 && head[0] !== 'ReturnStatement';
  return isDeclared ? [words[0]!, ...head, ...words.slice(1)] : [...head, ...words];
}
