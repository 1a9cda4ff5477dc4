/** The process that isolate.ts starts: imports modules of work, runs them, sends what they give. */
import { Worker } from 'node:worker_threads';
import { type Answer, type Order, perform, type Work } from './calls.ts';

const find = async (module: string): Promise<Work<unknown, unknown, unknown>> =>
  ((await import(module)) as { default: Work<unknown, unknown, unknown> }).default;

const send = (answer: Answer): void => {
  process.send?.(answer);
};

process.on('message', (order: Order) => perform(find, order, send));

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
