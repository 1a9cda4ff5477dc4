/** The comparison with Google's public interpreter, as far as it goes without one: its programs, and what it refuses. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { compile } from 'sgtm-toolkit/sandbox';
import { SandboxError } from 'sgtm-toolkit/sandbox/interpreter/errors';
import { createMachine } from 'sgtm-toolkit/sandbox/interpreter/evaluate';
import { createJobs } from 'sgtm-toolkit/sandbox/interpreter/jobs';
import { Dict } from 'sgtm-toolkit/sandbox/interpreter/values';
import { afterAll, describe, expect, it } from 'vitest';
import { loadPublicBuild } from '../../bench/public-build.ts';
import { randomSource } from '../../bench/random-source.ts';
import { TSX } from '../tsx.ts';

const root = path.join(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'compare-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the random programs', () => {
  it('compile, and end with a value or an error of the interpreter, within a budget', () => {
    let values = 0;
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(9999)), (numbers) => {
        const source = randomSource((below) => (numbers.next().value as number) % below);
        const machine = createMachine({ jobs: createJobs(), budget: 2_000_000, require: () => undefined });
        try {
          machine.load(compile(source)).call([new Dict()]);
          values++;
        } catch (error) {
          expect(error, source).toBeInstanceOf(SandboxError);
        }
      }),
      { numRuns: 150 },
    );
    expect(values).toBeGreaterThan(50);
  });
});

describe('a file that is no container script', () => {
  const plain = path.join(folder, 'plain.js');
  writeFileSync(plain, 'var a = 1;');

  it('is refused with its name and the way out', () => {
    expect(() => loadPublicBuild(plain)).toThrow(`${plain}: no interpreter found`);
  });

  it.each([
    [[plain], 'no interpreter found'],
    [[path.join(folder, 'nowhere.js')], 'no such file'],
    [[], 'Name one container script.'],
  ])('ends the command with 2: %j', (args, message) => {
    const { status, stderr } = spawnSync(process.execPath, [...TSX, 'bench/compare.ts', ...args], {
      cwd: root,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(stderr).toContain('npm run compare -- --help');
  });
});
