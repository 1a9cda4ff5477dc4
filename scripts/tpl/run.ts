/** `run`: one run of a template in a world put together from files, and its record. */
import {
  type HttpRequest,
  type HttpResponse,
  type RunRecord,
  runTag,
  type World,
} from '../../sandbox/index.ts';
import {
  bold,
  budgetOf,
  count,
  green,
  grey,
  type Io,
  problemLine,
  problemsOf,
  readTemplate,
  readText,
  red,
  UsageError,
  type Verb,
  yellow,
} from './io.ts';

export const runVerb: Verb = {
  usage: 'run FILE',
  about: 'Runs a template once and prints the record of the run.',
  options: {
    data: { type: 'string', value: 'FILE', help: 'the field values, a JSON object' },
    event: { type: 'string', value: 'FILE', help: 'the event data, a JSON object' },
    world: {
      type: 'string',
      value: 'FILE',
      help: 'cookies, headers, remoteAddress, request, container, keys, … as one JSON object',
    },
    answer: {
      type: 'string',
      value: 'FILE|STATUS',
      help: 'what requests are answered: a status, one answer, or a list with a url each',
    },
    http: { type: 'boolean', help: 'send requests for real' },
    preview: { type: 'boolean', help: 'run in preview mode' },
    'no-permissions': {
      type: 'boolean',
      help: 'refuse nothing; what would have been refused becomes a warning',
    },
    budget: { type: 'string', value: 'N', help: 'stop after so many instructions (default 10,000,000)' },
    json: { type: 'boolean', help: 'the record as JSON' },
  },
  async run(files, options, io) {
    const [file, ...more] = files;
    if (file === undefined || more.length > 0) throw new UsageError('run takes exactly one file.');
    const read = readTemplate(file);
    if ('problem' in read) {
      io.err(`${problemLine(io, file, read.problem)}\n`);
      return 1;
    }
    const world = worldOf(options);
    let record: RunRecord;
    try {
      record = await runTag(read.template, options.data ? readObject(String(options.data)) : {}, world);
    } catch (error) {
      for (const problem of problemsOf(error)) io.err(`${problemLine(io, file, problem)}\n`);
      return 1;
    }
    const ok = record.errors.length === 0 && (read.template.type !== 'TAG' || record.outcome === 'success');
    if (options.json) io.out(`${JSON.stringify(record, null, 2)}\n`);
    else show(io, file, record);
    return ok ? 0 : 1;
  },
};

const WORLD_KEYS = [
  'eventData',
  'cookies',
  'headers',
  'remoteAddress',
  'request',
  'container',
  'clientName',
  'keys',
  'preview',
];

function worldOf(options: Record<string, string | boolean | undefined>): World {
  const given = options.world ? readObject(String(options.world)) : {};
  for (const key of Object.keys(given))
    if (!WORLD_KEYS.includes(key))
      throw new UsageError(`${options.world}: unknown key '${key}'; known are ${WORLD_KEYS.join(', ')}.`);
  if (options.http && options.answer) throw new UsageError('--http and --answer exclude each other.');
  return {
    ...given,
    ...(options.event && { eventData: readObject(String(options.event)) }),
    ...(options.preview === true && { preview: true }),
    ...(options['no-permissions'] === true && { permissions: false }),
    budget: budgetOf(options.budget),
    http: options.http
      ? realHttp
      : answering(options.answer === undefined ? undefined : String(options.answer)),
  };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readText(path));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path}: not valid JSON (${error instanceof Error ? error.message : error}).`);
  }
}

function readObject(path: string): Record<string, unknown> {
  const value = readJson(path);
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new UsageError(`${path}: must hold a JSON object.`);
  return value as Record<string, unknown>;
}

type Http = NonNullable<World['http']>;

interface Answer {
  /** Part of the URL; absent for every URL. */
  url?: string;
  reason?: string;
  statusCode?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** Requests answered from a file, with a status alone, or not at all. */
function answering(answer: string | undefined): Http {
  if (answer === undefined)
    return async () => {
      throw new Error('no answer was given; use --answer FILE, --answer 200 or --http');
    };
  const content = /^\d{3}$/.test(answer) ? { statusCode: Number(answer) } : readJson(answer);
  const answers = [content].flat() as Answer[];
  if (!answers.every((item) => item !== null && typeof item === 'object'))
    throw new UsageError(
      `${answer}: must hold one answer or a list of answers, {"statusCode", "headers", "body"}.`,
    );
  return async ({ url }) => {
    const found = answers.find((item) => item.url === undefined || url.includes(item.url));
    if (!found) throw new Error(`no answer for ${url}`);
    if (found.reason !== undefined) throw { reason: found.reason };
    const { statusCode = 200, headers = {}, body = '' } = found;
    return { statusCode, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
  };
}

/** A request over the network, as a server container would make it. The sandbox itself ends it when its time is over. */
const realHttp: Http = async ({
  method,
  url,
  headers,
  body,
  timeout,
}: HttpRequest): Promise<HttpResponse> => {
  const response = await fetch(url, {
    method,
    headers,
    ...(body !== undefined && { body }),
    redirect: 'manual',
    // A little later than the sandbox, which then has told the template why.
    signal: AbortSignal.timeout(timeout + 100),
  });
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  };
};

function show(io: Io, file: string, record: RunRecord): void {
  const outcome =
    record.outcome === 'success'
      ? green(io, 'success')
      : record.outcome === 'failure'
        ? red(io, 'failure')
        : grey(io, 'no outcome');
  io.out(`${bold(io, file)}: ${outcome}, ${count(record.instructions, 'instruction')}\n`);
  if (record.returned !== undefined) io.out(`returned ${JSON.stringify(record.returned)}\n`);
  for (const { request, answer, failure } of record.requests) {
    io.out(`request  ${request.method} ${request.url}\n`);
    for (const [name, value] of Object.entries(request.headers))
      io.out(grey(io, `         ${name}: ${value}\n`));
    if (request.body !== undefined) io.out(grey(io, `         ${request.body}\n`));
    io.out(`         ${answer ? `${answer.statusCode} ${answer.body}` : red(io, failure ?? 'no answer')}\n`);
  }
  for (const { name, value, options } of record.cookies)
    io.out(`cookie   ${name}=${value} ${grey(io, JSON.stringify(options))}\n`);
  for (const { connection, rows } of record.rows)
    io.out(`rows     ${JSON.stringify(connection)} ${JSON.stringify(rows)}\n`);
  for (const event of record.events) io.out(`event    ${JSON.stringify(event)}\n`);
  for (const log of record.logs) io.out(`log      ${log}\n`);
  for (const { message, position } of record.errors)
    io.out(
      `${red(io, 'error')}    ${message}${position ? ` at ${file}:${position.line}:${position.column}` : ''}\n`,
    );
  for (const warning of record.warnings) io.out(`${yellow(io, 'warning')}  ${warning}\n`);
}
