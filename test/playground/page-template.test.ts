/** The page in a real browser: templates that a person opens, and scenarios. */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { afterRun, focused, read, useBrowser } from './browser.ts';

const bench = useBrowser();

/** A template that has every type of field and a scenario that fails. */
const OTHER = await readFile(path.join(import.meta.dirname, 'other.tpl'), 'utf8');

/** Lets a file fall on the page. */
const drop = async (page: Page, name: string, text: string): Promise<void> => {
  const data = await page.evaluateHandle(
    `(() => { const data = new DataTransfer(); data.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)})); return data; })()`,
  );
  await page.dispatchEvent('body', 'dragover', { dataTransfer: data });
  expect(await page.locator('#drop').isVisible()).toBe(true);
  await page.dispatchEvent('body', 'drop', { dataTransfer: data });
};

describe('another template', () => {
  it('dropped on the page shows its fields of every type and runs', async () => {
    const page = await bench.open();
    await afterRun(page, () => drop(page, 'other.tpl', OTHER));
    expect(await read(page.locator('h1'))).toBe('Every field');
    expect(await read(page.getByRole('status').first())).toContain('other.tpl is on the page');
    const fields = page.getByRole('region', { name: 'Fields' });
    expect(await read(fields)).toMatch(/Just a label[\s\S]*seconds/);
    expect(await read(page.locator('.outcome'))).toMatch(/^Nothing sent/);
    await afterRun(page, () => page.getByRole('button', { name: 'Back to the shipped template' }).click());
    expect(await read(page.locator('h1'))).toBe('X Ads Conversions');
  });

  it('has groups open or folded by their style', async () => {
    const page = await bench.open();
    await afterRun(page, () => drop(page, 'other.tpl', OTHER));
    const groups = await page.evaluate(
      '[...document.querySelectorAll("details.group")].map((one) => [one.firstChild.textContent, one.open])',
    );
    expect(groups).toEqual([
      ['Open', true],
      ['Closed', false],
      ['Open when changed', false],
    ]);
    expect(await page.getByRole('heading', { name: 'No zippy' }).isVisible()).toBe(true);
  });

  it('edits the rows of a parameter table in a dialog', async () => {
    const page = await bench.open();
    await afterRun(page, () => drop(page, 'other.tpl', OTHER));
    await page.getByRole('button', { name: 'Add header' }).click();
    const dialog = page.getByRole('dialog', { name: 'New header' });
    await dialog.getByLabel('Header name').fill('x-own');
    await dialog.getByLabel('Kind').selectOption({ label: 'Fixed' });
    await dialog.getByLabel('Fixed value').fill('1');
    await afterRun(page, () => dialog.getByRole('button', { name: 'Save row' }).click());
    expect(await read(page.locator('#results'))).toContain('"x-own"');
    await page.getByRole('button', { name: 'Edit row 1' }).click();
    await page.getByRole('dialog', { name: 'Edit header' }).getByLabel('Header name').fill('never');
    await page.keyboard.press('Escape');
    expect(await read(page.locator('[data-field=headers] tbody'))).toContain('x-own');
    await afterRun(page, () => page.getByRole('button', { name: 'Remove row 1 of Headers' }).click());
    expect(await read(page.locator('#results'))).not.toContain('"x-own"');
  });

  it('adds and removes rows of a simple table with the focus where one goes on', async () => {
    const page = await bench.open();
    await afterRun(page, () => drop(page, 'other.tpl', OTHER));
    await afterRun(page, () => page.getByRole('button', { name: 'Add pair' }).click());
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe('Key, row 1');
    await afterRun(page, () => page.keyboard.type('k'));
    expect(await read(page.locator('#results'))).toContain('"key": "k"');
    await afterRun(page, () => page.getByRole('button', { name: 'Remove row 1 of Pairs' }).click());
    expect(await focused(page)).toBe('Add pair');
  });

  it('shows fields by their conditions, and help behind a button', async () => {
    const page = await bench.open();
    await afterRun(page, () => drop(page, 'other.tpl', OTHER));
    expect(await page.getByLabel('Only with details').isVisible()).toBe(false);
    await afterRun(page, () => page.getByLabel('With details', { exact: true }).check());
    expect(await page.getByLabel('Only with details').isVisible()).toBe(true);
    const ask = page.getByRole('button', { name: 'Help: Delay' });
    expect(await ask.getAttribute('aria-expanded')).toBe('false');
    await ask.click();
    expect(await page.getByText('How long it waits.').isVisible()).toBe(true);
  });

  it('with rows that are none among its defaults shows them as empty rows', async () => {
    const page = await bench.open();
    const odd = OTHER.replace(/("name": "pairs",)/, '$1\n    "defaultValue": [null, 1, {"key": "a"}],');
    expect(odd).not.toBe(OTHER);
    await afterRun(page, () => drop(page, 'odd.tpl', odd));
    expect(await page.locator('[data-field="pairs"] tbody tr').count()).toBe(3);
  });

  it('that cannot be read leaves the page as it is and says why', async () => {
    const page = await bench.open();
    await drop(page, 'notes.txt', 'no template');
    await page.getByText('notes.txt cannot be opened: No section found').waitFor();
    expect(await read(page.locator('h1'))).toBe('X Ads Conversions');
  });

  it('whose code is refused says so with its line', async () => {
    const page = await bench.open();
    const outcome = await afterRun(page, () =>
      drop(page, 'broken.tpl', OTHER.replace('const log =', 'class A {}\nconst log =')),
    );
    expect(outcome).toMatch(/did not start[\s\S]*Line \d+: /);
  });

  it('that never ends is ended, and the page goes on', async () => {
    const page = await bench.open();
    const slow = `'${'a'.repeat(40)}!'.match('^(a+)+$');`;
    const endless = OTHER.replace('const log =', (line) => `${slow}\n${line}`);
    expect(await afterRun(page, () => drop(page, 'endless.tpl', endless))).toContain(
      'stopped after 5 seconds',
    );
    await afterRun(page, () => page.getByRole('button', { name: 'Back to the shipped template' }).click());
    expect(await read(page.locator('.outcome'))).toMatch(/^Sent/);
  });

  it('has links in its help, and no other marks', async () => {
    const page = await bench.open();
    const marked = OTHER.replace(
      'How long it waits.',
      'How <b>long</b>. <a href=\\"https://docs.example/x\\" target=\\"_blank\\">More</a> <a href=\\"javascript:1\\">no</a>',
    );
    await afterRun(page, () => drop(page, 'marked.tpl', marked));
    await page.getByRole('button', { name: 'Help: Delay' }).click();
    const help = page.locator('.help').filter({ hasText: 'More' });
    expect(await read(help)).toBe('How long. More (https://docs.example/x) no (javascript:1)');
    expect(await help.locator('a').count()).toBe(1);
    expect(await help.locator('a').getAttribute('href')).toBe('https://docs.example/x');
  });

  it('can be chosen with the keyboard', async () => {
    const page = await bench.open();
    await afterRun(page, () =>
      page
        .getByLabel('Open a .tpl')
        .setInputFiles({ name: 'chosen.tpl', mimeType: 'text/plain', buffer: Buffer.from(OTHER) }),
    );
    expect(await read(page.locator('h1'))).toBe('Every field');
  });
});

