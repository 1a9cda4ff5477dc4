/** `test`: the scenarios of a template's TESTS section. */
import { runScenariosIsolated } from '../isolated/scenarios.ts';
import { check } from '../sandbox/check.ts';
import type { Problem } from '../sandbox/language/codes.ts';
import { load } from '../sandbox/loaded.ts';
import type { ScenarioReport, ScenarioResult } from '../sandbox/testing/scenarios.ts';
import { coverageOf, merged, shares, showCoverage, totalsOf, writeCoverage } from './coverage.ts';
import { isolated } from './isolated.ts';
import { moreAbout, withAddresses } from './package.ts';
import {
  annotation,
  asJson,
  junit,
  REPORTER_OPTIONS,
  type Reporter,
  reporterOf,
  type Suite,
} from './reporters.ts';
import {
  bold,
  type Command,
  count,
  green,
  grey,
  type Io,
  oneOf,
  problemLine,
  red,
  UsageError,
} from './shell.ts';
import { ownPlaces, type PlaceOf, placesOf } from './sources.ts';
import { budgetOf, type Found, findFiles, nothingToDo, problemsOf, readTemplate } from './templates.ts';
import { overTemplates, WATCH_OPTION } from './watch.ts';

interface Options {
  timing: 'drain' | 'native';
  budget: number;
  /** Part of the names of the scenarios that are wanted; empty for all. */
  only: string;
}

type Result = { file: string } & ({ report: ScenarioReport; placeOf: PlaceOf } | { problems: Problem[] });

interface Tested {
  files: Result[];
  /** Web templates below a folder that was named. */
  skipped: string[];
  passed: number;
  failed: number;
  /** Templates whose code cannot run. */
  broken: number;
  /** How many files the arguments stand for. */
  found: number;
}

export const testCommand: Command = {
  usage: 'test FILE-OR-FOLDER…',
  about: 'Runs the scenarios of the TESTS section, each in a sandbox of its own.',
  options: {
    only: { type: 'string', value: 'TEXT', help: 'only scenarios whose name contains the text' },
    timing: {
      type: 'string',
      value: 'drain|native',
      help: 'drain (default) settles promises inside runCode, native after the scenario',
    },
    budget: {
      type: 'string',
      value: 'N',
      help: 'stop a scenario after so many instructions (default 10,000,000)',
    },
    coverage: { type: 'boolean', help: 'show which lines and branches of the code no scenario runs' },
    'coverage-report': { type: 'string', value: 'FOLDER', help: 'write lcov.info and HTML pages there' },
    ...REPORTER_OPTIONS,
    ...WATCH_OPTION,
  },
  async run(paths, options, io) {
    const { only = '', coverage, 'coverage-report': folder } = options;
    const timing = oneOf('timing', options.timing ?? 'drain', ['drain', 'native']);
    const reporter = reporterOf(options);
    const wanted: Options = { timing, budget: budgetOf(options.budget), only: String(only) };
    const once = async (): Promise<number> => {
      const isCounted = coverage === true || folder !== undefined;
      const tested = await testFiles(paths, wanted, io, isCounted);
      const covered = merged(
        tested.files.flatMap((result) =>
          'report' in result ? coverageOf(result.file, result.report, result.placeOf) : [],
        ),
      );
      REPORTS[reporter](tested, io);
      if (coverage && (reporter === 'text' || reporter === 'github')) showCoverage(covered, io);
      if (folder !== undefined) await writeCoverage(covered, String(folder));
      return tested.failed === 0 && tested.broken === 0 ? 0 : 1;
    };
    return overTemplates(paths, options.watch === true, io, once);
  },
};

async function testFiles(
  paths: readonly string[],
  options: Options,
  io: Io,
  isCounted: boolean,
): Promise<Tested> {
  const files: Result[] = [];
  const skipped: string[] = [];
  const found = await findFiles(paths);
  for (const [index, file] of found.entries()) {
    if (found.length > 1) io.progress(`${index + 1} of ${found.length}: ${file.path}`);
    const result = await testFile(file, options, io, isCounted);
    if (result === 'web') skipped.push(file.path);
    else if (result !== 'none wanted') files.push(result);
  }
  if (files.length === 0)
    throw skipped.length < found.length
      ? new UsageError(`No scenario name contains '${options.only}'.`)
      : nothingToDo(skipped);
  const reports = files.flatMap((result) => ('report' in result ? [result.report] : []));
  return {
    files,
    skipped,
    passed: reports.reduce((sum, { passed }) => sum + passed, 0),
    failed: reports.reduce((sum, { failed }) => sum + failed, 0),
    broken: files.length - reports.length,
    found: found.length,
  };
}

