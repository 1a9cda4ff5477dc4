/**
 * The scenario runner: every scenario of a template's TESTS section in a sandbox of its own, setup in front of it in the same
 * scope, mocks and storage fresh. Two timings: `drain` settles promises and callLater before runCode returns, so that all
 * three published styles of asynchronous tests work; `native` leaves them for after the scenario's code.
 */
import { compile } from '../compiler/compile.ts';
import type { Position } from '../compiler/instruction.ts';
import { asSandboxError, SandboxError } from '../interpreter/errors.ts';
import type { Arms } from '../interpreter/frames.ts';
import type { Func } from '../interpreter/values.ts';
import { checkSource } from '../language/check.ts';
import { TEST_GLOBALS } from '../language/table.ts';
import { load, relocate } from '../loaded.ts';
import { createSandbox } from '../sandbox.ts';
import type { Template } from '../tpl/template.ts';
import type { CodeText, Scenario } from '../tpl/yaml.ts';
import type { World } from '../world.ts';
import { type Branch, branchesOf } from './branches.ts';
import { AssertionError, createTestApi } from './test-api.ts';

export interface ScenarioFailure {
  message: string;
  expected?: string;
  actual?: string;
  /** Where the two differ: `.items[1].price: 10 instead of "10"`; absent where there is nothing to add. */
  differences?: readonly string[];
  /** Line in the scenario's code, from 1; absent when the place is elsewhere (in setup, in the template's code). */
  line?: number;
  /** Line of the file. */
  fileLine?: number;
}

export interface ScenarioResult {
  name: string;
  passed: boolean;
  failures: ScenarioFailure[];
  logs: string[];
  warnings: string[];
  /** Instructions of the template's code and of the test's together. */
  instructions: number;
  /** Milliseconds. */
  ms: number;
  /** Line of the file on which the scenario's code starts. */
  fileLine: number;
}

export interface ScenarioReport {
  scenarios: ScenarioResult[];
  passed: number;
  failed: number;
  /** Lines of the file that hold statements of the template's code, those that ran in any scenario, and its branches. */
  coverage: { lines: number[]; covered: number[]; branches: Branch[] };
}

export interface ScenarioOptions {
  /** `drain` when absent. */
  timing?: 'drain' | 'native';
  /** What an API that is not mocked sees. Storage and preview are the runner's own. */
  world?: World;
  /** Most instructions of one scenario; 10 million when absent. */
  budget?: number;
  /** Called after each scenario. */
  onResult?: (result: ScenarioResult) => void;
}

/** What ran of the code in any scenario so far. */
type Covered = { lines: Set<number>; arms: Arms };

const DEFAULT_BUDGET = 10_000_000;

/** Runs all scenarios in order. Rejects with a CompileError only for the template's own code. */
export async function runScenarios(
  template: Template,
  options: ScenarioOptions = {},
): Promise<ScenarioReport> {
  const { program } = load(template);
  const covered: Covered = { lines: new Set(), arms: new Map() };
  const scenarios: ScenarioResult[] = [];
  for (const scenario of template.tests.scenarios) {
    const result = await runScenario(template, scenario, options, covered);
    scenarios.push(result);
    options.onResult?.(result);
  }
  const passed = scenarios.filter((scenario) => scenario.passed).length;
  return {
    scenarios,
    passed,
    failed: scenarios.length - passed,
    coverage: {
      lines: [...program.lines],
      covered: program.lines.filter((line) => covered.lines.has(line)),
      branches: branchesOf(program, covered.arms),
    },
  };
}

