/** `npm run picture`: docs/images/fields.png, the tag's form as the playground draws it from template/parameters.json. */
import { mkdir, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { buildPlayground } from './playground/build.ts';
import { serve } from './playground/serve.ts';

const HELP = `npm run picture

Draws the tag's form in Chromium (Debian: apt-get install chromium; elsewhere set CHROMIUM to its path) and writes
docs/images/fields.png.`;

const root = path.join(import.meta.dirname, '..');

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const serving = await serve(await buildPlayground(root), 0);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1500, height: 1000 }, colorScheme: 'light' });
    await page.goto(serving.url);
    const form = page.locator('section:has(> #fields-title), div:has(> #fields-title)').first();
    await form.evaluate((element) => {
      for (const group of element.querySelectorAll('details')) group.open = true;
    });
    const file = path.join(root, 'docs/images/fields.png');
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, await form.screenshot());
    console.log(`wrote ${path.relative(root, file)}`);
  } finally {
    await browser.close();
    await serving.close();
  }
  return 0;
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`The picture could not be made: ${(error as Error).message.split('\n')[0]}`);
  return 1;
});
