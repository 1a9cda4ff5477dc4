import { spawn } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { isolate } from '../../isolated/isolate.ts';
import { runTemplateIsolated } from '../../isolated/run.ts';
import runWork from '../../isolated/run-work.ts';
import { runScenariosIsolated } from '../../isolated/scenarios.ts';
import scenariosWork from '../../isolated/scenarios-work.ts';
import { permission, template } from '../sandbox/build-template.ts';

const WORK = new URL('./work.ts', import.meta.url);
const WORLD = new URL('./world.ts', import.meta.url);

/** Few megabytes and enough seconds: what runs into memory must not run into time first on a slow machine. */
const small = isolate({ seconds: 50, megabytes: 150 });
/** For what does not end. */
const quick = isolate({ seconds: 3, megabytes: 500 });
const patient = isolate({ seconds: 50, megabytes: 1024 });

afterAll(() => {
  small.end();
  quick.end();
  patient.end();
});

const call = (how: string, isolated = small): Promise<unknown> => isolated.call(WORK, how);

describe('a record that no message can hold', () => {
  const code = `let t = 'x'; for (let i = 0; i < 23; i++) { t = t + t; }
    const s = require('sendHttpRequest'); const log = require('logToConsole');
    for (let i = 0; i < 9; i++) { log(t); s('https://a.example/', {method: 'POST'}, t + t).then(() => {}, () => {}); }
    return [t, t, 'end'];`;

  it('is cut, which a warning says, and keeps its shape', async () => {
    const world = { module: WORLD.href, input: {} };
    const text = template({ type: 'MACRO', code }).text;
    const record = await runWork({ text, data: {}, world }, () => undefined as never);
    expect(record.requests).toHaveLength(1);
    expect(record.requests[0]?.request.body).toMatch(/x\(and more\)$/);
    expect(record.logs).toHaveLength(1);
    expect(record.returned).toEqual(['x'.repeat(2 ** 23), '(and more)', '(and more)']);
    expect(record.warnings.slice(-2)).toEqual([
      'Left out: the last 8 of 9 requests.',
      'Left out: the last 8 of 9 logs.',
    ]);
  });

  it('is cut for scenarios too', async () => {
    const scenarios = [{ name: 'a', code: 'runCode({});' }];
    const { text } = template({
      type: 'MACRO',
      code,
      scenarios,
      permissions: [
        permission('logging', { environments: 'all' }),
        permission('send_http', { allowedUrls: 'any' }),
      ],
    });
    const report = await scenariosWork({ text, wanted: [0] }, () => undefined);
    expect(report.scenarios[0]?.failures).toEqual([]);
    expect(report.scenarios[0]?.logs).toEqual([
      expect.stringMatching(/^x{100000}… \(8,388,608 characters in all\)$/),
    ]);
    expect(report.scenarios[0]?.warnings).toContain('Left out: the last 8 of 9 logs.');
  });

  it('is cut where it is failures that pile up', async () => {
    const test = `let t = 'x'; for (let i = 0; i < 20; i++) { t = t + t; }
      for (let i = 0; i < 9; i++) { callLater(() => fail(t)); }`;
    const { text } = template({ type: 'MACRO', code: 'return 1;', scenarios: [{ name: 'a', code: test }] });
    const [result] = (await scenariosWork({ text, wanted: [0] }, () => undefined)).scenarios;
    expect(result?.failures).toMatchObject([
      { message: expect.stringMatching(/^x{100000}… \(1,048,576 characters in all\)$/) },
    ]);
    expect(result?.warnings).toEqual(['Left out: the last 8 of 9 failures.']);
  });
});

describe('isolated work', () => {
  it('gives what it gives, cycles, undefined and NaN included, in one process for all calls', async () => {
    const [first, second] = (await Promise.all([call('a'), call('b')])) as unknown[][];
    expect(first?.slice(1, 3)).toEqual([undefined, Number.NaN]);
    expect(first?.[3]).toBe(first);
    expect(second?.[0]).toBe(first?.[0]);
    expect(first?.[0]).not.toBe(process.pid);
  });

  it('throws what it throws, also that its result cannot be sent', async () => {
    await expect(call('throw')).rejects.toMatchObject({ name: 'RangeError', message: 'too far' });
    await expect(call('function')).rejects.toThrow('could not be cloned');
    await expect(small.call(new URL('./nowhere.ts', import.meta.url), 1)).rejects.toThrow('nowhere');
    await expect(small.call(WORK, () => 1)).rejects.toThrow('could not be cloned');
    expect(await call('a')).toHaveLength(4);
  });

  // Filling memory is work, which a busy machine takes minutes for.
  it('is stopped when it takes too much memory, whichever way', { timeout: 300_000 }, async () => {
    for (const how of ['heap', 'table'])
      await expect(call(how)).rejects.toMatchObject({ name: 'IsolatedError', reason: 'memory' });
    await expect(call('exit')).rejects.toMatchObject({
      reason: 'end',
      message: expect.stringContaining('status 3'),
    });
    expect(await call('a')).toHaveLength(4);
  });

  it('reports before it ends', async () => {
    const reports: number[] = [];
    await small.call<string, unknown, number>(WORK, 'report', (report) => reports.push(report));
    expect(reports).toEqual([0, 1, 2, 3]);
  });

  it('ends with the process that called it, also while it hangs', async () => {
    const script = `
      import { isolate } from ${JSON.stringify(new URL('../../isolated/isolate.ts', import.meta.url).href)};
      const isolated = isolate();
      const [pid] = await isolated.call(new URL(${JSON.stringify(WORK.href)}), 'a');
      isolated.call(new URL(${JSON.stringify(WORK.href)}), 'hang');
      console.log(pid);`;
    const tsx = pathToFileURL(fileURLToPath(import.meta.resolve('tsx'))).href;
    const parent = spawn(process.execPath, ['--import', tsx, '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = await new Promise<number>((resolve) => {
      parent.stdout.once('data', (chunk) => resolve(Number(chunk)));
    });
    parent.kill('SIGKILL');
    const isThere = (): boolean => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    while (isThere()) await new Promise((resolve) => setTimeout(resolve, 100));
  });
});

