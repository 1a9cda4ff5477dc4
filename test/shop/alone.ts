/** A stand-in alone on a page: every address is answered here, and what the page asks for is the record. */
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, expect } from 'vitest';
import { launchBrowser } from '../../scripts/lib/browser.ts';
import { builtPage } from '../../scripts/shop/files.ts';
import { IS_QUIET } from './quiet.ts';

const SITE = 'https://shop.example';

export interface Page {
  /** Scripts in their order: code, or the name of a stand-in such as `uwt.js`. */
  scripts: readonly string[];
  /** Run when the page is loaded. */
  after?: string;
  query?: string;
}

export interface Asked {
  urls: string[];
  cookies: Record<string, string>;
  /** What `after` gave. */
  result: unknown;
}

/** @returns what runs pages one after the other in a browser that remembers nothing */
export function useAlone(): {
  ask: (page: Page) => Promise<Asked>;
  built: () => Promise<(name: string) => string>;
} {
  let launched: Promise<Browser> | undefined;
  let pages: Promise<(name: string) => string> | undefined;
  const thrown: string[] = [];
  const built = () => {
    pages ??= builtPage();
    return pages;
  };
  afterAll(async () => (await launched)?.close());
  afterEach(() => {
    expect(thrown.splice(0)).toEqual([]);
  });

  async function open(scripts: readonly string[]): Promise<{ context: BrowserContext; urls: string[] }> {
    launched ??= launchBrowser();
    const [browser, file] = await Promise.all([launched, built()]);
    const context = await browser.newContext();
    context.setDefaultTimeout(55_000);
    context.on('weberror', (error) => thrown.push(error.error().message));
    const tags = scripts.map((code) => `<script>${/^\w+\.js$/.test(code) ? file(code) : code}</script>`);
    const body = `<!doctype html><meta charset="utf-8"><title>Shop</title><link rel="icon" href="data:,">
      <body><input type="email" value="typed@example.com"><button>Press</button>${tags.join('\n')}`;
    const urls: string[] = [];
    await context.route('**/*', (route) => {
      const url = route.request().url();
      urls.push(url);
      if (new URL(url).pathname === '/') return route.fulfill({ contentType: 'text/html', body });
      if (url.includes('tw_acc_response=1'))
        return route.fulfill({ json: { data: { allow_1p_cookie: true } } });
      return route.fulfill({ status: 204 });
    });
    return { context, urls };
  }

  return {
    built,
    async ask({ scripts, after, query = '' }) {
      const { context, urls } = await open(scripts);
      const page = await context.newPage();
      await page.goto(`${SITE}/${query}`);
      const result = after === undefined ? undefined : await page.evaluate<unknown>(after);
      while (!(await page.evaluate<boolean>(IS_QUIET)))
        await new Promise((resolve) => setTimeout(resolve, 10));
      const cookies = Object.fromEntries((await context.cookies()).map(({ name, value }) => [name, value]));
      await context.close();
      return { urls: urls.filter((url) => new URL(url).pathname !== '/'), cookies, result };
    },
  };
}
