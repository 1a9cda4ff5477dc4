/** `replay-hits`: recorded requests through a container, and what became of them. */
import type { Container } from '../server/container.ts';
import { handle } from '../server/handle.ts';
import { HitsError, readHits } from '../server/hits.ts';
import { createHost } from '../server/host.ts';
import type { Send } from '../server/outgoing.ts';
import { addRequest, differences, emptyReport, type ReplayReport } from '../server/replay-report.ts';
import { ANSWER_OPTIONS, harmless, mayRun, readContainer, STRICT_OPTION, sendOf } from './serving.ts';
import {
  bold,
  type Command,
  count,
  green,
  grey,
  type Io,
  readText,
  red,
  UsageError,
  type Values,
} from './shell.ts';

export const REPLAY_OPTIONS = {
  expect: {
    type: 'string',
    value: 'FILE',
    help: 'a report that --json once printed; a difference is told and ends with 1',
  },
  json: { type: 'boolean', help: 'the report as JSON' },
} as const;

export const replayHitsCommand: Command = {
  usage: 'replay-hits CONTAINER.json FILE',
  about:
    'Sends recorded requests through a container, one after the other, and reports for each tag what it did. FILE is a HAR, one URL a line, or a log of serve.',
  options: { ...REPLAY_OPTIONS, ...ANSWER_OPTIONS, ...STRICT_OPTION },
  async run(files, options, io) {
    const [file, recorded] = filesOf(files);
    const send = sendOf(options);
    return replay(recorded, options, io, async (quiet) => {
      const container = readContainer(file, options, io);
      return container && mayRun(container, options, quiet) ? { container, send } : undefined;
    });
  },
};

/** Container and hits of a call. */
export function filesOf([file, recorded, ...more]: readonly string[]): [file: string, recorded: string] {
  if (file === undefined || recorded === undefined || more.length > 0)
    throw new UsageError('Give two files: an export of a server container, and recorded requests.');
  return [file, recorded];
}

/**
 * Replays a file of hits and reports; gives the exit status.
 *
 * @param prepare gives the container and where its requests go, undefined when it cannot be run. Gets where to say so: the
 *   report alone is on standard output when it is JSON.
 */
export async function replay(
  recorded: string,
  options: Values,
  io: Io,
  prepare: (io: Io) => Promise<{ container: Container; send: Send } | undefined>,
): Promise<number> {
  const expected = options.expect === undefined ? undefined : readReport(String(options.expect));
  const hits = hitsOf(recorded);
  const prepared = await prepare(options.json ? { ...io, out: io.err } : io);
  if (!prepared) return 1;
  const report = emptyReport(prepared.container.tags.map(({ name }) => name));
  const host = createHost(prepared);
  for (const [index, hit] of hits.entries()) {
    io.progress(`${index + 1} of ${hits.length}`);
    addRequest(report, await handle(host, hit, () => undefined), host.secrets.mask);
  }
  io.progress('');
  if (options.json) io.out(`${JSON.stringify(report, null, 2)}\n`);
  else show(report, io);
  if (expected === undefined) return 0;
  const changed = differences(expected, report);
  for (const line of changed) io.err(`${red(io, 'differs')} ${harmless(line)}\n`);
  if (changed.length === 0) io.err(`${green(io, 'as expected')}\n`);
  return changed.length === 0 ? 0 : 1;
}

function hitsOf(file: string): ReturnType<typeof readHits> {
  try {
    return readHits(readText(file));
  } catch (error) {
    if (error instanceof HitsError) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
}

function readReport(file: string): unknown {
  const text = readText(file);
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new UsageError(`--expect ${file}: the file is not JSON. Write it with --json > ${file}.`);
  }
}

function show({ requests, unclaimed, events, tags }: ReplayReport, io: Io): void {
  const names = Object.entries(events).map(([name, times]) => `${harmless(name)} ${times}`);
  io.out(
    `${count(requests, 'request')}, ${unclaimed} that no client claimed. Events: ${names.join(', ') || 'none'}.\n`,
  );
  for (const [name, { fired, outcomes, sent, refused, reasons }] of Object.entries(tags)) {
    const ends = Object.entries(outcomes).map(([outcome, times]) => `${times} ${outcome}`);
    io.out(
      `${bold(io, harmless(name))}: fired ${fired}${ends.length > 0 ? ` (${ends.join(', ')})` : ''}, sent ${sent}, refused ${refused}\n`,
    );
    for (const [reason, times] of Object.entries(reasons))
      io.out(grey(io, `  ${times} × ${harmless(reason)}\n`));
  }
}