async function runScenario(
  template: Template,
  scenario: Scenario,
  { timing = 'drain', world = {}, budget = DEFAULT_BUDGET }: ScenarioOptions,
  covered: Covered,
): Promise<ScenarioResult> {
  const { source, inFile, ownLine } = joined(template.tests.setup, scenario);
  const started = performance.now();
  const result = (
    errors: readonly SandboxError[],
    run?: { logs: string[]; warnings: string[]; instructions: number },
  ): ScenarioResult => ({
    name: scenario.name,
    passed: errors.length === 0,
    failures: errors.map((error) => failureOf(error, ownLine)),
    logs: run?.logs ?? [],
    warnings: run?.warnings ?? [],
    instructions: run?.instructions ?? 0,
    ms: performance.now() - started,
    fileLine: scenario.fileLines[0] ?? 0,
  });

  // The editor runs no test that it refuses, even where the run would not come by what it refuses.
  const refused = checkSource(source, { kind: 'TEST', context: template.context }).filter(
    ({ severity }) => severity === 'error',
  );
  if (refused.length > 0)
    return result(
      refused.map(
        ({ code, message, ...place }) => new SandboxError(`${code}: ${message}`, false, inFile(place)),
      ),
    );
  const test = relocate(compile(source, { parameters: TEST_GLOBALS }), inFile);
  const { program, policies } = load(template);
  const testApi = createTestApi({
    run: (data) => sandbox.run(program, data),
    afterRun: () => {
      if (timing === 'drain') sandbox.jobs.drain();
    },
    callLater: (args) => (sandbox.require('callLater') as Func).call(args),
  });
  const sandbox = createSandbox(
    { budget, ...world, storage: new Map(), preview: true },
    { policies, templateType: template.type, ...covered, replace: testApi.replace },
  );
  const thrown: SandboxError[] = [];
  try {
    sandbox.load(test).call(testApi.globals);
  } catch (error) {
    thrown.push(asSandboxError(error));
  }
  await sandbox.settle();
  // A failed assertion is recorded when it is made and may come out again as a thrown error or a rejected job.
  const errors = [
    ...testApi.failures,
    ...[...thrown, ...sandbox.errors].filter((error) => !(error instanceof AssertionError)),
  ];
  return result(errors, {
    logs: sandbox.traces.logs,
    warnings: [...sandbox.traces.warnings, ...(world.http ? [] : unanswered(testApi.unmocked()))],
    instructions: sandbox.instructions,
  });
}

/** APIs that send requests: without a mock, and without a world that answers, these fail. */
const SENDING = ['sendHttpRequest', 'sendHttpGet', 'sendEventToGoogleAnalytics', 'getGoogleScript'];

const unanswered = (unmocked: readonly string[]): string[] =>
  unmocked
    .filter((name) => SENDING.includes(name))
    .map((name) => `${name} was not mocked, so its request failed; answer it with mock('${name}', …).`);

interface Joined {
  source: string;
  /** The position in the file of one in the source. */
  inFile: (position: Position) => Position;
  /** The line of the scenario's code, from 1, of a position that `inFile` gave; none for the setup and for other code. */
  ownLine: (position: Position) => number | undefined;
}

/** Setup and scenario as one text. Several lines of it may stand on one line of the file, where code is quoted. */
function joined(setup: CodeText | undefined, scenario: Scenario): Joined {
  const parts = setup ? [setup, scenario] : [scenario];
  const fileLines = parts.flatMap((part) => {
    const lines = part.code.split('\n').length;
    return part.fileLines.slice(0, lines);
  });
  const before = setup ? setup.code.split('\n').length : 0;
  const ownLines = new WeakMap<Position, number>();
  return {
    source: parts.map(({ code }) => code).join('\n'),
    inFile({ line, column }) {
      const position = { line: fileLines[line - 1] ?? line, column };
      if (line > before) ownLines.set(position, line - before);
      return position;
    },
    ownLine: (position) => ownLines.get(position),
  };
}

function failureOf(error: SandboxError, ownLine: Joined['ownLine']): ScenarioFailure {
  const failure: ScenarioFailure = { message: error.message };
  if (error instanceof AssertionError) {
    if (error.expected !== undefined) failure.expected = error.expected;
    if (error.actual !== undefined) failure.actual = error.actual;
    if (error.differences.length > 0) failure.differences = error.differences;
  }
  if (error.position) {
    failure.fileLine = error.position.line;
    const line = ownLine(error.position);
    if (line !== undefined) failure.line = line;
  }
  return failure;
}
