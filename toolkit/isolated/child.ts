/** The process that isolate.ts starts: imports modules of work, runs them, sends what they give. */
import { Worker } from 'node:worker_threads';
import type { Answer, Work } from './isolate.ts';

const send = (answer: Answer): void => {
  process.send?.(answer);
};

process.on('message', async ({ module, input }: { module: string; input: unknown }) => {
  try {
    const { default: work } = (await import(module)) as { default: Work<unknown, unknown, unknown> };
    send({ kind: 'started' });
    const value = await work(input, (report) => send({ kind: 'report', value: report }));
    send({ kind: 'result', value });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    send({ kind: 'error', name, message });
  }
});

process.on('disconnect', () => process.exit());

/**
 * Work that hangs cannot hear that the parent is gone, killed for example; a thread beside it can. It is plain JavaScript in
 * a text, so that nothing has to be loaded for it.
 */
const watch = `
const { workerData: parent } = require('node:worker_threads');
const isThere = () => {
  try {
    return process.ppid === parent && process.kill(parent, 0);
  } catch {
    return false;
  }
};
setInterval(() => isThere() || process.kill(process.pid, 'SIGKILL'), 500);
`;
new Worker(watch, { eval: true, execArgv: [], workerData: process.ppid }).unref();
