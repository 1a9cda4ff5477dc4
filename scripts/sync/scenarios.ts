/**
 * The exported tests back into the files of template/scenarios: a scenario stays in the file it lives in, also under a new
 * name; a new one goes to a file for what came from GTM; one that is gone is removed. A file whose scenarios did not
 * change keeps its text byte for byte.
 */
import { collectScenarios, type ScenarioFile, type ScenarioTexts } from 'sgtm-toolkit/build/scenarios';

/** Where scenarios go that no file has. Its number makes it the last. */
export const NEW_SCENARIOS = '90-from-gtm.js';

type Scenario = ScenarioTexts['scenarios'][number];

/** Code as the build takes it from a file. */
export const tidy = (code: string): string => collectScenarios(code, []).setup;

/**
 * The files after the sync, in the order of their names; a file that has lost all its scenarios is left out. Throws an
 * Error when the build would read something else than was exported: a name it refuses, code that looks like a heading.
 */
export function distribute(files: readonly ScenarioFile[], exported: readonly Scenario[]): ScenarioFile[] {
  const wanted = exported.map(({ name, code }) => ({ name, code: tidy(code) }));
  const before = files.map((file) => ({ ...file, scenarios: collectScenarios('', [file]).scenarios }));
  if (!before.some(({ file }) => file === NEW_SCENARIOS))
    before.push({ file: NEW_SCENARIOS, text: '', scenarios: [] });

  const fileWith = (test: (scenario: Scenario) => boolean): string | undefined =>
    before.find(({ scenarios }) => scenarios.some(test))?.file;
  const isGone = (old: Scenario): boolean => !wanted.some(({ name }) => name === old.name);
  const homeOf = ({ name, code }: Scenario): string =>
    fileWith((old) => old.name === name) ??
    fileWith((old) => old.code === code && isGone(old)) ??
    NEW_SCENARIOS;

  const after = before
    .map(({ file, text, scenarios }) => {
      const now = wanted.filter((scenario) => homeOf(scenario) === file);
      if (JSON.stringify(now) === JSON.stringify(scenarios)) return { file, text };
      return { file, text: now.length === 0 ? '' : headOf(text) + now.map(written).join('\n') };
    })
    .filter(({ text }) => text !== '')
    .sort((a, b) => (a.file < b.file ? -1 : 1));

  const read = collectScenarios('', after).scenarios;
  const lost = wanted.find(({ name, code }) => read.find((one) => one.name === name)?.code !== code);
  if (lost)
    throw new Error(
      `The scenario "${lost.name}" cannot be kept in a file: a line of its code starts with "// scenario:". Change it in GTM.`,
    );
  return after;
}

/** What stands before the first scenario of a file. */
const headOf = (text: string): string => text.split(/^\/\/ scenario: /m)[0]!;

const written = ({ name, code }: Scenario): string => `// scenario: ${name}\n${code}\n`;
