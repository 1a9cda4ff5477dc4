/** The snippet on a page that calls gtag() itself, as sites without a web container do. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { snippetFile } from '../../scripts/web/code.ts';
import { seen, startBrowser, type Web } from './browser.ts';
import { plan } from './setup.ts';

let web: Web;
beforeAll(async () => {
  web = await startBrowser();
});
afterAll(() => web?.close());
afterEach(() => {
  expect(web.errors()).toEqual([]);
});

const SNIPPET = snippetFile(plan());
const all = (state: string) =>
  `{ ad_storage: '${state}', ad_user_data: '${state}', ad_personalization: '${state}' }`;
const consent = (state: string) =>
  `window.dataLayer = []; function gtag() { dataLayer.push(arguments); } gtag('consent', 'default', ${all(state)});`;
const [GRANTED, DENIED] = [consent('granted'), consent('denied')];
const BUY = 'tw-o8z6j-o87ne';
const settled = (page: { waitForFunction: (text: string) => unknown }) =>
  page.waitForFunction('window.twq && twq.exe');

describe('direct calls of gtag()', () => {
  it('takes what the page sends with gtag() itself, before and behind it: both halves, one id, once', async () => {
    const direct = `gtag('event', 'purchase', { transaction_id: 1001, value: 65, currency: 'eur', coupon: 'SPRING',
      items: [{ item_id: 'SKU-1', price: 65 }], user_data: { email: 'Jane@Example.com' },
      event_callback: function () { window.called = (window.called || 0) + 1; } });`;
    const cart = "gtag('event', 'add_to_cart', { value: 1 });";
    const other = "gtag('event', 'purchase', { send_to: 'AW-1/x', transaction_id: 1001 });";
    for (const head of [
      [GRANTED, SNIPPET, direct, direct, other, cart],
      [GRANTED, direct, direct, other, cart, SNIPPET],
    ]) {
      const page = await web.open(head);
      await settled(page);
      const { pixel, gtag } = await seen(page);
      const bought = pixel.filter(([, id]) => id === BUY);
      expect(bought).toEqual([
        [
          'event',
          BUY,
          {
            conversion_id: '1001',
            value: '65',
            currency: 'EUR',
            contents: [{ content_id: 'SKU-1', content_price: '65' }],
            email_address: 'jane@example.com',
            restricted_data_use: 'off',
          },
        ],
      ]);
      const sent = gtag.filter(([command]) => command !== 'xAdsWeb');
      expect(sent.filter(([, name]) => name === 'purchase').map(([, , stated]) => stated)).toEqual(
        expect.arrayContaining([
          { send_to: 'AW-1/x', transaction_id: 1001 },
          expect.objectContaining({ conversion_event_id: '1001', transaction_id: 1001, coupon: 'SPRING' }),
        ]),
      );
      // page_view, add_to_cart and two purchases.
      expect(sent.filter(([command]) => command === 'event')).toHaveLength(4);
      const place = (second: string) => sent.findIndex(([, name]) => name === second);
      // Google's tag hears of the property first.
      expect(place('G-AB12CD34EF')).toBeLessThan(place('add_to_cart'));
      const { conversion_id: id } = pixel.find(([, name]) => name === 'tw-o8z6j-o87nf')![2] as {
        conversion_id: string;
      };
      expect(id).toMatch(/^web-/);
      expect(sent[place('add_to_cart')]![2]).toMatchObject({ conversion_event_id: id, value: 1 });
      expect(await page.evaluate('JSON.stringify(localStorage)')).not.toMatch(/jane/i);
      // The order that was held back answers the page all the same.
      await page.waitForFunction('window.called >= 1');
    }
  });

  it('hears of the person from gtag(), and takes an array for no answer to the banner', async () => {
    const page = await web.open([
      GRANTED,
      SNIPPET,
      "gtag('set', 'user_data', { email: 'jane@example.com' });",
      "gtag('event', 'purchase', { transaction_id: 1001 });",
      "gtag('set', { user_data: { email: 'joe@example.com' } });",
      "gtag('event', 'purchase', { transaction_id: 1002 });",
    ]);
    await settled(page);
    const { pixel } = await seen(page);
    expect(
      pixel.slice(-2).map(([, , parameters]) => (parameters as Record<string, unknown>).email_address),
    ).toEqual(['jane@example.com', 'joe@example.com']);
    await web.open([DENIED, SNIPPET, `dataLayer.push(['consent', 'update', ${all('granted')}]);`]);
    expect(web.requests().filter((url) => url.includes('twitter'))).toEqual([]);
  });
});
