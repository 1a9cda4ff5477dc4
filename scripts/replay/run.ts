/** One replay, from files to report: read, check, drop doubles and what was delivered before, send, count. */
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import type { Io } from 'sgtm-toolkit/shell';
import type { Authorization } from '../lib/credentials.ts';
import { createPace, WINDOW_MS } from '../lib/pace.ts';
import { clean } from '../lib/x-answer.ts';
import { createClient } from '../lib/x-client.ts';
import { createIdentity, type Item, problemOf } from './conversion.ts';
import { type Counters, CountersError, createCounters } from './counters.ts';
import { createDelivery, type DeliveryWorld, type Fate } from './deliver.ts';
import { readFailure } from './failure-line.ts';
import { misfit, newEventId } from './map-events.ts';
import type { ReplayOptions } from './options.ts';
import { type LogRecord, readRecords } from './records.ts';
import { type Counts, createReport, type Entry, type Kind, type Report } from './report.ts';
import { openState, type State, StateError } from './state.ts';

export interface ReplayWorld extends DeliveryWorld {
  environment: Readonly<Record<string, string | undefined>>;
  stdin: Readable;
  /** Milliseconds until a request is given up. */
  timeoutMs: number;
}

const MONTH_MS = 30 * 24 * 60 * 60 * 1000;

/** Milliseconds between two lines of progress. */
const PROGRESS_MS = 5000;

/**
 * @param authorization not needed for a dry run
 * @returns the exit status, 0 or 1
 * @throws StateError when the state file cannot be used at all; CountersError when that takes a temporary file that cannot be made
 */
export async function replay(
  options: ReplayOptions,
  authorization: Authorization | undefined,
  io: Io,
  world: ReplayWorld,
): Promise<number> {
  // A dry run leaves the state's folder as it is.
  const folder = authorization === undefined ? tmpdir() : dirname(options.state);
  const known = { flags: createCounters(folder), occurrences: createCounters(folder) };
  try {
    return await replayKnowing(known, options, authorization, io, world);
  } finally {
    known.flags.close();
    known.occurrences.close();
  }
}

/** What is known of each conversion. */
interface Known {
  /** From the state file. */
  flags: Counters;
  /** From the input. */
  occurrences: Counters;
}

async function replayKnowing(
  { flags, occurrences }: Known,
  options: ReplayOptions,
  authorization: Authorization | undefined,
  io: Io,
  world: ReplayWorld,
): Promise<number> {
  const report = createReport(options.json, io.out);
  const { counts } = report;
  const state = openState(
    options.state,
    { now: world.now(), windowMs: WINDOW_MS, readOnly: authorization === undefined },
    flags,
  );
  const settled = (item: Item, fate: Fate): void => settle(report, item, fate);
  let spokenAt = world.now();
  const delivery =
    authorization === undefined
      ? undefined
      : createDelivery({
          ...options,
          client: createClient(options.endpoint, world),
          authorization,
          state,
          pace: createPace(options.limit, state.recent),
          world,
          settled,
          said: (sentence) => io.err(`${sentence}.\n`),
        });
  const deliver = async (item: Item): Promise<void> => {
    // In doubt since the tag sent it or since an earlier run, and X could not recognise a double.
    if (item.inDoubt && (item.conversionId === undefined || item.isMoved)) settled(item, { kind: 'held' });
    else if (delivery === undefined) settled(item, { kind: 'notSent', reason: 'dry run' });
    else await delivery.add(item);
    if (world.now() - spokenAt < PROGRESS_MS) return;
    spokenAt = world.now();
    io.err(`${progress(report)}\n`);
  };

  let isBroken = false;
  try {
    const take = createTaker(options, state, report, occurrences, world.now());
    for (const file of options.files) {
      const source = file === '-' ? world.stdin : file;
      for await (const record of readRecords(source))
        for (const item of take(record, `${file === '-' ? 'stdin' : file}:${record.line}`))
          await deliver(item);
    }
    await delivery?.finish();
  } catch (error) {
    // Nothing may be sent that is not written down: a full disk ends the run.
    if (!(error instanceof StateError || error instanceof CountersError)) throw error;
    isBroken = true;
    io.err(
      `${error.message} Nothing more was sent. Make room and start again: what was delivered is known, at most one request is in doubt.\n`,
    );
    const missing = counts.conversions - counted(counts);
    counts.notSent += missing;
    if (missing > 0) report.because('notSent', 'A file of the replay could not be written', missing);
  } finally {
    state.close();
  }

  const left = counts.damaged + counts.invalid + counts.refused + counts.held;
  const isComplete = left === 0 && (counts.notSent === 0 || options.dryRun) && !isBroken;
  const unused = options.mappings.filter(({ isUsed }) => !isUsed);
  const isOther = counts.records > 0 && counts.other === counts.records;
  const exitCode = isComplete && unused.length === 0 && !isOther ? 0 : 1;
  report.finish({ dryRun: options.dryRun, exitCode, state: options.state });
  for (const { from, to } of unused)
    io.err(`--map-event ${from}=${to}: no conversion has the X event ID ${from}.\n`);
  if (isOther)
    io.err(
      'No Failure line of the tag was found. Is this the right export, and does the tag write failures to the log?\n',
    );
  if (counts.records === 0)
    io.err('There is no record to read: nothing has failed, or the export asked for something else.\n');
  return exitCode;
}

