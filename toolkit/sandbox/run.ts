/**
 * One run of a template in a world, and the record of it. A run is over when nothing it started is pending any more: queued
 * jobs, HTTP requests, inserts, and the callbacks for the end of the event.
 */
import type { RequestRecord } from './apis/context.ts';
import { toPlain } from './apis/plain.ts';
import type { Position } from './compiler/instruction.ts';
import { toSandbox } from './interpreter/border.ts';
import { asSandboxError, type SandboxError } from './interpreter/errors.ts';
import { type Dict, Func, SandboxPromise, type Value } from './interpreter/values.ts';
import { misspeltData } from './known-keys.ts';
import { load } from './loaded.ts';
import { createSandbox } from './sandbox.ts';
import type { Template } from './tpl/template.ts';
import type { ResponseRecord, World } from './world.ts';

export interface RunRecord {
  /** The first signal a tag gave. */
  outcome: 'success' | 'failure' | 'none';
  signals: ('success' | 'failure')[];
  /** What the template returned, a promise already waited for; of a variable its value. */
  returned: unknown;
  requests: RequestRecord[];
  /** `value` as it stands in the Set-Cookie header. */
  cookies: { name: string; value: string; options: Record<string, unknown> }[];
  logs: string[];
  rows: { connection: unknown; rows: unknown[] }[];
  /** Documents written to Firestore; those of a transaction when it is done. */
  documents: { path: string; data: unknown; merge: boolean }[];
  /** Events given to runContainer. */
  events: unknown[];
  /** URLs given to sendPixelFromBrowser. */
  pixels: string[];
  response: ResponseRecord;
  /** Positions are lines and columns of the file. */
  errors: { message: string; position?: Position }[];
  warnings: string[];
  /** Instructions the interpreter counted. */
  instructions: number;
  /** Lines of the file that were executed, ascending. */
  lines: number[];
}

/**
 * Runs a template once.
 *
 * @param template from parseTemplate; its code is compiled with the first run
 * @param data field values by name, as GTM hands them to the code
 * @param world see World; everything is optional
 * @returns the record; errors of the template are in it. Rejects with a CompileError for code that has no compiled form.
 */
export async function runTag(
  template: Template,
  data: Record<string, unknown> = {},
  world: World = {},
): Promise<RunRecord> {
  const { program, policies } = load(template);
  const lines = new Set<number>();
  const sandbox = createSandbox(world, { policies, templateType: template.type, lines });
  const { traces } = sandbox;
  traces.warnings.push(...misspeltData(template, data));
  const signals: RunRecord['signals'] = [];
  const signal = (name: string, outcome: 'success' | 'failure') =>
    new Func(name, () => {
      signals.push(outcome);
      return undefined;
    });
  const input = toSandbox(data) as Dict;
  if (template.type === 'TAG') {
    input.entries.set('gtmOnSuccess', signal('gtmOnSuccess', 'success'));
    input.entries.set('gtmOnFailure', signal('gtmOnFailure', 'failure'));
  }

  let returned: Value;
  const errors: SandboxError[] = [];
  const attempt = (run: () => void): void => {
    try {
      run();
    } catch (error) {
      errors.push(asSandboxError(error));
    }
  };
  attempt(() => {
    returned = sandbox.run(program, input);
  });
  await sandbox.settle();
  for (const callback of sandbox.endCallbacks) attempt(() => callback(signals[0] ?? 'failure'));
  await sandbox.settle();

  if (template.type === 'TAG') {
    if (signals.length === 0)
      traces.warnings.push(
        'The tag signalled no outcome: neither data.gtmOnSuccess() nor data.gtmOnFailure() was called.',
      );
    if (signals.length > 1)
      traces.warnings.push(`The tag signalled its outcome ${signals.length} times: ${signals.join(', ')}.`);
  }
  return {
    outcome: signals[0] ?? 'none',
    signals,
    returned: resultOf(returned),
    ...traces,
    errors: [...errors, ...sandbox.errors].map(({ message, position }) => ({
      message,
      ...(position && { position }),
    })),
    instructions: sandbox.instructions,
    lines: [...lines].sort((a, b) => a - b),
  };
}

/** The value of a settled promise in place of the promise; of a rejected or pending one nothing. */
function resultOf(returned: Value): unknown {
  if (!(returned instanceof SandboxPromise)) return toPlain(returned);
  return returned.state === 'fulfilled' ? toPlain(returned.result) : undefined;
}
