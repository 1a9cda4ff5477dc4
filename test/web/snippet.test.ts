/** The snippet in a real browser: what it sends, when, and what it leaves alone. */
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { snippetFile } from '../../scripts/web/code.ts';
import { runs } from '../counts.ts';
import { type Seen, seen, startBrowser, type Web } from './browser.ts';
import { DICTIONARY, plan } from './setup.ts';

let web: Web;
beforeAll(async () => {
  web = await startBrowser();
});
afterAll(() => web?.close());
afterEach(() => {
  expect(web.errors()).toEqual([]);
});

const SNIPPET = snippetFile(plan());
const LAYER = 'window.dataLayer = []; function gtag() { dataLayer.push(arguments); }';
const all = (state: string) =>
  `{ ad_storage: '${state}', ad_user_data: '${state}', ad_personalization: '${state}' }`;
const GRANTED = `${LAYER} gtag('consent', 'default', ${all('granted')});`;
const DENIED = `${LAYER} gtag('consent', 'default', ${all('denied')});`;
const purchase = (id = "' 1001 '"): string =>
  `dataLayer.push({ event: 'purchase', ecommerce: { transaction_id: ${id}, value: 65, currency: 'eur',
  items: [{ item_id: 'SKU-1', item_name: 'Shoe', price: 32.5, quantity: 2 }] } });`;
const PURCHASE = purchase();

/** Names of what the pixel was called with: `config`, or the X event ID. */
const calls = ({ pixel }: Seen): unknown[] =>
  pixel.filter(([command]) => command !== 'set').map(([command, id]) => (command === 'event' ? id : command));
/** Names of the events that went to the server. */
const events = ({ gtag }: Seen): unknown[] =>
  gtag.filter(([command]) => command === 'event').map(([, name]) => name);
const toX = (): string[] => web.requests().filter((url) => /twitter|\/\/t\.co/.test(url));
/** Waits until X's script has taken over the queue. */
const settled = (page: Page) => page.waitForFunction('window.twq && twq.exe');

