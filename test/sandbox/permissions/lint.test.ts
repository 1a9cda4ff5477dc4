import { describe, expect, it } from 'vitest';
import { parseSource } from '../../../sandbox/language/parse.ts';
import { lintPermissions } from '../../../sandbox/permissions/lint.ts';
import type { Json } from '../../../sandbox/tpl/json.ts';
import { permission, template } from '../build-template.ts';

const keys = (...keyPatterns: string[]): Json =>
  permission('read_event_data', { eventDataAccess: 'specific', keyPatterns });

function lint(code: string, permissions: Json[]): string[] {
  const subject = template({ code, permissions });
  const lines = subject.text.split('\n');
  return lintPermissions(subject, parseSource(subject.code).ast).map((problem) => {
    // Every finding points at a line of the file that has to do with it.
    expect(lines[problem.line - 1]?.slice(problem.column - 1)).not.toBe('');
    return `${problem.severity} ${problem.code}: ${problem.message}`;
  });
}

describe('the permission lint', () => {
  it('is silent when used and declared agree', () => {
    const code =
      "const get = require('getEventData');\nconst KEY = 'value';\nget(KEY);\nget('user_data.email');";
    expect(lint(code, [keys('value', 'user_data.*')])).toEqual([]);
  });

  it.each<[string, string, Json[], string]>([
    [
      'an API without its permission',
      "require('logToConsole')('x');",
      [],
      'error PERMISSION_MISSING: logToConsole needs the permission logging, which is not declared.',
    ],
    [
      'a permission without its API',
      'let a;',
      [permission('logging', { environments: 'all' })],
      'warning PERMISSION_UNUSED: Permission logging is declared, but no API that needs it is required.',
    ],
    [
      'a key that is read but not named',
      "const get = require('getEventData'); get('items');",
      [keys('value')],
      "error PERMISSION_TOO_NARROW: getEventData('items') is not covered by the permission read_event_data (Prohibited read from event data).",
    ],
    [
      'a key that is named but not read',
      "const get = require('getEventData'); get('value');",
      [keys('value', 'items')],
      "warning PERMISSION_UNUSED: Permission read_event_data names 'items', which the code never reads.",
    ],
    [
      'all event data under specific',
      "require('getAllEventData')();",
      [keys('value')],
      'error PERMISSION_TOO_NARROW: getAllEventData() is not covered by the permission read_event_data (Prohibited read from event data).',
    ],
    [
      'a URL that is not covered',
      "require('sendHttpGet')('https://b.example/');",
      [permission('send_http', { allowedUrls: 'specific', urls: ['https://a.example/*'] })],
      "error PERMISSION_TOO_NARROW: sendHttpGet('https://b.example/') is not covered by the permission send_http (Prohibited URL: https://b.example/).",
    ],
    [
      'a cookie that is not covered',
      "const set = require('setCookie'); set('b', 'x');",
      [
        permission('set_cookies', {
          allowedCookies: [{ name: 'b2', domain: '*', path: '*', secure: 'any', session: 'any' }],
        }),
      ],
      "error PERMISSION_TOO_NARROW: setCookie('b') is not covered by the permission set_cookies.",
    ],
    [
      'a permission wider than needed',
      "require('getEventData')('a');",
      [permission('read_event_data', { eventDataAccess: 'any' })],
      'warning PERMISSION_BROAD: Permission read_event_data: all event data may be read; name the keys.',
    ],
    [
      'a URL pattern that never matches',
      "require('sendHttpGet')(data.url);",
      [permission('send_http', { allowedUrls: 'specific', urls: ['http://a.example/*'] })],
      "error PERMISSION_PATTERN: Permission send_http: the URL pattern 'http://a.example/*' can never match; it must start with https://, have a host with a dot and no port, and a / after the host.",
    ],
    [
      'an unknown permission',
      'let a;',
      [permission('read_everything')],
      'error PERMISSION_UNKNOWN: Permission read_everything does not exist on the server',
    ],
  ])('names %s', (_name, code, permissions, expected) => {
    expect(lint(code, permissions).join('\n')).toContain(expected);
  });

  it('says nothing of keys that are read through a name it cannot follow', () => {
    const permissions = [keys('value', 'items')];
    expect(
      lint(
        "const get = require('getEventData'); const read = (key) => get(key); read('value');",
        permissions,
      ),
    ).toEqual([]);
    expect(lint("const get = require('getEventData'); data.list.map(get);", permissions)).toEqual([]);
    expect(lint("const api = { get: require('getEventData') }; api.get('value');", permissions)).toEqual([]);
  });

  it('takes a permission that is only asked for as used', () => {
    expect(
      lint("const may = require('queryPermission'); may('logging');", [
        permission('logging', { environments: 'all' }),
      ]),
    ).toEqual([]);
  });
});
