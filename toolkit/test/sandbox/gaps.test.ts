/** The list in toolkit/sandbox/README.md of where the emulation stops, each item an expected failure. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runTemplate } from '../../sandbox/index.ts';
import { record, value } from './apis/run-code.ts';
import { template } from './build-template.ts';

/** By the title in the README: what would hold if the gap were closed. */
const GAPS: Record<string, () => Promise<void>> = {
  'Field defaults': async () => {
    const parameters = [{ type: 'TEXT', name: 'a', simpleValueType: true, defaultValue: 'x' }];
    expect(
      (await runTemplate(template({ type: 'MACRO', code: 'return data.a;', parameters }))).returned,
    ).toBe('x');
  },
  'Google credentials': async () => {
    const { requests } = await record(
      "require('sendHttpGet')('https://a.example/', {authorization: require('getGoogleAuth')({scopes: ['s']})}).catch(() => {});",
    );
    expect(requests[0]?.request.headers).toHaveProperty('authorization');
  },
  'Other tags': async () => {
    const code =
      "require('addEventCallback')((id, event) => { require('logToConsole')(event.tags.length); }); require('runContainer')({event_name: 'a'});";
    expect((await record(code)).logs).not.toEqual(['1']);
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
  'Real CPU and memory limits': async () => {
    const code =
      'const list = []; for (let i = 0; i < 20000; i++) { list.push([i, i]); } return list.length;';
    expect((await runTemplate(template({ type: 'MACRO', code }))).errors).not.toEqual([]);
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
