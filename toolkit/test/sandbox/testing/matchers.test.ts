import { describe, expect, it } from 'vitest';
import { runScenarios } from '../../../sandbox/index.ts';
import { MATCHERS } from '../../../sandbox/testing/matchers.ts';
import { template } from '../build-template.ts';

/** Whether `assertThat(actual).matcher(…)` passes, all written as code. */
async function passes(actual: string, assertion: string): Promise<boolean> {
  const subject = template({
    code: 'data.gtmOnSuccess();',
    scenarios: [{ name: 'S', code: `assertThat(${actual}).${assertion};` }],
  });
  return (await runScenarios(subject)).failed === 0;
}

/** By matcher: assertions that hold, and assertions that do not. */
const CASES: Record<string, { holds: [string, string?][]; fails: [string, string?][] }> = {
  isUndefined: { holds: [['undefined']], fails: [['null'], ['0']] },
  isDefined: { holds: [['null'], ['0']], fails: [['undefined']] },
  isNull: { holds: [['null']], fails: [['undefined']] },
  isNotNull: { holds: [['undefined']], fails: [['null']] },
  isFalse: { holds: [['false']], fails: [['0'], ['undefined']] },
  isTrue: { holds: [['true']], fails: [['1']] },
  isFalsy: { holds: [['0'], ["''"], ['null']], fails: [['[]']] },
  isTruthy: { holds: [['[]'], ['1']], fails: [['0']] },
  isNaN: { holds: [["require('makeNumber')('x')"]], fails: [["'x'"], ['1']] },
  isNotNaN: { holds: [["'x'"]], fails: [["require('makeNumber')('x')"]] },
  isInfinity: { holds: [['1 / 0'], ['-1 / 0']], fails: [['1']] },
  isNotInfinity: { holds: [['1']], fails: [['1 / 0']] },
  isEqualTo: {
    holds: [
      ['{a: [1, {b: 2}], c: 3}', '{c: 3, a: [1, {b: 2}]}'],
      ["'a'", "'a'"],
      ['undefined', 'undefined'],
    ],
    fails: [
      ['1', "'1'"],
      ['[1, 2]', '[2, 1]'],
      ['{a: 1}', '{}'],
      ['{}', '[]'],
      ['null', 'undefined'],
    ],
  },
  isNotEqualTo: { holds: [['1', "'1'"]], fails: [['[1]', '[1]']] },
  isStrictlyEqualTo: {
    holds: [['1', '1']],
    fails: [
      ['[1]', '[1]'],
      ['1', "'1'"],
    ],
  },
  isNotStrictlyEqualTo: { holds: [['[1]', '[1]']], fails: [["'a'", "'a'"]] },
  isGreaterThan: {
    holds: [['2', '1']],
    fails: [
      ['1', '1'],
      ["'2'", '1'],
    ],
  },
  isGreaterThanOrEqualTo: { holds: [['1', '1']], fails: [['0', '1']] },
  isLessThan: {
    holds: [
      ['1', '2'],
      ["'a'", "'b'"],
    ],
    fails: [
      ['1', '1'],
      ['1', "'2'"],
    ],
  },
  isLessThanOrEqualTo: { holds: [['1', '1']], fails: [['2', '1']] },
  isAnyOf: { holds: [['[1]', '2, [1]']], fails: [['1', '2, 3']] },
  isNoneOf: { holds: [['1', '2, 3']], fails: [['[1]', '2, [1]']] },
  contains: {
    holds: [
      ["'abc'", "'b', 'c'"],
      ['[1, [2]]', '[2], 1'],
    ],
    fails: [
      ["'abc'", "'b', 'x'"],
      ['[1]', '2'],
      ['{a: 1}', "'a'"],
    ],
  },
  doesNotContain: {
    holds: [
      ["'abc'", "'x'"],
      ['[1]', '2'],
    ],
    fails: [
      ["'abc'", "'x', 'a'"],
      ['[1, 2]', '2'],
      ['undefined', '2'],
    ],
  },
  containsExactly: {
    holds: [['[1, [2]]', '[2], 1']],
    fails: [
      ['[1, 2]', '1'],
      ['[1, 1]', '1, 2'],
      ['[1]', '1, 1'],
    ],
  },
  doesNotContainExactly: {
    holds: [['[1, 2]', '1']],
    fails: [
      ['[1]', '1'],
      ['1', '1'],
    ],
  },
  hasLength: {
    holds: [
      ['[1, 2]', '2'],
      ["'ab'", '2'],
    ],
    fails: [
      ['[1]', '2'],
      ['{length: 2}', '2'],
    ],
  },
  isEmpty: { holds: [['[]'], ["''"], ['{}']], fails: [['[1]'], ["' '"], ['undefined'], ['0']] },
  isNotEmpty: { holds: [['[1]'], ["'a'"], ['{a: 1}']], fails: [['[]'], ['undefined'], ['5']] },
  isArray: { holds: [['[]']], fails: [['{}'], ["''"]] },
  isBoolean: { holds: [['false']], fails: [['0']] },
  isFunction: { holds: [['() => 1']], fails: [['{}']] },
  isNumber: { holds: [['1']], fails: [["'1'"]] },
  isObject: { holds: [['{}']], fails: [['[]'], ['null']] },
  isString: { holds: [["''"]], fails: [['1']] },
};

describe('assertThat', () => {
  it('has a case for every matcher', () => {
    expect(Object.keys(CASES).sort()).toEqual(Object.keys(MATCHERS).sort());
  });

  it.each(Object.entries(CASES))('.%s holds and fails where it should', async (matcher, { holds, fails }) => {
    for (const [actual, expected = ''] of holds)
      expect(await passes(actual, `${matcher}(${expected})`), `${actual} ${matcher} ${expected}`).toBe(true);
    for (const [actual, expected = ''] of fails)
      expect(await passes(actual, `${matcher}(${expected})`), `${actual} ${matcher} ${expected}`).toBe(false);
  });

  it('compares values that contain themselves', async () => {
    const code =
      'const a = {}; a.a = a; const b = {}; b.a = b; assertThat(a).isEqualTo(b); const c = {a: {}}; assertThat(a).isNotEqualTo(c);';
    const subject = template({ code: 'data.gtmOnSuccess();', scenarios: [{ name: 'S', code }] });
    expect((await runScenarios(subject)).scenarios[0]?.failures).toEqual([]);
  });
});
