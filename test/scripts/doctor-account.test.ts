import { describe, expect, test } from 'vitest';
import { main } from '../../scripts/doctor.ts';
import { captured } from '../../toolkit/test/cli/captured.ts';
import type { XServer } from '../../x-server/server.ts';
import { doctor } from './doctor-run.ts';
import { oauthEnvironment, stand, tokenEnvironment } from './replay-setup.ts';

describe('the ads account', () => {
  const detail = (type: string, status: 'TRACKING' | 'UNVERIFIED' = 'TRACKING', more = {}) => ({
    type,
    status,
    name: `${type} of the shop`,
    ...more,
  });
  const account = (): Promise<XServer> =>
    stand({
      pixels: [
        {
          id: 'o8z6j',
          accountId: '18ce552mlaq',
          eventIds: ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'],
          eventDetails: {
            a1: detail('PURCHASE', 'UNVERIFIED'),
            a2: detail('PURCHASE', 'TRACKING', { last_tracked_at: '2026-01-02T00:00:00Z' }),
            a3: detail('SIGN_UP'),
            a4: detail('CUSTOM'),
            a5: detail('SEARCH', 'TRACKING', { deleted: true }),
            a6: detail('SITE_VISIT', 'TRACKING', { name: 'Gläser & \u001b[31mmore' }),
          },
        },
        { id: 'o8z6k', accountId: '18ce552mlaq', eventIds: ['b1'], eventDetails: { b1: detail('DOWNLOAD') } },
      ],
    });

  test('gives the rows for the tag’s table: of two purchases the one that is tracking, none for deleted, custom or foreign ones', async () => {
    const server = await account();
    const { json, checks } = await doctor(server, ['--account', '18ce552mlaq']);
    expect(checks['Ads account 18ce552mlaq']).toMatch(/^ok: 5 web events of pixel o8z6j/);
    expect(json.categoryEvents).toEqual([
      { category: 'page_view', eventId: 'tw-o8z6j-a6' },
      { category: 'purchase', eventId: 'tw-o8z6j-a2' },
      { category: 'lead', eventId: 'tw-o8z6j-a3' },
    ]);
    const listing = server.received.at(-1);
    expect([listing?.verdict, listing?.diagnostics.by]).toEqual(['accepted', 'oauth1']);
    expect(listing?.url).toMatch(/\?count=1000&with_deleted=true$/);
  });

  test('names each configured id that X does not know, that was deleted, or that is another pixel’s', async () => {
    const server = await account();
    const args = ['tw-o8z6j-a2', 'zzz', 'a5', 'b1'].flatMap((id) => ['--event', id]);
    const { code, checks } = await doctor(server, ['--account', '18ce552mlaq', ...args]);
    expect(code).toBe(1);
    expect(checks['Event tw-o8z6j-a2 in the account']).toMatch(
      /^ok: PURCHASE "PURCHASE of the shop", TRACKING/,
    );
    expect(checks['Event zzz in the account']).toMatch(/^failed: X does not know it/);
    expect(checks['Event a5 in the account']).toMatch(/^failed: "SEARCH of the shop" was deleted/);
    expect(checks['Event b1 in the account']).toMatch(/^failed: it belongs to pixel o8z6k/);
  });

  test('is shown to people as a table, and as rows to copy with their names in the form', async () => {
    const server = await account();
    const { written, io } = captured();
    const world = { environment: oauthEnvironment, now: Date.now, timeoutMs: 5000 };
    await main(['--pixel', 'o8z6j', '--account', '18ce552mlaq', '--endpoint', server.url], io, world);
    expect(written.out).toMatch(
      /\n {2}purchase +PURCHASE +tw-o8z6j-a2 +TRACKING +2026-01-02T00:00:00Z +PURCHASE of the shop\n/,
    );
    expect(written.out).toMatch(/\n {2}page_view .* Gläser & \[31mmore\n/);
    expect(written.out).toContain(
      [
        'categoryEvents:',
        '  page_view: tw-o8z6j-a6  # Page view / Site visit',
        '  purchase: tw-o8z6j-a2   # Purchase',
        '  lead: tw-o8z6j-a3       # Lead',
        '',
      ].join('\n'),
    );
  });

  test('is read to its last page', async () => {
    const eventIds = Array.from({ length: 2300 }, (_, i) => `e${i}`);
    const server = await stand({ pixels: [{ id: 'o8z6j', accountId: '18ce552mlaq', eventIds }] });
    const { checks } = await doctor(server, ['--account', '18ce552mlaq', '--event', 'e2299']);
    expect(checks['Ads account 18ce552mlaq']).toMatch(/2300 web events/);
    expect(checks['Event e2299 in the account']).toMatch(/^ok/);
  });

  test('of somebody else, without events or without OAuth says so', async () => {
    const foreign = await doctor(await stand(), ['--account', '18ce552mla0']);
    const empty = await doctor(
      await stand({ pixels: [{ id: 'o8z6k', accountId: 'abc', eventIds: ['b1'] }] }),
      ['--account', 'abc'],
    );
    const token = await doctor(await stand(), ['--account', '18ce552mlaq'], tokenEnvironment);
    expect(foreign.checks['Ads account 18ce552mla0']).toMatch(
      /^failed: X answered 404: .* → Check the account id/,
    );
    expect(empty.checks['Ads account abc']).toMatch(/^failed: no web event of pixel o8z6j, 1 in the account/);
    expect(token.checks['Ads account 18ce552mlaq']).toMatch(
      /^skipped: not asked: .* → Set the four OAuth values/,
    );
  });
});
