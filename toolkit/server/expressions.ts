/**
 * Parameters of a container file as expressions, read once and evaluated for each event. In the file numbers and booleans are
 * text; `{{name}}` alone stands for the variable's value with its type, inside other text for its text.
 */
import { embedded, isPlain, type Plain } from './text.ts';

export type Expression =
  | { kind: 'value'; value: unknown }
  | { kind: 'reference'; name: string }
  | { kind: 'text'; parts: Expression[] }
  | { kind: 'list'; items: Expression[] }
  | { kind: 'map'; entries: [key: string, value: Expression][] };

/** Gives the value of a variable; never throws. */
export type Resolve = (name: string) => unknown;

export const constant = (value: unknown): Expression => ({ kind: 'value', value });

/** Tables of a tag nest two levels; what goes deeper is no container file. */
const DEEPEST = 50;

/**
 * @param parameter one element of an entity's `parameter`, a LIST's `list` or a MAP's `map`
 * @returns undefined for what is none
 */
export function readParameter(parameter: unknown, level = 0): Expression | undefined {
  if (!isPlain(parameter) || level > DEEPEST) return undefined;
  const { value, list, map } = parameter;
  switch (String(parameter.type).toUpperCase()) {
    case 'LIST':
      return {
        kind: 'list',
        items: listOf(list).map((item) => readParameter(item, level + 1) ?? constant(undefined)),
      };
    case 'MAP':
      return { kind: 'map', entries: readEntries(map, level + 1) };
    case 'BOOLEAN':
      return value === 'true' || value === 'false' ? constant(value === 'true') : readText(value);
    case 'INTEGER':
      return /^-?\d{1,15}$/.test(String(value)) ? constant(Number(value)) : readText(value);
    default:
      return readText(value);
  }
}

/** Keys and values of an entity's `parameter`, or of a MAP's `map`. Of two with one key the last counts. */
export function readEntries(parameters: unknown, level = 0): [string, Expression][] {
  return listOf(parameters).flatMap((parameter): [string, Expression][] => {
    const expression = readParameter(parameter, level);
    const { key } = isPlain(parameter) ? parameter : ({} as Plain);
    return expression && typeof key === 'string' ? [[key, expression]] : [];
  });
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** There is no way to write a literal `{{`. A parameter without a value is the empty text. */
export function readText(value: unknown): Expression {
  const text = embedded(value);
  const parts: Expression[] = [];
  let end = 0;
  for (const { 0: whole, 1: name = '', index } of text.matchAll(/\{\{([^{}]+)\}\}/g)) {
    if (index > end) parts.push(constant(text.slice(end, index)));
    parts.push({ kind: 'reference', name: name.trim() });
    end = index + whole.length;
  }
  if (parts.length === 0) return constant(text);
  if (end < text.length) parts.push(constant(text.slice(end)));
  return parts.length === 1 ? parts[0]! : { kind: 'text', parts };
}

/** The value of an expression; each reference is resolved anew, and waited for. */
export async function evaluate(expression: Expression, resolve: Resolve): Promise<unknown> {
  switch (expression.kind) {
    case 'value':
      return expression.value;
    case 'reference':
      return resolve(expression.name);
    case 'text': {
      let text = '';
      for (const part of expression.parts) text += embedded(await evaluate(part, resolve));
      return text;
    }
    case 'list': {
      const items: unknown[] = [];
      for (const item of expression.items) items.push(await evaluate(item, resolve));
      return items;
    }
    case 'map':
      return evaluateEntries(expression.entries, resolve);
  }
}

/** Keys and values, evaluated in their order. */
export async function evaluateEntries(
  entries: readonly [string, Expression][],
  resolve: Resolve,
): Promise<Plain> {
  const values: [string, unknown][] = [];
  for (const [key, expression] of entries)
    values.push([key, expression.kind === 'value' ? expression.value : await evaluate(expression, resolve)]);
  return Object.fromEntries(values);
}

/** Names of the variables in an expression. */
export function referencesOf(expression: Expression): string[] {
  switch (expression.kind) {
    case 'value':
      return [];
    case 'reference':
      return [expression.name];
    case 'text':
      return expression.parts.flatMap(referencesOf);
    case 'list':
      return expression.items.flatMap(referencesOf);
    case 'map':
      return expression.entries.flatMap(([, value]) => referencesOf(value));
  }
}

/** As it stands in the file, for people. */
export function written(expression: Expression): string {
  switch (expression.kind) {
    case 'value':
      return typeof expression.value === 'string' ? expression.value : JSON.stringify(expression.value);
    case 'reference':
      return `{{${expression.name}}}`;
    case 'text':
      return expression.parts.map(written).join('');
    case 'list':
      return `[${expression.items.map(written).join(', ')}]`;
    case 'map':
      return `{${expression.entries.map(([key, value]) => `${key}: ${written(value)}`).join(', ')}}`;
  }
}
