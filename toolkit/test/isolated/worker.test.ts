import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { isolateInWorker, type PageWorker, serveWork } from '../../isolated/worker.ts';

/** A page's worker without a page: a channel with the script at its other end. */
function channel(started: { count: number; terminated: number }): PageWorker {
  started.count++;
  const { port1, port2 } = new MessageChannel();
  const listeners = new Map<unknown, (data: unknown) => void>();
  const listenTo =
    (port: MessagePort): PageWorker['addEventListener'] =>
    (type, listener) => {
      const onData = (data: unknown): void => listener({ data });
      listeners.set(listener, onData);
      port.on(type, onData);
    };
  serveWork(
    { postMessage: (message) => port2.postMessage(message), addEventListener: listenTo(port2) },
    {
      double: async (n) => 2 * Number(n),
      fail: () => {
        throw new TypeError('no');
      },
      hang: () => new Promise(() => undefined),
    },
  );
  return {
    postMessage: (message) => port1.postMessage(message),
    addEventListener: listenTo(port1),
    removeEventListener: (type, listener) => port1.off(type, listeners.get(listener)!),
    terminate: () => {
      started.terminated++;
      port1.close();
    },
  };
}

describe('work in a worker of a page', () => {
  const started = { count: 0, terminated: 0 };
  const isolated = isolateInWorker(() => channel(started), 2);
  afterEach(() => isolated.end());

  it('gives its result, or throws what it throws', async () => {
    expect(await isolated.call('double', 4)).toBe(8);
    await expect(isolated.call('fail', 1)).rejects.toMatchObject({ name: 'TypeError', message: 'no' });
    await expect(isolated.call('toString', 1)).rejects.toThrow("no work named 'toString'");
    await expect(isolated.call('double', () => 1)).rejects.toThrow('could not be cloned');
    expect(started).toEqual({ count: 1, terminated: 0 });
  });

  it('is terminated when it does not end, and the next call finds another worker', async () => {
    const before = { ...started };
    await expect(isolated.call('hang', 1)).rejects.toMatchObject({ name: 'IsolatedError', reason: 'time' });
    expect(await isolated.call('double', 1)).toBe(2);
    expect(started).toEqual({ count: before.count + 2, terminated: before.terminated + 1 });
  });
});
