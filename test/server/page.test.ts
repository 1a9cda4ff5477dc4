/** The page of sgtm serve in a real browser. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { loadContainer } from 'sgtm-toolkit/server/load';
import { type Served, serveContainer } from 'sgtm-toolkit/server/serve';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../scripts/lib/browser.ts';
import { condition, exported, tpl } from '../../toolkit/test/server/exports.ts';

const SECRET = 'very-secret-token-1';
const CODE = `require('logToConsole')('sending', data.pixelToken);
require('sendHttpRequest')('https://ads.example/send/${'a'.repeat(60)}?access_token=' + data.pixelToken, {method: 'POST', headers: {'X-Pixel-Token': data.pixelToken}}, 'body')
  .then((answer) => { if (answer.statusCode === 200) { data.gtmOnSuccess(); } else { data.gtmOnFailure(); } });`;

const container = exported({
  templates: { '1': tpl('TAG', CODE) },
  variable: [{ name: 'The token', type: 'c', parameter: { value: SECRET } }],
  trigger: [
    {
      name: 'Buys',
      type: 'CUSTOM_EVENT',
      customEventFilter: [condition('{{_event}}', 'EQUALS', 'purchase')],
    },
    {
      name: 'Visits',
      type: 'CUSTOM_EVENT',
      customEventFilter: [condition('{{_event}}', 'EQUALS', 'page_view')],
    },
  ],
  tag: [
    { name: 'Ads', type: 'cvt_2_1', firingTriggerId: ['1'], parameter: { pixelToken: '{{The token}}' } },
    { name: 'Visits only', type: 'cvt_2_1', firingTriggerId: ['2'] },
  ],
});

let served: Served;
let browser: Browser;
let page: Page;
const troubles: string[] = [];

beforeAll(async () => {
  served = await serveContainer({
    container: loadContainer(container),
    send: async () => ({ statusCode: 200, headers: {}, body: '{"ok": true}' }),
    port: 0,
  });
  browser = await launchBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(55_000);
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
});
afterAll(async () => {
  await browser?.close();
  await served?.stop();
  expect(troubles).toEqual([]);
});

const send = (name: string, path = '/g/collect') =>
  fetch(
    `${served.url}${path}?${new URLSearchParams({ v: '2', tid: 'G-1', cid: '1.2', en: name, dl: 'https://shop.example/<b>' })}`,
  );

beforeEach(async () => {
  await fetch(`${served.url}/gtm/debug/requests`, { method: 'DELETE' });
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto(`${served.url}/gtm/debug`);
  await page.getByText('Listening at').waitFor();
});

/** Opens the newest request of an event. */
async function open(name: string): Promise<void> {
  await send(name);
  await page.locator('#requests button').filter({ hasText: name }).first().click();
  await page.getByRole('tablist').waitFor();
}

