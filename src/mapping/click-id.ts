/**
 * X's click id. It stands in the landing URL as `twclid`, afterwards in the cookie `_twclid`: bare, as X's own
 * server-side template writes it, or as URL-encoded JSON, as X's pixel writes it.
 */
import type { Tools } from './tools.ts';

/** The value when it can be a click id, else `''`. */
export function clickIdOf(value: unknown): string {
  const text = typeof value === 'string' ? value.trim() : '';
  return text.match('^[A-Za-z0-9_-]{1,256}$') ? text : '';
}

/** The click id in a URL's query, `undefined` when there is none. A fragment may hold a question mark of its own. */
export function clickIdFromUrl(url: string): string | undefined {
  return (url.match('^[^#]*?[?&]twclid=([A-Za-z0-9_-]{1,256})(?:[&#]|$)') || [])[1];
}

/** The click id in a `_twclid` cookie: bare, or JSON that is percent-encoded up to two times. */
export function clickIdFromCookie(cookie: string, tools: Tools): string {
  let text = cookie;
  let decodings = 0;
  while (text.charAt(0) !== '{' && text.indexOf('%') >= 0 && decodings < 2) {
    text = tools.decode(text) || '';
    decodings += 1;
  }
  if (text.charAt(0) !== '{') {
    return clickIdOf(text);
  }
  const value = tools.parseJson(text);
  return tools.typeOf(value) === 'object' ? clickIdOf((value as Record<string, unknown>).twclid) : '';
}
