/** The page in a real browser: what a person sees and does. */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { answers } from '../../playground/answers.ts';
import { afterRun, focused, read, root, unfold, useBrowser } from './browser.ts';

const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

const bench = useBrowser();
/** The page with OAuth 1.0a chosen. */
const OAUTH = new URLSearchParams({ fields: '{"authMethod":"oauth1"}' }).toString();

describe('the run view', () => {
  it('shows the outcome, the request, who was identified, the signature, cookies, log and figures at once', async () => {
    const page = await bench.open(OAUTH);
    const outcome = await read(page.locator('.outcome'));
    expect(outcome).toMatch(/^Sent[\s\S]*X processed the conversion/);
    expect(outcome).toMatch(/X event ID\s+tw-o8z6j-o87ne\s+Value\s+164.98 EUR\s+Conversion ID\s+10023/);
    expect(outcome).toContain('Simulated: nothing leaves this page');
    await unfold(page, 'What it cost');
    const results = await read(page.locator('#results'));
    expect(results).toContain('POST https://ads-api.x.com/12/measurement/conversions/o8z6j');
    expect(results).toMatch(/hashed from\s+jane\.doe@example\.com/);
    expect(results).toMatch(/hashed from\s+\+4915123456789/);
    expect(results).toContain('it is the one that was sent');
    expect(await read(section(page, 'Cookies'))).toMatch(/_twclid=.*2-4m8k1vq7zj0c5t/);
    expect(results).toMatch(/Instructions\s+[\d,]+\s+Lines run\s+\d+ of \d+ lines/);
    expect(await page.locator('.legend li').allInnerTexts()).toHaveLength(8);
    console.log(`first run with drawing: ${await page.locator('#results').getAttribute('data-ms')} ms`);
  });

  it('shows no secret until it is asked to', async () => {
    const page = await bench.open(OAUTH);
    const settings = JSON.parse(await readFile(path.join(root, 'examples/settings.json'), 'utf8'));
    for (const title of ['As a curl line', 'What the code got as data']) await unfold(page, title);
    const hidden = await read(page.locator('#results'));
    for (const name of ['consumerKey', 'consumerSecret', 'accessToken', 'accessTokenSecret'])
      expect(hidden).not.toContain(settings[name]);
    expect(await page.getByLabel('Consumer secret', { exact: true }).getAttribute('type')).toBe('password');
    await afterRun(page, () => page.getByLabel('Show secrets').check());
    expect(await read(page.locator('#results'))).toContain(settings.consumerSecret);
    expect(await page.getByLabel('Consumer secret', { exact: true }).getAttribute('type')).toBe('text');
  });

  it('says what every answer leads to', async () => {
    const page = await bench.open('answer=none-processed');
    expect(await page.locator('#answer').inputValue()).toBe('none-processed');
    for (const { id } of answers) {
      const outcome = await afterRun(page, () => page.locator('#answer').selectOption(id));
      expect([id, outcome]).toEqual([id, expect.stringMatching(id === 'success' ? /^Sent/ : /^Failure/)]);
      expect(outcome).not.toContain('gave no reason');
    }
  });

  it('runs again after each change: example, consent, answer, field', async () => {
    const page = await bench.open();
    expect(await afterRun(page, () => page.getByLabel('Example').selectOption('login'))).toContain(
      'No X event ID is configured',
    );
    expect(await afterRun(page, () => page.getByLabel('Example').selectOption('page_view'))).toContain(
      'X processed',
    );
    await page.locator('summary').getByText('Consent', { exact: true }).click();
    await afterRun(page, () => page.getByLabel('Only when ad_storage is granted').check());
    expect(
      await afterRun(page, () => page.getByLabel('Consent in the event').selectOption('refused')),
    ).toContain('ad_storage is denied');
    expect(await page.getByLabel('Event data, JSON').inputValue()).toContain('G100');
  });

  it('lets only the first attempt fail', async () => {
    const page = await bench.open('answer=overCapacity');
    const outcome = await afterRun(page, () => page.getByLabel('Only the first attempt').check());
    expect(outcome).toMatch(/^Sent/);
    expect(await page.getByRole('heading', { name: /^Request \d/ }).count()).toBe(2);
  });

  it('takes answers of one’s own, and says when they cannot be read', async () => {
    const page = await bench.open('answer=own');
    const own = page.getByLabel('Answers, JSON');
    expect(await afterRun(page, () => own.fill('{"statusCode": 418, "body": "tea"}'))).toContain(
      'X answered 418',
    );
    expect(await afterRun(page, () => own.fill('{'))).toContain('Own answers are not valid JSON');
  });

  it('says when event or clock cannot be read, and goes on when they can', async () => {
    const page = await bench.open();
    const event = page.getByLabel('Event data, JSON');
    expect(await afterRun(page, () => event.fill('{'))).toMatch(
      /did not start[\s\S]*event is not valid JSON/,
    );
    expect(await afterRun(page, () => event.fill('{"event_name":"purchase"}'))).toContain(
      'identifies nobody',
    );
    await page.getByText('Request and server').click();
    expect(await afterRun(page, () => page.getByLabel('Clock', { exact: true }).fill('soon'))).toContain(
      'The clock must be',
    );
  });

  it('shows what the tag warns of beside the outcome', async () => {
    const page = await bench.open();
    const event = { event_name: 'purchase', user_data: { email: 'a@b.example' } };
    await afterRun(page, () => page.getByLabel('Event data, JSON').fill(JSON.stringify(event)));
    expect(await read(section(page, 'Warnings'))).toContain('has no conversion_id');
  });

  it('takes a pasted request, and says when a text is no event', async () => {
    const page = await bench.open();
    await page.getByText('Paste an event of your own').click();
    const pasted = page.getByLabel('The event, as you have it');
    const use = () => page.getByRole('button', { name: 'Use this event' }).click();
    await pasted.fill(
      'https://gtm.example.com/g/collect?v=2&tid=G-X&en=purchase&cu=EUR&epn.value=12&ep.user_data.email=a%40b.example',
    );
    expect(await afterRun(page, use)).toContain('X processed');
    expect(await read(page.locator('#results'))).toMatch(/hashed from\s+a@b\.example/);
    expect(await page.getByLabel('Event data, JSON').inputValue()).toContain('Mozilla');
    await pasted.fill('https://gtm.example.com/g/collect?v=2&tid=G-X');
    await use();
    // What is not taken leaves no outcome of another event standing.
    expect(await read(page.locator('#results .outcome'))).toMatch(/was not taken[\s\S]*parameter en/);
    expect(await page.getByLabel('Event data, JSON').inputValue()).toContain('"purchase"');
    await pasted.fill('https://gtm.example.com/g/collect?v=2&cid=1.2\nen=purchase\nen=scroll');
    await afterRun(page, use);
    await afterRun(page, () => page.getByRole('button', { name: '2: scroll' }).click());
    expect(await page.getByLabel('Event data, JSON').inputValue()).toContain('"scroll"');
  });

  it('drops the cookies of a copied request with its event, and keeps typed ones', async () => {
    const page = await bench.open();
    const cookies = page.getByLabel('Cookies', { exact: true });
    await page.getByText('Paste an event of your own').click();
    const take = async (text: string): Promise<string> => {
      await page.getByLabel('The event, as you have it').fill(text);
      await afterRun(page, () => page.getByRole('button', { name: 'Use this event' }).click());
      return cookies.inputValue();
    };
    const login = (method: string): string => `dataLayer.push({ event: 'login', method: '${method}' });`;
    const copied = "curl 'https://gtm.example.com/g/collect?v=2&en=purchase' -H 'cookie: _twclid=2-abc'";
    expect(await take(copied)).toBe('_twclid=2-abc');
    expect(await take(login('a'))).toBe('');
    await take(copied);
    await afterRun(page, () => page.getByLabel('Example').selectOption('login'));
    expect(await cookies.inputValue()).toBe('');
    await page.getByText('Request and server').click();
    await afterRun(page, () => cookies.fill('_twclid=2-typed'));
    expect(await take(login('b'))).toBe('_twclid=2-typed');
  });

  it('takes an event that is pasted over the one it has, whatever its form', async () => {
    const page = await bench.open();
    const event = page.getByLabel('Event data, JSON');
    const paste = (text: string, all: boolean) =>
      page.evaluate(`(() => {
        const area = document.getElementById('event');
        area.focus();
        area.setSelectionRange(0, ${all ? 'area.value.length' : '0'});
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', ${JSON.stringify(text)});
        return area.dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true }));
      })()`);
    await afterRun(page, () => paste("dataLayer.push({ event: 'login' });", true));
    expect(JSON.parse(await event.inputValue())).toMatchObject({ event_name: 'login' });
    // A piece of text inside the event is left to the browser.
    expect(await paste('login', false)).toBe(true);
    expect(await paste('{"event_name":"purchase"}', true)).toBe(true);
  });

  it('judges the X event IDs of all rows, whichever event is on the page', async () => {
    const page = await bench.open('example=login');
    const cell = page.getByLabel('X event ID, row 3').first();
    await afterRun(page, () => cell.fill('tw-zzz99-o87ne'));
    const wrong = section(page, 'X event IDs to correct');
    expect(await read(wrong)).toMatch(/Conversion categories, row 3: .*belongs to another pixel/);
    expect(await read(page.locator('.outcome'))).toContain('One value of the fields to correct');
    await wrong.getByRole('button').click();
    expect(await page.evaluate('document.activeElement.closest("tr").rowIndex')).toBe(3);
  });

  it('adds a row with a category that no row has yet', async () => {
    const page = await bench.open();
    await afterRun(page, () => page.getByLabel('Start from a set-up').selectOption('purchase'));
    await afterRun(page, () => page.getByRole('button', { name: 'Add category' }).click());
    expect(await page.getByLabel('Category, row 1').inputValue()).not.toBe(
      await page.getByLabel('Category, row 2').inputValue(),
    );
  });

  it('hands out the container file and the settings, and takes the settings back', async () => {
    const page = await bench.open();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Container file' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('x-ads-container.json');
    const exported = JSON.parse(await readFile(await file.path(), 'utf8'));
    expect(exported.containerVersion.tag).toHaveLength(1);
    await page.getByText('Settings as text').click();
    const area = page.getByLabel('Settings, JSON');
    // Written when the part opens, which the browser tells a moment later.
    await expect.poll(() => area.inputValue(), { timeout: 30_000 }).toContain('o8z6j');
    const text = await area.inputValue();
    expect(text).not.toContain('demo-pixel-token');
    await area.fill(text.replace('"o8z6j"', '"zzz99"'));
    await afterRun(page, () => page.getByRole('button', { name: 'Use these settings' }).click());
    expect(await page.getByLabel('Pixel ID', { exact: true }).inputValue()).toBe('zzz99');
    expect(await page.getByRole('textbox', { name: 'Pixel access token' }).inputValue()).toMatch(/^demo-/);
  });

  it('names what GTM would refuse to save and leads to the field', async () => {
    const page = await bench.open();
    await page.getByText('Click ID cookie', { exact: true }).click();
    await afterRun(page, () => page.getByLabel('Lifetime', { exact: true }).fill('a year'));
    await page.getByText('Click ID cookie', { exact: true }).click();
    const refused = section(page, 'GTM would not save this tag');
    expect(await read(refused)).toContain('Lifetime: Days, a whole number from 1 to 400.');
    await refused.getByRole('button', { name: 'Lifetime' }).click();
    const lifetime = page.getByLabel('Lifetime', { exact: true });
    expect(await focused(page)).toBe(await lifetime.getAttribute('id'));
    expect(await lifetime.getAttribute('aria-invalid')).toBe('true');
  });

  it('marks the lines of the code that ran', async () => {
    const page = await bench.open();
    await unfold(page, /^Code: /);
    const code = page.getByRole('group', { name: 'Code with coverage' });
    expect(await code.locator('.hit').count()).toBeGreaterThan(100);
    expect(await code.locator('.miss').count()).toBeGreaterThan(10);
    await unfold(page, /^Permissions used: /);
    expect(await read(page.locator('#results'))).toContain('send_http');
  });

  it('counts fewer instructions in a server instance that has signed before', async () => {
    const page = await bench.open(OAUTH);
    await unfold(page, 'What it cost');
    const count = async (): Promise<number> =>
      Number((await read(page.locator('.body .figures dd').nth(1))).replaceAll(',', ''));
    const cold = await count();
    await afterRun(page, () => page.getByRole('button', { name: 'Run again' }).click());
    expect(await count()).toBeLessThan(cold);
    await afterRun(page, () => page.getByRole('button', { name: 'New server instance' }).click());
    expect(await count()).toBeGreaterThan(cold * 0.9);
  });

  it('keeps its state in the address, without credentials or what was pasted', async () => {
    const page = await bench.open();
    await afterRun(page, () => page.getByLabel('Example').selectOption('page_view'));
    await afterRun(page, () => page.getByLabel('Pixel ID', { exact: true }).fill('zzz99'));
    await afterRun(page, () =>
      page.getByRole('textbox', { name: 'Pixel access token' }).fill('do-not-keep-this'),
    );
    expect(decodeURIComponent(page.url())).toContain('zzz99');
    expect(page.url()).not.toContain('do-not-keep-this');
    const again = await bench.open(new URL(page.url()).hash.slice(1));
    expect(await again.getByLabel('Example').inputValue()).toBe('page_view');
    expect(await again.getByLabel('Pixel ID', { exact: true }).inputValue()).toBe('zzz99');
    await afterRun(page, () =>
      page.getByLabel('Event data, JSON').fill('{"event_name":"purchase","note":"mine"}'),
    );
    expect(page.url()).not.toContain('mine');
    await page.getByText('Request and server').click();
    await afterRun(page, () => page.getByLabel('Keep my event').check());
    expect(decodeURIComponent(page.url())).toContain('mine');
  });
});

describe('an address that somebody else wrote', () => {
  it.each([
    ['a row that is none', '{"categoryEvents":[null]}'],
    [
      'values of other kinds',
      '{"categoryEvents":"x","customEvents":[1,"a",[]],"pixelId":{"a":1},"sendBrowserId":"x","__proto__":[null]}',
    ],
    ['lists 5,000 deep', `{"userData":${'['.repeat(5000)}${']'.repeat(5000)}}`],
  ])('cannot keep the page from running: %s', async (_what, fields) => {
    const page = await bench.open(`fields=${encodeURIComponent(fields)}`);
    expect(await read(page.locator('.outcome'))).toMatch(/^(Sent|Nothing sent|Failure)/);
    await afterRun(page, () => page.getByRole('button', { name: 'Run again' }).click());
  });
});
