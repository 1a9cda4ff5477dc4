/** `npm run build`: generated types and template.tpl. With --check nothing is written and any difference is an error. */
import { readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { parseArgs } from 'node:util';

const HELP = `npm run build [-- --check]

Bundles src/, checks it against the sandbox's language and the declared permissions, and writes template.tpl, the
generated types in src/ and the pages of rules in docs/.

  --check   write nothing; exit 1 when a file differs from what the sources give
  --help    this text`;

const root = path.join(import.meta.dirname, '..');

const { values } = parseArgs({
  options: { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});
if (values.help) {
  console.log(HELP);
} else {
  process.exitCode = await build(values.check === true);
}

async function build(checkOnly: boolean): Promise<number> {
  const started = performance.now();
  // Loads the compiler of TypeScript, for which --help need not wait.
  const { assemble } = await import('./build/assemble.ts');
  const { files, refusals } = await assemble(root);
  for (const { severity, code, file, line, column, message, page } of refusals) {
    console.error(`${severity}: ${code} at ${file}:${line}:${column}\n  ${message}\n  ${page}`);
  }
  if (refusals.some(({ severity }) => severity === 'error')) return 1;

  const different: string[] = [];
  for (const [file, text] of files) {
    const current = await readFile(path.join(root, file), 'utf8').catch(() => '');
    if (current === text) continue;
    different.push(file);
    if (!checkOnly) await writeFile(path.join(root, file), text);
  }
  if (checkOnly && different.length > 0) {
    console.error(
      `Not what the sources give: ${different.join(', ')}. Run "npm run build" and commit the result.`,
    );
    return 1;
  }
  const size = (files.get('template.tpl')!.length / 1024).toFixed(0);
  const what = different.length > 0 ? `wrote ${different.join(', ')}` : 'nothing to change';
  console.log(`template.tpl: ${size} KB, ${what}, ${(performance.now() - started).toFixed(0)} ms`);
  return 0;
}