/** The result of a file, or why it has none: it is a web template, or none of its scenarios is wanted. */
async function testFile(
  { path, walked }: Found,
  { only, ...options }: Options,
  io: Io,
  isCounted: boolean,
): Promise<Result | 'web' | 'none wanted'> {
  const read = readTemplate(path);
  if ('problem' in read) return { file: path, problems: [read.problem] };
  const { template } = read;
  if (walked && template.context === 'WEB') return 'web';
  const scenarios = template.tests.scenarios.filter(({ name }) => name.includes(only));
  if (only !== '' && scenarios.length === 0) return 'none wanted';
  // The editor compiles the template before it runs a test, so green means that it would import.
  const problems = check(template).filter(({ severity }) => severity === 'error');
  if (problems.length > 0) return { file: path, problems };
  try {
    load(template);
    const report = await runScenariosIsolated(await isolated(), template, { ...options, only });
    const isPlaced = isCounted || report.failed > 0;
    const placeOf = isPlaced ? await placesOf(path, template.text, io) : ownPlaces(path);
    return { file: path, report, placeOf };
  } catch (error) {
    return { file: path, problems: problemsOf(error) };
  }
}

const REPORTS: Record<Reporter, (tested: Tested, io: Io) => void> = {
  json: ({ files, ...counts }, io) => {
    const results = files.map((result) =>
      'problems' in result ? { ...result, problems: withAddresses(result.problems) } : result,
    );
    io.out(asJson({ files: results, ...counts }));
  },
  junit: ({ files }, io) => io.out(junit(files.map(suiteOf))),
  github(tested, io) {
    for (const result of tested.files) for (const one of annotationsOf(result)) io.out(annotation(one));
    summary(tested, io);
  },
  text(tested, io) {
    const alone = tested.found === 1;
    for (const result of tested.files) show(io, result, alone);
    if (!alone) summary(tested, io);
  },
};

function summary({ files, skipped, passed, failed, broken }: Tested, io: Io): void {
  const verdict = failed + broken === 0 ? green(io, 'all passed') : red(io, 'not all passed');
  io.out(
    `\n${bold(io, verdict)}: ${passed} of ${count(passed + failed, 'scenario')} in ${count(files.length, 'template')}` +
      `${broken > 0 ? `, ${count(broken, 'template')} cannot run` : ''}.\n`,
  );
  if (skipped.length > 0) io.out(`${count(skipped.length, 'web template')} skipped.\n`);
}

function suiteOf(result: Result): Suite {
  const { file } = result;
  if ('problems' in result) {
    const failures = result.problems.map(
      ({ line, column, code, message }) => `${file}:${line}:${column} ${code}: ${message}`,
    );
    return { name: file, cases: [{ name: 'the code can run', failures }] };
  }
  const { report, placeOf } = result;
  const cases = report.scenarios.map(({ name, ms, failures, fileLine: ownLine }) => ({
    name,
    ms,
    failures: failures.map(({ message, differences = [], fileLine = ownLine }) => {
      const place = placeOf(fileLine, 1);
      return [message, ...differences, `at ${place.file}:${place.line}`].join('\n');
    }),
  }));
  return { name: file, cases };
}

function annotationsOf(result: Result) {
  const { file } = result;
  if ('problems' in result)
    return result.problems.map((problem) => ({
      ...problem,
      file,
      title: problem.code,
      message: `${problem.message}\n${moreAbout(problem)}`,
    }));
  const { report, placeOf } = result;
  return report.scenarios.flatMap((scenario) =>
    scenario.failures.map(({ message, differences = [], fileLine = scenario.fileLine }) => ({
      ...placeOf(fileLine, 1),
      severity: 'error',
      title: scenario.name,
      message: [message, ...differences].join('\n'),
    })),
  );
}

function show(io: Io, result: Result, alone: boolean): void {
  if ('problems' in result) {
    for (const problem of result.problems) io.out(`${problemLine(io, result.file, problem)}\n`);
    return;
  }
  const { report, file, placeOf } = result;
  for (const scenario of report.scenarios)
    if (alone || !scenario.passed) showScenario(io, file, scenario, placeOf, alone);
  if (!alone && report.failed === 0) return;
  const total = report.passed + report.failed;
  const ms = report.scenarios.reduce((sum, scenario) => sum + scenario.ms, 0);
  const ran = shares(totalsOf(coverageOf(file, report)));
  const verdict =
    total === 0
      ? 'no scenarios'
      : `${report.passed} of ${count(total, 'scenario')} passed in ${Math.round(ms)} ms, ${ran} run`;
  io.out(`${bold(io, file)}: ${verdict}.\n`);
}

function showScenario(
  io: Io,
  file: string,
  scenario: ScenarioResult,
  placeOf: PlaceOf,
  alone: boolean,
): void {
  const mark = scenario.passed ? green(io, '✓') : red(io, '✗');
  const name = alone ? scenario.name : `${file}: ${scenario.name}`;
  io.out(`${mark} ${name} ${grey(io, `(${count(scenario.instructions, 'instruction')})`)}\n`);
  for (const { message, differences = [], line, fileLine = scenario.fileLine } of scenario.failures) {
    io.out(`    ${message}\n`);
    for (const difference of differences) io.out(`      ${difference}\n`);
    const inScenario = line === undefined ? '' : `, line ${line} of the scenario`;
    const place = placeOf(fileLine, 1);
    io.out(`    ${grey(io, `at ${place.file}:${place.line}${inScenario}`)}\n`);
  }
  if (scenario.passed) return;
  for (const log of scenario.logs) io.out(`    ${grey(io, `log: ${log}`)}\n`);
  for (const warning of scenario.warnings) io.out(`    ${grey(io, `note: ${warning}`)}\n`);
}
