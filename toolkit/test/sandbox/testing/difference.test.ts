import { expect, it } from 'vitest';
import { runScenarios } from '../../../sandbox/testing/scenarios.ts';
import { parseTemplate } from '../../../sandbox/tpl/template.ts';
import { templateText } from '../build-template.ts';

/** The differences that the one failure of a scenario names. */
async function differences(code: string): Promise<readonly string[] | undefined> {
  const scenarios = [{ name: 'a', code }];
  const report = await runScenarios(parseTemplate(templateText({ code: 'data.gtmOnSuccess();', scenarios })));
  expect(report.failed).toBe(1);
  return report.scenarios[0]!.failures[0]!.differences;
}

it.each([
  ['{a: [1, {b: 2}]}', '{a: [1, {b: "2"}]}', ['.a[1].b: "2" instead of 2']],
  ['{a: 1, b: 2}', '{a: 1, c: 3}', ['.b is missing: 2', '.c is one too many: 3']],
  ['[1, 2]', '[1]', ['[1] is missing: 2']],
  ['{"a b": 1}', '{"a b": 2}', ['["a b"]: 2 instead of 1']],
  ['1', '2', undefined],
  ['{}', '[]', ['[] instead of {}']],
  [
    `"${'x'.repeat(100)}1"`,
    `"${'x'.repeat(100)}2"`,
    [`from character 101 …"${'x'.repeat(20)}2" instead of …"${'x'.repeat(20)}1"`],
  ],
  [
    '[1, 2, 3, 4, 5, 6, 7]',
    '[]',
    [
      '[0] is missing: 1',
      '[1] is missing: 2',
      '[2] is missing: 3',
      '[3] is missing: 4',
      '[4] is missing: 5',
      'and 2 more',
    ],
  ],
])('expected %s, found %s', async (expected, actual, found) => {
  expect(await differences(`assertThat(${actual}).isEqualTo(${expected});`)).toEqual(found);
});

it('of several calls the closest is compared', async () => {
  const template = (expected: string) =>
    templateText({
      code: "const log = require('logToConsole');\nlog('a', {n: 1, m: 1});\nlog('b', {n: 2});\ndata.gtmOnSuccess();",
      scenarios: [
        {
          name: 'a',
          code: `mock('logToConsole', () => undefined);\nrunCode({});\nassertApi('logToConsole').wasCalledWith(${expected});`,
        },
      ],
    });
  const failure = async (expected: string) =>
    (await runScenarios(parseTemplate(template(expected)))).scenarios[0]!.failures[0]!.differences;
  expect(await failure("'b', {n: 3}")).toEqual(['argument 2.n: 2 instead of 3']);
  expect(await failure("'b', {n: 2}, 1")).toEqual(['argument 3 is missing: 1']);
  expect(await failure("'b'")).toEqual(['argument 2 is one too many: {n: 2}']);
});
