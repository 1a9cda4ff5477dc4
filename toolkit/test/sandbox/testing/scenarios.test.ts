import { describe, expect, it } from 'vitest';
import { runScenarios, type ScenarioResult } from '../../../sandbox/index.ts';
import type { Json } from '../../../sandbox/tpl/json.ts';
import { permission, template } from '../build-template.ts';

interface Suite {
  type?: 'TAG' | 'MACRO';
  code?: string;
  setup?: string;
  permissions?: Json[];
  timing?: 'drain' | 'native';
}

/** Results of scenarios written as `[name, code]` or as code alone. */
async function run(tests: string[], { timing = 'drain', ...parts }: Suite = {}): Promise<ScenarioResult[]> {
  const scenarios = tests.map((code, index) => ({ name: `Scenario ${index}`, code }));
  return (await runScenarios(template({ code: 'data.gtmOnSuccess();', ...parts, scenarios }), { timing }))
    .scenarios;
}

const failures = async (test: string, suite: Suite = {}): Promise<string[]> =>
  (await run([test], suite))[0]!.failures.map(({ message }) => message);

describe('runCode inside of what is queued', () => {
  it.each([
    "require('callLater')(() => { runCode({}); assertApi('gtmOnSuccess').wasCalled(); });",
    "require('Promise').create((resolve) => { resolve(); }).then(() => { runCode({}); assertApi('gtmOnSuccess').wasCalled(); });",
  ])('settles promises before it returns: %s', async (test) => {
    const code = "require('Promise').create((resolve) => { resolve(); }).then(data.gtmOnSuccess);";
    const { scenarios } = await runScenarios(template({ code, scenarios: [{ name: 'S', code: test }] }));
    expect(scenarios[0]?.failures).toEqual([]);
  });
});

describe('runCode', () => {
  it('gives what the template returns, and hands over the fields', async () => {
    expect(
      await failures('assertThat(runCode({x: 2})).isEqualTo(4); assertThat(runCode({x: 3})).isEqualTo(9);', {
        type: 'MACRO',
        code: 'return data.x * data.x;',
      }),
    ).toEqual([]);
  });

  it('brings spies for the outcome unless the fields bring their own', async () => {
    expect(
      await failures(
        "runCode({}); assertApi('gtmOnSuccess').wasCalled(); assertApi('gtmOnFailure').wasNotCalled();",
      ),
    ).toEqual([]);
    expect(
      await failures(
        "let called = 0; runCode({gtmOnSuccess: () => { called++; }}); assertThat(called).isEqualTo(1); assertApi('gtmOnSuccess').wasCalled();",
      ),
    ).toEqual([]);
  });

  it('leaves the fields of the test alone', async () => {
    expect(
      await failures('const fields = {a: 1}; runCode(fields); assertThat(fields).isEqualTo({a: 1});', {
        code: 'data.a = 2; data.gtmOnSuccess();',
      }),
    ).toEqual([]);
  });

  it('fails the test with what the template threw, at the line of the template', async () => {
    const subject = template({
      code: 'const x = 1;\ndata.a.b(x);',
      scenarios: [{ name: 'S', code: 'runCode({});' }],
    });
    const [result] = (await runScenarios(subject)).scenarios;
    expect(result?.failures).toHaveLength(1);
    expect(result?.failures[0]).toMatchObject({ fileLine: subject.codeLine + 1 });
    expect(result?.failures[0]).not.toHaveProperty('line');
  });
});

