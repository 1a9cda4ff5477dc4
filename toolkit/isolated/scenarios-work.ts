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

/** Most characters that are kept of a scenario's logs, and of its failures. */
const MOST_KEPT = 100_000;

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
  const logs = firstOf(result.logs, MOST_KEPT).map(shortened);
  const failures = firstOf(result.failures, MOST_KEPT).map((failure) => ({
    ...failure,
    message: shortened(failure.message),
  }));
  const cuts = [...cutText('logs', result.logs, logs), ...cutText('failures', result.failures, failures)];
  return { ...result, logs, failures, warnings: [...result.warnings, ...cuts] };
}

const shortened = (text: string): string =>
  text.length > MOST_KEPT
    ? `${text.slice(0, MOST_KEPT)}… (${text.length.toLocaleString('en')} characters in all)`
    : text;

export default work;
