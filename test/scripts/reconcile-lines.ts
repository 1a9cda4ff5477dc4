/**
 * Lines of the shipped tag for days that were never lived: the tag runs once for each way in which a run can end, and its real lines
 * and rows are filled with other ids, times, persons and amounts. Wrapped as each kind of log has them.
 */
import { createHash } from 'node:crypto';
import type { LogLine } from 'sgtm-toolkit/server/log';
import { byToken, type Data, run } from '../template/harness.ts';

export type Outcome =
  | 'processed'
  | 'retried'
  | 'refused'
  | 'doubt'
  | 'unanswered'
  | 'failed'
  | 'checked'
  | 'denied'
  | 'unmapped';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** One run of the tag. */
export interface TagRun {
  outcome: Outcome;
  event: 'purchase' | 'generate_lead';
  /** `''` for none. */
  id: string;
  trace: string;
  at: number;
  /** Of the conversion. */
  time: number;
  mail: string;
  /** Decimal text, `''` for none. */
  value: string;
  currency: string;
}

export const EVENT_IDS = { purchase: 'tw-o8z6j-o87ne', generate_lead: 'tw-o8z6j-o87nd' } as const;

const SETTINGS = byToken({
  consent: 'adStorage',
  conversionIdSource: 'transaction_id',
  categoryEvents: [
    { category: 'purchase', eventId: EVENT_IDS.purchase },
    { category: 'lead', eventId: EVENT_IDS.generate_lead },
  ],
  bigQueryProjectId: 'p',
  bigQueryDatasetId: 'd',
  bigQueryTableId: 't',
});

const EVENT: Data = {
  event_name: 'purchase',
  transaction_id: 'x',
  value: 10,
  currency: 'EUR',
  user_data: { email_address: 'jane@shop.example' },
  consent_state: { ad_storage: true },
};

const answer = (statusCode: number, body: unknown) => async () => ({
  statusCode,
  headers: {},
  body: JSON.stringify(body),
});
const processed = answer(200, { data: { conversions_processed: 1, debug_id: 'd-1' } });
const unavailable = answer(503, { errors: [{ code: 'OVER_CAPACITY', message: 'Over capacity' }] });
const refused = answer(400, {
  errors: [{ code: 'INVALID', message: 'event_id is bad', parameter: 'event_id' }],
});

export interface Harvest {
  lines: Map<Outcome, Data[]>;
  rows: Map<Outcome, Data[]>;
}

/** The real lines and rows of each outcome, written once a process. */
export async function harvest(): Promise<Harvest> {
  const found: Harvest = { lines: new Map(), rows: new Map() };
  const take = async (
    outcome: Outcome,
    settings: Data,
    event: Data,
    http: () => Promise<never> | ReturnType<typeof processed>,
  ) => {
    const record = await run({ ...SETTINGS, ...settings }, { ...EVENT, ...event }, { http });
    found.lines.set(
      outcome,
      record.logs.map((line) => JSON.parse(line) as Data),
    );
    found.rows.set(
      outcome,
      record.rows.flatMap(({ rows }) => rows as Data[]),
    );
  };
  let calls = 0;
  const second = async () => {
    calls += 1;
    return await (calls === 1 ? unavailable() : processed());
  };
  await take('processed', {}, {}, processed);
  await take('retried', {}, {}, second);
  await take('refused', {}, {}, refused);
  await take('doubt', { retries: '0' }, {}, () => Promise.reject({ reason: 'timed_out' }));
  await take('failed', {}, { user_data: undefined }, processed);
  await take('checked', { sendMode: 'checkOnly' }, {}, processed);
  await take('denied', {}, { consent_state: { ad_storage: false } }, processed);
  await take('unmapped', {}, { event_name: 'scroll' }, processed);
  // The server was stopped before X's answer came.
  for (const kept of [found.lines, found.rows])
    kept.set(
      'unanswered',
      kept.get('processed')!.filter((line) => line.Type === 'Request' || line.type === 'Request'),
    );
  return found;
}

const snake = (name: string): string => name.replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();

/** @returns a line of the harvest as another run would have written it */
function filled(line: Data, run: TagRun, isRow: boolean): Data {
  const copy: Data = structuredClone(line);
  const key = (name: string): string => (isRow ? snake(name) : name);
  const put = (name: string, value: unknown): void => {
    if (value === '' || value === undefined) delete copy[key(name)];
    else copy[key(name)] = value;
  };
  put('EventName', run.outcome === 'unmapped' ? 'scroll' : run.event);
  put('TraceId', run.trace);
  if (copy[key('EventId')] !== undefined) put('EventId', EVENT_IDS[run.event]);
  if (copy[key('ConversionId')] !== undefined) put('ConversionId', run.id);
  const body = copy[key('RequestBody')];
  if (typeof body === 'string') {
    const { conversions } = JSON.parse(body) as { conversions: Data[] };
    const [conversion] = conversions;
    const [identifier] = conversion!.identifiers as Data[];
    const hash = sha256(run.mail);
    const isCut = String(identifier!.hashed_email).endsWith('...');
    identifier!.hashed_email = isCut ? `${hash.slice(0, 8)}...` : hash;
    Object.assign(conversion!, {
      conversion_time: new Date(run.time).toISOString(),
      event_id: EVENT_IDS[run.event],
      conversion_id: run.id === '' ? undefined : run.id,
      value: run.value === '' ? undefined : run.value,
      price_currency: run.currency === '' ? undefined : run.currency,
    });
    put('RequestBody', JSON.stringify({ conversions }));
  }
  return copy;
}

