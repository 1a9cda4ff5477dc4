import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ranges } from '../../scripts/tpl/test.ts';
import { main } from '../../scripts/tpl.ts';
import { permission, templateText } from '../sandbox/build-template.ts';

let folder: string;
const at = (name: string): string => join(folder, name);

const good = templateText({
  code: "const log = require('logToConsole');\nlog(data.text);\nif (data.fail) {\n  data.gtmOnFailure();\n} else {\n  data.gtmOnSuccess();\n}",
  permissions: [permission('logging', { environments: 'all' })],
  scenarios: [{ name: 'Logs', code: "runCode({text: 'x'});\nassertApi('logToConsole').wasCalledWith('x');" }],
});
const failing = templateText({
  code: 'let a = /x/\ndata.gtmOnSuccess();',
  scenarios: [{ name: 'Fails', code: 'fail();' }],
});
const red = templateText({
  code: 'data.gtmOnSuccess();',
  scenarios: [
    { name: 'Passes', code: 'runCode({});' },
    { name: 'Fails', code: "runCode({});\nassertThat(1, 'the sum').isEqualTo(2);" },
  ],
});

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tpl-'));
  mkdirSync(at('many/deep'), { recursive: true });
  for (const [name, text] of Object.entries({
    'good.tpl': good,
    'failing.tpl': failing,
    'red.tpl': red,
    'many/a.tpl': good,
    'many/deep/b.tpl': red,
    'many/web.tpl': good.replace('SANDBOXED_JS_FOR_SERVER', 'SANDBOXED_JS_FOR_WEB_TEMPLATE'),
    'many/notes.txt': 'no template',
    'data.json': '{"text": "hello"}',
    'broken.json': '{"text": ',
    'list.json': '[]',
  }))
    writeFileSync(at(name), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Result {
  status: number;
  out: string;
  err: string;
}

/** The command as called in a terminal without colours. */
async function tpl(...args: string[]): Promise<Result> {
  let out = '';
  let err = '';
  const io = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
    colour: false,
  };
  const status = await main(args, io);
  expect(out + err).not.toMatch(/\n\s+at .*:\d+:\d+\)?\n/);
  return { status, out: out.replaceAll(folder, ''), err: err.replaceAll(folder, '') };
}

describe('the command itself', () => {
  it('explains itself', async () => {
    const { status, out } = await tpl('--help');
    expect(status).toBe(0);
    for (const verb of ['check', 'test', 'run', 'compile', 'split', 'join']) {
      expect(out).toContain(`\n  ${verb} `);
      const help = await tpl(verb, '--help');
      expect(help.status).toBe(0);
      expect(help.out).toContain('--json');
    }
  });

  it.each([
    [[], 'No verb given.'],
    [['fly'], "Unknown verb 'fly'."],
    [['toString'], "Unknown verb 'toString'."],
    [['check'], 'No file given. Name a .tpl file or a folder.'],
    [['check', '--fast', 'x'], "Unknown option '--fast'"],
    [['check', 'nowhere.tpl'], 'nowhere.tpl: no such file or folder.'],
    [['compile', 'a', 'b'], 'compile takes exactly one file.'],
    [['split', 'a'], 'split takes a file and a folder.'],
    [['test', '--timing', 'slow', 'x'], '--timing must be drain or native, got slow.'],
  ])('with %j is a wrong call', async (args, message) => {
    const { status, err } = await tpl(...args);
    expect(status).toBe(2);
    expect(err).toContain(message);
    expect(err).toContain('npm run tpl -- ');
  });

  it('exits with its status as a process', () => {
    const call = (...args: string[]) =>
      spawnSync(process.execPath, ['--import', 'tsx', 'scripts/tpl.ts', ...args], { encoding: 'utf8' });
    expect(call('check', at('good.tpl'))).toMatchObject({ status: 0, stderr: '' });
    expect(call('check', at('failing.tpl')).status).toBe(1);
    expect(call('nothing').status).toBe(2);
  });
});

