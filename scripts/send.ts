/**
 * `npm run send -- FILE --map MAP`: conversions of a table (CSV, lines of JSON, JSON) to X, by the rules of the tag. Exit status:
 * 0 every row was sent or left out on purpose, 1 something was not, 2 the command was called wrongly.
 */
import { once } from 'node:events';
import * as path from 'node:path';
import { readFields } from 'sgtm-toolkit/form';
import { parseTemplate } from 'sgtm-toolkit/sandbox';
import {
  type Command,
  type Io,
  isProgram,
  type Option,
  problemLine,
  readText,
  runCommand,
  standardIo,
  UsageError,
  type Values,
} from 'sgtm-toolkit/shell';
import { type Dictionary, readDictionary } from './container/dictionary.ts';
import { CREDENTIALS_HELP, findCredentials } from './lib/credentials.ts';
import { checkReadable, DELIVERY_OPTIONS, readDeliverySettings, wholeNumber } from './replay/options.ts';
import { processWorld } from './replay.ts';
import { readMap } from './send/map.ts';
import { type SendOptions, type SendWorld, send } from './send/run.ts';

const TEMPLATE = path.join(import.meta.dirname, '..', 'template.tpl');

const OPTIONS = {
  map: { type: 'string', value: 'FILE', help: 'which column is what (YAML or JSON); needed' },
  yes: {
    type: 'boolean',
    help: 'send; without it nothing is sent or written, and a summary says what would be',
  },
  hold: {
    type: 'string',
    value: 'DAYS',
    help: 'send only what is older than that, net of refunds (default: everything)',
  },
  'max-age': { type: 'string', value: 'DAYS', help: 'refuse what is older than that (default: 90)' },
  state: {
    type: 'string',
    value: 'FILE',
    help: 'what was sent; keep it between runs (default: x-send-state.ndjson)',
  },
  ...DELIVERY_OPTIONS,
  json: { type: 'boolean', help: 'one JSON object a line on standard output, the totals last' },
} as const satisfies Record<string, Option>;

const sendCommand = (world: SendWorld): Command => ({
  usage: 'FILE --map MAP',
  about: `Sends conversions that were never a hit, such as stages of a CRM, calls, orders of a shop: each row of FILE becomes an event, and
the event a conversion by the rules of the tag. FILE is CSV with a header, lines of JSON or a JSON list, packed with gzip or not;
- reads standard input. examples/orders-map.yaml is a map to copy, docs/offline.md explains it.`,
  options: OPTIONS,
  more: `${CREDENTIALS_HELP}

A run that is stopped or killed goes on where it was when it is started again with the same state file. What X may have got
without saying so is listed and never sent again.
With --json: {"line", "conversion"} for a conversion that was sent (without --yes: would be), {"line", "refused"} for a row that
cannot be, {"line", "leftOut"} for one that is not meant to be, and totals. Conversions hold hashes and IP addresses of people:
keep that output as carefully as the table.
Exit status: 0 nothing was refused, 1 something was, 2 the command was called wrongly.`,
  async run(files, values, io) {
    const options = readOptions(files, values);
    if (values.map === undefined)
      throw new UsageError('--map is missing: name the file that says which column is what.');
    const mapFile = String(values.map);
    const read = readMap(mapFile, readText(mapFile));
    if (read.problems.length > 0) {
      for (const problem of read.problems) io.err(`${problemLine(io, mapFile, problem)}\n`);
      return 1;
    }
    if (read.map.refunds !== undefined && options.file === '-')
      throw new UsageError(
        'Refunds need a file: they are read before the orders, and standard input can be read once.',
      );
    const dictionary = dictionaryIn(read.map.tag, io);
    if (dictionary === undefined) return 1;
    if (values.yes !== true) return await send(options, read, dictionary, mapFile, undefined, io, world);
    const { ways, problems } = findCredentials(world.environment, options.credentials);
    const [authorization] = ways;
    if (authorization === undefined) throw new UsageError(problems.join(' '));
    if (ways.length > 1) io.err('Signing with OAuth 1.0a; X_PIXEL_TOKEN is set too and not used.\n');
    return await send(options, read, dictionary, mapFile, authorization, io, world);
  },
});

function readOptions(files: string[], values: Values): SendOptions {
  const [file, ...more] = files;
  if (file === undefined || more.length > 0)
    throw new UsageError('Give exactly one table, or - for standard input.');
  if (file !== '-') checkReadable(file);
  const hold = values.hold === undefined ? 0 : wholeNumber('--hold', values.hold, 1000);
  const maxAge = wholeNumber('--max-age', values['max-age'] ?? 90, 10_000);
  if (hold >= maxAge)
    throw new UsageError(`--hold ${hold} and --max-age ${maxAge} leave nothing: hold must be less.`);
  return {
    file,
    state: String(values.state ?? 'x-send-state.ndjson'),
    hold,
    maxAge,
    ...readDeliverySettings(values),
    json: values.json === true,
  };
}

/** The settings of the tag for a table of conversions; undefined when something is wrong with them, which is told. */
export function dictionaryIn(file: string, io: Io): Dictionary | undefined {
  const form = readFields(parseTemplate(readText(TEMPLATE)).parameters!.value);
  const { dictionary, problems } = readDictionary(file, readText(file), form);
  const errors = problems.filter(({ severity }) => severity === 'error');
  for (const problem of errors) io.err(`${problemLine(io, file, problem)}\n`);
  if (errors.length > 0) return undefined;
  for (const key of ['autoUserData', 'autoConversionData'])
    if (dictionary.settings.get(key) === false)
      throw new UsageError(`${file}: ${key} is false, but rows are all there is to read. Remove the line.`);
  return dictionary;
}

/** Runs the command line and gives the exit status. Throws only for defects of the tool itself. */
export const main = (args: readonly string[], io: Io, world: SendWorld): Promise<number> =>
  runCommand('npm run send --', sendCommand(world), args, io);

/** @param stopping asks for the end of the run */
export const sendWorld = (stopping?: AbortController): SendWorld => ({
  ...processWorld(stopping),
  drained: () =>
    process.stdout.writableNeedDrain && !process.stdout.destroyed
      ? once(process.stdout, 'drain').catch(() => undefined)
      : undefined,
});

if (isProgram(import.meta.url)) {
  const stopping = new AbortController();
  // Without a reader of the report nobody would learn what is sent.
  const io = standardIo(() => stopping.abort());
  process.exitCode = await main(process.argv.slice(2), io, sendWorld(stopping));
}
