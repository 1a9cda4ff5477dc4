/**
 * The scenarios of the TESTS section, kept as files: `setup.js`, and files in which each scenario starts with a line
 * `// scenario: <name>`. Names use only letters, digits, blanks, `_` and `-`, the form every editor accepts.
 */

export interface ScenarioFile {
  /** Name of the file, for messages. */
  file: string;
  text: string;
}

export interface ScenarioTexts {
  setup: string;
  scenarios: { name: string; code: string }[];
}

const HEADING = /^\/\/ scenario: (.*)$/m;

/** Files in the order in which their scenarios run. Fails on a bad or doubled name and on code before the first heading. */
export function collectScenarios(setup: string, files: readonly ScenarioFile[]): ScenarioTexts {
  const scenarios: ScenarioTexts['scenarios'] = [];
  for (const { file, text } of files) {
    const [before = '', ...parts] = text.replaceAll('\r\n', '\n').split(HEADING);
    if (/^(?!\s*(\/\/|$))/m.test(before)) {
      throw new Error(
        `${file}: code stands before the first "// scenario: <name>" line. Move it to setup.js or below a name.`,
      );
    }
    for (let i = 0; i < parts.length; i += 2) {
      const name = parts[i]!.trim();
      if (!/^[A-Za-z0-9 _-]+$/.test(name)) {
        throw new Error(`${file}: a scenario's name uses letters, digits, blanks, _ and -, got "${name}".`);
      }
      if (scenarios.some((scenario) => scenario.name === name)) {
        throw new Error(`${file}: the scenario "${name}" stands twice. Rename one of them.`);
      }
      scenarios.push({ name, code: tidy(parts[i + 1]!) });
    }
  }
  return { setup: tidy(setup), scenarios };
}

/** No blank lines around, no trailing blanks: a literal block then survives a re-export by the editor. */
const tidy = (code: string): string =>
  code
    .replaceAll('\r\n', '\n')
    .replace(/[ \t]+$/gm, '')
    .replace(/^\n+|\n+$/g, '');
