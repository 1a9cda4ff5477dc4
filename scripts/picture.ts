/**
 * `npm run picture`: docs/images/import.svg, the steps of the import as drawings; docs/images/playground.png, the playground with
 * a purchase; docs/images/fields.png, the tag's form as it opens; docs/images/reconciliation.png, the page of a reconciliation of the
 * examples. All are made from the sources.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { parseArgs } from 'node:util';

const HELP = `npm run picture

Writes docs/images/import.svg, drawings of the import, docs/images/playground.png, the playground with a purchase,
docs/images/fields.png, the tag's form, and docs/images/reconciliation.png, a reconciliation of the examples. The last three are drawn in a browser: on Linux x64 the one that npm ci brings, elsewhere the installed Chrome or Edge, or the Chromium that CHROMIUM names.

  --help   this text`;

/** A tag as a shop begins: the form would else be as long as the list of categories. */
const FIELDS = JSON.stringify({
  categoryEvents: [
    { category: 'purchase', eventId: 'tw-o8z6j-o87ne' },
    { category: 'add_to_cart', eventId: 'tw-o8z6j-o87n3' },
  ],
});

const root = path.join(import.meta.dirname, '..');

async function write(name: string, content: string | Uint8Array): Promise<void> {
  const file = path.join(root, 'docs/images', name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
  console.log(`wrote ${path.relative(root, file)}`);
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  // What draws is loaded here, so that --help need not wait for it.
  const { launchBrowser } = await import('./lib/browser.ts');
  const { importSteps } = await import('./picture/import-steps.ts');
  const { namesOf } = await import('./picture/names.ts');
  const { reconciliationPage } = await import('./picture/reconciliation.ts');
  const { buildPlayground } = await import('./playground/build.ts');
  const { serve } = await import('./playground/serve.ts');
  await write('import.svg', importSteps(await namesOf(root)));
  const serving = await serve(await buildPlayground(root), 0);
  const browser = await launchBrowser();
  try {
    const screen = { viewport: { width: 1280, height: 860 }, colorScheme: 'light' } as const;
    const page = await browser.newPage(screen);
    // The same picture every time.
    await page.clock.setFixedTime(new Date('2026-11-28T09:00:00Z'));
    await page.goto(`${serving.url}#fields=${encodeURIComponent(FIELDS)}`);
    await page.locator('#results[data-ms]').waitFor();
    await write('playground.png', await page.screenshot());
    const form = page.locator('#inputs form');
    await write('fields.png', await form.screenshot());
    // A page of its own: the playground's policy takes no other content.
    const report = await browser.newPage(screen);
    await report.setContent(await reconciliationPage(root));
    await write('reconciliation.png', await report.screenshot());
  } finally {
    await browser.close();
    await serving.close();
  }
  return 0;
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`The picture could not be made. ${(error as Error).message}`);
  return 1;
});
