/** One run, from the table to the report: refunds first, then each row to its conversion, and by the replay's engine to X. */
import { createReadStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { type Io, problemLine, UsageError } from 'sgtm-toolkit/shell';
import type { Dictionary } from '../container/dictionary.ts';
import type { Authorization } from '../lib/credentials.ts';
import { createClient } from '../lib/x-client.ts';
import { createIdentity, type Item } from '../replay/conversion.ts';
import { type Counters, CountersError, createCounters } from '../replay/counters.ts';
import { createDelivery, type DeliveryWorld, type Fate } from '../replay/deliver.ts';
import type { DeliverySettings } from '../replay/options.ts';
import { createPace, WINDOW_MS } from '../replay/pace.ts';
import { openState, type State, StateError } from '../replay/state.ts';
import { given, isMarked } from './event.ts';
import type { ReadMap, RowMap } from './map.ts';
import { createReader, DAY_MS, type Reader } from './reader.ts';
import { createRefunds, type Refunds } from './refunds.ts';
import { createReport, type Summed } from './report.ts';
import { openTable, type Row, type Table } from './rows.ts';

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
const PROGRESS_MS = 5000;

/**
 * @param authorization undefined: nothing is sent
 * @returns the exit status, 0 or 1
 * @throws StateError, CountersError, UsageError
 */
export async function send(
  options: SendOptions,
  { map, problemsWith }: ReadMap,
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
  const table = await open();
  const problems = table.columns === undefined ? [] : problemsWith(table.columns, options.file);
  if (problems.length > 0) {
    io.err(problems.map((problem) => `${problemLine(io, mapFile, problem)}\n`).join(''));
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
    if (map.refunds !== undefined) await collect(map, (await open()).rows, refunds, world);
    const { pixelId: pixel } = dictionary;
    const read = createReader(options, map, dictionary, refunds, world.now());
    const identity = createIdentity(options.endpoint, counter());
    return await sendRows({
      options,
      pixel,
      authorization,
      rows: table.rows,
      read,
      identity,
      state,
      io,
      world,
    });
  } finally {
    state?.close();
    for (const made of counters) made.close();
  }
}

async function collect(
  map: RowMap,
  rows: AsyncIterable<Row>,
  refunds: Refunds,
  world: SendWorld,
): Promise<void> {
  for await (const row of rows) {
    if (world.stop.aborted) return;
    // It may be a refund, and X takes back no order that was counted whole.
    if ('problem' in row)
      throw new UsageError(
        `Line ${row.line}: ${row.problem} It may be a refund: nothing was sent. Correct or remove it.`,
      );
    if (!isMarked(map.refunds!, row.cell)) continue;
    const [value, currency] = [map.columns.get('value'), map.columns.get('currency')];
    refunds.add(
      given(map, row.cell, 'transaction_id'),
      value === undefined ? undefined : row.cell(value),
      // Without one it is in that of its order.
      currency === undefined ? undefined : row.cell(currency),
    );
  }
}

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
  const waiting = new Map<Item, Summed>();
  const settled = (item: Item, fate: Fate): void => {
    const summed = waiting.get(item)!;
    waiting.delete(item);
    const line = Number(item.where);
    if (fate.kind === 'delivered') report.sent(line, item.json, summed);
    else report.refused(line, fate.kind === 'held' ? IN_DOUBT : fate.reason);
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
    if (reading.kind === 'refused') report.refused(row.line, reading.reason);
    if (reading.kind === 'skipped') report.skipped(reading.reason);
    if (reading.kind !== 'ready') return;
    const { sent, refunded, summed, told } = reading;
    const item = identity.itemOf(sent, run.pixel, '', String(row.line));
    if (item === undefined) report.skipped('Doubles: an earlier row has the same event and conversion_id.');
    else if (state.isDelivered(item.key))
      report.skipped(refunded ? SENT_AND_REFUNDED : 'Sent by an earlier run.');
    else if (state.isInDoubt(item.key)) report.refused(row.line, IN_DOUBT);
    else if (refunded?.kind === 'nothing') report.skipped('Refunded whole.');
    else if (refunded?.kind === 'unknown') report.refused(row.line, refunded.reason);
    else {
      for (const sentence of told) report.told(sentence);
      if (world.now() - item.time > OLD_DAYS * DAY_MS) report.told(OLD);
      if (delivery === undefined) report.sent(row.line, item.json, summed);
      else {
        waiting.set(item, summed);
        await delivery.add(item);
      }
    }
  };

  let spokenAt = world.now();
  let broken = '';
  try {
    for await (const row of run.rows) {
      if (world.stop.aborted) break;
      await take(row);
      // Otherwise the output would pile up before a slow reader.
      await world.drained();
      if (world.now() - spokenAt < PROGRESS_MS) continue;
      spokenAt = world.now();
      io.err(
        `${counts.rows.toLocaleString('en')} rows read, ${counts.sent.toLocaleString('en')} ${delivery ? 'sent' : 'ready'}, ${counts.refused.toLocaleString('en')} refused\n`,
      );
    }
    await delivery?.finish();
  } catch (error) {
    // Nothing may be sent that is not written down: a full disk ends the run.
    if (!(error instanceof StateError || error instanceof CountersError)) throw error;
    broken = `${error.message} Nothing more was sent. Make room and start again: what was sent is known.`;
    io.err(`${broken}\n`);
  }
  for (const item of waiting.keys()) report.refused(Number(item.where), broken);
  report.finish(delivery !== undefined);
  if (world.stop.aborted) io.err('The run was stopped before its end. Start it again to go on.\n');
  return counts.refused === 0 && broken === '' && !world.stop.aborted ? 0 : 1;
}

const SENT_AND_REFUNDED = 'Sent by an earlier run and refunded since: X documents no way to take them back.';
const IN_DOUBT =
  'In doubt: X may have it. It is not sent again, because it could count twice. Look in Events Manager.';
const OLD = `Older than ${OLD_DAYS} days: X attributes a conversion within ${OLD_DAYS} days of the click at most.`;
