/**
 * What `assertThat(actual)` can assert: each matcher is a predicate and the words for what it expects. Comparisons are by
 * value unless the name says `Strictly`.
 */
import { Dict, Func, List, strictEquals, type Value } from '../interpreter/values.ts';
import type { MATCHER_NAMES } from '../language/test-names.ts';
import { deepEquals, describe } from './equality.ts';

export interface Matcher {
  holds: (actual: Value, expected: Value[]) => boolean;
  /** What is expected, as it follows the word "expected". */
  words: (expected: Value[]) => string;
}

const fixed = (words: string, holds: (actual: Value) => boolean): Matcher => ({ holds, words: () => words });
const against = (words: string, holds: (actual: Value, expected: Value) => boolean): Matcher => ({
  holds: (actual, [expected]) => holds(actual, expected),
  words: ([expected]) => `${words}${describe(expected)}`,
});
const among = (words: string, holds: (actual: Value, expected: Value[]) => boolean): Matcher => ({
  holds,
  words: (expected) => `${words}${expected.map((value) => describe(value)).join(', ')}`,
});
const not = ({ holds, words }: Matcher, prefix = 'not '): Matcher => ({
  holds: (actual, expected) => !holds(actual, expected),
  words: (expected) => prefix + words(expected),
});

const falsy = (value: Value): boolean => !value;
const infinite = (value: Value): boolean => value === Infinity || value === -Infinity;
/** How much a text, list or object holds; nothing else can be empty or not. */
const sizeOf = (value: Value): number | undefined =>
  value instanceof Dict ? value.entries.size : lengthOf(value);
/** Numbers are ordered among themselves, and so are texts. */
const ordered =
  (compare: (a: number | string, b: number | string) => boolean) => (actual: Value, expected: Value) =>
    (typeof actual === 'number' && typeof expected === 'number' && compare(actual, expected)) ||
    (typeof actual === 'string' && typeof expected === 'string' && compare(actual, expected));

const contains = (actual: Value, expected: Value[]): boolean => {
  if (typeof actual === 'string')
    return expected.every((part) => typeof part === 'string' && actual.includes(part));
  return (
    actual instanceof List && expected.every((value) => actual.items.some((item) => deepEquals(item, value)))
  );
};
const containsNone = (actual: Value, expected: Value[]): boolean =>
  (typeof actual === 'string' || actual instanceof List) &&
  !expected.some((value) => contains(actual, [value]));
/** All of the values in any order and nothing else, each as often as it is named. */
const containsExactly = (actual: Value, expected: Value[]): boolean => {
  if (!(actual instanceof List) || actual.items.length !== expected.length) return false;
  const rest = [...actual.items];
  return expected.every((value) => {
    const at = rest.findIndex((item) => deepEquals(item, value));
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  });
};
const lengthOf = (value: Value): number | undefined => {
  if (typeof value === 'string') return value.length;
  return value instanceof List ? value.items.length : undefined;
};

const isNaNValue = fixed('NaN', (value) => typeof value === 'number' && Number.isNaN(value));
const isInfinity = fixed('infinity', infinite);
const isEqualTo = against('', deepEquals);
const isStrictlyEqualTo = against('strictly ', strictEquals);
const isAnyOf = among('any of ', (actual, expected) => expected.some((value) => deepEquals(actual, value)));

export const MATCHERS: Readonly<Record<(typeof MATCHER_NAMES)[number], Matcher>> = {
  isUndefined: fixed('undefined', (value) => value === undefined),
  isDefined: fixed('anything but undefined', (value) => value !== undefined),
  isNull: fixed('null', (value) => value === null),
  isNotNull: fixed('anything but null', (value) => value !== null),
  isFalse: fixed('false', (value) => value === false),
  isTrue: fixed('true', (value) => value === true),
  isFalsy: fixed('something falsy', falsy),
  isTruthy: fixed('something truthy', (value) => !falsy(value)),
  isNaN: isNaNValue,
  isNotNaN: not(isNaNValue),
  isInfinity,
  isNotInfinity: not(isInfinity),
  isEqualTo,
  isNotEqualTo: not(isEqualTo),
  isStrictlyEqualTo,
  isNotStrictlyEqualTo: not(isStrictlyEqualTo),
  isGreaterThan: against(
    'more than ',
    ordered((a, b) => a > b),
  ),
  isGreaterThanOrEqualTo: against(
    'at least ',
    ordered((a, b) => a >= b),
  ),
  isLessThan: against(
    'less than ',
    ordered((a, b) => a < b),
  ),
  isLessThanOrEqualTo: against(
    'at most ',
    ordered((a, b) => a <= b),
  ),
  isAnyOf,
  isNoneOf: not(isAnyOf, 'not '),
  contains: among('something that contains ', contains),
  doesNotContain: among('a text or list without ', containsNone),
  containsExactly: among('exactly ', containsExactly),
  doesNotContainExactly: among(
    'a list of anything but ',
    (actual, expected) => actual instanceof List && !containsExactly(actual, expected),
  ),
  hasLength: against('length ', (actual, expected) => lengthOf(actual) === expected),
  isEmpty: fixed('something empty', (value) => sizeOf(value) === 0),
  isNotEmpty: fixed('something that holds anything', (value) => (sizeOf(value) ?? 0) > 0),
  isArray: fixed('an array', (value) => value instanceof List),
  isBoolean: fixed('a boolean', (value) => typeof value === 'boolean'),
  isFunction: fixed('a function', (value) => value instanceof Func),
  isNumber: fixed('a number', (value) => typeof value === 'number'),
  isObject: fixed('an object', (value) => value instanceof Dict),
  isString: fixed('a string', (value) => typeof value === 'string'),
};
