/**
 * `npm run doctor`: why does nothing arrive at X? Exit status: 0 all is well, 1 a check failed or X did not tell, 2 the command was
 * called wrongly. Nothing is ever recorded at X; see doctor/probe.ts.
 */
import { readFileSync } from 'node:fs';
import { type Field, readFields } from 'sgtm-toolkit/form';
import {
  type Command,
  type Io,
  isProgram,
  runCommand,
  standardIo,
  UsageError,
  type Values,
} from 'sgtm-toolkit/shell';
import { type Check, isWell, lineOf, verdictOn } from './doctor/report.ts';
import { examine, type Question } from './doctor/run.ts';
import { copyOf, tableOf } from './doctor/web-events.ts';
import { CREDENTIALS_HELP, findCredentials } from './lib/credentials.ts';
import { checkEndpoint, createClient, X_ENDPOINT } from './lib/x-client.ts';

export interface DoctorWorld {
  environment: Readonly<Record<string, string | undefined>>;
  /** Epoch milliseconds. */
  now: () => number;
  /** Milliseconds until a request is given up. */
  timeoutMs: number;
}

interface DoctorOptions extends Question {
  endpoint: string;
  credentials: string | undefined;
  json: boolean;
}

function readOptions(values: Values): DoctorOptions {
  const { pixel: given = '', event = [], account: asked, endpoint: url = X_ENDPOINT, credentials } = values;
  const pixel = String(given).trim();
  if (!/^[A-Za-z0-9]{3,12}$/.test(pixel))
    throw new UsageError(
      `--pixel must be 3 to 12 letters and digits, got "${pixel}". Copy it from X Events Manager.`,
    );
  const events = [event].flat().map((id) => String(id).trim());
  for (const id of events)
    if (!/^[A-Za-z0-9-]{1,64}$/.test(id))
      throw new UsageError(`--event must be letters, digits and dashes, like tw-o8z6j-o87ne, got "${id}".`);
  // One request of at most 500 conversions carries the probe and all ids.
  if (events.length > 499)
    throw new UsageError(`--event can be given 499 times at most, got ${events.length}.`);
  const account = asked === undefined ? undefined : String(asked).trim();
  if (account !== undefined && !/^[A-Za-z0-9]{3,20}$/.test(account))
    throw new UsageError(`--account must be letters and digits, like 18ce54d4x5t, got "${account}".`);
  let endpoint: string;
  try {
    endpoint = checkEndpoint(String(url));
  } catch (error) {
    throw new UsageError(`--endpoint ${(error as Error).message}, got "${url}".`);
  }
  return {
    pixel,
    events: [...new Set(events)],
    account,
    endpoint,
    credentials: credentials === undefined ? undefined : String(credentials),
    json: values.json === true,
  };
}

const doctorCommand = (world: DoctorWorld): Command => ({
  usage: '--pixel ID',
  files: false,
  about: `Tells why nothing arrives at X: credentials, network, clock, access and its tier, version of the API, pixel and X event IDs. Each
check is a line with what was seen and what to do. The request it makes is one that X must refuse, so nothing is recorded.`,
  options: {
    pixel: { type: 'string', value: 'ID', help: 'the pixel ID of the tag, for example o8z6j' },
    event: {
      type: 'string',
      value: 'ID',
      multiple: true,
      help: 'an X event ID of the tag, o87ne or tw-o8z6j-o87ne; may be repeated',
    },
    account: {
      type: 'string',
      value: 'ID',
      help: "the ads account: lists its events and the rows for the tag's table, and tells the tier of the app (needs OAuth)",
    },
    endpoint: {
      type: 'string',
      value: 'URL',
      help: `instead of ${X_ENDPOINT}, for example a stand-in on this machine`,
    },
    credentials: { type: 'string', value: 'FILE', help: 'see below' },
    json: { type: 'boolean', help: 'one JSON object' },
  },
  more: `${CREDENTIALS_HELP}

Exit status: 0 all is well, notes or not; 1 a check failed, or X did not tell; 2 the command was called wrongly.`,
  run: (_files, values, io) => diagnose(readOptions(values), io, world),
});

/** Runs the command line and gives the exit status. Throws only for defects of the tool itself. */
export const main = (args: readonly string[], io: Io, world: DoctorWorld): Promise<number> =>
  runCommand('npm run doctor --', doctorCommand(world), args, io);

async function diagnose(options: DoctorOptions, io: Io, world: DoctorWorld): Promise<number> {
  const credentials = findCredentials(world.environment, options.credentials);
  const checks: Check[] = [];
  const diagnosis = await examine(
    options,
    credentials,
    createClient(options.endpoint, world),
    world.now,
    (check) => {
      checks.push(check);
      if (!options.json) io.out(`${lineOf(check)}\n`);
    },
  );
  const ok = isWell(checks);
  if (options.json) {
    io.out(`${JSON.stringify({ ok, checks, ...diagnosis }, null, 2)}\n`);
    return ok ? 0 : 1;
  }
  if (diagnosis.webEvents !== undefined && diagnosis.webEvents.length > 0)
    io.out(`\nWeb events X has configured\n\n${tableOf(diagnosis.webEvents, options.pixel)}\n`);
  if (diagnosis.categoryEvents !== undefined && diagnosis.categoryEvents.length > 0)
    io.out(
      `\nRows of the tag's table Conversion categories, as lines for npm run container\n\n${copyOf(diagnosis.categoryEvents, readForm())}\n`,
    );
  io.out(`\n${verdictOn(checks)}\n`);
  return ok ? 0 : 1;
}

const readForm = (): Field[] =>
  readFields(JSON.parse(readFileSync(new URL('../template/parameters.json', import.meta.url), 'utf8')));

if (isProgram(import.meta.url)) {
  const world = { environment: process.env, now: Date.now, timeoutMs: 15_000 };
  process.exitCode = await main(process.argv.slice(2), standardIo(), world);
}
