/**
 * Statistics by jobs (X, Asynchronous Analytics): each is made, looked at until it ends, and its file fetched. Not too many at once;
 * where X says that too many run, this waits. A state that is not known counts as running, until a job has taken ten minutes.
 */
import { RefusedError } from '../lib/access.ts';
import { type Asker, type AskWorld, outcomeOf } from '../lib/ask.ts';
import type { failureOf } from '../lib/web-events.ts';
import { clean, isObject, readAnswer } from '../lib/x-answer.ts';
import { type DownloadWorld, download } from './x-download.ts';

export interface Job {
  /** The parameters of the POST, as text. */
  parameters: Readonly<Record<string, string>>;
}

export interface JobsWorld extends AskWorld, DownloadWorld {}

export interface JobsOf {
  account: string;
  endpoint: string;
  asker: Asker;
  /** A refusal of X as a sentence with what to do. */
  explain: (reply: Parameters<typeof failureOf>[0]) => Promise<string>;
  /** How many of how many are done. */
  progress: (done: number, all: number) => void;
}

/** Of 100 that an account may have. */
const MOST_RUNNING = 20;
const DEADLINE_MS = 10 * 60_000;
/** The first look, and the longest pause between two. */
const FIRST_LOOK_MS = 2000;
const LONGEST_PAUSE_MS = 15_000;
const MOST_ATTEMPTS = 5;

interface Running {
  id: string;
  startedAt: number;
}

/** The answers in the files of all jobs, parsed. @throws RefusedError */
export async function runJobs(jobs: readonly Job[], of: JobsOf, world: JobsWorld): Promise<unknown[]> {
  const waiting = [...jobs];
  let running: Running[] = [];
  const answers: unknown[] = [];
  let pause = FIRST_LOOK_MS;
  let refusedSince: number | undefined;
  while (waiting.length > 0 || running.length > 0) {
    of.progress(answers.length, jobs.length);
    while (waiting.length > 0 && running.length < MOST_RUNNING) {
      const id = await create(waiting[0]!, of);
      if (id === 'too many') {
        refusedSince ??= world.now();
        if (running.length === 0 && world.now() - refusedSince > DEADLINE_MS)
          throw new RefusedError(
            `X runs as many jobs of account ${of.account} as it may, and did so for ten minutes. Run the command again when others that ask for statistics are done.`,
          );
        break;
      }
      refusedSince = undefined;
      waiting.shift();
      running.push({ id, startedAt: world.now() });
      pause = FIRST_LOOK_MS;
    }
    await world.sleep(pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    if (running.length === 0) continue;
    const states = await look(running, of);
    const still: Running[] = [];
    for (const job of running) {
      const { status = '', url = '' } = states.get(job.id) ?? {};
      if (status === 'SUCCESS') answers.push(await fetched(job, url, of, world));
      else if (status === 'FAILED' || status === 'CANCELLED')
        throw new RefusedError(
          `X ended job ${job.id} of its statistics as ${status}. Run the command again.`,
        );
      else if (world.now() - job.startedAt > DEADLINE_MS)
        throw new RefusedError(
          `X has not ended job ${job.id} of its statistics within ten minutes${status === '' ? ', and does not list it' : `, its state is ${clean(status)}`}. Run the command again later, or ask for a shorter period.`,
        );
      else still.push(job);
    }
    running = still;
  }
  of.progress(answers.length, jobs.length);
  return answers;
}

const pathOf = ({ account }: JobsOf): string => `stats/jobs/accounts/${encodeURIComponent(account)}`;

/** The id of a new job. A job that is made twice does no harm, so an attempt without an answer is repeated. */
async function create({ parameters }: Job, of: JobsOf): Promise<string | 'too many'> {
  const request = {
    method: 'POST',
    path: pathOf(of),
    parameters: Object.entries(parameters).map(([name, value]) => ({ name, value })),
  } as const;
  for (let failures = 1; ; failures += 1) {
    const reply = await of.asker.ask(request);
    const outcome = outcomeOf(reply);
    if (reply.kind === 'answered' && outcome === 'refused') {
      const { errors } = readAnswer(reply.body);
      if (errors.some(({ code }) => code === 'TOO_MANY_JOBS')) return 'too many';
    }
    if (reply.kind === 'answered' && outcome === 'done') {
      const data = readAnswer(reply.body).body?.data;
      const id = isObject(data) ? data.id_str : undefined;
      if (typeof id === 'string' && /^\d{1,20}$/.test(id)) return id;
      throw new RefusedError(
        'X answered a new job of statistics without its id_str. Run the command again; if it stays so, X has changed.',
      );
    }
    if (outcome === 'refused' || failures === MOST_ATTEMPTS) throw new RefusedError(await of.explain(reply));
    await of.asker.pause(failures);
  }
}

/** State and address of each job that X lists. */
async function look(
  running: readonly Running[],
  of: JobsOf,
): Promise<Map<string, { status: string; url: string }>> {
  const ids = running.map(({ id }) => id).join(',');
  const reply = await of.asker.ask({
    method: 'GET',
    path: pathOf(of),
    parameters: [
      { name: 'job_ids', value: ids },
      { name: 'count', value: '200' },
    ],
  });
  const data = reply.kind === 'answered' ? readAnswer(reply.body).body?.data : undefined;
  if (reply.kind !== 'answered' || reply.status !== 200 || !Array.isArray(data))
    throw new RefusedError(await of.explain(reply));
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return new Map(
    data.flatMap((job: unknown) =>
      isObject(job) ? [[text(job.id_str), { status: text(job.status), url: text(job.url) }]] : [],
    ),
  );
}

async function fetched({ id }: Running, url: string, of: JobsOf, world: JobsWorld): Promise<unknown> {
  for (let failures = 1; ; failures += 1) {
    const text = await download(url, of.endpoint, world);
    if (text !== 'again') return parsed(id, text);
    if (failures === MOST_ATTEMPTS)
      throw new RefusedError(
        `The file of job ${id} could not be fetched. Check the network, then run the command again.`,
      );
    await of.asker.pause(failures);
  }
}

function parsed(id: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RefusedError(`The file of job ${id} is no JSON. Run the command again.`);
  }
}
