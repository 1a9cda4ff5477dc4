/** The incoming request: cookies, headers, query, body, and the Measurement Protocol events in it. */
import { toSandbox } from '../interpreter/border.ts';
import { List, type Value } from '../interpreter/values.ts';
import { type ApiFactory, api, type Context, expectTypes } from './context.ts';
import { decodeOr, parametersOf } from './encode.ts';
import { optionsOf } from './plain.ts';

export const getCookieValues: ApiFactory = ({ world, permissions }) =>
  api('getCookieValues', (args) => {
    expectTypes('getCookieValues', ['string', 'boolean|undefined'], args);
    const [name, noDecode] = args as [string, boolean?];
    permissions.check('get_cookies', name);
    const cookies = world.cookies ?? {};
    const values = Object.hasOwn(cookies, name) ? [cookies[name]!].flat() : [];
    return new List(values.map((value) => (noDecode ? value : decodeOr(value, value))));
  });

const COOKIE_OPTIONS = new Set([
  'domain',
  'path',
  'expires',
  'max-age',
  'secure',
  'httpOnly',
  'sameSite',
  'fallbackDomain',
]);

export const setCookie: ApiFactory = ({ permissions, traces }) =>
  api('setCookie', (args) => {
    expectTypes('setCookie', ['string', 'string', 'Object|undefined', 'boolean|undefined'], args);
    const [name, value, given, noEncode] = args as [string, string, Value, boolean?];
    const options = optionsOf(given);
    permissions.check('set_cookies', name, options);
    for (const option of Object.keys(options))
      if (!COOKIE_OPTIONS.has(option))
        traces.warnings.push(
          `setCookie: option '${option}' is not documented and is probably ignored; known are ${[...COOKIE_OPTIONS].join(', ')}.`,
        );
    if (traces.requests.length > 0)
      traces.warnings.push(
        `setCookie: the cookie '${name}' is set after an HTTP request was started and is lost once the response has left; set cookies first.`,
      );
    if (traces.response.returned)
      traces.warnings.push(`setCookie: has no effect on '${name}', the response had been returned already.`);
    else traces.cookies.push({ name, value: noEncode ? value : encodeURIComponent(value), options });
    return undefined;
  });

export const getRemoteAddress: ApiFactory = ({ world, permissions }) =>
  api('getRemoteAddress', () => {
    permissions.check('read_request', 'remote_address');
    return world.remoteAddress;
  });

/** The header that carries the world's cookies. */
function cookieHeader({ cookies = {} }: Context['world']): { cookie?: string } {
  const pairs = Object.entries(cookies).flatMap(([name, values]) =>
    [values].flat().map((value) => `${name}=${value}`),
  );
  return pairs.length > 0 ? { cookie: pairs.join('; ') } : {};
}

export const getRequestHeader: ApiFactory = ({ world, permissions }) =>
  api('getRequestHeader', (args) => {
    expectTypes('getRequestHeader', ['string'], args);
    const wanted = (args[0] as string).toLowerCase();
    permissions.check('read_request', 'header', args[0]);
    const values = Object.entries({ ...cookieHeader(world), ...world.headers }).filter(
      ([name]) => name.toLowerCase() === wanted,
    );
    return values.length > 0 ? values.flatMap(([, value]) => value).join(', ') : undefined;
  });

export const getRequestBody: ApiFactory = ({ world, permissions }) =>
  api('getRequestBody', () => {
    permissions.check('read_request', 'body');
    return world.request?.body;
  });

export const getRequestMethod: ApiFactory = ({ world, permissions }) =>
  api('getRequestMethod', () => {
    permissions.check('read_request', 'method');
    return world.request?.method ?? 'GET';
  });

export const getRequestPath: ApiFactory = ({ world, permissions }) =>
  api('getRequestPath', () => {
    permissions.check('read_request', 'path');
    return world.request?.path ?? '/';
  });

