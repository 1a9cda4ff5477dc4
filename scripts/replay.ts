/**
 * `npm run replay -- FILE…`: sends the conversions of the tag's Failure lines again. Exit status: 0 everything was delivered,
 * 1 something was not, 2 the command was called wrongly.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { type Command, type Io, isProgram, runCommand, standardIo, UsageError } from 'sgtm-toolkit/shell';
import { findCredentials } from './lib/credentials.ts';
import { ABOUT, MORE, OPTIONS, readOptions } from './replay/options.ts';
import { type ReplayWorld, replay } from './replay/run.ts';

const replayCommand = (world: ReplayWorld): Command => ({
  usage: 'FILE…',
  about: ABOUT,
  options: OPTIONS,
  more: MORE,
  async run(files, values, io) {
    const options = readOptions(files, values);
    if (options.dryRun) return await replay(options, undefined, io, world);
    const { ways, problems } = findCredentials(world.environment, options.credentials);
    const [authorization] = ways;
    if (authorization === undefined) throw new UsageError(problems.join(' '));
    if (ways.length > 1) io.err('Signing with OAuth 1.0a; X_PIXEL_TOKEN is set too and not used.\n');
    return await replay(options, authorization, io, world);
  },
});

/** Runs the command line and gives the exit status. Throws only for defects of the tool itself. */
export const main = (args: readonly string[], io: Io, world: ReplayWorld): Promise<number> =>
  runCommand('npm run replay --', replayCommand(world), args, io);

/** One Ctrl-C arrives several times: from the terminal, and from each program between it and this one that passes it on. */
const SAME_SIGNAL_MS = 2000;

/** The first SIGINT or SIGTERM asks for an orderly end, a later one ends at once. */
function stopOnSignals(stopping: AbortController): void {
  let first: number | undefined;
  const stop = (_signal: NodeJS.Signals, number: number): void => {
    first ??= Date.now();
    if (Date.now() - first > SAME_SIGNAL_MS) process.exit(128 + number);
    stopping.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
}

/** @param stopping asks for the end of the run */
export function processWorld(stopping = new AbortController()): ReplayWorld {
  stopOnSignals(stopping);
  return {
    environment: process.env,
    stdin: process.stdin,
    now: Date.now,
    sleep: (ms) => wait(ms, undefined, { signal: stopping.signal }).catch(() => undefined),
    random: Math.random,
    stop: stopping.signal,
    timeoutMs: 30_000,
  };
}

if (isProgram(import.meta.url)) {
  const stopping = new AbortController();
  // Without a reader of the report nobody would learn what is sent.
  const io = standardIo(() => stopping.abort());
  process.exitCode = await main(process.argv.slice(2), io, processWorld(stopping));
}
