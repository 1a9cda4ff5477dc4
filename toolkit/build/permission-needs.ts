/** What a template's code asks of each permission, as far as its text tells. */
import type { PermissionId } from '../sandbox/permissions/decode.ts';
import type { Use } from '../sandbox/permissions/uses.ts';

/** A parameter: a word, a flag, a list of texts, or a list of rows by column. */
export type Parameter = string | boolean | string[] | Record<string, string>[];
export type Parameters = Record<string, Parameter>;

export interface Need {
  parameters: Parameters;
  /** The names that the code does tell where it computes others: a list that somebody has declared takes them. */
  known?: Parameters;
  /** What the code does not tell, when it tells not all. */
  unknown?: string;
}

/** The texts that calls of some APIs name, at an argument; not all when one is computed or the function travels. */
function textsOf(
  users: readonly Use[],
  apis: readonly string[],
  argument = 0,
): { texts: string[]; all: boolean } {
  const found = users.filter(({ api }) => apis.includes(api));
  const texts = found.flatMap((use) => use.calls.map((call) => call.texts[argument]));
  const known = texts.filter((text) => text !== undefined);
  return {
    texts: [...new Set(known)],
    all: known.length === texts.length && !found.some(({ escapes }) => escapes),
  };
}

/** @param users the uses of the APIs that need the permission */
export function needOf(id: PermissionId, users: readonly Use[]): Need {
  const uses = (...apis: string[]): boolean => users.some(({ api }) => apis.includes(api));
  /** Named texts where all are known, else everything. */
  const named = (
    access: string,
    list: string,
    found: { texts: string[]; all: boolean },
    what: string,
  ): Need =>
    found.all
      ? { parameters: { [access]: 'specific', [list]: found.texts } }
      : {
          parameters: { [access]: 'any' },
          known: { [list]: found.texts },
          unknown: `the code computes ${what}; name them if you can.`,
        };
  switch (id) {
    case 'logging':
      return { parameters: { environments: 'debug' } };
    case 'send_http':
    case 'send_pixel_from_browser': {
      const { texts, all } = textsOf(users, ['sendHttpRequest', 'sendHttpGet', 'sendPixelFromBrowser']);
      const need = named('allowedUrls', 'urls', { texts: [...new Set(texts.map(patternOf))], all }, 'URLs');
      const google = uses('getGoogleScript', 'sendEventToGoogleAnalytics');
      return { ...need, parameters: { ...need.parameters, ...(google && { allowGoogleDomains: true }) } };
    }
    case 'read_event_data':
      return uses('getAllEventData')
        ? { parameters: { eventDataAccess: 'any' } }
        : named('eventDataAccess', 'keyPatterns', textsOf(users, ['getEventData']), 'keys');
    case 'read_request':
      return requestNeed(users, uses);
    case 'get_cookies':
      return named('cookieAccess', 'cookieNames', textsOf(users, ['getCookieValues']), 'names of cookies');
    case 'set_cookies': {
      const { texts, all } = textsOf(users, ['setCookie']);
      const cookies = (names: readonly string[]): Parameters => ({
        allowedCookies: names.map((name) => ({
          name,
          domain: '*',
          path: '*',
          secure: 'any',
          session: 'any',
        })),
      });
      if (all) return { parameters: cookies(texts) };
      const unknown = 'the code computes names of cookies; name them if you can.';
      return { parameters: cookies(['*']), known: cookies(texts), unknown };
    }
    case 'access_bigquery': {
      const table = { projectId: '*', datasetId: '*', tableId: '*', operation: 'write' };
      return { parameters: { allowedTables: [table] }, unknown: 'name the tables if you can.' };
    }
    case 'access_firestore': {
      const calls = users.flatMap(({ memberCalls }) => memberCalls);
      const writes = calls.some(({ member }) => member === 'write');
      const reads = calls.some(({ member }) => member === 'read' || member === 'query');
      const operation = reads === writes ? 'read_write' : writes ? 'write' : 'read';
      return {
        parameters: { allowedOptions: [{ projectId: '*', path: '*', operation }] },
        unknown: 'name project and paths if you can.',
      };
    }
    case 'use_google_credentials':
      return { parameters: { allowedScopes: [] }, unknown: 'name the scopes that the code asks for.' };
    case 'access_response':
      return responseNeed(users, uses);
    case 'use_message':
      return { parameters: { allowedActions: 'any' }, unknown: 'name the types of messages if you can.' };
    case 'use_custom_private_keys': {
      const { texts, all } = textsOf(users, ['hmacSha256'], 1);
      return { parameters: { keyIds: texts }, ...(!all && { unknown: 'name the keys that the code uses.' }) };
    }
    default:
      return { parameters: {} };
  }
}