/** BigQuery exports INT64 as text. */
const numbersAsText = (row: Data): Data =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, typeof value === 'number' ? String(value) : value]),
  );

export const FORMATS = ['docker', 'cloud', 'cloudText', 'json-file', 'row', 'both', 'serve'] as const;
export type LogFormat = (typeof FORMATS)[number];

/** What the log has of a run: texts of records, in their order. */
export function written({ lines, rows }: Harvest, run: TagRun, format: LogFormat, hit: number): string[] {
  const own = lines.get(run.outcome)!.map((line) => filled(line, run, false));
  const at = (i: number): string => new Date(run.at + i * 40).toISOString();
  const cloud = (): string[] =>
    own.map((line, i) =>
      JSON.stringify({
        insertId: `${run.trace}-${i}`,
        timestamp: at(i),
        jsonPayload: line,
        resource: { type: 'cloud_run_revision' },
      }),
    );
  const table = (): string[] =>
    rows.get(run.outcome)!.map((row, i) =>
      // BigQuery exports a time as it shows it.
      JSON.stringify({
        ...numbersAsText(filled(row, run, true)),
        timestamp: `${at(i).slice(0, 23).replace('T', ' ')} UTC`,
      }),
    );
  switch (format) {
    case 'docker':
      return own.map((line, i) => `${at(i)} ${JSON.stringify(line)}`);
    case 'cloud':
      return cloud();
    case 'cloudText':
      return own.map((line, i) => JSON.stringify({ timestamp: at(i), textPayload: JSON.stringify(line) }));
    case 'json-file':
      return own.map((line, i) =>
        JSON.stringify({ log: `${JSON.stringify(line)}\n`, stream: 'stdout', time: at(i) }),
      );
    case 'row':
      return table();
    case 'both':
      return [...cloud(), ...table()];
    case 'serve':
      return served(own, run, hit);
  }
}

const STATUS: Record<Outcome, (number | null)[]> = {
  processed: [200],
  retried: [503, 200],
  refused: [400],
  doubt: [null],
  unanswered: [],
  failed: [],
  checked: [],
  denied: [],
  unmapped: [],
};

/** The same by the log of serve; when the tag logs failures alone, the requests must say it. */
function served(own: readonly Data[], run: TagRun, hit: number): string[] {
  const by = 'tag "X Ads - Conversions"';
  const at = new Date(run.at).toISOString();
  const isMapped = run.outcome !== 'unmapped';
  const lines: LogLine[] = [
    { ...hitLine(hit, run.at), client: 'GA4' },
    {
      kind: 'event',
      hit,
      name: isMapped ? run.event : 'scroll',
      data: {
        event_name: isMapped ? run.event : 'scroll',
        ...(run.id !== '' && { transaction_id: run.id }),
        ...(run.value !== '' && { value: Number(run.value) }),
        ...(run.currency !== '' && { currency: run.currency }),
        event_time: new Date(run.time).toISOString(),
        consent_state: { ad_storage: run.outcome !== 'denied' },
        ...(run.outcome !== 'failed' && { user_data: { email_address: run.mail } }),
      },
    },
    ...STATUS[run.outcome].map(
      (status): LogLine => ({
        kind: 'request',
        hit,
        by,
        method: 'POST',
        url: 'https://ads-api.x.com/12/measurement/conversions/o8z6j',
        status,
      }),
    ),
    ...(run.trace.endsWith('q') && run.outcome === 'processed' ? [] : own).map(
      (line): LogLine => ({
        kind: 'console',
        hit,
        at,
        by,
        // The server has no header of this name.
        text: JSON.stringify({ ...line, TraceId: undefined }),
      }),
    ),
    {
      kind: 'tag',
      hit,
      event: run.event,
      name: 'X Ads - Conversions',
      fired: true,
      outcome: 'success',
      why: '',
    },
  ];
  return lines.map((line) => JSON.stringify(line));
}

const hitLine = (hit: number, at: number) =>
  ({
    kind: 'hit',
    hit,
    at: new Date(at).toISOString(),
    method: 'GET',
    path: '/g/collect',
    query: 'v=2&en=purchase',
    headers: { host: 'sgtm.shop.example' },
  }) as const;

/** A hit whose event no trigger of the tag took. */
export function unfired(run: TagRun, hit: number): string[] {
  const [first, event] = served([], run, hit);
  const tag: LogLine = {
    kind: 'tag',
    hit,
    event: run.event,
    name: 'X Ads - Conversions',
    fired: false,
    outcome: null,
    why: 'no trigger',
  };
  return [first!, event!, JSON.stringify(tag)];
}
