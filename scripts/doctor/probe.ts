/**
 * One request that tells who is refused and why, and that X must never record.
 *
 * Why nothing is recorded: every conversion of the probe has two faults X documents as refusals of the request, no identifier at all
 * ("At least one user identifier must be provided") and a conversion_time that is no time; the first one also has an event id
 * with characters no id of X has. X refuses a request as a whole when one of its conversions is bad (X, Web conversions,
 * response). So recording one of them would take X giving up three checks at once, and even then there is nobody it could be
 * attributed to. No real person, order or value is in it.
 *
 * What it tells: X looks at credentials before the body, so 401 and 403 mean that the body was never read; 400, or 404 about
 * event ids, mean that the credentials were accepted. X lists all errors and repeats an unknown event id in brackets:
 * when the impossible id is among them, a configured id that is not is one X knows.
 */
import type { Authorization } from '../lib/credentials.ts';
import { readAnswer, wordsOf, type XError } from '../lib/x-answer.ts';
import { type Client, clockSkew, type Reply } from '../lib/x-client.ts';
import type { Check } from './report.ts';

/** Ids of X are base 36: no underscore, never this long. */
export const IMPOSSIBLE_EVENT = 'doctor_probe_no_such_event';

const NO_TIME = 'doctor probe, not a time';

export interface Probe {
  /** About the credentials. */
  access: Check;
  /** About pixel and events; empty when X did not read the body. */
  ids: Check[];
}

/** @param events configured event ids, as the tag has them */
export async function probe(
  client: Client,
  way: Authorization,
  pixel: string,
  events: readonly string[],
  now: () => number,
): Promise<Probe> {
  const conversions = [IMPOSSIBLE_EVENT, ...events].map((id) => ({
    event_id: id,
    conversion_time: NO_TIME,
    identifiers: [],
  }));
  const reply = await client.send(
    { method: 'POST', path: `measurement/conversions/${pixel}`, body: JSON.stringify({ conversions }) },
    way,
  );
  const name = way.method === 'oauth1' ? 'OAuth signature' : 'Pixel access token';
  if (reply.kind !== 'answered') {
    const access: Check = { name, status: 'failed', seen: reply.reason, todo: 'Try again in a minute.' };
    return { access, ids: [] };
  }
  const { status } = reply;
  const { errors, body, processed } = readAnswer(reply.body);
  const todo = accessFault(reply, errors, body, way, now());
  if (todo !== undefined) {
    const seen = `X answered ${status}: ${wordsOf(readAnswer(reply.body), reply.body)}`;
    return { access: { name, status: 'failed', seen, todo }, ids: [] };
  }
  if (status < 300) {
    const claim = processed === undefined ? '' : ` (conversions_processed ${processed})`;
    const access: Check = {
      name,
      status: 'failed',
      seen: `X answered ${status} to a conversion without person and time${claim}`,
      todo: 'Is this X? Check --endpoint. If it is, X no longer refuses what it documents as refused: report it to the authors of this tool.',
    };
    return { access, ids: [] };
  }
  const access: Check = {
    name,
    status: 'ok',
    seen: `accepted: X read the probe and refused it, as it must (${status})`,
  };
  return { access, ids: judgeIds(status, errors, pixel, events) };
}

/** Why the credentials, or somebody between here and X, kept the body from being read; undefined when nothing did. */
function accessFault(
  reply: Extract<Reply, { kind: 'answered' }>,
  errors: readonly XError[],
  body: unknown,
  way: Authorization,
  now: number,
): string | undefined {
  const { status } = reply;
  if (/^\s*</.test(reply.body ?? ''))
    return 'A web page does not come from the Ads API: look for a proxy, firewall or login page between here and X.';
  const stranger = body === undefined ? ' The answer is not JSON: it may come from a proxy, not from X.' : '';
  if (status === 401) return adviceFor401(way, clockSkew(reply.headers, now)) + stranger;
  if (status === 403) return adviceFor403(errors) + stranger;
  if (status === 404 && errors.some(({ message }) => /does not have access to account/.test(message)))
    return "The user behind the access token has no access to the pixel's ads account: add the user there as ad manager (ads.x.com, account access), or make the token with another user.";
  if (errors.some(({ code }) => code === 'FEATURE_NOT_AVAILABLE'))
    return 'The ads account may not use this: ask the support of X Ads to enable conversions for it.';
  if (body === undefined)
    return status >= 300 && status < 400
      ? 'A redirect is not an answer of the Ads API: check --endpoint and proxies.'
      : "This is not the Ads API's JSON: look for a proxy, firewall or login page between here and X.";
  if (status === 429) return 'The rate limit is used up: wait 15 minutes, then look who sends so much.';
  if (status >= 500) return "The fault is on X's side: try again later.";
  if (errors.some(({ code }) => code === 'ROUTE_NOT_FOUND' || code === 'INVALID') && status === 404)
    return 'The address is not known: check --endpoint.';
  if (status !== 400 && status !== 404 && status >= 300) return 'Not an answer X documents for this request.';
  return undefined;
}

