/**
 * Values of the variables that an event did not use, for the page. A template variable is not run for it: its requests and
 * what it stores would be of the page's making.
 */
import type { Container, Variable } from './container.ts';
import { referencesOf } from './expressions.ts';
import type { Host } from './host.ts';
import type { SeenVariable } from './scope.ts';
import type { EventTrace, RequestTrace } from './trace.ts';
import { partsOfVariable } from './usage.ts';
import { resolverOf, VARIABLE_TYPES } from './variables.ts';

const refuse = (): Promise<never> => Promise.reject(new Error('is run only where it is used'));

/** In the order of the container, each with a count of 0. */
export async function unusedVariables(
  { container, secrets, longestTurn }: Host,
  { incoming, client, preview }: RequestTrace,
  { data, variables }: EventTrace,
): Promise<SeenVariable[]> {
  const used = new Set(variables.map(({ name }) => name));
  const seen = new Map<string, SeenVariable>();
  const resolve = resolverOf({
    container,
    incoming,
    event: data,
    ...(client && { clientName: client.name }),
    preview,
    longestTurn,
    seen,
    evaluated: { count: 0 },
    learn: secrets.learn,
    runVariable: refuse,
    firestore: refuse,
  });
  const unused = [...container.variables.values()].filter(({ name }) => !used.has(name));
  for (const variable of unused) {
    if (isComputed(container, variable)) await resolve(variable.name);
    else seen.set(variable.name, notRun(variable));
  }
  return unused.map(({ name }) => ({ ...seen.get(name)!, count: 0 }));
}

const notRun = ({ name, type }: Variable): SeenVariable => ({
  name,
  type,
  value: undefined,
  count: 0,
  error: 'not used by this event, and not run for this page',
});

/** Whether a value can be had without running code or asking a database. */
function isComputed({ variables }: Container, variable: Variable): boolean {
  const parts = new Set([variable]);
  // The set grows while it is gone through.
  for (const part of parts) {
    if (!VARIABLE_TYPES.has(part.type) || part.type === 'fs') return false;
    for (const name of partsOfVariable(part).flatMap(referencesOf)) {
      const inner = variables.get(name);
      if (inner) parts.add(inner);
    }
  }
  return true;
}
