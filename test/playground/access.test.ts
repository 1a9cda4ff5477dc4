/** Who can use the page and what it may do: accessibility, keyboard, narrow screens, colours, content security policy, weight. */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { afterRun, focused, root, useBrowser } from './browser.ts';

const bench = useBrowser();

const OTHER = await readFile(path.join(import.meta.dirname, 'other.tpl'), 'utf8');
const AXE = await readFile(path.join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  nodes: { target: string[]; failureSummary: string }[];
}

/** Style sheets are not fetched a second time: the policy forbids it, and no rule here reads them. */
const MEANS = { resultTypes: ['violations'], preload: false };

/** What axe finds against WCAG 2.2 AA and its own best practices, one line each; in dark colours what rests on colour. */
async function violations(page: Page): Promise<string[]> {
  if (await page.evaluate('typeof axe === "undefined"')) await page.evaluate(AXE);
  const found: string[] = [];
  for (const [colorScheme, options] of [
    ['light', {}],
    ['dark', { runOnly: ['color-contrast', 'link-in-text-block'] }],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    const report = (await page.evaluate(
      `axe.run(document, ${JSON.stringify({ ...MEANS, ...options })})`,
    )) as {
      violations: Violation[];
    };
    for (const { id, nodes } of report.violations)
      for (const { target, failureSummary } of nodes)
        found.push(`${colorScheme}: ${id}: ${target.join(' ')}: ${failureSummary}`);
  }
  return found;
}

/** Opens every disclosure but the code of a large template, whose thousands of equal lines only cost time. */
async function openAll(page: Page): Promise<void> {
  await page.evaluate(`for (const details of document.querySelectorAll('details'))
    details.open = !/^Code: .* of \\d{3}/.test(details.firstChild.textContent)`);
  await page.locator('details[open] > .body:empty').first().waitFor({ state: 'detached' });
}

const useOther = (page: Page): Promise<string> =>
  afterRun(page, () =>
    page
      .getByLabel('Open a .tpl')
      .setInputFiles({ name: 'other.tpl', mimeType: 'text/plain', buffer: Buffer.from(OTHER) }),
  );

describe('axe finds nothing', () => {
  it('in the run view with everything unfolded', async () => {
    const page = await bench.open();
    await openAll(page);
    await page.evaluate(`for (const ask of document.querySelectorAll('button.ask')) ask.click()`);
    expect(await page.locator('button.ask:visible').count()).toBeGreaterThan(20);
    expect(await violations(page)).toEqual([]);
  });

  it('in the error view', async () => {
    const page = await bench.open('answer=notAuthenticated');
    await afterRun(page, () => page.getByLabel('Pixel ID', { exact: true }).fill('o8 z6j'));
    await afterRun(page, () => page.getByRole('button', { name: 'Run again' }).click());
    expect(await violations(page)).toEqual([]);
    await afterRun(page, () => page.getByLabel('Event data, JSON').fill('{'));
    expect(await violations(page)).toEqual([]);
  });

  it('in the scenario view', async () => {
    const page = await bench.open();
    await useOther(page);
    await page.getByRole('button', { name: 'Scenarios' }).click();
    await page.getByText('1 of 2 scenarios failed').waitFor();
    await openAll(page);
    expect(await violations(page)).toEqual([]);
  });

  it('with fields of every type, and in the dialog of a table', async () => {
    const page = await bench.open();
    await useOther(page);
    await afterRun(page, () => page.getByRole('button', { name: 'Add pair' }).click());
    await openAll(page);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Add header' }).click();
    expect(await violations(page)).toEqual([]);
  });

  it('on a narrow screen', async () => {
    const page = await bench.open('', { width: 360 });
    expect(await violations(page)).toEqual([]);
  });

  it('and would find something: a control without a name, grey on grey in the dark only', async () => {
    const page = await bench.open();
    await page.evaluate(`
      document.querySelector('main').append(document.createElement('input'));
      document.getElementById('template-about').style.color = 'light-dark(#000, #333)'`);
    expect(await violations(page)).toEqual([
      expect.stringMatching(/^light: label: main > input/),
      expect.stringMatching(/^dark: color-contrast: #template-about/),
    ]);
  });
});

describe('the keyboard', () => {
  it('reaches every control in the order of the page, and Enter in a field runs', async () => {
    const page = await bench.open();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('skip');
    const order: string[] = [];
    for (let i = 0; i < 10; i++) {
      await page.keyboard.press('Tab');
      order.push(await focused(page));
    }
    expect(order).toEqual([
      'show-run',
      'show-scenarios',
      'open',
      'theme',
      'example',
      'consent',
      'Paste an event of your own',
      'event',
      'Copy the event',
      'answer',
    ]);
    await page.getByLabel('Pixel ID', { exact: true }).focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('abc12');
    expect(await afterRun(page, () => page.keyboard.press('Enter'))).toMatch(/belongs to another pixel/);
  });

  it('skips to the outcome, and leaves the state in the address alone', async () => {
    const page = await bench.open('answer=timeout');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await focused(page)).toBe('results');
    expect(new URL(page.url()).hash).toBe('#answer=timeout');
  });

  it('changes the view and comes back', async () => {
    const page = await bench.open();
    await useOther(page);
    await page.getByRole('button', { name: 'Scenarios' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('1 of 2 scenarios failed').waitFor();
    expect(await page.getByRole('button', { name: 'Scenarios' }).getAttribute('aria-current')).toBe('page');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Space');
    expect(await page.locator('#run').isVisible()).toBe(true);
  });

  it('keeps its place while results are drawn anew', async () => {
    const page = await bench.open();
    const again = page.getByRole('button', { name: 'Run again' });
    await again.focus();
    await afterRun(page, () => page.keyboard.press('Enter'));
    expect(await focused(page)).toBe('run-again');
  });

  it('runs with Control and Enter from anywhere', async () => {
    const page = await bench.open();
    await page.getByLabel('Event data, JSON').focus();
    expect(await afterRun(page, () => page.keyboard.press('Control+Enter'))).toContain('Sent');
  });
});

describe('a screen of 360 pixels', () => {
  const narrow = { width: 360, height: 740 };
  const width = (page: Page) => page.evaluate('document.documentElement.scrollWidth');

  it('never scrolls sideways, whatever is open', async () => {
    const page = await bench.open('', narrow);
    expect(await width(page)).toBe(360);
    await openAll(page);
    expect(await width(page)).toBe(360);
    await page.getByRole('button', { name: 'Scenarios' }).click();
    await page.getByText(/scenarios (passed|failed)/).waitFor();
    expect(await width(page)).toBe(360);
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await useOther(page);
    await openAll(page);
    expect(await width(page)).toBe(360);
    await page.getByRole('button', { name: 'Add header' }).click();
    expect(await width(page)).toBe(360);
  });

  it('has the way to the outcome at its foot', async () => {
    const page = await bench.open('answer=timeout', narrow);
    const jump = page.getByRole('link', { name: 'Failure: see the outcome' });
    await jump.click();
    const top = 'document.querySelector(".outcome").getBoundingClientRect().top < innerHeight / 2';
    expect(await page.evaluate(top)).toBe(true);
    await jump.waitFor({ state: 'hidden' });
    await page.evaluate('scrollTo(0, 0)');
    await jump.waitFor();
    expect(await jump.getAttribute('class')).toBe('failure');
    await page.getByRole('button', { name: 'Scenarios' }).click();
    await jump.waitFor({ state: 'hidden' });
  });
});

describe('colours', () => {
  const back = (page: Page) => page.evaluate('getComputedStyle(document.body).backgroundColor');

  it('follow the system, or the switch, which is remembered', async () => {
    const page = await bench.open('', { colorScheme: 'dark' });
    const dark = await back(page);
    await page.emulateMedia({ colorScheme: 'light' });
    const light = await back(page);
    expect(dark).not.toBe(light);
    await page.getByLabel('Colours').selectOption('dark');
    expect(await back(page)).toBe(dark);
    await page.reload();
    expect(await back(page)).toBe(dark);
    await page.getByLabel('Colours').selectOption('');
    expect(await back(page)).toBe(light);
  });
});

describe('the content security policy', () => {
  /** What the browser reports when the page tries to do something. */
  const blocked = (page: Page, attempt: string): Promise<string> =>
    page.evaluate<string>(`new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true });
      (async () => { ${attempt} })().catch(() => {});
      setTimeout(() => resolve('nothing was blocked'), 3000);
    })`);

  it('blocks every way out, even to the page’s own server', async () => {
    const page = await bench.open();
    for (const [way, attempt, directive] of [
      ['a request', 'await fetch(location.href)', 'connect-src'],
      ['a beacon', 'navigator.sendBeacon(location.href, "x")', 'connect-src'],
      ['a socket', 'new WebSocket("ws://127.0.0.1:1/")', 'connect-src'],
      ['an image of another host', 'new Image().src = "http://127.0.0.1:1/x.png"', 'img-src'],
      [
        'a frame',
        'document.body.append(Object.assign(document.createElement("iframe"), { src: location.href }))',
        'frame-src',
      ],
    ] as const) {
      expect([way, await blocked(page, attempt)]).toEqual([way, directive]);
      expect(bench.troubles().join()).toContain('Content Security Policy');
    }
  });

  it('lets no text become code', async () => {
    const page = await bench.open();
    const refused = (attempt: string) =>
      page.evaluate(
        `(() => { try { ${attempt}; return 'allowed'; } catch (error) { return error.name; } })()`,
      );
    expect(await refused('document.createElement("p").innerHTML = "<b>x</b>"')).toBe('TypeError');
    const script =
      'const tag = document.createElement("script"); tag.append("globalThis.ran = true"); document.head.append(tag);';
    await refused(script);
    expect(await page.evaluate('globalThis.ran')).toBeUndefined();
    expect(bench.troubles().join()).toContain('Trusted');
  });

  it('is enough: a run and the scenarios load nothing but the page’s own files', async () => {
    const page = await bench.open();
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
    await page.reload();
    await page.getByRole('button', { name: 'Scenarios' }).click();
    await page.getByText(/scenarios (passed|failed)/).waitFor();
    const own = ['/', '/app.js', '/style.css', '/icon.svg'];
    expect(loaded.filter((name) => !own.includes(name))).toEqual([]);
    expect(loaded).toContain('/app.js');
  });
});

describe('the page’s weight', () => {
  it('stays below 400 KB compressed', async () => {
    const { files } = await bench.site();
    const sizes = [...files].map(([name, content]) => [name, gzipSync(content).length] as const);
    const total = sizes.reduce((sum, [, size]) => sum + size, 0);
    console.log(
      `${(total / 1024).toFixed(0)} KB: ${sizes.map(([name, size]) => `${name} ${(size / 1024).toFixed(1)}`).join(', ')}`,
    );
    expect(total).toBeLessThan(400 * 1024);
  });
});
