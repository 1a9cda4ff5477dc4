/**
 * Work on templates of strangers in a process of its own, which can be ended from outside: a regular expression that never
 * comes back, or a heap that overflows, takes its whole process along. One child serves a whole command.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Answer, createCalls, type Isolated, IsolatedError, type Side } from './calls.ts';

export interface Limits {
  /** Longest time in which the work neither ends nor reports anything, in seconds. */
  seconds: number;
  /** Largest heap, in megabytes. */
  megabytes: number;
}

/** A run takes milliseconds, so that these are reached by what does not end. */
export const LIMITS: Limits = { seconds: 30, megabytes: 1024 };

/** Calls of work in a child. Nothing is started before the first one. */
export const isolate = ({ seconds, megabytes }: Limits = LIMITS): Isolated =>
  createCalls(() => childSide(megabytes), seconds);

function childSide(megabytes: number): Side {
  const child = start(megabytes);
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    words = (words + chunk).slice(-10_000);
  });
  return {
    send: (order) => {
      child.send(order);
    },
    listen(onAnswer, onEnd) {
      const onMessage = (answer: Answer): void => onAnswer(answer);
      // `close` comes when its last words have been read too.
      const onClose = (code: number | null, signal: string | null): void =>
        onEnd(endOf(words, signal ?? `status ${code}`, megabytes));
      child.on('message', onMessage);
      child.on('close', onClose);
      return () => {
        child.off('message', onMessage);
        child.off('close', onClose);
      };
    },
    end: () => {
      child.kill('SIGKILL');
    },
  };
}

/** What the engine writes when it gives up. */
const OUT_OF_MEMORY = /heap out of memory|Allocation failed|invalid size error/;

function endOf(words: string, how: string, megabytes: number): IsolatedError {
  if (OUT_OF_MEMORY.test(words))
    return new IsolatedError(
      'memory',
      `stopped at ${megabytes} MB of memory: the code makes lists or texts without end.`,
    );
  const lastWords = words.trim().split('\n').at(-1) ?? '';
  return new IsolatedError('end', `ended: its process ended with ${how}. ${lastWords}`.trim());
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