describe('check', () => {
  it('is quiet about a good file', async () => {
    expect(await tpl('check', at('good.tpl'))).toEqual({
      status: 0,
      out: 'all is well: 0 errors, 0 warnings.\n',
      err: '',
    });
  });

  it('names each problem at its place, with its page', async () => {
    const { status, out } = await tpl('check', at('failing.tpl'));
    expect(status).toBe(1);
    expect(out).toMatch(
      /^\/failing\.tpl:\d+:\d+ error SANDBOX_REGEX_LITERAL: .*\n {2}docs\/sandbox-rules\.md#sandbox_regex_literal$/m,
    );
    expect(out).toMatch(/not accepted: 2 errors, \d+ warnings?\.\n$/);
  });

  it('takes a folder, and skips web templates in it', async () => {
    const { status, out } = await tpl('check', at('many'));
    expect(status).toBe(0);
    expect(out).toContain('2 of 2 templates without errors');
    expect(out).toContain('1 web template skipped.');
    expect((await tpl('check', at('many/web.tpl'))).out).toContain('TPL_WEB: This is a web template');
  });

  it('gives JSON', async () => {
    const { out, status } = await tpl('check', '--json', at('good.tpl'), at('failing.tpl'));
    const result = JSON.parse(out);
    expect(status).toBe(1);
    expect(result.files.map(({ file }: { file: string }) => file)).toEqual(['/good.tpl', '/failing.tpl']);
    expect(result.errors).toBe(2);
  });

  it('lets warnings pass unless told to be strict', async () => {
    writeFileSync(
      at('wide.tpl'),
      templateText({
        code: "require('getAllEventData')();\ndata.gtmOnSuccess();",
        permissions: [permission('read_event_data', { eventDataAccess: 'any' })],
      }),
    );
    expect((await tpl('check', at('wide.tpl'))).status).toBe(0);
    expect((await tpl('check', '--strict', at('wide.tpl'))).status).toBe(1);
    expect((await tpl('check', '--quiet', at('wide.tpl'))).out).not.toContain('PERMISSION_BROAD');
  });

  it.each([
    ['a file cut off', good.slice(0, 700), 'TPL_'],
    ['a doubled section', `${good}\n___INFO___\n\n{}\n`, 'TPL_SECTION_TWICE'],
    ['broken JSON', good.replace('"version": 1', '"version": '), 'TPL_JSON'],
    ['broken YAML', good.replace('- name: Logs', '- name: [Logs'), 'TPL_YAML'],
    ['ten megabytes', 'y'.repeat(10_000_000), 'TPL_SIZE'],
    ['nothing', '', 'TPL_SECTIONS'],
    ['bytes that are no text', Buffer.from([0xff, 0x00, 0xfe, 0x0a]).toString('latin1'), 'TPL_SECTIONS'],
  ])('answers %s with one error', async (_name, text, code) => {
    writeFileSync(at('bad.tpl'), text);
    for (const verb of ['check', 'test', 'run', 'compile']) {
      const { status, out, err } = await tpl(verb, at('bad.tpl'));
      expect(status, verb).toBe(1);
      expect((out + err).match(/\berror\b/g), verb).toHaveLength(verb === 'check' ? 2 : 1);
      expect(out + err).toMatch(new RegExp(`^/bad\\.tpl:\\d+:\\d+ error ${code}`));
    }
  });
});

