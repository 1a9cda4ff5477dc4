/**
 * Newer syntax in the plain forms that public templates are known to use: `?.`, `??`, template literals, shorthand
 * properties, numbers in other notations, commas behind the last argument. What would need more than an expression in its
 * place (a value evaluated twice, a statement in front) is left for the check, which refuses it and says what to write.
 */
import type { AnyNode, ChainExpression, Expression, LogicalExpression, TemplateLiteral } from 'acorn';
import { isFunction, type Place, walk } from '../sandbox/language/tree.ts';
import { applyEdits, type Edit, inOrder } from './edits.ts';
import { quoted } from './literal.ts';
import type { Module } from './module.ts';

export interface Lowered {
  kind: 'optional chaining' | 'nullish' | 'template literal' | 'shorthand' | 'number' | 'trailing comma';
  /** Of the syntax in the module's text. */
  start: number;
}

/** @param given the edits of the module so far; the ones inside of what is lowered become part of it */
export function lower(module: Module, given: readonly Edit[]): { edits: Edit[]; lowered: Lowered[] } {
  const { code, comments, trailingCommas } = module;
  let edits = [...given];
  const lowered: Lowered[] = [];
  let rendered: { start: number; end: number }[] = [];

  /** The text of a stretch with its edits; a semicolon right behind it is not part of it. */
  const render = ({ start, end }: { start: number; end: number }): string => {
    rendered.push({ start, end });
    const inside = edits.filter((edit) => edit.start >= start && edit.end <= end && edit.start !== end);
    const moved = inside.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
    return applyEdits(code.slice(start, end), inOrder(moved)).text.trim();
  };
  const replace = (kind: Lowered['kind'], { start, end }: AnyNode, text: string): void => {
    // No comment is lost.
    const lost = comments.some(
      (one) =>
        one.start >= start &&
        one.end <= end &&
        !rendered.some((r) => one.start >= r.start && one.end <= r.end),
    );
    if (lost) return;
    edits = edits.filter(
      (edit) => edit.start < start || edit.end > end || (edit.start === end && edit.end === end),
    );
    edits.push({ start, end, text });
    lowered.push({ kind, start });
  };
  const bracketed = (text: string, place: Place): string => (needsBrackets(place, code) ? `(${text})` : text);

  const places: Place[] = [];
  walk(module.ast, (place) => places.push(place));
  // What stands inside comes first.
  for (const place of places.reverse()) {
    const { node, parent, key } = place;
    rendered = [];
    switch (node.type) {
      case 'Literal':
        if (
          typeof node.value === 'number' &&
          /[a-z_]/i.test(node.raw ?? '') &&
          /^[\d.]+$/.test(String(node.value))
        )
          replace('number', node, code[node.end] === '.' ? `(${node.value})` : String(node.value));
        break;
      case 'Property':
        if (node.shorthand && parent?.node.type === 'ObjectExpression') {
          replace('shorthand', node, `${code.slice(node.key.start, node.key.end)}: ${render(node.value)}`);
        }
        break;
      case 'TemplateLiteral':
        if (parent?.node.type !== 'TaggedTemplateExpression') {
          const text = concatenation(node, render);
          if (text !== undefined)
            replace('template literal', node, node.expressions.length > 0 ? bracketed(text, place) : text);
        }
        break;
      case 'ChainExpression':
        // In front of ?? both are one expression.
        if (parent?.node.type !== 'LogicalExpression' || parent.node.operator !== '??' || key !== 'left') {
          const chain = unchained(node, render);
          if (chain)
            replace(
              'optional chaining',
              node,
              bracketed(`${chain.tests.join(' && ')} ? ${chain.text} : undefined`, place),
            );
        }
        break;
      case 'LogicalExpression':
        if (node.operator === '??') {
          const text = choice(node, module, render);
          if (text !== undefined) replace('nullish', node, bracketed(text, place));
        }
        break;
    }
    for (const comma of commasOf(node, trailingCommas)) {
      edits.push({ start: comma, end: comma + 1, text: '' });
      lowered.push({ kind: 'trailing comma', start: comma });
    }
  }
  return { edits, lowered };
}

type Render = (stretch: { start: number; end: number }) => string;

