/**
 * One run: orders and log to facts in temporary files, then file by file to conversions, to what belongs to them under other ids,
 * and to verdicts. The memory does not grow with the inputs, but for the HARs, which are of single browsers.
 */
import { tmpdir } from 'node:os';
import type { Readable } from 'node:stream';
import { type Io, UsageError } from 'sgtm-toolkit/shell';
import { textOf } from '../../src/mapping/text.ts';
import type { Dictionary } from '../container/dictionary.ts';
import { createCounters } from '../replay/counters.ts';
import { readRecords } from '../replay/records.ts';
import { collectRefunds } from '../send/collect.ts';
import { createConsent, createEventIds, createMapping } from '../send/convert.ts';
import type { RowMap } from '../send/map.ts';
import { createRefunds } from '../send/refunds.ts';
import { createAnonymousRuns } from './anonymous.ts';
import { createEvents } from './events.ts';
import { marksOf } from './facts.ts';
import { type Call, callsOf, type HarWorld, readHar, requestsIn } from './har.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createLogReader, type LogSeen } from './log.ts';
import type { InputFigures, Report } from './model.ts';
import { daysOf } from './moment.ts';
import type { ReconcileOptions } from './options.ts';
import { createOrderReader, moneyOf, openOrders } from './orders.ts';
import { pixelNotes } from './pixel-notes.ts';
import type { HitEvent } from './serve-log.ts';
import { createSpill } from './spill.ts';
import { periodOf, weigh } from './weigh.ts';
import type { AskX } from './x.ts';
import type { XWorld } from './x-account.ts';

export interface ReconcileWorld extends XWorld {
  stdin: Readable;
}

/** What is read of the inputs before anything is judged. */
export interface Read {
  calls: Call[];
  /** What the pixel's calls do that counts twice or loses, in sentences. */
  pixelNotes: string[];
  seen: LogSeen;
  inputs: InputFigures[];
  /** Moments of the first and the last order. */
  orders: { first: number | undefined; last: number | undefined };
}

/** Nothing is sent or written: whoever has enough ends the process. */
const NEVER = new AbortController().signal;

/** Records between two words about how far the reading is. */
const PROGRESS = 20_000;

/**
 * @param askX asked for X's figures once the days of the report are known
 * @throws UsageError when an input cannot be read, RefusedError when X does not answer
 */
export async function reconcile(
  options: ReconcileOptions,
  map: RowMap,
  dictionary: Dictionary,
  io: Pick<Io, 'err' | 'progress'>,
  world: ReconcileWorld,
  askX: AskX | undefined,
): Promise<Report> {
  const { pixelId: pixel } = dictionary;
  const events = createEvents(pixel);
  const eventIds = createEventIds(dictionary);
  const anonymous = createAnonymousRuns();
  const folder = tmpdir();
  const spill = createSpill(folder);
  const counters = createCounters(folder);
  try {
    const ledgers: Ledger[] = [];
    const ledgerOf = (...args: Parameters<typeof createLedger>): Ledger => {
      const ledger = createLedger(...args);
      ledgers.push(ledger);
      return ledger;
    };
    const progressOf = (what: string): (() => void) => {
      let count = 0;
      return () => {
        count += 1;
        if (count % PROGRESS === 0) io.progress(`${count.toLocaleString('en')} ${what}`);
      };
    };

    const refunds = createRefunds(counters);
    if (map.refunds !== undefined)
      await collectRefunds(map, (await openOrders(options.orders)).rows, refunds, io, {
        now: world.now,
        stop: NEVER,
      });
    const readOrder = createOrderReader({ map, dictionary, refunds, events, now: world.now() });
    const orders: Read['orders'] = { first: undefined, last: undefined };
    const ordersLedger = ledgerOf('orders', options.orders);
    const nextOrder = progressOf('orders read');
    for await (const row of (await openOrders(options.orders)).rows) {
      const fact = readOrder(row, ordersLedger);
      nextOrder();
      if (fact === undefined) continue;
      orders.first = Math.min(orders.first ?? fact.at, fact.at);
      orders.last = Math.max(orders.last ?? fact.at, fact.at);
      spill.add(fact);
    }

    const reader = createLogReader({
      pixel,
      events,
      eventIds,
      conversionOf: conversionOf(dictionary),
      add: spill.add,
      anonymous: anonymous.add,
    });
    const nextLine = progressOf('lines of logs read');
    for (const file of options.logs) {
      const ledger = ledgerOf('log', file);
      for await (const record of readRecords(file === '-' ? world.stdin : file)) {
        // What is missing of a log would be taken for what did not happen.
        if ('problem' in record && record.isLast)
          throw new UsageError(
            `${file === '-' ? 'standard input' : file}, line ${record.line}: ${record.problem}. Nothing is judged by a part of a log.`,
          );
        reader.take(record, ledger);
        nextLine();
      }
    }

    const har: HarWorld = { pixel, events, eventIds };
    const requests = [];
    for (const file of options.hars) {
      const entries = await readHar(file);
      requests.push(...requestsIn(entries, har, ledgerOf('pixel', file)));
    }
    const read: Read = {
      calls: callsOf(requests, har),
      pixelNotes: pixelNotes(requests, pixel),
      seen: reader.seen,
      inputs: ledgers.map((ledger) => ledger.figures()),
      orders,
    };
    const dayOf = daysOf(options.zone)!;
    const period = periodOf(options, read, dayOf);
    const x = await askX?.(period);
    io.progress('judging');
    return weigh({ options, map, dictionary, events, anonymous, spill, read, period, dayOf, x });
  } finally {
    spill.close();
    counters.close();
  }
}

/** What the tag would make of an event's data, also without consent. */
function conversionOf(dictionary: Dictionary) {
  const mapping = createMapping(dictionary);
  const consentOf = createConsent(dictionary);
  return (data: Record<string, unknown>, now: number): HitEvent | undefined => {
    const converted = mapping(data, now, () => undefined);
    if ('refused' in converted) return undefined;
    const { sent } = converted;
    return {
      name: textOf(data.event_name),
      eventId: sent.event_id,
      conversionId: sent.conversion_id ?? '',
      time: Date.parse(sent.conversion_time),
      money: moneyOf(sent.value, sent.price_currency),
      marks: marksOf(sent.identifiers),
      denied: consentOf(data),
    };
  };
}
