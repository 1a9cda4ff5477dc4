import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CollectError, eventsFromCollect } from '../../server/ga4-collect.ts';

const BASE = 'https://gtm.example.com/g/collect';
const url = (parameters: Record<string, string>): string =>
  `${BASE}?${new URLSearchParams({ v: '2', tid: 'G-XXXXXXXXXX', ...parameters })}`;
const first = (parameters: Record<string, string>) => eventsFromCollect(url(parameters)).events[0]!;

/** The wire form of an item. */
const item = (parts: Record<string, string>): string =>
  Object.entries(parts)
    .map(([code, value]) => code + value.replaceAll('~', '~~'))
    .join('~');

describe('a /g/collect request', () => {
  it('gives the event a tag would see', () => {
    const { events, notes } = eventsFromCollect(
      url({
        en: 'purchase',
        cid: '1542781271.1632251814',
        dl: 'https://shop.example/thanks?twclid=2-abc',
        dt: '',
        ul: 'en-us',
        sr: '1920x1080',
        cu: 'USD',
        sid: '1632251814',
        sct: '18',
        seg: '0',
        _et: '2907',
        _p: '1319137026',
        _s: '3',
        gtm: '2oe9k0',
        gcs: 'G111',
        gcd: '13r3r3r3r5l1',
        'ep.transaction_id': 'TR1234',
        'epn.value': '10.5',
        'ep.user_data.email_address': 'jane@example.com',
        'ep.user_data.address.0.city': 'Bonn',
        pr1: item({ id: 'sku123', nm: 'Shoe ~ blue', pr: '10.5', qt: '3', k0: 'region', v0: 'US' }),
      }),
    );
    expect(notes).toEqual([]);
    expect(events).toEqual([
      {
        'x-ga-protocol_version': '2',
        'x-ga-measurement_id': 'G-XXXXXXXXXX',
        event_name: 'purchase',
        client_id: '1542781271.1632251814',
        page_location: 'https://shop.example/thanks?twclid=2-abc',
        page_title: '',
        language: 'en-us',
        screen_resolution: '1920x1080',
        currency: 'USD',
        ga_session_id: '1632251814',
        ga_session_number: 18,
        'x-ga-mp2-seg': '0',
        engagement_time_msec: 2907,
        'x-ga-page_id': 1319137026,
        'x-ga-request_count': 3,
        'x-ga-gtm_version': '2oe9k0',
        'x-ga-gcs': 'G111',
        'x-ga-gcd': '13r3r3r3r5l1',
        transaction_id: 'TR1234',
        value: 10.5,
        user_data: { email_address: 'jane@example.com', address: { 0: { city: 'Bonn' } } },
        items: [{ item_id: 'sku123', item_name: 'Shoe ~ blue', price: 10.5, quantity: 3, region: 'US' }],
      },
    ]);
  });

  it('is a batch when it has a body: what is shared stands in every event', () => {
    const text = `${url({ cid: '1.2' })}\r\nen=page_view&_ee=1\r\nen=scroll&epn.percent_scrolled=90\r\n`;
    expect(eventsFromCollect(text).events).toMatchObject([
      { event_name: 'page_view', client_id: '1.2', 'x-ga-system_properties': { ee: true } },
      { event_name: 'scroll', client_id: '1.2', percent_scrolled: 90 },
    ]);
  });

  it('keeps text that was text on the page, and numbers that are none', () => {
    expect(first({ en: 'x', 'ep.value': '9080' }).value).toBe('9080');
    const { events, notes } = eventsFromCollect(
      url({ en: 'x', pr1: item({ id: 'a', pr: '12,50' }), 'epn.value': 'NaN' }),
    );
    expect(events[0]).toMatchObject({ value: 'NaN', items: [{ price: '12,50' }] });
    expect(notes).toEqual([
      'price should be a number, found "12,50"; it is left as text.',
      'value should be a number, found "NaN"; it is left as text.',
    ]);
  });

  it('hands unknown parameters on behind x-ga-mp2 and says where it can only assume', () => {
    const { events, notes } = eventsFromCollect(
      url({ en: 'x', tt: 'internal', evnid: 'e-1', _geo: 'US-CA', dp: '/thanks' }),
    );
    expect(events[0]).toMatchObject({
      'x-ga-mp2-tt': 'internal',
      'x-ga-mp2-evnid': 'e-1',
      event_location: { country: 'US', region: 'CA' },
      page_path: '/thanks',
    });
    expect(notes).toHaveLength(3);
  });

  it('reads client hints, user properties, server-side extras and flags', () => {
    const event = first({
      en: 'x',
      uaa: 'arm',
      uamb: '0',
      uaw: '0',
      uafvl: 'Chromium;136.0.7103.93|Not%20A%3BBrand;99',
      'up.plan': 'pro',
      'upn.age': '25',
      'sst.tft': '1747422523211',
      _ss: '1',
      _dbg: '1',
    });
    expect(event).toMatchObject({
      client_hints: {
        architecture: 'arm',
        mobile: false,
        wow64: false,
        full_version_list: [
          { brand: 'Chromium', version: '136.0.7103.93' },
          { brand: 'Not A;Brand', version: '99' },
        ],
      },
      'x-ga-mp2-user_properties': { plan: 'pro', age: 25 },
      'x-sst-system_properties': { tft: '1747422523211' },
      'x-ga-system_properties': { ss: '1', dbg: '1' },
    });
  });

  it('takes address, user agent and time from the request, as a container does', () => {
    const received = { remoteAddress: '203.0.113.9', userAgent: 'Mozilla/5.0', now: 1763800321456 };
    expect(eventsFromCollect(url({ en: 'x' }), received).events[0]).toMatchObject({
      ip_override: '203.0.113.9',
      user_agent: 'Mozilla/5.0',
      'x-sst-system_properties': { request_start_time_ms: 1763800321456 },
    });
    expect(eventsFromCollect(url({ en: 'x', _uip: '2001:db8::1' }), received).events[0]).toMatchObject({
      ip_override: '2001:db8::1',
    });
  });

  it('may be pasted from its path on, and with a merchant path', () => {
    expect(eventsFromCollect('/g/collect?v=2&en=login').events).toHaveLength(1);
    expect(eventsFromCollect('/mc/collect?v=2&en=login').events).toHaveLength(1);
  });

  it.each([
    ['', /no GA4 request/],
    ['https://gtm.example.com/data?v=2', /no GA4 request/],
    ['https://gtm.example.com/g/collect', /no GA4 request/],
    ['{"event_name":"purchase"}', /no GA4 request/],
    ['/g/collect?v=1&t=event', /found 1/],
    ['/g/collect?en=login', /found none/],
  ])('is refused with the reason when it is none: %s', (text, reason) => {
    expect(() => eventsFromCollect(text)).toThrow(CollectError);
    expect(() => eventsFromCollect(text)).toThrow(reason);
  });

  it('notes an event without a name and leaves item parts it does not know', () => {
    const { events, notes } = eventsFromCollect(url({ pr2: 'idA~zz9' }));
    expect(events[0]?.items).toEqual([{ item_id: 'A' }]);
    expect(notes).toEqual([
      'An item has the unknown part "zz9"; it is left out.',
      'The request names no event (parameter en).',
    ]);
  });

  it('cannot reach a prototype by the names of its parameters', () => {
    const event = first({
      en: 'x',
      'ep.__proto__.polluted': 'yes',
      'ep.constructor.prototype.polluted': 'yes',
    });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.hasOwn(event, '__proto__')).toBe(true);
  });

  it('comes back whole for any texts and numbers of event and items', () => {
    const name = fc.stringMatching(/^[a-z][a-z_]{0,12}$/);
    const text = fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .map((value) => value.replaceAll('\u0000', ''));
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    fc.assert(
      fc.property(
        fc.dictionary(name, text, { noNullPrototype: true }),
        fc.dictionary(name, finite, { noNullPrototype: true }),
        fc.array(fc.record({ id: text, nm: text, pr: finite }), { maxLength: 3 }),
        (texts, numbers, items) => {
          const parameters = {
            en: 'any',
            ...Object.fromEntries(Object.entries(texts).map(([key, value]) => [`ep.t_${key}`, value])),
            ...Object.fromEntries(
              Object.entries(numbers).map(([key, value]) => [`epn.n_${key}`, String(value)]),
            ),
            ...Object.fromEntries(
              items.map(({ id, nm, pr }, index) => [`pr${index + 1}`, item({ id, nm, pr: String(pr) })]),
            ),
          };
          const event = first(parameters);
          for (const [key, value] of Object.entries(texts)) expect(event[`t_${key}`]).toBe(value);
          for (const [key, value] of Object.entries(numbers)) expect(event[`n_${key}`]).toBe(value);
          expect(event.items ?? []).toEqual(
            items.map(({ id, nm, pr }) => ({ item_id: id, item_name: nm, price: pr })),
          );
        },
      ),
    );
  });

  it('never fails otherwise than by refusing, whatever is pasted', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (query, body) => {
        try {
          eventsFromCollect(`/g/collect?v=2&${query}\n${body}`);
        } catch (error) {
          expect(error).toBeInstanceOf(CollectError);
        }
      }),
    );
  });
});
