import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBook } from '../../scripts/shop/book.ts';
import type { Received } from '../../x-server/server.ts';
import { anyCharacter } from '../any-character.ts';
import { runs } from '../counts.ts';

const book = () => createBook(new Map([['o87ne', 'Purchase']]));

const beacon = (host: string, query: Record<string, string>): string =>
  `https://${host}/1/i/adsct?${new URLSearchParams(query)}`;
const PIXEL = {
  eci: '4',
  txn_id: 'tw-o8z6j-o87ne',
  event_id: 'call-1',
  event: '{"conversion_id":"1001","value":65,"currency":"EUR"}',
  email_address: 'a'.repeat(64),
};
const CONVERSION = {
  event_id: 'tw-o8z6j-o87ne',
  conversion_id: '1001',
  value: '65.00',
  price_currency: 'EUR',
  identifiers: [{ twclid: '2-abc' }, { hashed_email: 'a'.repeat(64) }],
};
const received = (
  body: unknown,
  verdict: Received['verdict'] = 'accepted',
  reasons: string[] = [],
): Received => ({
  number: 1,
  at: 2,
  method: 'POST',
  url: '/12/measurement/conversions/o8z6j',
  headers: {},
  size: 1,
  body,
  verdict,
  status: 200,
  fault: 'none',
  diagnostics: { reasons, notes: [] },
});

describe('the book', () => {
  it('has one line for both requests of a call, and one for the conversion of the server', () => {
    const kept = book();
    let changes = 0;
    const end = kept.watch(() => {
      changes += 1;
    });
    for (const host of ['t.co', 'analytics.twitter.com']) kept.beacon(beacon(host, PIXEL), 1);
    kept.conversions(received({ conversions: [CONVERSION] }));
    end();
    kept.pastServer('purchase', 3);
    expect(kept.lines).toMatchObject([
      {
        number: 1,
        side: 'pixel',
        name: 'Purchase',
        conversionId: '1001',
        counts: 1,
        notes: ['65 EUR', 'email address hashed'],
      },
      {
        number: 2,
        side: 'server',
        name: 'Purchase',
        counts: 0,
        notes: ['65.00 EUR', 'click ID', 'email address hashed'],
      },
      { number: 3, side: 'google', name: 'purchase', why: expect.stringContaining('never saw it') },
    ]);
    expect(kept.totals()).toEqual({ Purchase: 1 });
    expect(changes).toBe(2);
    expect(kept.order()).toBe('1001');
    kept.clear();
    expect([kept.lines, kept.totals(), kept.orders]).toEqual([[], {}, 0]);
  });

  it('counts nothing that X refused, and says why', () => {
    const kept = book();
    kept.conversions(received({ conversions: [CONVERSION] }, 'refused', ['no such event']));
    expect(kept.lines).toMatchObject([
      { counts: 0, why: 'X refused it.', notes: expect.arrayContaining(['no such event']) },
    ]);
  });

  it('takes whatever is sent, and stays small', () => {
    const text = fc.string({ unit: anyCharacter });
    const query = fc.dictionary(fc.constantFrom(...Object.keys(PIXEL), 'events'), fc.oneof(text, fc.json()));
    fc.assert(
      fc.property(fc.array(query), fc.array(fc.jsonValue()), (queries, bodies) => {
        const kept = book();
        for (const one of queries) kept.beacon(beacon('t.co', { ...PIXEL, ...one }), 1);
        for (const body of bodies) {
          kept.conversions(received(body));
          kept.conversions(received({ conversions: body }));
          kept.conversions(received({ conversions: [body, { ...CONVERSION, identifiers: body }] }));
        }
        const sum = Object.values(kept.totals()).reduce((a, b) => a + b, 0);
        expect(sum).toBe(kept.lines.filter(({ counts }) => counts === 1).length);
        for (const { name, conversionId } of kept.lines)
          expect(Math.max(name.length, conversionId.length)).toBeLessThanOrEqual(48);
      }),
      { numRuns: runs(50, 5_000) },
    );
    const full = book();
    for (let i = 0; i < 700; i += 1) full.beacon(beacon('t.co', { ...PIXEL, event_id: `call-${i}` }), i);
    expect(full.lines).toHaveLength(500);
  });
});
