import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { exported, tpl } from '../server/exports.ts';
import { at, sgtm, useFolder } from './templates.ts';

useFolder();

const sending = tpl(
  'TAG',
  "require('sendHttpGet')('https://a.example/').then((r) => { if (r.statusCode === 200) { data.gtmOnSuccess(); } else { data.gtmOnFailure(); } });",
);
const fires = { name: 'A', type: 'cvt_2_1', firingTriggerId: ['2147479574'] };

beforeAll(() => {
  writeFileSync(at('container.json'), exported({ templates: { '1': sending }, tag: [fires] }));
  writeFileSync(at('other.json'), exported({ tag: [{ ...fires, type: 'html' }] }));
  writeFileSync(at('web.json'), '{"containerVersion": {"container": {"usageContext": ["WEB"]}}}');
  writeFileSync(at('hits.txt'), 'https://g.example/g/collect?v=2&tid=G-1&cid=1.2&en=purchase\n');
  writeFileSync(at('answers.json'), '[{"url": "a.example", "statusCode": 500}]');
});

let running: ChildProcess | undefined;
afterEach(() => {
  running?.kill('SIGKILL');
});

describe('serve', () => {
  it.each([
    [[], 'exactly one file'],
    [['container.json', '--port', 'x'], '--port must be a number'],
    [['container.json', '--live', '--answers', 'answers.json'], 'exclude each other'],
    [['container.json', '--answers', 'https://a.example'], 'must be the address of a server on this machine'],
    [['container.json', '--answers', 'hits.txt'], 'not valid JSON'],
    [['container.json', '--data', 'answers.json'], '--data is for a single template'],
    [['nothing.json'], 'no such file'],
    [['container.json', '--port', '0', '--log', 'nothing/log'], 'cannot be written'],
  ])('called with %j is a wrong call', async (args, message) => {
    const placed = args.map((arg) => (/\.(json|txt)$|\//.test(arg) && !arg.includes(':') ? at(arg) : arg));
    const { status, err } = await sgtm('serve', ...placed);
    expect(err).toContain(message);
    expect(status).toBe(2);
  });

  it('refuses what is no server container, and with --strict what it cannot run', async () => {
    expect(await sgtm('serve', at('web.json'))).toMatchObject({
      status: 1,
      err: expect.stringContaining('only server containers'),
    });
    const { status, err } = await sgtm('serve', at('other.json'), '--strict');
    expect(status).toBe(1);
    expect(err).toContain('tag "A": the type html is not emulated');
  });

  it('takes hits until it is told to end, and the file anew when it changes', async () => {
    const log = at('log.jsonl');
    const main = new URL('../../cli/main.ts', import.meta.url).pathname;
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', main, 'serve', at('container.json'), '--port', '0', '--watch', '--log', log],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    running = child;
    let out = '';
    let told = (): void => undefined;
    child.stdout.on('data', (chunk) => {
      out += chunk;
      told();
    });
    const until = async (pattern: RegExp): Promise<string> => {
      while (!pattern.test(out))
        await new Promise<void>((resolve) => {
          told = resolve;
        });
      return pattern.exec(out)![1] ?? '';
    };
    const url = await until(/(http:\/\/localhost:\d+) takes hits/);
    const hit = () => fetch(`${url}/g/collect?v=2&tid=G-1&cid=1.2&en=purchase`);
    expect((await hit()).status).toBe(200);
    await until(/A: (success)/);
    expect(out).toContain('GET https://a.example/ 200');
    out = '';
    const client = [{ name: 'Other', type: 'mpaw_client', parameter: { activationPath: '/other' } }];
    writeFileSync(at('container.json'), exported({ client }));
    await until(/(1 client, 0 tags)/);
    // The file is read before it takes the place of the other.
    while ((await hit()).status === 200);
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([0, null]);
    const kinds = readFileSync(log, 'utf8')
      .split('\n')
      .slice(0, 4)
      .map((line) => JSON.parse(line).kind);
    expect(kinds).toEqual(['hit', 'event', 'request', 'tag']);
    writeFileSync(at('container.json'), exported({ templates: { '1': sending }, tag: [fires] }));
  });

  it('ends with the shell that npx puts around it', async () => {
    const main = new URL('../../cli/main.ts', import.meta.url).pathname;
    const command = `"${process.execPath}" --import tsx "${main}" serve "${at('container.json')}" --port 0; exit`;
    const child = spawn(command, {
      shell: true,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, npm_command: 'exec' },
    });
    running = child;
    let out = '';
    for await (const chunk of child.stdout) {
      out += chunk;
      if (out.includes('takes hits')) child.kill('SIGTERM');
    }
    // Only now, when both have ended, is the pipe at its end.
    expect(child.signalCode).toBe('SIGTERM');
  });
});

describe('replay-hits', () => {
  const replay = (...more: string[]) => sgtm('replay-hits', at('container.json'), at('hits.txt'), ...more);

  it('reports for each tag what it did', async () => {
    const { status, out } = await replay();
    expect(status).toBe(0);
    expect(out).toContain('1 request, 0 that no client claimed. Events: purchase 1.');
    expect(out).toContain('A: fired 1 (1 success), sent 1, refused 0');
    const refused = await replay('--answers', at('answers.json'));
    expect(refused.out).toContain('A: fired 1 (1 failure), sent 0, refused 1');
  });

  it('prints nothing that steers the terminal', async () => {
    writeFileSync(at('escape.txt'), '/g/collect?v=2&tid=G-1&cid=1.2&en=%1b%5B2J\n');
    const { out } = await sgtm('replay-hits', at('container.json'), at('escape.txt'));
    expect(out).toContain('Events: ?[2J 1.');
    expect(out).not.toContain('\u001b');
  });

  it('compares with a report that was kept', async () => {
    // Some shells put a byte order mark before what they write into a file.
    writeFileSync(at('report.json'), `\uFEFF${(await replay('--json')).out}`);
    expect(await replay('--expect', at('report.json'))).toMatchObject({ status: 0 });
    const { status, err } = await replay('--expect', at('report.json'), '--answers', at('answers.json'));
    expect(status).toBe(1);
    expect(err).toContain('tags.A.sent: expected 1, got 0');
  });

  it('runs a single template, too', async () => {
    const { status, out } = await sgtm('replay-hits', at('good.tpl'), at('hits.txt'));
    expect({ status, out }).toMatchObject({
      status: 0,
      out: expect.stringContaining('good: fired 1 (1 success)'),
    });
  });

  it('does not run a template for web containers', async () => {
    const text = readFileSync(at('good.tpl'), 'utf8')
      .replace('"SERVER"', '"WEB"')
      .replace('___SANDBOXED_JS_FOR_SERVER___', '___SANDBOXED_JS_FOR_WEB_TEMPLATE___')
      .replace('___SERVER_PERMISSIONS___', '___WEB_PERMISSIONS___');
    writeFileSync(at('web.tpl'), text);
    const { status, err, out } = await sgtm('replay-hits', at('web.tpl'), at('hits.txt'));
    expect({ status, said: out + err }).toMatchObject({
      status: 1,
      said: expect.stringContaining('so it cannot be run.'),
    });
  });

  it.each([
    [['container.json'], 'Give two files'],
    [['container.json', 'answers.json'], 'expected a URL'],
    [['container.json', 'hits.txt', '--expect', 'hits.txt'], 'is not JSON'],
  ])('called with %j is a wrong call', async (args, message) => {
    const { status, err } = await sgtm(
      'replay-hits',
      ...args.map((arg) => (arg.startsWith('--') ? arg : at(arg))),
    );
    expect(err).toContain(message);
    expect(status).toBe(2);
  });
});
