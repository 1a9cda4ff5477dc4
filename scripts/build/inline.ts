/**
 * Calls of functions marked `@inline` in their comment, replaced by what they return: a call costs the sandbox's interpreter
 * as much as a small expression. Such a function is a single `return`; a parameter it mentions more than once is replaced
 * only by a name, a literal or a chain of properties, which are as good the second time. Every other call stays.
 */
import { type AnyNode, type FunctionDeclaration, type Program, parse } from 'acorn';
import { eachNode } from './names.ts';
import type { Replacement } from './unroll.ts';

interface Inlined {
  parameters: string[];
  /** The returned expression, cut at the mentions of parameters. */
  parts: (string | { parameter: string })[];
  /** How often each parameter is mentioned. */
  mentions: Map<string, number>;
}

/** The replacements for one round: calls inside the arguments of a replaced call are left to the next one. */
export function inline(code: string): Replacement[] {
  const comments: { text: string; start: number; end: number }[] = [];
  const program: Program = parse(code, {
    ecmaVersion: 'latest',
    sourceType: 'module',
    onComment: (_block, text, start, end) => comments.push({ text, start, end }),
  });
  const marked = new Map<string, Inlined>();
  const declarations = new Map<string, { node: FunctionDeclaration; start: number }>();
  for (const node of program.body) {
    if (node.type !== 'FunctionDeclaration') continue;
    const comment = comments.findLast(({ end }) => end <= node.start);
    if (!comment?.text.includes('@inline') || code.slice(comment.end, node.start).trim() !== '') continue;
    marked.set(node.id.name, inlinedOf(node, code));
    declarations.set(node.id.name, { node, start: comment.start });
  }

  const replacements: Replacement[] = [];
  const mentions = new Map([...marked.keys()].map((name) => [name, 0]));
  const count = (node: unknown, by: number): void => {
    const { type, name = '' } = node as { type: string; name?: string };
    if (type === 'Identifier' && mentions.has(name)) mentions.set(name, mentions.get(name)! + by);
  };
  eachNode(program, (node) => {
    count(node, 1);
    // `o.name` and `{ name: 1 }` mention nothing.
    if (node.type === 'MemberExpression' && !node.computed) count(node.property, -1);
    if (node.type === 'Property' && !node.computed) count(node.key, -1);
    if (node.type !== 'CallExpression') return;
    const callee = node.callee as AnyNode;
    const target = callee.type === 'Identifier' ? marked.get(callee.name) : undefined;
    const inside = replacements.some(({ start, end }) => node.start >= start && node.start < end);
    if (!target || inside) return;
    const text = written(target, node.arguments as AnyNode[], code);
    // A whole initialiser or result needs no brackets.
    const alone = /(= |return )$/.test(code.slice(0, node.start)) && code[node.end] === ';';
    if (text === undefined || callee.type !== 'Identifier') return;
    replacements.push({ start: node.start, end: node.end, text: alone ? text : `(${text})` });
    count(callee, -1);
  });
  // The declaration itself is the only mention left.
  for (const [name, { node, start }] of declarations) {
    if (mentions.get(name) === 1) replacements.push({ start, end: node.end + 1, text: '' });
  }
  return replacements.sort((a, b) => a.start - b.start);
}

function inlinedOf(node: FunctionDeclaration, code: string): Inlined {
  const [only, ...more] = node.body.body;
  const parameters = node.params.map((parameter) => (parameter.type === 'Identifier' ? parameter.name : ''));
  if (only?.type !== 'ReturnStatement' || !only.argument || more.length > 0 || parameters.includes('')) {
    throw new Error(`@inline: ${node.id.name} must be a single return over plain parameters.`);
  }
  const parts: Inlined['parts'] = [];
  const mentions = new Map<string, number>();
  let end = only.argument.start;
  const found: { name: string; start: number; end: number }[] = [];
  eachNode(only.argument, (inner) => {
    if (inner.type === 'Identifier' && parameters.includes(inner.name as string))
      found.push({ name: inner.name as string, start: inner.start, end: inner.end });
  });
  for (const { name, start, end: next } of found.sort((a, b) => a.start - b.start)) {
    parts.push(code.slice(end, start), { parameter: name });
    mentions.set(name, (mentions.get(name) ?? 0) + 1);
    end = next;
  }
  parts.push(code.slice(end, only.argument.end));
  return { parameters, parts, mentions };
}

/** The call written out, `undefined` when an argument is not fit for it. */
function written(
  { parameters, parts, mentions }: Inlined,
  args: AnyNode[],
  code: string,
): string | undefined {
  const texts = new Map<string, string>();
  for (const [i, parameter] of parameters.entries()) {
    const argument = args[i];
    if (!argument || argument.type === 'SpreadElement') return undefined;
    const simple = isSimple(argument);
    if (!simple && (mentions.get(parameter) ?? 0) !== 1) return undefined;
    const text = code.slice(argument.start, argument.end);
    texts.set(parameter, simple ? text : `(${text})`);
  }
  return parts.map((part) => (typeof part === 'string' ? part : texts.get(part.parameter)!)).join('');
}

function isSimple(node: AnyNode): boolean {
  if (node.type === 'MemberExpression') return !node.computed && isSimple(node.object);
  return node.type === 'Identifier' || node.type === 'Literal';
}
