import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { ranges } from '../../cli/coverage.ts';
import { permission, templateText } from '../sandbox/build-template.ts';
import { at, good, red, sgtm, useFolder } from './templates.ts';

useFolder();

describe('the command itself', () => {
  it('explains itself', async () => {
    const { status, out } = await sgtm('--help');
    expect(status).toBe(0);
    for (const verb of ['check', 'test', 'run', 'compile', 'split', 'join']) {
      expect(out).toContain(`\n  ${verb} `);
      const help = await sgtm(verb, '--help');
      expect(help.status).toBe(0);
      expect(help.out).toContain('--json');
    }
  });

  it.each([
    [[], 'No command given.'],
    [['fly'], "Unknown command 'fly'."],
    [['toString'], "Unknown command 'toString'."],
    [['check'], 'No file given. Name a .tpl file or a folder.'],
    [['chekc'], "Unknown command 'chekc'. Did you mean 'check'?"],
    [['release', 'chek'], "Unknown command 'release chek'. Did you mean 'release check'?"],
    [
      ['check', '--fast', 'x'],
      "Unknown option '--fast'. A file whose name begins with '-' comes behind '--'.",
    ],
    [['check', '--stict', 'x'], "Unknown option '--stict'. Did you mean '--strict'?"],
    [['check', '--reporter', 'juint', 'x'], "got juint. Did you mean 'junit'?"],
    [['init', 'x', '--type', 'varable'], "got varable. Did you mean 'variable'?"],
    [['explain', 'SANDBOX_REGEX_LITERALS'], 'Did you mean SANDBOX_REGEX_LITERAL? Known are:'],
    [['check', 'nowhere.tpl'], 'nowhere.tpl: no such file or folder.'],
    [['compile', 'a', 'b'], 'compile takes exactly one file.'],
    [['split', 'a'], 'split takes a file and a folder.'],
    [['test', '--timing', 'slow', 'x'], '--timing must be one of drain, native, got slow.'],
    [['test', '--timing', '-1', 'x'], '--timing must be one of drain, native, got -1.'],
    [['test', '--timing', '--json', 'x'], '--timing needs a value: --timing'],
    [['test', 'x', '--timing'], '--timing needs a value: --timing'],
    [['check', '--', '-1'], '-1: no such file or folder.'],
  ])('with %j is a wrong call', async (args, message) => {
    const { status, err } = await sgtm(...args);
    expect(status).toBe(2);
    expect(err).toContain(message);
    expect(err).toContain('sgtm ');
  });

  it('exits with its status as a process', () => {
    const call = (...args: string[]) =>
      spawnSync(process.execPath, ['--import', 'tsx', 'toolkit/cli/main.ts', ...args], { encoding: 'utf8' });
    expect(call('check', at('good.tpl'))).toMatchObject({ status: 0, stderr: '' });
    expect(call('check', at('failing.tpl')).status).toBe(1);
    expect(call('nothing').status).toBe(2);
  });

  it('ends without a word when its reader has gone', async () => {
    writeFileSync(
      at('long.tpl'),
      templateText({ code: `${'data.a = 1;\n'.repeat(20_000)}data.gtmOnSuccess();` }),
    );
    const child = spawn(process.execPath, [
      '--import',
      'tsx',
      'toolkit/cli/main.ts',
      'compile',
      at('long.tpl'),
    ]);
    child.stdout.once('data', () => child.stdout.destroy());
    const stderr = text(child.stderr);
    const [status] = await once(child, 'close');
    expect(await stderr).toBe('');
    expect(status).toBe(0);
  });
});

