/**
 * Which lines and branches scenarios ran: as text, and as the lcov file and HTML pages of istanbul. Where a template is built, the
 * places are those of its sources.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import type { Branch } from '../sandbox/testing/branches.ts';
import type { ScenarioReport } from '../sandbox/testing/scenarios.ts';
import { bold, grey, type Io, readText, writeBelow } from './shell.ts';
import { ownPlaces, type PlaceOf } from './sources.ts';

/** What is known of one file: for each line that holds statements whether it ran, and its branches. */
export interface FileCoverage {
  file: string;
  lines: Map<number, boolean>;
  branches: Branch[];
}

/**
 * The coverage of one report, by file.
 * @param file the template, to which the report's lines belong
 * @param placeOf where a place of the template was written
 */
export function coverageOf(
  file: string,
  { coverage }: ScenarioReport,
  placeOf: PlaceOf = ownPlaces(file),
): FileCoverage[] {
  const files = new Map<string, FileCoverage>();
  const of = (name: string): FileCoverage => {
    const known = files.get(name) ?? { file: name, lines: new Map(), branches: [] };
    files.set(name, known);
    return known;
  };
  const covered = new Set(coverage.covered);
  for (const line of coverage.lines) {
    const origin = placeOf(line, 1);
    const { lines } = of(origin.file);
    lines.set(origin.line, covered.has(line) || lines.get(origin.line) === true);
  }
  for (const { kind, taken, ...place } of coverage.branches) {
    const { file: name, line, column } = placeOf(place.line, place.column);
    of(name).branches.push({ kind, line, column, taken });
  }
  return [...files.values()];
}

/** The coverage of several templates; what they share of a source is counted together. */
export function merged(all: readonly FileCoverage[]): FileCoverage[] {
  const files = new Map<string, FileCoverage>();
  for (const { file, lines, branches } of all) {
    const known = files.get(file);
    if (!known) {
      files.set(file, { file, lines: new Map(lines), branches: [...branches] });
      continue;
    }
    for (const [line, ran] of lines) known.lines.set(line, ran || known.lines.get(line) === true);
    for (const branch of branches) {
      const same = known.branches.find(
        ({ kind, line, column }) => kind === branch.kind && line === branch.line && column === branch.column,
      );
      if (!same) known.branches.push(branch);
      else same.taken = same.taken.map((n, index) => n + (branch.taken[index] ?? 0));
    }
  }
  return [...files.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
}

export interface Totals {
  lines: { total: number; covered: number };
  branches: { total: number; covered: number };
}

export function totalsOf(files: readonly FileCoverage[]): Totals {
  const lines = files.flatMap((file) => [...file.lines.values()]);
  const ways = files.flatMap(({ branches }) => branches.flatMap(({ taken }) => taken));
  return {
    lines: { total: lines.length, covered: lines.filter(Boolean).length },
    branches: { total: ways.length, covered: ways.filter((n) => n > 0).length },
  };
}

/** `80 % of 5 lines, 50 % of 2 branches`; a branch is one way on from a condition. */
export function shares({ lines, branches }: Totals): string {
  const share = ({ total, covered }: Totals['lines'], one: string, many: string): string =>
    total === 0
      ? `no ${many}`
      : `${Math.floor((100 * covered) / total)} % of ${total} ${total === 1 ? one : many}`;
  return `${share(lines, 'line', 'lines')}, ${share(branches, 'branch', 'branches')}`;
}

const WAYS: Record<Branch['kind'], (index: number) => string> = {
  if: (index) => (index === 0 ? 'true' : 'false'),
  conditional: (index) => (index === 0 ? 'true' : 'false'),
  logical: (index) => (index === 0 ? 'left side' : 'right side'),
  switch: (index) => `case ${index + 1}`,
};

/** For each file its shares, the lines that never ran and the ways never taken. */
export function showCoverage(files: readonly FileCoverage[], io: Io): void {
  for (const file of files) {
    io.out(`  ${bold(io, file.file)}: ${shares(totalsOf([file]))}\n`);
    const lines = [...file.lines.keys()].sort((a, b) => a - b);
    const ran = new Set(lines.filter((line) => file.lines.get(line)));
    if (ran.size < lines.length) io.out(`    never run: lines ${ranges(lines, ran)}\n`);
    // Of code that never ran every way is untaken; that is said above.
    const untaken = file.branches
      .filter(({ taken }) => taken.some((n) => n > 0) && taken.some((n) => n === 0))
      .flatMap(({ kind, line, column, taken }) =>
        taken.flatMap((n, index) => (n > 0 ? [] : [`${line}:${column} ${WAYS[kind](index)}`])),
      );
    if (untaken.length > 0) io.out(grey(io, `    never taken: ${untaken.join(', ')}\n`));
  }
}

/** Lines that were not run, neighbours (as far as code goes) joined: `12, 15-18`. */
export function ranges(lines: readonly number[], covered: ReadonlySet<number>): string {
  const out: string[] = [];
  let first: number | undefined;
  let last = 0;
  const close = (): void => {
    if (first !== undefined) out.push(first === last ? `${first}` : `${first}-${last}`);
    first = undefined;
  };
  for (const line of lines) {
    if (covered.has(line)) close();
    else {
      first ??= line;
      last = line;
    }
  }
  close();
  return out.join(', ');
}

/** Writes `lcov.info` and HTML pages into a folder: made elsewhere first, since what makes them would write through links. */
export async function writeCoverage(files: readonly FileCoverage[], folder: string): Promise<void> {
  const [{ createCoverageMap }, { createContext }, { create }] = await Promise.all([
    import('istanbul-lib-coverage').then((module) => module.default),
    import('istanbul-lib-report').then((module) => module.default),
    import('istanbul-reports').then((module) => module.default),
  ]);
  const coverageMap = createCoverageMap(
    Object.fromEntries(files.map((file) => [resolve(file.file), istanbul(file)])),
  );
  const made = mkdtempSync(join(tmpdir(), 'sgtm-coverage-'));
  try {
    const context = createContext({ dir: made, coverageMap });
    create('lcovonly').execute(context);
    create('html').execute(context);
    for (const entry of readdirSync(made, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      writeBelow(folder, relative(made, file), readText(file, 'latin1'), 'latin1');
    }
  } finally {
    rmSync(made, { recursive: true });
  }
}

/** Istanbul's form: a statement for each line, no functions; a branch for each of ours. */
function istanbul({ file, lines, branches }: FileCoverage) {
  const place = (line: number, column: number) => ({
    start: { line, column },
    end: { line, column: Number.MAX_SAFE_INTEGER },
  });
  const names = { if: 'if', conditional: 'cond-expr', logical: 'binary-expr', switch: 'switch' };
  const statements = [...lines].sort(([a], [b]) => a - b);
  return {
    path: resolve(file),
    statementMap: Object.fromEntries(statements.map(([line], index) => [index, place(line, 0)])),
    s: Object.fromEntries(statements.map(([, ran], index) => [index, ran ? 1 : 0])),
    fnMap: {},
    f: {},
    branchMap: Object.fromEntries(
      branches.map(({ kind, line, column, taken }, index) => [
        index,
        {
          type: names[kind],
          line,
          loc: place(line, column - 1),
          locations: taken.map(() => place(line, column - 1)),
        },
      ]),
    ),
    b: Object.fromEntries(branches.map(({ taken }, index) => [index, taken])),
  };
}
