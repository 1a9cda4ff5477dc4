/**
 * One sandbox: a world, the APIs over it, the job queue and the machine that runs compiled code. The lower level under
 * `runTag` and the scenario runner; what both add is who calls what and when a run is over.
 */

import type { Context, EndCallback, Traces } from './apis/context.ts';
import { apiFactories } from './apis/index.ts';
import { toPlain } from './apis/plain.ts';
import type { Program } from './compiler/instruction.ts';
import { asSandboxError, SandboxError } from './interpreter/errors.ts';
import { createMachine } from './interpreter/evaluate.ts';
import { createJobs, type Jobs } from './interpreter/jobs.ts';
import { Dict, Func, Opaque, toText, type Value } from './interpreter/values.ts';
import { refuseUnknownKeys } from './known-keys.ts';
import { REQUIRABLE_TEST_NAMES } from './language/table.ts';
import type { Policies } from './permissions/decode.ts';
import { createPermissions, type Permissions } from './permissions/enforce.ts';
import type { ResponseRecord, World } from './world.ts';

export interface SandboxOptions {
  /** What the template declares; without it every permission check is off. */
  policies?: Policies;
  templateType?: Context['templateType'];
  /** Receives the lines that are executed. */
  lines?: Set<number>;
  /** Stands between an API and the template: gets the name and what makes the real thing. */
  replace?: (name: string, real: () => Value) => Value;
}

export interface Sandbox {
  /** What `require(name)` gives; throws `<name> is not a valid API name.` */
  require: (name: string) => Value;
  /** The function a compiled program defines. Global names are visible to its code. */
  load: (program: Program, globals?: Record<string, Value>) => Func;
  /** Runs the template's code as one request: what an earlier run answered is gone. */
  run: (program: Program, data: Dict) => Value;
  /** Runs what is queued until nothing is pending any more: jobs, HTTP requests, inserts. */
  settle: () => Promise<void>;
  jobs: Jobs;
  traces: Traces;
  /** Errors that came out of queued work, in order. */
  errors: SandboxError[];
  /** Callbacks for the end of the event, in order of registration. */
  endCallbacks: EndCallback[];
  readonly instructions: number;
}

/** A sandbox over a world. Nothing of it is shared with another one except what the world itself holds. */
export function createSandbox(world: World = {}, options: SandboxOptions = {}): Sandbox {
  refuseUnknownKeys(world);
  const errors: SandboxError[] = [];
  const warnings: string[] = [];
  const endCallbacks: EndCallback[] = [];
  const pending = new Set<Promise<unknown>>();
  const jobs = createJobs('manual', {
    onError: (error) => errors.push(asSandboxError(error)),
    onUnhandledRejection: (reason) =>
      warnings.push(`A rejected promise is handled nowhere: ${reasonText(reason)}`),
  });
  const traces: Traces = {
    requests: [],
    cookies: [],
    logs: [],
    rows: [],
    documents: [],
    events: [],
    pixels: [],
    response: emptyResponse(),
    warnings,
  };
  const context: Context = {
    world,
    jobs,
    traces,
    permissions: permissionsOf(world, options.policies, warnings),
    templateType: options.templateType ?? 'TAG',
    track(work) {
      const tracked = work
        .catch((error) => errors.push(asSandboxError(error)))
        .finally(() => pending.delete(tracked));
      pending.add(tracked);
    },
    isRunning: () => running,
    onEnd: (callback) => endCallbacks.push(callback),
  };
  let running = false;

  const factories = apiFactories();
  const made = new Map<string, Value>();
  const real = (name: string): Value => {
    if (made.has(name)) return made.get(name);
    const factory = factories.get(name);
    // Outside tests these do nothing.
    if (!factory && REQUIRABLE_TEST_NAMES.has(name))
      return name === 'TestHelper' ? new Dict() : new Func(name, () => undefined);
    if (!factory) throw new SandboxError(`${name} is not a valid API name.`);
    const api = factory(context);
    made.set(name, api);
    return api;
  };
  const require = (name: string): Value =>
    options.replace ? options.replace(name, () => real(name)) : real(name);

  const machine = createMachine({
    require,
    jobs,
    ...(world.budget !== undefined && { budget: world.budget }),
    ...(options.lines && { lines: options.lines }),
  });
  return {
    require,
    load: (program, globals) => machine.load(program, globals),
    run(program, data) {
      Object.assign(traces.response, emptyResponse());
      const outside = running;
      running = true;
      try {
        return machine.load(program).call([data]);
      } finally {
        running = outside;
      }
    },
    async settle() {
      jobs.drain();
      while (pending.size > 0) {
        await Promise.race(pending);
        jobs.drain();
      }
    },
    jobs,
    traces,
    errors,
    endCallbacks,
    get instructions() {
      return machine.instructions;
    },
  };
}

/** The response of a request that nothing has answered yet. */
const emptyResponse = (): ResponseRecord => ({
  statusCode: 200,
  headers: {},
  body: '',
  returned: false,
});

/** Checks switched off still leave a trace: what would have been refused is a warning, once each. */
function permissionsOf(world: World, policies: Policies | undefined, warnings: string[]): Permissions {
  const { preview = false, policy } = world;
  const strict = createPermissions(policies ?? {}, {
    preview,
    enabled: policies !== undefined,
    ...(policy && { policy }),
  });
  if (world.permissions !== false) return strict;
  return {
    query: () => true,
    check(permission, ...args) {
      try {
        strict.check(permission, ...args);
      } catch (error) {
        const text = `Permission ${permission}: ${error instanceof Error ? error.message : error}`;
        if (!warnings.includes(text)) warnings.push(text);
      }
    },
  };
}

/** The reason of a rejection for people: an error's message and place, anything else as JSON. */
export function reasonText(reason: Value): string {
  if (reason instanceof Opaque && reason.native instanceof Error) {
    const { message } = reason.native;
    const position = reason.native instanceof SandboxError ? reason.native.position : undefined;
    return position ? `${message} (line ${position.line})` : message;
  }
  try {
    return JSON.stringify(toPlain(reason)) ?? toText(reason);
  } catch {
    return toText(reason);
  }
}
