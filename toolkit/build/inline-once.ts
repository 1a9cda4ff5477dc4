/**
 * A function with a single call is written out where it is called, when its end is the end of that statement: as the last
 * thing a function or the script does, or as the value of a constant. In the sandbox the definition, the call, each
 * argument and the return are instructions.
 */
import type { AnyNode, CallExpression, FunctionDeclaration, Pattern, Statement } from 'acorn';
import {
  around,
  childrenOf,
  freeNames,
  indentOf,
  isConstant,
  isIdle,
  type Script,
  startWithComment,
} from './bindings.ts';
import { applyEdits } from './edits.ts';
import { fileAt, fromOtherFile } from './headings.ts';
import type { Replacement } from './unroll.ts';

/** One group of replacements for each such function. */
export function inlineOnce(script: Script): Replacement[][] {
  const groups: Replacement[][] = [];
  for (const node of script.program.body) {
    if (node.type !== 'FunctionDeclaration') continue;
    const { mentions } = script.meaning.get(node.id)!;
    const call = mentions.length === 1 ? script.parents.get(mentions[0]!) : undefined;
    if (call?.type !== 'CallExpression' || call.callee !== mentions[0]) continue;
    if (call.start > node.start && call.end < node.end) continue;
    const last = writtenOut(node, call, script);
    if (last) groups.push(replacements(node, call, last, script));
  }
  return groups;
}

/** How the statement of the call ends once the function stands in front of it. */
interface Ending {
  statement: AnyNode;
  /** What stands in place of the function's last `return`; nothing when its returns stay. */
  text?: (result: string) => string;
}

function writtenOut(node: FunctionDeclaration, call: CallExpression, script: Script): Ending | undefined {
  const outer = around(call, script);
  const inLoop = outer.findIndex(({ type }) => /^(For|While)/.test(type));
  const inFunction = outer.findIndex(({ type }) => /Function/.test(type));
  if (inLoop >= 0 && (inFunction < 0 || inLoop < inFunction)) return undefined;
  const returns = returnsOf(node.body);
  const [parent, above, list] = outer as [AnyNode, AnyNode, AnyNode];
  if (!definesFirst(node, script)) return undefined;

  const inList = above.type === 'BlockStatement' || above.type === 'Program';
  if (parent.type === 'ReturnStatement') return inList ? { statement: parent } : undefined;
  if (parent.type === 'ExpressionStatement') {
    const isLast = (above as { body?: AnyNode[] }).body?.at(-1) === parent;
    const ends = above.type === 'Program' || /Function/.test(script.parents.get(above)?.type ?? '');
    const silent = returns.every(({ argument }) => !argument);
    return isLast && ends && silent ? { statement: parent } : undefined;
  }
  const end = node.body.body.at(-1);
  if (returns.length !== 1 || end?.type !== 'ReturnStatement' || !end.argument) return undefined;
  const declares =
    above.type === 'VariableDeclaration' && above.declarations.length === 1 && list.type !== 'ForStatement';
  const assigns = parent.type === 'AssignmentExpression' && above.type === 'ExpressionStatement';
  if (!declares && !assigns) return undefined;
  const { code } = script;
  return {
    statement: above,
    text: (result) => code.slice(above.start, call.start) + result + code.slice(call.end, above.end),
  };
}

/** Whether a function's own functions stand before all that it does, so that they may as well be constants. */
function definesFirst({ body }: FunctionDeclaration, script: Script): boolean {
  const last = body.body.findLastIndex(({ type }) => type === 'FunctionDeclaration');
  return body.body.slice(0, last + 1).every((statement) => isIdle(statement, script));
}

/** A block has no function declarations. */
function asConstant(node: FunctionDeclaration): Replacement[] {
  const { id, body, start, end } = node;
  return [
    { start, end: id.start, text: 'const ' },
    { start: id.end, end: id.end, text: ' = ' },
    { start: body.start, end: body.start, text: '=> ' },
    { start: end, end, text: ';' },
  ];
}