/** `'a' + x + 'b'`; it begins with a text, so that `+` never adds numbers. */
function concatenation({ quasis, expressions }: TemplateLiteral, render: Render): string | undefined {
  const parts: string[] = [];
  for (const [i, { value }] of quasis.entries()) {
    if (typeof value.cooked !== 'string') return undefined;
    if (value.cooked !== '' || i === 0) parts.push(quoted(value.cooked));
    const expression = expressions[i];
    if (expression) parts.push(isPrimary(expression) ? render(expression) : `(${render(expression)})`);
  }
  return parts.join(' + ');
}

const isPrimary = ({ type }: AnyNode): boolean =>
  type === 'Identifier' || type === 'Literal' || type === 'MemberExpression' || type === 'CallExpression';

const isThere = (text: string): string => `${text} !== undefined && ${text} !== null`;

/** Whether an expression may be written twice: it does nothing, and gives the same value each time. */
function isRepeatable(node: AnyNode): boolean {
  if (node.type === 'ChainExpression') return isRepeatable(node.expression);
  if (node.type !== 'MemberExpression') return node.type === 'Identifier';
  const { object, property, computed } = node;
  return isRepeatable(object) && (!computed || property.type === 'Literal' || property.type === 'Identifier');
}

/** A chain without `?.`, and what must hold for it to be reached; nothing when that cannot be written twice. */
function unchained(
  { expression }: ChainExpression,
  render: Render,
): { tests: string[]; text: string } | undefined {
  const tests: string[] = [];
  let possible = true;
  const textOf = (node: AnyNode): string => {
    if (node.type !== 'MemberExpression' && node.type !== 'CallExpression') return render(node);
    const base = node.type === 'MemberExpression' ? node.object : node.callee;
    const text = textOf(base);
    if (node.optional) {
      possible &&= isRepeatable(base);
      tests.push(isThere(text));
    }
    if (node.type === 'CallExpression') return `${text}(${node.arguments.map(render).join(', ')})`;
    return node.computed ? `${text}[${render(node.property)}]` : `${text}.${render(node.property)}`;
  };
  const text = textOf(expression);
  return possible ? { tests, text } : undefined;
}

function choice(node: LogicalExpression, { code, comments }: Module, render: Render): string | undefined {
  const { left } = node;
  if (!isRepeatable(left)) return undefined;
  const chain = left.type === 'ChainExpression' ? unchained(left, render) : { tests: [], text: render(left) };
  if (!chain) return undefined;
  let operator = left.end;
  while (!code.startsWith('??', operator))
    operator = comments.find(({ start }) => start === operator)?.end ?? operator + 1;
  // A comment in front of the operator would be lost.
  const right = render({ start: operator + 2, end: node.end });
  return `${[...chain.tests, isThere(chain.text)].join(' && ')} ? ${chain.text} : ${right}`;
}

/** Whether a conditional or a sum needs brackets where it stands. */
function needsBrackets({ node, parent, key }: Place, code: string): boolean {
  if (
    /\(\s*$/.test(code.slice(Math.max(0, node.start - 20), node.start)) &&
    /^\s*\)/.test(code.slice(node.end, node.end + 20))
  )
    return false;
  switch (parent?.node.type) {
    case 'VariableDeclarator':
    case 'ReturnStatement':
    case 'ExpressionStatement':
    case 'ExportDefaultDeclaration':
    case 'Property':
    case 'ArrayExpression':
    case 'ArrowFunctionExpression':
    case 'TemplateLiteral':
    case 'IfStatement':
    case 'WhileStatement':
    case 'SwitchStatement':
      return false;
    case 'AssignmentExpression':
      return key !== 'right';
    case 'CallExpression':
      return key !== 'arguments';
    case 'MemberExpression':
      return key !== 'property';
    default:
      return true;
  }
}

/** The comma behind the last argument or parameter. */
function commasOf(node: AnyNode, commas: readonly number[]): number[] {
  const last: Expression | AnyNode | undefined =
    node.type === 'CallExpression'
      ? node.arguments.at(-1)
      : isFunction(node)
        ? node.params.at(-1)
        : undefined;
  if (!last) return [];
  const end = isFunction(node) ? node.body.start : node.end;
  return commas.filter((comma) => comma >= last.end && comma < end);
}