const queryOf = ({ world }: Context): string => (world.request?.query ?? '').replace(/^\?/, '');

export const getRequestQueryString: ApiFactory = (context) =>
  api('getRequestQueryString', () => {
    context.permissions.check('read_request', 'query');
    return queryOf(context);
  });

export const getRequestQueryParameter: ApiFactory = (context) =>
  api('getRequestQueryParameter', (args) => {
    expectTypes('getRequestQueryParameter', ['string'], args);
    context.permissions.check('read_request', 'query', args[0]);
    return new URLSearchParams(queryOf(context)).get(args[0] as string) ?? undefined;
  });

export const getRequestQueryParameters: ApiFactory = (context) =>
  api('getRequestQueryParameters', () => {
    context.permissions.check('read_request', 'query');
    return parametersOf(new URLSearchParams(queryOf(context)));
  });

/** The request as lists of Measurement Protocol parameters: one of the query, and one for each line of the body. */
function payloads(context: Context): URLSearchParams[] {
  const query = queryOf(context);
  const body = context.world.request?.body ?? '';
  const lines = body.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) return [new URLSearchParams(query)];
  return lines.map((line) => new URLSearchParams(`${query}${query ? '&' : ''}${line}`));
}

function isProtocol(context: Context, version: '1' | '2'): boolean {
  const path = context.world.request?.path ?? '/';
  const paths = version === '2' ? /(^|\/)g\/collect$/ : /(^|\/)(j\/|r\/)?collect$/;
  return paths.test(path) && payloads(context)[0]?.get('v') === version;
}

const isRequest =
  (name: string, version: '1' | '2'): ApiFactory =>
  (context) =>
    api(name, () => {
      context.permissions.check('read_request');
      return isProtocol(context, version);
    });

/** Parameters of the protocols that have a name of their own in event data; anything else keeps its parameter name. */
const NAMES: Record<'1' | '2', Record<string, string>> = {
  '1': {
    t: 'event_name',
    cid: 'client_id',
    uid: 'user_id',
    dl: 'page_location',
    dr: 'page_referrer',
    dt: 'page_title',
    dh: 'page_hostname',
    dp: 'page_path',
    ul: 'language',
    sr: 'screen_resolution',
    uip: 'ip_override',
    ua: 'user_agent',
    cu: 'currency',
    ti: 'transaction_id',
    tr: 'value',
  },
  '2': {
    en: 'event_name',
    cid: 'client_id',
    uid: 'user_id',
    dl: 'page_location',
    dr: 'page_referrer',
    dt: 'page_title',
    ul: 'language',
    sr: 'screen_resolution',
    sid: 'ga_session_id',
    sct: 'ga_session_number',
    cu: 'currency',
    gcs: 'x-ga-gcs',
    _uip: 'ip_override',
  },
};

const extractEvents =
  (name: string, version: '1' | '2'): ApiFactory =>
  (context) =>
    api(name, () => {
      context.permissions.check('read_request');
      if (!isProtocol(context, version))
        throw new Error(`The request is not a Measurement Protocol version ${version} request.`);
      return toSandbox(
        payloads(context).map((payload) => {
          const event: Record<string, unknown> = {};
          for (const [key, value] of payload) {
            if (key.startsWith('epn.')) event[key.slice(4)] = Number(value);
            else if (key.startsWith('ep.')) event[key.slice(3)] = value;
            else event[NAMES[version][key] ?? `x-${version === '2' ? 'ga-mp2' : 'ga-mp1'}-${key}`] = value;
          }
          return event;
        }),
      );
    });

export const isRequestMpv1 = isRequest('isRequestMpv1', '1');
export const isRequestMpv2 = isRequest('isRequestMpv2', '2');
export const extractEventsFromMpv1 = extractEvents('extractEventsFromMpv1', '1');
export const extractEventsFromMpv2 = extractEvents('extractEventsFromMpv2', '2');
