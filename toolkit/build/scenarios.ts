/**
 * The scenarios of the TESTS section, kept as files: `setup.js`, and files in which each scenario starts with a line
 * `// scenario: <name>`. Names use only letters, digits, blanks, `_` and `-`, the form every editor accepts.
 */
import { BuildError } from './problems.ts';

export interface ScenarioFile {
  /** Name of the file, for messages. */
  file: string;
  text: string;
}

export interface ScenarioTexts {
  setup: string;
  scenarios: { name: string; code: string }[];
}

/** Scenarios, each with the file it stands in and the lines, from 1, of its name and on which its code begins; the setup with its line. */
export interface LocatedScenarios extends ScenarioTexts {
  setupLine: number;
  scenarios: { name: string; code: string; file: string; nameLine: number; line: number }[];
}

const HEADING = /^\/\/ scenario: (.*)$/;

/**
 * Files in the order in which their scenarios run. Throws a BuildError for a bad or doubled name and for code before the
 * first heading.
 */
export function collectScenarios(setup: string, files: readonly ScenarioFile[]): LocatedScenarios {
  const scenarios: LocatedScenarios['scenarios'] = [];
  for (const { file, text } of files) {
    const lines = text.replaceAll('\r\n', '\n').split('\n');
    const headings = [...lines.keys()].filter((i) => HEADING.test(lines[i]!));
    const first = headings[0] ?? lines.length;
    const early = lines.findIndex((line, i) => i < first && !/^\s*(\/\/|$)/.test(line));
    if (early >= 0)
      fail(
        file,
        early,
        'Code stands before the first "// scenario: <name>" line. Move it to setup.js or below a name.',
      );
    for (const [i, heading] of headings.entries()) {
      const name = HEADING.exec(lines[heading]!)![1]!.trim();
      if (!/^[A-Za-z0-9 _-]+$/.test(name))
        fail(file, heading, `A scenario's name uses letters, digits, blanks, _ and -, got "${name}".`);
      if (scenarios.some((scenario) => scenario.name === name))
        fail(file, heading, `The scenario "${name}" stands twice. Rename one of them.`);
      const own = lines.slice(heading + 1, headings[i + 1] ?? lines.length).join('\n');
      const nameLine = heading + 1;
      scenarios.push({ name, code: tidy(own), file, nameLine, line: nameLine + firstLine(own) });
    }
  }
  return { setup: tidy(setup), setupLine: firstLine(setup), scenarios };
}

function fail(file: string, line: number, message: string): never {
  throw new BuildError([{ file, line: line + 1, column: 1, message }]);
}

/** No blank lines around, no trailing blanks: a literal block then survives a re-export by the editor. */
const tidy = (code: string): string =>
  code
    .replaceAll('\r\n', '\n')
    .replace(/[ \t]+$/gm, '')
    .replace(/^\n+|\n+$/g, '');

/** The line, from 1, on which what `tidy` leaves of a text begins. */
const firstLine = (code: string): number => /^\s*(?=\S|$)/.exec(code)![0].split('\n').length;
