/** Filter operators, held against what Google's public web container script does. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Condition, judge, OPERATORS } from '../../server/conditions.ts';
import { evaluate, readText } from '../../server/expressions.ts';

/** Sides are values of variables: what an event brings, not what a file can hold. */
const holds = async (
  left: unknown,
  operator: string,
  right: unknown,
  flags = {},
  longest = 10_000,
): Promise<boolean> => {
  const condition: Condition = {
    operator,
    left: { kind: 'reference', name: 'left' },
    right: { kind: 'reference', name: 'right' },
    negate: false,
    ignoreCase: false,
    ...flags,
  };
  const resolve = (name: string): unknown => (name === 'left' ? left : right);
  return (await judge(condition, { resolve, longest })).holds;
};

describe('a condition', () => {
  it.each([
    [true, 'EQUALS', 'true', true],
    [10, 'EQUALS', '10', true],
    [undefined, 'EQUALS', 'undefined', true],
    [null, 'EQUALS', 'null', true],
    [['a', 'b'], 'EQUALS', 'a,b', true],
    [[1, null, [2]], 'EQUALS', '1,,2', true],
    [{ a: 1 }, 'EQUALS', '[object Object]', true],
    ['A', 'EQUALS', 'a', false],
    ['abc', 'CONTAINS', '', true],
    ['abc', 'CONTAINS', 'B', false],
    ['abc', 'STARTS_WITH', 'ab', true],
    ['abc', 'ENDS_WITH', 'bc', true],
    ['xpurchasey', 'MATCH_REGEX', 'purchase', true],
    ['a', 'MATCH_REGEX', '(', false],
    [12, 'MATCH_REGEX', '^\\d+$', true],
    ['10', 'GREATER', '9', true],
    ['x', 'GREATER', '9', false],
    ['x', 'LESS_OR_EQUALS', '9', false],
    ['', 'GREATER_OR_EQUALS', '0', true],
    [null, 'LESS', '1', true],
    [undefined, 'LESS', '1', false],
    ['https://Shop.example/Path/?q=1', 'URL_MATCHES', 'https://shop.example/path', true],
    ['https://shop.example:444/', 'URL_MATCHES', 'https://shop.example/', false],
    ['no url', 'URL_MATCHES', 'no url', false],
    ['a', 'CSS_SELECTOR', 'a', false],
    ['a', 'NOT_EQUALS', 'b', false],
  ] as [unknown, string, unknown, boolean][])('%j %s %j: %s', async (left, operator, right, expected) => {
    expect(await holds(left, operator, right)).toBe(expected);
  });

  it('is negated last: a negated invalid pattern holds', async () => {
    expect(await holds('a', 'MATCH_REGEX', '(', { negate: true })).toBe(true);
    expect(await holds(undefined, 'EQUALS', 'undefined', { negate: true })).toBe(false);
  });

  it('ignores case in patterns only', async () => {
    expect(await holds('ABC', 'MATCH_REGEX', 'b', { ignoreCase: true })).toBe(true);
    expect(await holds('ABC', 'EQUALS', 'abc', { ignoreCase: true })).toBe(false);
  });

  it('throws for no value of an event', async () => {
    const value = fc.anything({ withNullPrototype: false, withBigInt: false });
    const operator = fc.constantFrom(...OPERATORS.keys());
    const hostile = fc.constantFrom<unknown>(
      { toString: 1 },
      { valueOf: 'x', toString: null },
      [{ toString: 0 }],
      cycle(),
      `${'a'.repeat(40)}!`,
      '^(a+)+$',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(value, hostile),
        operator,
        fc.oneof(fc.string(), value, hostile),
        async (left, how, right) => {
          expect(typeof (await holds(left, how, right, {}, 100))).toBe('boolean');
        },
      ),
      { numRuns: 500 },
    );
  });
});

function cycle(): unknown {
  const list: unknown[] = [1];
  list.push(list);
  return list;
}

describe('text with references', () => {
  const values: Record<string, unknown> = { a: 1, 'b → c': ['x', null], none: undefined, object: {} };
  const text = (written: string) => evaluate(readText(written), (name) => values[name]);

  it.each([
    ['plain', 'plain'],
    ['{{a}}', 1],
    ['{{b → c}}', ['x', null]],
    ['{{none}}', undefined],
    [' {{a}}', ' 1'],
    ['{{a}}{{a}}', '11'],
    ['<{{none}}{{unknown}}>', '<>'],
    ['{{object}}!', '[object Object]!'],
    ['{{b → c}}!', 'x,!'],
    ['{{}} {{ {a}} }}', '{{}} {{ {a}} }}'],
    [undefined, ''],
  ])('%j is %j', async (written, expected) => {
    expect(await text(written as string)).toEqual(expected);
  });

  it('of any form is read in time that grows with its length', () => {
    for (const part of ['{{', '{{a', '}}', '{{a}}', '{']) {
      const time = (n: number): number => {
        const long = part.repeat(n);
        const start = process.cpuUsage().user;
        for (let i = 0; i < 20; i++) readText(long);
        return process.cpuUsage().user - start;
      };
      time(1000);
      expect(time(40_000)).toBeLessThan(100 * (time(2000) + 2000));
    }
  });
});
