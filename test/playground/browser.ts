/**
 * A real Chromium for the tests of the page. Without one they fail and say how to get one; whoever wants to go without says
 * so with PLAYGROUND_BROWSER=none.
 */
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { buildPlayground, type Site } from '../../scripts/playground/build.ts';
import { type Serving, serve } from '../../scripts/playground/serve.ts';

export const root = path.join(import.meta.dirname, '../..');

/** Whether the tests that need a browser are wanted. */
export const wanted = process.env.PLAYGROUND_BROWSER !== 'none';
if (!wanted) console.warn('PLAYGROUND_BROWSER=none: the playground is not tested in a browser.');

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export function findChromium(given = process.env.CHROMIUM, places = PLACES): string {
  const found = [...(given ? [given] : []), ...places].find((place) => existsSync(place));
  if (found === undefined)
    throw new Error(
      'No Chromium found: the playground is tested in a real one. Install it (Debian: apt-get install -y chromium), ' +
        'name it with CHROMIUM=/path/to/chromium, or go without these tests with PLAYGROUND_BROWSER=none.',
    );
  return found;
}

const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export interface Bench {
  /** A page of its own, after its first run. */
  open: (fragment?: string, options?: BrowserContextOptions) => Promise<Page>;
  readonly site: Site;
  readonly url: string;
}

/** One browser and one server for a file of tests. After each test no page may have thrown or broken a policy unnoticed. */
export function useBrowser(): Bench {
  let browser: Browser;
  let serving: Serving;
  let site: Site;
  const troubles: string[] = [];

  beforeAll(async () => {
    site = await buildPlayground(root);
    serving = await serve(site, 0);
    browser = await chromium.launch({ executablePath: findChromium(), args: ARGUMENTS });
  });
  afterAll(async () => {
    await browser?.close();
    await serving?.close();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    expect(troubles.splice(0)).toEqual([]);
  });

  return {
    async open(fragment = '', options = {}) {
      const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, ...options });
      const page = await context.newPage();
      page.on('pageerror', (error) => troubles.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') troubles.push(message.text());
      });
      await page.goto(`${serving.url}${fragment && `#${fragment}`}`);
      await page.locator('#results .outcome').waitFor({ state: 'attached' });
      return page;
    },
    get site() {
      return site;
    },
    get url() {
      return serving.url;
    },
  };
}

/** What a person reads in a part of the page. */
// biome-ignore lint/performance/useDomNodeTextContent: text as it is laid out, hidden text left out
export const read = (part: Locator): Promise<string> => part.innerText();

/** What the outcome says once the run that `action` causes is drawn. */
export async function after(page: Page, action: () => Promise<unknown>): Promise<string> {
  await page.evaluate('void (document.getElementById("results").dataset.ms = "")');
  await action();
  await page.locator('#results:not([data-ms=""])').waitFor({ state: 'attached' });
  return read(page.locator('#results .outcome'));
}

/** The id of the focused element, else its text. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate<string>('document.activeElement.id || document.activeElement.textContent');
