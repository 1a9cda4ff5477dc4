/**
 * `npm run replay -- FILE…`: sends the conversions of the tag's Failure lines again. Exit status: 0 everything was delivered,
 * 1 something was not, 2 the command was called wrongly.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { CredentialsError, findCredentials } from './lib/credentials.ts';
import { type Io, standardIo } from './lib/standard-io.ts';
import { CountersError } from './replay/counters.ts';
import { HELP, readOptions, UsageError } from './replay/options.ts';
import { type ReplayWorld, replay } from './replay/run.ts';
import { StateError } from './replay/state.ts';

/** Runs the command line and gives the exit status. Throws only for defects of the tool itself. */
export async function main(args: readonly string[], io: Io, world: ReplayWorld): Promise<number> {
  try {
    const options = readOptions(args);
    if (options === 'help') {
      io.out(HELP);
      return 0;
    }
    if (options.dryRun) return await replay(options, undefined, io, world);
    const { ways, problems } = findCredentials(world.environment, options.credentials);
    const [authorization] = ways;
    if (authorization === undefined) throw new UsageError(problems.join(' '));
    if (ways.length > 1) io.err('Signing with OAuth 1.0a; X_PIXEL_TOKEN is set too and not used.\n');
    return await replay(options, authorization, io, world);
  } catch (error) {
    const isUsage =
      error instanceof UsageError ||
      error instanceof CredentialsError ||
      error instanceof StateError ||
      error instanceof CountersError;
    if (!isUsage && !isArgumentError(error)) throw error;
    io.err(`${error.message}\nusage: npm run replay -- FILE… [options], or --help\n`);
    return 2;
  }
}

const isArgumentError = (error: unknown): error is Error =>
  error instanceof TypeError && String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS');

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

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const stopping = new AbortController();
  // Without a reader of the report nobody would learn what is sent.
  const io = standardIo(() => stopping.abort());
  process.exitCode = await main(process.argv.slice(2), io, processWorld(stopping));
}
