/**
 * `npm run picture`: docs/images/import.svg, the steps of the import as drawings, and docs/images/fields.png, the tag's form as
 * the playground draws it. Both are made from template/.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { parseArgs } from 'node:util';

const HELP = `npm run picture

Writes docs/images/import.svg, drawings of the import, and docs/images/fields.png, the tag's form drawn in a browser: on
Linux x64 the one that npm ci brings, elsewhere the installed Chrome or Edge, or the Chromium that CHROMIUM names.

  --help   this text`;

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
  const { buildPlayground } = await import('./playground/build.ts');
  const { serve } = await import('./playground/serve.ts');
  await write('import.svg', importSteps(await namesOf(root)));
  const serving = await serve(await buildPlayground(root), 0);
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1500, height: 1000 }, colorScheme: 'light' });
    await page.goto(serving.url);
    const form = page.locator('section:has(> #fields-title), div:has(> #fields-title)').first();
    await form.evaluate((element) => {
      for (const group of element.querySelectorAll('details')) group.open = true;
    });
    await write('fields.png', await form.screenshot());
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
