/**
 * Work in a worker of a page, which the page can terminate when a template does not end. Memory is the page's own here: what
 * keeps it from overflowing are the limits of the interpreter.
 */
import {
  type Answer,
  createCalls,
  type Isolated,
  IsolatedError,
  type Order,
  perform,
  type Work,
} from './calls.ts';

/** The part of a Worker that is used. */
export interface PageWorker {
  postMessage: (message: unknown) => void;
  addEventListener: (type: 'message' | 'error', listener: (event: MessageLike) => void) => void;
  removeEventListener: (type: 'message' | 'error', listener: (event: MessageLike) => void) => void;
  terminate: () => void;
}

interface MessageLike {
  data?: unknown;
  message?: string;
}

/**
 * Calls of work in a worker.
 *
 * @param make starts a worker whose script calls `serveWork`; called again after one had to be terminated
 */
export const isolateInWorker = (make: () => PageWorker, seconds: number): Isolated =>
  createCalls(() => {
    const worker = make();
    return {
      send: (order) => worker.postMessage(order),
      listen(onAnswer, onEnd) {
        const onMessage = ({ data }: MessageLike): void => onAnswer(data as Answer);
        const onError = ({ message = 'no reason given' }: MessageLike): void => {
          worker.terminate();
          onEnd(new IsolatedError('end', `ended: its worker failed. ${message}`));
        };
        worker.addEventListener('message', onMessage);
        worker.addEventListener('error', onError);
        return () => {
          worker.removeEventListener('message', onMessage);
          worker.removeEventListener('error', onError);
        };
      },
      end: () => worker.terminate(),
    };
  }, seconds);

/**
 * The script of the worker: does the work that is asked for by name.
 *
 * @param scope the worker's `self`
 */
export function serveWork(
  scope: Pick<PageWorker, 'postMessage' | 'addEventListener'>,
  works: Record<string, Work<unknown, unknown, unknown>>,
): void {
  const find = async (name: string): Promise<Work<unknown, unknown, unknown>> => {
    if (!Object.hasOwn(works, name)) throw new Error(`This worker has no work named '${name}'.`);
    return works[name]!;
  };
  scope.addEventListener('message', ({ data }) =>
    perform(find, data as Order, (answer) => scope.postMessage(answer)),
  );
}
