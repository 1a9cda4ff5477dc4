/** A real browser for the tests of the page. */
import * as path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, expect } from 'vitest';
import { launchBrowser } from '../../scripts/lib/browser.ts';
import { buildPlayground, type Site } from '../../scripts/playground/build.ts';
import { type Serving, serve } from '../../scripts/playground/serve.ts';

export const root = path.join(import.meta.dirname, '../..');

export interface Bench {
  /** The page, loaded anew with nothing remembered, after its first run. */
  open: (fragment?: string, screen?: Screen) => Promise<Page>;
  /** What the page threw or the browser refused since the last call. After each test nothing may be left. */
  troubles: () => string[];
  site: () => Promise<Site>;
}

interface Screen {
  width?: number;
  height?: number;
  colorScheme?: 'light' | 'dark';
}

/**
 * One browser, one server and one page for a file of tests. The page is loaded anew for each test: its script stays
 * compiled that way, which is half of the time a new one would take.
 */
export function useBrowser(): Bench {
  let launched: Promise<{ browser: Browser; serving: Serving; page: Page; url: string }> | undefined;
  let built: Promise<Site> | undefined;
  let loads = 0;
  const found: string[] = [];
  const troubles = (): string[] => found.splice(0);
  const site = (): Promise<Site> => {
    built ??= buildPlayground(root);
    return built;
  };

  async function launch() {
    const [serving, browser] = await Promise.all([site().then((files) => serve(files, 0)), launchBrowser()]);
    const page = await browser.newPage();
    // The time-out of the test comes soon after; a slow machine is no fault of the page.
    page.setDefaultTimeout(55_000);
    page.on('pageerror', (error) => found.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') found.push(message.text());
    });
    return { browser, serving, page, url: serving.url };
  }

  afterAll(async () => {
    const { browser, serving } = (await launched) ?? {};
    await browser?.close();
    await serving?.close();
  });
  afterEach(() => {
    expect(troubles()).toEqual([]);
  });

  return {
    async open(fragment = '', { width = 1360, height = 900, colorScheme = 'light' } = {}) {
      launched ??= launch();
      const { page, url } = await launched;
      if (loads > 0) await page.evaluate('localStorage.clear()');
      await page.setViewportSize({ width, height });
      // Without motion nothing has to be waited for: colours are at once what they will be.
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // Another fragment alone would not load the page anew.
      await page.goto(`${url}?${++loads}${fragment && `#${fragment}`}`);
      await drawn(page);
      return page;
    },
    troubles,
    site,
  };
}

/** Waits until the results of a run stand on the page: told by the page, where asking again and again comes too late. */
const drawn = (page: Page): Promise<void> =>
  page.evaluate(`new Promise((resolve) => {
    const results = document.getElementById('results');
    const look = () => { if (results.dataset.ms) resolve(); };
    new MutationObserver(look).observe(results, { attributeFilter: ['data-ms'] });
    look();
  })`);

/** What a person reads in a part of the page. */
// biome-ignore lint/performance/useDomNodeTextContent: text as it is laid out, hidden text left out
export const read = (part: Locator): Promise<string> => part.innerText();

/** What the outcome says once the run that `action` causes is drawn. */
export async function afterRun(page: Page, action: () => Promise<unknown>): Promise<string> {
  await page.evaluate('void (document.getElementById("results").dataset.ms = "")');
  await action();
  await drawn(page);
  return read(page.locator('#results .outcome'));
}

/** Opens a disclosure; its content is made then. */
export async function unfold(page: Page, title: string | RegExp): Promise<void> {
  const summary = page.locator('summary').filter({ hasText: title });
  await summary.click();
  await page.locator('details').filter({ has: summary }).locator('> .body > *').first().waitFor();
}

/** The id of the focused element, else its text. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate<string>('document.activeElement.id || document.activeElement.textContent');
