/** The command line of the replay: its options, what they mean, and the texts that explain it. */
import { accessSync, constants, statSync } from 'node:fs';
import { type Option, UsageError, type Values } from 'sgtm-toolkit/shell';
import { CREDENTIALS_HELP } from '../lib/credentials.ts';
import { checkEndpoint, X_ENDPOINT } from '../lib/x-client.ts';
import { type EventMapping, readMappings } from './map-events.ts';

/** X, Web conversions: most conversions in one request. */
const LARGEST_BATCH = 500;
/** X, guide and rate limits: events of an account in 15 minutes. */
const EVENTS_A_WINDOW = 60_000;

export const ABOUT = `Sends again what X did not get: reads the Failure lines of the tag from log exports and delivers their conversions in batches.
Each FILE holds lines of JSON, an export of Cloud Logging or of the BigQuery table (JSON), packed with gzip or not; - reads
standard input. Everything else in it is skipped and counted.`;

/** How conversions are delivered, for every command that does it. */
export const DELIVERY_OPTIONS = {
  batch: {
    type: 'string',
    value: 'N',
    help: `most conversions in a request, 1 to ${LARGEST_BATCH} (default: ${LARGEST_BATCH})`,
  },
  limit: {
    type: 'string',
    value: 'N',
    help: `most events in 15 minutes (default: ${EVENTS_A_WINDOW.toLocaleString('en')}); less leaves room for the tag`,
  },
  attempts: {
    type: 'string',
    value: 'N',
    help: 'most attempts at a request that X did not answer or could not serve (default: 8)',
  },
  endpoint: {
    type: 'string',
    value: 'URL',
    help: `instead of ${X_ENDPOINT}, for example a stand-in on this machine`,
  },
  credentials: { type: 'string', value: 'FILE', help: 'see below' },
} as const satisfies Record<string, Option>;

export const OPTIONS = {
  'dry-run': { type: 'boolean', help: 'read and check only; nothing is sent or written' },
  state: {
    type: 'string',
    value: 'FILE',
    help: 'what was delivered; keep it between runs (default: x-replay-state.ndjson)',
  },
  pixel: {
    type: 'string',
    value: 'ID',
    multiple: true,
    help: 'only conversions of this pixel; may be repeated',
  },
  'map-event': {
    type: 'string',
    value: 'OLD=NEW',
    multiple: true,
    help: 'send what failed under the X event ID OLD under NEW; may be repeated',
  },
  ...DELIVERY_OPTIONS,
  json: { type: 'boolean', help: 'one JSON object a line on standard output, the summary last' },
} as const satisfies Record<string, Option>;

export const MORE = `${CREDENTIALS_HELP}

A run that is stopped or killed goes on where it was when it is started again with the same state file.
Exit status: 0 everything was delivered, 1 something was not or no Failure line was found, 2 the command was called wrongly.`;

export interface DeliverySettings {
  batch: number;
  limit: number;
  attempts: number;
  endpoint: string;
  credentials: string | undefined;
}

export interface ReplayOptions extends DeliverySettings {
  /** Paths; `-` is standard input. */
  files: string[];
  dryRun: boolean;
  state: string;
  /** Empty: all. */
  pixels: string[];
  mappings: EventMapping[];
  json: boolean;
}

/** @throws UsageError, which says what to change */
export function readOptions(positionals: string[], values: Values): ReplayOptions {
  const pixels = [values.pixel ?? []].flat().map(String);
  if (positionals.length === 0)
    throw new UsageError('No file given. Name a log export, or - for standard input.');
  if (positionals.filter((file) => file === '-').length > 1)
    throw new UsageError('- can be given once only: standard input has one end.');
  for (const file of positionals) if (file !== '-') checkReadable(file);
  for (const pixel of pixels)
    if (!/^[A-Za-z0-9]{3,12}$/.test(pixel))
      throw new UsageError(`--pixel must be 3 to 12 letters and digits, got "${pixel}".`);
  return {
    files: positionals,
    dryRun: values['dry-run'] === true,
    state: String(values.state ?? 'x-replay-state.ndjson'),
    pixels,
    mappings: readMappings(values['map-event']),
    ...readDeliverySettings(values),
    json: values.json === true,
  };
}

/** @throws UsageError, which says what to change */
export const readDeliverySettings = (values: Values): DeliverySettings => ({
  batch: wholeNumber('--batch', values.batch ?? LARGEST_BATCH, LARGEST_BATCH),
  limit: wholeNumber('--limit', values.limit ?? EVENTS_A_WINDOW, 1_000_000_000),
  attempts: wholeNumber('--attempts', values.attempts ?? 8, 1000),
  endpoint: endpointOf(String(values.endpoint ?? X_ENDPOINT)),
  credentials: values.credentials === undefined ? undefined : String(values.credentials),
});

/** @throws UsageError when there is no such file, or it is a folder */
export function checkReadable(file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch {
    throw new UsageError(`${file}: no such file, or it cannot be read.`);
  }
  const stat = statSync(file);
  if (stat.isFile() && stat.size === 0)
    throw new UsageError(`${file} is empty: the export has failed. Make it again.`);
  if (stat.isDirectory())
    throw new UsageError(
      `${file} is a folder: name its files, for example ${file.replace(/\/$/, '')}/*.json.`,
    );
}

/** @throws UsageError for anything but a whole number from 1 to `most` */
export function wholeNumber(option: string, given: Values[string] | number, most: number): number {
  const text = String(given);
  const value = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > most)
    throw new UsageError(
      `${option} must be a whole number from 1 to ${most.toLocaleString('en')}, got "${text}".`,
    );
  return value;
}

/** @throws UsageError for what credentials must not be sent to */
export function endpointOf(text: string): string {
  try {
    return checkEndpoint(text);
  } catch (error) {
    throw new UsageError(`--endpoint ${(error as Error).message}, got "${text}".`);
  }
}