describe('the scenario view', () => {
  it('runs all scenarios of the shipped template, and opens one in the run view', async () => {
    const page = await bench.open('view=scenarios');
    await page.getByText(/scenarios (passed|failed)/).waitFor();
    const button = page.getByRole('button', { name: /^Open in the run view: A purchase is sent/ });
    expect(await afterRun(page, () => button.click())).toContain('Sent');
    expect(await read(page.locator('#notice'))).toContain('Opened from the scenario "A purchase is sent');
    expect(await page.getByLabel('Clock', { exact: true }).inputValue()).toBe('1763800321456');
  });

  it('shows of a failed one what was expected and what came', async () => {
    const page = await bench.open();
    await afterRun(page, () => drop(page, 'other.tpl', OTHER));
    await page.getByRole('button', { name: 'Scenarios' }).click();
    await page.getByText('1 of 2 scenarios failed').waitFor();
    const failed = page.locator('.scenarios .failed');
    expect(await read(failed)).toMatch(/Expected\s+[\s\S]*42[\s\S]*Actual\s+[\s\S]*41/);
    await failed.evaluate((element) => element.setAttribute('data-old', ''));
    await page.getByRole('button', { name: 'Run all again' }).click();
    await page.locator('.scenarios .failed:not([data-old])').waitFor();
    expect(await focused(page)).toBe('Run all again');
  });
});
