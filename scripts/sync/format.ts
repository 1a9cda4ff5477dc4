/** JSON in the form that this repository's formatter wants, so that a written file passes the check as it is. */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

/** @param file its path below `root`, which holds the formatter's settings */
export function formattedJson(root: string, file: string, value: unknown): string {
  const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [biome, 'format', `--stdin-file-path=${file}`],
    { cwd: root, input: `${JSON.stringify(value, null, 2)}\n`, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${file} cannot be formatted: ${stderr}`);
  return stdout;
}
