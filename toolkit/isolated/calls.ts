/**
 * Calls of work that is done elsewhere, in a process or a worker, and can be ended from here: the part that both share. It
 * runs in a browser too.
 */

import { stoppedAfter } from '../sandbox/in-time.ts';

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
 * Work, as the other side has it.
 *
 * @param input what `call` was given, copied as structured clone copies
 * @param report sends something to the caller before the work is done; it also is a sign of life
 */
export type Work<Input, Result, Report = never> = (
  input: Input,
  report: (report: Report) => void,
) => Result | Promise<Result>;

/** What is sent to the other side: which work, on what. */
export interface Order {
  work: string;
  input: unknown;
}

/** What the other side sends. */
export type Answer =
  | { kind: 'started' }
  | { kind: 'report'; value: unknown }
  | { kind: 'result'; value: unknown }
  | { kind: 'error'; name: string; message: string };

/** Does one order. The answers to it are those that `send` gets, the last one a result or an error. */
export async function perform(
  find: (work: string) => Promise<Work<unknown, unknown, unknown>>,
  { work, input }: Order,
  send: (answer: Answer) => void,
): Promise<void> {
  try {
    const run = await find(work);
    send({ kind: 'started' });
    send({ kind: 'result', value: await run(input, (value) => send({ kind: 'report', value })) });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    send({ kind: 'error', name, message });
  }
}

/** The other side, started and waiting for orders. */
export interface Side {
  send: (order: Order) => void;
  /**
   * Listens until the function it gives is called.
   *
   * @param onEnd called when the side is over without having been ended from here, with the error for the caller
   */
  listen: (onAnswer: (answer: Answer) => void, onEnd: (error: IsolatedError) => void) => () => void;
  end: () => void;
}

export interface Isolated {
  /**
   * Has work done on the other side. Calls run one after the other.
   *
   * @param work in a process the address of a module whose default export is a Work, in a worker its name there
   * @returns what the work gives. Rejects with an IsolatedError when it meets a limit, with an Error of the same name and
   *   message when it throws, and when input or result cannot be copied.
   */
  call: <Input, Result, Report = never>(
    work: URL | string,
    input: Input,
    onReport?: (report: Report) => void,
  ) => Promise<Result>;
  /** Ends the other side. A process keeps that of the caller alive until then. */
  end: () => void;
}

/** The other side and its modules may take so many seconds to load, on the slowest machine. */
const LOADING = 60;

/**
 * Calls of a side that is started with the first call, and anew with the next one after it had to be ended.
 *
 * @param seconds longest time in which work neither ends nor reports anything
 */
export function createCalls(start: () => Side, seconds: number): Isolated {
  let side: Side | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const end = (): void => {
    side?.end();
    side = undefined;
  };

  const callNow = <Result, Report>(order: Order, onReport?: (report: Report) => void): Promise<Result> =>
    new Promise((resolve, reject) => {
      side ??= start();
      let timer: ReturnType<typeof setTimeout> | undefined;
      const done = (settle: () => void): void => {
        clearTimeout(timer);
        stopListening();
        settle();
      };
      const waitFor = (most: number): void => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          end();
          done(() => reject(new IsolatedError('time', stoppedAfter(most * 1000))));
        }, most * 1000);
      };
      const stopListening = side.listen(
        (answer) => {
          if (answer.kind === 'started') waitFor(seconds);
          else if (answer.kind === 'report') {
            waitFor(seconds);
            onReport?.(answer.value as Report);
          } else if (answer.kind === 'result') done(() => resolve(answer.value as Result));
          else done(() => reject(Object.assign(new Error(answer.message), { name: answer.name })));
        },
        (error) => {
          side = undefined;
          done(() => reject(error));
        },
      );
      waitFor(LOADING);
      try {
        side.send(order);
      } catch (error) {
        // What cannot be copied: nothing has been sent.
        done(() => reject(error));
      }
    });

  return {
    call(work, input, onReport) {
      const next = last.then(() => callNow({ work: String(work), input }, onReport));
      last = next.catch(() => undefined);
      return next as Promise<never>;
    },
    end,
  };
}
