/** The page of a reconciliation: what it shows, that no text becomes markup, and how it opens in a real browser from the disk. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as fc from 'fast-check';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../scripts/lib/browser.ts';
import { type Report, VERDICTS } from '../../scripts/reconcile/model.ts';
import { pageOf } from '../../scripts/reconcile/page/page.ts';
import { money } from '../../scripts/reconcile/page/words.ts';
import { VERDICT_TEXTS } from '../../scripts/reconcile/verdicts.ts';
import { runs } from '../counts.ts';
import { exampleReport } from './reconcile-example.ts';
import { monthReport } from './reconcile-page-report.ts';
import { folder } from './replay-setup.ts';

/** The report with each text that comes from outside given anew, in the order in which it stands there. */
function withTexts(report: Report, text: (i: number) => string): Report {
  let count = 0;
  const seen = new Map<string, string>();
  const fresh = (old: string): string => {
    const known = seen.get(old) ?? text(count);
    if (!seen.has(old)) count += 1;
    seen.set(old, known);
    return known;
  };
  const kept = new Set<string>([...VERDICTS, 'orders', 'log', 'pixel', 'x', 'order', 'tag', 'once']);
  const named = [
    'id',
    'names',
    'name',
    'why',
    'what',
    'from',
    'to',
    'start',
    'end',
    'zone',
    'eventId',
    'notes',
    'at',
    'currency',
    'amount',
  ];
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string')
      return named.includes(key) && !kept.has(value) && value !== '' ? fresh(value) : value;
    if (Array.isArray(value)) return value.map((entry) => walk(entry, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, walk(entry, name)]));
  };
  return walk(report, '') as Report;
}

/** Tags and the names of their attributes, in order: all that is markup. */
const skeleton = (page: string): string[] =>
  [...page.replace(/<style>.*?<\/style>/s, '').matchAll(/<[^>]*>/g)].map(([tag]) =>
    tag.replace(/="[^"]*"/g, '=""'),
  );

const PAYLOADS = [
  '<script>pwned()</script>',
  '</title><script>pwned()</script>',
  '</style><script>pwned()</script>',
  '"><img src=x onerror=pwned()>',
  "' onmouseover='pwned()' x='",
  '<svg onload=pwned()>',
  '--><script>pwned()</script>',
  ']]><script>pwned()</script>',
  '<iframe srcdoc="<script>parent.pwned()</script>">',
  '<meta http-equiv=refresh content="0;url=https://evil.example/">',
  '<base href=https://evil.example/>',
  '<form action=https://evil.example/><button>',
  '<link rel=stylesheet href=https://evil.example/>',
  'javascript:pwned()',
  '&lt;script&gt;pwned()&lt;/script&gt;',
  '\u202egnp.exe\u2066',
  '\u0000<b\u0000>',
];