describe('test', () => {
  it('lists the scenarios of one file with what they cost', async () => {
    const { status, out } = await tpl('test', at('good.tpl'));
    expect(status).toBe(0);
    expect(out).toMatch(
      /^✓ Logs \(\d+ instructions\)\n\/good\.tpl: 1 of 1 scenario passed in \d+ ms, 80 % of 5 lines run\.\n$/,
    );
  });

  it('shows what failed, with both lines', async () => {
    const { status, out } = await tpl('test', at('red.tpl'));
    expect(status).toBe(1);
    expect(out).toMatch(
      /✗ Fails .*\n {4}the sum: expected 2, found 1\n {4}at \/red\.tpl:\d+, line 2 of the scenario\n/,
    );
    expect(out).toContain('1 of 2 scenarios passed');
  });

  it('shows only failures of many files, and a sum', async () => {
    const { status, out } = await tpl('test', at('many'));
    expect(status).toBe(1);
    expect(out).not.toContain('✓');
    expect(out).toContain('✗ /many/deep/b.tpl: Fails');
    expect(out).toContain('not all passed: 2 of 3 scenarios in 2 templates.');
  });

  it('runs only what is asked for', async () => {
    expect((await tpl('test', '--only', 'Pass', at('red.tpl'))).status).toBe(0);
    expect(await tpl('test', '--only', 'nothing', at('red.tpl'))).toMatchObject({
      status: 2,
      err: expect.stringContaining("No scenario name contains 'nothing'."),
    });
  });

  it('names the lines no scenario runs', async () => {
    const { out } = await tpl('test', '--coverage', at('good.tpl'));
    const [, line] = /never run: lines (\d+)\n/.exec(out) ?? [];
    expect(good.split('\n')[Number(line) - 1]).toBe('  data.gtmOnFailure();');
    expect(ranges([1, 2, 4, 6, 9], new Set([4]))).toBe('1-2, 6-9');
    expect(ranges([1, 2], new Set([1, 2]))).toBe('');
  });

  it('gives JSON, also of code that cannot run', async () => {
    const { out } = await tpl('test', '--json', at('red.tpl'), at('failing.tpl'));
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
        { problems: [{ code: 'SANDBOX_REGEX_LITERAL' }] },
      ],
    });
  });
});

