import { describe, expect, it } from 'vitest';
import { record, value } from './run-code.ts';

describe('promises', () => {
  it('settle in order, later than the code around them', async () => {
    const { logs } = await record(
      "const log = require('logToConsole'); const P = require('Promise'); P.create((resolve) => { log('resolver'); resolve(1); }).then((v) => { log('then', v); return P.create((r) => r(2)); }).then((v) => { log('unwrapped', v); }).finally(() => { log('finally'); }); require('callLater')(() => { log('later'); }); log('end');",
    );
    expect(logs).toEqual(['resolver', 'end', 'then 1', 'later', 'unwrapped 2', 'finally']);
  });

  it('that are rejected and handled nowhere are told, also when nothing else is queued', async () => {
    const rejected = "const made = require('Promise').create((resolve, reject) => { reject('no'); });";
    expect((await record(rejected)).warnings).toEqual(['A rejected promise is handled nowhere: "no"']);
    expect((await record(`${rejected} made.catch(() => {});`)).warnings).toEqual([]);
  });

  it('wait for all, in the order of the inputs, plain values among them', async () => {
    expect(
      await value(
        "const P = require('Promise'); return P.all([P.create((r) => { require('callLater')(() => { r('slow'); }); }), 2, P.create((r) => r('fast'))]);",
      ),
    ).toEqual(['slow', 2, 'fast']);
    expect(await value("return require('Promise').all([]);")).toEqual([]);
    expect(
      await value(
        "const P = require('Promise'); return P.all([P.create((a, reject) => reject('no')), P.create(() => {})]).catch((e) => 'caught ' + e);",
      ),
    ).toBe('caught no');
  });

  it('turn an exception into a rejection', async () => {
    expect(
      await value(
        "const P = require('Promise'); return P.create(() => { data.a.b.c(); }).catch((e) => require('getType')(e) === 'string' ? e : 'caught');",
      ),
    ).toBe('caught');
  });
});

describe('messages', () => {
  it('are delivered at once to the listeners of their type', async () => {
    const { logs } = await record(
      "const log = require('logToConsole'); const listen = require('addMessageListener'); const send = require('sendMessage'); const has = require('hasMessageListener'); log(has('m')); listen('m', (type, message) => { log(type, message.a); }); log(has('m')); send('m', {a: 1}); send('n', {a: 2}); send('m', 'text'); log('end');",
    );
    expect(logs).toEqual(['false', 'true', 'm 1', 'end']);
  });
});