describe('the page', () => {
  it('shows requests as they come, what fired, what did not and why', async () => {
    await open('purchase');
    const panel = page.getByRole('tabpanel');
    expect(await panel.textContent()).toContain('Ads');
    await panel.getByText('{{_event}} EQUALS page_view does not hold').waitFor();
    await panel.getByText('POST https://ads.example/send').waitFor();
    await page.getByRole('tab', { name: 'Event Data' }).click();
    await page.getByText('https://shop.example/<b>').waitFor();
    await page.getByRole('tab', { name: 'Variables' }).click();
    await page.getByRole('cell', { name: 'The token' }).waitFor();
    await page.getByRole('tab', { name: 'Request' }).click();
    await page.getByText('GA4 (gaaw_client)').waitFor();
  });

  it('masks secrets wherever they turn up', async () => {
    await open('purchase');
    for (const tab of ['Request', 'Tags', 'Variables', 'Event Data', 'Console']) {
      await page.getByRole('tab', { name: tab }).click();
      const text = await page.evaluate<string>('document.body.textContent');
      expect(text).not.toContain(SECRET);
    }
    expect(await page.getByRole('tabpanel').textContent()).toContain('sending •••');
  });

  it('filters and clears', async () => {
    await send('purchase');
    await send('page_view');
    await page.locator('#requests button').nth(1).waitFor();
    await page.getByLabel('Filter').fill('purch');
    expect(await page.locator('#requests button').count()).toBe(1);
    await page.getByLabel('Filter').fill('nothing like it');
    await page.getByText('No request fits the filter.').waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByText('No request yet.').waitFor();
  });

  it('works with the keyboard alone', async () => {
    const focused = () => page.evaluate<string>('document.activeElement.textContent');
    for (const name of ['purchase', 'page_view', 'login', 'search']) await send(name);
    await page.locator('#requests button').nth(3).waitFor();
    await page.getByRole('button', { name: 'Clear' }).focus();
    await page.keyboard.press('Tab');
    expect(await focused()).toContain('search');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'Tags' }).waitFor();
    expect(await focused()).toContain('page_view');
    // The rest of the list is no stop on the way to what was chosen, nor on the way back.
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('page_view');
    await page.keyboard.press('Shift+Tab');
    expect(await focused()).toContain('GET /g/collect');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Tags');
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('Variables');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.id')).toBe('panel');
  });

  it('saves a run as a scenario, secrets masked', async () => {
    await open('purchase');
    const link = page.getByRole('link', { name: 'Save as a scenario' });
    const text = await (await fetch(served.url + (await link.getAttribute('href')))).text();
    expect(text).toContain('// scenario: purchase as recorded');
    expect(text).toContain("assertApi('gtmOnSuccess').wasCalled();");
    expect(text).not.toContain(SECRET);
  });

  it.each([
    ['Request', 'Copy URL', '/g/collect?v=2'],
    ['Event Data', 'Copy as JSON', '"event_name": "purchase"'],
    ['Tags', 'Copy as a scenario', '// scenario: purchase as recorded'],
  ])('copies from %s by %s, secrets masked', async (tab, button, part) => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: served.url });
    await open('purchase');
    await page.getByRole('tab', { name: tab }).click();
    await page.getByRole('button', { name: button }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(copied).toContain(part);
    expect(copied).not.toContain(SECRET);
  });

  it.each([
    [1280, 'light'],
    [390, 'dark'],
  ] as const)(
    'has no fault for assistive technology and nothing beside the screen at %i px, %s',
    async (width, colorScheme) => {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme });
      await open('purchase');
      const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      for (const tab of ['Request', 'Tags', 'Variables', 'Event Data', 'Console']) {
        await page.getByRole('tab', { name: tab }).click();
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
        const isInside =
          "[...document.querySelectorAll('.box')].every((box) => box.scrollWidth <= box.clientWidth)";
        expect(await page.evaluate(isInside)).toBe(true);
        await page.evaluate(axe);
        const faults = await page.evaluate<string[]>(
          'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map((node) => node.html).join(" | ")))',
        );
        expect(faults).toEqual([]);
      }
      if (process.env.PICTURES)
        await page.screenshot({
          path: `${process.env.PICTURES}/${width}-${colorScheme}.png`,
          fullPage: true,
        });
    },
  );

  it('shows another container that takes the place of this one, by itself', async () => {
    served.replace(loadContainer(exported({ client: [], version: { container: { name: 'Another' } } })));
    await page.getByRole('heading', { name: 'Another' }).waitFor();
    await page.getByText('1 note on the container').waitFor();
    served.replace(loadContainer(container));
  });

  it('is for its own origin only', async () => {
    const get = (headers: Record<string, string>) => fetch(`${served.url}/gtm/debug/requests`, { headers });
    expect((await get({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await get({ origin: 'https://evil.example' })).status).toBe(403);
    const policy = (await fetch(`${served.url}/gtm/debug`)).headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
  });
});