/** Conversions whose fate is known. */
const counted = ({
  filtered,
  invalid,
  doubles,
  alreadyDelivered,
  delivered,
  refused,
  held,
  notSent,
}: Counts) => filtered + invalid + doubles + alreadyDelivered + delivered + refused + held + notSent;

/** From a record to the conversions that are to be sent, everything else counted. */
function createTaker(
  options: ReplayOptions,
  state: State,
  report: Report,
  occurrences: Counters,
  now: number,
): (record: LogRecord, where: string) => Item[] {
  const { counts } = report;
  const damaged = (where: string, reason: string): Item[] => {
    counts.damaged += 1;
    report.add({ kind: 'damaged', where, reason });
    return [];
  };
  const double = (): Item[] => {
    counts.doubles += 1;
    return [];
  };
  const identity = createIdentity(options.endpoint, occurrences);

  return (record, where) => {
    counts.records += 1;
    if ('problem' in record) return damaged(where, record.problem);
    const reading = readFailure(record.text);
    if (reading.kind === 'other') counts.other += 1;
    else if (reading.kind === 'damaged') return damaged(where, reading.reason);
    else if (reading.kind === 'nothingToSend') {
      counts.nothingToSend += 1;
      report.because('nothingToSend', reading.reason);
    }
    if (reading.kind !== 'failure') return [];

    const { pixel, traceId, inDoubt } = reading;
    return reading.conversions.flatMap((conversion) => {
      counts.conversions += 1;
      if (options.pixels.length > 0 && !options.pixels.includes(pixel)) {
        counts.filtered += 1;
        return [];
      }
      const problem = problemOf(conversion);
      if (problem !== undefined) {
        counts.invalid += 1;
        report.add({ kind: 'invalid', where, pixel, reason: problem });
        return [];
      }
      const logged = identity.itemOf(conversion, pixel, traceId, where);
      if ('isSame' in logged) return double();
      const eventId = newEventId(options.mappings, pixel, logged.eventId);
      const wrong = eventId && misfit(pixel, eventId);
      if (wrong) {
        counts.invalid += 1;
        report.add({ ...entryOf('invalid', logged), reason: wrong });
        return [];
      }
      const item = eventId
        ? identity.itemOf({ ...(conversion as object), event_id: eventId }, pixel, traceId, where)
        : logged;
      if ('isSame' in item) return double();
      const isInDoubt = inDoubt || state.isInDoubt(logged.key);
      item.inDoubt = isInDoubt || state.isInDoubt(item.key);
      if (item !== logged) {
        counts.mapped += 1;
        item.isMoved = isInDoubt;
      }
      if (state.isDelivered(item.key) || state.isDelivered(logged.key)) {
        counts.alreadyDelivered += 1;
        if (item.inDoubt) twice(report, item);
        return [];
      }
      if (now - item.time > MONTH_MS) {
        counts.old += 1;
        report.add(entryOf('old', item, new Date(item.time).toISOString()));
      }
      return [item];
    });
  };
}

function settle(report: Report, item: Item, fate: Fate): void {
  const { counts } = report;
  counts[fate.kind] += 1;
  if (fate.kind === 'delivered' && item.inDoubt) twice(report, item);
  if (fate.kind === 'held') report.add(entryOf('held', item));
  if (fate.kind === 'refused') report.add(entryOf('refused', item, fate.reason));
  if (fate.kind !== 'notSent') return;
  report.because('notSent', fate.reason);
  if (item.inDoubt) report.add(entryOf('notDelivered', item));
}

function twice(report: Report, item: Item): void {
  report.counts.twice += 1;
  report.add(entryOf('twice', item));
}

function entryOf(kind: Kind, { where, pixel, eventId, conversionId }: Item, reason?: string): Entry {
  return {
    kind,
    where,
    pixel,
    eventId: clean(eventId),
    ...(conversionId === undefined ? {} : { conversionId: clean(conversionId) }),
    ...(reason === undefined ? {} : { reason }),
  };
}

function progress({ counts }: Report): string {
  const of = (value: number) => value.toLocaleString('en');
  const known = counts.doubles + counts.alreadyDelivered;
  const failed = counts.invalid + counts.refused + counts.held + counts.notSent;
  return `${of(counts.records)} records read, ${of(counts.delivered)} delivered, ${of(known)} known already, ${of(failed)} not delivered`;
}
