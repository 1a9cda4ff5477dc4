/**
 * The matchers behind permissions: URL patterns and event-data keys as Google's web container script has them, the rest in
 * the plain form the editor's fields suggest. Each answers whether a value is covered, and throws only for a broken pattern.
 */
import type { CookieRule } from './decode.ts';

const URL_PATTERN = /^https:\/\/(\*\.|)((?:[a-z0-9-]+\.)+[a-z0-9-]+)\/(.*)$/i;
const HOST = /^(?:[a-z0-9-]+\.)+[a-z0-9-]+$/i;

/** True if `pattern` can match at all: https, no port, a host of two labels or more, a slash after it. */
export const isUrlPattern = (pattern: string): boolean => URL_PATTERN.test(pattern);

/** Host, and path with query, of an https URL on the default port; `undefined` for any other. */
function target(url: string): { host: string; path: string } | undefined {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return undefined;
  }
  // URL drops the default port 443 itself.
  if (parsed.protocol !== 'https:' || parsed.port !== '' || !HOST.test(parsed.hostname)) return undefined;
  return { host: parsed.hostname.toLowerCase(), path: parsed.pathname + parsed.search };
}

/** Whether one of the patterns covers the URL. Throws `Invalid script URL filter.` at a broken pattern it comes to. */
export function matchesUrl(patterns: readonly string[], url: string): boolean {
  const wanted = target(url);
  if (!wanted) return false;
  for (const pattern of patterns) {
    const [, wildcard, host = '', path = ''] = URL_PATTERN.exec(pattern) ?? [];
    if (wildcard === undefined) throw new Error('Invalid script URL filter.');
    if (matchesHost(wildcard !== '', host.toLowerCase(), wanted.host) && matchesPath(`/${path}`, wanted.path))
      return true;
  }
  return false;
}

/** A wildcard covers the domain itself and what is below it; only the first place where the domain stands in the host counts. */
function matchesHost(wildcard: boolean, pattern: string, host: string): boolean {
  if (!wildcard) return host === pattern;
  const at = host.indexOf(pattern);
  return at >= 0 && at + pattern.length === host.length && (at === 0 || host[at - 1] === '.');
}

/**
 * A path pattern against path plus query. A trailing `/*` is removed first, so that `/a/*` covers `/a`, `/a/b` and `/abc`; a
 * pattern without `*` is exact; `/` alone is open-ended.
 */
export function matchesPath(pattern: string, subject: string): boolean {
  let open = pattern === '/' || pattern.endsWith('*');
  let rest = pattern;
  if (rest.endsWith('/*')) rest = rest.slice(0, -2);
  if (rest.endsWith('?')) rest = rest.slice(0, -1);
  const pieces = rest.split('*');
  if (pieces.length === 1) return open ? subject.startsWith(rest) : subject === rest;
  const [first = '', ...inner] = pieces;
  if (!subject.startsWith(first)) return false;
  let at = first.length;
  const last = inner.at(-1) ?? '';
  if (last === '') open = true;
  for (const piece of open ? inner : inner.slice(0, -1)) {
    const found = subject.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return open || (subject.length - last.length >= at && subject.endsWith(last));
}

const KEY_PATTERN = /^(?:[a-z_$][a-z\-_$0-9]*\.)*[a-z_$][a-z\-_$0-9]*(?:\.\*)?$/i;
const KEY_PART = /^[a-z$_][\w\-$]*$/i;

export const isKeyPattern = (pattern: string): boolean => KEY_PATTERN.test(pattern);

/** Whether one of the patterns covers an event-data key. Throws `Invalid key filter.` at a broken pattern it comes to. */
export function matchesKey(patterns: readonly string[], key: string): boolean {
  if (!key.split('.').every((part) => KEY_PART.test(part))) return false;
  for (const pattern of patterns) {
    if (!KEY_PATTERN.test(pattern)) throw new Error('Invalid key filter.');
    if (key === pattern) return true;
    if (pattern.endsWith('.*')) {
      const stem = pattern.slice(0, -2);
      if (key === stem || key.startsWith(`${stem}.`)) return true;
    }
  }
  return false;
}

const wild = (pattern: string, value: unknown): boolean => pattern === '*' || pattern === value;

/** Whether a rule of `set_cookies` covers a cookie with these options. */
export function matchesCookie(rule: CookieRule, name: string, options: Record<string, unknown>): boolean {
  const secure = options.secure === true;
  const session = options['max-age'] === undefined && options.expires === undefined;
  return (
    wild(rule.name, name) &&
    wild(rule.domain, options.domain ?? '') &&
    wild(rule.path, options.path ?? '') &&
    (rule.secure === 'any' || rule.secure === (secure ? 'secure' : 'non_secure')) &&
    (rule.session === 'any' || rule.session === (session ? 'session' : 'non_session'))
  );
}

/** Whether a row of `access_bigquery` covers a table; an empty project id means the container's own project. */
export const matchesTable = (
  row: { projectId: string; datasetId: string; tableId: string; operation: string },
  operation: string,
  table: Record<string, unknown>,
): boolean =>
  row.operation.includes(operation) &&
  (wild(row.projectId, table.projectId) || (row.projectId === 'GOOGLE_CLOUD_PROJECT' && !table.projectId)) &&
  wild(row.datasetId, table.datasetId) &&
  wild(row.tableId, table.tableId);

/** Whether a row of `access_firestore` covers a document path; `*` stands for any run of characters. */
export function matchesDocument(
  row: { projectId: string; path: string; operation: string },
  operation: string,
  document: Record<string, unknown>,
): boolean {
  if (row.operation !== operation && row.operation !== 'read_write') return false;
  const own = row.projectId === 'GOOGLE_CLOUD_PROJECT' && !document.projectId;
  return (
    (own || wild(row.projectId, document.projectId)) && matchesGlob(row.path, String(document.path ?? ''))
  );
}

function matchesGlob(pattern: string, text: string): boolean {
  const pieces = pattern.split('*');
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last))
    return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= text.length - last.length;
}

const GOOGLE_DOMAINS = [
  'doubleclick.net',
  'google-analytics.com',
  'google.com',
  'googleadservices.com',
  'googleapis.com',
  'googlesyndication.com',
  'googletagmanager.com',
  'gstatic.com',
];

/** Whether a URL lies on one of Google's own domains, as `allowGoogleDomains` means them; the list is our reading. */
export function isGoogleUrl(url: string): boolean {
  const host = target(url)?.host;
  return host !== undefined && GOOGLE_DOMAINS.some((domain) => matchesHost(true, domain, host));
}
