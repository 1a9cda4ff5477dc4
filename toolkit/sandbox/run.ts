/**
 * One run of a template in a world, and the record of it. A run is over when nothing it started is pending any more: queued
 * jobs, HTTP requests, inserts, and the callbacks for the end of the event.
 */
import type { Traces } from './apis/context.ts';
import { CONTAINER_ID } from './apis/event.ts';
import { toPlain } from './apis/plain.ts';
import type { Position } from './compiler/instruction.ts';
import { toSandbox } from './interpreter/border.ts';
import { asSandboxError, SandboxError } from './interpreter/errors.ts';
import { Dict, Func, SandboxPromise, type Value } from './interpreter/values.ts';
import { misspeltData, unknownKeys, unknownKeyText } from './known-keys.ts';
import { load } from './loaded.ts';
import { PROMISE_LIMIT } from './promise-limit.ts';
import { createSandbox } from './sandbox.ts';
import type { Template } from './tpl/template.ts';
import type { World } from './world.ts';

export interface RunRecord extends Traces {
  /** The first signal a tag gave. */
  outcome: 'success' | 'failure' | 'none';
  signals: ('success' | 'failure')[];
  /** What the template returned, a promise already waited for; of a variable its value. */
  returned: unknown;
  /** Positions are lines and columns of the file. */
  errors: { message: string; position?: Position }[];
  /** Instructions the interpreter counted. */
  instructions: number;
  /** Lines of the file that were executed, ascending. */
  lines: number[];
}

/** A run under way, for who cannot wait until all of it is over: a server that answers while tags are still at work. */
export interface Run {
  /** Whether the client has claimed the request. A client can do so only before `startRun` returns. */
  readonly claimed: boolean;
  /**
   * How the tag ended, as soon as that is known: its first signal; `exception` when it threw before one; `none` when the run
   * is over without either.
   */
  readonly ended: Promise<'success' | 'failure' | 'exception' | 'none'>;
  /** The record, when nothing that the run started is pending any more. */
  readonly record: Promise<RunRecord>;
}

/** Longest that a run waits for promises that nothing can settle, in milliseconds; such waiting takes no time here. */
const LONGEST_WAIT = 60_000;

/**
 * Runs a template once: a tag, a variable or a client.
 *
 * @param template from parseTemplate; its code is compiled with the first run
 * @param data field values by name, as GTM hands them to the code
 * @param world see World; everything is optional
 * @returns the record; errors of the template are in it. Rejects with a CompileError for code that has no compiled form, with
 *   a TypeError for a key of data that no field has and for a part of a world that none has or that is not what it must be.
 */
export async function runTemplate(
  template: Template,
  data: Record<string, unknown> = {},
  world: World = {},
): Promise<RunRecord> {
  const [unknown] = unknownKeys(template, data);
  if (unknown !== undefined) throw new TypeError(unknownKeyText(template, unknown));
  return startRun(template, data, world).record;
}

/**
 * Starts what runTemplate does and returns when the template's code has. Throws what runTemplate rejects with, but takes any data:
 * what a server holds may be older than its template. Keys that are nearly fields are warnings.
 *
 * @param coverage whether the record is to name the lines that ran, which a quarter of the time goes into
 */
export function startRun(
  template: Template,
  data: Record<string, unknown> = {},
  world: World = {},
  { coverage = true } = {},
): Run {
  const { program, policies } = load(template);
  const lines = new Set<number>();
  const signals: RunRecord['signals'] = [];
  let end: (how: Awaited<Run['ended']>) => void = () => undefined;
  const ended = new Promise<Awaited<Run['ended']>>((resolve) => {
    end = resolve;
  });
  const sandbox = createSandbox(world, {
    policies,
    templateType: template.type,
    ...(coverage && { lines }),
    onError: () => end('exception'),
  });
  const { traces, errors } = sandbox;
  traces.warnings.push(...misspeltData(template, data));

  let returned: Value;
  sandbox.attempt(() => {
    const input = inputOf(data);
    if (template.type === 'TAG')
      for (const [name, outcome] of [
        ['gtmOnSuccess', 'success'],
        ['gtmOnFailure', 'failure'],
      ] as const) {
        const signal = new Func(name, () => {
          signals.push(outcome);
          end(outcome);
          return undefined;
        });
        input.entries.set(name, signal);
      }
    returned = sandbox.run(program, input);
  });

  const finish = async (): Promise<RunRecord> => {
    const settle = async (): Promise<void> => {
      await sandbox.settle();
      for (let waited = 0; waited < LONGEST_WAIT && sandbox.expire(); waited += PROMISE_LIMIT)
        await sandbox.settle();
    };
    await settle();
    const tags = [{ id: '1', status: signals[0] ?? ('failure' as const), executionTime: 0 }];
    for (const callback of sandbox.endCallbacks)
      callback(world.container?.containerId ?? CONTAINER_ID, { tags });
    await settle();
    if (template.type === 'TAG') warnOfSignals(signals, traces.warnings);
    let result: unknown;
    sandbox.attempt(() => {
      result = resultOf(returned);
    });
    end('none');
    return {
      outcome: signals[0] ?? 'none',
      signals,
      returned: result,
      ...traces,
      errors: errors.map(({ message, position }) => ({ message, ...(position && { position }) })),
      instructions: sandbox.instructions,
      lines: [...lines].sort((a, b) => a - b),
    };
  };
  return { claimed: traces.claimed, ended, record: finish() };
}

/** The data as the template gets it. What cannot be handed over is an error of the run, like one of the template. */
function inputOf(data: Record<string, unknown>): Dict {
  let input: Value;
  try {
    input = toSandbox(data);
  } catch (error) {
    throw new SandboxError(`The data cannot be handed to the template. ${asSandboxError(error).message}`);
  }
  if (input instanceof Dict) return input;
  throw new SandboxError('The data of a run must be an object of field values by name.');
}

function warnOfSignals(signals: RunRecord['signals'], warnings: string[]): void {
  if (signals.length === 0)
    warnings.push(
      'The tag signalled no outcome: neither data.gtmOnSuccess() nor data.gtmOnFailure() was called.',
    );
  if (signals.length > 1)
    warnings.push(`The tag signalled its outcome ${signals.length} times: ${signals.join(', ')}.`);
}

/** The value of a settled promise in place of the promise; of a rejected or pending one nothing. */
function resultOf(returned: Value): unknown {
  if (!(returned instanceof SandboxPromise)) return toPlain(returned);
  return returned.state === 'fulfilled' ? toPlain(returned.result) : undefined;
}
