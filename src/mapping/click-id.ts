/**
 * X's click id. It stands in the landing URL as `twclid`, afterwards in the cookie `_twclid`: as URL-encoded
 * JSON, which X's pixel writes and reads, or bare, as X's own server-side template writes it.
 */
import { LONGEST } from './limits.ts';
import { givenText } from './not-given.ts';
import { BLANKS, percentDecoded, textOf } from './text.ts';
import type { Tools } from './tools.ts';

/**
 * The click id in a text that should be one, as it stands in a URL, a cookie or a field: bare or in the
 * pixel's JSON, either percent-encoded up to three times. `''` when there is none, or a credential of the tag.
 */
export function clickIdOf(given: string, tools: Tools): string {
  let text = percentDecoded(given, '{', tools.decode).trim();
  if (text.charAt(0) === '{') {
    const kept = tools.parseJson(text);
    text = tools.typeOf(kept) === 'object' ? textOf((kept as Record<string, unknown>).twclid) : '';
  }
  // Links bring along blanks (also as +), a slash behind it, the rest of a URL.
  const found = text.match('^[' + BLANKS + '+]*([A-Za-z0-9_-]+)[' + BLANKS + '+/]*([?&#;]|$)');
  const id = found ? givenText(found[1]!) : '';
  return id.length > LONGEST.clickId || tools.holdsSecret(id) ? '' : id;
}

/** The first that is one. */
function firstOf(cookies: readonly string[], tools: Tools): string {
  for (const cookie of cookies) {
    const id = clickIdOf(cookie, tools);
    if (id) {
      return id;
    }
  }
  return '';
}

/**
 * The click id in a URL's query, `''` when there is none; a damaged one is told. A fragment may hold a
 * question mark of its own.
 */
function clickIdFromUrl(url: string, tools: Tools): string {
  const parts = url.split('#')[0]!.split('twclid=');
  let isDamaged = false;
  for (let i = 1; i < parts.length; i += 1) {
    // A second question mark, and the & of HTML (&amp;), separate parameters too.
    if (parts[i - 1]!.match('[?&;]$')) {
      const value = parts[i]!.match('^[^?&;]*')![0]!;
      const id = clickIdOf(value, tools);
      if (id) {
        return id;
      }
      isDamaged = isDamaged || givenText(value) !== '';
    }
  }
  if (isDamaged) {
    tools.warn(
      'The twclid in the URL of the page is damaged: it is not used. Check what rewrites your links.',
    );
  }
  return '';
}

/** Where a click id may stand. */
export interface ClickIdPlaces {
  /** The event's `page_location`, `''` when it has none. */
  readonly page: string;
  /** The request's `Referer` header, which counts only when there is no page. */
  readonly referrer: string;
  /** The values of every `_twclid` cookie as they stand in the header. */
  readonly kept: readonly string[];
  /** The same of `twclid` cookies. */
  readonly other: readonly string[];
}

/**
 * The click id of the URL, else of the cookies, `''` when there is none.
 * @returns `landed`: the one of the URL when it is not in the cookie yet, else `''`
 */
export function findClickId(places: ClickIdPlaces, tools: Tools): { clickId: string; landed: string } {
  const found = clickIdFromUrl(places.page || places.referrer, tools);
  const kept = firstOf(places.kept, tools);
  return {
    clickId: found || kept || firstOf(places.other, tools),
    landed: found === kept ? '' : found,
  };
}

/**
 * The value of the cookie `_twclid` before it is percent-encoded, key by key as version 2.3.33 of X's pixel
 * writes it. The pixel takes a bare value for none.
 * @param clickId letters, digits, `_` and `-`
 * @param now epoch milliseconds
 */
export function clickIdCookie(clickId: string, now: number): string {
  return '{"pixelVersion":"2.3.33","timestamp":"' + now + '","twclid":"' + clickId + '","source":1}';
}
