/** `npm run playground`: the page that runs a template in the browser, served on this machine or written to a folder. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Command, isProgram, runCommand, standardIo, UsageError } from 'sgtm-toolkit/cli/shell';
import type { Site } from './playground/build.ts';
import { serve } from './playground/serve.ts';

const root = path.join(import.meta.dirname, '..');

/** Kilobytes of all files together as a web server would send them. */
const weight = ({ files }: Site): string =>
  ([...files.values()].reduce((sum, content) => sum + gzipSync(content).length, 0) / 1024).toFixed(0);

/** @returns what was written, as a line */
async function write(site: Site, folder: string, force: boolean): Promise<string> {
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
  return `${folder}: ${[...site.files.keys()].sort().join(', ')}, ${weight(site)} KB compressed\n`;
}

function portOf(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) > 65535)
    throw new UsageError(`--port must be a number from 0 to 65535, got "${text}".`);
  return Number(text);
}

const playgroundCommand: Command = {
  usage: '',
  files: false,
  about: `Builds the playground: a page that shows the fields of template.tpl, or of any server-side .tpl dropped on it, runs it in
the browser's own emulation of the sandbox, and shows the request it would send, how it was signed, and its scenarios. The
page connects to nothing.`,
  options: {
    port: { type: 'string', value: 'N', help: 'serve on this port of 127.0.0.1 (default: a free one)' },
    out: {
      type: 'string',
      value: 'DIR',
      help: 'write the static page to DIR instead of serving it; any web server can host it',
    },
    force: { type: 'boolean', help: 'replace files that are there already' },
  },
  more: 'Exit status: 0 all is well, 1 the page cannot be built, written or served, 2 the command was called wrongly.',
  async run(_files, { port = '0', out, force }, io) {
    const wanted = portOf(String(port));
    if (out === '') throw new UsageError('--out needs the name of a folder.');
    try {
      // Loads what bundles, for which help and refusals need not wait.
      const { buildPlayground } = await import('./playground/build.ts');
      const site = await buildPlayground(root);
      if (out !== undefined) {
        io.out(await write(site, String(out), force === true));
        return 0;
      }
      const { url } = await serve(site, wanted);
      io.out(`Playground at ${url} (${weight(site)} KB compressed). Stop it with Ctrl+C.\n`);
      return 0;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const advice = code === 'EADDRINUSE' ? '. Another program uses this port; choose one with --port.' : '';
      io.err(`${message}${advice}\n`);
      return 1;
    }
  },
};

if (isProgram(import.meta.url))
  process.exitCode = await runCommand(
    'npm run playground --',
    playgroundCommand,
    process.argv.slice(2),
    standardIo(),
  );
