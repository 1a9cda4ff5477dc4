/** The shop as a visitor sees it: the book, what the buttons do to the count, who can use the page, and what it may load. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { DICTIONARY, useShop, type Visitor } from './browser.ts';
import { buy } from './journeys.ts';

const bench = useShop();
const AXE = readFileSync(path.join(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');

const GRANTED = { consent: 'granted' };

async function visit(
  settings: Record<string, string>,
  screen?: { width: number; height: number },
): Promise<Visitor> {
  const { url } = await bench.shop();
  const visitor = await bench.visitor(settings, screen);
  await visitor.page.goto(`${url}/?twclid=2-abc`);
  return visitor;
}

const verdict = (page: Page) => page.locator('#verdict');
/** The lines about purchases, newest first. */
const purchases = (page: Page): Promise<string[]> =>
  page.locator('#lines li', { hasText: 'Purchase' }).allInnerTexts();

describe('the book', () => {
  it.each(['snippet', 'container'])(
    'shows live what each half told, what it counts, and why (%s)',
    async (web) => {
      const { page, quiet, context } = await visit({ ...GRANTED, web });
      await buy(page);
      await quiet();
      // Each page is viewed once, and has no amount: that is the purchase's.
      const { book } = await bench.shop();
      const views = book.lines.filter(({ name }) => name === 'Page view');
      expect(views.filter(({ counts }) => counts === undefined)).toHaveLength(3);
      expect(views.flatMap(({ notes }) => notes).join()).not.toContain('EUR');
      await verdict(page).filter({ hasText: '1 order placed, 1 purchase counted.' }).waitFor();
      const lines = (await purchases(page)).join('\n');
      expect(lines).toContain('+1');
      expect(lines).toMatch(
        /The same event and conversion_id as line \d+, from the (pixel|server): one conversion\./,
      );
      expect(lines).toContain('email address hashed');
      expect(lines.toLowerCase()).not.toContain('ada@');
      await context.close();
    },
  );

  it('says that nothing may be sent while the visitor refuses, and follows the answer when it changes', async () => {
    const { page, quiet, context } = await visit({ consent: 'denied' });
    await buy(page);
    await quiet();
    await verdict(page).filter({ hasText: '0 purchases counted. Nothing may be sent' }).waitFor();
    await page.click('#choice');
    await page.click('#accept');
    await verdict(page).filter({ hasText: '1 order placed, 1 purchase counted.' }).waitFor();
    await context.close();
  });

  it('follows the buttons: blocker, lost cookies, reload, second tab, back, start over', async () => {
    const { page, quiet, context } = await visit(GRANTED);
    await quiet();
    await page.click('#forget');
    await quiet();
    expect((await context.cookies()).map(({ name }) => name)).not.toContain('_twclid');
    await page.getByLabel('a blocker stops X’s addresses').check();
    await page.waitForLoadState();
    await buy(page);
    await quiet();
    await verdict(page).filter({ hasText: '1 order placed, 1 purchase counted.' }).waitFor();
    expect(await purchases(page)).toEqual([expect.stringContaining('Server')]);
    await page.click('#reload');
    await page.waitForLoadState();
    await quiet();
    const [second] = await Promise.all([context.waitForEvent('page'), page.click('#tab')]);
    await second.locator('#number', { hasText: /\d/ }).waitFor();
    await quiet();
    await page.click('#back');
    await page.waitForURL(/\/cart/);
    await quiet();
    await verdict(page).filter({ hasText: '1 order placed, 1 purchase counted.' }).waitFor();
    await page.click('#clear');
    await verdict(page).filter({ hasText: '0 orders placed' }).waitFor();
    await context.close();
  });

  it('is filled by either form of the browser half, which the page lets choose', async () => {
    const { page, context } = await visit(GRANTED);
    expect(await page.evaluate('typeof google_tag_manager')).toBe('undefined');
    await page.getByLabel('web container').check();
    await page.waitForFunction('typeof google_tag_manager === "object"');
    expect(await page.getByLabel('web container').isChecked()).toBe(true);
    await context.close();
  });
});