type Uses = (...apis: string[]) => boolean;

function requestNeed(users: readonly Use[], uses: Uses): Need {
  // These read whatever part of the request their protocol needs.
  if (uses('isRequestMpv1', 'isRequestMpv2', 'extractEventsFromMpv1', 'extractEventsFromMpv2'))
    return { parameters: { requestAccess: 'any' } };
  const parameters: Parameters = { requestAccess: 'specific' };
  const known: Parameters = {};
  const computed: string[] = [];
  const named = (
    flag: string,
    access: string,
    list: string,
    column: string,
    api: string,
    whole: boolean,
  ): void => {
    const { texts, all } = textsOf(users, [api]);
    if (!whole && !all) computed.push(flag === 'headersAllowed' ? 'headers' : 'query parameters');
    Object.assign(parameters, { [flag]: true, [access]: whole || !all ? 'any' : 'specific' });
    if (!whole) (all ? parameters : known)[list] = texts.map((text) => ({ [column]: text }));
  };
  if (uses('getRequestHeader'))
    named('headersAllowed', 'headerAccess', 'headerWhitelist', 'headerName', 'getRequestHeader', false);
  const wholeQuery = uses('getRequestQueryParameters', 'getRequestQueryString');
  if (wholeQuery || uses('getRequestQueryParameter')) {
    const list = ['queryParameterWhitelist', 'queryParameter', 'getRequestQueryParameter'] as const;
    named('queryParametersAllowed', 'queryParameterAccess', ...list, wholeQuery);
  }
  if (uses('getRemoteAddress')) parameters.remoteAddressAllowed = true;
  if (uses('getRequestPath')) parameters.pathAllowed = true;
  if (uses('getRequestBody')) parameters.bodyAllowed = true;
  const unknown = `the code computes names of ${computed.join(' and ')}; name them if you can.`;
  return { parameters, known, ...(computed.length > 0 && { unknown }) };
}

function responseNeed(users: readonly Use[], uses: Uses): Need {
  const pixel = uses('setPixelResponse');
  const { texts, all } = textsOf(users, ['setResponseHeader']);
  const names = [...new Set([...(pixel ? ['content-type'] : []), ...texts])];
  const parameters: Parameters = { writeResponseAccess: 'specific' };
  const known: Parameters = {};
  if (pixel || uses('setResponseHeader')) {
    Object.assign(parameters, { writeHeadersAllowed: true, writeHeaderAccess: all ? 'specific' : 'any' });
    (all ? parameters : known).writeHeaderWhitelist = names.map((headerName) => ({ headerName }));
  }
  if (pixel || uses('setResponseStatus')) parameters.writeStatusAllowed = true;
  if (pixel || uses('setResponseBody')) parameters.writeBodyAllowed = true;
  return {
    parameters,
    known,
    ...(!all && { unknown: 'the code computes names of headers; name them if you can.' }),
  };
}

/** The pattern for one URL, which is the URL itself; for a bare host all of it, as a pattern has a path. */
function patternOf(url: string): string {
  const [address = ''] = url.split('#');
  return /^https?:\/\/[^/?]*$/i.test(address) ? `${address}/*` : address;
}