describe('check', () => {
  it('is quiet about a good file', async () => {
    expect(await sgtm('check', at('good.tpl'))).toEqual({
      status: 0,
      out: 'all is well: 0 errors, 0 warnings.\n',
      err: '',
    });
  });

  it('names each problem at its place, and what explains it', async () => {
    const { status, out } = await sgtm('check', at('failing.tpl'));
    expect(status).toBe(1);
    expect(out).toMatch(
      /^\/failing\.tpl:\d+:\d+ error SANDBOX_REGEX_LITERAL: .*\n {2}sgtm explain SANDBOX_REGEX_LITERAL$/m,
    );
    expect(out).toMatch(/not accepted: 2 errors, \d+ warnings?\.\n$/);
  });

  it('takes a folder, with web templates in it', async () => {
    const { status, out } = await sgtm('check', at('many'));
    expect(status).toBe(0);
    expect(out).toContain('3 of 3 templates without errors');
    expect((await sgtm('check', at('web'))).out).toBe('all is well: 0 errors, 0 warnings.\n');
    for (const verb of ['test', 'run', 'cost']) {
      const result = await sgtm(verb, at('many/web.tpl'));
      expect(result.out + result.err).toContain('TPL_WEB: This is a web template');
      expect(result.status).toBe(1);
    }
  });

  it('does not call a folder well that holds no template of its kind', async () => {
    expect(await sgtm('test', at('web'))).toMatchObject({
      status: 2,
      err: expect.stringContaining('No server-side template found; 1 web template skipped.'),
    });
  });

  it('gives JSON', async () => {
    const { out, status } = await sgtm('check', '--json', at('good.tpl'), at('failing.tpl'));
    const result = JSON.parse(out);
    expect(status).toBe(1);
    expect(result.files.map(({ file }: { file: string }) => file)).toEqual(['/good.tpl', '/failing.tpl']);
    expect(result.errors).toBe(2);
  });

  it('lets warnings pass unless told to be strict', async () => {
    writeFileSync(
      at('wide.tpl'),
      templateText({
        code: "require('getTimestamp')();\ndata.gtmOnSuccess();",
        permissions: [permission('read_event_data', { eventDataAccess: 'any' })],
      }),
    );
    expect((await sgtm('check', at('wide.tpl'))).status).toBe(0);
    expect((await sgtm('check', '--strict', at('wide.tpl'))).status).toBe(1);
    expect((await sgtm('check', '--quiet', at('wide.tpl'))).out).not.toMatch(/PERMISSION_BROAD|DEPRECATED/);
  });

  it.each([
    ['a file cut off', good.slice(0, good.indexOf('___SANDBOXED') - 5), 'TPL_'],
    ['a doubled section', `${good}\n___INFO___\n\n{}\n`, 'TPL_SECTION_TWICE'],
    ['broken JSON', good.replace('"version": 1', '"version": '), 'TPL_JSON'],
    ['broken YAML', good.replace('- name: Logs', '- name: [Logs'), 'TPL_YAML'],
    ['ten megabytes', 'y'.repeat(10_000_000), 'TPL_SIZE'],
    ['nothing', '', 'TPL_SECTIONS'],
    ['bytes that are no text', Buffer.from([0xff, 0x00, 0xfe, 0x0a]).toString('latin1'), 'TPL_SECTIONS'],
  ])('answers %s with one error', async (_name, text, code) => {
    writeFileSync(at('bad.tpl'), text);
    for (const verb of ['check', 'test', 'run', 'compile']) {
      const { status, out, err } = await sgtm(verb, at('bad.tpl'));
      expect(status, verb).toBe(1);
      expect((out + err).match(/\berror\b/g), verb).toHaveLength(verb === 'check' ? 2 : 1);
      expect(out + err).toMatch(new RegExp(`^/bad\\.tpl:\\d+:\\d+ error ${code}`));
    }
  });
});

