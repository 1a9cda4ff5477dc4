/** The text of a module as it stands in a template: what was written, without types, imports and exports. */
import { type AnyNode, parse } from 'acorn';
import { walk } from '../sandbox/language/tree.ts';
import { applyEdits, type Edit, inOrder, type Stretch } from './edits.ts';
import type { Linked } from './link.ts';
import { type Lowered, lower } from './lower.ts';
import { DEFAULT, declaredBy, type Module, type Unit } from './module.ts';
import { BuildError, problemAt } from './problems.ts';
import { removalsOf } from './removals.ts';

export interface Written {
  text: string;
  stretches: Stretch[];
  /** The newer syntax that was lowered in what stands in the text. */
  lowered: Lowered[];
}

/** @param isEntry whether the module's `export default` is what the template returns */
export function writeModule(module: Module, linked: Linked, isEntry: boolean): Written {
  const { code, units, semicolons } = module;
  const unused = units.filter((unit) => !linked.kept.has(unit));
  const removals = removalsOf(module, unused);
  const small: Edit[] = [...names(module, linked), ...brackets(module)];
  for (const unit of units)
    if (linked.kept.has(unit)) small.push(...exportEdits(unit, module, linked, isEntry));
  small.push(...semicolons.map((offset) => ({ start: offset, end: offset, text: ';' })));
  const { edits, lowered } = lower(module, [...removals, ...small]);
  const isGone = ({ start, end }: Edit): boolean =>
    removals.some((gone) =>
      start === end ? start > gone.start && start <= gone.end : start >= gone.start && end <= gone.end,
    );
  const left = edits.filter((edit) => removals.includes(edit) || !isGone(edit));
  return {
    ...applyEdits(code, inOrder(left)),
    lowered: lowered.filter(({ start }) =>
      units.some((one) => linked.kept.has(one) && start >= one.start && start < one.end),
    ),
  };
}

/** Names that are others in the bundle. */
function names(module: Module, { uses, kept, nameOf }: Linked): Edit[] {
  const { file, scopes, units } = module;
  const edits: Edit[] = [];
  const shorthand = new Set<number>();
  walk(module.ast, ({ node, parent }) => {
    // Of an object that is taken apart the name is a key as well. Objects are put together in lower.ts.
    if (node.type === 'Property' && node.shorthand && parent?.node.type === 'ObjectPattern')
      shorthand.add(node.start);
  });
  const put = ({ start, end }: AnyNode, name: string): void => {
    const written = module.code.slice(start, end);
    if (written !== name)
      edits.push({ start, end, text: shorthand.has(start) ? `${written}: ${name}` : name });
  };
  for (const unit of units) for (const { node, meaning } of uses.get(unit) ?? []) put(node, nameOf(meaning));
  for (const node of scopes.declared) {
    const isTop = !scopes.bindingOf.get(node)!.scope.parent;
    const isKept = units.some((unit) => kept.has(unit) && node.start >= unit.start && node.end <= unit.end);
    if (isTop && isKept) put(node, nameOf({ file, local: node.name }));
  }
  return edits;
}

/** `export` goes; a default becomes a constant, or the template's result. */
function exportEdits({ node }: Unit, module: Module, { nameOf }: Linked, isEntry: boolean): Edit[] {
  const { code, file } = module;
  if (node.type === 'ExportNamedDeclaration') return [without('export', node.start, module)];
  if (node.type !== 'ExportDefaultDeclaration') return [];
  const { declaration } = node;
  const isDeclared = declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration';
  const edits = [without('export', node.start, module)];
  const word = behindTrivia(node.start + 'export'.length, module);
  if (isDeclared) {
    if (isEntry) {
      const message =
        'What the main module exports is the value the template returns, here a function. Export what it gives: export default f(data);';
      throw new BuildError([problemAt(file, code, node.start, message)]);
    }
    edits.push(without('default', word, module));
    if (declaredBy(declaration).length === 0) {
      const behind =
        declaration.start + (declaration.type === 'FunctionDeclaration' ? 'function'.length : 'class'.length);
      edits.push({ start: behind, end: behind, text: ` ${nameOf({ file, local: DEFAULT })}` });
    }
    return edits;
  }
  const end = word + 'default'.length;
  if (!isEntry) {
    edits.push({ start: word, end, text: `const ${nameOf({ file, local: DEFAULT })} =` });
    return edits;
  }
  // A line end behind `return` would end the statement.
  const value = behindTrivia(end, module);
  const breaks = code.slice(end, value).includes('\n');
  edits.push({ start: word, end, text: breaks ? 'return (' : 'return' });
  if (breaks) {
    const close = code[node.end - 1] === ';' ? node.end - 1 : node.end;
    edits.push({ start: close, end: close, text: ')' });
  }
  return edits;
}

/** Removes a word and the blanks behind it. */
function without(word: string, start: number, { code }: Module): Edit {
  let end = start + word.length;
  while (/\s/.test(code[end] ?? '')) end++;
  return { start, end, text: '' };
}

/** The next offset that is neither blank nor comment. */
function behindTrivia(from: number, { code, comments }: Module): number {
  let at = from;
  for (;;) {
    const comment = comments.find(({ start }) => start === at);
    if (comment) at = comment.end;
    else if (/\s/.test(code[at] ?? '')) at++;
    else return at;
  }
}

/** Brackets that held a type assertion, `(x as T).y`, and have nothing to do any more. */
function brackets({ code, erased, comments }: Module): Edit[] {
  if (erased.length === 0) return [];
  const edits: Edit[] = [];
  const ends = new Map(erased.map((one) => [one.end, one]));
  const program = parse(code, {
    ecmaVersion: 'latest',
    sourceType: 'module',
    allowReturnOutsideFunction: true,
    preserveParens: true,
  });
  walk(program, ({ node, parent }) => {
    if (node.type !== 'ParenthesizedExpression' || parent?.node.type === 'NewExpression') return;
    const { start, end, expression } = node;
    if (!/^(Identifier|MemberExpression|CallExpression)$/.test(expression.type)) return;
    let before = end - 1;
    while (/\s/.test(code[before - 1]!) && !ends.has(before)) before--;
    const assertion = ends.get(before);
    if (!assertion || assertion.start < expression.end) return;
    if (comments.some((one) => one.start > start && one.end < end)) return;
    const space = /[\w$]/.test(code[start - 1] ?? '') ? ' ' : '';
    edits.push({ start, end: expression.start, text: space });
    edits.push({ start: before, end, text: '' });
  });
  return edits;
}
