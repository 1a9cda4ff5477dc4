/**
 * Who sends this request, and may they? Either OAuth 1.0a user context or `X-Pixel-Token` (X, Web conversions and the guide
 * to X's server-side template). Every refusal has X's answer, which says little, and a reason for whoever reads the
 * diagnostics, which says exactly what was wrong. Reasons never hold a secret.
 */

import { type Answer, errorAnswer, refusalAnswer, refuse } from './answers.ts';
import { accountIds, type Configuration, rolesThatMayWrite, type UserToken } from './configuration.ts';
import {
  expectedSignature,
  type NonceBook,
  parseAuthorization,
  parseQuery,
  type SignedRequest,
  sameSignature,
} from './oauth.ts';

export interface AuthenticationRequest {
  method: string;
  /** Scheme and host the client believes it calls, for example `https://ads-api.x.com`. */
  origin: string;
  /** As it stands in the request line, without the query. */
  path: string;
  /** Without the question mark. */
  query: string;
  authorization: readonly string[];
  pixelToken: readonly string[];
}

export interface AuthenticationWorld {
  configuration: Configuration;
  nonces: NonceBook;
  /** Seconds since 1970. */
  now: number;
  clockToleranceSeconds: number;
}

/** What is being used, so that the right to use it can be checked. */
export interface Resource {
  /** Undefined when none is named, or the pixel is not known. */
  accountId: string | undefined;
  /** Undefined for anything but conversions: a pixel token opens nothing else. */
  pixelId: string | undefined;
  /** What only reads is open to read-only apps and to every role. */
  isWrite: boolean;
  /** Statistics need a higher tier of the app. */
  isStatistics?: boolean;
}

export type Authentication = { by?: 'oauth1' | 'pixelToken'; baseString?: string } & (
  | { ok: true; user?: UserToken }
  | { ok: false; answer: Answer; reason: string }
);

function unauthorized(reason: string): { ok: false; answer: Answer; reason: string } {
  return { ok: false, answer: errorAnswer('notAuthenticated'), reason };
}

/** Checks the credentials of a request and the rights they give on `resource`. A pixel token opens its pixel only. */
export function authenticate(
  request: AuthenticationRequest,
  resource: Resource,
  world: AuthenticationWorld,
): Authentication {
  const [authorization, secondAuthorization] = request.authorization;
  const [pixelToken, secondPixelToken] = request.pixelToken;
  if (secondAuthorization !== undefined || secondPixelToken !== undefined)
    return unauthorized('a header with credentials stands twice');
  if (authorization !== undefined && pixelToken !== undefined)
    return unauthorized('both an Authorization header and X-Pixel-Token: exactly one is expected');
  if (pixelToken !== undefined)
    return { by: 'pixelToken', ...checkPixelToken(pixelToken, resource, world.configuration) };
  if (authorization === undefined) return unauthorized('neither an Authorization header nor X-Pixel-Token');
  if (/^Bearer\b/i.test(authorization))
    return unauthorized('a Bearer token: X takes OAuth 1.0a or the header X-Pixel-Token');
  return { by: 'oauth1', ...checkOAuth(authorization, request, resource, world) };
}

function checkPixelToken(token: string, resource: Resource, configuration: Configuration): Authentication {
  if (resource.pixelId === undefined)
    return unauthorized('X-Pixel-Token opens conversions only, not this resource');
  const known = configuration.pixelTokens.filter((known) => known.token === token);
  if (known.length === 0) return unauthorized('X-Pixel-Token is not a known token');
  return known.some(({ pixelId }) => pixelId === resource.pixelId)
    ? { ok: true }
    : unauthorized('X-Pixel-Token belongs to another pixel');
}

function checkOAuth(
  header: string,
  request: AuthenticationRequest,
  resource: Resource,
  { configuration, nonces, now, clockToleranceSeconds }: AuthenticationWorld,
): Authentication {
  const parsed = parseAuthorization(header);
  if (!parsed.ok) return unauthorized(parsed.reason);
  const query = parseQuery(request.query);
  if (!query.ok) return unauthorized(query.reason);
  const oauth = parsed.value;

  const app = configuration.apps.find(({ consumerKey }) => consumerKey === oauth.oauth_consumer_key);
  if (app === undefined) return unauthorized('oauth_consumer_key is not a known app');
  const user = configuration.tokens.find(({ token }) => token === oauth.oauth_token);
  if (user === undefined) return unauthorized('oauth_token is not a known token');
  if (user.consumerKey !== undefined && user.consumerKey !== app.consumerKey)
    return unauthorized('oauth_token was issued to another app');

  const signed: SignedRequest = {
    method: request.method,
    url: request.origin + request.path,
    parameters: query.value,
  };
  const secrets = { consumerSecret: app.consumerSecret, tokenSecret: user.secret };
  const { baseString, signature } = expectedSignature(signed, oauth, secrets);
  const skew = Number(oauth.oauth_timestamp) - now;
  if (Math.abs(skew) > clockToleranceSeconds) {
    const direction = skew < 0 ? 'behind' : 'ahead of';
    const reason = `oauth_timestamp is ${Math.abs(skew)} s ${direction} the server's clock, ${clockToleranceSeconds} s are tolerated`;
    return { ...unauthorized(reason), baseString };
  }
  if (!sameSignature(signature, oauth.oauth_signature))
    return {
      ...unauthorized('oauth_signature is wrong: compare the base string, else a secret differs'),
      baseString,
    };
  if (!nonces.use(oauth, now - clockToleranceSeconds))
    return { ...unauthorized('oauth_nonce was used before with this token and timestamp'), baseString };

  const forbidden = (answer: Answer, reason: string): Authentication => ({
    ok: false,
    answer,
    reason,
    baseString,
  });
  if (app.apiAccess === false || (resource.isStatistics === true && app.statistics === false))
    return forbidden(
      errorAnswer('noAdsApiAccess', { value: app.consumerKey }),
      'the app has no access to the Ads API',
    );
  const { accountId, isWrite } = resource;
  if (isWrite && app.readonly === true) return forbidden(errorAnswer('readonlyApp'), 'the app is read-only');
  if (user.suspended === true) return forbidden(errorAnswer('userSuspended'), 'the user is suspended');
  if (accountId === undefined) return { ok: true, user, baseString };
  const params = { account_id: accountId };
  const accounts = user.accountIds ?? accountIds(configuration);
  if (!accounts.includes(accountId)) {
    const refusal = refuse('noAccountAccess', { user: user.userId ?? 'unknown', account: accountId });
    return forbidden(refusalAnswer([refusal], params), 'the user has no access to the account');
  }
  if (isWrite && user.role !== undefined && !rolesThatMayWrite.includes(user.role)) {
    const reason = `the user's role is ${user.role}, one of ${rolesThatMayWrite.join(', ')} is needed`;
    return forbidden(refusalAnswer([refuse('wrongRole', { value: accountId })], params), reason);
  }
  return { ok: true, user, baseString };
}