describe('test', () => {
  it.each([
    ['a missing semicolon', 'let a = 1\ndata.gtmOnSuccess();', 'SANDBOX_MISSING_SEMICOLON'],
    [
      'a name of the browser on a branch that never runs',
      'if (data.text) { window.x(); }\ndata.gtmOnSuccess();',
      'SANDBOX_UNDECLARED',
    ],
    ['a tag without an outcome', "require('makeNumber')(1);", 'SANDBOX_NO_OUTCOME'],
  ])('is not green on %s, which the editor does not import', async (_what, code, rule) => {
    writeFileSync(
      at('refused.tpl'),
      templateText({ code, scenarios: [{ name: 'Runs', code: 'runCode({});' }] }),
    );
    const { status, out } = await sgtm('test', at('refused.tpl'));
    expect(status).toBe(1);
    expect(out).toContain(rule);
  });

  it('lists the scenarios of one file with what they cost', async () => {
    const { status, out } = await sgtm('test', at('good.tpl'));
    expect(status).toBe(0);
    expect(out).toMatch(
      /^✓ Logs \(\d+ instructions\)\n\/good\.tpl: 1 of 1 scenario passed in \d+ ms, 80 % of 5 lines, 50 % of 2 branches run\.\n$/,
    );
  });

  it('shows what failed, with both lines', async () => {
    const { status, out } = await sgtm('test', at('red.tpl'));
    expect(status).toBe(1);
    expect(out).toMatch(
      /✗ Fails .*\n {4}the sum: expected 2, found 1\n {4}at \/red\.tpl:\d+, line 2 of the scenario\n/,
    );
    expect(out).toContain('1 of 2 scenarios passed');
  });

  it('shows what a failing scenario logged', async () => {
    const code = "require('logToConsole')('seen', {a: 1});\nfail('no');";
    const permissions = [permission('logging', { environments: 'all' })];
    const scenarios = [{ name: 'Logs', code }];
    writeFileSync(at('logs.tpl'), templateText({ code: 'data.gtmOnSuccess();', permissions, scenarios }));
    expect((await sgtm('test', at('logs.tpl'))).out).toMatch(
      /\n {4}no\n {4}at .*\n {4}log: seen \{"a":1\}\n/,
    );
  });

  it('says so when there is nothing to run', async () => {
    writeFileSync(at('none.tpl'), templateText({ code: 'data.gtmOnSuccess();' }));
    expect(await sgtm('test', at('none.tpl'))).toEqual({
      status: 0,
      out: '/none.tpl: no scenarios.\n',
      err: '',
    });
  });

  it('shows only failures of many files, and a sum', async () => {
    const { status, out } = await sgtm('test', at('many'));
    expect(status).toBe(1);
    expect(out).not.toContain('✓');
    expect(out).toContain('✗ /many/deep/b.tpl: Fails');
    expect(out).toContain('not all passed: 2 of 3 scenarios in 2 templates.');
  });

  it('runs only what is asked for', async () => {
    expect((await sgtm('test', '--only', 'Pass', at('red.tpl'))).status).toBe(0);
    expect(await sgtm('test', '--only', 'nothing', at('red.tpl'))).toMatchObject({
      status: 2,
      err: expect.stringContaining("No scenario name contains 'nothing'."),
    });
    // Of several files only those count that have such a scenario.
    expect(await sgtm('test', '--only', 'Logs', at('red.tpl'), at('good.tpl'))).toMatchObject({
      status: 0,
      out: expect.stringContaining('all passed: 1 of 1 scenario in 1 template.'),
    });
  });

  it('names the lines no scenario runs', async () => {
    const { out } = await sgtm('test', '--coverage', at('good.tpl'));
    const [, line] = /never run: lines (\d+)\n/.exec(out) ?? [];
    expect(good.split('\n')[Number(line) - 1]).toBe('  data.gtmOnFailure();');
    expect(ranges([1, 2, 4, 6, 9], new Set([4]))).toBe('1-2, 6-9');
    expect(ranges([1, 2], new Set([1, 2]))).toBe('');
  });

  it('gives JSON, also of code that cannot run', async () => {
    const { out } = await sgtm('test', '--json', at('red.tpl'), at('failing.tpl'));
    expect(JSON.parse(out)).toMatchObject({
      passed: 1,
      failed: 1,
      broken: 1,
      files: [
        {
          report: {
            scenarios: [
              { name: 'Passes', passed: true },
              { name: 'Fails', passed: false },
            ],
          },
        },
        { problems: [{ code: 'SANDBOX_REGEX_LITERAL' }, { code: 'SANDBOX_MISSING_SEMICOLON' }] },
      ],
    });
  });
});

