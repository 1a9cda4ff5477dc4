/**
 * One sandbox: a world, the APIs over it, the job queue and the machine that runs compiled code. The lower level under
 * `runTemplate` and the scenario runner; what both add is who calls what and when a run is over.
 */

import type { Context, Traces } from './apis/context.ts';
import { API_FACTORIES } from './apis/index.ts';
import { jsonOf } from './apis/plain.ts';
import type { Program } from './compiler/instruction.ts';
import { inTime, stoppedAfter } from './in-time.ts';
import { asSandboxError, SandboxError } from './interpreter/errors.ts';
import { createMachine } from './interpreter/evaluate.ts';
import type { Arms } from './interpreter/frames.ts';
import { createJobs, type Jobs } from './interpreter/jobs.ts';
import { Dict, Func, Opaque, toText, type Value } from './interpreter/values.ts';
import { REQUIRABLE_TEST_NAMES } from './language/table.ts';
import type { Policies } from './permissions/decode.ts';
import { createPermissions, type Permissions } from './permissions/enforce.ts';
import { createPromiseLimit, PROMISE_LIMIT } from './promise-limit.ts';
import { type EventCallback, emptyResponse, type World } from './world.ts';
import { refuseWrongParts } from './world-parts.ts';

export interface SandboxOptions {
  /** What the template declares; without it every permission check is off. */
  policies?: Policies;
  templateType?: Context['templateType'];
  /** Receives the lines that are executed. */
  lines?: Set<number>;
  /** Told of each error when it happens. */
  onError?: () => void;
  /** With `lines`: receives how often each way of a branch was taken. */
  arms?: Arms;
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
  /** Calls something of the run from outside; what it throws becomes an error of the run. */
  attempt: (call: () => void) => void;
  /** Runs what is queued until nothing is pending any more: jobs, HTTP requests, inserts. */
  settle: () => Promise<void>;
  /** Rejects the promises of Promise.create that nothing can settle any more; false when there are none. */
  expire: () => boolean;
  jobs: Jobs;
  traces: Traces;
  /** Errors of `attempt` and of queued work, in order. */
  errors: SandboxError[];
  /** Callbacks for the end of the event, in order of registration. */
  endCallbacks: EventCallback[];
  readonly instructions: number;
}

/**
 * A sandbox over a world. Nothing of it is shared with another one except what the world itself holds. Throws a TypeError for
 * a world with a part that no world has, or that is not what it must be.
 */
export function createSandbox(world: World = {}, options: SandboxOptions = {}): Sandbox {
  refuseWrongParts(world);
  const errors: SandboxError[] = [];
  const noteError = (error: unknown): void => {
    errors.push(asSandboxError(error));
    options.onError?.();
  };
  const attempt = (call: () => void): void => {
    try {
      call();
    } catch (error) {
      noteError(error);
    }
  };
  let turn: 'none' | 'running' | 'stopped' = 'none';
  /** Runs code for as long as one turn may take, else throws. After one that was stopped nothing of the run goes on. */
  const inTurn = (work: () => void): void => {
    if (turn === 'stopped') return;
    const { timeLimit } = world;
    if (turn === 'running' || timeLimit === undefined) {
      work();
      return;
    }
    turn = 'running';
    let isOver = true;
    try {
      isOver = inTime(timeLimit, work);
    } finally {
      turn = isOver ? 'none' : 'stopped';
    }
    if (!isOver) throw new SandboxError(`The run was ${stoppedAfter(timeLimit)}`, false);
  };
  const warnings: string[] = [];
  const endCallbacks: EventCallback[] = [];
  const limit = createPromiseLimit();
  const pending = new Set<Promise<unknown>>();
  const jobs = createJobs('manual', {
    onError: noteError,
    around: (work) => attempt(() => inTurn(work)),
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
    claimed: false,
    response: world.response ?? emptyResponse(),
    warnings,
  };
  const context: Context = {
    world,
    jobs,
    traces,
    messages: world.messages ?? new Map(),
    permissions: permissionsOf(world, options.policies, warnings),
    templateType: options.templateType ?? 'TAG',
    track(work) {
      const tracked = work.catch(noteError).finally(() => {
        pending.delete(tracked);
        jobs.drain();
      });
      pending.add(tracked);
    },
    isRunning: () => running,
    enter(call) {
      if (machine.running) {
        inTurn(call);
        return;
      }
      attempt(() => inTurn(call));
      jobs.drain();
    },
    onEnd: (callback) => endCallbacks.push(callback),
    bound: undefined,
    limit,
  };
  let running = false;
  const expire = (time: number): boolean => {
    const count = limit.expire(time);
    if (count > 0)
      warnings.push(
        `${count === 1 ? 'A promise' : `${count} promises`} of Promise.create did not settle within ${PROMISE_LIMIT / 1000} seconds.`,
      );
    jobs.drain();
    return count > 0;
  };

  const made = new Map<string, Value>();
  const real = (name: string): Value => {
    if (made.has(name)) return made.get(name);
    const factory = API_FACTORIES.get(name);
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
    ...(options.arms && { arms: options.arms }),
  });
  return {
    require,
    load: (program, globals) => machine.load(program, globals),
    run(program, data) {
      if (!world.response) traces.response = emptyResponse();
      // Making a program ready takes longer than its turn, once.
      const main = machine.load(program);
      let returned: Value;
      const outside = running;
      running = true;
      try {
        inTurn(() => {
          returned = main.call([data]);
        });
      } finally {
        running = outside;
      }
      return returned;
    },
    attempt,
    async settle() {
      jobs.drain();
      while (pending.size > 0) {
        await settledOrDue(pending, limit.due);
        expire(performance.now());
      }
    },
    expire: () => expire(Number.POSITIVE_INFINITY),
    jobs,
    traces,
    errors,
    endCallbacks,
    get instructions() {
      return machine.instructions;
    },
  };
}

/** Waits for the first of some work to settle, but no longer than until `due`. */
async function settledOrDue(work: Iterable<Promise<unknown>>, due: number | undefined): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    if (due !== undefined) timer = setTimeout(resolve, Math.max(due - performance.now(), 0) + 1);
  });
  await Promise.race([...work, late]);
  clearTimeout(timer);
}

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
    return jsonOf(reason) ?? toText(reason);
  } catch {
    return toText(reason);
  }
}
