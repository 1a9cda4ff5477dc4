/** Cookies: those of the request, and those set with the response. */
import { getDomain } from 'tldts';
import { List, type Value } from '../interpreter/values.ts';
import type { ResponseRecord, World } from '../world.ts';
import { type ApiFactory, api, expectTypes } from './context.ts';
import { decodeOr } from './encode.ts';
import { hostOf } from './headers.ts';
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

/** A name of the characters of a token, then a value without semicolons and control characters. */
const PAIR = /^[\w!#$%&'*+.^`|~-]+=[\t\x20-\x3a\x3c-\x7e\x80-\xff]*$/;

/** What an attribute can hold. */
const ATTRIBUTE = /^[\x20-\x3a\x3c-\x7e]*$/;

export const setCookie: ApiFactory = ({ world, permissions, traces }) =>
  api('setCookie', (args) => {
    expectTypes('setCookie', ['string', 'string', 'Object|undefined', 'boolean|undefined'], args);
    const [name, text, given, noEncode] = args as [string, string, Value, boolean?];
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
    const { response } = traces;
    if (response.returned) {
      traces.warnings.push(`setCookie: has no effect on '${name}', the response had been returned already.`);
      return undefined;
    }
    const cookie = {
      name,
      value: noEncode ? text : encodeURIComponent(text),
      options: withDomain(options, world),
    };
    traces.cookies.push(cookie);
    // What a header cannot hold would let a visitor's text write headers of its own.
    if (PAIR.test(`${name}=${cookie.value}`)) addSetCookie(response, setCookieHeader(cookie));
    else
      traces.warnings.push(
        `setCookie: '${name}' or its value has characters that a Set-Cookie header cannot hold.`,
      );
    return undefined;
  });

/**
 * `domain: 'auto'` made the registrable domain of the host that the visitor sees. A host that has none, such as an address,
 * gets `fallbackDomain` or no domain at all (inferred). Without a host in the world `auto` stays.
 */
export function withDomain(options: Record<string, unknown>, world: World): Record<string, unknown> {
  const host = hostOf(world);
  if (options.domain !== 'auto' || host === undefined) return options;
  const { domain: _auto, ...others } = options;
  const domain = getDomain(host, { allowPrivateDomains: true }) ?? options.fallbackDomain;
  return domain === undefined ? others : { ...options, domain };
}

/**
 * The value of a Set-Cookie header (RFC 6265 §4.1). Max-Age wins over Expires, as the API's page says. An attribute that
 * the header cannot hold is left out, as browsers ignore those that they cannot read.
 */
export function setCookieHeader({
  name,
  value,
  options,
}: {
  name: string;
  value: string;
  options: Record<string, unknown>;
}): string {
  const { domain, path, expires, 'max-age': maxAge, secure, httpOnly, sameSite } = options;
  const attributes: [string, unknown][] = [
    ['Domain', domain === 'auto' ? undefined : domain],
    ['Path', path],
    ['Max-Age', maxAge],
    ['Expires', maxAge === undefined || maxAge === null ? expires : undefined],
    [
      'SameSite',
      typeof sameSite === 'string' ? sameSite.slice(0, 1).toUpperCase() + sameSite.slice(1) : undefined,
    ],
  ];
  return [
    `${name}=${value}`,
    ...attributes
      .filter(([, given]) => given !== undefined && given !== null && ATTRIBUTE.test(String(given)))
      .map(([key, given]) => `${key}=${given}`),
    ...(secure ? ['Secure'] : []),
    ...(httpOnly ? ['HttpOnly'] : []),
  ].join('; ');
}

/** Adds a cookie to the response; a later one of the same name, domain and path takes the place of the earlier. */
export function addSetCookie({ headers }: ResponseRecord, header: string): void {
  const keyOf = (text: string): string => {
    const [pair = '', ...attributes] = text.split('; ');
    return [
      pair.slice(0, pair.indexOf('=')),
      ...attributes.filter((part) => /^(?:Domain|Path)=/.test(part)),
    ].join('; ');
  };
  const others = [headers['set-cookie'] ?? []].flat().filter((other) => keyOf(other) !== keyOf(header));
  headers['set-cookie'] = [...others, header];
}
