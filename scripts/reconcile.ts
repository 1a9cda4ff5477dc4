/**
 * `npm run reconcile -- --log FILE --orders FILE --map MAP`: why the shop's figures, the tag's, the pixel's and X's differ. Exit status:
 * 0 nothing is above what is allowed, 1 something is, 2 the command was called wrongly.
 */
import { setTimeout as wait } from 'node:timers/promises';
import {
  type Command,
  type Io,
  isProgram,
  problemLine,
  readText,
  runCommand,
  standardIo,
  type Values,
  writeText,
} from 'sgtm-toolkit/shell';
import { RefusedError } from './lib/access.ts';
import { isExceeded, type Report } from './reconcile/model.ts';
import { ABOUT, MORE, OPTIONS, readOptions } from './reconcile/options.ts';
import { openOrders } from './reconcile/orders.ts';
import { pageOf } from './reconcile/page/page.ts';
import { type ReconcileWorld, reconcile } from './reconcile/run.ts';
import { showReport } from './reconcile/table.ts';
import { openX } from './reconcile/x.ts';
import { readMap } from './send/map.ts';
import { dictionaryIn } from './send.ts';

const reconcileCommand = (world: ReconcileWorld): Command => ({
  usage: '',
  files: false,
  about: ABOUT,
  options: OPTIONS,
  more: MORE,
  run: (_files, values, io) => run(values, io, world),
});

async function run(values: Values, io: Io, world: ReconcileWorld): Promise<number> {
  const options = readOptions(values);
  const { map, problems: ofMap, problemsWith } = readMap(options.map, readText(options.map));
  const columns = ofMap.length > 0 ? undefined : (await openOrders(options.orders)).columns;
  const problems = columns === undefined ? ofMap : problemsWith(columns, options.orders);
  for (const problem of problems) io.err(`${problemLine(io, options.map, problem)}\n`);
  const dictionary = problems.length > 0 ? undefined : dictionaryIn(map.tag, io);
  if (dictionary === undefined) return 2;
  const askX = options.x && openX(options.x, dictionary, options.zone, io, world);
  let report: Report;
  try {
    report = await reconcile(options, map, dictionary, io, world, askX);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    io.err(`${error.message}\n`);
    return 1;
  }
  io.progress('');
  if (options.page !== undefined) writeText(options.page, pageOf(report));
  if (options.json) io.out(`${JSON.stringify(report, null, 2)}\n`);
  else showReport(report, io);
  return isExceeded(report) ? 1 : 0;
}

/** Runs the command line and gives the exit status. Throws only for defects of the tool itself. */
export const main = (args: readonly string[], io: Io, world: ReconcileWorld): Promise<number> =>
  runCommand('npm run reconcile --', reconcileCommand(world), args, io);

export const reconcileWorld = (): ReconcileWorld => ({
  stdin: process.stdin,
  environment: process.env,
  now: Date.now,
  sleep: (ms) => wait(ms),
  random: Math.random,
  timeoutMs: 30_000,
});

if (isProgram(import.meta.url))
  process.exitCode = await main(process.argv.slice(2), standardIo(), reconcileWorld());
