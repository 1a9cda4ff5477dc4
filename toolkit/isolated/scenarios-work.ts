/** Scenarios of one template, in the child. */
import { parseTemplate, runScenarios, type ScenarioReport, type ScenarioResult } from '../sandbox/index.ts';
import type { Work } from './calls.ts';
import { cutText, firstOf } from './printable.ts';

export interface ScenariosInput {
  /** The text of the file. */
  text: string;
  /** Which scenarios, by their index in the file. */
  wanted: readonly number[];
  timing?: 'drain' | 'native';
  budget?: number;
}

/** Most characters of a scenario's logs. */
const MOST_LOGS = 100_000;

const work: Work<ScenariosInput, ScenarioReport, number> = async ({ text, wanted, ...options }, report) => {
  const template = parseTemplate(text);
  const scenarios = template.tests.scenarios.filter((_, index) => wanted.includes(index));
  const whole = await runScenarios(
    { ...template, tests: { ...template.tests, scenarios } },
    { ...options, onResult: () => report(1) },
  );
  return { ...whole, scenarios: whole.scenarios.map(printable) };
};

function printable(result: ScenarioResult): ScenarioResult {
  const logs = firstOf(result.logs, MOST_LOGS).map((line) => shortened(line));
  return { ...result, logs, warnings: [...result.warnings, ...cutText('logs', result.logs, logs)] };
}

const shortened = (line: string): string =>
  line.length > MOST_LOGS
    ? `${line.slice(0, MOST_LOGS)}… (${line.length.toLocaleString('en')} characters in all)`
    : line;

export default work;
