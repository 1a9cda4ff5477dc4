/**
 * Variables: a kind is a row. A variable is evaluated anew at each use. What throws gives undefined (in web containers it is
 * `false`; what the server gives is not known); a promise is waited for.
 */

import { decodeOr } from '../sandbox/apis/encode.ts';
import { valueAt } from '../sandbox/apis/event.ts';
import { headerOf } from '../sandbox/apis/headers.ts';
import { BUILT_IN_VARIABLES } from './built-in-variables.ts';
import type { Format, Variable } from './container.ts';
import { evaluate, evaluateEntries, type Resolve } from './expressions.ts';
import { withPattern } from './patterns.ts';
import { partsOf, regionOf } from './request.ts';
import type { Scope } from './scope.ts';
import { embedded, isPlain, type Plain, textOf } from './text.ts';

type Kind = (parameters: Plain, scope: Scope) => unknown;

const orDefault = ({ setDefaultValue, defaultValue }: Plain): unknown =>
  setDefaultValue === true ? defaultValue : undefined;

const rowsOf = (table: unknown): Plain[] => (Array.isArray(table) ? table.filter(isPlain) : []);

/** Rows in order, the first that fits wins. How `fullMatch` treats alternatives is remembered, not read. */
const regexTable: Kind = (
  { input, map, fullMatch, ignoreCase, replaceAfterMatch, ...others },
  { longestTurn: longest },
) => {
  const text = embedded(input);
  for (const { key, value } of rowsOf(map)) {
    const source = fullMatch === true ? `^${embedded(key)}$` : embedded(key);
    const found = withPattern(source, { ignoreCase: ignoreCase === true, longest }, (pattern) => {
      if (!pattern.test(text)) return undefined;
      return { value: replaceAfterMatch === true ? text.replace(pattern, embedded(value)) : value };
    });
    if (found) return found.value;
  }
  return orDefault(others);
};

export const VARIABLE_TYPES: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  [
    'ed',
    (parameters, { event }) => {
      const value = valueAt(event ?? {}, embedded(parameters.keyPath));
      return value === undefined ? orDefault(parameters) : value;
    },
  ],
  ['c', ({ value }) => value],
  ['rh', ({ headerName }, { incoming: { headers } }) => headerOf({ headers }, embedded(headerName))],
  [
    'smm',
    ({ input, map, ...others }) => {
      const row = rowsOf(map).find(({ key }) => textOf(key) === textOf(input));
      return row ? row.value : orDefault(others);
    },
  ],
  ['remm', regexTable],
  [
    'sgtmk',
    ({ name, decodeCookie }, { incoming }) => {
      const { cookies = {} } = partsOf(incoming);
      const key = embedded(name);
      const [value] = Object.hasOwn(cookies, key) ? [cookies[key]!].flat() : [];
      return value !== undefined && decodeCookie === true ? decodeOr(value, value) : value;
    },
  ],
  [
    'fs',
    async (parameters, { firestore }) => {
      const document = await firestore(parameters);
      const path = embedded(parameters.keyPath);
      const value = path === '' ? document : valueAt(document, path);
      return value === undefined ? orDefault(parameters) : value;
    },
  ],
  ['vr', (_parameters, { incoming }) => regionOf(incoming)],
]);

/** Longest wait for a variable's promise, in milliseconds. */
const LONGEST_WAIT = 5000;

/** Variables made of others twice, over many levels, would be evaluated without end. */
const MOST_EVALUATIONS = 100_000;

/**
 * How names resolve in a scope. Gives undefined for a name that leads nowhere, and for a variable inside itself.
 *
 * @param open names of the variables under evaluation
 */
export function resolverOf(scope: Scope, open: readonly string[] = []): Resolve {
  return async (name) => {
    if (open.includes(name)) return undefined;
    scope.evaluated.count++;
    const variable = scope.container.variables.get(name);
    let value: unknown;
    let error: string | undefined;
    try {
      if (scope.evaluated.count > MOST_EVALUATIONS)
        throw new Error(`not evaluated: an event may evaluate ${MOST_EVALUATIONS} variables`);
      value = variable
        ? await evaluateVariable(variable, scope, [...open, name])
        : BUILT_IN_VARIABLES.get(name)?.(scope);
    } catch (thrown) {
      error = thrown instanceof Error ? thrown.message : textOf(thrown);
    }
    note(scope, name, variable?.type ?? 'built-in', value, error);
    return value;
  };
}

function note(
  { seen, learn }: Scope,
  name: string,
  type: string,
  value: unknown,
  error: string | undefined,
): void {
  learn(name, value);
  const { count = 0 } = seen.get(name) ?? {};
  seen.set(name, { name, type, value, count: count + 1, ...(error !== undefined && { error }) });
}

async function evaluateVariable(variable: Variable, scope: Scope, open: readonly string[]): Promise<unknown> {
  if (variable.broken) throw new Error(variable.broken);
  const resolve = resolverOf(scope, open);
  const parameters = await evaluateEntries(variable.parameters, resolve);
  const kind = VARIABLE_TYPES.get(variable.type);
  const value = await inTime(kind ? kind(parameters, scope) : scope.runVariable(variable, parameters, scope));
  return formatted(value, variable.format, resolve);
}

/** What a promise gives; rejects when it takes too long. */
async function inTime(value: unknown): Promise<unknown> {
  if (!(value instanceof Promise)) return value;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`gave no value within ${LONGEST_WAIT / 1000} seconds`)),
      LONGEST_WAIT,
    );
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Case first, then one replacement, in this order: null, undefined, true, false (web; inferred). */
async function formatted(value: unknown, format: Format, resolve: Resolve): Promise<unknown> {
  let text = value;
  if (typeof text === 'string' && format.case)
    text = format.case === 'lower' ? text.toLowerCase() : text.toUpperCase();
  for (const { value: wanted, by } of format.replace) if (text === wanted) text = await evaluate(by, resolve);
  return text;
}
