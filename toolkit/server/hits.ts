/** Recorded requests: a HAR of a browser, one URL a line, or a log of `serve`. */
import type { Incoming } from './request.ts';
import { isPlain, type Plain } from './text.ts';

/** The text holds no recorded requests, or a line of it cannot be read. */
export class HitsError extends Error {
  override readonly name = 'HitsError';
}

/** @returns requests in their order. Throws a HitsError that names line or entry. */
export function readHits(text: string): Incoming[] {
  const bare = text.replace(/^\uFEFF/, '');
  const har = bare.trimStart().startsWith('{') ? harEntries(bare) : undefined;
  const hits = har
    ? har.flatMap((entry, index) => ofHar(entry, `entry ${index + 1}`))
    : bare.split(/\r?\n/).flatMap((line, index) => ofLine(line.trim(), `line ${index + 1}`));
  if (hits.length === 0)
    throw new HitsError(
      'no request in it. Give a HAR saved from the network panel, one URL a line, or a log of sgtm serve.',
    );
  return hits;
}

/** The entries of a HAR; undefined for what is none. */
function harEntries(text: string): unknown[] | undefined {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return undefined;
  }
  const log = isPlain(file) ? file.log : undefined;
  return isPlain(log) && Array.isArray(log.entries) ? log.entries : undefined;
}

/**
 * HAR 1.2: headers are a list, the body stands in postData. What is no request of HTTP, as a web socket or a `data:` URL, is
 * left out. Cookies stand among the headers, or in a list of their own where a browser takes that header out.
 */
function ofHar(entry: unknown, place: string): Incoming[] {
  const request = isPlain(entry) ? entry.request : undefined;
  if (!isPlain(request) || typeof request.url !== 'string')
    throw new HitsError(`${place}: has no request with a url.`);
  if (/^(?!https?:)[a-z][a-z0-9+.-]*:/i.test(request.url)) return [];
  const headers = new Map<string, string>();
  for (const header of Array.isArray(request.headers) ? request.headers.filter(isPlain) : []) {
    const name = String(header.name).toLowerCase();
    // HTTP/2 has its own fields for target and host.
    if (!name.startsWith(':')) headers.set(name, String(header.value));
  }
  const { postData, cookies } = request;
  if (!headers.has('cookie') && Array.isArray(cookies) && cookies.length > 0)
    headers.set(
      'cookie',
      cookies
        .filter(isPlain)
        .map(({ name, value }) => `${name}=${value}`)
        .join('; '),
    );
  return [
    requestOf(place, {
      method: String(request.method ?? 'GET'),
      url: request.url,
      headers: Object.fromEntries(headers),
      ...(isPlain(postData) && bodyOf(postData)),
    }),
  ];
}

/** A posted form may stand as the list of its fields alone. */
function bodyOf({ text, params }: Plain): { body?: string } {
  if (typeof text === 'string' && text !== '') return { body: text };
  const fields = Array.isArray(params) ? params.filter(isPlain) : [];
  if (fields.length === 0) return {};
  const pairs = fields.map(({ name, value = '' }): [string, string] => [String(name), String(value)]);
  return { body: new URLSearchParams(pairs).toString() };
}

function ofLine(line: string, place: string): Incoming[] {
  if (line === '' || line.startsWith('#')) return [];
  if (!line.startsWith('{')) return [requestOf(place, { method: 'GET', url: line, headers: {} })];
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new HitsError(`${place}: is neither a URL nor a line of a log.`);
  }
  if (!isPlain(value) || value.kind !== 'hit') return [];
  const { method, path, query, headers, body, remoteAddress } = value as Plain & Incoming;
  if (typeof path !== 'string') throw new HitsError(`${place}: the hit has no path.`);
  return [
    {
      method: String(method ?? 'GET'),
      path,
      query: typeof query === 'string' ? query : '',
      headers: isPlain(headers) ? headers : {},
      ...(typeof body === 'string' && { body }),
      ...(typeof remoteAddress === 'string' && { remoteAddress }),
    },
  ];
}

function requestOf(
  place: string,
  {
    method,
    url,
    headers,
    body,
  }: { method: string; url: string; headers: Record<string, string>; body?: string },
): Incoming {
  const [, host, path = '/', query = ''] =
    url.match(/^(?:https?:\/\/([^/?#\s]+))?(\/[^?#\s]*)?(?:\?([^#\s]*))?(?:#\S*)?$/) ?? [];
  if (host === undefined && !url.startsWith('/'))
    throw new HitsError(`${place}: expected a URL, as https://gtm.example.com/g/collect?v=2&…`);
  return {
    method,
    path,
    query,
    headers: { ...(host !== undefined && { host }), ...headers },
    ...(body !== undefined && { body }),
  };
}
