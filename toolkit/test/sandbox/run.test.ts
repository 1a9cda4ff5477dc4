import { describe, expect, it } from 'vitest';
import { runTemplate, type World } from '../../sandbox/index.ts';
import { parseTemplate } from '../../sandbox/tpl/template.ts';
import { permission, template, templateText } from './build-template.ts';

const logging = permission('logging', { environments: 'all' });
const http = permission('send_http', { allowedUrls: 'specific', urls: ['https://a.example/*'] });
const ok: World = { http: async () => ({ statusCode: 200, headers: {}, body: '{}' }) };

describe('runTemplate', () => {
  it('records a whole run of a tag', async () => {
    const subject = template({
      code: `const send = require('sendHttpRequest');
const log = require('logToConsole');
const set = require('setCookie');
const get = require('getEventData');
set('c', get('event_name'), {domain: 'auto'});
send('https://a.example/' + data.id, {method: 'POST'}, 'body').then((answer) => {
  log('answered', answer.statusCode);
  data.gtmOnSuccess();
}, data.gtmOnFailure);`,
      parameters: [{ type: 'TEXT', name: 'id' }],
      permissions: [
        logging,
        http,
        permission('read_event_data', { eventDataAccess: 'specific', keyPatterns: ['event_name'] }),
        permission('set_cookies', {
          allowedCookies: [{ name: 'c', domain: '*', path: '*', secure: 'any', session: 'any' }],
        }),
      ],
    });
    const record = await runTemplate(subject, { id: '7' }, { ...ok, eventData: { event_name: 'a b' } });
    expect(record).toMatchObject({
      outcome: 'success',
      signals: ['success'],
      cookies: [{ name: 'c', value: 'a%20b', options: { domain: 'auto' } }],
      logs: ['answered 200'],
      errors: [],
      warnings: [],
    });
    expect(record.requests).toEqual([
      {
        request: { method: 'POST', url: 'https://a.example/7', headers: {}, body: 'body', timeout: 15_000 },
        answer: { statusCode: 200, headers: {}, body: '{}' },
      },
    ]);
    expect(record.lines).toHaveLength(9);
    expect(subject.text.split('\n')[record.lines[0]! - 1]).toContain("require('sendHttpRequest')");
  });

  it('counts the same instructions in every run of the same code and world', async () => {
    const subject = template({
      code: 'let n = 0; for (let i = 0; i < 10; i++) { n += i; } data.gtmOnSuccess();',
    });
    const counts = await Promise.all([1, 2, 3].map(async () => (await runTemplate(subject)).instructions));
    expect(new Set(counts).size).toBe(1);
    expect(counts[0]).toBeGreaterThan(50);
  });

  it('gives the value of a variable, a promise waited for', async () => {
    expect(
      (
        await runTemplate(
          template({
            type: 'MACRO',
            code: 'return {a: [data.x]};',
            parameters: [{ type: 'TEXT', name: 'x' }],
          }),
          { x: 1 },
        )
      ).returned,
    ).toEqual({ a: [1] });
    const later =
      "const P = require('Promise'); return P.create((resolve) => { require('callLater')(() => { resolve('later'); }); });";
    expect((await runTemplate(template({ type: 'MACRO', code: later }))).returned).toBe('later');
  });

  it('gives a client no outcome to signal', async () => {
    const { warnings, outcome, returned } = await runTemplate(
      template({ type: 'CLIENT', code: "require('claimRequest')(); return data.gtmOnSuccess;" }),
    );
    expect({ warnings, outcome, returned }).toEqual({ warnings: [], outcome: 'none', returned: undefined });
  });

  it('places an error on the line and column of the file', async () => {
    const subject = template({
      code: 'const a = 1;\nlet b;\nif (a === 1) {\n  b.c = 2;\n}\ndata.gtmOnSuccess();',
    });
    const { errors, outcome, warnings } = await runTemplate(subject);
    expect(outcome).toBe('none');
    expect(warnings).toContainEqual(expect.stringContaining('The tag signalled no outcome'));
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toBe("TypeError: Can't set property c of undefined.");
    expect(subject.text.split('\n')[errors[0]!.position!.line - 1]).toBe('  b.c = 2;');
    expect(errors[0]?.position?.column).toBe(3);
  });

  it('warns of an outcome signalled twice', async () => {
    const { warnings, outcome } = await runTemplate(
      template({ code: 'data.gtmOnFailure(); data.gtmOnSuccess();' }),
    );
    expect(outcome).toBe('failure');
    expect(warnings).toEqual(['The tag signalled its outcome 2 times: failure, success.']);
  });

  it('refuses what is not declared, and only warns when told to refuse nothing', async () => {
    const subject = template({
      code: "const read = require('getEventData'); read('x'); read('y'); data.gtmOnSuccess();",
    });
    const refusal = 'The requested permission read_event_data is not configured.';
    expect((await runTemplate(subject)).errors[0]?.message).toBe(refusal);
    const free = await runTemplate(subject, {}, { permissions: false });
    expect(free.outcome).toBe('success');
    expect(free.warnings).toEqual([`Permission read_event_data: ${refusal}`]);
  });

  it('stops an endless loop and an endless recursion with one error', async () => {
    const loop = await runTemplate(
      template({ code: 'while (true) {}\ndata.gtmOnSuccess();' }),
      {},
      { budget: 100_000 },
    );
    expect(loop.errors).toHaveLength(1);
    expect(loop.outcome).toBe('none');
    const recursion = await runTemplate(
      template({ code: 'function f() { return f(); }\nf();\ndata.gtmOnSuccess();' }),
    );
    expect(recursion.errors).toHaveLength(1);
    expect(recursion.errors[0]?.message).toMatch(/nested too deeply/);
    const jobs =
      "const later = require('callLater'); const f = () => { later(f); }; f(); data.gtmOnSuccess();";
    expect(
      (await runTemplate(template({ code: jobs }), {}, { budget: 10_000 })).errors.length,
    ).toBeGreaterThan(0);
  });

  it.each([
    "const f = (n) => 'x'.replace('x', () => f(n + 1)); return f(0);",
    "const f = (n) => 'x'.match('x') + f(n + 1); return f(0);",
    'const f = (n) => [1].map(() => f(n + 1)); return f(0);',
  ])('says that calls are nested too deeply, whatever call the stack ends in: %s', async (code) => {
    const { errors } = await runTemplate(template({ type: 'MACRO', code }));
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Calls or code are nested/),
    ]);
  });

  it('says what is wrong with a pattern, however long it is', async () => {
    const code = "let p = '(a'; for (let i = 0; i < 12; i++) { p = p + p; } return 'x'.match(p);";
    const [error] = (await runTemplate(template({ type: 'MACRO', code }))).errors;
    expect(error?.message).toMatch(/^Invalid regular expression: .*…a.*: Unterminated group$/s);
    expect(error?.message.length).toBeLessThan(1000);
  });

  it.each([
    ['at once', `'TEXT'.match(PATTERN);`],
    ['in a job', `require('callLater')(() => 'TEXT'.match(PATTERN)); data.gtmOnFailure();`],
    ['after an answer', `require('sendHttpGet')('https://a.example/').then(() => 'TEXT'.search(PATTERN));`],
    [
      'in a listener of its own',
      `require('addMessageListener')('m', () => 'TEXT'.match(PATTERN)); require('sendMessage')('m', {});`,
    ],
  ])('stops a pattern that does not come back, %s, and nothing of the run goes on', async (_when, code) => {
    const hanging = code.replace('TEXT', `${'a'.repeat(40)}!`).replace('PATTERN', () => "'^(a+)+$'");
    const rest = "require('callLater')(() => { require('logToConsole')('later'); });";
    const { errors, logs } = await runTemplate(
      template({ code: `${rest}\n${hanging}\ndata.gtmOnSuccess();` }),
      {},
      { timeLimit: 50, permissions: false, http: async () => ({ statusCode: 200, headers: {}, body: '' }) },
    );
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^The run was stopped after 0.05 seconds: /),
    ]);
    expect(logs.length).toBeLessThan(2);
  });

  it('stops the listener that does not come back, not the template that has sent to it', async () => {
    const messages: NonNullable<World['messages']> = new Map();
    const world: World = { timeLimit: 2000, permissions: false, messages };
    const listening = template({
      code: `require('addMessageListener')('m', () => { '${'a'.repeat(40)}!'.match('^(a+)+$'); });`,
    });
    await runTemplate(listening, {}, world);
    const code = "require('sendMessage')('m', {}); data.gtmOnSuccess();";
    const record = await runTemplate(template({ code }), {}, world);
    expect(record).toMatchObject({ errors: [], outcome: 'success' });
  });

  it('says of a field that is nested without end, and of such a result, that it is too deep', async () => {
    let nested: unknown = 1;
    for (let i = 0; i < 5000; i++) nested = [nested];
    const macro = template({
      type: 'MACRO',
      code: 'let a = 1; for (let i = 0; i < 5000; i++) { a = [a]; } return a;',
      parameters: [{ type: 'TEXT', name: 'nested' }],
    });
    const given = await runTemplate(macro, { nested });
    expect(given.errors.map(({ message }) => message)).toEqual([
      'The data cannot be handed to the template. A value is nested more than 1000 levels deep.',
    ]);
    const made = await runTemplate(macro);
    expect(made.errors.map(({ message }) => message)).toEqual([
      'A value is nested more than 1000 levels deep.',
    ]);
    expect(made.returned).toBeUndefined();
  });

  it('runs the same template in different worlds at the same time', async () => {
    const subject = template({
      code: "require('sendHttpGet')('https://a.example/').then((r) => { require('logToConsole')(r.body); data.gtmOnSuccess(); });",
      permissions: [logging, http],
    });
    const worlds = ['a', 'b'].map(
      (body): World => ({ http: async () => ({ statusCode: 200, headers: {}, body }) }),
    );
    const records = await Promise.all(worlds.map((world) => runTemplate(subject, {}, world)));
    expect(records.map(({ logs }) => logs)).toEqual([['a'], ['b']]);
  });

  it('runs files with CRLF and a byte-order mark as it runs others', async () => {
    const text = templateText({ code: 'let a = 1;\na += 1;\ndata.gtmOnSuccess();' });
    const plain = await runTemplate(parseTemplate(text));
    expect(await runTemplate(parseTemplate(`\uFEFF${text.replaceAll('\n', '\r\n')}`))).toEqual(plain);
  });

  it('rejects for code that has no compiled form, at a line of the file', async () => {
    const subject = template({ code: 'const a = /x/;' });
    await expect(runTemplate(subject)).rejects.toMatchObject({
      name: 'CompileError',
      problems: [{ code: 'SANDBOX_REGEX_LITERAL', line: subject.codeLine }],
    });
  });
});
