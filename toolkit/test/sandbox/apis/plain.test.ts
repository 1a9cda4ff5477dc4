import { describe, expect, it } from 'vitest';
import { record, value } from './run-code.ts';

describe('what leaves a template', () => {
  const odd =
    "const P = require('Promise'); const odd = {f: () => 1, p: P.create((a, reject) => { reject('lost'); }), r: require('createRegex')('a'), 2: 'two', 1: ['one']};";

  it('is plain data: functions, promises and opaque values stay', async () => {
    const storage = new Map<string, unknown>();
    const { returned, logs, events } = await record(
      `${odd} require('templateDataStorage').setItemCopy('k', odd); require('logToConsole')(odd); require('runContainer')(odd); return [odd, require('JSON').stringify(odd), require('templateDataStorage').getItemCopy('k')];`,
      { storage },
    );
    const plain = { 1: ['one'], 2: 'two' };
    expect(returned).toEqual([plain, '{"1":["one"],"2":"two"}', plain]);
    expect(logs).toEqual(['{"1":["one"],"2":"two"}']);
    expect(events).toEqual([plain]);
    expect(storage.get('k')).toEqual(plain);
  });

  it('keeps its cycles', async () => {
    const returned = (await value('const a = {}; a.self = [a]; return a;')) as { self: unknown[] };
    expect(returned.self[0]).toBe(returned);
  });
});
