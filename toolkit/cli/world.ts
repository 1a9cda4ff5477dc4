/** The world of `run`, put together from files: what the template can see, and what its requests are answered. */
import { createBigQuery, type HttpRequest, type HttpResponse, type World } from '../sandbox/index.ts';
import { didYouMean } from '../sandbox/language/nearest.ts';
import { isList, isMapOf, isObject, isText, isTexts, partFault } from '../sandbox/world-parts.ts';
import { readText, UsageError, type Values } from './shell.ts';
import { budgetOf } from './templates.ts';

type Plain = Record<string, unknown>;

/** This module, for the process that a template runs in. */
export const WORLD_MODULE = new URL(import.meta.url);

/** The options that describe a world. */
export const WORLD_OPTIONS = {
  event: { type: 'string', value: 'FILE', help: 'the event data, a JSON object' },
  world: {
    type: 'string',
    value: 'FILE',
    help: 'cookies, headers, remoteAddress, request, now, storage, keys, … as one JSON object',
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
} as const;

/** The world that the options of `run` describe. */
export function worldOf(options: Values): World {
  if (options.http && options.answer) throw new UsageError('--http and --answer exclude each other.');
  return {
    ...(options.world && readWorld(String(options.world))),
    ...(options.event && { eventData: readObject(String(options.event)) }),
    ...(options.preview === true && { preview: true }),
    ...(options['no-permissions'] === true && { permissions: false }),
    budget: budgetOf(options.budget),
    http: options.http
      ? realHttp
      : answering(options.answer === undefined ? undefined : String(options.answer)),
  };
}

/** The parts of a world that a file holds as the world does, and those that JSON cannot: their shape, and what becomes of them. */
const AS_THEY_ARE = [
  'eventData',
  'cookies',
  'headers',
  'remoteAddress',
  'request',
  'container',
  'clientName',
  'keys',
  'preview',
] as const satisfies readonly (keyof World)[];
const MADE: Record<
  string,
  { fits: (value: unknown) => boolean; words: string; made: (value: never) => Partial<World> }
> = {
  now: {
    fits: (value) => Number.isFinite(value),
    words: 'a time in milliseconds',
    made: (time: number) => ({ now: () => time }),
  },
  random: {
    fits: (value) => typeof value === 'number' && value >= 0 && value < 1,
    words: 'a number from 0 to below 1',
    made: (value: number) => ({ random: () => value }),
  },
  storage: {
    fits: isObject,
    words: 'an object of values by key',
    made: (values: Plain) => ({ storage: new Map(Object.entries(values)) }),
  },
  firestore: {
    fits: isMapOf(isObject),
    words: 'an object of documents by path',
    made: (documents: Record<string, Plain>) => ({ firestore: new Map(Object.entries(documents)) }),
  },
  bigQuery: {
    fits: isMapOf(isList(isText)),
    words: 'an object of column names by dataset.table',
    made: (columns: Record<string, string[]>) => ({ bigQuery: createBigQuery(columns).insert }),
  },
};
const KNOWN: readonly string[] = [...AS_THEY_ARE, ...Object.keys(MADE)];

function readWorld(path: string): World {
  const world: World = {};
  for (const [name, value] of Object.entries(readObject(path))) {
    if (!KNOWN.includes(name))
      throw new UsageError(`${path}: a world in a file has no part '${name}'.${didYouMean(name, KNOWN)}`);
    const part = Object.hasOwn(MADE, name) ? MADE[name] : undefined;
    if (part && !part.fits(value)) throw new UsageError(`${path}: '${name}' must be ${part.words}.`);
    const fault = part ? undefined : partFault(name, value);
    if (fault !== undefined) throw new UsageError(`${path}: ${fault}`);
    Object.assign(world, part ? part.made(value as never) : { [name]: value });
  }
  return world;
}

function readJson(path: string): unknown {
  const text = readText(path).replace(/^\uFEFF/, '');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path}: not valid JSON (${error instanceof Error ? error.message : error}).`);
  }
  if (isDeep(value)) throw new UsageError(`${path}: nested more than ${MOST_LEVELS} levels deep.`);
  return value;
}

/** As deep as a value may be that goes into a run; far deeper ones cannot be copied into its process. */
const MOST_LEVELS = 1000;

function isDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MOST_LEVELS) return true;
    level = level.flatMap((one) => (one !== null && typeof one === 'object' ? Object.values(one) : []));
  }
  return false;
}

/** The JSON object in a file. */
export function readObject(path: string): Plain {
  const value = readJson(path);
  if (!isObject(value)) throw new UsageError(`${path}: must hold a JSON object.`);
  return value;
}

type Http = NonNullable<World['http']>;

interface Answer {
  /** Part of the URL; absent for every URL. */
  url?: string;
  reason?: string;
  statusCode?: number;
  headers?: Record<string, string | string[]>;
  body?: unknown;
}

const ANSWER: Record<keyof Answer, (value: unknown) => boolean> = {
  url: isText,
  reason: (value) => value === 'failed' || value === 'timed_out',
  statusCode: (value) => Number.isInteger(value) && (value as number) >= 100 && (value as number) <= 599,
  headers: isTexts,
  body: () => true,
};

const isAnswer = (value: unknown): value is Answer =>
  isObject(value) &&
  Object.entries(value).every(
    ([key, part]) => Object.hasOwn(ANSWER, key) && ANSWER[key as keyof Answer](part),
  );

/** Requests answered from a file, with a status alone, or not at all. */
function answering(answer: string | undefined): Http {
  if (answer === undefined)
    return async () => {
      throw new Error('no answer was given; use --answer FILE, --answer 200 or --http');
    };
  const content = /^\d{3}$/.test(answer) ? { statusCode: Number(answer) } : readJson(answer);
  const answers = [content].flat();
  if (!answers.every(isAnswer))
    throw new UsageError(
      `${answer}: must hold one answer or a list of answers, {"url", "statusCode" from 100 to 599, "headers", "body"} or {"url", "reason": "failed" or "timed_out"}.`,
    );
  return async ({ url }) => {
    const found = answers.find((item) => item.url === undefined || url.includes(item.url));
    if (!found) throw new Error(`no answer for ${url}`);
    if (found.reason !== undefined) throw { reason: found.reason };
    const { statusCode = 200, headers = {}, body = '' } = found;
    return { statusCode, headers, body: isText(body) ? body : JSON.stringify(body) };
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
  const cookies = response.headers.getSetCookie();
  return {
    statusCode: response.status,
    headers: {
      ...Object.fromEntries(response.headers),
      ...(cookies.length > 0 && { 'set-cookie': cookies }),
    },
    body: await response.text(),
  };
};

/** For a process that can be sent the options, but not the world's functions. */
export default (options: unknown): World => worldOf(options as Values);
