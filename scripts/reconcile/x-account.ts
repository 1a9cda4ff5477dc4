/**
 * `--x account`: the conversions that X attributed, asked from the ads account (X, Analytics): which campaigns were active, then
 * for each twenty of them and each placement one job with segments by event and one without, hour by hour in UTC. So no time
 * zone and no change of daylight saving time matters.
 */
import type { Io } from 'sgtm-toolkit/shell';
import { accountFor, explained, type Need, RefusedError } from '../lib/access.ts';
import { type Asker, type AskWorld, createAsker } from '../lib/ask.ts';
import { findOAuth } from '../lib/credentials.ts';
import { failureOf, listWebEvents } from '../lib/web-events.ts';
import { isObject, readAnswer } from '../lib/x-answer.ts';
import { checkEndpoint, createClient } from '../lib/x-client.ts';
import type { XSaved } from './x-figures.ts';
import { type Job, runJobs } from './x-jobs.ts';
import { PLACEMENTS } from './x-statistics.ts';

export interface XWorld extends AskWorld {
  environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds until a request is given up. */
  timeoutMs: number;
}

export interface XQuestion {
  /** Ads account; `''` for the only one of the user. */
  account: string;
  /** Scheme and host. */
  endpoint: string;
  /** Path of a file; else they come from the environment. */
  credentials: string | undefined;
  /** Moments in milliseconds since 1970, the end exclusive; they are widened to whole hours. */
  period: { start: number; end: number };
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** X, Analytics: longest time of a job with segments, and most entities in one. */
const LONGEST_JOB_MS = 45 * DAY_MS;
const MOST_ENTITIES = 20;

const STATISTICS: Need = {
  subject: 'Statistics need',
  tiers: 'Standard or Analytics, which Conversion Only does not include',
  permission: 'Read or more',
  role: 'a user who may see campaigns of the ads account, such as CAMPAIGN_ANALYST or AD_MANAGER',
  again: 'Run the command again in a minute.',
};

/** The last 28 days that ended two days ago: X's figures of the days after that still change. */
export function usualPeriod(now: number): XQuestion['period'] {
  const end = Math.floor(now / DAY_MS) * DAY_MS - DAY_MS;
  return { start: end - 28 * DAY_MS, end };
}

/** @throws UsageError for the account, RefusedError for what X says */
export async function askAccount(
  question: XQuestion,
  asker: Asker,
  io: Pick<Io, 'progress'>,
  world: XWorld,
): Promise<XSaved> {
  const account = await accountFor(question.account, asker, 'Give --account.', STATISTICS);
  const explain = (reply: Parameters<typeof failureOf>[0]): Promise<string> =>
    explained(failureOf(reply), account, asker, STATISTICS);
  io.progress('Asking X for the events of the account …');
  const events = await listWebEvents(asker.ask, account);
  if (!Array.isArray(events)) throw new RefusedError(await explained(events, account, asker, STATISTICS));
  const currency = await currencyOf(account, asker);
  const jobs: Job[] = [];
  const period = wholeHours(question.period);
  for (const part of partsOf(period)) {
    const campaigns = await activeCampaigns(account, part, asker, explain);
    for (let first = 0; first < campaigns.length; first += MOST_ENTITIES)
      jobs.push(...jobsFor(campaigns.slice(first, first + MOST_ENTITIES), part));
  }
  const statistics = await runJobs(
    jobs,
    {
      account,
      endpoint: question.endpoint,
      asker,
      explain,
      progress: (done, all) => io.progress(`X's statistics: ${done} of ${all} jobs …`),
    },
    world,
  );
  io.progress('');
  return {
    account,
    currency,
    start: new Date(period.start).toISOString(),
    end: new Date(period.end).toISOString(),
    events: events.map(({ id, name, type, pixel, deleted }) => ({ id, name, type, pixel, deleted })),
    statistics,
  };
}

/** @throws UsageError when there are no credentials */
export function accountAsker(
  { endpoint, credentials }: Pick<XQuestion, 'endpoint' | 'credentials'>,
  io: Pick<Io, 'progress'>,
  world: XWorld,
): Asker {
  const way = findOAuth(world.environment, credentials, 'Statistics need');
  return createAsker(createClient(checkEndpoint(endpoint), world), way, world, io.progress);
}

/** The currency of the account's funding instruments (X, Funding instruments); `''` when it cannot be told. */
async function currencyOf(account: string, { ask }: Asker): Promise<string> {
  const path = `accounts/${encodeURIComponent(account)}/funding_instruments`;
  const reply = await ask({ method: 'GET', path, parameters: [{ name: 'count', value: '1000' }] });
  const data = reply.kind === 'answered' ? readAnswer(reply.body).body?.data : undefined;
  const currencies = new Set(
    (Array.isArray(data) ? data : []).flatMap((entry: unknown) =>
      isObject(entry) && typeof entry.currency === 'string' && /^[A-Z]{3}$/.test(entry.currency)
        ? [entry.currency]
        : [],
    ),
  );
  const [only = ''] = currencies;
  return currencies.size === 1 ? only : '';
}

const wholeHours = ({ start, end }: XQuestion['period']): XQuestion['period'] => ({
  start: Math.floor(start / HOUR_MS) * HOUR_MS,
  end: Math.ceil(end / HOUR_MS) * HOUR_MS,
});

/** Parts that one job may cover. */
function partsOf({ start, end }: XQuestion['period']): XQuestion['period'][] {
  const parts = [];
  for (let from = start; from < end; from += LONGEST_JOB_MS)
    parts.push({ start: from, end: Math.min(from + LONGEST_JOB_MS, end) });
  return parts;
}

/** X wants no milliseconds. */
const timeOf = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');

async function activeCampaigns(
  account: string,
  { start, end }: XQuestion['period'],
  { ask }: Asker,
  explain: (reply: Parameters<typeof failureOf>[0]) => Promise<string>,
): Promise<string[]> {
  const reply = await ask({
    method: 'GET',
    path: `stats/accounts/${encodeURIComponent(account)}/active_entities`,
    parameters: [
      { name: 'entity', value: 'CAMPAIGN' },
      { name: 'start_time', value: timeOf(start) },
      { name: 'end_time', value: timeOf(end) },
    ],
  });
  const data = reply.kind === 'answered' ? readAnswer(reply.body).body?.data : undefined;
  if (reply.kind !== 'answered' || reply.status !== 200 || !Array.isArray(data))
    throw new RefusedError(await explain(reply));
  const ids = data.flatMap((entry: unknown) =>
    isObject(entry) && typeof entry.entity_id === 'string' && /^[0-9a-z]{1,20}$/i.test(entry.entity_id)
      ? [entry.entity_id]
      : [],
  );
  return [...new Set(ids)];
}

const jobsFor = (campaigns: readonly string[], { start, end }: XQuestion['period']): Job[] =>
  PLACEMENTS.flatMap((placement) => {
    const parameters = {
      entity: 'CAMPAIGN',
      entity_ids: campaigns.join(','),
      start_time: timeOf(start),
      end_time: timeOf(end),
      granularity: 'HOUR',
      placement,
      metric_groups: 'WEB_CONVERSION',
    };
    return [{ parameters: { ...parameters, segmentation_type: 'CONVERSION_TAGS' } }, { parameters }];
  });
