/** The command line: its options, what they mean, and the texts that explain it. */
import { resolve } from 'node:path';
import { type Option, UsageError, type Values } from 'sgtm-toolkit/shell';
import { didYouMean } from '../container/suggest.ts';
import { CREDENTIALS_HELP } from '../lib/credentials.ts';
import { checkReadable, wholeNumber } from '../replay/options.ts';
import { VERDICTS, type Verdict } from './model.ts';
import { daysOf } from './moment.ts';
import { VERDICT_TEXTS } from './verdicts.ts';
import { readXOptions, X_OPTIONS, type XOptions } from './x.ts';

export interface ReconcileOptions {
  /** Paths; `-` is standard input, once. */
  logs: string[];
  orders: string;
  map: string;
  hars: string[];
  /** `YYYY-MM-DD`, undefined for the days that orders and log both cover. */
  from: string | undefined;
  to: string | undefined;
  zone: string;
  /** Longest click window, in days. */
  window: number;
  /** Most percent of an event's conversions that may get a verdict. */
  allowed: Record<Verdict, number>;
  /** Undefined: X's figures are not asked for. */
  x: XOptions | undefined;
  /** Where the page is written. */
  page: string | undefined;
  json: boolean;
}

/** Starting points: what is nobody's fault is never an alert. The figures of failures, values and doubles are those of docs/operations.md. */
const ALLOWED: Readonly<Record<Verdict, number>> = {
  refunded: 100,
  'outside-window': 100,
  'not-fired': 5,
  'no-consent': 100,
  failed: 2,
  refused: 2,
  'in-doubt': 2,
  'sent-twice': 1,
  'several-ids': 1,
  'id-differs': 1,
  'automatic-event': 1,
  value: 1,
  currency: 1,
  unknown: 2,
};

const DEFAULT_ZONE = 'UTC';
/** X: the longest click window of an event. */
const DEFAULT_WINDOW = 30;

export const ABOUT = `Says why the shop's figures, the tag's, the pixel's and X's differ: orders, lines of the tag and calls of the pixel are joined by
conversion_id, event and day, and each gap gets one verdict. Logs are lines of JSON, exports of Cloud Logging or of the BigQuery
table, or logs of serve; orders are a table with the map of npm run send. docs/reconciliation.md explains each verdict.`;

export const OPTIONS = {
  log: {
    type: 'string',
    value: 'FILE',
    multiple: true,
    help: "a log with the tag's lines, packed with gzip or not, - for standard input; may be repeated; needed",
  },
  orders: {
    type: 'string',
    value: 'FILE',
    help: 'the orders: CSV with a header, lines of JSON or a JSON list; needed',
  },
  map: {
    type: 'string',
    value: 'FILE',
    help: 'which column of the orders is what, as for npm run send; needed',
  },
  pixel: {
    type: 'string',
    value: 'FILE.har',
    multiple: true,
    help: 'what a browser sent, saved from its network panel; may be repeated',
  },
  from: {
    type: 'string',
    value: 'DAY',
    help: 'first day, as 2026-11-01 (default: the first that orders and log cover)',
  },
  to: { type: 'string', value: 'DAY', help: 'last day (default: the last that orders and log cover)' },
  zone: {
    type: 'string',
    value: 'ZONE',
    help: `the clocks of days, as Europe/Berlin (default: ${DEFAULT_ZONE})`,
  },
  window: {
    type: 'string',
    value: 'DAYS',
    help: `longest click window: what is sent later is outside (default: ${DEFAULT_WINDOW})`,
  },
  allow: {
    type: 'string',
    value: 'VERDICT=PERCENT',
    multiple: true,
    help: "most of an event's conversions that may get a verdict; may be repeated",
  },
  ...X_OPTIONS,
  page: { type: 'string', value: 'FILE.html', help: 'writes the report as a page that opens offline' },
  json: { type: 'boolean', help: 'the whole report as JSON on standard output' },
} as const satisfies Record<string, Option>;

export const MORE = `Verdicts, and what is allowed of each without --allow:
${VERDICTS.map((verdict) => `  ${verdict.padEnd(16)}${`${ALLOWED[verdict]} %`.padStart(6)}  ${VERDICT_TEXTS[verdict].means}`).join('\n')}

With --x account: ${CREDENTIALS_HELP}

Exit status: 0 nothing is above what is allowed, 1 something is, 2 the command was called wrongly.`;

/** @throws UsageError, which says what to change */
export function readOptions(values: Values): ReconcileOptions {
  const logs = listOf(values.log);
  const hars = listOf(values.pixel);
  const [orders, map] = [values.orders, values.map].map((value) =>
    value === undefined ? '' : String(value),
  );
  if (logs.length === 0) throw new UsageError("--log is missing: name a log with the tag's lines.");
  if (!orders) throw new UsageError('--orders is missing: name the table of the orders.');
  if (!map) throw new UsageError('--map is missing: name the file that says which column is what.');
  if (logs.filter((file) => file === '-').length > 1)
    throw new UsageError('--log - can be given once only: standard input has one end.');
  for (const file of [...logs, orders, ...hars]) if (file !== '-' || file === orders) checkReadable(file);
  const x = readXOptions(values);
  const page = values.page === undefined ? undefined : String(values.page);
  const inputs = [...logs, orders, map, ...hars, ...(x === undefined ? [] : [x.from])];
  for (const [option, file] of [
    ['--page', page],
    ['--save-x', x?.saveTo],
  ])
    if (file !== undefined && inputs.some((input) => resolve(input) === resolve(file)))
      throw new UsageError(`${option} ${file} would write over an input. Name another file.`);
  if (page !== undefined && x?.saveTo !== undefined && resolve(page) === resolve(x.saveTo))
    throw new UsageError('--page and --save-x name the same file. Name another one.');
  const zone = String(values.zone ?? DEFAULT_ZONE);
  if (daysOf(zone) === undefined)
    throw new UsageError(
      `--zone must be a time zone such as Europe/Berlin or an offset such as +01:00, got "${zone}".`,
    );
  const [from, to] = [dayOf('--from', values.from), dayOf('--to', values.to)];
  if (from !== undefined && to !== undefined && from > to)
    throw new UsageError(`--from ${from} is after --to ${to}.`);
  return {
    logs,
    orders,
    map,
    hars,
    from,
    to,
    zone,
    window: wholeNumber('--window', values.window ?? DEFAULT_WINDOW, 3650),
    allowed: allowedOf(listOf(values.allow)),
    x,
    page,
    json: values.json === true,
  };
}

const listOf = (value: Values[string]): string[] => [value ?? []].flat().map(String);

function dayOf(option: string, value: Values[string]): string | undefined {
  if (value === undefined) return undefined;
  const text = String(value);
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text)
    throw new UsageError(`${option} must be a day such as 2026-11-01, got "${text}".`);
  return text;
}

function allowedOf(given: readonly string[]): Record<Verdict, number> {
  const allowed = { ...ALLOWED };
  for (const text of given) {
    const [, name = '', percent = ''] = /^([^=]*)=(\d{1,3}(?:\.\d{1,4})?)%?$/.exec(text) ?? [];
    const verdict = VERDICTS.find((one) => one === name);
    if (percent === '' || Number(percent) > 100)
      throw new UsageError(
        `--allow must be a verdict and a percentage from 0 to 100 such as not-fired=5, got "${text}".`,
      );
    if (verdict === undefined)
      throw new UsageError(
        `--allow: there is no verdict "${name}".${didYouMean(name, VERDICTS)} They are ${VERDICTS.join(', ')}.`,
      );
    allowed[verdict] = Number(percent);
  }
  return allowed;
}
