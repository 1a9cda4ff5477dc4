/**
 * A value as a person writes it in a page's code: JSON, or a literal of JavaScript with names without quotes, single quotes,
 * comments and commas at the end. It is read, never run; what only the page could know is left out and named.
 */
import { type Expression, type Node, parse, parseExpressionAt } from 'acorn';

const OPTIONS = { ecmaVersion: 'latest' } as const;

/** A call in a script: what is called, as it is written, and its arguments. */
export interface Call {
  callee: string;
  args: unknown[];
}

/**
 * The value that a text is. @param leftOut gets what is no literal, as it is written
 * @throws SyntaxError when the text is no expression
 */
export function readLiteral(text: string, leftOut: Set<string>): unknown {
  const source = `(${text.trim().replace(/[;,]$/, '')}\n)`;
  const node = parseExpressionAt(source, 0, OPTIONS);
  if (source.slice(node.end).replace(/[)\s]/g, '') !== '') throw new SyntaxError('There is more behind it.');
  return literalOf(node, source, leftOut);
}

/** The calls that stand in a script as statements of their own. @throws SyntaxError when the text is no script */
export function readCalls(text: string, leftOut: Set<string>): Call[] {
  const source = text.replace(/<\/?script[^>]*>/gi, '');
  return parse(source, OPTIONS).body.flatMap((statement) => {
    if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'CallExpression') return [];
    const { callee, arguments: args } = statement.expression;
    return [
      {
        callee: source.slice(callee.start, callee.end),
        args: args.map((argument) => literalOf(argument, source, leftOut)),
      },
    ];
  });
}

function literalOf(node: Node, source: string, leftOut: Set<string>): unknown {
  const given = node as Expression;
  switch (given.type) {
    case 'Literal':
      if (typeof given.value === 'bigint') return Number(given.value);
      if (!('regex' in given && given.regex)) return given.value;
      break;
    case 'TemplateLiteral':
      if (given.expressions.length === 0) return given.quasis[0]?.value.cooked ?? '';
      break;
    case 'UnaryExpression': {
      const value = literalOf(given.argument, source, leftOut);
      if (typeof value === 'number' && given.operator === '-') return -value;
      if (given.operator === '+') return Number(value);
      if (given.operator === 'void') return undefined;
      if (given.operator === '!') return !value;
      break;
    }
    case 'ArrayExpression':
      return given.elements.map((element) => element && literalOf(element, source, leftOut));
    case 'ObjectExpression':
      return Object.fromEntries(
        given.properties.flatMap((property) => {
          if (property.type !== 'Property' || property.computed || property.kind !== 'init') {
            leftOut.add(source.slice(property.start, property.end));
            return [];
          }
          const { key } = property;
          const name = key.type === 'Identifier' ? key.name : String((key as { value?: unknown }).value);
          return name === '__proto__' ? [] : [[name, literalOf(property.value, source, leftOut)]];
        }),
      );
    case 'Identifier':
      if (given.name === 'undefined') return undefined;
      break;
    default:
      break;
  }
  leftOut.add(source.slice(node.start, node.end));
  return undefined;
}
