/**
 * Everything that is wrong with a template file: its sections, its code, its permissions, the code of its tests. One list, at
 * lines and columns of the file.
 */
import { fieldProblems, testDataProblems } from './between.ts';
import { checkSource } from './language/check.ts';
import { asserts } from './language/check-tests.ts';
import type { Problem } from './language/codes.ts';
import { parseSource } from './language/parse.ts';
import { analyseScopes } from './language/scope.ts';
import { TEMPLATE_PARAMETERS } from './language/table.ts';
import { lintPermissions } from './permissions/lint.ts';
import { lintWebPermissions } from './permissions/lint-web.ts';
import { templateProblem } from './tpl/codes.ts';
import type { Template } from './tpl/template.ts';
import { checkSections } from './tpl/validate.ts';
import type { Scenario } from './tpl/yaml.ts';

/** Checks a whole template. Never throws; problems stand in the order of the file. */
export function check(template: Template): Problem[] {
  const { code, codeLine, context, type, tests } = template;
  const problems = [
    ...checkSections(template),
    ...checkSource(code, { kind: type, context }).map((problem) => ({
      ...problem,
      line: problem.line + codeLine - 1,
    })),
  ];
  const { ast } = parseSource(code);
  problems.push(...(context === 'SERVER' ? lintPermissions : lintWebPermissions)(template, ast));
  if (ast) problems.push(...fieldProblems(template, ast, analyseScopes(ast, TEMPLATE_PARAMETERS)));
  // The setup stands in front of every scenario; its problems count once, as do characters of the section they stand in.
  const keyOf = ({ code, line, column }: Problem): string => `${code} ${line}:${column}`;
  const seen = new Set(problems.map(keyOf));
  for (const problem of tests.scenarios.flatMap((scenario) => checkTest(template, scenario))) {
    if (!seen.has(keyOf(problem))) problems.push(problem);
    seen.add(keyOf(problem));
  }
  return problems.sort((a, b) => a.line - b.line || a.column - b.column);
}

/**
 * Problems of a scenario's code and of the setup in front of it. The editor imports a template whose tests do not compile; it
 * refuses to run them. So an error there is a warning of the template.
 */
function checkTest(template: Template, scenario: Scenario): Problem[] {
  const { setup } = template.tests;
  const parts = setup ? [setup, scenario] : [scenario];
  const places = parts.flatMap(({ code, fileLines, indent }) =>
    code.split('\n').map((_, index) => ({ line: fileLines[index] ?? 0, indent })),
  );
  const source = parts.map(({ code }) => code).join('\n');
  const problems = checkSource(source, { kind: 'TEST', context: template.context });
  const { ast } = parseSource(source);
  const scopes = ast && analyseScopes(ast, []);
  if (ast && scopes) problems.push(...testDataProblems(template, ast, scopes));
  const placed = problems.map((problem): Problem => {
    const { line, indent } = places[problem.line - 1] ?? { line: problem.line, indent: 0 };
    return {
      ...problem,
      severity: problem.severity === 'error' ? 'warning' : problem.severity,
      line,
      column: problem.column + indent,
    };
  });
  if (ast && scopes && !asserts(ast, scopes)) {
    const message = `The scenario '${scenario.name}' asserts nothing. Assert an outcome: assertApi, assertThat, or fail.`;
    placed.push(templateProblem('TPL_NO_ASSERTION', message, scenario.namePlace));
  }
  return placed;
}
