import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { permission, templateText } from '../sandbox/build-template.ts';
import { at, field, sgtm, useFolder } from './templates.ts';

useFolder();

describe('run', () => {
  it('prints the record', async () => {
    const { status, out } = await sgtm('run', at('good.tpl'), '--data', at('data.json'));
    expect(status).toBe(0);
    expect(out).toMatch(/^\/good\.tpl: success, \d+ instructions\nlog {6}hello\n$/);
    const { out: json } = await sgtm('run', '--json', at('good.tpl'), '--data', at('data.json'));
    expect(JSON.parse(json)).toMatchObject({ outcome: 'success', logs: ['hello'] });
  });

  it('says that the editor would refuse what it runs', async () => {
    writeFileSync(at('refused.tpl'), templateText({ type: 'MACRO', code: 'const a = 1\nreturn a;' }));
    const { status, out, err } = await sgtm('run', at('refused.tpl'));
    expect([status, out]).toEqual([0, expect.stringContaining('returned 1\n')]);
    expect(err).toBe("/refused.tpl: Google's editor would refuse this template; sgtm check says why.\n");
    expect((await sgtm('run', at('good.tpl'), '--data', at('data.json'))).err).toBe('');
  });

  it('fails when the tag fails', async () => {
    writeFileSync(at('fail.json'), '{"fail": true}');
    expect((await sgtm('run', at('good.tpl'), '--data', at('fail.json'))).status).toBe(1);
  });

  it('answers requests from a file, by status, over the network, or not at all', async () => {
    const server = createServer((request, response) => {
      response.setHeader('x-seen', String(request.headers['x-a']));
      response.setHeader('set-cookie', ['c=1', 'd=2']);
      response.end(`real ${request.url}`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/p`;
    try {
      const code = `require('sendHttpRequest')(data.url, {headers: {'X-A': 'b'}}).then((r) => {\n  require('logToConsole')(r.statusCode, r.body, r.headers['x-seen'], r.headers['set-cookie']);\n  data.gtmOnSuccess();\n}, data.gtmOnFailure);`;
      writeFileSync(
        at('http.tpl'),
        templateText({
          code,
          parameters: [field('url')],
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
      const go = (...more: string[]) => sgtm('run', at('http.tpl'), '--data', at('url.json'), ...more);
      expect((await go('--answer', at('answers.json'))).out).toMatch(/^log {6}201 \{"a":1\}/m);
      expect((await go('--answer', '404')).out).toContain('log      404');
      expect((await go('--http')).out).toContain('log      200 real /p b ["c=1","d=2"]');
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
    const { status, out } = await sgtm(
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

  it('takes a clock, randomness and data that is kept, so that a run comes back the same', async () => {
    const code = `const random = require('generateRandom');
const storage = require('templateDataStorage');
return require('Firestore').read('a/b').then((document) => [
  require('getTimestampMillis')(), random(1, 10), storage.getItemCopy('k'), document.data.x,
]);`;
    writeFileSync(at('kept.tpl'), templateText({ type: 'MACRO', code }));
    const world = { now: 5, random: 0.5, storage: { k: [1] }, firestore: { 'a/b': { x: 'y' } } };
    writeFileSync(at('kept.json'), JSON.stringify(world));
    const { out } = await sgtm('run', at('kept.tpl'), '--world', at('kept.json'), '--no-permissions');
    expect(out).toMatch(/^\/kept\.tpl: \d+ instructions\nreturned \[5,6,\[1\],"y"\]\n/);
  });

  it('takes the file of keys that a server has as a world', async () => {
    const code = "return require('hmacSha256')('text', 'one', {outputEncoding: 'hex'});";
    const permissions = [permission('use_custom_private_keys', { keyIds: ['one'] })];
    writeFileSync(at('hmac.tpl'), templateText({ type: 'MACRO', code, permissions }));
    writeFileSync(at('keys.json'), JSON.stringify({ keys: { one: Buffer.from('key').toString('base64') } }));
    const { out } = await sgtm('run', at('hmac.tpl'), '--world', at('keys.json'));
    expect(out).toContain(`returned "${createHmac('sha256', 'key').update('text').digest('hex')}"`);
  });

  it('keeps rows by the tables of the world', async () => {
    const code =
      "require('BigQuery').insert({datasetId: 'd', tableId: 't'}, [{a: 1, b: 2}]).then(data.gtmOnSuccess, (errors) => { require('logToConsole')(errors[0].message); data.gtmOnFailure(); });";
    const allowedTables = [{ projectId: '*', datasetId: 'd', tableId: 't', operation: 'write' }];
    const permissions = [
      permission('access_bigquery', { allowedTables }),
      permission('logging', { environments: 'all' }),
    ];
    writeFileSync(at('rows.tpl'), templateText({ code, permissions }));
    const go = async (columns: string[]) => {
      writeFileSync(at('tables.json'), JSON.stringify({ bigQuery: { 'd.t': columns } }));
      return (await sgtm('run', at('rows.tpl'), '--world', at('tables.json'))).out;
    };
    expect(await go(['a', 'b'])).toMatch(/: success,[\s\S]*^rows {5}.*"tableId":"t"\} \[\{"a":1,"b":2\}\]$/m);
    expect(await go(['a'])).toMatch(/: failure,[\s\S]*^log {6}no such field: b\.$/m);
  });

  it('shows what a client answers', async () => {
    const code =
      "require('claimRequest')();\nrequire('setResponseHeader')('X-A', 'b');\nrequire('setResponseBody')('hello');\nrequire('sendPixelFromBrowser')('https://a.example/p');\nrequire('returnResponse')();";
    writeFileSync(at('client.tpl'), templateText({ type: 'CLIENT', code }));
    const { status, out } = await sgtm('run', at('client.tpl'), '--no-permissions');
    expect(status).toBe(0);
    expect(out).toMatch(
      /^\/client\.tpl: \d+ instructions\npixel {4}https:\/\/a\.example\/p\nclaimed {2}yes\nresponse 200 \n {9}x-a: b\n {9}"hello"\n/,
    );
  });

  it('says that a client has not claimed the request, and prints requests beside a value without end', async () => {
    writeFileSync(at('client.tpl'), templateText({ type: 'CLIENT', code: 'const a = 1;' }));
    const { out } = await sgtm('run', at('client.tpl'));
    expect(out).toContain('\nclaimed  no\nresponse 200 (not returned)\n');
    const code =
      "require('sendHttpGet')('https://a.example/p'); let a = []; for (let i = 0; i < 30; i++) { a = [a, a]; } return a;";
    writeFileSync(at('doubled.tpl'), templateText({ type: 'MACRO', code }));
    const doubled = await sgtm('run', at('doubled.tpl'), '--no-permissions');
    expect(doubled.out).toContain('(and more)');
    expect(doubled.out).toContain('\nrequest  GET https://a.example/p\n');
  });

  it.each([
    [['--data', 'broken.json'], 'broken.json: not valid JSON'],
    [['--data', 'deep.json'], 'deep.json: nested more than 1000 levels deep.'],
    [['--data', 'list.json'], 'list.json: must hold a JSON object.'],
    [['--data', 'none.json'], 'none.json: cannot be read, no such file or folder.'],
    [['--data', 'many'], 'many: cannot be read, it is a folder.'],
    [
      ['--world', 'data.json'],
      "data.json: a world in a file has no part 'text'. Known are eventData, cookies,",
    ],
    [
      ['--world', 'shape.json'],
      "shape.json: 'cookies' of a world must be an object of texts or lists of texts, got text.",
    ],
    [
      ['--world', 'request.json'],
      "request.json: The request of a world has no part 'metod', so nothing would read it. Did you mean 'method'?",
    ],
    [['--answer', 'data.json'], 'data.json: must hold one answer or a list of answers'],
    [['--answer', '700'], '"statusCode" from 100 to 599'],
    [['--data', 'latin.json'], 'latin.json: cannot be read, it is not UTF-8; save it as UTF-8.'],
    [['--budget', 'many'], '--budget must be a number above 0, got many.'],
  ])('refuses %j', async ([option, file], message) => {
    const { status, err } = await sgtm(
      'run',
      at('good.tpl'),
      option!,
      option === '--data' || file!.endsWith('.json') ? at(file!) : file!,
    );
    expect(status).toBe(2);
    expect(err).toContain(message);
  });

  it('prints an object that contains itself wherever it turns up', async () => {
    const code =
      "const o = {a: {}, l: []};\no.a.o = o;\no.l = [o.l, o.a];\nrequire('BigQuery').insert({datasetId: 'd', tableId: 't'}, [o]);\nrequire('runContainer')(o);\nrequire('setCookie')('c', 'x', o);\nreturn o;";
    writeFileSync(at('cycle.tpl'), templateText({ type: 'CLIENT', code }));
    const o = { a: { o: '(itself)' }, l: [[], { o: '(itself)' }] };
    const { status, out } = await sgtm('run', at('cycle.tpl'), '--no-permissions', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ returned: o, rows: [{ rows: [o] }], events: [o] });
    expect((await sgtm('run', at('cycle.tpl'), '--no-permissions')).out).toContain(JSON.stringify(o));
  });

  it('shows the documents a template wrote to Firestore', async () => {
    const code =
      "const Firestore = require('Firestore');\nFirestore.write('a/1', {n: 1}, {merge: true});\nFirestore.runTransaction((t) => Firestore.write('a/2', {n: 2}, {transaction: t})).then(() => data.gtmOnSuccess());";
    writeFileSync(at('documents.tpl'), templateText({ code }));
    const { out } = await sgtm('run', at('documents.tpl'), '--no-permissions');
    expect(out).toContain('\ndocument a/1 {"n":1} (merged)\ndocument a/2 {"n":2}\n');
  });

  it('prints a number that JSON lacks', async () => {
    const returned = async (code: string): Promise<string> => {
      writeFileSync(at('value.tpl'), templateText({ type: 'MACRO', code }));
      const { status, out } = await sgtm('run', at('value.tpl'));
      expect(status).toBe(0);
      return /^returned (.*)$/m.exec(out)?.[1] ?? '';
    };
    expect(await returned("return require('makeNumber')('x');")).toBe('NaN');
  });

  it('stops an endless loop', async () => {
    writeFileSync(at('loop.tpl'), templateText({ code: 'while (true) {}\ndata.gtmOnSuccess();' }));
    const { status, out } = await sgtm('run', at('loop.tpl'), '--budget', '100000');
    expect(status).toBe(1);
    expect(out.match(/^error /gm)).toHaveLength(1);
  });
});
