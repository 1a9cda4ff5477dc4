/** A run in a process of its own. */
import type { RunRecord, Template } from '../sandbox/index.ts';
import type { Isolated } from './calls.ts';
import type { RunInput } from './run-work.ts';

const WORK = new URL(import.meta.url.endsWith('.ts') ? './run-work.ts' : './run-work.js', import.meta.url);

/**
 * What `runTemplate` gives, in a form that can be written as JSON.
 *
 * @param world a module whose default export makes the world, and what it makes it of; functions cannot be sent
 * @returns the record. Rejects with an IsolatedError when the run meets a limit, and as `runTemplate` does.
 */
export const runTemplateIsolated = (
  isolated: Isolated,
  { text }: Template,
  data: Record<string, unknown>,
  world: { module: URL; input: unknown },
): Promise<RunRecord> =>
  isolated.call<RunInput, RunRecord, never>(WORK, {
    text,
    data,
    world: { module: world.module.href, input: world.input },
  });
