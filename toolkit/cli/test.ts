/** `test`: the scenarios of a template's TESTS section. */
import { type Problem, runScenarios, type ScenarioReport } from '../sandbox/index.ts';
import { bold, type Command, count, green, grey, type Io, problemLine, red, UsageError } from './shell.ts';
import { budgetOf, type Found, findFiles, nothingToDo, problemsOf, readTemplate } from './templates.ts';

type Options = { timing: 'drain' | 'native'; budget: number };

type Result = { file: string } & ({ report: ScenarioReport } | { problems: Problem[] });

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
    coverage: { type: 'boolean', help: 'show which lines of the code no scenario runs' },
    json: { type: 'boolean', help: 'the result as JSON' },
  },
  async run(paths, { only, timing = 'drain', budget, coverage, json }, io) {
    if (timing !== 'drain' && timing !== 'native')
      throw new UsageError(`--timing must be drain or native, got ${timing}.`);
    const options = { timing, budget: budgetOf(budget) } as const;
    const found = findFiles(paths);
    const results: Result[] = [];
    const skipped: string[] = [];
    const wanted = typeof only === 'string' ? only : '';
    for (const file of found) {
      const result = await testFile(file, wanted, options);
      if (result === 'web') skipped.push(file.path);
      else if (result !== 'none wanted') {
        results.push(result);
        if (!json) show(io, result, found.length === 1, coverage === true);
      }
    }
    if (results.length === 0)
      throw skipped.length < found.length
        ? new UsageError(`No scenario name contains '${wanted}'.`)
        : nothingToDo(skipped);
    const reports = results.flatMap((result) => ('report' in result ? [result.report] : []));
    const sum = (pick: (report: ScenarioReport) => number): number =>
      reports.reduce((total, report) => total + pick(report), 0);
    const passed = sum((report) => report.passed);
    const failed = sum((report) => report.failed);
    const broken = results.length - reports.length;
    const ok = failed === 0 && broken === 0;
    if (json) io.out(`${JSON.stringify({ files: results, skipped, passed, failed, broken }, null, 2)}\n`);
    else if (found.length > 1) {
      const verdict = ok ? green(io, 'all passed') : red(io, 'not all passed');
      io.out(
        `\n${bold(io, verdict)}: ${passed} of ${count(passed + failed, 'scenario')} in ${count(results.length, 'template')}` +
          `${broken > 0 ? `, ${count(broken, 'template')} cannot run` : ''}.\n`,
      );
      if (skipped.length > 0) io.out(`${count(skipped.length, 'web template')} skipped.\n`);
    }
    return ok ? 0 : 1;
  },
};

/** The result of a file, or why it has none: it is a web template, or none of its scenarios is wanted. */
async function testFile(
  { path, walked }: Found,
  wanted: string,
  options: Options,
): Promise<Result | 'web' | 'none wanted'> {
  const read = readTemplate(path);
  if ('problem' in read)
    return walked && read.problem.code === 'TPL_WEB' ? 'web' : { file: path, problems: [read.problem] };
  const { template } = read;
  const scenarios = template.tests.scenarios.filter(({ name }) => name.includes(wanted));
  if (wanted !== '' && scenarios.length === 0) return 'none wanted';
  try {
    const report = await runScenarios({ ...template, tests: { ...template.tests, scenarios } }, options);
    return { file: path, report };
  } catch (error) {
    return { file: path, problems: problemsOf(error) };
  }
}

function show(io: Io, result: Result, alone: boolean, coverage: boolean): void {
  if ('problems' in result) {
    for (const problem of result.problems) io.out(`${problemLine(io, result.file, problem)}\n`);
    return;
  }
  const { report, file } = result;
  for (const scenario of report.scenarios) {
    if (scenario.passed && !alone) continue;
    const mark = scenario.passed ? green(io, '✓') : red(io, '✗');
    const where = alone ? '' : `${file}: `;
    io.out(
      `${mark} ${where}${scenario.name} ${grey(io, `(${count(scenario.instructions, 'instruction')})`)}\n`,
    );
    for (const failure of scenario.failures) {
      io.out(`    ${failure.message}\n`);
      for (const difference of failure.differences ?? []) io.out(`      ${difference}\n`);
      const line = failure.fileLine ?? scenario.fileLine;
      const inScenario = failure.line === undefined ? '' : `, line ${failure.line} of the scenario`;
      io.out(`    ${grey(io, `at ${file}:${line}${inScenario}`)}\n`);
    }
    if (scenario.passed) continue;
    for (const log of scenario.logs) io.out(`    ${grey(io, `log: ${log}`)}\n`);
    for (const warning of scenario.warnings) io.out(`    ${grey(io, `note: ${warning}`)}\n`);
  }
  const { lines, covered } = report.coverage;
  const total = report.passed + report.failed;
  const share =
    lines.length === 0 || total === 0
      ? ''
      : `, ${Math.round((100 * covered.length) / lines.length)} % of ${count(lines.length, 'line')} run`;
  if (alone || coverage || report.failed > 0) {
    const ms = report.scenarios.reduce((sum, scenario) => sum + scenario.ms, 0);
    const verdict =
      total === 0
        ? 'no scenarios'
        : `${report.passed} of ${count(total, 'scenario')} passed in ${Math.round(ms)} ms${share}`;
    io.out(`${bold(io, file)}: ${verdict}.\n`);
  }
  if (coverage && covered.length < lines.length)
    io.out(`  never run: lines ${ranges(lines, new Set(covered))}\n`);
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
