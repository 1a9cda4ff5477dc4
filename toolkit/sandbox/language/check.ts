/**
 * The language check: everything in the source of a template or a test that Google's editor refuses or its interpreter
 * cannot run, and warnings where only experience speaks. Permissions are checked elsewhere.
 */

import type { Program } from 'acorn';
import type { TemplateKind } from './apis.ts';
import { apiProblems } from './check-apis.ts';
import { callProblems } from './check-calls.ts';
import { caseProblems, nameProblems } from './check-names.ts';
import { testProblems } from './check-tests.ts';
import { type Problem, problem } from './codes.ts';
import { formsIn } from './find-forms.ts';
import { type FormName, formNamed, isProven } from './forms.ts';
import { type Parsed, parseSource } from './parse.ts';
import { analyseScopes, type Scopes } from './scope.ts';
import { syntaxProblems } from './syntax.ts';
import { TEMPLATE_GLOBALS, TEMPLATE_PARAMETERS, TEST_GLOBALS } from './table.ts';
import { isFunction, positionOf, walk } from './tree.ts';
import { memberName } from './types.ts';

export interface CheckOptions {
  /** What the source belongs to: a template by the `type` of its INFO section, or a test scenario with its setup. */
  readonly kind: TemplateKind | 'TEST';
  /** The container it is for; `SERVER` when absent. */
  readonly context?: 'SERVER' | 'WEB';
  /** Names that are declared elsewhere, for example by the setup that runs in front of a scenario. */
  readonly globals?: readonly string[];
}

/** A section parsed, and its names; `ast` and `scopes` are absent where it cannot be parsed. */
export interface Section {
  readonly parsed: Parsed;
  readonly ast?: Program;
  readonly scopes?: Scopes;
}

/** Reads a section once for all that look at it; `before` is the setup that runs in front of a scenario. */
export function readSection(source: string, kind: CheckOptions['kind'], before?: Section): Section {
  const parsed = parseSource(source);
  const { ast } = parsed;
  if (ast === undefined) return { parsed };
  return {
    parsed,
    ast,
    scopes: analyseScopes(ast, kind === 'TEST' ? [] : TEMPLATE_PARAMETERS, before?.scopes),
  };
}

/**
 * Checks one section.
 *
 * @param source the text of the section; positions count from 1 within it
 * @returns the problems by position; empty when all is well. Never throws.
 */
export function checkSource(source: string, options: CheckOptions): Problem[] {
  return checkSection(readSection(source, options.kind), options);
}

/** The same of a section that has been read. */
export function checkSection(
  { parsed, ast, scopes }: Section,
  { kind, context = 'SERVER', globals = [] }: CheckOptions,
): Problem[] {
  const problems = [...parsed.problems];
  if (ast !== undefined && scopes !== undefined) {
    const isTest = kind === 'TEST';
    const known = new Set([...TEMPLATE_GLOBALS, ...(isTest ? TEST_GLOBALS : []), ...globals]);
    problems.push(...syntaxProblems(ast), ...nameProblems(scopes, known), ...caseProblems(ast));
    problems.push(...apiProblems(ast, scopes, kind, context));
    if (isTest) problems.push(...testProblems(ast, scopes, context));
    else {
      problems.push(
        ...(context === 'SERVER'
          ? [...unprovenForms(ast, parsed, scopes), ...callProblems(ast, scopes)]
          : []),
        ...outcomeProblems(ast, scopes, kind),
      );
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

/** What the kind of a template asks of its code: a tag reports an outcome, nothing else does, a variable returns a value. */
function outcomeProblems(ast: Program, scopes: Scopes, kind: TemplateKind): Problem[] {
  const problems: Problem[] = [];
  let hasOutcome = false;
  walk(ast, ({ node, parent, key }) => {
    if (node.type !== 'MemberExpression') return;
    const name = memberName(node);
    if (name !== 'gtmOnSuccess' && name !== 'gtmOnFailure') return;
    hasOutcome = true;
    const isCall = parent?.node.type === 'CallExpression' && key === 'callee';
    const isData =
      node.object.type === 'Identifier' && scopes.bindingOf.get(node.object)?.identifier === undefined;
    if (kind !== 'TAG' && isCall && isData)
      problems.push(
        problem(
          'SANDBOX_OUTCOME_OUTSIDE_TAG',
          positionOf(node),
          `data.${name} in a ${kind === 'CLIENT' ? 'client' : 'variable'}`,
        ),
      );
  });
  const start = { line: 1, column: 1 };
  if (kind === 'TAG' && !hasOutcome)
    problems.push(problem('SANDBOX_NO_OUTCOME', start, 'Tag without an outcome'));
  if (kind === 'MACRO' && !returnsValue(ast))
    problems.push(problem('SANDBOX_NO_RETURN', start, 'Variable without a return'));
  return problems;
}

/** Whether a return with a value stands in the code itself, not only in functions inside it. */
function returnsValue(ast: Program): boolean {
  let found = false;
  walk(ast, ({ node, parent }) => {
    if (node.type !== 'ReturnStatement' || !node.argument) return;
    let around = parent;
    while (around && !isFunction(around.node)) around = around.parent;
    found ||= around === undefined;
  });
  return found;
}
