/**
 * `POST`, `GET` and `DELETE stats/jobs/accounts/:account_id` (X, Asynchronous Analytics): a job goes through its states with time and
 * ends with the address of a gzip file, which is fetched without credentials and kept for two days.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type Answer, errorAnswer, refusalAnswer, refuse } from './answers.ts';
import type { Account, Configuration, JobSettings } from './configuration.ts';
import { page } from './page.ts';
import { filesPath } from './routes.ts';
import { echoOf, isoTime, statisticsOf } from './statistics.ts';
import type { StatisticsRequest } from './statistics-request.ts';

/** X documents the limit of 100 and shows PROCESSING and SUCCESS; the other states and their order are observed. */
const defaults: JobSettings = {
  states: ['QUEUED', 'PROCESSING', 'UPLOADING', 'SUCCESS'],
  msPerState: 300,
  limit: 100,
};
const endStates = ['SUCCESS', 'FAILED', 'CANCELLED'];
const keptMs = 2 * 24 * 3_600_000;
const mostIds = 200;

interface Job {
  /** A number beyond those that JavaScript holds exactly. */
  id: string;
  account: Account;
  request: StatisticsRequest;
  settings: JobSettings;
  file: string;
  createdAt: number;
  cancelledAt: number | undefined;
}

export interface StatisticsJobs {
  /** @param now milliseconds since 1970, as below */
  create(account: Account, request: StatisticsRequest, origin: string, now: number): Answer;
  list(accountId: string, query: Record<string, string>, origin: string, now: number): Answer;
  cancel(accountId: string, jobId: string, origin: string, now: number): Answer;
  /** The file of a job that succeeded and has not expired. */
  file(name: string, now: number): Answer;
}

export function createStatisticsJobs(configuration: Configuration): StatisticsJobs {
  const jobs: Job[] = [];
  const of = (accountId: string): Job[] => jobs.filter(({ account }) => account.id === accountId);
  const headers = (account: Pick<Account, 'id' | 'statistics'>, now: number) => {
    const { limit } = { ...defaults, ...account.statistics?.jobs };
    const running = of(account.id).filter((job) => !hasEnded(job, now)).length;
    return {
      'x-concurrent-job-limit': String(limit),
      'x-concurrent-job-limit-remaining': String(Math.max(0, limit - running)),
    };
  };
  const detailsOf = (id: string): Account =>
    configuration.accounts?.find((known) => known.id === id) ?? { id };
  return {
    create(account, request, origin, now) {
      const settings = { ...defaults, ...account.statistics?.jobs };
      const before = headers(account, now);
      if (before['x-concurrent-job-limit-remaining'] === '0')
        return { ...errorAnswer('tooManyJobs', { value: String(settings.limit) }), headers: before };
      const job: Job = {
        id: String(1_400_000_000_000_000_000n + BigInt(`0x${randomBytes(7).toString('hex')}`)),
        account,
        request,
        settings,
        file: `${randomUUID()}.json.gz`,
        createdAt: now,
        cancelledAt: undefined,
      };
      jobs.push(job);
      return answer({ data: jobObject(job, origin, now) }, headers(account, now));
    },
    list(accountId, query, origin, now) {
      const wanted = query.job_ids?.split(',');
      const refused = (parameter: string, expected: string) =>
        refusalAnswer([refuse('wrongType', { parameter, expected, value: query[parameter] ?? '' })], query);
      if (wanted !== undefined && wanted.length > mostIds)
        return refused('job_ids', `at most ${mostIds} ids`);
      const found = of(accountId).filter(({ id }) => wanted === undefined || wanted.includes(id));
      const { data, next, fault } = page(found, query);
      if (fault !== undefined) return refused(fault.parameter, fault.expected);
      return answer(
        {
          request: { params: { account_id: accountId, ...query } },
          // X's sample of a list with its only job has a cursor too.
          next_cursor: next ?? String(found.length),
          data: data.map((job) => jobObject(job, origin, now)),
        },
        headers(detailsOf(accountId), now),
      );
    },
    cancel(accountId, jobId, origin, now) {
      const job = of(accountId).find(({ id }) => id === jobId);
      if (job === undefined) return errorAnswer('jobNotFound', { value: jobId });
      if (hasEnded(job, now)) return errorAnswer('jobHasEnded');
      job.cancelledAt = now;
      return answer({ data: jobObject(job, origin, now) }, headers(detailsOf(accountId), now));
    },
    file(name, now) {
      const job = jobs.find(({ file }) => file === name);
      if (job === undefined || stateOf(job, now) !== 'SUCCESS' || now >= expiresAt(job))
        return errorAnswer('routeNotFound');
      return {
        status: 200,
        headers: { 'content-type': 'application/gzip' },
        body: gzipSync(JSON.stringify(statisticsOf(configuration, job.account, job.request))),
      };
    },
  };
}

function stateOf({ createdAt, cancelledAt, settings: { states, msPerState } }: Job, now: number): string {
  if (cancelledAt !== undefined) return 'CANCELLED';
  const passed = msPerState === 0 ? states.length : Math.floor((now - createdAt) / msPerState);
  return states[Math.min(passed, states.length - 1)] ?? 'SUCCESS';
}

const hasEnded = (job: Job, now: number): boolean => endStates.includes(stateOf(job, now));
const expiresAt = ({ createdAt }: Job): number => createdAt + keptMs;
const second = (at: number): string => isoTime(Math.floor(at / 1000) * 1000);

function jobObject(job: Job, origin: string, now: number): Record<string, unknown> {
  const status = stateOf(job, now);
  const isDone = status === 'SUCCESS';
  return {
    id: job.id,
    id_str: job.id,
    status,
    url: isDone ? `${origin}${filesPath}${job.file}` : null,
    expires_at: isDone ? second(expiresAt(job)) : null,
    created_at: second(job.createdAt),
    updated_at: second(now),
    ...echoOf(job.account, job.request),
    segmentation_type: job.request.segmented ? 'CONVERSION_TAGS' : null,
    country: null,
    platform: null,
  };
}

/** `id` goes out as a number, which JSON of JavaScript cannot write; within a text the quotation marks would be escaped. */
const answer = (body: Record<string, unknown>, headers: Record<string, string>): Answer => ({
  status: 200,
  headers,
  body: JSON.stringify(body).replace(/"id":"(\d{16,20})"/g, '"id":$1'),
});
