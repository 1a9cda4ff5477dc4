import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { annotation, junit } from '../../cli/reporters.ts';
import { at, good, sgtm, useFolder } from './templates.ts';

useFolder();

describe('an annotation', () => {
  it('escapes what would end it', () => {
    const text = annotation({
      file: 'a,b:c.tpl',
      line: 3,
      column: 4,
      severity: 'error',
      title: '100 %',
      message: 'one\r\ntwo 5 %',
    });
    expect(text).toBe('::error file=a%2Cb%3Ac.tpl,line=3,col=4,title=100 %25::one%0D%0Atwo 5 %25\n');
  });

  it('is a notice of what is neither error nor warning', () => {
    expect(annotation({ file: 'a', line: 1, severity: 'note', title: 't', message: 'm' })).toMatch(
      /^::notice /,
    );
  });
});

describe('the report for JUnit', () => {
  it('is XML whatever the texts are', () => {
    const text = junit([
      { name: '<&">', cases: [{ name: 'a\u0000\ud800b', ms: 1500, failures: ['x < y\nz'] }] },
    ]);
    expect(text).toContain('<testsuites tests="1" failures="1" time="1.500">');
    expect(text).toContain('<testsuite name="&lt;&amp;&quot;&gt;" tests="1"');
    expect(text).toContain('name="a\ufffd\ufffdb"');
    expect(text).toContain('<failure message="x &lt; y">x &lt; y&#10;z</failure>');
  });
});

describe('check and test', () => {
  it.each([
    ['check', 'failing.tpl', '::error file=/failing.tpl,line=', 'title=SANDBOX_REGEX_LITERAL::'],
    ['test', 'failing.tpl', '::error file=/failing.tpl,line=', 'title=SANDBOX_REGEX_LITERAL::'],
    ['test', 'red.tpl', '::error file=/red.tpl,line=', 'title=Fails::the sum: expected 2, found 1'],
  ])('%s %s annotates a run of GitHub', async (command, file, start, title) => {
    const { status, out } = await sgtm(command, '--reporter', 'github', at(file));
    expect(status).toBe(1);
    expect(out).toContain(start);
    expect(out).toContain(title);
  });

  it('write what CI systems read', async () => {
    const tested = await sgtm('test', '--reporter', 'junit', at('red.tpl'), at('failing.tpl'));
    expect(tested.status).toBe(1);
    expect(tested.out).toContain('<testsuites tests="3" failures="2"');
    expect(tested.out).toContain('<testcase name="Passes" classname="/red.tpl"');
    expect(tested.out).toMatch(
      /<failure message="the sum: [^"]*">the sum: .*&#10;at \/red\.tpl:\d+<\/failure>/,
    );
    const checked = await sgtm('check', '--reporter', 'junit', at('good.tpl'), at('failing.tpl'));
    expect(checked.out).toContain('<testsuites tests="2" failures="1"');
  });

  it('refuse a reporter that is none, and two at once', async () => {
    expect(await sgtm('check', '--reporter', 'xml', at('good.tpl'))).toMatchObject({
      status: 2,
      err: expect.stringContaining('--reporter must be one of text, json, junit, github, got xml.'),
    });
    expect((await sgtm('test', '--json', '--reporter', 'junit', at('good.tpl'))).status).toBe(2);
  });

  it('take a pattern that the shell has left as it is', async () => {
    expect((await sgtm('check', at('many/**/[ab].tpl'))).out).toContain('2 of 2 templates');
    expect(await sgtm('check', at('many/*.none'))).toMatchObject({
      status: 2,
      err: expect.stringContaining('nothing fits this pattern.'),
    });
  });
});

