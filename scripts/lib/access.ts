/** Which account, and why X refuses what it was asked (X, Accounts; Ads API access). */
import { UsageError } from 'sgtm-toolkit/shell';
import type { Asker } from './ask.ts';
import { type Failure, failureOf } from './web-events.ts';
import { clean, isObject, readAnswer } from './x-answer.ts';

/** X did not do what it was asked; the message says what it said and what to do. */
export class RefusedError extends Error {}

/** Most accounts or pixels that are named in a sentence. */
export const MOST_NAMED = 20;

/**
 * The account to ask: the given one, or the only one of the user.
 * @param give how a call says which one, a sentence
 */
export async function accountFor(
  given: string,
  { ask }: Pick<Asker, 'ask'>,
  give: string,
  need: Need = WEB_EVENTS,
): Promise<string> {
  if (given !== '') return given;
  const reply = await ask({
    method: 'GET',
    path: 'accounts',
    parameters: [{ name: 'count', value: '1000' }],
  });
  const answer = reply.kind === 'answered' ? readAnswer(reply.body) : undefined;
  if (reply.kind !== 'answered' || reply.status !== 200 || !Array.isArray(answer?.body?.data))
    throw new RefusedError(await explained(failureOf(reply), '', { ask }, need));
  const accounts = answer.body.data.flatMap((value: unknown) =>
    isObject(value) && typeof value.id === 'string' && value.deleted !== true
      ? [{ id: value.id, name: clean(typeof value.name === 'string' ? value.name : '') }]
      : [],
  );
  const [only, ...more] = accounts;
  if (only !== undefined && more.length === 0) return only.id;
  const named = accounts
    .slice(0, MOST_NAMED)
    .map(({ id, name }) => `${clean(id)} "${name}"`)
    .join(', ');
  throw new UsageError(
    only === undefined
      ? 'The user behind the access token has no ads account. Give --account with the account of the pixel, and have the user added there.'
      : `The user behind the access token has ${accounts.length} ads accounts: ${named}. ${give}`,
  );
}

/** What X opens something for, in words that follow it. */
export interface Need {
  /** What is asked for, with its verb. */
  subject: string;
  tiers: string;
  permission: string;
  role: string;
  /** What to do when X could not answer now, a sentence. */
  again: string;
}

/** X names neither tier nor role for web events; these are those that its conversions need. */
const WEB_EVENTS: Need = {
  subject: 'Web events need',
  tiers: 'Conversion Only or Standard',
  permission: 'Read and write',
  role: 'a user who is ACCOUNT_ADMIN or AD_MANAGER of the ads account',
  again: 'Run the command again in a minute: it looks at what X has before it makes anything.',
};

const OF_THE_USER = ' It is the user behind the access token: log in to X as that user and see what X says.';
/** What a 403 is about, by X's code. */
const CAUSES: ReadonlyMap<string, string> = new Map([
  ['UNAUTHORIZED_CLIENT_APPLICATION', ' It is the access of the app that is missing.'],
  ['READONLY_CLIENT_APPLICATION', ' It is the permission of the app that is missing.'],
  ['ACTION_NOT_ALLOWED', ' It is most likely the role of the user.'],
  ['ACCOUNT_NOT_FOUND', ' It is most likely the account ID, or that the user has no access to that account.'],
  ['USER_NOT_FOUND', OF_THE_USER],
  ['CURRENT_USER_SUSPENDED', OF_THE_USER],
  ['ACCOUNT_LOCKED_OUT', OF_THE_USER],
]);

/** X's refusal and what to do about it, in two sentences or more. */
export async function explained(
  failure: Failure,
  account: string,
  { ask }: Pick<Asker, 'ask'>,
  { subject, tiers, permission, role, again }: Need = WEB_EVENTS,
): Promise<string> {
  const { seen, status, errors } = failure;
  const said = `${seen.replace(/\.$/, '')}.`;
  const codes = errors.map(({ code }) => code);
  if (status === 401)
    return `${said} Check the four credentials and this machine's clock with npm run doctor; after an approval make a new access token.`;
  if (status === 404)
    return `${said} Check the account ID (in the address of ads.x.com, like 18ce54d4x5t) and that the user behind the access token has access to it.`;
  if (status === 403) {
    const cause = codes.flatMap((code) => CAUSES.get(code) ?? []).at(0) ?? '';
    const tier = `an app with Ads API access, tier ${tiers} (apply in the X developer console; afterwards make a new access token)`;
    const app = `an app with the permission ${permission}, its access token made after that was set`;
    return `${said} ${subject} ${tier}; ${app}; and ${role}.${cause}${await roleSeen(account, ask)}`;
  }
  if (status === undefined || status < 400 || status === 423 || status === 429 || status >= 500)
    return `${said} ${again}`;
  return `${said} Correct what X names, then run the command again.`;
}

/** What the user may do in the account, when X tells. */
async function roleSeen(account: string, ask: Asker['ask']): Promise<string> {
  if (account === '') return '';
  const path = `accounts/${encodeURIComponent(account)}/authenticated_user_access`;
  const reply = await ask({ method: 'GET', path });
  const data = reply.kind === 'answered' ? readAnswer(reply.body).body?.data : undefined;
  const permissions = isObject(data) && Array.isArray(data.permissions) ? data.permissions : [];
  const words = permissions.filter((word): word is string => typeof word === 'string').map(clean);
  return words.length === 0 ? '' : ` This user is ${words.slice(0, 10).join(', ')}.`;
}