describe('a dictionary that asks for no consent', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'shop-'));
  const file = path.join(folder, 'always.yaml');
  writeFileSync(
    file,
    `${readFileSync(DICTIONARY, 'utf8').replace('consent: adStorage', 'consent: always')}\nclientName: GA4 (Web)\n`,
  );
  afterAll(() => rmSync(folder, { recursive: true }));
  const always = useShop(file);

  it.each(['snippet', 'container'])(
    'restricts what X may do with what a visitor refused (%s)',
    async (web) => {
      const { url, book } = await always.shop();
      const { page, quiet, context } = await always.visitor({ web, consent: 'denied' });
      await page.goto(`${url}/?twclid=2-abc`);
      await buy(page);
      await verdict(page).filter({ hasText: '1 order placed, 1 purchase counted.' }).waitFor();
      await quiet();
      const pixel = book.lines.filter(({ side }) => side === 'pixel').map(({ notes }) => notes.join());
      expect(pixel.length).toBeGreaterThan(2);
      for (const notes of pixel) {
        expect(notes).toContain('data use: restrict_optimization');
        expect(notes).not.toContain('hashed');
      }
      await context.close();
    },
  );
});

describe('the page', () => {
  it('has nothing that axe finds, in light and dark, and fits into 390 pixels', async () => {
    const { page, context, quiet } = await visit({}, { width: 390, height: 844 });
    const check = async (): Promise<void> => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.evaluate(AXE);
        const { violations } = await page.evaluate<{
          violations: { id: string; nodes: { html: string }[] }[];
        }>('axe.run(document, { resultTypes: ["violations"], preload: false })');
        expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
      }
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    };
    await check();
    await page.click('#accept');
    await buy(page);
    await quiet();
    await verdict(page).filter({ hasText: '1 purchase counted' }).waitFor();
    await check();
    await context.close();
  });

  it('can be used by keyboard alone', async () => {
    const { page, context } = await visit({ single: 'on' });
    /** Tab until an element has the focus, then Enter. */
    const press = async (id: string): Promise<void> => {
      for (let steps = 0; steps < 60; steps += 1) {
        if ((await page.evaluate('document.activeElement.id')) === id) break;
        await page.keyboard.press('Tab');
      }
      await page.keyboard.press('Enter');
    };
    await press('add');
    await press('accept');
    await press('to-cart');
    await press('order');
    await verdict(page).filter({ hasText: '1 order placed, 1 purchase counted.' }).waitFor();
    await context.close();
  });

  it('loads and asks nothing but its own server, by a policy in the headers', async () => {
    const { url } = await bench.shop();
    const { page, context, quiet } = await bench.visitor(GRANTED);
    const hosts = new Set<string>();
    context.on('request', (one) => hosts.add(new URL(one.url()).origin));
    const response = await page.goto(`${url}/?twclid=2-abc`);
    const policy = response?.headers()['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).not.toContain('unsafe');
    await buy(page);
    await quiet();
    expect([...hosts]).toEqual([url]);
    await context.close();
  });

  it('answers to its own name and its own pages only', async () => {
    const { url } = await bench.shop();
    const { port } = new URL(url);
    const answer = (method: string, where: string, headers: Record<string, string>): Promise<number> =>
      new Promise((resolve) => {
        const options = { host: '127.0.0.1', port, method, path: where, headers };
        request(options, (response) => resolve(response.resume().statusCode ?? 0)).end();
      });
    const own = { host: `localhost:${port}` };
    expect(await answer('GET', '/', own)).toBe(200);
    expect(await answer('GET', '/', { host: `evil.example:${port}` })).toBe(421);
    expect(await answer('GET', '/shop/stream', { ...own, origin: 'http://evil.example' })).toBe(403);
    expect(await answer('POST', '/shop/clear', { ...own, 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await answer('GET', '/x/t.co/AbC', own)).toBe(400);
  });
});
