/** The guide to reconcile shows what its example files give, and explains every verdict. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { VERDICTS } from '../../scripts/reconcile/model.ts';
import { TSX } from '../tsx.ts';
import { root } from './container-tools.ts';

describe('the examples', () => {
  const args = [
    '--log',
    'examples/server.ndjson',
    '--orders',
    'examples/orders.csv',
    '--map',
    'examples/orders-map.yaml',
    '--pixel',
    'examples/browser.har',
  ];

  test('give what the guide shows', async () => {
    const program = [...TSX, 'scripts/reconcile.ts', ...args];
    const { code, stdout } = (await promisify(execFile)(process.execPath, program, { cwd: root }).catch(
      (error: { code: number; stdout: string }) => error as { code: number; stdout: string },
    )) as { code: number; stdout: string };
    expect(code).toBe(1);
    const guide = readFileSync(join(root, 'docs/reconciliation.md'), 'utf8');
    const [, table = ''] = /```\n(2026-11-03 to [\s\S]*?)```/.exec(guide) ?? [];
    expect(table).not.toBe('');
    expect(stdout).toContain(table);
    const [, trace = ''] = /```\n( {2}10024 [\s\S]*?)```/.exec(guide) ?? [];
    expect(trace).not.toBe('');
    expect(stdout).toContain(trace);
  }, 300_000);

  test('and the guide explains every verdict', () => {
    const guide = readFileSync(join(root, 'docs/reconciliation.md'), 'utf8');
    for (const verdict of VERDICTS) expect(guide).toContain(`| \`${verdict}\` |`);
  });
});
