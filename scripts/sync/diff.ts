/** Two texts as a unified diff. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';

/** The diff from `before` to `after`, made by git, under the two names; empty when the texts are the same. */
export function unifiedDiff(before: string, after: string, names: readonly [string, string]): string {
  if (before === after) return '';
  const folder = mkdtempSync(path.join(tmpdir(), 'diff-'));
  try {
    writeFileSync(path.join(folder, 'before'), `${before}\n`);
    writeFileSync(path.join(folder, 'after'), `${after}\n`);
    const { stdout, stderr } = spawnSync(
      'git',
      ['diff', '--no-index', '--no-color', '--no-ext-diff', '--', 'before', 'after'],
      { cwd: folder, encoding: 'utf8' },
    );
    if (!stdout.includes('@@')) throw new Error(`git cannot compare the code: ${stderr}`);
    return `--- ${names[0]}\n+++ ${names[1]}\n${stdout.slice(stdout.indexOf('@@')).trimEnd()}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
