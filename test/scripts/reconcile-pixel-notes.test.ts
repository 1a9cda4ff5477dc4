/** What reconcile says of the pixel's calls themselves, beside the orders. */
import { expect, test } from 'vitest';
import { BROWSERS, harOf, type PixelEvent } from './reconcile-har.ts';
import { HEADER, reported } from './reconcile-setup.ts';

const HASH_OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
let count = 0;
const call = (id: unknown, part: Partial<PixelEvent> = {}): PixelEvent => {
  count += 1;
  return {
    at: Date.parse('2026-11-20T10:00:00Z') + count * 60_000,
    call: `c${count}`,
    page: `p${count}`,
    txnId: 'tw-o8z6j-o87ne',
    parameters: { value: count, currency: 'EUR', conversion_id: id },
    ...part,
  };
};

async function notesOf(har: string): Promise<string[]> {
  const orders = `${HEADER}\norder,order-1,2026-11-20T10:00:00Z,purchase,jane@shop.example,65.00,EUR,granted\n`;
  const { report } = await reported({ logs: ['\n'], orders, hars: [har] });
  return report.notes.filter((note) => note.startsWith('Pixel:'));
}

test.each(BROWSERS)(
  'calls of the pixel that count twice or lose are told, as %s saves them',
  async (browser) => {
    const told = await notesOf(
      harOf(browser, [
        call(undefined),
        call(undefined),
        call('undefined'),
        call({}),
        call('order-1'),
        call('order-1'),
        call('order-2', { hash: HASH_OF_NOTHING }),
      ]),
    );
    expect(told).toEqual([
      expect.stringMatching(/no conversion_id.*[(]2 calls[)]$/),
      expect.stringMatching(/word for nothing, such as undefined.*[(]1 call[)]$/),
      expect.stringMatching(/neither text nor number/),
      expect.stringMatching(/several values/),
      expect.stringMatching(/empty or a word for nothing when the pixel hashed it/),
    ]);
  },
);

test('of calls that are as they should be, of another pixel or blocked nothing is told', async () => {
  expect(
    await notesOf(
      harOf('chrome', [
        call('order-1'),
        call('order-2'),
        call(undefined, { txnId: 'tw-zzzzz-o87ne' }),
        call(undefined, { blocked: true }),
      ]),
    ),
  ).toEqual([]);
});

test('page views count for it, though they stand for no conversion', async () => {
  const har = JSON.parse(harOf('chrome', [call('order-1')])) as {
    log: { entries: Record<string, unknown>[] };
  };
  const last = har.log.entries.at(-1)!;
  for (const [id, integration] of [
    ['v1', 'advertiser'],
    ['v2', 'gtm'],
  ]) {
    const query = `bci=4&eci=3&event={}&event_id=${id}&pl_id=p9&txn_id=o8z6j&integration=${integration}&tw_document_href=https://shop.example/`;
    har.log.entries.push({ ...last, request: { method: 'GET', url: `https://t.co/1/i/adsct?${query}` } });
  }
  expect(await notesOf(JSON.stringify(har))).toEqual([
    expect.stringMatching(/two page views/),
    expect.stringMatching(/in two forms/),
  ]);
});