const HANG = "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.match('^(a+)+$');";

describe('an isolated run', () => {
  const parameters = [{ type: 'TEXT', name: 'w' }];
  const run = (code: string, isolated = patient, data = {}) =>
    runTemplateIsolated(isolated, template({ type: 'MACRO', code, parameters }), data, {
      module: WORLD,
      input: { v: 5 },
    });

  it('is a run in a world that is made there', async () => {
    const { returned, errors } = await run("return require('getEventData')('v') + data.w;", patient, {
      w: 2,
    });
    expect({ returned, errors }).toEqual({ returned: 7, errors: [] });
  });

  it.each([
    [
      'a list that is joined to itself',
      'let a = [1]; while (true) { a = a.concat(a); }',
      /came to more than 256 MB/,
    ],
    [
      'the longest list there is, joined',
      'const a = []; a.length = 4294967295; return a.join();',
      /Invalid array length/,
    ],
    [
      'the same with forEach',
      'const a = []; a.length = 4294967295; a.forEach((x) => x);',
      /Invalid array length/,
    ],
    [
      'a far index with indexOf',
      'const a = []; a[4294967294] = 1; return a.indexOf(2);',
      /Invalid array length/,
    ],
    [
      'a long text split',
      "let t = 'x'; while (t.length < 268435456) { t += t; } return t.split('');",
      /Invalid string length/,
    ],
    [
      'as long a text as there is split',
      "let t = 'x'; while (t.length < 33554432) { t += t; } return t.split('').length;",
      /Invalid array length/,
    ],
    [
      'promises without end',
      "const P = require('Promise'); const f = () => P.create((r) => { r(1); }).then(f); return f();",
      /came to more than 256 MB/,
    ],
    [
      'lists kept in a list',
      "const all = []; const t = 'abcdefghijklmnop,'; let s = t; while (s.length < 60000) { s += s; } while (true) { all.push(s.split(',')); }",
      /came to more than 256 MB/,
    ],
    [
      'a list that holds another one twice, and so on',
      "let a = ['x']; for (let i = 0; i < 60; i++) { a = [a, a]; } return require('JSON').stringify(a) === undefined ? a.b.c : 1;",
      /undefined/,
    ],
    [
      'the text of such a list',
      "let a = ['x']; for (let i = 0; i < 60; i++) { a = [a, a]; } return '' + a;",
      /Invalid string length/,
    ],
    [
      'a long replacement',
      "let t = 'x'; while (t.length < 30000000) { t += t; } return t.replace('x', '$`$`$\\'$\\'$&$\\'');",
      /Invalid string length/,
    ],
    ['nesting without end', 'let a = []; for (let i = 0; i < 100000; i++) { a = [a]; } return a;', /nested/],
    [
      'a text of such a list',
      "let a = []; for (let i = 0; i < 100000; i++) { a = [a]; } return a + '';",
      /nested/,
    ],
  ])('ends with a clear error: %s', async (_name, code, message) => {
    const { errors } = await run(code);
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toMatch(message);
  });

  it('is stopped where nothing inside can stop it, and the next call finds another process', async () => {
    await expect(run(`return ${HANG}`, quick)).rejects.toMatchObject({
      name: 'IsolatedError',
      reason: 'time',
    });
    expect(await call('a', quick)).toHaveLength(4);
  });
});

describe('isolated scenarios', () => {
  it('go on after one that does not end', async () => {
    const subject = template({
      code: "data.gtmOnSuccess();\nrequire('logToConsole')('x');",
      scenarios: [
        { name: 'good', code: "mock('logToConsole', () => undefined);\nrunCode({});" },
        { name: 'hangs', code: `const a = ${HANG}` },
        { name: 'bad', code: "fail('no');" },
        { name: 'also good', code: 'assertThat(1).isEqualTo(1);' },
      ],
    });
    const report = await runScenariosIsolated(quick, subject);
    expect(report.scenarios.map(({ name, passed }) => [name, passed])).toEqual([
      ['good', true],
      ['hangs', false],
      ['bad', false],
      ['also good', true],
    ]);
    expect([report.passed, report.failed]).toEqual([2, 2]);
    expect(report.scenarios[1]?.failures[0]?.message).toMatch(/^The scenario was stopped after 3 seconds/);
    expect(report.coverage.covered).toHaveLength(2);
    const some = await runScenariosIsolated(quick, subject, { only: 'good' });
    expect(some.scenarios.map(({ name }) => name)).toEqual(['good', 'also good']);
  });
});
