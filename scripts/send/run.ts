/** One run, from the table to the report: refunds first, then each row to its conversion, and by the replay's engine to X. */
import { createReadStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { type Io, problemLine, UsageError } from 'sgtm-toolkit/shell';
import type { Dictionary } from '../container/dictionary.ts';
import type { Problem } from '../container/document.ts';
import type { Authorization } from '../lib/credentials.ts';
import { createPace, WINDOW_MS } from '../lib/pace.ts';
import { createClient } from '../lib/x-client.ts';
import { createIdentity, type Item, keyOf } from '../replay/conversion.ts';
import { type Counters, CountersError, createCounters } from '../replay/counters.ts';
import { createDelivery, type DeliveryWorld, type Fate } from '../replay/deliver.ts';
import type { DeliverySettings } from '../replay/options.ts';
import { openState, type State, StateError, withRefunds } from '../replay/state.ts';
import { collectRefunds, everyNowAndThen } from './collect.ts';
import type { ReadMap } from './map.ts';
import { createReader, DAY_MS, type Reader, type Fate as RefundFate } from './reader.ts';
import { createRefunds } from './refunds.ts';
import { createReport, type Report, type Summed } from './report.ts';
import { openTable } from './rows.ts';
import { type Place, placeOf, type Row, type Table } from './table.ts';

export interface SendOptions extends DeliverySettings {
  /** Path of the table; `-` is standard input. */
  file: string;
  state: string;
  /** Days that an order must be old. */
  hold: number;
  /** Days that it may be old. */
  maxAge: number;
  json: boolean;
}

export interface SendWorld extends DeliveryWorld {
  environment: Readonly<Record<string, string | undefined>>;
  stdin: Readable;
  /** Milliseconds until a request is given up. */
  timeoutMs: number;
  /** Resolves when whoever reads the output has taken it; undefined when it has. */
  drained: () => Promise<unknown> | undefined;
}

/** X attributes a conversion within 30 days of the click at most. */
const OLD_DAYS = 30;

/**
 * @param authorization undefined: nothing is sent
 * @returns the exit status, 0 or 1
 * @throws StateError, CountersError, UsageError
 */
export async function send(
  options: SendOptions,
  readMap: ReadMap,
  dictionary: Dictionary,
  mapFile: string,
  authorization: Authorization | undefined,
  io: Io,
  world: SendWorld,
): Promise<number> {
  const open = async (): Promise<Table> => {
    const table = await openTable(options.file === '-' ? world.stdin : createReadStream(options.file));
    if (table.problem !== undefined) throw new UsageError(`${options.file}: ${table.problem}`);
    return table;
  };
  const { map } = readMap;
  const table = await open();
  const tell = (problems: readonly Problem[], severity: 'error' | 'warning'): void =>
    io.err(problems.map((problem) => `${problemLine(io, mapFile, { ...problem, severity })}\n`).join(''));
  const problems = table.columns === undefined ? [] : readMap.problemsWith(table.columns, options.file);
  if (problems.length > 0) {
    tell(problems, 'error');
    return 1;
  }

  const folder = authorization === undefined ? tmpdir() : dirname(options.state);
  const counters: Counters[] = [];
  const counter = (): Counters => {
    const made = createCounters(folder);
    counters.push(made);
    return made;
  };
  let state: State | undefined;
  try {
    state = openState(
      options.state,
      { now: world.now(), windowMs: WINDOW_MS, readOnly: authorization === undefined },
      counter(),
    );
    const refunds = createRefunds(counter());
    if (map.refunds !== undefined) {
      const { column } = map.refunds;
      const unnamed = table.columns === undefined ? new Set([column]) : new Set<string>();
      const unread = await collectRefunds(map, naming((await open()).rows, unnamed), refunds, io, world);
      if (unread.count > 0) {
        for (const sentence of unread.first) io.err(`${sentence}\n`);
        io.err(
          `${unread.count.toLocaleString('en')} of the rows cannot be read and may be refunds, and X takes nothing back: nothing is sent. Correct or remove them.\n`,
        );
        if (authorization !== undefined) return 1;
      }
      // Of a run that was stopped not every row was seen.
      if (unnamed.size > 0 && !world.stop.aborted) {
        tell(readMap.problemsWithout(unnamed, options.file), 'error');
        io.err(
          'No refund can be known: nothing was sent. A table without refunds takes a map without them.\n',
        );
        return 1;
      }
    }
    const { pixelId: pixel } = dictionary;
    const eventIds = eventIdsOf(dictionary);
    const known = state;
    const read = createReader(
      options,
      map,
      dictionary,
      refunds,
      world.now(),
      (conversionId, count): RefundFate => {
        const sent = eventIds
          .map((id) => keyOf(options.endpoint, pixel, id, conversionId))
          .filter((key) => known.isDelivered(key));
        if (sent.length === 0) return 'unknown';
        return sent.some((key) => known.isDelivered(withRefunds(key, count))) ? 'net' : 'whole';
      },
    );
    const unnamed = new Set(table.columns === undefined ? readMap.named : []);
    const code = await sendRows({
      options,
      pixel,
      authorization,
      rows: naming(table.rows, unnamed),
      read,
      identity: createIdentity(options.endpoint, counter()),
      state,
      io,
      world,
    });
    if (!world.stop.aborted) tell(readMap.problemsWithout(unnamed, options.file), 'warning');
    return code;
  } finally {
    state?.close();
    for (const made of counters) made.close();
  }
}

/** Passes rows on and takes the names of their fields out of a set. */
async function* naming(rows: AsyncIterable<Row>, unnamed: Set<string>): AsyncGenerator<Row> {
  for await (const row of rows) {
    if ('cell' in row) for (const name of unnamed) if (row.cell(name) !== undefined) unnamed.delete(name);
    yield row;
  }
}

/** All X event IDs that a row may get. */
const eventIdsOf = ({ categoryEvents, customEvents, defaultEventId }: Dictionary): string[] =>
  [...[...categoryEvents, ...customEvents].map(({ eventId }) => eventId), defaultEventId].filter(
    (id) => id !== '',
  );

interface Run {
  options: SendOptions;
  pixel: string;
  /** undefined: nothing is sent. */
  authorization: Authorization | undefined;
  rows: AsyncIterable<Row>;
  read: Reader;
  /** Tells the conversions of this table apart. */
  identity: ReturnType<typeof createIdentity>;
  state: State;
  io: Io;
  world: SendWorld;
}

async function sendRows(run: Run): Promise<number> {
  const { options, authorization, identity, state, io, world } = run;
  const report = createReport(options.json, io.out, io.err);
  const { counts } = report;
  /** Those that wait for X, with what the summary tells of them. */
  const waiting = new Map<Item, { place: Place; summed: Summed }>();
  const settled = (item: Item, fate: Fate): void => {
    const { place, summed } = waiting.get(item)!;
    waiting.delete(item);
    if (fate.kind === 'delivered') report.sent(place, item.json, summed);
    else report.refused(place, fate.kind === 'held' ? IN_DOUBT : fate.reason);
  };
  const delivery =
    authorization &&
    createDelivery({
      ...options,
      client: createClient(options.endpoint, world),
      authorization,
      state,
      pace: createPace(options.limit, state.recent),
      world,
      // Whether X drops a double of two such requests, it does not say.
      sendsAgain: () => false,
      settled,
      said: (sentence) => io.err(`${sentence}.\n`),
    });

  const take = async (row: Row): Promise<void> => {
    counts.rows += 1;
    const reading = run.read(row);
    if (reading.kind === 'refused') return report.refused(row, reading.reason);
    if (reading.kind === 'leftOut') return report.leftOut(row, reading.reason);
    const { sent, refunded, refunds, summed, told } = reading;
    const item = identity.itemOf(sent, run.pixel, '', String(row.line));
    if ('isSame' in item) return report.leftOut(row, item.isSame ? DOUBLE : OTHER_DOUBLE);
    const key = withRefunds(item.key, refunds);
    if (state.isDelivered(item.key))
      return report.leftOut(row, state.isDelivered(key) ? 'Sent by an earlier run.' : SENT_AND_REFUNDED);
    if (state.isInDoubt(item.key)) return report.refused(row, IN_DOUBT);
    if (refunded?.kind === 'nothing') return report.leftOut(row, 'Refunded whole.');
    if (refunded?.kind === 'unknown') return report.refused(row, refunded.reason);
    for (const sentence of told) report.told(row, sentence);
    if (world.now() - item.time > OLD_DAYS * DAY_MS) report.told(row, OLD);
    if (delivery === undefined) return report.sent(row, item.json, summed);
    item.key = key;
    // Without the row itself, which may be long.
    waiting.set(item, { place: placeOf(row), summed });
    await delivery.add(item);
  };

  const speak = everyNowAndThen(world);
  let broken = '';
  try {
    for await (const row of run.rows) {
      if (world.stop.aborted) break;
      await take(row);
      // Otherwise the output would pile up before a slow reader.
      await world.drained();
      speak(() => io.err(progressOf(counts, delivery !== undefined)));
    }
    await delivery?.finish();
  } catch (error) {
    // Nothing may be sent that is not written down: a full disk ends the run.
    if (!(error instanceof StateError || error instanceof CountersError)) throw error;
    broken = `${error.message} Nothing more was sent. Make room and start again: what was sent is known.`;
    io.err(`${broken}\n`);
  }
  for (const { place } of waiting.values()) report.refused(place, broken);
  report.finish(delivery !== undefined);
  if (world.stop.aborted) io.err('The run was stopped before its end. Start it again to go on.\n');
  return counts.refused === 0 && broken === '' && !world.stop.aborted ? 0 : 1;
}

const progressOf = ({ rows, sent, refused }: Report['counts'], isSending: boolean): string =>
  `${rows.toLocaleString('en')} rows read, ${sent.toLocaleString('en')} ${isSending ? 'sent' : 'ready'}, ${refused.toLocaleString('en')} refused\n`;

const DOUBLE = 'Doubles: an earlier row is the same conversion.';
const OTHER_DOUBLE =
  'Doubles that differ: an earlier row has the same event and conversion_id, and other values. The earlier one counts.';
const SENT_AND_REFUNDED = 'Sent by an earlier run and refunded since: X documents no way to take them back.';
const IN_DOUBT =
  'In doubt: X may have it. It is not sent again, because it could count twice. Look in Events Manager.';
const OLD = `Older than ${OLD_DAYS} days: X attributes a conversion within ${OLD_DAYS} days of the click at most.`;