describe('run', () => {
  it('prints the record', async () => {
    const { status, out } = await tpl('run', at('good.tpl'), '--data', at('data.json'));
    expect(status).toBe(0);
    expect(out).toMatch(/^\/good\.tpl: success, \d+ instructions\nlog {6}hello\n$/);
    const { out: json } = await tpl('run', '--json', at('good.tpl'), '--data', at('data.json'));
    expect(JSON.parse(json)).toMatchObject({ outcome: 'success', logs: ['hello'] });
  });

  it('fails when the tag fails', async () => {
    writeFileSync(at('fail.json'), '{"fail": true}');
    expect((await tpl('run', at('good.tpl'), '--data', at('fail.json'))).status).toBe(1);
  });

  it('answers requests from a file, by status, over the network, or not at all', async () => {
    const server = createServer((request, response) => {
      response.setHeader('x-seen', String(request.headers['x-a']));
      response.end(`real ${request.url}`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/p`;
    try {
      const code = `require('sendHttpRequest')(data.url, {headers: {'X-A': 'b'}}).then((r) => {\n  require('logToConsole')(r.statusCode, r.body, r.headers['x-seen']);\n  data.gtmOnSuccess();\n}, data.gtmOnFailure);`;
      writeFileSync(
        at('http.tpl'),
        templateText({
          code,
          permissions: [
            permission('send_http', { allowedUrls: 'any' }),
            permission('logging', { environments: 'all' }),
          ],
        }),
      );
      writeFileSync(at('url.json'), JSON.stringify({ url }));
      writeFileSync(
        at('answers.json'),
        JSON.stringify([
          { url: 'nowhere', statusCode: 500 },
          { url: '/p', statusCode: 201, body: { a: 1 } },
        ]),
      );
      const go = (...more: string[]) => tpl('run', at('http.tpl'), '--data', at('url.json'), ...more);
      expect((await go('--answer', at('answers.json'))).out).toContain('log      201 {"a":1}');
      expect((await go('--answer', '404')).out).toContain('log      404');
      expect((await go('--http')).out).toContain('log      200 real /p b');
      const without = await go();
      expect(without.status).toBe(1);
      expect(without.out).toContain('no answer was given; use --answer FILE, --answer 200 or --http');
    } finally {
      server.close();
    }
  });

  it('takes the rest of the world from a file', async () => {
    const code =
      "return [require('getCookieValues')('c'), require('getRemoteAddress')(), require('getEventData')('e')];";
    writeFileSync(at('world.tpl'), templateText({ type: 'MACRO', code }));
    writeFileSync(at('world.json'), '{"cookies": {"c": "1"}, "remoteAddress": "192.0.2.1"}');
    writeFileSync(at('event.json'), '{"e": 5}');
    const { status, out } = await tpl(
      'run',
      at('world.tpl'),
      '--world',
      at('world.json'),
      '--event',
      at('event.json'),
      '--no-permissions',
    );
    expect(status).toBe(0);
    expect(out).toContain('returned [["1"],"192.0.2.1",5]');
    expect(out).toContain(
      'warning  Permission get_cookies: The requested permission get_cookies is not configured.',
    );
  });

  it.each([
    [['--data', 'broken.json'], 'broken.json: not valid JSON'],
    [['--data', 'list.json'], 'list.json: must hold a JSON object.'],
    [['--data', 'none.json'], 'none.json: no such file.'],
    [['--world', 'data.json'], "data.json: unknown key 'text'"],
    [['--budget', 'many'], '--budget must be a number above 0, got many.'],
  ])('refuses %j', async ([option, file], message) => {
    const { status, err } = await tpl(
      'run',
      at('good.tpl'),
      option!,
      option === '--budget' ? file! : at(file!),
    );
    expect(status).toBe(2);
    expect(err).toContain(message);
  });

  it('stops an endless loop', async () => {
    writeFileSync(at('loop.tpl'), templateText({ code: 'while (true) {}\ndata.gtmOnSuccess();' }));
    const { status, out } = await tpl('run', at('loop.tpl'), '--budget', '100000');
    expect(status).toBe(1);
    expect(out.match(/^error /gm)).toHaveLength(1);
  });
});

describe('compile', () => {
  it('prints the instruction arrays', async () => {
    const { status, out } = await tpl('compile', at('red.tpl'));
    expect(status).toBe(0);
    expect(JSON.parse(out)).toEqual([
      50,
      '__cvt_temp_public_id',
      [46, 'a'],
      [2, [15, 'a'], 'gtmOnSuccess', [7]],
    ]);
    expect(JSON.parse((await tpl('compile', '--json', at('red.tpl'))).out).lines).toEqual([
      red.split('\n').indexOf('data.gtmOnSuccess();') + 1,
    ]);
  });
});

describe('split and join', () => {
  it('give a file back byte for byte, whatever its bytes', async () => {
    const files = [good, `\uFEFF${good.replaceAll('\n', '\r\n')}`, Buffer.from([0xff, 0, 0x0a, 0x80]), ''];
    for (const [index, content] of files.entries()) {
      const source = at(`s${index}.tpl`);
      writeFileSync(source, content);
      expect((await tpl('split', source, at(`parts${index}`))).status).toBe(0);
      expect((await tpl('join', at(`parts${index}`), at(`j${index}.tpl`))).status).toBe(0);
      expect(readFileSync(at(`j${index}.tpl`))).toEqual(readFileSync(source));
    }
  });

  it('do not write over what is there unless told to', async () => {
    await tpl('split', at('good.tpl'), at('once'));
    expect((await tpl('split', at('good.tpl'), at('once'))).status).toBe(2);
    expect((await tpl('split', '--force', at('good.tpl'), at('once'))).status).toBe(0);
    expect((await tpl('join', at('once'), at('good.tpl'))).status).toBe(2);
  });

  it('say which part is missing', async () => {
    await tpl('split', at('good.tpl'), at('less'));
    rmSync(at('less/code.js'));
    expect(await tpl('join', at('less'), at('less.tpl'))).toMatchObject({
      status: 1,
      err: expect.stringContaining('code.js is missing'),
    });
    expect((await tpl('join', at('nowhere'), at('x.tpl'))).status).toBe(2);
  });
});
