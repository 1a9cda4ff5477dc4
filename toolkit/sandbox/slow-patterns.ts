/**
 * Patterns whose cost grows faster than their input: the constant ones of match and search, judged by scslre. On a server such a
 * pattern holds every request while it runs. createRegex is RE2, which is linear, and is not judged. scslre takes a quarter of a
 * second to load, so it is loaded only when there is a pattern to judge.
 */
import type { CallExpression } from 'acorn';
import { type Problem, problem } from './language/codes.ts';
import { constantTexts } from './language/constants.ts';
import { patternOf } from './language/find-forms.ts';
import { parseSource } from './language/parse.ts';
import { analyseScopes } from './language/scope.ts';
import { TEMPLATE_PARAMETERS } from './language/table.ts';
import { positionOf, walk } from './language/tree.ts';
import type { Template } from './tpl/template.ts';

/** Longer patterns are not judged: the time of judging them is not bounded. */
const LONGEST = 1000;

/** A pattern that stands in the code as text, and where its call stands. */
export interface ConstantPattern {
  readonly pattern: string;
  readonly call: CallExpression;
}

/** The constant patterns of match and search in a section, in textual order. */
export function constantPatterns(source: string): ConstantPattern[] {
  const { ast } = parseSource(source);
  if (!ast) return [];
  const textOf = constantTexts(analyseScopes(ast, TEMPLATE_PARAMETERS));
  const found: ConstantPattern[] = [];
  walk(ast, ({ node }) => {
    const pattern = node.type === 'CallExpression' ? patternOf(node, textOf) : undefined;
    if (node.type === 'CallExpression' && pattern !== undefined) found.push({ pattern, call: node });
  });
  return found;
}

/** Why a pattern is slow, as a noun phrase, or `undefined` when it is linear, no pattern, or too long to judge. */
export async function slowness(pattern: string): Promise<string | undefined> {
  if (pattern.length > LONGEST || !isPattern(pattern)) return undefined;
  const { analyse } = await import('scslre');
  const { reports } = analyse({ source: pattern, flags: '' }, { maxReports: 3 });
  const [worst] = reports.toSorted((a, b) => Number(b.exponential) - Number(a.exponential));
  if (!worst) return undefined;
  const growth = worst.exponential ? 'exponentially' : 'faster than the length of the text';
  return `time grows ${growth} with ${JSON.stringify(worst.character.pick)} repeated`;
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern) instanceof RegExp;
  } catch {
    return false;
  }
}

/** A problem for each slow constant pattern of a template's code, at lines of the file. */
export async function slowPatterns({ code, codeLine }: Template): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { pattern, call } of constantPatterns(code)) {
    const why = await slowness(pattern);
    if (why === undefined) continue;
    const { line, column } = positionOf(call.arguments[0]!);
    const shown = pattern.length > 60 ? `${pattern.slice(0, 57)}…` : pattern;
    problems.push(
      problem('SANDBOX_SLOW_PATTERN', { line: line + codeLine - 1, column }, `Pattern ${shown}: ${why}`),
    );
  }
  return problems;
}
