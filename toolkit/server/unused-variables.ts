/**
 * Values of the variables that an event did not use, for the page. A template variable is not run for it: its requests and
 * what it stores would be of the page's making.
 */
import type { Container, Variable } from './container.ts';
import { referencesOf } from './expressions.ts';
import type { Host } from './host.ts';
import type { SeenVariable } from './scope.ts';
import type { EventTrace, RequestTrace } from './trace.ts';
import { resolverOf, VARIABLE_TYPES } from './variables.ts';

const refuse = (): Promise<never> => Promise.reject(new Error('is run only where it is used'));

/** In the order of the container, each with a count of 0. */
export async function unusedVariables(
  { container, secrets }: Host,
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
    seen,
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
function isComputed(container: Container, variable: Variable, open: readonly string[] = []): boolean {
  if (!VARIABLE_TYPES.has(variable.type) || variable.type === 'fs') return false;
  return variable.parameters
    .flatMap(([, value]) => referencesOf(value))
    .filter((name) => !open.includes(name))
    .every((name) => {
      const inner = container.variables.get(name);
      return !inner || isComputed(container, inner, [...open, variable.name]);
    });
}
