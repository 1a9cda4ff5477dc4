/** The corpus command on repositories made for the test: versions of history, refusals, scenarios, bombs. */

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Judged, report } from '../../bench/corpus/report.ts';
import { repositoriesBelow, versionsOf } from '../../bench/corpus/versions.ts';
import { templateText } from '../../toolkit/test/sandbox/build-template.ts';
import { TSX } from '../tsx.ts';

const root = path.join(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'corpus-'));
afterAll(() => rmSync(folder, { recursive: true }));

const dir = path.join(folder, 'owner+name');
const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', '-C', dir, ...args], {
    encoding: 'utf8',
  });

function commit(code: string, more: Record<string, string> = {}): string {
  const scenarios = [{ name: 'Ends', code: "runCode({});\nassertApi('gtmOnSuccess').wasCalled();" }];
  const files = { 'template.tpl': templateText({ code, scenarios }), ...more };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(dir, name), text);
  git('add', '.');
  git('commit', '-q', '-m', 'x');
  return git('rev-parse', 'HEAD').trim();
}

mkdirSync(dir);
git('init', '-q');
const first = commit('data.gtmOnSuccess()');
commit('data.gtmOnSuccess();');
commit("let text = 'a';\nwhile (true) { text = text + text; }\ndata.gtmOnSuccess();", {
  'metadata.yaml': `versions:\n  - sha: ${first}\n    changeNotes: one\n`,
  'other.tpl': 'Dear {$name}',
});

describe('the versions of a repository', () => {
  it('are every content that a template had, with what the Gallery lists and what is newest', () => {
    const [repository, ...more] = repositoriesBelow(folder);
    expect(more).toEqual([]);
    const versions = versionsOf(repository!);
    expect(versions.map(({ repository: name, released, newest }) => [name, released, newest])).toEqual([
      ['owner/name', false, true],
      ['owner/name', false, false],
      ['owner/name', true, false],
    ]);
  });
});

describe('the report', () => {
  it('takes a refusal of a web template for mended by a later version for servers', () => {
    const version = { repository: 'a/b', path: 't.tpl', commit: 'c', newest: false, text: '' };
    const problem = { code: 'TPL_SCHEMA', severity: 'error', message: 'm', line: 1 };
    const judged = (context: 'SERVER' | 'WEB', problems: (typeof problem)[]): Judged => ({
      ...version,
      released: problems.length > 0,
      verdict: { context, problems, forms: [] },
    });
    const told = report([judged('SERVER', []), judged('WEB', [problem])], false);
    expect(told.match(/not mended by a later version: \d/g)).toEqual([
      'not mended by a later version: 0',
      'not mended by a later version: 0',
    ]);
  });
});

describe('the command', () => {
  it('tells what is refused and why, what runs, and what never ends', () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [...TSX, 'bench/corpus.ts', folder, '--scenarios', 'all'],
      {
        cwd: root,
        encoding: 'utf8',
      },
    );
    expect(status).toBe(0);
    expect(stdout).toContain(
      'For server containers: 3 versions of 1 files in 1 repositories, 1 of them released',
    );
    expect(stdout).toContain('refused: 1, of the released ones 1');
    expect(stdout).toContain('refused although released, and not mended by a later version: 0');
    expect(stdout).toContain('SANDBOX_MISSING_SEMICOLON');
    expect(stdout).toMatch(/Scenarios: \d of \d versions run, \d passed, 1 not|No verdict on owner\/name/);
  });

  it.each([[[]], [['a', 'b']], [['nowhere', '--scenarios', 'some']], [['docs']]])(
    'called wrongly ends with 2: %j',
    (args) => {
      const { status, stderr } = spawnSync(process.execPath, [...TSX, 'bench/corpus.ts', ...args], {
        cwd: root,
        encoding: 'utf8',
      });
      expect([status, stderr]).toEqual([2, expect.stringContaining('npm run corpus -- --help')]);
    },
  );
});