describe('compile', () => {
  it('prints the instruction arrays', async () => {
    const { status, out } = await sgtm('compile', at('red.tpl'));
    expect(status).toBe(0);
    expect(JSON.parse(out)).toEqual([
      50,
      '__cvt_temp_public_id',
      [46, 'a'],
      [2, [15, 'a'], 'gtmOnSuccess', [7]],
    ]);
    expect(JSON.parse((await sgtm('compile', '--json', at('red.tpl'))).out).lines).toEqual([
      red.split('\n').indexOf('data.gtmOnSuccess();') + 1,
    ]);
  });

  it.each(['compile', 'run'])('and %s give JSON of what cannot be compiled or read, too', async (verb) => {
    for (const [file, code] of [
      ['failing.tpl', 'SANDBOX_REGEX_LITERAL'],
      ['data.json', 'TPL_SECTIONS'],
    ] as const) {
      const { status, out, err } = await sgtm(verb, '--json', at(file));
      expect({ status, err }).toEqual({ status: 1, err: '' });
      expect(JSON.parse(out)).toMatchObject({ problems: [{ code, line: expect.any(Number) }] });
    }
  });
});

describe('split and join', () => {
  it('give a file back byte for byte, whatever its bytes', async () => {
    const files = [good, `\uFEFF${good.replaceAll('\n', '\r\n')}`, Buffer.from([0xff, 0, 0x0a, 0x80]), ''];
    for (const [index, content] of files.entries()) {
      const source = at(`s${index}.tpl`);
      writeFileSync(source, content);
      expect((await sgtm('split', source, at(`parts${index}`))).status).toBe(0);
      expect((await sgtm('join', at(`parts${index}`), at(`j${index}.tpl`))).status).toBe(0);
      expect(readFileSync(at(`j${index}.tpl`))).toEqual(readFileSync(source));
    }
  });

  it('do not write over what is there unless told to', async () => {
    await sgtm('split', at('good.tpl'), at('once'));
    expect((await sgtm('split', at('good.tpl'), at('once'))).status).toBe(2);
    expect((await sgtm('split', '--force', at('good.tpl'), at('once'))).status).toBe(0);
    expect((await sgtm('join', at('once'), at('good.tpl'))).status).toBe(2);
  });

  it('leave a file alone that is somebody else’s, and what a link leads to', async () => {
    mkdirSync(at('taken'));
    writeFileSync(at('taken/code.js'), 'mine');
    expect(await sgtm('split', at('good.tpl'), at('taken'))).toMatchObject({
      status: 2,
      err: expect.stringContaining('holds code.js already; use --force'),
    });
    mkdirSync(at('linked'));
    symlinkSync(at('taken/code.js'), at('linked/code.js'));
    expect((await sgtm('split', at('good.tpl'), at('linked'))).status).toBe(2);
    expect((await sgtm('split', '--force', at('good.tpl'), at('linked'))).status).toBe(0);
    expect(readFileSync(at('taken/code.js'), 'utf8')).toBe('mine');
    expect(readFileSync(at('linked/code.js'), 'utf8')).toContain('logToConsole');
  });

  it('say where they cannot write', async () => {
    await sgtm('split', at('good.tpl'), at('where'));
    for (const [args, message] of [
      [
        ['split', at('good.tpl'), at('data.json')],
        'data.json: cannot be made, there is a file of this name.',
      ],
      [['join', at('where'), at('none/x.tpl')], 'x.tpl: cannot be written, no such file or folder.'],
      [['join', '--force', at('where'), at('many')], 'many: cannot be written, it is a folder.'],
    ] as const) {
      const { status, err } = await sgtm(...args);
      expect(status).toBe(2);
      expect(err).toContain(message);
    }
  });

  it('say which part is missing', async () => {
    await sgtm('split', at('good.tpl'), at('less'));
    rmSync(at('less/code.js'));
    expect(await sgtm('join', at('less'), at('less.tpl'))).toMatchObject({
      status: 1,
      err: expect.stringContaining('code.js is missing'),
    });
    const { status, out } = await sgtm('join', '--json', at('less'), at('less.tpl'));
    expect([status, JSON.parse(out)]).toEqual([1, { error: expect.stringContaining('code.js is missing') }]);
    expect((await sgtm('join', at('nowhere'), at('x.tpl'))).status).toBe(2);
  });
});
