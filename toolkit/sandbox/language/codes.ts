/**
 * The refusals of the language check: what a problem looks like, and every stable code. Severity, reason, way out and a pair
 * of examples stand in the tables of rules-*.ts; the page docs/sandbox-rules.md, the messages and the tests are all made from
 * them.
 */

import type { Rule, Severity } from './rule.ts';
import { API_RULES } from './rules-apis.ts';
import { EXPRESSION_RULES } from './rules-expressions.ts';
import { STATEMENT_RULES } from './rules-statements.ts';

/** One finding in a template or test section. `line` and `column` count from 1 in that section's source. */
export interface Problem {
  code: string;
  severity: Severity;
  /** Subject, expectation, observation, next step. */
  message: string;
  line: number;
  column: number;
  /** `docs/sandbox-rules.md#<anchor>` in the toolkit's repository; the commands make an address of it, where there is one. */
  page: string;
}

/** Every code in the order of the page. */
export const RULES = { ...EXPRESSION_RULES, ...STATEMENT_RULES, ...API_RULES } as const satisfies Record<
  string,
  Rule
>;

export type Code = keyof typeof RULES;

/** The rule behind a code, with the optional fields visible. */
export function rule(code: Code): Rule {
  return RULES[code];
}

/** The address of a code's section in the rules page. */
export function pageOf(code: Code): string {
  return `docs/sandbox-rules.md#${code.toLowerCase()}`;
}

/**
 * Makes a problem: `observed` is what was found, a noun phrase without a full stop; the rest of the message comes from
 * the table. `instead` replaces the table's next step where the place allows a more exact one.
 */
export function problem(
  code: Code,
  at: { readonly line: number; readonly column: number },
  observed: string,
  instead?: string,
): Problem {
  const { severity, why, instead: usual } = rule(code);
  const message = `${observed}: ${why} ${instead ?? usual}`;
  return { code, severity, message, line: at.line, column: at.column, page: pageOf(code) };
}
