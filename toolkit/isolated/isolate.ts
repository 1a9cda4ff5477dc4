/**
 * Work on templates of strangers in a process of its own, which can be ended from outside: a regular expression that never
 * comes back, or a heap that overflows, takes its whole process along. One child serves a whole command; when it has to be
 * ended, the next call starts another one.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

export interface Limits {
  /** Longest time in which the work neither ends nor reports anything, in seconds. */
  seconds: number;
  /** Largest heap, in megabytes. */
  megabytes: number;
}

/** A run takes milliseconds, so that these are reached by what does not end. */
export const LIMITS: Limits = { seconds: 30, megabytes: 1024 };

/** The work did not end by itself. `reason` says which limit it met; `end` is any other end of its process. */
export class IsolatedError extends Error {
  override readonly name = 'IsolatedError';
  readonly reason: 'time' | 'memory' | 'end';

  constructor(reason: IsolatedError['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

/**
 * What a module of work exports as its default.
 *
 * @param input what `call` was given, copied as structured clone copies
 * @param report sends something to the caller before the work is done; it also is a sign of life
 */
export type Work<Input, Result, Report = never> = (
  input: Input,
  report: (report: Report) => void,
) => Result | Promise<Result>;

export interface Isolated {
  /**
   * Calls a module's work in the child. Calls run one after the other.
   *
   * @param module the address of the module, whose default export is a Work
   * @returns what the work gives. Rejects with an IsolatedError when it meets a limit, with an Error of the same name and
   *   message when it throws.
   */
  call: <Input, Result, Report>(
    module: URL,
    input: Input,
    onReport?: (report: Report) => void,
  ) => Promise<Result>;
  /** Ends the child. Until then it keeps the caller's process alive. */
  end: () => void;
}

/** What the child sends. */
export type Answer =
  | { kind: 'started' }
  | { kind: 'report'; value: unknown }
  | { kind: 'result'; value: unknown }
  | { kind: 'error'; name: string; message: string };

/** A process and its modules may take so many seconds to load, on the slowest machine. */
const LOADING = 60;

/** Nothing is started before the first call. */
export function isolate({ seconds, megabytes }: Limits = LIMITS): Isolated {
  let child: ChildProcess | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const end = (): void => {
    child?.kill('SIGKILL');
    child = undefined;
  };

  const callNow = <Result, Report>(
    module: URL,
    input: unknown,
    onReport?: (report: Report) => void,
  ): Promise<Result> =>
    new Promise((resolve, reject) => {
      child ??= start(megabytes);
      const worker = child;
      let words = '';
      let late = false;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const waitFor = (most: number): void => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          late = true;
          worker.kill('SIGKILL');
        }, most * 1000);
      };
      const done = (settle: () => void): void => {
        clearTimeout(timer);
        worker.off('message', onMessage);
        worker.off('exit', onExit);
        worker.stderr?.off('data', onWords);
        settle();
      };
      const onMessage = (answer: Answer): void => {
        if (answer.kind === 'started') waitFor(seconds);
        else if (answer.kind === 'report') {
          waitFor(seconds);
          onReport?.(answer.value as Report);
        } else if (answer.kind === 'result') done(() => resolve(answer.value as Result));
        else done(() => reject(Object.assign(new Error(answer.message), { name: answer.name })));
      };
      const onExit = (code: number | null, signal: string | null): void => {
        if (child === worker) child = undefined;
        done(() => reject(endOf({ late, words, how: signal ?? `status ${code}` }, { seconds, megabytes })));
      };
      const onWords = (chunk: Buffer): void => {
        words = (words + chunk).slice(-10_000);
      };
      worker.on('message', onMessage);
      worker.on('exit', onExit);
      worker.stderr?.on('data', onWords);
      waitFor(LOADING);
      try {
        worker.send({ module: module.href, input });
      } catch (error) {
        // What cannot be copied: nothing has been sent.
        done(() => reject(error));
      }
    });

  return {
    call(module, input, onReport) {
      const next = last.then(() => callNow(module, input, onReport));
      last = next.catch(() => undefined);
      return next as Promise<never>;
    },
    end,
  };
}

/** What the engine writes when it gives up. */
const OUT_OF_MEMORY = /heap out of memory|Allocation failed|invalid size error/;

function endOf(
  { late, words, how }: { late: boolean; words: string; how: string },
  { seconds, megabytes }: Limits,
): IsolatedError {
  if (late)
    return new IsolatedError(
      'time',
      `stopped after ${seconds} seconds: the code computes without end, or in a pattern whose time doubles with every character.`,
    );
  if (OUT_OF_MEMORY.test(words))
    return new IsolatedError(
      'memory',
      `stopped at ${megabytes} MB of memory: the code makes lists or texts without end.`,
    );
  return new IsolatedError(
    'end',
    `its process ended with ${how}. ${words.trim().split('\n').at(-1) ?? ''}`.trim(),
  );
}

/** The child is this folder's child.ts, or what was compiled of it. */
function start(megabytes: number): ChildProcess {
  const typescript = import.meta.url.endsWith('.ts');
  return fork(fileURLToPath(new URL(typescript ? 'child.ts' : 'child.js', import.meta.url)), [], {
    execArgv: [...(typescript ? loader() : []), `--max-old-space-size=${megabytes}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

/** From sources, modules need the loader that this process may or may not have been started with. */
const loader = (): string[] => [
  '--import',
  pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href,
];
