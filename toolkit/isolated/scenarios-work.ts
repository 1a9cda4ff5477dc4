/** Scenarios of one template, in the child. */
import { parseTemplate, runScenarios, type ScenarioReport, type ScenarioResult } from '../sandbox/index.ts';
import type { Work } from './calls.ts';

export interface ScenariosInput {
  /** The text of the file. */
  text: string;
  /** Which scenarios, by their index in the file. */
  wanted: readonly number[];
  timing?: 'drain' | 'native';
  budget?: number;
}

const work: Work<ScenariosInput, ScenarioReport, ScenarioResult> = ({ text, wanted, ...options }, report) => {
  const template = parseTemplate(text);
  const scenarios = template.tests.scenarios.filter((_, index) => wanted.includes(index));
  return runScenarios(
    { ...template, tests: { ...template.tests, scenarios } },
    { ...options, onResult: report },
  );
};

export default work;
