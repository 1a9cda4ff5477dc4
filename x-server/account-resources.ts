/** What a signed request about accounts, their users and their web events is answered with (X, Accounts; Web Event Tags). */
import { type Answer, refusalAnswer, refuse } from './answers.ts';
import { type Account, accountIds, type Configuration, type UserToken } from './configuration.ts';
import { page } from './page.ts';
import type { Route } from './routes.ts';
import { changeWebEventTag, createWebEventTag, deleteWebEventTag } from './web-event-tag-changes.ts';
import { findWebEventTag, listWebEventTags } from './web-event-tags.ts';

type AccountRoute = Exclude<Route, { name: 'refused' | 'conversions' }>;

export interface AccountResources {
  /** @param query decoded */
  answer(route: AccountRoute, query: Record<string, string>, user: UserToken | undefined): Answer;
}

export function createAccountResources(configuration: Configuration): AccountResources {
  const detailsOf = (id: string): Account =>
    configuration.accounts?.find((known) => known.id === id) ?? { id };
  return {
    answer(route, query, user) {
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

/** X, Accounts, fields; there is neither a pixel nor a currency among them. */
const accountObject = ({ id, name, timezone }: Account) => ({
  id,
  name: name ?? `Account ${id}`,
  business_name: null,
  business_id: null,
  timezone: timezone ?? 'Europe/Berlin',
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
  const { data, next, fault } = page(found, query);
  if (fault !== undefined) return refusalAnswer([refuse('wrongType', fault)], query);
  return { status: 200, body: { request: { params: query }, next_cursor: next, data } };
}
