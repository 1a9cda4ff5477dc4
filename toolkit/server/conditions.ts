/**
 * Conditions of triggers and transformations. The rules are those of Google's public web container script, which compiles the
 * same entities; that the server follows them is inferred.
 */
import { type Expression, evaluate, type Resolve, written } from './expressions.ts';
import { type PatternOptions, withPattern } from './patterns.ts';
import { embedded, numberOf, textOf } from './text.ts';

export interface Condition {
  operator: string;
  left: Expression;
  right: Expression;
  negate: boolean;
  ignoreCase: boolean;
}

/** One condition evaluated for an event. */
export interface Judged {
  /** For people: `{{Event Name}} EQUALS purchase`. */
  condition: string;
  holds: boolean;
  left: unknown;
  right: unknown;
  /** Why it could not be judged: a trigger does not fire then, and one that blocks does. */
  error?: string;
}

/** What judging takes besides the condition. */
export interface Judging {
  resolve: Resolve;
  /** Longest that a pattern may take, in milliseconds. */
  longest: number;
}

type Compare = (left: unknown, right: unknown, how: PatternOptions) => boolean;

const onTexts =
  (compare: (left: string, right: string) => boolean): Compare =>
  (left, right) =>
    compare(textOf(left), textOf(right));

const onNumbers =
  (compare: (left: number, right: number) => boolean): Compare =>
  (left, right) =>
    compare(numberOf(left), numberOf(right));

/** Never anchored; an invalid pattern fits nothing. */
const matches: Compare = (left, right, how) =>
  withPattern(textOf(right), how, (pattern) => pattern.test(textOf(left))) ?? false;

export const OPERATORS: ReadonlyMap<string, Compare> = new Map<string, Compare>([
  ['EQUALS', onTexts((left, right) => left === right)],
  ['CONTAINS', onTexts((left, right) => left.includes(right))],
  ['STARTS_WITH', onTexts((left, right) => left.startsWith(right))],
  ['ENDS_WITH', onTexts((left, right) => left.endsWith(right))],
  ['MATCH_REGEX', matches],
  // The word that transformations use.
  ['REGEX', matches],
  ['GREATER', onNumbers((left, right) => left > right)],
  ['GREATER_OR_EQUALS', onNumbers((left, right) => left >= right)],
  ['LESS', onNumbers((left, right) => left < right)],
  ['LESS_OR_EQUALS', onNumbers((left, right) => left <= right)],
  ['URL_MATCHES', (left, right) => sameUrl(embedded(left), embedded(right))],
  // There are no elements on a server.
  ['CSS_SELECTOR', () => false],
]);

/** Protocol, host, port and path are the same, a slash at the end and the path's case aside. */
function sameUrl(left: string, right: string): boolean {
  const key = (text: string): string | undefined => {
    if (!URL.canParse(text)) return undefined;
    const { protocol, host, pathname } = new URL(text);
    return `${protocol}//${host}${pathname.replace(/\/$/, '').toLowerCase()}`;
  };
  const wanted = key(right);
  return wanted !== undefined && wanted === key(left);
}

export const writtenCondition = ({ operator, left, right, negate, ignoreCase }: Condition): string =>
  `${written(left)} ${negate ? 'not ' : ''}${operator}${ignoreCase ? ' (any case)' : ''} ${written(right)}`;

/** Negation comes last, so that a negated invalid pattern holds. An operator that nobody knows never holds. */
export async function judge(condition: Condition, { resolve, longest }: Judging): Promise<Judged> {
  const left = await evaluate(condition.left, resolve);
  const right = await evaluate(condition.right, resolve);
  const judged = { condition: writtenCondition(condition), left, right };
  const { operator, ignoreCase, negate } = condition;
  const compare = OPERATORS.get(operator);
  try {
    const holds = compare !== undefined && compare(left, right, { ignoreCase, longest }) !== negate;
    return { ...judged, holds };
  } catch (error) {
    return { ...judged, holds: false, error: error instanceof Error ? error.message : String(error) };
  }
}

/** What RE2, the engine of the server's createRegex, lacks: look-around and back-references. Whether triggers use it is not known. */
export const lacksInRe2 = (pattern: string): boolean => /\(\?<?[=!]|\\[1-9]/.test(pattern);