/** The returns of a function itself, not of those inside it. */
function returnsOf(node: AnyNode): (Statement & { type: 'ReturnStatement' })[] {
  if (node.type === 'ReturnStatement') return [node];
  if (/Function/.test(node.type)) return [];
  return childrenOf(node).flatMap(returnsOf);
}

function replacements(
  node: FunctionDeclaration,
  call: CallExpression,
  { statement, text }: Ending,
  script: Script,
): Replacement[] {
  const { code } = script;
  const { edits, first } = atHome(node, call, statement, script);
  for (const inner of node.body.body) {
    if (inner.type === 'FunctionDeclaration') edits.push(...asConstant(inner));
  }
  const last = node.body.body.at(-1);
  let end = node.body.end - 1;
  const lines = [...first];
  if (text && last?.type === 'ReturnStatement' && last.argument) {
    end = last.start;
    lines.push(...stretch(code, node.body.start + 1, end, edits));
    lines.push(...text(stretch(code, last.argument.start, last.argument.end, edits).join('\n')).split('\n'));
  } else {
    lines.push(...stretch(code, node.body.start + 1, end, edits));
    // What follows the statement must not be reached.
    if (statement.type === 'ReturnStatement' && last?.type !== 'ReturnStatement') lines.push('return;');
  }
  const start = startWithComment(node, script);
  const comment = code.slice(start, node.start).trimEnd();
  const indent = indentOf(statement, script);
  const whole = fromOtherFile(
    [...(comment === '' ? [] : comment.split('\n')), ...lines],
    fileAt(start, code),
    fileAt(statement.start, code),
  );
  return [
    { start, end: code.indexOf('\n', node.end) + 1, text: '' },
    {
      start: statement.start,
      end: statement.end,
      text: whole.map((next, i) => (next === '' || i === 0 ? next : indent + next)).join('\n'),
    },
  ];
}

/** What changes in a function so that its names can stand where it is called, and the constants it begins with. */
function atHome(
  node: FunctionDeclaration,
  call: CallExpression,
  statement: AnyNode,
  script: Script,
): { edits: Replacement[]; first: string[] } {
  const { code, meaning } = script;
  const own = [...new Set(meaning.values())].filter(
    ({ declared }) => declared.start > node.id.end && declared.end < node.end,
  );
  const free = freeNames(statement, script, [], new Set(own.map(({ name }) => name)));
  const first: string[] = [];
  const edits = own.flatMap(({ declared, mentions, name, assigned }) => {
    const place = node.params.indexOf(declared as Pattern);
    const argument = place < 0 ? undefined : call.arguments[place];
    const given = argument ? stretch(code, argument.start, argument.end, []) : ['undefined'];
    let text = given.join('\n');
    if (place < 0 || assigned || (argument && !isConstant(argument, script))) {
      const value = text;
      text = free(name);
      if (place >= 0) first.push(...`${assigned ? 'let' : 'const'} ${text} = ${value};`.split('\n'));
    }
    return [declared, ...mentions].map(({ start, end }) => ({ start, end, text }));
  });
  return { edits, first };
}

/** The lines of a stretch of the code at the left margin, with those of the edits that are in it. */
function stretch(code: string, from: number, to: number, edits: readonly Replacement[]): string[] {
  const inside = edits
    .filter(({ start, end }) => start >= from && end <= to)
    .map(({ start, end, text }) => ({ start: start - from, end: end - from, text }))
    .sort((a, b) => a.start - b.start);
  const [first = '', ...rest] = applyEdits(code.slice(from, to), inside).text.trimEnd().split('\n');
  const lineStart = code.lastIndexOf('\n', from - 1) + 1;
  const margin = Math.min(
    ...(first === '' ? rest : [code.slice(lineStart, from), ...rest])
      .filter((line) => line.trim() !== '')
      .map((line) => line.search(/\S/)),
  );
  return [...(first === '' ? [] : [first]), ...rest.map((line) => line.slice(margin))];
}
