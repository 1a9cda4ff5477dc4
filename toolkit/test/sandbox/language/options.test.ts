import { describe, expect, it } from 'vitest';
import { API_TYPES, APIS } from '../../../sandbox/language/apis.ts';
import { checkSource } from '../../../sandbox/language/check.ts';
import { OPTIONS } from '../../../sandbox/language/options.ts';

const codes = (source: string): string[] => checkSource(source, { kind: 'CLIENT' }).map(({ code }) => code);

describe('the table of options', () => {
  it('names APIs that exist, and keys that stand in their types', () => {
    const types = API_TYPES + [...APIS.values()].map(({ type }) => type).join('\n');
    for (const [name, { keys }] of Object.entries(OPTIONS)) {
      const [api = '', member] = name.split('.');
      expect(APIS.has(api), name).toBe(true);
      if (member !== undefined) expect(Object.hasOwn(APIS.get(api)!.members, member), name).toBe(true);
      for (const key of keys) expect(types).toMatch(new RegExp(`[ {;'"]${key}['"]?\\??:`));
    }
  });
});

describe('options', () => {
  it.each([
    [
      "const s = require('sendHttpRequest'); s('u', {timeuot: 1}, '').then((a) => a, (e) => e);",
      ['SANDBOX_UNKNOWN_OPTION'],
    ],
    [
      "const s = require('sendHttpRequest'); const o = {timeuot: 1}; s('u', o, '');",
      ['SANDBOX_UNKNOWN_OPTION'],
    ],
    [
      "const s = require('sendHttpRequest'); s('u', (a) => a, {timeuot: 1}, {});",
      ['SANDBOX_UNKNOWN_OPTION', 'SANDBOX_BODY_NOT_TEXT'],
    ],
    ["const F = require('Firestore'); return F.read('a/b', {projectID: 1});", ['SANDBOX_UNKNOWN_OPTION']],
    [
      "const s = require('setCookie'); s('a', 'b', {'max-age': 1, samesite: 'lax'});",
      ['SANDBOX_UNKNOWN_OPTION'],
    ],
    ["const s = require('sendHttpRequest'); s('u', {'method': 'POST'}, data.body);", []],
    ["const s = require('sendHttpGet'); let o = {}; o = {timeuot: 1}; s('u', o);", []],
    ["const s = require('sendHttpGet'); s('u');", []],
  ])('%s', (source, expected) => {
    expect(codes(source)).toEqual(expected);
  });
});

describe('a promise without a way out', () => {
  it.each([
    ['data.p.then((a) => a);', true],
    ['data.p.then((a) => a).then((b) => b);', true],
    ['data.p.then((a) => { data.q.then((b) => b); }, (e) => e);', true],
    ['data.p.then((a) => a, (e) => e);', false],
    ['data.p.then((a) => a).catch((e) => e);', false],
    ['data.p.catch((e) => e).then((a) => a);', false],
    ['data.p.then((a) => a).finally(() => 1);', false],
    ['return data.p.then((a) => a);', false],
    ['const q = data.p.then((a) => a); return q;', false],
    ['const f = () => data.p.then((a) => a); return f();', false],
  ])('%s', (source, told) => {
    expect(codes(source).includes('SANDBOX_NO_REJECTION_HANDLER')).toBe(told);
  });
});
