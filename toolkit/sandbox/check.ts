/**
 * Everything that is wrong with a template file: its sections, its code, its permissions, the code of its tests. One list, at
 * lines and columns of the file.
 */
import { fieldProblems, testDataProblems } from './between.ts';
import { checkSection, readSection, type Section } from './language/check.ts';
import { asserts } from './language/check-tests.ts';
import type { Problem } from './language/codes.ts';
import { lintPermissions } from './permissions/lint.ts';
import { lintWebPermissions } from './permissions/lint-web.ts';
import { templateProblem } from './tpl/codes.ts';
import type { Template } from './tpl/template.ts';
import { checkSections } from './tpl/validate.ts';
import type { CodeText } from './tpl/yaml.ts';

/** Checks a whole template. Never throws; problems stand in the order of the file. */
export function check(template: Template): Problem[] {
  const { code, codeLine, context, type, tests } = template;
  const section = readSection(code, type);
  const problems = [
    ...checkSections(template),
    ...checkSection(section, { kind: type, context }).map((problem) => ({
      ...problem,
      line: problem.line + codeLine - 1,
    })),
  ];
  const { ast, scopes } = section;
  problems.push(...(context === 'SERVER' ? lintPermissions : lintWebPermissions)(template, ast));
  if (ast && scopes) problems.push(...fieldProblems(template, ast, scopes));
  const setup = tests.setup && readSection(tests.setup.code, 'TEST');
  if (tests.setup && setup) problems.push(...testProblems(template, tests.setup, setup));
  // Without its setup a scenario's names mean nothing.
  const scenarios = setup && !setup.ast ? [] : tests.scenarios;
  for (const scenario of scenarios) {
    const test = readSection(scenario.code, 'TEST', setup);
    problems.push(...testProblems(template, scenario, test, tests.setup));
    if (test.ast && !assertsAnything(test) && !(setup && assertsAnything(setup))) {
      const message = `The scenario '${scenario.name}' asserts nothing. Assert an outcome: assertApi, assertThat, or fail.`;
      problems.push(templateProblem('TPL_NO_ASSERTION', message, scenario.namePlace));
    }
  }
  // What several scenarios or calls use is found once for each, and a control character in a test in the section and in the code.
  const seen = new Set<string>();
  const unique = problems.filter(({ code: rule, line, column, message }) => {
    const key = `${rule} ${line}:${column} ${rule === 'SANDBOX_CONTROL_BYTE' ? '' : message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return unique.sort((a, b) => a.line - b.line || a.column - b.column);
}

const assertsAnything = ({ ast, scopes }: Section): boolean =>
  ast !== undefined && scopes !== undefined && asserts(ast, scopes);

/**
 * Problems of the setup's or a scenario's code, at places of the file. The editor imports a template whose tests do not compile; it
 * refuses to run them. So an error there is a warning of the template.
 */
function testProblems(
  template: Template,
  text: CodeText,
  section: Section,
  setup: CodeText = text,
): Problem[] {
  const { ast, scopes } = section;
  const data = ast && scopes ? testDataProblems(template, ast, scopes) : { own: [], inSetup: [] };
  const found = checkSection(section, { kind: 'TEST', context: template.context });
  return [...inFile([...found, ...data.own], text), ...inFile(data.inSetup, setup)];
}

/** Problems at lines of a test's code, as warnings or notes at lines of the file. */
const inFile = (problems: readonly Problem[], { fileLines, indent }: CodeText): Problem[] =>
  problems.map((problem) => ({
    ...problem,
    severity: problem.severity === 'error' ? 'warning' : problem.severity,
    line: fileLines[problem.line - 1] ?? problem.line,
    column: problem.column + indent,
  }));
