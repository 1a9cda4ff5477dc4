/** What a signed request below an account, or about accounts, is answered with (X, Accounts; Web Event Tags; Analytics). */
import { type Answer, refusalAnswer, refuse } from './answers.ts';
import { type Account, accountIds, type Configuration, type UserToken } from './configuration.ts';
import { page } from './page.ts';
import type { Route, StatisticsRoute } from './routes.ts';
import { activeEntities, statisticsOf } from './statistics.ts';
import type { StatisticsJobs } from './statistics-jobs.ts';
import { readStatisticsRequest } from './statistics-request.ts';
import { changeWebEventTag, createWebEventTag, deleteWebEventTag } from './web-event-tag-changes.ts';
import { findWebEventTag, listWebEventTags } from './web-event-tags.ts';

type AccountRoute = Exclude<Route, { name: 'refused' | 'conversions' | 'file' }>;

/** What an answer depends on beside the parameters. */
export interface Asked {
  user: UserToken | undefined;
  /** Where files of this server are fetched. */
  filesOrigin: string;
  /** Milliseconds since 1970. */
  now: number;
}

export interface AccountResources {
  /** @param query decoded */
  answer(route: AccountRoute, query: Record<string, string>, asked: Asked): Answer;
}

export function createAccountResources(configuration: Configuration, jobs: StatisticsJobs): AccountResources {
  const detailsOf = (id: string): Account =>
    configuration.accounts?.find((known) => known.id === id) ?? { id };
  function aboutStatistics(route: StatisticsRoute, query: Record<string, string>, asked: Asked): Answer {
    const { filesOrigin, now } = asked;
    if (route.name === 'statisticsJob') return jobs.cancel(route.accountId, route.jobId, filesOrigin, now);
    if (route.name === 'statisticsJobs' && route.method === 'GET')
      return jobs.list(route.accountId, query, filesOrigin, now);
    const account = detailsOf(route.accountId);
    const request = readStatisticsRequest(
      route.name === 'statisticsJobs' ? 'job' : route.name,
      query,
      timezoneOf(account),
      now,
    );
    if (Array.isArray(request)) return refusalAnswer(request, { account_id: account.id, ...query });
    if (route.name === 'activeEntities') return activeEntities(configuration, account, query, request);
    return route.name === 'statistics'
      ? { status: 200, body: statisticsOf(configuration, account, request) }
      : jobs.create(account, request, filesOrigin, now);
  }
  return {
    answer(route, query, asked) {
      const { user } = asked;
      switch (route.name) {
        case 'accounts':
          return listAccounts(
            (user?.accountIds ?? accountIds(configuration)).map((id) => accountObject(detailsOf(id))),
            query,
          );
        case 'account':
          return one(route.accountId, accountObject(detailsOf(route.accountId)));
        case 'access':
          return one(route.accountId, {
            user_id: user?.userId ?? '1',
            permissions: [user?.role ?? 'AD_MANAGER'],
          });
        case 'fundingInstruments':
          return listOf(
            (detailsOf(route.accountId).currencies ?? ['EUR']).map((currency, index) => ({
              id: `f${index + 1}`,
              currency,
              type: 'CREDIT_CARD',
              deleted: false,
            })),
            { account_id: route.accountId, ...query },
          );
        case 'activeEntities':
        case 'statistics':
        case 'statisticsJobs':
        case 'statisticsJob':
          return aboutStatistics(route, query, asked);
        case 'webEventTags':
          return route.method === 'GET'
            ? listWebEventTags(configuration, route.accountId, query)
            : createWebEventTag(configuration, detailsOf(route.accountId), query);
        case 'webEventTag':
          if (route.method === 'GET') return findWebEventTag(configuration, route.accountId, route.id, query);
          return route.method === 'PUT'
            ? changeWebEventTag(configuration, route.accountId, route.id, query)
            : deleteWebEventTag(configuration, route.accountId, route.id);
      }
    },
  };
}

const one = (accountId: string, data: Record<string, unknown>): Answer => ({
  status: 200,
  body: { request: { params: { account_id: accountId } }, data },
});

const timezoneOf = ({ timezone = 'Europe/Berlin' }: Account): string => timezone;

/** X, Accounts, fields; there is neither a pixel nor a currency among them. */
const accountObject = (account: Account) => ({
  id: account.id,
  name: account.name ?? `Account ${account.id}`,
  business_name: null,
  business_id: null,
  timezone: timezoneOf(account),
  timezone_switch_at: '2020-01-01T00:00:00Z',
  created_at: '2020-01-01T00:00:00Z',
  updated_at: '2020-01-01T00:00:00Z',
  approval_status: 'ACCEPTED',
  deleted: false,
});

function listAccounts(accounts: ReturnType<typeof accountObject>[], query: Record<string, string>): Answer {
  const wanted = query.account_ids?.split(',');
  const found = accounts
    .filter(({ id }) => wanted === undefined || wanted.includes(id))
    .filter(({ name }) => name.startsWith(query.q ?? ''));
  return listOf(found, query);
}

function listOf(all: readonly unknown[], query: Record<string, string>): Answer {
  const { data, next, fault } = page(all, query);
  if (fault !== undefined) return refusalAnswer([refuse('wrongType', fault)], query);
  return { status: 200, body: { request: { params: query }, next_cursor: next, data } };
}
