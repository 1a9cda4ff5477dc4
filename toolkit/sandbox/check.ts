/**
 * Everything that is wrong with a template file: its sections, its code, its permissions, the code of its tests. One list, at
 * lines and columns of the file.
 */
import { checkSource } from './language/check.ts';
import type { Problem } from './language/codes.ts';
import { parseSource } from './language/parse.ts';
import { lintPermissions } from './permissions/lint.ts';
import type { Template } from './tpl/template.ts';
import { checkSections } from './tpl/validate.ts';
import type { CodeText } from './tpl/yaml.ts';

/** Checks a whole template. Never throws; problems stand in the order of the file. */
export function check(template: Template): Problem[] {
  const { code, codeLine, type, tests } = template;
  const problems = [
    ...checkSections(template),
    ...checkSource(code, { kind: type }).map((problem) => ({
      ...problem,
      line: problem.line + codeLine - 1,
    })),
    ...lintPermissions(template, parseSource(code).ast),
  ];
  // The setup stands in front of every scenario; its problems count once, as do characters of the section they stand in.
  const keyOf = ({ code, line, column }: Problem): string => `${code} ${line}:${column}`;
  const seen = new Set(problems.map(keyOf));
  for (const problem of tests.scenarios.flatMap((scenario) => checkTest(tests.setup, scenario))) {
    if (!seen.has(keyOf(problem))) problems.push(problem);
    seen.add(keyOf(problem));
  }
  return problems.sort((a, b) => a.line - b.line || a.column - b.column);
}

/** Problems of a scenario's code and of the setup in front of it. */
function checkTest(setup: CodeText | undefined, scenario: CodeText): Problem[] {
  const parts = setup ? [setup, scenario] : [scenario];
  const fileLines = parts.flatMap((part) =>
    part.code.split('\n').map((_, index) => part.fileLines[index] ?? 0),
  );
  const source = parts.map(({ code }) => code).join('\n');
  return checkSource(source, { kind: 'TEST', globals: ['data'] }).map((problem) => ({
    ...problem,
    line: fileLines[problem.line - 1] ?? problem.line,
  }));
}
