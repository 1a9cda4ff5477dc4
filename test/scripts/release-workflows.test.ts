import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const folder = path.join(import.meta.dirname, '../../.github/workflows');
const text = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

interface Workflow {
  permissions: unknown;
  jobs: Record<
    string,
    {
      permissions?: Record<string, string>;
      strategy?: { matrix: { node: number[] } };
      steps: { uses?: string; run?: string; with?: Record<string, unknown> }[];
    }
  >;
}
const workflow = (name: string): Workflow => parse(text(name));
const commands = (job: Workflow['jobs'][string]) => job.steps.flatMap(({ run }) => (run ? [run] : []));

/** Uses of actions that are not pinned by a whole commit with its version beside it. */
const loose = (source: string): string[] =>
  source
    .split('\n')
    .filter((line) => /\buses:/.test(line) && !/uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line));

describe('the workflows', () => {
  it('pin every action by its commit', () => {
    for (const name of readdirSync(folder)) expect([name, loose(text(name))]).toEqual([name, []]);
    expect(loose('  - uses: actions/checkout@v7')).toHaveLength(1);
  });

  it('run what .ci/run says on every supported version of Node, and all journeys of the shop', () => {
    const { test, journeys } = workflow('ci.yml').jobs;
    expect(test!.strategy!.matrix.node).toEqual([20, 22, 24]);
    expect(commands(test!)).toEqual(['.ci/run']);
    expect(commands(journeys!)).toEqual([
      'npm ci --no-audit --no-fund',
      'npx vitest run test/shop/journeys.test.ts',
    ]);
    expect(journeys!.steps.at(-1)).toMatchObject({ env: { LONG: '1' } });
    // The rules ask for commits of former versions.
    expect(test!.steps[0]!.with).toMatchObject({ 'fetch-depth': 0 });
  });

  it('find in .ci/run the tests and the Gallery’s rules', () => {
    const run = readFileSync(path.join(folder, '../../.ci/run'), 'utf8').split('\n');
    expect(run.filter((line) => line.startsWith('npm '))).toEqual([
      'npm ci --no-audit --no-fund',
      'npm test',
      'npm run --silent release -- check',
    ]);
  });

  it('publish only what was verified, in a job that installs nothing', () => {
    const { verify, publish } = workflow('release.yml').jobs;
    expect(publish).toMatchObject({ needs: 'verify' });
    expect(commands(verify!)).toEqual(['.ci/run']);
    expect(commands(publish!).join('\n')).not.toMatch(/npm|npx|node|\.ci/);
    expect(commands(publish!).at(-1)).toContain('template.tpl SHA256SUMS');
  });

  it('may write nowhere but in that job', () => {
    const writing = readdirSync(folder).flatMap((name) => {
      const { permissions, jobs } = workflow(name);
      expect([name, permissions]).not.toEqual([name, undefined]);
      return [permissions, ...Object.values(jobs).map((job) => job.permissions)].filter((granted) =>
        JSON.stringify(granted ?? {}).includes('write'),
      );
    });
    // Beside the release only the publishing of the page, which may write nothing of the repository.
    expect(writing).toEqual([{ pages: 'write', 'id-token': 'write' }, { contents: 'write' }]);
  });
});