describe('mocks', () => {
  const code =
    "const get = require('getEventData');\nconst log = require('logToConsole');\nlog(get('a'));\ndata.gtmOnSuccess();";

  it('that are one function count their calls under each name, which they did not', async () => {
    expect(
      await failures(
        "const f = () => 1; mock('getCookieValues', f); mock('getEventData', f); mock('logToConsole', f); runCode({gtmOnSuccess: f, gtmOnFailure: f}); assertApi('getCookieValues').wasNotCalled(); assertApi('getEventData').wasCalledWith('a'); assertApi('logToConsole').wasCalledWith(1); assertApi('gtmOnSuccess').wasCalled(); assertApi('gtmOnFailure').wasNotCalled();",
        { code },
      ),
    ).toEqual([]);
  });

  it('stand in for an API with a function or a value, and need no permission', async () => {
    expect(
      await failures(
        "mock('getEventData', (key) => key + '!'); mock('logToConsole', () => {}); runCode({}); assertApi('logToConsole').wasCalledWith('a!');",
        { code },
      ),
    ).toEqual([]);
    expect(
      await failures(
        "mock('getEventData', 7); mock('logToConsole', undefined); runCode({}); assertApi('logToConsole').wasCalledWith(7);",
        { code },
      ),
    ).toEqual([]);
  });

  it('leave other APIs under permission checks', async () => {
    expect(await failures("mock('logToConsole', 7); runCode({});", { code })).toEqual([
      'The requested permission read_event_data is not configured.',
    ]);
    expect(
      await failures("mock('logToConsole', 7); runCode({});", {
        code,
        permissions: [permission('read_event_data', { eventDataAccess: 'any' })],
      }),
    ).toEqual([]);
  });

  it('turn an object API into a function; mockObject replaces the object', async () => {
    const rows =
      "let B = require('BigQuery'); if (require('getType')(B) === 'function') B = B(); B.insert({}, [data.row]); data.gtmOnSuccess();";
    expect(
      await failures(
        "let seen; mock('BigQuery', () => ({insert: (c, rows) => { seen = rows; }})); runCode({row: 1}); assertThat(seen).isEqualTo([1]); assertApi('BigQuery').wasCalled();",
        { code: rows },
      ),
    ).toEqual([]);
    expect(
      await failures(
        "let seen; mockObject('BigQuery', {insert: (c, rows) => { seen = rows; }}); runCode({row: 2}); assertThat(seen).isEqualTo([2]);",
        { code: rows },
      ),
    ).toEqual([]);
    expect(await failures("mockObject('BigQuery', 1);")).toEqual([
      'Argument error in mockObject. Expected argument types [string,Object], but received [string,number].',
    ]);
  });

  it('are gone in the next scenario, as is what was stored', async () => {
    const storing =
      "const s = require('templateDataStorage'); const before = s.getItemCopy('k'); s.setItemCopy('k', 1); require('getEventData')('x'); return before;";
    const permissions = [
      permission('access_template_storage'),
      permission('read_event_data', { eventDataAccess: 'any' }),
    ];
    const test =
      "mock('getEventData', () => 1); assertThat(runCode({})).isNull(); assertThat(runCode({})).isEqualTo(1); assertApi('getEventData').wasCalled();";
    const results = await run([test, test, "assertApi('getEventData').wasNotCalled();"], {
      type: 'MACRO',
      code: storing,
      permissions,
    });
    expect(results.map(({ passed }) => passed)).toEqual([true, true, true]);
  });
});

describe('setup', () => {
  it('stands in front of every scenario in its scope, fresh each time', async () => {
    const results = await run(
      ['shared.n++; assertThat(shared.n).isEqualTo(1);', 'assertThat(shared.n).isEqualTo(0);'],
      { setup: 'const shared = {n: 0};' },
    );
    expect(results.map(({ passed }) => passed)).toEqual([true, true]);
  });

  it('that fails is placed on its own line of the file', async () => {
    const subject = template({
      code: 'data.gtmOnSuccess();',
      setup: 'const a = 1;\nfail("in setup");',
      scenarios: [{ name: 'S', code: 'runCode({});' }],
    });
    const [result] = (await runScenarios(subject)).scenarios;
    expect(subject.text.split('\n')[result!.failures[0]!.fileLine! - 1]).toContain('fail("in setup");');
    expect(result!.failures[0]).not.toHaveProperty('line');
  });
});

