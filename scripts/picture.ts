/**
 * `npm run picture`: docs/images/import.svg, the steps of the import as drawings; docs/images/playground.png, the playground with
 * a purchase; docs/images/fields.png, the tag's form as it opens; docs/images/reconciliation.png, the page of a reconciliation of the
 * examples. All are made from the sources.
 */
import { writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { type Command, isProgram, makeFolder, runCommand, standardIo } from 'sgtm-toolkit/cli/shell';

/** A tag as a shop begins: the form would else be as long as the list of categories. */
const FIELDS = JSON.stringify({
  categoryEvents: [
    { category: 'purchase', eventId: 'tw-o8z6j-o87ne' },
    { category: 'add_to_cart', eventId: 'tw-o8z6j-o87n3' },
  ],
});

const root = path.join(import.meta.dirname, '..');

const pictureCommand: Command = {
  usage: '',
  files: false,
  about: `Writes docs/images/import.svg, drawings of the import, docs/images/playground.png, the playground with a purchase,
docs/images/fields.png, the tag's form, and docs/images/reconciliation.png, a reconciliation of the examples. The last three are drawn
in a browser: on Linux x64 the one that npm ci brings, elsewhere the installed Chrome or Edge, or the Chromium that CHROMIUM names.`,
  options: {},
  async run(_files, _options, io) {
    const write = async (name: string, content: string | Uint8Array): Promise<void> => {
      const file = path.join(root, 'docs/images', name);
      makeFolder(path.dirname(file));
      await writeFile(file, content);
      io.out(`wrote ${path.relative(root, file)}\n`);
    };
    try {
      await draw(write);
      return 0;
    } catch (error) {
      io.err(`The picture could not be made. ${(error as Error).message}\n`);
      return 1;
    }
  },
};

async function draw(write: (name: string, content: string | Uint8Array) => Promise<void>): Promise<void> {
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
}

if (isProgram(import.meta.url))
  process.exitCode = await runCommand('npm run picture', pictureCommand, process.argv.slice(2), standardIo());