function adviceFor401(way: Authorization, skew: number | undefined): string {
  if (skew !== undefined && Math.abs(skew) > 300)
    return `This machine's clock is ${Math.abs(skew)} s ${skew > 0 ? 'ahead of' : 'behind'} X's, and the signature carries the time: switch on time synchronisation (NTP), then try again.`;
  return way.method === 'pixelToken'
    ? 'The token is not one of this pixel, or was replaced: generate a new one in X Events Manager (Install Pixel, Conversion API) for this very pixel. It goes into the field Pixel access token, not Access token.'
    : 'One of the four values is wrong, or the access token was revoked or belongs to another app: copy all four again from the keys and tokens page of one app in the X developer portal. After new keys, and after an approval for the Ads API, generate a new access token, too.';
}

function adviceFor403(errors: readonly XError[]): string {
  const has = (code: string): boolean => errors.some((error) => error.code === code);
  if (has('UNAUTHORIZED_CLIENT_APPLICATION'))
    return "The credentials are right, but the app, or a token made before its approval, has no access to the Ads API. Not approved yet: ask for it in the X developer console (Project Access, Ads Project) or by X's form; the tier Conversion Only is enough to send, Standard also lists accounts. Approved: generate a new access token. A pixel access token needs no approval.";
  if (has('READONLY_CLIENT_APPLICATION'))
    return 'The app may only read: set its permissions to read and write in the developer portal, then generate a new access token.';
  if (has('CURRENT_USER_SUSPENDED') || has('ACCOUNT_LOCKED_OUT') || has('USER_NOT_FOUND'))
    return 'The user behind the access token is suspended, locked out or gone: sign in to x.com as this user, or make the token with another one.';
  if (has('ACCOUNT_NOT_FOUND'))
    return 'The ads account of the pixel is gone or closed: check it on ads.x.com.';
  return 'The credentials are right, but not allowed to do this: the user behind the access token needs the role of ad manager or account administrator on the ads account. After a new role or an approval for the Ads API (tier Conversion Only or Standard) generate a new access token.';
}

function judgeIds(
  status: number,
  errors: readonly XError[],
  pixel: string,
  events: readonly string[],
): Check[] {
  const words = (id: string): string[] =>
    errors.flatMap(({ message, parameter }) =>
      parameter === 'event_id' && message.includes(`(${id})`) ? [message] : [],
    );
  const isPixelUnknown =
    errors.some(({ parameter }) => parameter === 'pixel_id') ||
    (status === 404 && errors.every(({ parameter }) => parameter !== 'event_id'));
  const name = `Pixel ${pixel}`;
  if (isPixelUnknown)
    return [
      {
        name,
        status: 'failed',
        seen: 'X does not know it',
        todo: 'Copy the Pixel ID from X Events Manager, for example o8z6j; it is neither an X event ID nor the number of the account.',
      },
    ];
  const tellsEvents = words(IMPOSSIBLE_EVENT).length > 0;
  return [
    { name, status: 'ok', seen: 'X knows it' },
    ...events.map((id): Check => {
      const said = words(id);
      if (said.length > 0) return { name: `Event ${id}`, status: 'failed', ...eventFault(id, pixel, said) };
      return tellsEvents
        ? { name: `Event ${id}`, status: 'ok', seen: 'X has nothing against it' }
        : {
            name: `Event ${id}`,
            status: 'unknown',
            seen: 'X did not say anything about X event IDs this time',
            todo: 'Give --account to compare with the events configured there.',
          };
    }),
  ];
}

function eventFault(id: string, pixel: string, said: readonly string[]): { seen: string; todo: string } {
  const seen = said.join('; ');
  const prefix = /^tw-([A-Za-z0-9]+)-/.exec(id)?.[1];
  if (id === pixel)
    return {
      seen,
      todo: 'This is the pixel ID: take the X event ID from X Events Manager, for example tw-o8z6j-o87ne.',
    };
  if (prefix !== undefined && prefix !== pixel)
    return {
      seen,
      todo: `The event belongs to pixel ${prefix}: use that pixel, or an event of pixel ${pixel}.`,
    };
  if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(id))
    return {
      seen,
      todo: 'This is the ID of a single hit: take the X event ID of the event from X Events Manager.',
    };
  return {
    seen,
    todo: 'Copy the X event ID from X Events Manager. The event may have been deleted or belong to another account, or this is the name of an event.',
  };
}
