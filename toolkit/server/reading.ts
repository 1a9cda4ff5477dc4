/** Parts of an export that several kinds of entities have. Everything in the file may be anything. */
import { type Condition, lacksInRe2, OPERATORS, writtenCondition } from './conditions.ts';
import type { Finding } from './container.ts';
import { constant, readEntries } from './expressions.ts';
import { embedded, isPlain, type Plain } from './text.ts';

export type Report = (severity: Finding['severity'], entity: string, message: string) => void;

/** The objects of a list; anything else in it is skipped. */
export const entries = (owner: Plain, key: string): Plain[] =>
  Array.isArray(owner[key]) ? owner[key].filter(isPlain) : [];

export const textAt = (owner: Plain, key: string): string => {
  const value = owner[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

/** A number, as such, as text or as a parameter; 0 for anything else. */
export function numberAt(owner: Plain, key: string): number {
  const value = owner[key];
  return (isPlain(value) ? numberAt(value, 'value') : Number(textAt(owner, key))) || 0;
}

/** Higher first, equal ones as they stand. */
export const byPriority = <T extends { priority: number }>(items: readonly T[]): T[] =>
  [...items].sort((a, b) => b.priority - a.priority);

/** A trigger's condition. */
export function readCondition(filter: Plain, label: string, report: Report): Condition {
  const parameters = new Map(readEntries(filter.parameter));
  const isTrue = (key: string): boolean => {
    const flag = parameters.get(key);
    return flag?.kind === 'value' && flag.value === true;
  };
  const condition: Condition = {
    operator: operatorOf(textAt(filter, 'type')),
    left: parameters.get('arg0') ?? constant(''),
    right: parameters.get('arg1') ?? constant(''),
    negate: isTrue('negate'),
    ignoreCase: isTrue('ignore_case'),
  };
  reportCondition(condition, label, report);
  return condition;
}

/** The API writes `matchRegex` where files have `MATCH_REGEX`. */
export const operatorOf = (word: string): string =>
  OPERATORS.has(word) ? word : word.replace(/[a-z][A-Z]/g, ([a, b]) => `${a}_${b}`).toUpperCase();

/** Says what of a condition cannot hold, or may not at Google. */
export function reportCondition(condition: Condition, label: string, report: Report): void {
  const { operator, right } = condition;
  if (!OPERATORS.has(operator))
    report('warning', label, `the operator ${operator || '(none)'} is not known; the condition never holds.`);
  if (operator === 'CSS_SELECTOR')
    report('warning', label, 'CSS_SELECTOR has no meaning on a server; the condition never holds.');
  if (!operator.endsWith('REGEX') || right.kind !== 'value') return;
  const pattern = embedded(right.value);
  if (lacksInRe2(pattern))
    report(
      'note',
      label,
      `"${writtenCondition(condition)}" uses look-around or a back-reference; whether Google's server knows them is unknown.`,
    );
  try {
    new RegExp(pattern);
  } catch {
    report('warning', label, `"${writtenCondition(condition)}" is no regular expression; it fits nothing.`);
  }
}
