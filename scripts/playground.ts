/** `npm run playground`: the page that runs a template in the browser, served on this machine or written to a folder. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Site } from './playground/build.ts';
import { serve } from './playground/serve.ts';

const HELP = `npm run playground [-- --port N] [-- --out DIR [--force]]

Builds the playground: a page that shows the fields of template.tpl, or of any server-side .tpl dropped on it, runs it in
the browser's own emulation of the sandbox, and shows the request it would send, how it was signed, and its scenarios. The
page connects to nothing.

  --port N    serve on this port of 127.0.0.1 (default: a free one)
  --out DIR   write the static page to DIR instead of serving it; any web server can host it
  --force     replace files that are there already
  --help      this text

Exit status: 0 all is well, 1 the page cannot be built, written or served, 2 the command was called wrongly.`;

const root = path.join(import.meta.dirname, '..');

/** Kilobytes of all files together as a web server would send them. */
const weight = ({ files }: Site): string =>
  ([...files.values()].reduce((sum, content) => sum + gzipSync(content).length, 0) / 1024).toFixed(0);

async function write(site: Site, folder: string, force: boolean): Promise<void> {
  await mkdir(folder, { recursive: true });
  const present = await readdir(folder);
  const there = [...site.files.keys()].filter((name) => present.includes(name));
  if (there.length > 0 && !force)
    throw new Error(`--out ${folder}: holds ${there.join(', ')} already; use --force to replace them.`);
  for (const [name, content] of site.files) {
    const file = path.join(folder, name);
    // Removed first: a link is replaced, and what it leads to stays as it is.
    await rm(file, { force: true });
    await writeFile(file, content);
  }
  console.log(`${folder}: ${[...site.files.keys()].sort().join(', ')}, ${weight(site)} KB compressed`);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      out: { type: 'string' },
      force: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const port = Number(values.port ?? 0);
  if (!/^\d*$/.test(values.port ?? '') || port > 65535) {
    console.error(`--port must be a number from 0 to 65535, got "${values.port}".`);
    return 2;
  }
  if (values.out === '') {
    console.error('--out needs the name of a folder.');
    return 2;
  }
  // Loads what bundles, for which help and refusals need not wait.
  const { buildPlayground } = await import('./playground/build.ts');
  const site = await buildPlayground(root);
  if (values.out !== undefined) {
    await write(site, values.out, values.force === true);
    return 0;
  }
  const { url } = await serve(site, port);
  console.log(`Playground at ${url} (${weight(site)} KB compressed). Stop it with Ctrl+C.`);
  return 0;
}

process.exitCode = await main().catch((error: unknown) => {
  const { code, message } = error as NodeJS.ErrnoException;
  console.error(
    code === 'EADDRINUSE' ? `${message}. Another program uses this port; choose one with --port.` : message,
  );
  return code?.startsWith('ERR_PARSE_ARGS') ? 2 : 1;
});
