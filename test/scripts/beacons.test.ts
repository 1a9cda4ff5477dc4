import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FlagKind, pixelFlags } from '../../scripts/lib/beacon-flags.ts';
import { type PixelRequest, pixelCalls, readBeacon } from '../../scripts/lib/beacons.ts';
import { anyCharacter } from '../any-character.ts';
import { runs } from '../counts.ts';

const HOSTS = ['https://t.co', 'https://analytics.twitter.com'];
const EVENT = { eci: '4', txn_id: 'tw-o8z6j-o87ne', event_id: 'call-1', pl_id: 'load-1', bci: '4' };
const ORDER = { value: '65.00', currency: 'EUR', conversion_id: 'order-1001' };

type Query = Record<string, string>;
const address = (query: Query, host = HOSTS[0], path = '/1/i/adsct'): string =>
  `${host}${path}?${new URLSearchParams(query)}`;
const event = (parameters: unknown, more: Query = {}): Query => ({
  ...EVENT,
  event: JSON.stringify(parameters),
  ...more,
});
/** Both requests of each call, all at one time unless said. */
const both = (...queries: Query[]): PixelRequest[] =>
  queries.flatMap((query) => HOSTS.map((host) => ({ url: address(query, host), at: 1_000 })));

describe('a beacon', () => {
  it('is known by host and path: a short link is none', () => {
    expect(readBeacon('https://t.co/1/i/adsct?eci=3')).toBeDefined();
    expect(readBeacon('https://analytics.x.com/i/adsct')).toBeDefined();
    expect(readBeacon('https://T.CO/i/adsct')).toBeDefined();
    for (const url of [
      'https://t.co/AbC1dEf',
      'https://t.co/i/adsct/more',
      'https://not.t.co/i/adsct',
      'https://t.co.evil.example/i/adsct',
      'https://example.com/?u=https://t.co/i/adsct',
      'ftp://t.co/i/adsct',
      'javascript:t.co/i/adsct',
      '/i/adsct',
      '',
    ])
      expect([url, readBeacon(url)]).toEqual([url, undefined]);
  });

  it('of an event says pixel, event, order and value', () => {
    const query = event(ORDER, { restricted_data_use: 'restrict_optimization', twclid: '2-abc' });
    expect(readBeacon(address({ ...query, tw_clid_src: '2', integration: 'advertiser' }))).toMatchObject({
      kind: 'event',
      txnId: 'tw-o8z6j-o87ne',
      pixelId: 'o8z6j',
      eventId: 'o87ne',
      conversionId: 'order-1001',
      parameters: ORDER,
      callId: 'call-1',
      pageLoad: 'load-1',
      clickId: '2-abc',
      clickIdSource: 'cookie',
      restrictedDataUse: 'restrict_optimization',
      integration: 'advertiser',
      baseCode: '4',
    });
  });

  it.each([
    ['page view', { eci: '3', txn_id: 'o7z1d', event: '{}', event_id: 'a' }, ''],
    ['track', { eci: '2', events: '[["pageview",{}]]', txn_id: 'o7z1d', event_id: 'a' }, 'pageview'],
    [
      'automatic',
      { eci: '2', events: '[["auto_long_site_dwell",{}]]', event_id: 'a' },
      'auto_long_site_dwell',
    ],
    ['automatic', { eci: '2', events: '[["gtm_purchase",{"order_id":"1"}]]', event_id: 'a' }, 'gtm_purchase'],
    ['image', { txn_id: 'nz7m3', p_id: 'Twitter', tw_sale_amount: '0' }, ''],
    ['other', { eci: '7', event_id: 'a' }, ''],
  ])('is of the kind %s', (kind, query: Query, name) => {
    expect(readBeacon(address(query, HOSTS[1], '/i/adsct'))).toMatchObject({ kind, name, conversionId: '' });
  });

  it('takes an ID as trimmed text, a number too, and nothing else', () => {
    const idOf = (id: unknown) => readBeacon(address(event({ conversion_id: id })))?.conversionId;
    expect([' A-1 ', 1001, true, null, {}, [1]].map(idOf)).toEqual(['A-1', '1001', '', '', '', '']);
    expect(readBeacon(address({ ...EVENT, event: '{"conversion_id":1e999}' }))?.conversionId).toBe('');
  });

  it('keeps an event ID of any length and case, and one that names no pixel', () => {
    const ids = (txn_id: string) => {
      const { pixelId, eventId } = readBeacon(address({ ...EVENT, txn_id }))!;
      return [pixelId, eventId];
    };
    expect(ids('TW-O8Z6J-o87new')).toEqual(['O8Z6J', 'o87new']);
    expect(ids('purchase')).toEqual(['purchase', '']);
    expect(ids('tw-a-b-c')).toEqual(['tw-a-b-c', '']);
  });

  it('is read or passed over whatever its address holds, without an exception', () => {
    const key = fc.constantFrom('eci', 'event', 'events', 'txn_id', 'event_id', 'pl_id', 'twclid', 'bci');
    const nested = fc.constantFrom(
      '['.repeat(50_000),
      '{"a":'.repeat(20_000),
      '{"conversion_id":{"toString":1}}',
    );
    const value = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.json(),
      fc.json().map((text) => `[["gtm_x",${text}]]`),
      fc.constantFrom('2', '3', '4', '{', '%E0%A4%A', '[[]]', '[[null,null]]', '{"__proto__":1}'),
      nested,
    );
    const query = fc.array(fc.tuple(key, value), { maxLength: 8 }).map((pairs) => new URLSearchParams(pairs));
    const url = fc.oneof(
      query.map((search) => `https://t.co/1/i/adsct?${search}`),
      fc.string({ unit: anyCharacter }).map((text) => `https://t.co/i/adsct?${text}`),
      fc.string({ unit: anyCharacter }),
      fc.webUrl(),
    );
    fc.assert(
      fc.property(fc.array(url, { maxLength: 6 }), (urls) => {
        const calls = pixelCalls(urls.map((one) => ({ url: one })));
        expect(calls.reduce((sum, { requests }) => sum + requests, 0)).toBe(
          urls.filter((url) => readBeacon(url) !== undefined).length,
        );
        pixelFlags(calls);
      }),
      { numRuns: runs(100, 20_000) },
    );
  });
});