describe('the three styles of asynchronous tests', () => {
  const code =
    "const send = require('sendHttpRequest');\nreturn send('https://a.example/').then((r) => {\n  if (r.statusCode === 200) data.gtmOnSuccess();\n  else data.gtmOnFailure();\n  return r.statusCode;\n});";
  const mocked =
    "const P = require('Promise'); const later = require('callLater');\nmock('sendHttpRequest', () => P.create((resolve) => { resolve({statusCode: 200}); }));\n";
  const thenable =
    "mock('sendHttpRequest', () => ({then: (callback) => { callback({statusCode: 200}); }}));\n";
  const styles = {
    'asserting right after runCode': `${mocked}runCode({});\nassertApi('gtmOnSuccess').wasCalled();`,
    'asserting in callLater': `${mocked}runCode({});\nlater(() => { assertApi('gtmOnSuccess').wasCalled(); });`,
    'asserting in a handler of what runCode returns': `${mocked}runCode({}).then((status) => { assertThat(status).isEqualTo(200); assertApi('gtmOnSuccess').wasCalled(); });`,
    'with an object that only has a then': `${thenable}runCode({});\nassertApi('gtmOnSuccess').wasCalled();`,
  };

  it.each(Object.entries(styles))('%s passes', async (_name, test) => {
    expect(await failures(test, { code })).toEqual([]);
  });

  it('with native timing the promise has not settled right after runCode', async () => {
    const results = await run(Object.values(styles), { code, timing: 'native' });
    expect(results.map(({ passed }) => passed)).toEqual([false, true, true, true]);
  });

  it.each([
    ['callLater', "runCode({});\nlater(() => { assertApi('gtmOnFailure').wasCalled(); });"],
    ['a handler', "runCode({}).then(() => { assertApi('gtmOnFailure').wasCalled(); });"],
    [
      'a mock whose error the template swallows',
      "mock('sendHttpRequest', () => P.create(() => { assertApi('gtmOnFailure').wasCalled(); }));\nrunCode({});",
    ],
  ])('a failed assertion in %s fails the test', async (_name, test) => {
    const [result] = await run([mocked + test], { code });
    expect(result?.passed).toBe(false);
    expect(result?.failures).toHaveLength(1);
    expect(result?.failures[0]).toMatchObject({
      message: 'expected a call of gtmOnFailure, found none',
      expected: 'a call',
      actual: 'no call',
    });
  });
});

describe('assertApi', () => {
  const code =
    "const set = require('setCookie'); set('a', 'b', {domain: 'auto'}); set('c', 'd'); data.gtmOnSuccess();";
  const ready = "mock('setCookie', () => {}); runCode({});";

  it.each([
    ["assertApi('setCookie').wasCalledWith('a', 'b', {domain: 'auto'});", undefined],
    ["assertApi('setCookie').wasNotCalledWith('a', 'b');", undefined],
    [
      "assertApi('setCookie').wasCalledWith('a', 'b');",
      'expected the call setCookie("a", "b"), found the calls ("a", "b", {domain: "auto"}) and ("c", "d")',
    ],
    ["assertApi('setCookie').wasNotCalledWith('c', 'd');", 'expected no call setCookie("c", "d"), found one'],
    [
      "assertApi('setCookie').wasNotCalled();",
      'expected no call of setCookie, found the calls ("a", "b", {domain: "auto"}) and ("c", "d")',
    ],
    ["assertApi('getEventData').wasCalled();", 'expected a call of getEventData, found none'],
    ["assertApi('createCookie').wasNotCalled();", undefined],
  ])('%s', async (test, message) => {
    expect(await failures(ready + test, { code })).toEqual(message === undefined ? [] : [message]);
  });

  it('counts APIs that are not mocked', async () => {
    expect(
      await failures("runCode({}); assertApi('makeString').wasCalledWith(1);", {
        code: "require('makeString')(1); data.gtmOnSuccess();",
      }),
    ).toEqual([]);
  });
});

