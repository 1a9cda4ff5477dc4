/**
 * Calls of functions marked `@inline` in their comment, replaced by what they return: a call costs the sandbox's interpreter
 * as much as a small expression. Such a function is a single `return`; a parameter it mentions more than once is replaced
 * only by a name, a literal or a chain of properties, which are as good the second time. Every other call stays.
 */
import type { AnyNode, FunctionDeclaration } from 'acorn';
import { isWhole, type Script, startWithComment } from './bindings.ts';
import { eachNode } from './names.ts';
import type { Replacement } from './unroll.ts';

interface Inlined {
  parameters: string[];
  /** The returned expression, cut at the mentions of parameters. */
  parts: (string | { parameter: string })[];
  /** How often each parameter is mentioned. */
  mentions: Map<string, number>;
}

/** One group of replacements for each call, and for each function of which only the declaration is left. */
export function inline(script: Script): Replacement[][] {
  const { code, program, meaning, parents } = script;
  const groups: Replacement[][] = [];
  for (const node of program.body) {
    if (node.type !== 'FunctionDeclaration') continue;
    const start = startWithComment(node, script);
    if (!code.slice(start, node.start).includes('@inline')) continue;
    const target = inlinedOf(node, code);
    const { mentions } = meaning.get(node.id)!;
    // The declaration itself is the only mention left.
    if (mentions.length === 0) groups.push([{ start, end: node.end + 1, text: '' }]);
    for (const mention of mentions) {
      const call = parents.get(mention)!;
      if (call.type !== 'CallExpression' || call.callee !== mention) continue;
      const text = written(target, call.arguments, code);
      if (text === undefined) continue;
      const whole = isWhole(call, script);
      groups.push([{ start: call.start, end: call.end, text: whole ? text : `(${text})` }]);
    }
  }
  return groups;
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
