/** What pull, plan and apply begin with: the call, the dictionary, X's events, and how a command says what became of it. */
import { readFileSync } from 'node:fs';
import { type Field, readFields } from 'sgtm-toolkit/form';
import { bold, type Io, problemLine, UsageError, type Values } from 'sgtm-toolkit/shell';
import { type DescribedRow, type Dictionary, readEvents } from '../container/dictionary.ts';
import type { Problem } from '../container/document.ts';
import { accountFor, explained, MOST_NAMED, RefusedError } from '../lib/access.ts';
import { type Asker, type AskWorld, createAsker } from '../lib/ask.ts';
import { findOAuth } from '../lib/credentials.ts';
import { listWebEvents, type WebEvent } from '../lib/web-events.ts';
import { clean } from '../lib/x-answer.ts';
import { checkEndpoint, createClient, X_ENDPOINT } from '../lib/x-client.ts';
import { differs, type Plan, planOf } from './plan.ts';
import { eventJson, stepJson, summaryOf, tableOf, unlistedText } from './report.ts';

export interface EventsWorld extends AskWorld {
  environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds until a request is given up. */
  timeoutMs: number;
  /** Asks a person to agree; undefined where nobody can answer. */
  confirm: ((question: string) => Promise<boolean>) | undefined;
}

export interface Call {
  file: string;
  account: string;
  pixel: string;
  endpoint: string;
  credentials: string | undefined;
  json: boolean;
}

export function callOf([file, ...others]: readonly string[], values: Values): Call {
  if (file === undefined || others.length > 0)
    throw new UsageError('Give exactly one event dictionary. Credentials are never given as arguments.');
  const id = (name: string): string => {
    const text = String(values[name] ?? '').trim();
    if (values[name] !== undefined && !/^[A-Za-z0-9]{3,20}$/.test(text))
      throw new UsageError(
        `--${name} must be 3 to 20 letters and digits, got ${JSON.stringify(text.slice(0, 60))}.`,
      );
    return text;
  };
  const endpoint = String(values.endpoint ?? X_ENDPOINT);
  try {
    checkEndpoint(endpoint);
  } catch (error) {
    throw new UsageError(`--endpoint ${(error as Error).message}, got "${endpoint}".`);
  }
  const credentials = values.credentials === undefined ? undefined : String(values.credentials);
  return {
    file,
    account: id('account'),
    pixel: id('pixel'),
    endpoint,
    credentials,
    json: values.json === true,
  };
}

/** A dictionary that can be read, and what X has. */
export interface Session {
  text: string;
  rows: DescribedRow[];
  /** Warnings of the file. */
  problems: Problem[];
  account: string;
  pixelId: string;
  events: WebEvent[];
  asker: Asker;
}

/** Reads the file and X; a number is an exit status: what is wrong was said. */
export async function begin(
  call: Call,
  text: string | undefined,
  io: Io,
  world: EventsWorld,
): Promise<Session | number> {
  const { file } = call;
  const { dictionary, rows, problems } =
    text === undefined
      ? { dictionary: undefined, rows: [], problems: [] }
      : readEvents(file, text, readForm());
  if (problems.some(({ severity }) => severity === 'error')) {
    say(call, io, { ok: false, file, problems }, () => '');
    complain(call, io, problems);
    return 1;
  }
  const asker = askerFor(call, io, world);
  const account = await accountFor(
    agreed('account', dictionary, call),
    asker,
    'Write accountId into the file, or give --account.',
  );
  io.progress('Asking X for its events …');
  const events = await listWebEvents(asker.ask, account);
  io.progress('');
  if (!Array.isArray(events)) throw new RefusedError(await explained(events, account, asker));
  const pixelId = pixelFor(agreed('pixel', dictionary, call), account, events);
  return { text: text ?? '', rows, problems, account, pixelId, events, asker };
}

/** The pixel meant: the given one, or the only one that has events in the account. */
function pixelFor(given: string, account: string, events: readonly WebEvent[]): string {
  if (given !== '') return given;
  const pixels = [...new Set(events.filter(({ deleted }) => !deleted).map(({ pixel }) => pixel))];
  const [only, ...more] = pixels;
  if (only !== undefined && more.length === 0) return only;
  throw new UsageError(
    only === undefined
      ? `The account ${account} has no web event, and X tells a pixel by its events only. Give --pixel with the ID that X Events Manager shows.`
      : `The account ${account} has events of ${pixels.length} pixels: ${pixels.slice(0, MOST_NAMED).map(clean).join(', ')}. Give --pixel.`,
  );
}

/** What file and option say, which must not be two things. */
function agreed(name: 'account' | 'pixel', dictionary: Dictionary | undefined, call: Call): string {
  const said = dictionary?.[`${name}Id`] ?? '';
  if (said !== '' && call[name] !== '' && said.toLowerCase() !== call[name].toLowerCase())
    throw new UsageError(`--${name} is ${call[name]}, the file's ${name}Id is ${said}. Give one of them.`);
  return said || call[name];
}

function askerFor({ endpoint, credentials }: Call, io: Io, world: EventsWorld): Asker {
  const way = findOAuth(world.environment, credentials, 'Web events need');
  return createAsker(createClient(checkEndpoint(endpoint), world), way, world, io.progress);
}

/** Runs what asks X; its refusals end with a sentence. */
export async function refusable(call: Call, io: Io, run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    say(call, io, { ok: false, file: call.file, failure: error.message }, () => '');
    if (!call.json) io.err(`${error.message}\n`);
    return 1;
  }
}

export const say = (call: Call, io: Io, json: Record<string, unknown>, text: () => string): void =>
  io.out(call.json ? `${JSON.stringify(json, null, 2)}\n` : text());

export function complain(call: Call, io: Io, problems: readonly Problem[]): void {
  if (!call.json) io.err(problemText(io, problems));
}

export const problemText = (io: Io, problems: readonly Problem[]): string =>
  problems.map((problem) => `${problemLine(io, problem.file, problem)}\n`).join('');

export const planFor = (call: Call, { rows, problems, pixelId, events }: Session): Plan => {
  const made = planOf(call.file, pixelId, rows, events);
  return { ...made, problems: [...problems, ...made.problems] };
};

export const hasErrors = ({ problems }: Plan): boolean =>
  problems.some(({ severity }) => severity === 'error');

export const planJson = (call: Call, session: Session, made: Plan) => ({
  ok: !hasErrors(made),
  differs: differs(made),
  file: call.file,
  account: session.account,
  pixel: session.pixelId,
  steps: made.steps.map(stepJson),
  problems: made.problems,
  notInFile: made.unlisted.map(eventJson),
});

export const planText = (io: Io, { account, pixelId }: Session, made: Plan): string =>
  `${bold(io, `Account ${account}, pixel ${pixelId}`)}: ${summaryOf(made)}\n${tableOf(io, made.steps)}${unlistedText(made.unlisted)}`;

export const readForm = (): Field[] =>
  readFields(JSON.parse(readFileSync(new URL('../../template/parameters.json', import.meta.url), 'utf8')));
