/**
 * `npm run build`: generated types and template.tpl. With --check nothing is written and any difference is an error. Exit
 * status: 0 all is well, 1 what Google's editor would refuse or a difference, 2 the command was called wrongly.
 */
import { readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const HELP = `npm run build [-- --check]

Bundles src/, checks it against the sandbox's language and the declared permissions, and writes template.tpl, the
generated types in src/ and the pages of rules in docs/.

  --check   write nothing; exit 1 when a file differs from what the sources give
  --help    this text`;

interface Io {
  out: (line: string) => void;
  err: (line: string) => void;
}

/** Runs the command line in the project at `root` and gives the exit status. */
export async function main(args: readonly string[], root: string, io: Io): Promise<number> {
  let values: { check?: boolean; help?: boolean };
  try {
    const options = { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
    ({ values } = parseArgs({ args: [...args], options }));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    io.err(`${error.message}\n\n${HELP}`);
    return 2;
  }
  if (values.help) {
    io.out(HELP);
    return 0;
  }
  return await build(root, values.check === true, io);
}

async function build(root: string, checkOnly: boolean, io: Io): Promise<number> {
  const started = performance.now();
  // Loads the compiler of TypeScript, for which --help need not wait.
  const { assemble } = await import('../toolkit/build/assemble.ts');
  const { files, refusals } = await assemble(root);
  for (const { severity, code, file, line, column, message, page } of refusals) {
    io.err(`${severity}: ${code} at ${file}:${line}:${column}\n  ${message}\n  ${page}`);
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
    io.err(`Not what the sources give: ${different.join(', ')}. Run "npm run build" and commit the result.`);
    return 1;
  }
  const size = (files.get('template.tpl')!.length / 1024).toFixed(0);
  const what = different.length > 0 ? `wrote ${different.join(', ')}` : 'nothing to change';
  io.out(`template.tpl: ${size} KB, ${what}, ${(performance.now() - started).toFixed(0)} ms`);
  return 0;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await main(process.argv.slice(2), path.join(import.meta.dirname, '..'), {
    out: (line) => console.log(line),
    err: (line) => console.error(line),
  });
}
