/** The snippet in a real browser: what it sends, when, and what it leaves alone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snippetFile } from '../../scripts/web/code.ts';
import { seen, startBrowser, type Web } from './browser.ts';
import { plan } from './setup.ts';

let web: Web;
beforeAll(async () => {
  web = await startBrowser();
});
afterAll(() => web?.close());

const SNIPPET = snippetFile(plan());
const LAYER = 'window.dataLayer = []; function gtag() { dataLayer.push(arguments); }';
const GRANTED = `${LAYER} gtag('consent', 'default', { ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'granted' });`;
const DENIED = `${LAYER} gtag('consent', 'default', { ad_storage: 'denied', ad_user_data: 'denied', ad_personalization: 'denied' });`;
const PURCHASE = `dataLayer.push({ event: 'purchase', ecommerce: { transaction_id: ' 1001 ', value: 65, currency: 'eur',
  items: [{ item_id: 'SKU-1', item_name: 'Shoe', price: 32.5, quantity: 2 }] } });`;

describe('the snippet', () => {
  it('reports a purchase to both halves with the same id, after switching off what the pixel does by itself', async () => {
    const page = await web.open([GRANTED, SNIPPET, PURCHASE]);
    const { pixel, gtag } = await seen(page);
    expect(pixel.slice(0, 5)).toEqual([
      ['set', 'dataLayerTracking', 'false', 'o8z6j'],
      ['set', 'autoDwellTracking', 'false', 'o8z6j'],
      ['set', 'autoConfig', 'false', 'o8z6j'],
      ['set', 'autoAdvancedMatching', 'false', 'o8z6j'],
      ['config', 'o8z6j', { restricted_data_use: 'off' }],
    ]);
    expect(pixel.at(-1)).toEqual([
      'event',
      'tw-o8z6j-o87ne',
      {
        conversion_id: '1001',
        value: '65',
        currency: 'EUR',
        contents: [{ content_id: 'SKU-1', content_name: 'Shoe', content_price: '32.5', num_items: 2 }],
        restricted_data_use: 'off',
      },
    ]);
    expect(gtag.find(([, name]) => name === 'G-AB12CD34EF')).toEqual([
      'config',
      'G-AB12CD34EF',
      { server_container_url: 'https://sgtm.shop.example', send_page_view: false },
    ]);
    expect(gtag.at(-1)).toMatchObject(['event', 'purchase', { conversion_event_id: '1001', value: 65 }]);
    expect(web.errors()).toEqual([]);
  });

  it('asks X for nothing before the consent it needs, and then sends what waited', async () => {
    const page = await web.open([DENIED, SNIPPET, PURCHASE]);
    expect(web.requests().filter((url) => /twitter|t\.co/.test(url))).toEqual([]);
    expect((await seen(page)).gtag.filter(([command]) => command === 'event')).toHaveLength(2);
    await page.evaluate("gtag('consent', 'update', { ad_storage: 'granted' })");
    await page.waitForFunction('window.pixelCalls && pixelCalls.length === 7');
    const { pixel } = await seen(page);
    expect(pixel[4]).toEqual(['config', 'o8z6j', { restricted_data_use: 'restrict_optimization' }]);
    expect(pixel.slice(5).map(([command, id]) => [command, id])).toEqual([
      ['event', 'tw-o8z6j-o87nd'],
      ['event', 'tw-o8z6j-o87ne'],
    ]);
  });
});
