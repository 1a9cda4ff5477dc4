/** How long the packed command takes to start, beside the command of this checkout, which compiles its sources as it starts. */
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { table } from './tables.ts';

const root = path.join(import.meta.dirname, '..');
const toolkit = path.join(root, 'toolkit');

/** A program and its arguments. */
export type Line = readonly [program: string, ...args: string[]];

/** Milliseconds of the fastest of so many runs of each; the lines take turns, so that a busy moment meets all of them. */
export function fastest(lines: readonly Line[], rounds: number): number[] {
  const best = lines.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds; round++)
    lines.forEach(([program, ...args], at) => {
      const before = performance.now();
      const { status, error } = spawnSync(program, args, { cwd: root });
      if (status !== 0) throw new Error(`${[program, ...args].join(' ')} ended with ${status ?? error}.`);
      best[at] = Math.min(best[at]!, performance.now() - before);
    });
  return best;
}

/** Compiles the package as npm packs it, measures, and takes the compiled files away again. */
export function startTable(rounds = 5): string {
  const npm = (script: string): void => {
    const { status, stdout } = spawnSync('npm', ['run', '--silent', script], {
      cwd: toolkit,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`npm run ${script} of the toolkit ended with ${status}:\n${stdout}`);
  };
  npm('prepack');
  try {
    const rows = ['--help', 'check template.tpl'].map((call) => {
      const args = call.split(' ');
      const [packed, checkout] = fastest(
        [
          ['node', 'toolkit/dist/cli/main.js', ...args],
          ['npm', 'run', '--silent', 'tpl', '--', ...args],
        ],
        rounds,
      ) as [number, number];
      return [`sgtm ${call}`, packed.toFixed(0), checkout.toFixed(0), (packed / checkout).toFixed(2)];
    });
    return table(['Milliseconds', 'sgtm', 'npm run tpl', 'ratio'], rows);
  } finally {
    npm('postpack');
  }
}