describe('the requests of a call', () => {
  it('are one call, which was sent when one of them was', () => {
    const [first, second] = both(event(ORDER));
    const calls = pixelCalls([
      { url: 'https://t.co/AbC' },
      { ...first!, at: 20 },
      { ...second!, at: 10, failed: true },
    ]);
    expect(calls).toMatchObject([{ conversionId: 'order-1001', at: 10, requests: 2, sent: true }]);
    expect(pixelCalls(both(event(ORDER)).map((one) => ({ ...one, failed: true })))).toMatchObject([
      { sent: false },
    ]);
  });

  it('of image tags are paired by page', () => {
    const image = both({ txn_id: 'nz7m3', p_id: 'Twitter' });
    expect(pixelCalls(image.map((one) => ({ ...one, page: '1' })))).toHaveLength(1);
    expect(pixelCalls([...image, ...image].map((one) => ({ ...one, page: '1' })))).toHaveLength(2);
    expect(
      pixelCalls([1, 2].flatMap((page) => image.map((one) => ({ ...one, page: `${page}` })))),
    ).toHaveLength(2);
  });

  it('are as many calls as were made, in whatever order they were recorded', () => {
    const made = fc.array(fc.record({ callId: fc.uuid({ version: 4 }), id: fc.string() }), { maxLength: 20 });
    fc.assert(
      fc.property(made, fc.infiniteStream(fc.nat()), (calls, order) => {
        const requests = both(
          ...calls.map(({ callId, id }) => event({ conversion_id: id }, { event_id: callId })),
        )
          .map((request) => ({ request, place: order.next().value }))
          .sort((a, b) => a.place - b.place)
          .map(({ request }) => request);
        const distinct = new Set(calls.map(({ callId }) => callId));
        const read = pixelCalls(requests);
        expect(new Set(read.map(({ callId }) => callId))).toEqual(distinct);
        expect(read).toHaveLength(distinct.size);
      }),
      { numRuns: runs(50, 5_000) },
    );
  });
});

describe('the flags of calls', () => {
  const kinds = (...queries: Query[]): FlagKind[] =>
    pixelFlags(pixelCalls(both(...queries))).map(({ kind }) => kind);
  const view = (more: Query = {}): Query => ({
    eci: '3',
    txn_id: 'o8z6j',
    event_id: 'view',
    pl_id: 'load-1',
    tw_document_href: 'https://shop.example/',
    ...more,
  });
  const twin = (at = 1_000): PixelRequest[] => [
    ...both(event(ORDER)),
    ...both({
      eci: '2',
      txn_id: 'o8z6j',
      event_id: 'twin',
      pl_id: 'load-1',
      events: '[["gtm_purchase",{"order_id":"order-1001"}]]',
    }).map((one) => ({ ...one, at })),
  ];

  it('are none where all is well', () => {
    const second = event({ ...ORDER, value: 65 }, { event_id: 'call-2', pl_id: 'load-2' });
    const elsewhere = view({ event_id: 'view-2', tw_document_href: 'https://shop.example/cart' });
    expect(kinds(view(), elsewhere, view({ event_id: 'view-3' }), event(ORDER), second)).toEqual([]);
  });

  it.each([
    ['noConversionId', [event({ value: 1 })]],
    ['noConversionId', [event({ conversion_id: ' ' })]],
    ['idOfNothing', [event({ conversion_id: 'undefined' })]],
    ['idOfNothing', [event({ conversion_id: '[object Object]' })]],
    ['unusableId', [event({ conversion_id: { order: 1 } })]],
    ['idReused', [event(ORDER), event({ ...ORDER, value: '12.00' }, { event_id: 'call-2' })]],
    ['hashOfNothing', [event(ORDER, { email_address: createHash('sha256').digest('hex') })]],
    ['eventWithoutConfig', [event(ORDER, { bci: '2' })]],
    ['pageViewTwice', [view(), view({ event_id: 'view-2' })]],
    ['twoBaseCodes', [view({ integration: 'gtm' }), event(ORDER, { integration: 'advertiser' })]],
  ] as [FlagKind, Query[]][])('name %s', (kind, queries) => {
    expect(kinds(...queries)).toEqual([kind]);
  });

  it("name the pixel's own event beside the event, of the same moment alone", () => {
    const of = (requests: PixelRequest[]) => pixelFlags(pixelCalls(requests)).map(({ kind }) => kind);
    expect(of(twin())).toEqual(['automaticTwin']);
    expect(of(twin(60_000))).toEqual([]);
  });
});
