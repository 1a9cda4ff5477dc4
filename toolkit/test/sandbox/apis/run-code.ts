/** Runs a piece of variable code in a world without permission checks. */
import { type RunRecord, runTemplate, type World } from '../../../sandbox/index.ts';
import { template } from '../build-template.ts';

/** The whole record. */
export function record(
  code: string,
  world: World = {},
  data: Record<string, unknown> = {},
): Promise<RunRecord> {
  const parameters = Object.keys(data).map((name) => ({ type: 'TEXT', name }));
  return runTemplate(template({ type: 'MACRO', code, parameters }), data, {
    permissions: false,
    budget: 1_000_000,
    ...world,
  });
}

/** The value the code returns; an error of the code is thrown. */
export async function value(
  code: string,
  world: World = {},
  data: Record<string, unknown> = {},
): Promise<unknown> {
  const { returned, errors } = await record(code, world, data);
  if (errors[0]) throw new Error(errors[0].message);
  return returned;
}
