import { expect, it } from 'vitest';
import { runScenarios } from '../../../sandbox/testing/scenarios.ts';
import { parseTemplate } from '../../../sandbox/tpl/template.ts';
import { templateText } from '../build-template.ts';

/** Kind and counts of every branch of the code, run once for each data. */
async function branches(code: string, ...data: object[]): Promise<string[]> {
  const scenarios = data.map((values, index) => ({
    name: String(index),
    code: `runCode(${JSON.stringify(values)});`,
  }));
  const report = await runScenarios(parseTemplate(templateText({ code, scenarios })));
  expect(report.failed).toBe(0);
  return report.coverage.branches.map(({ kind, taken }) => `${kind} ${taken}`);
}

it('each way of a branch is counted when it is taken', async () => {
  const code = `
    if (data.a) { data.gtmOnSuccess(); }
    const b = data.a ? 1 : 2;
    const c = data.a && data.c || 'x';
    switch (data.a) { case 1: break; case 2: break; default: break; }
    return b + c;`;
  expect(await branches(code, { a: 1 }, { a: 2, c: true }, {})).toEqual([
    'if 2,1',
    'conditional 2,1',
    'logical 3,2',
    'logical 3,2',
    'switch 1,1,1',
  ]);
});

it('nothing is counted of code that does not run', async () => {
  expect(await branches('const f = (x) => x ? 1 : 2;\nreturn f;', {})).toEqual(['conditional 0,0']);
});

it('an else-if is a branch of its own, at its own place', async () => {
  const code = 'if (data.a) {\n  return 1;\n} else if (data.b) {\n  return 2;\n}';
  expect(await branches(code, { a: 1 }, { b: 1 })).toEqual(['if 1,1', 'if 1,0']);
});