const [PAGE_VIEW, BUY] = ['tw-o8z6j-o87nd', 'tw-o8z6j-o87ne'];

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
      BUY,
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
  });

  it('asks X for nothing before the consent it needs, and then sends what waited', async () => {
    const page = await web.open([DENIED, SNIPPET, PURCHASE], '/thanks?twclid=2-abc');
    expect(toX()).toEqual([]);
    expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0);
    expect(events(await seen(page))).toEqual(['page_view', 'purchase']);
    await page.evaluate("history.replaceState(null, '', '/thanks')");
    await page.evaluate("gtag('consent', 'update', { ad_storage: 'granted' })");
    await settled(page);
    const record = await seen(page);
    expect(calls(record)).toEqual(['config', PAGE_VIEW, BUY]);
    expect(record.pixel.at(-1)![2]).toMatchObject({
      restricted_data_use: 'restrict_optimization',
      twclid: '2-abc',
      page_location: 'https://shop.example/thanks?twclid=2-abc',
    });
  });

  it('sends nothing to X while consent is not stated, denied by a region or taken back', async () => {
    const region = `${LAYER} gtag('consent', 'default', ${all('granted').replace('}', ", region: ['US'] }")});`;
    // What Google recommends: denied for some regions, granted for the rest.
    const elsewhere = region.replaceAll("'granted'", "'denied'") + GRANTED.replace(LAYER, '');
    for (const head of [
      [LAYER, SNIPPET, PURCHASE],
      [elsewhere, SNIPPET, PURCHASE],
      [region, SNIPPET, PURCHASE],
      [DENIED, SNIPPET, PURCHASE],
    ]) {
      await web.open(head);
      expect(toX()).toEqual([]);
    }
    const page = await web.open([GRANTED, SNIPPET]);
    await settled(page);
    await page.evaluate(`gtag('consent', 'update', ${all('denied')}); ${PURCHASE}`);
    expect(calls(await seen(page))).toEqual(['config', PAGE_VIEW]);
  });

  it('needs ad_user_data as well where the dictionary says so, and no consent where it says always', async () => {
    const both = snippetFile(plan(DICTIONARY.replace('adStorage', 'adStorageAndUserData')));
    await web.open([`${LAYER} gtag('consent', 'default', { ad_storage: 'granted' });`, both, PURCHASE]);
    expect(toX()).toEqual([]);
    const page = await web.open([
      DENIED,
      snippetFile(plan(DICTIONARY.replace('adStorage', 'always'))),
      PURCHASE,
    ]);
    await settled(page);
    const { pixel } = await seen(page);
    for (const [command, , parameters] of pixel)
      if (command !== 'set')
        expect(parameters).toMatchObject({ restricted_data_use: 'restrict_optimization' });
  });

  it('counts the first page once, each further path once, and none for a fragment or the same path', async () => {
    const page = await web.open([GRANTED, SNIPPET], '/a?x=1#top');
    await settled(page);
    for (const move of [
      "history.replaceState(null, '', '/a?x=2')",
      "location.hash = '#more'",
      "history.pushState(null, '', '/b')",
      "history.pushState(null, '', '/b?size=42')",
      'new Promise((done) => { addEventListener("popstate", done, { once: true }); history.go(-2); })',
    ])
      await page.evaluate(move);
    const record = await seen(page);
    expect(calls(record)).toEqual(['config', PAGE_VIEW, 'config', PAGE_VIEW, 'config', PAGE_VIEW]);
    expect(events(record)).toEqual(['page_view', 'page_view', 'page_view']);
  });

  it('reports an order once: pushed twice, loaded anew, come back to, in a second tab; another order counts', async () => {
    const page = await web.open([GRANTED, SNIPPET, PURCHASE, PURCHASE]);
    await settled(page);
    const buys = async () => {
      const record = await seen(page);
      return [
        calls(record).filter((call) => call === BUY).length,
        events(record).filter((name) => name === 'purchase').length,
      ];
    };
    expect(await buys()).toEqual([1, 1]);
    await page.reload();
    await settled(page);
    expect(await buys()).toEqual([0, 0]);
    await page.goto('https://shop.example/other');
    await page.goBack();
    await settled(page);
    expect(await buys()).toEqual([0, 0]);
    await page.evaluate(purchase('1002'));
    expect(await buys()).toEqual([1, 1]);
    await page.evaluate(purchase("'undefined'"));
    await page.evaluate(purchase('undefined'));
    expect(await buys()).toEqual([3, 3]);
    const second = await page.context().newPage();
    await second.goto('https://shop.example/');
    await settled(second);
    expect(calls(await seen(second))).toEqual(['config', PAGE_VIEW]);
  });

  it('takes a purchase without an order number for the one before within the hour, or after a reload', async () => {
    const unnumbered = purchase('undefined');
    const page = await web.open([GRANTED, SNIPPET, unnumbered], '/thanks');
    const buys = async (tab: Page) => {
      await settled(tab);
      return calls(await seen(tab)).filter((call) => call === BUY).length;
    };
    const later = async () => {
      await page.evaluate(`Object.keys(localStorage).forEach(function (key) {
        localStorage[key] = localStorage[key].replace(/^[0-9]+/, function (time) { return time - 3600001; });
      })`);
    };
    const counts = [await buys(page)];
    const second = await page.context().newPage();
    await second.goto(page.url());
    counts.push(await buys(second));
    // Something else was bought.
    await second.evaluate(unnumbered.replace('value: 65', 'value: 66'));
    counts.push(await buys(second));
    expect(counts).toEqual([1, 0, 1]);
    await second.evaluate(unnumbered);
    expect(await buys(second)).toBe(2);
    await later();
    await page.reload();
    expect(await buys(page)).toBe(0);
    await page.goto('https://shop.example/thanks?new=1');
    await page.goto('https://shop.example/thanks');
    expect(await buys(page)).toBe(1);
  });

  it('sends an order that waited twice for consent once', async () => {
    const page = await web.open([DENIED, SNIPPET, PURCHASE, PURCHASE]);
    await page.evaluate(`gtag('consent', 'update', ${all('granted')})`);
    await settled(page);
    expect(calls(await seen(page))).toEqual(['config', PAGE_VIEW, BUY]);
  });

  it('reports where storage is switched off', async () => {
    const off = `['sessionStorage', 'localStorage'].forEach(function (name) {
      Object.defineProperty(window, name, { get: function () { throw new Error('off'); } });
    });`;
    const page = await web.open([off, GRANTED, SNIPPET, PURCHASE, PURCHASE]);
    await settled(page);
    expect(calls(await seen(page))).toEqual(['config', PAGE_VIEW, BUY]);
  });

  it('runs once when it stands on the page twice, takes what lay in the data layer, and other events not', async () => {
    const page = await web.open([
      GRANTED,
      PURCHASE,
      "dataLayer.push({ event: 'scroll' });",
      SNIPPET,
      SNIPPET,
    ]);
    await settled(page);
    const record = await seen(page);
    expect(calls(record)).toEqual(['config', BUY, PAGE_VIEW]);
    expect(record.gtag.filter(([command]) => command === 'config')).toHaveLength(1);
  });

  it('gives the person to both halves in the form of each', async () => {
    const person =
      "dataLayer.push({ user_data: { email: ' Jane@Example.com', phone_number: '+49 171 2345678' } });";
    const page = await web.open([GRANTED, SNIPPET, person, PURCHASE]);
    await settled(page);
    const { pixel, gtag } = await seen(page);
    expect(pixel.at(-1)![2]).toMatchObject({
      email_address: 'jane@example.com',
      phone_number: '+491712345678',
    });
    expect(gtag.at(-1)![2]).toMatchObject({ user_data: { email: ' Jane@Example.com' } });
  });
});

