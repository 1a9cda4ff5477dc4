/**
 * A function that only one branch uses moves into that branch. The sandbox defines every function of the script in every
 * run, three instructions each; what is said about a warning need not be there in a run that has none.
 */
import type { AnyNode, BlockStatement, FunctionDeclaration } from 'acorn';
import { around, indentOf, type Script, startWithComment } from './bindings.ts';
import { fileAt, fromOtherFile } from './headings.ts';
import type { Replacement } from './unroll.ts';

/** One group of replacements for each such function. */
export function sink(script: Script): Replacement[][] {
  const groups: Replacement[][] = [];
  for (const statement of script.program.body) {
    if (statement.type !== 'FunctionDeclaration') continue;
    const branch = branchOf(statement, script);
    if (branch) groups.push(move(statement, branch, script));
  }
  return groups;
}

/** The innermost branch that holds every mention, outside of loops; nothing when there is none. */
function branchOf(node: FunctionDeclaration, script: Script): BlockStatement | undefined {
  const { mentions } = script.meaning.get(node.id)!;
  const common = mentions
    .filter(({ start, end }) => start < node.start || end > node.end)
    .map((mention) => branchesAround(mention, script))
    .reduce<AnyNode[] | undefined>(
      (left, right) => left?.filter((branch) => right.includes(branch)) ?? right,
      undefined,
    );
  return common?.[0] as BlockStatement | undefined;
}

function branchesAround(node: AnyNode, script: Script): AnyNode[] {
  const nodes = around(node, script);
  const loop = nodes.findLastIndex(({ type }) => /^(For|While)/.test(type));
  return nodes
    .slice(loop + 1)
    .filter((next) => next.type === 'BlockStatement' && script.parents.get(next)!.type === 'IfStatement');
}

/** The declaration as a constant at the start of the branch. */
function move(node: FunctionDeclaration, branch: BlockStatement, script: Script): Replacement[] {
  const { code } = script;
  const start = startWithComment(node, script);
  const parameters = code.slice(code.indexOf('(', node.id.end), node.body.start).trim();
  const text =
    code.slice(start, node.start) +
    `const ${node.id.name} = ${parameters} => ${code.slice(node.body.start, node.body.end)};`;
  const first = branch.body[0]!;
  const indent = indentOf(first, script);
  const place = branch.start + 1;
  return [
    { start, end: code.indexOf('\n', node.end) + 1, text: '' },
    {
      start: place,
      end: place,
      text: `\n${fromOtherFile(text.split('\n'), fileAt(start, code), fileAt(place, code))
        .map((line) => (line === '' ? '' : indent + line))
        .join('\n')}`,
    },
  ];
}
