import { describe, expect, it } from 'vitest';
import { runTemplate, type World } from '../../../sandbox/index.ts';
import { permission, template } from '../build-template.ts';
import { record, value } from './run-code.ts';

describe('event data', () => {
  const eventData = {
    value: 0,
    user_data: { email: 'a@b.example' },
    'a.b': { 'c\\d': 1 },
    items: [{ price: 2 }],
  };

  it.each([
    ['value', 0],
    ['user_data.email', 'a@b.example'],
    ['items.0.price', 2],
    ['a\\\\.b.c\\\\\\\\d', 1],
    ['a.b', undefined],
    ['user_data.email.length', undefined],
    ['user_data.toString', undefined],
    ['missing.deep', undefined],
  ])('at the path %s is %j', async (path, expected) => {
    expect(await value(`return require('getEventData')('${path}');`, { eventData })).toEqual(expected);
  });

  it('is a copy: what a template changes stays with it', async () => {
    const world: World = { eventData: { list: [1] } };
    const code =
      "const get = require('getEventData'); get('list').push(2); require('getAllEventData')().list.push(3); return get('list');";
    expect(await value(code, world)).toEqual([1]);
    expect(world.eventData).toEqual({ list: [1] });
  });

  it('needs a key that is text', async () => {
    await expect(value("return require('getEventData')();")).rejects.toThrow(
      'Argument error in getEventData. Expected argument types [string], but received [].',
    );
    await expect(value("return require('getEventData')(1);")).rejects.toThrow('but received [number].');
  });
});

describe('the container', () => {
  it('describes itself, frozen', async () => {
    const code = "const c = require('getContainerVersion')(); c.version = 'x'; return c;";
    expect(await value(code, { preview: true, container: { containerId: 'GTM-ABC' } })).toMatchObject({
      containerId: 'GTM-ABC',
      debugMode: true,
      previewMode: true,
      version: 'QUICK_PREVIEW',
    });
  });

  it('runs an event and calls back, start before completion', async () => {
    const { events, returned } = await record(
      "const seen = []; require('runContainer')({event_name: 'a'}, () => { seen.push('end'); }, () => { seen.push('start'); }); seen.push('after'); return require('Promise').create((resolve) => { require('callLater')(() => { resolve(seen); }); });",
    );
    expect(events).toEqual([{ event_name: 'a' }]);
    expect(returned).toEqual(['start', 'after', 'end']);
  });

  it('calls event callbacks when everything else is over', async () => {
    const subject = template({
      code: "const log = require('logToConsole'); require('addEventCallback')((id, event) => { log('callback', id, event.tags[0].status); }); require('sendHttpGet')('https://a.example/').then(() => { log('answer'); data.gtmOnSuccess(); });",
      permissions: [
        permission('logging', { environments: 'all' }),
        permission('read_event_metadata'),
        permission('send_http', { allowedUrls: 'any' }),
      ],
    });
    const { logs, outcome } = await runTemplate(
      subject,
      {},
      { http: async () => ({ statusCode: 200, headers: {}, body: '' }) },
    );
    expect(outcome).toBe('success');
    expect(logs).toEqual(['answer', 'callback GTM-0000000 success']);
    // Without an answer nothing signals, so the tag has failed.
    expect((await runTemplate(subject)).logs).toEqual(['callback GTM-0000000 failure']);
  });
});

describe('templateDataStorage', () => {
  const code =
    "const s = require('templateDataStorage'); const before = s.getItemCopy('k'); s.setItemCopy('k', data.next); return before;";

  it('keeps copies between runs of one map', async () => {
    const storage = new Map<string, unknown>();
    expect(await value(code, { storage }, { next: { a: [1] } })).toBeNull();
    expect(await value(code, { storage }, { next: null })).toEqual({ a: [1] });
    expect(storage.size).toBe(0);
  });

  it('gives a fresh copy at each reading', async () => {
    expect(
      await value(
        "const s = require('templateDataStorage'); const o = {a: 1}; s.setItemCopy('k', o); o.a = 2; s.getItemCopy('k').a = 3; return s.getItemCopy('k');",
      ),
    ).toEqual({ a: 1 });
  });

  it('is for one run only in preview', async () => {
    const storage = new Map<string, unknown>([['k', 'old']]);
    expect(await value(code, { storage, preview: true }, { next: 'new' })).toBeNull();
    expect(storage.get('k')).toBe('old');
  });

  it('removes and clears', async () => {
    expect(
      await value(
        "const s = require('templateDataStorage'); s.setItemCopy('a', 1); s.setItemCopy('b', 2); s.setItemCopy('c', 3); s.removeItem('a'); s.setItemCopy('b', null); const left = [s.getItemCopy('a'), s.getItemCopy('b'), s.getItemCopy('c')]; s.clear(); return [left, s.getItemCopy('c')];",
      ),
    ).toEqual([[null, null, 3], null]);
  });
});

describe('queryPermission', () => {
  it('answers instead of throwing, and refuses a name that is no text', async () => {
    const code =
      "const may = require('queryPermission'); return [may('logging'), may('nonsense'), may('read_event_data', 'value')];";
    const subject = template({
      type: 'MACRO',
      code,
      permissions: [permission('read_event_data', { eventDataAccess: 'specific', keyPatterns: ['value'] })],
    });
    expect((await runTemplate(subject)).returned).toEqual([false, false, true]);
    await expect(value("return require('queryPermission')(1);")).rejects.toThrow(
      'Argument error in queryPermission.',
    );
  });
});
