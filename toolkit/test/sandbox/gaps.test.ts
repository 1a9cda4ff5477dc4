/** The list in toolkit/sandbox/README.md of where the emulation stops, each item an expected failure. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createBigQuery, runScenarios, runTag } from '../../sandbox/index.ts';
import { record, value } from './apis/run-code.ts';
import { template } from './build-template.ts';

/** By the title in the README: what would hold if the gap were closed. */
const GAPS: Record<string, () => Promise<void>> = {
  'Field defaults': async () => {
    const parameters = [{ type: 'TEXT', name: 'a', simpleValueType: true, defaultValue: 'x' }];
    expect((await runTag(template({ type: 'MACRO', code: 'return data.a;', parameters }))).returned).toBe(
      'x',
    );
  },
  'Promise time limit': async () => {
    expect((await record("require('Promise').create(() => {});")).warnings).not.toEqual([]);
  },
  'Nested runCode': async () => {
    const code = "require('Promise').create((resolve) => { resolve(); }).then(data.gtmOnSuccess);";
    const test = "require('callLater')(() => { runCode({}); assertApi('gtmOnSuccess').wasCalled(); });";
    expect((await runScenarios(template({ code, scenarios: [{ name: 'S', code: test }] }))).failed).toBe(0);
  },
  'Google credentials': async () => {
    const { requests } = await record(
      "require('sendHttpGet')('https://a.example/', {authorization: require('getGoogleAuth')({scopes: ['s']})}).catch(() => {});",
    );
    expect(requests[0]?.request.headers).toHaveProperty('authorization');
  },
  'Typed BigQuery columns': async () => {
    const { insert } = createBigQuery({ 'd.t': ['time'] });
    await expect(
      insert({ datasetId: 'd', tableId: 't' }, [{ time: { not: 'a time' } }], {
        ignoreUnknownValues: false,
        skipInvalidRows: false,
      }),
    ).rejects.toBeDefined();
  },
  'Firestore databases': async () => {
    const code =
      "const F = require('Firestore'); return F.write('a/b', {x: 1}, {databaseId: 'one'}).then(() => F.read('a/b', {databaseId: 'two'})).then(() => 'found', () => 'none');";
    expect(await value(code)).toBe('none');
  },
  'Measurement Protocol items': async () => {
    const request = { path: '/g/collect', query: 'v=2&en=purchase&pr1=idSKU~nmName' };
    const [event] = (await value("return require('extractEventsFromMpv2')();", { request })) as {
      items?: unknown[];
    }[];
    expect(event?.items).toHaveLength(1);
  },
  'Other tags': async () => {
    const code =
      "require('addEventCallback')((id, event) => { require('logToConsole')(event.tags.length); }); require('runContainer')({event_name: 'a'});";
    expect((await record(code)).logs).not.toEqual(['1']);
  },
  'Messages between templates': async () => {
    const world = {};
    const listening = record(
      "require('addMessageListener')('m', () => { require('logToConsole')('heard'); });",
      world,
    );
    await record("require('sendMessage')('m', {});", world);
    expect((await listening).logs).toEqual(['heard']);
  },
  'Remote address': async () => {
    const headers = { 'X-Forwarded-For': '192.0.2.1' };
    expect(await value("return require('getRemoteAddress')();", { headers })).toBe('192.0.2.1');
  },
  'Cookie domain': async () => {
    const { cookies } = await record("require('setCookie')('a', 'b', {domain: 'auto'});", {
      headers: { host: 'sgtm.shop.example' },
    });
    expect(cookies[0]?.options.domain).toBe('shop.example');
  },
  'Firestore cache': async () => {
    const firestore = new Map([['a/b', { x: 1 }]]);
    const code =
      "const F = require('Firestore'); return F.read('a/b').then(() => require('sendHttpGet')('https://a.example/')).then(() => F.read('a/b')).then((document) => document.data.x);";
    const http = async () => {
      firestore.set('a/b', { x: 2 });
      return { statusCode: 200, headers: {}, body: '' };
    };
    expect(await value(code, { firestore, http })).toBe(1);
  },
  'Google scripts': async () => {
    const { requests } = await record(
      "const get = require('getGoogleScript'); get('GTAG').catch(() => {}); get('GTAG', {debug: true}).catch(() => {});",
    );
    expect(requests[1]?.request.url).not.toBe(requests[0]?.request.url);
  },
  'Set-Cookie headers': async () => {
    expect(
      (await record("require('setCookie')('a', 'b'); require('returnResponse')();")).response.headers,
    ).toHaveProperty('set-cookie');
  },
  'Real CPU and memory limits': async () => {
    const code =
      'const list = []; for (let i = 0; i < 20000; i++) { list.push([i, i]); } return list.length;';
    expect((await runTag(template({ type: 'MACRO', code }))).errors).not.toEqual([]);
  },
};

const readme = readFileSync(new URL('../../sandbox/README.md', import.meta.url), 'utf8');

describe('where the emulation stops', () => {
  it('is the list of the README, item for item', () => {
    const titles = [...readme.matchAll(/^- \*\*(.+?)\.\*\*/gm)].map(([, title]) => title);
    expect(Object.keys(GAPS)).toEqual(titles);
  });

  for (const [title, closed] of Object.entries(GAPS)) it.fails(title, closed);
});
