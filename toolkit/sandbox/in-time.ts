/**
 * Work that can be ended from within its own thread: a single call into the engine, such as a pattern whose time doubles with each
 * character, is one instruction to a budget. Node's `vm` ends it; a browser cannot, and a page ends its worker instead.
 */

/** What of `node:vm` is used. It is not imported, since this runs in browsers too. */
interface Vm {
  createContext: (globals: { work: () => void }) => { work: () => void };
  Script: new (code: string) => { runInContext: (context: object, options: { timeout: number }) => void };
}

interface NodeProcess {
  getBuiltinModule?: (name: string) => unknown;
}

const { process } = globalThis as { process?: NodeProcess };
const vm = process?.getBuiltinModule?.('node:vm') as Vm | undefined;
const script = vm && new vm.Script('work()');
const context = vm?.createContext({ work: () => undefined });

/** The error is of the context's own realm, so it is no `Error` of this one. */
const isTimeOut = (error: unknown): boolean =>
  (error as { code?: unknown } | null | undefined)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';

/** When the work under way is ended, in the time of `performance.now`. */
let due = Number.POSITIVE_INFINITY;

/**
 * Does the work. Where it was ended nothing of it runs any more, no `finally` either, and what it was changing stays as it is.
 * Work inside other work has half of the time that is left of that one, so that it is ended first.
 *
 * @param most milliseconds
 * @returns whether it came to its end by itself, with an error too, which is thrown on
 */
export function inTime(most: number, work: () => void): boolean {
  if (!script || !context) {
    work();
    return true;
  }
  const outside = due;
  const start = performance.now();
  due = Math.min(start + most, start + (outside - start) / 2);
  context.work = work;
  try {
    script.runInContext(context, { timeout: Math.max(Math.round(due - start), 1) });
    return true;
  } catch (error) {
    if (!isTimeOut(error)) throw error;
    return false;
  } finally {
    due = outside;
    context.work = () => undefined;
  }
}

/** What is said of work that was ended, after the words for it. @param most milliseconds */
export const stoppedAfter = (most: number): string =>
  `stopped after ${most / 1000} seconds: the code computes without end, or in a pattern whose time doubles with every character.`;
