/** Calls of X's pixel as the network panels of three browsers save them. */

export const BROWSERS = ['chrome', 'firefox', 'safari'] as const;
export type Browser = (typeof BROWSERS)[number];

export interface PixelEvent {
  at: number;
  /** UUID of the call, and of the page load. */
  call: string;
  page: string;
  /** `tw-o8z6j-o87ne`; for an automatic event the pixel's ID. */
  txnId: string;
  /** Such as `gtm_purchase`, for an automatic event. */
  automatic?: string;
  parameters: Record<string, unknown>;
  /** 64 hex digits. */
  hash?: string;
  /** The browser let none of it out. */
  blocked?: boolean;
}

/** Both requests of a call. */
function urlsOf({ call, page, txnId, automatic, parameters, hash }: PixelEvent): string[] {
  const query = new URLSearchParams({
    bci: '4',
    dv: 'Europe/Berlin&en&Google Inc.&Linux',
    eci: automatic === undefined ? '4' : '2',
    ...(hash !== undefined && { email_address: hash }),
    ...(automatic === undefined
      ? { event: JSON.stringify(parameters) }
      : { events: JSON.stringify([[automatic, parameters]]) }),
    event_id: call,
    integration: 'advertiser',
    p_id: 'Twitter',
    pl_id: page,
    tw_document_href: 'https://shop.example/thanks?email=jane%40shop.example',
    txn_id: txnId,
    type: 'javascript',
    version: '2.3.33',
  });
  const path = automatic === undefined ? '/1/i/adsct' : '/i/adsct';
  return ['https://t.co', 'https://analytics.twitter.com'].map((host) => `${host}${path}?${query}`);
}

function entryOf(browser: Browser, url: string, at: number, blocked: boolean): object {
  const offset = browser === 'firefox' ? '+01:00' : 'Z';
  const written = new Date(at + (browser === 'firefox' ? 3_600_000 : 0)).toISOString().replace('Z', offset);
  const response = {
    status: blocked ? 0 : 200,
    statusText: blocked ? '' : 'OK',
    headers: [],
    cookies: [],
    content: { size: 43, mimeType: 'image/gif' },
    redirectURL: '',
    headersSize: -1,
    bodySize: -1,
    ...(browser === 'chrome' && { _transferSize: 0, _error: blocked ? 'net::ERR_BLOCKED_BY_CLIENT' : null }),
  };
  return {
    ...(browser === 'chrome' && { _initiator: { type: 'script' }, _priority: 'Low', _resourceType: 'image' }),
    ...(browser !== 'safari' && { pageref: 'page_1' }),
    startedDateTime: written,
    time: 12.5,
    request: {
      method: 'GET',
      url,
      httpVersion: browser === 'firefox' ? 'HTTP/2' : 'http/2.0',
      headers: [{ name: 'Cookie', value: 'session=very-secret-session' }],
      queryString: [],
      cookies: [],
      headersSize: -1,
      bodySize: 0,
    },
    response,
    cache: {},
    timings: { send: 0, wait: 10, receive: 2 },
  };
}

/** A HAR with the calls, and with what else a page loads. */
export function harOf(browser: Browser, events: readonly PixelEvent[]): string {
  const at = events[0]?.at ?? Date.parse('2026-11-02T00:00:00Z');
  const others = [
    'https://shop.example/thanks',
    'https://t.co/abc',
    'https://static.ads-twitter.com/uwt.js',
  ].map((url) => entryOf(browser, url, at, false));
  const entries = [
    ...others,
    ...events.flatMap((event) =>
      urlsOf(event).map((url) => entryOf(browser, url, event.at, event.blocked === true)),
    ),
  ];
  const creator = { chrome: 'WebInspector', firefox: 'Firefox', safari: 'WebKit Web Inspector' }[browser];
  const pages = [
    { id: 'page_1', startedDateTime: new Date(at).toISOString(), title: 'Thanks', pageTimings: {} },
  ];
  const har = { log: { version: '1.2', creator: { name: creator, version: '1.0' }, pages, entries } };
  return `${browser === 'firefox' ? '\uFEFF' : ''}${JSON.stringify(har, null, browser === 'chrome' ? 2 : 0)}`;
}
