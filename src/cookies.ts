/** The visitor's cookies: X's click id, read and kept, and the browser id of X's pixel. */
import { getRequestHeader, getTimestampMillis, rawCookies, setCookie } from './gtm.ts';
import { clickIdCookie, findClickId } from './mapping/click-id.ts';
import { textOf } from './mapping/text.ts';
import * as settings from './settings.ts';
import { toolbox } from './toolbox.ts';

/**
 * The click id of the landing page, else of the cookies; `''` when there is none. One of the landing page is
 * kept in the cookie.
 * @param page the event's `page_location`; where it has none, the page that sent the hit stands in for it
 */
export function clickIdOfVisit(page: string): string {
  const found = findClickId(
    {
      page: page,
      referrer: page ? '' : textOf(getRequestHeader('referer')),
      kept: rawCookies('_twclid'),
      other: rawCookies('twclid'),
    },
    toolbox,
  );
  if (found.landed && settings.setsClickIdCookie) {
    setCookie('_twclid', clickIdCookie(found.landed, getTimestampMillis()), settings.clickIdCookieOptions());
  }
  return found.clickId;
}

/** X's own browser id, `undefined` when there is none. */
export function browserId(): string | undefined {
  return rawCookies('_twpid').filter((cookie) => !!cookie.match('^tw[.][0-9]{1,16}[.][0-9]{1,24}$'))[0];
}
