/**
 * The language check: everything in the source of a template or a test that Google's editor refuses or its interpreter
 * cannot run, and warnings where only experience speaks. Permissions are checked elsewhere.
 */

import type { Program } from 'acorn';
import type { TemplateKind } from './apis.ts';
import { apiProblems } from './check-apis.ts';
import { caseProblems, nameProblems } from './check-names.ts';
import { type Problem, problem } from './codes.ts';
import { formsIn } from './find-forms.ts';
import { type FormName, formNamed, isProven } from './forms.ts';
import { type Parsed, parseSource } from './parse.ts';
import { analyseScopes, type Scopes } from './scope.ts';
import { syntaxProblems } from './syntax.ts';
import { TEMPLATE_GLOBALS, TEMPLATE_PARAMETERS, TEST_GLOBALS } from './table.ts';
import { positionOf, walk } from './tree.ts';
import { memberName } from './types.ts';

export interface CheckOptions {
  /** What the source belongs to: a template by the `type` of its INFO section, or a test scenario with its setup. */
  readonly kind: TemplateKind | 'TEST';
  /** Names that are declared elsewhere, for example by the setup that runs in front of a scenario. */
  readonly globals?: readonly string[];
}

/**
 * Checks one section.
 *
 * @param source the text of the section; positions count from 1 within it
 * @returns the problems by position; empty when all is well. Never throws.
 */
export function checkSource(source: string, { kind, globals = [] }: CheckOptions): Problem[] {
  const parsed = parseSource(source);
  const problems = [...parsed.problems];
  const { ast } = parsed;
  if (ast !== undefined) {
    const isTest = kind === 'TEST';
    const scopes = analyseScopes(ast, isTest ? [] : TEMPLATE_PARAMETERS);
    const known = new Set([...TEMPLATE_GLOBALS, ...(isTest ? TEST_GLOBALS : []), ...globals]);
    problems.push(...syntaxProblems(ast), ...nameProblems(scopes, known), ...caseProblems(ast));
    problems.push(...apiProblems(ast, scopes, kind));
    if (!isTest) problems.push(...unprovenForms(ast, parsed, scopes));
    if (kind === 'TAG' && !mentionsOutcome(ast)) {
      problems.push(problem('SANDBOX_NO_OUTCOME', { line: 1, column: 1 }, 'Tag without an outcome'));
    }
  }
  return problems.sort((a, b) => a.line - b.line || a.column - b.column);
}

/** Forms that are not proven, each at its first place. */
function unprovenForms(ast: Program, parsed: Parsed, scopes: Scopes): Problem[] {
  const first = new Map<FormName, Problem>();
  for (const { form, node } of formsIn(ast, parsed, scopes)) {
    if (first.has(form) || isProven(form)) continue;
    const { seen, instead } = formNamed(form);
    const where =
      seen.length === 0 ? 'no public server template' : `one public server template only, ${seen[0]}`;
    first.set(form, problem('SANDBOX_NOT_SEEN', positionOf(node), `${form}, seen in ${where}`, instead));
  }
  return [...first.values()];
}

function mentionsOutcome(ast: Program): boolean {
  let found = false;
  walk(ast, ({ node }) => {
    if (node.type !== 'MemberExpression') return;
    const name = memberName(node);
    found ||= name === 'gtmOnSuccess' || name === 'gtmOnFailure';
  });
  return found;
}