/** Values as pages push them by mistake or on purpose; each is made on the page, for not all of them can be sent there. */
const HOSTILE = [
  'null',
  'undefined',
  '7',
  "'purchase'",
  '[]',
  'function () {}',
  'Object.create(null)',
  '(function () { var a = {}; a.a = a; return a; })()',
  '{ get event() { throw new Error("mine"); } }',
  '{ event: "purchase", get ecommerce() { throw new Error("mine"); } }',
  '{ event: "purchase", ecommerce: { toJSON: function () { throw new Error("mine"); } } }',
  '{ event: "purchase", ecommerce: new Proxy({}, { get: function () { throw new Error("mine"); } }) }',
  '{ event: "purchase", ecommerce: (function () { var a = {}; a.items = [a]; return a; })() }',
  '{ event: "purchase", ecommerce: { transaction_id: { toString: function () { throw new Error("mine"); } } } }',
  '{ event: "__proto__" }',
  '{ event: "constructor", ecommerce: {} }',
  '{ event: { toString: function () { return "purchase"; } } }',
  '{ event: "purchase", ecommerce: { items: "x", value: {}, currency: [] } }',
  '{ event: "purchase", ecommerce: { items: [null, 1, "x", [], { item_id: {} }] } }',
  '{ 0: "consent", 1: "update", 2: { get ad_storage() { throw new Error("mine"); } } }',
  '{ 0: "consent", 1: "update", 2: null }',
  '{ user_data: 1n }',
  '{ user_data: "x", event: "purchase" }',
  'window',
  'document.createElement("div")',
  'Symbol("x")',
];

describe('on any page the snippet', () => {
  it('throws nothing, changes nothing that is pushed, and keeps persons to the two calls that are documented', async () => {
    const page = await web.open([GRANTED, SNIPPET, PURCHASE]);
    await settled(page);
    await page.evaluate(`window.tried = function (makers, mail) {
      window.pixelCalls.length = 0;
      var lengths = [], before = [], start = dataLayer.length;
      makers.forEach(function (make) {
        var value = make();
        before.push(value);
        var own = dataLayer.length;
        dataLayer.push(value);
        lengths.push(dataLayer[own] === value);
      });
      dataLayer.push({ event: 'add_to_cart', user_data: { email: mail }, ecommerce: { items: [{ item_id: mail === '' ? '' : 'SKU' }] } });
      var calls = pixelCalls.slice();
      var ours = dataLayer.slice(start).filter(function (entry) {
        return Object.prototype.toString.call(entry) === '[object Arguments]' && entry[0] === 'event';
      });
      var text = function (list) { return JSON.stringify(list.map(function (call) {
        var rest = Object.assign({}, call[2]); delete rest.email_address; delete rest.user_data; return [call[0], call[1], rest];
      })); };
      var kept = JSON.stringify(Object.assign({}, sessionStorage, localStorage)) + document.cookie + document.documentElement.outerHTML;
      return { untouched: lengths.every(Boolean), last: calls[calls.length - 1], calls: text(calls), ours: text(ours), kept: kept };
    }`);
    const value = fc.oneof(
      fc.constantFrom(...HOSTILE),
      fc.json({ maxDepth: 3 }),
      fc
        .record({ event: fc.constantFrom('purchase', 'page_view', 'scroll'), ecommerce: fc.jsonValue() })
        .map((one) => JSON.stringify(one)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(value, { maxLength: 6 }), fc.emailAddress(), async (values, mail) => {
        const makers = values.map((one) => `function () { return (${one}); }`).join(',');
        const result = await page.evaluate<
          Record<'calls' | 'ours' | 'kept', string> & { untouched: boolean; last: unknown[] }
        >(`tried([${makers}], ${JSON.stringify(mail)})`);
        expect(result.untouched).toBe(true);
        expect(result.last.slice(0, 2)).toEqual(['event', 'tw-o8z6j-o87nf']);
        for (const place of [result.calls, result.ours, result.kept]) expect(place).not.toContain(mail);
      }),
      { numRuns: runs(150, 5000) },
    );
    expect(web.requests().filter((url) => url.includes('@') || url.includes('%40'))).toEqual([]);
  });

  it('goes on where the data layer is no list, X’s name or its own name is taken', async () => {
    for (const odd of [
      'window.dataLayer = 7;',
      'window.dataLayer = Object.freeze([]);',
      'window.twq = 7;',
      'window.xAdsWeb = "x";',
      'window.xAdsWeb = document.createElement("p");',
    ]) {
      const page = await web.open([odd, SNIPPET, 'window.went = "on";']);
      expect(await page.evaluate('window.went')).toBe('on');
      expect(web.errors()).toEqual([]);
    }
  });
});
