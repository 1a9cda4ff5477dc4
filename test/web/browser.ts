/**
 * A real browser for the browser half. Every address is answered here: pages with what a test gives, X's and Google's scripts
 * with recorders of the calls they get. Nothing leaves the machine, and what the page would send is part of the record.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../../scripts/lib/browser.ts';

export const SITE = 'https://shop.example';

/** What the page did so far. */
export interface Seen {
  /** Calls of `twq`, as the script got them. */
  pixel: unknown[][];
  /** Commands of Google's tag in the data layer. */
  gtag: unknown[][];
}

export interface Web {
  /**
   * Opens a page of the site in a browser that remembers nothing.
   *
   * @param head scripts of the page, in their order
   * @param path with its query
   */
  open: (head: readonly string[], path?: string) => Promise<Page>;
  /** Addresses that were asked for since the page was opened, the page itself among them. */
  requests: () => string[];
  /** What was thrown into the page. */
  errors: () => string[];
  close: () => Promise<void>;
}

/** Takes the place of X's script: takes the queue over in its order, and records. */
const UWT = `(function () {
  var record = function () { (window.pixelCalls = window.pixelCalls || []).push([].slice.call(arguments)); };
  twq.exe = record;
  twq.queue.splice(0).forEach(function (call) { record.apply(null, call); });
})();`;

/** @param blocked whether a blocker keeps X's script away */
export async function startBrowser(): Promise<Web> {
  const browser: Browser = await launchBrowser();
  let context: BrowserContext | undefined;
  let asked: string[] = [];
  let thrown: string[] = [];
  return {
    async open(head, path = '/') {
      await context?.close();
      context = await browser.newContext();
      asked = [];
      thrown = [];
      await context.route('**/*', (route) => {
        const url = route.request().url();
        asked.push(url);
        if (url.startsWith(SITE))
          return route.fulfill({
            contentType: 'text/html',
            body: `<!doctype html><meta charset="utf-8"><title>Shop</title>${head.map((script) => `<script>${script}</script>`).join('')}<body>`,
          });
        return route.fulfill({
          contentType: 'text/javascript',
          body: url === 'https://static.ads-twitter.com/uwt.js' ? UWT : '',
        });
      });
      const page = await context.newPage();
      page.setDefaultTimeout(55_000);
      page.on('pageerror', (error) => thrown.push(error.message));
      await page.goto(SITE + path);
      return page;
    },
    requests: () => asked,
    errors: () => thrown,
    close: () => browser.close(),
  };
}

/** What the page did, as plain data. */
export const seen = (page: Page): Promise<Seen> =>
  page.evaluate<Seen>(`({
    pixel: window.pixelCalls || [],
    gtag: (window.dataLayer || []).filter((entry) => Object.prototype.toString.call(entry) === '[object Arguments]')
      .map((entry) => [].slice.call(entry)).filter((entry) => entry[0] !== 'js'),
  })`);