test('no text becomes markup, whatever is in it', () => {
  const bare = skeleton(pageOf(withTexts(exampleReport(), (i) => `text ${i}`)));
  expect(bare.length).toBeGreaterThan(300);
  const pieces = fc.oneof(
    fc.constantFrom(...PAYLOADS),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.string({
      unit: fc.constantFrom('<', '>', '&', '"', "'", '=', '/', '-', '!', 'a', '\n'),
      maxLength: 12,
    }),
  );
  fc.assert(
    fc.property(fc.array(pieces, { minLength: 1, maxLength: 5 }), (texts) => {
      const page = pageOf(withTexts(exampleReport(), (i) => `${texts[i % texts.length]} ${i}`));
      expect(skeleton(page)).toEqual(bare);
      expect(page).not.toMatch(/[\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
      expect(Buffer.from(page, 'utf8').toString('utf8')).toBe(page);
    }),
    { numRuns: runs(60, 3000) },
  );
});

test('amounts keep every digit', () => {
  for (const [amount, shown] of [
    ['1234567.891', '1,234,567.891 EUR'],
    ['-1234.50', '-1,234.50 EUR'],
    ['12345678901234567890.12', '12,345,678,901,234,567,890.12 EUR'],
    ['x', 'x EUR'],
    [undefined, '–'],
  ] as const)
    expect(money(amount, 'EUR')).toBe(shown);
});

describe('in a browser, from the disk', () => {
  let launched: Promise<{ browser: Browser; page: Page }> | undefined;
  const troubles: string[] = [];
  const requests: string[] = [];
  afterAll(async () => (await launched)?.browser.close());
  afterEach(() => {
    expect(troubles.splice(0)).toEqual([]);
    expect(requests.splice(0).filter((url) => !url.startsWith('file:'))).toEqual([]);
  });

  async function open(
    report: Report,
    { width = 1280, colorScheme = 'light' }: { width?: number; colorScheme?: 'light' | 'dark' } = {},
  ): Promise<Page> {
    launched ??= (async () => {
      const browser = await launchBrowser();
      const page = await browser.newPage();
      page.setDefaultTimeout(55_000);
      page.on('pageerror', (error) => troubles.push(error.message));
      page.on('console', (message) => troubles.push(message.text()));
      page.on('requestfinished', (request) => requests.push(request.url()));
      page.on('requestfailed', (request) => {
        if (request.failure()?.errorText !== 'csp') requests.push(request.url());
      });
      page.on('dialog', (dialog) => void dialog.dismiss());
      return { browser, page };
    })();
    const { page } = await launched;
    const file = join(folder(), 'report.html');
    writeFileSync(file, pageOf(report));
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, media: 'screen', reducedMotion: 'reduce' });
    await page.goto(pathToFileURL(file).href);
    return page;
  }
  const openAll = (page: Page) =>
    page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true');

  test('it shows what the report says', async () => {
    const page = await open(exampleReport());
    expect(await page.title()).toBe('Reconciliation, 2026-11-26 to 2026-11-27');
    await openAll(page);
    // biome-ignore lint/performance/useDomNodeTextContent: text as it is laid out, hidden text left out
    const text = await page.locator('main').innerText();
    for (const verdict of VERDICTS) expect(text).toContain(VERDICT_TEXTS[verdict].title);
    for (const said of [
      'One threshold is exceeded',
      'not fired: 15 of purchase, 5.17 % where 2 % is allowed',
      'The log holds failures alone.',
      'Counted twice: more than 48 hours between the two',
      'Pixel and server: counted twice, automatic event of the pixel beside the other.',
      '350 not a line of the tag (line 1, 2, 3 …)',
      'X gives totals of attributed conversions only.',
      '18,850.00',
    ])
      expect(text).toContain(said);
    expect(await page.locator('.samples > li').count()).toBe(15);
    const day = page.locator('.by-day').first().getByRole('row', { name: '2026-11-27' });
    // biome-ignore lint/performance/useDomNodeTextContent: cells are told apart
    expect(await day.innerText()).toMatch(
      /^2026-11-27\t150\t150\t141\t141\t132\t38\t141\t9 not fired\s+9,750\.00\s+9,165\.00\s+2,470\.00$/,
    );
  });

  test('its columns are as high as their numbers, days without any have a place, and what is not known is told', async () => {
    const [one, two] = exampleReport().days as [Report['days'][number], Report['days'][number]];
    const layers = {
      ...one.layers,
      orders: 100,
      fired: 50,
      sent: undefined,
      processed: 1,
      pixel: 0,
      attributed: undefined,
    };
    const page = await open(
      exampleReport({
        days: [
          { ...one, day: '2026-11-01', layers, verdicts: {} },
          { ...two, day: '2026-11-04', layers: { ...layers, fired: undefined }, verdicts: {} },
        ],
      }),
    );
    const rows =
      await page.evaluate(`[...document.querySelector('.plot').querySelectorAll('.columns')].map((row) => [
      row.getAttribute('aria-label'),
      [...row.querySelectorAll('g')].map((day) => [day.querySelector('title').textContent, day.lastElementChild.getAttribute('height')]),
    ])`);
    const empty = (day: string) => [`${day}: 0`, '0'];
    const [no2, no3] = [empty('2026-11-02'), empty('2026-11-03')];
    expect(rows).toEqual([
      [
        'Orders: 200 in 4 days, at most 100 a day',
        [['2026-11-01: 100', '36'], no2, no3, ['2026-11-04: 100', '36']],
      ],
      [
        'Tag ran: 50 in 4 days, at most 50 a day',
        [['2026-11-01: 50', '18'], no2, no3, ['2026-11-04: not known', '1']],
      ],
      [
        'Processed by X: 2 in 4 days, at most 1 a day',
        [['2026-11-01: 1', '2'], no2, no3, ['2026-11-04: 1', '2']],
      ],
    ]);
    const bars = await page.evaluate(
      `[...document.querySelector('.layers tbody tr').querySelectorAll('.bar rect')].map((bar) => Number(bar.getAttribute('width')))`,
    );
    expect(bars).toEqual([100, 100, 94.83, 94.83, 89.66, 25.17]);
  });

  test('a report of nothing has words, not empty tables', async () => {
    const page = await open(
      exampleReport({
        period: { from: undefined, to: undefined, zone: 'UTC', given: false },
        inputs: [],
        days: [],
        events: [],
        pairs: undefined,
        samples: [],
        thresholds: [],
        impossible: [],
        x: undefined,
        notes: [],
      }),
    );
    // biome-ignore lint/performance/useDomNodeTextContent: text as it is laid out
    const text = await page.locator('body').innerText();
    for (const said of [
      'The inputs have no times',
      'Nothing could be judged',
      'No input has a conversion.',
      'No figures differ.',
      'There is no conversion to trace.',
    ])
      expect(text).toContain(said);
    expect(text).not.toContain('undefined');
    expect(text).not.toContain('What X attributed');
  });

  test('texts of strangers are shown and run nothing', async () => {
    for (const payload of [PAYLOADS.join(' '), ...PAYLOADS.slice(0, 4)]) {
      const page = await open(withTexts(exampleReport(), (i) => `${payload} ${i}`));
      expect(await page.evaluate('document.scripts.length')).toBe(0);
      expect(
        await page.evaluate('document.querySelectorAll("img, iframe, form, base, link, object").length'),
      ).toBe(0);
      await openAll(page);
      // biome-ignore lint/performance/useDomNodeTextContent: text as it is laid out
      expect(await page.locator('main').innerText()).toContain(payload.split('\u202e')[0]);
    }
  });

  test('its policy forbids scripts and loading, were there any', async () => {
    const file = join(folder(), 'broken.html');
    const page = await open(exampleReport());
    writeFileSync(
      file,
      pageOf(exampleReport()).replace(
        '</main>',
        '<script>document.title = "pwned"</script><img src="https://evil.example/a.png"><p style="color: red">a</p></main>',
      ),
    );
    await page.goto(pathToFileURL(file).href);
    expect(await page.title()).toContain('Reconciliation');
    expect(
      troubles
        .splice(0)
        .map((text) => /directive:? ["'](\w+-src)/.exec(text)?.[1])
        .sort(),
    ).toEqual(['default-src', 'default-src', 'style-src']);
  });

  test.each(['light', 'dark'] as const)('axe finds nothing in %s colours', async (colorScheme) => {
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    const page = await open(monthReport(), { colorScheme });
    await openAll(page);
    await page.evaluate(axe);
    const found = await page.evaluate(
      'axe.run(document, { preload: false }).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map((node) => node.html).join(" | ")))',
    );
    expect(found).toEqual([]);
  });

  test('a narrow screen moves tables, not the page', async () => {
    const page = await open(monthReport(), { width: 390 });
    await openAll(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    const hostile = await open(
      withTexts(exampleReport(), (i) => `${'long'.repeat(80)}${i}`),
      { width: 390 },
    );
    await openAll(hostile);
    expect(await hostile.evaluate('document.documentElement.scrollWidth')).toBe(390);
  });

  test('the keyboard opens samples and moves tables', async () => {
    const page = await open(exampleReport());
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the outcome');
    const first = page.locator('.samples summary').first();
    for (let i = 0; i < 20; i += 1) {
      if (await first.evaluate((node) => node === node.ownerDocument.activeElement)) break;
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    expect(await page.locator('.samples .steps').first().isVisible()).toBe(true);
  });

  test('on paper everything is open and light', async () => {
    const page = await open(exampleReport(), { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.locator('.samples .steps').last().isVisible()).toBe(true);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(246, 247, 249)');
  });
});
