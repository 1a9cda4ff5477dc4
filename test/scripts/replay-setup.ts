/** What the tests of the replay share: failure lines, a stand-in that knows the credentials, and the command in this process. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { ReplayWorld } from '../../scripts/replay/run.ts';
import { main } from '../../scripts/replay.ts';
import { captured } from '../../toolkit/test/cli/captured.ts';
import type { XServer, XServerOptions } from '../../x-server/server.ts';
import { conversion, credentials, pixelToken, startServer } from '../x-server/client.ts';

export const oauthEnvironment = {
  X_CONSUMER_KEY: credentials.consumerKey,
  X_CONSUMER_SECRET: credentials.consumerSecret,
  X_ACCESS_TOKEN: credentials.token,
  X_ACCESS_TOKEN_SECRET: credentials.tokenSecret,
};
export const tokenEnvironment = { X_PIXEL_TOKEN: pixelToken };
export const secrets = [...Object.values(oauthEnvironment), pixelToken];

/** Removed after the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'replay-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Closed after the test. */
export async function stand(options: XServerOptions = {}): Promise<XServer> {
  const server = await startServer(options);
  onTestFinished(() => server.close());
  return server;
}

export interface Line {
  pixel?: string;
  id?: string | undefined;
  change?: Record<string, unknown>;
}

/** The time of the tests' conversions is now, so that nothing is old unless a test says so. */
export const recently = new Date(Date.now() - 60_000).toISOString();

export function conversionOf({ id, change = {} }: Line): Record<string, unknown> {
  return conversion({
    conversion_time: recently,
    ...(id === undefined ? {} : { conversion_id: id }),
    ...change,
  });
}

/** The object the tag logs for a conversion that did not arrive. */
export function failure(line: Line = {}): Record<string, unknown> {
  return {
    Name: 'X Conversions',
    Type: 'Failure',
    TraceId: 'trace',
    EventName: 'purchase',
    Reason: 'X answered 503.',
    RequestMethod: 'POST',
    RequestUrl: `https://ads-api.x.com/12/measurement/conversions/${line.pixel ?? 'o8z6j'}`,
    RequestBody: JSON.stringify({ conversions: [conversionOf(line)] }),
  };
}

export const ndjson = (...values: unknown[]): string =>
  values.map((value) => `${typeof value === 'string' ? value : JSON.stringify(value)}\n`).join('');

/** Lines of as many conversions, `order-0` and so on. */
export const orders = (count: number, change?: (i: number) => Record<string, unknown>): string =>
  ndjson(
    ...Array.from({ length: count }, (_, i) =>
      failure({ id: `order-${i}`, ...(change ? { change: change(i) } : {}) }),
    ),
  );

export interface Outcome {
  code: number;
  out: string;
  err: string;
  /** Standard output of --json. */
  entries: Record<string, unknown>[];
  summary: Record<string, unknown>;
  /** How long the run wanted to wait, in order. */
  sleeps: number[];
}

export interface RunOptions {
  args?: string[];
  environment?: Record<string, string>;
  world?: Partial<ReplayWorld>;
  /** Standard input. */
  input?: string | Uint8Array;
}

/** The command as it is called, with a clock that only sleeping moves forward beside the real one. */
export async function run({ args = [], environment, world, input = '' }: RunOptions): Promise<Outcome> {
  const { written, io } = captured();
  const sleeps: number[] = [];
  let slept = 0;
  const code = await main(args, io, {
    environment: environment ?? tokenEnvironment,
    stdin: Readable.from([Buffer.from(input)]),
    now: () => Date.now() + slept,
    sleep: async (ms) => {
      sleeps.push(ms);
      slept += ms;
    },
    random: () => 0.5,
    stop: new AbortController().signal,
    timeoutMs: 30_000,
    ...world,
  });
  const entries = args.includes('--json')
    ? written.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>)
    : [];
  return { code, ...written, entries: entries.slice(0, -1), summary: entries.at(-1) ?? {}, sleeps };
}

/** Writes `text` to a file of a new folder and replays it as JSON with a state file beside it. */
export async function replayText(
  server: XServer | undefined,
  text: string | Uint8Array,
  { args = [], ...rest }: RunOptions = {},
): Promise<Outcome & { file: string; state: string; again: (more?: RunOptions) => Promise<Outcome> }> {
  const path = folder();
  const file = join(path, 'failures.ndjson');
  const state = join(path, 'state.ndjson');
  writeFileSync(file, text);
  const base = [file, '--json', '--state', state, ...(server ? ['--endpoint', server.url] : []), ...args];
  const outcome = await run({ ...rest, args: base });
  const again = ({ args: more = [], ...changed }: RunOptions = {}) =>
    run({ ...rest, ...changed, args: [...base, ...more] });
  return { ...outcome, file, state, again };
}