describe('coverage', () => {
  it('names the ways of a branch that were never taken', async () => {
    const { out } = await sgtm('test', '--coverage', at('good.tpl'));
    expect(out).toMatch(/never run: lines \d+\n {4}never taken: \d+:1 true\n/);
  });

  it('is written for other programs, and for people', async () => {
    const folder = at('coverage');
    expect((await sgtm('test', '--coverage-report', folder, at('good.tpl'))).status).toBe(0);
    const lcov = readFileSync(`${folder}/lcov.info`, 'utf8');
    expect(lcov).toMatch(/^SF:.*good\.tpl$/m);
    expect(lcov).toMatch(/^BRDA:\d+,0,0,0$/m);
    expect(lcov).toMatch(/^BRDA:\d+,0,1,1$/m);
    expect(lcov).toMatch(/^LF:5\nLH:4$/m);
    expect(existsSync(`${folder}/index.html`)).toBe(true);

    const elsewhere = at('elsewhere.txt');
    writeFileSync(elsewhere, 'kept');
    rmSync(`${folder}/lcov.info`);
    symlinkSync(elsewhere, `${folder}/lcov.info`);
    expect(await sgtm('test', '--coverage-report', folder, at('good.tpl'))).toMatchObject({
      status: 2,
      err: expect.stringMatching(/lcov\.info: a link leads from here to .*elsewhere\.txt, out of /),
    });
    expect(readFileSync(elsewhere, 'utf8')).toBe('kept');
  });
});

describe('explain', () => {
  it('prints what a code means, with the way out', async () => {
    const { status, out } = await sgtm('explain', 'sandbox_regex_literal');
    expect(status).toBe(0);
    expect(out).toMatch(/^SANDBOX_REGEX_LITERAL\n\nError: /);
    expect(out).toContain('```');
    expect((await sgtm('explain', 'PERMISSION_MISSING')).out).toContain('Declare the permission');
  });

  it('lists the codes when it does not know one', async () => {
    for (const args of [[], ['NOTHING']]) {
      const { status, err } = await sgtm('explain', ...args);
      expect(status).toBe(2);
      expect(err).toContain('\n  TPL_SIZE\n');
    }
  });
});

describe('--watch', () => {
  /** Starts a command; `next` gives what it prints until it waits for changes. */
  function start(...command: string[]) {
    const args = ['--import', 'tsx', 'toolkit/cli/main.ts', ...command];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    const next = async (): Promise<string> => {
      while (!out.includes(WAITING)) out += String((await once(child.stdout, 'data'))[0]);
      const end = out.indexOf(WAITING) + WAITING.length;
      const text = out.slice(0, end);
      out = out.slice(end);
      return text;
    };
    return { child, next };
  }
  const WAITING = 'Waiting for changes.\n';

  it('runs again when the file has changed, until it is interrupted', async () => {
    const file = at('watched.tpl');
    writeFileSync(file, good);
    const { child, next } = start('check', '--watch', file);
    expect(await next()).toContain('all is well');
    writeFileSync(file, good.replace('log(data.text);', 'log(data.text)'));
    while (!(await next()).includes('SANDBOX_MISSING_SEMICOLON'));
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([1, null]);
  });

  it('builds again when a module changes that templates share, and not for what they do not hold', async () => {
    await sgtm('init', at('shared/one'), '--type', 'variable');
    const shared = at('shared/value.ts');
    writeFileSync(shared, 'export const value: number = 1;\n');
    const main = "import { value } from '../../value.ts';\nexport default value;\n";
    writeFileSync(at('shared/one/src/main.ts'), main);
    rmSync(at('shared/one/template/scenarios'), { recursive: true });
    const { child, next } = start('build', '--watch', at('shared/one'));
    expect(await next()).toContain('built: ');
    writeFileSync(at('shared/one/other.log'), 'x');
    await new Promise((resolve) => setTimeout(resolve, 300));
    writeFileSync(shared, 'export const value: number = 1 +;\n');
    expect(await next()).toContain('not built: ');
    writeFileSync(shared, 'export const value: number = 12345;\n');
    // An editor's write may be seen in two steps, and built after each.
    while (!(await next()).includes('wrote template.tpl'));
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(readFileSync(at('shared/one/template.tpl'), 'utf8')).toContain('12345');
  });
});
