/** `npm run bench` as it is typed: the table, and a template given by its path beside it. */

import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { TSX } from '../tsx.ts';

const root = path.join(import.meta.dirname, '../..');

it('prints counts and times of this template, the textbook port and the templates that are named', () => {
  const { status, stdout } = spawnSync(
    process.execPath,
    [...TSX, 'bench/run.ts', 'test/playground/other.tpl'],
    { cwd: root, encoding: 'utf8' },
  );
  expect(status).toBe(0);
  const rows = stdout.trimEnd().split('\n');
  expect(rows[0]).toMatch(/first run +later run +ms a run +ns a count +bytes$/);
  for (const name of [
    'this template, OAuth',
    'this template, pixel',
    'textbook port',
    'test/playground/other.tpl',
  ])
    expect(rows.find((row) => row.startsWith(name))).toMatch(/ [\d,]+ +[\d,]+ +\d+\.\d{3} +\d+\.\d +[\d,]+$/);
  expect(stdout).toContain('| Items | Pixel access token | OAuth, later runs | test/playground/other.tpl |');
  for (const items of [1, 10, 100, 200])
    expect(stdout).toMatch(new RegExp(`^\\| ${items}( \\| [\\d,]+){3} \\|$`, 'm'));
  expect(stdout).toMatch(/^\| 200 characters each( \| [\d,]+){3} \|$/m);
  // The other template is none that sends anything.
  expect(stdout.match(/sent no request/g)).toHaveLength(1);
});

it('refuses a file that is not there before it measures anything', () => {
  const { status, stderr } = spawnSync(process.execPath, [...TSX, 'bench/run.ts', 'none.tpl'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(status).toBe(2);
  expect(stderr).toContain('none.tpl');
  expect(stderr).not.toContain('measuring');
});