describe('failures', () => {
  it.each(['a = [a, a];', 'a = {x: a, y: a};'])(
    'show the start of a value that doubles: %s',
    async (doubling) => {
      const test = `let a = [0]; for (let i = 0; i < 60; i++) { ${doubling} } assertThat(a).isEqualTo(1);`;
      const [message = ''] = await failures(test);
      expect(message).toMatch(/^expected 1, found [[{].*…$/);
      expect(message.length).toBeLessThan(2100);
    },
  );

  it('show the start of a key of a value that holds it often', async () => {
    const key = "let t = 'x'; for (let i = 0; i < 23; i++) { t = t + t; } const o = {}; o[t] = 1;";
    const often = 'const a = []; for (let i = 0; i < 100; i++) { a.push(o); }';
    expect(await failures(`${key} ${often} assertThat(a).isEqualTo(1);`)).toEqual([
      expect.stringMatching(/^expected 1, found \[\{x{1998}…$/),
    ]);
  });

  it('name expected, actual and both lines', async () => {
    const subject = template({
      code: 'data.gtmOnSuccess();',
      scenarios: [
        {
          name: 'S',
          code: "const a = {x: [1, 'y']};\nassertThat(a, 'the thing').isEqualTo({x: [1]});\nfail();",
        },
      ],
    });
    const [result] = (await runScenarios(subject)).scenarios;
    expect(result?.failures).toEqual([
      {
        message: 'the thing: expected {x: [1]}, found {x: [1, "y"]}',
        differences: ['.x[1] is one too many: "y"'],
        expected: '{x: [1]}',
        actual: '{x: [1, "y"]}',
        line: 2,
        fileLine: expect.any(Number),
      },
    ]);
    expect(subject.text.split('\n')[result!.failures[0]!.fileLine! - 1]).toContain('the thing');
  });

  it('name the line of the scenario where several stand on one line of the file, which was always the first', async () => {
    const [quoted, broken] = await run(["\tconst a = 1;\n\nfail('here');", '\tconst a = 1;\nconst b = /x/;']);
    expect(quoted?.failures).toEqual([{ message: 'here', line: 3, fileLine: expect.any(Number) }]);
    expect(broken?.failures).toMatchObject([{ line: 2 }]);
    const [inSetup] = await run(['runCode({});'], { setup: "\tconst a = 1;\nfail('in setup');" });
    expect(inSetup?.failures[0]).not.toHaveProperty('line');
  });

  it('are found in code that does not compile, and in promises', async () => {
    expect(await failures('const a = /x/;')).toEqual([expect.stringContaining('SANDBOX_REGEX_LITERAL')]);
    expect(await failures("assertThat(require('Promise').create(() => {})).isDefined();")).toEqual([
      "Argument actual cannot have type Promise. Assertions on asynchronous code aren't supported.",
    ]);
    expect(await failures("fail('because');")).toEqual(['because']);
    expect(await failures('fail();')).toEqual(['fail() was called']);
  });

  it('are found in code that the editor refuses though it compiles, where no run comes by and in the setup too', async () => {
    const semicolon = [expect.stringContaining('SANDBOX_MISSING_SEMICOLON')];
    expect(await failures('runCode({})')).toEqual(semicolon);
    expect(await failures('if (false) { window.x = 1; }')).toEqual([
      expect.stringContaining('SANDBOX_UNDECLARED: Undeclared name window'),
    ]);
    expect(await failures('runCode({});', { setup: 'const a = 1' })).toEqual(semicolon);
  });

  it('stop an endless scenario', async () => {
    const subject = template({ code: 'while (true) {}', scenarios: [{ name: 'S', code: 'runCode({});' }] });
    const { failed } = await runScenarios(subject, { budget: 10_000 });
    expect(failed).toBe(1);
  });
});

describe('the report', () => {
  it('counts scenarios, instructions and the lines that ran in any of them', async () => {
    const subject = template({
      code: 'if (data.a) {\n  data.gtmOnSuccess();\n} else {\n  data.gtmOnFailure();\n}\nfunction never() {\n  return 1;\n}',
      scenarios: [
        { name: 'A', code: 'runCode({a: true});' },
        { name: 'B', code: 'runCode({});\nfail();' },
      ],
    });
    const report = await runScenarios(subject);
    expect(report).toMatchObject({ passed: 1, failed: 1 });
    expect(report.scenarios.every(({ instructions }) => instructions > 5)).toBe(true);
    const at = (line: number): number => line + subject.codeLine - 1;
    expect(report.coverage.lines).toContain(at(7));
    expect(report.coverage.covered).toEqual([at(1), at(2), at(4)]);
  });
});
