/** One shop and one browser for a file of tests; each visitor has a context of its own. */
import * as path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, expect } from 'vitest';
import { launchBrowser } from '../../scripts/lib/browser.ts';
import { type OpenShop, openShop } from '../../scripts/shop/open.ts';
import { IS_QUIET } from './quiet.ts';

export const DICTIONARY = path.join(import.meta.dirname, '../../examples/container.yaml');

export interface Visitor {
  context: BrowserContext;
  page: Page;
  /** Waits until nothing is under way in any page of the visitor, which tells that both halves have said what they had to say. */
  quiet: () => Promise<void>;
}

export interface ShopBench {
  /** What the server half said since the visitor came, and what the browser could not send. */
  log: () => string;
  shop: () => Promise<OpenShop>;
  /** A new visitor, and an empty book. `settings` as the page keeps them. */
  visitor: (settings: Record<string, string>, screen?: { width: number; height: number }) => Promise<Visitor>;
}

export function useShop(file = DICTIONARY): ShopBench {
  let opened: Promise<{ shop: OpenShop; browser: Browser }> | undefined;
  const troubles: string[] = [];
  const log: string[] = [];
  const say = (text: string): void => {
    log.push(text);
  };
  const io = { out: say, err: say, progress: () => undefined, colour: false };
  const open = () => {
    opened ??= Promise.all([openShop(file, 'snippet', { port: '0' }, io), launchBrowser()]).then(
      ([shop, browser]) => ({ shop: shop!, browser }),
    );
    return opened;
  };
  afterAll(async () => {
    const { shop, browser } = (await opened) ?? {};
    await browser?.close();
    await shop?.close();
  });
  afterEach(() => {
    expect(troubles.splice(0)).toEqual([]);
  });

  return {
    log: () => log.join(''),
    shop: async () => (await open()).shop,
    async visitor(settings, viewport = { width: 1280, height: 900 }) {
      const { shop, browser } = await open();
      shop.book.clear();
      log.length = 0;
      const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
      // The time-out of the test comes soon after; a slow machine is no fault of the page.
      context.setDefaultTimeout(55_000);
      const value = new URLSearchParams(settings).toString();
      await context.addCookies([{ name: 'shop', value, url: shop.url }]);
      const busy = new Set<unknown>();
      context.on('request', (request) => {
        if (!request.url().endsWith('/shop/stream')) busy.add(request);
      });
      context.on('requestfinished', (request) => busy.delete(request));
      context.on('requestfailed', (request) => {
        busy.delete(request);
        say(`${request.url().slice(0, 80)}: ${request.failure()?.errorText}\n`);
      });
      context.on('weberror', (error) => troubles.push(error.error().message));
      // What the blocker stops is told as an error; nothing else may be.
      context.on('console', (message) => {
        if (message.type() === 'error' && !/status of 403/.test(message.text()))
          troubles.push(message.text());
      });
      const isQuiet = async (): Promise<boolean> => {
        for (const page of context.pages()) {
          if (!(await page.evaluate<boolean>(IS_QUIET).catch(() => false))) return false;
        }
        return busy.size === 0 && shop.idle();
      };
      const page = await context.newPage();
      return {
        context,
        page,
        async quiet() {
          // Several looks: between the arrival of a script and its run nothing seems to be under way.
          for (let looks = 0; looks < 3; looks = (await isQuiet()) ? looks + 1 : 0)
            await new Promise((resolve) => setTimeout(resolve, 25));
        },
      };
    },
  };
}
