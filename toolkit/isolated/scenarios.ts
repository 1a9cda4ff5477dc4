/** Scenarios in a process of their own: one that does not end fails, and the others are run. */
import type { ScenarioReport, ScenarioResult, Template } from '../sandbox/index.ts';
import { type Isolated, IsolatedError } from './calls.ts';
import type { ScenariosInput } from './scenarios-work.ts';

export interface IsolatedScenarioOptions {
  timing?: 'drain' | 'native';
  budget?: number;
  /** Part of the names of the scenarios that are wanted; all when absent. */
  only?: string;
}

const WORK = new URL(
  import.meta.url.endsWith('.ts') ? './scenarios-work.ts' : './scenarios-work.js',
  import.meta.url,
);

/**
 * What `runScenarios` gives, with a failure for each scenario that met a limit. After such a one all others are run again,
 * so that the report, the lines that ran included, is that of one whole run.
 *
 * Rejects as `runScenarios` does, with an IsolatedError when no single scenario is to blame.
 */
export async function runScenariosIsolated(
  isolated: Isolated,
  { text, tests }: Template,
  { only = '', ...options }: IsolatedScenarioOptions = {},
): Promise<ScenarioReport> {
  const indices = [...tests.scenarios.keys()].filter((index) => tests.scenarios[index]!.name.includes(only));
  const stopped = new Map<number, ScenarioResult>();
  for (;;) {
    const wanted = indices.filter((index) => !stopped.has(index));
    let ended = 0;
    try {
      const report = await isolated.call<ScenariosInput, ScenarioReport, number>(
        WORK,
        { text, wanted, ...options },
        () => ended++,
      );
      return withStopped(report, indices, stopped);
    } catch (error) {
      const index = wanted[ended];
      if (!(error instanceof IsolatedError) || index === undefined) throw error;
      const { name, fileLines } = tests.scenarios[index]!;
      stopped.set(index, {
        name,
        passed: false,
        failures: [{ message: `The scenario was ${error.message}` }],
        logs: [],
        warnings: [],
        instructions: 0,
        ms: 0,
        fileLine: fileLines[0] ?? 0,
      });
    }
  }
}

/** The results in the order of the file. */
function withStopped(
  report: ScenarioReport,
  indices: readonly number[],
  stopped: ReadonlyMap<number, ScenarioResult>,
): ScenarioReport {
  const others = [...report.scenarios];
  const scenarios = indices.map((index) => stopped.get(index) ?? others.shift()!);
  return { ...report, scenarios, failed: report.failed + stopped.size };
}
