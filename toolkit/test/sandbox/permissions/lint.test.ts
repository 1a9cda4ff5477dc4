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
      "warning PERMISSION_TOO_NARROW: getEventData('items') is not covered by the permission read_event_data (Prohibited read from event data).",
    ],
    [
      'a document that is written but may only be read',
      "const Firestore = require('Firestore'); Firestore.read('users/1', {projectId: data.p}); Firestore.query('users', []); Firestore.write(data.path, {});",
      [
        permission('access_firestore', {
          allowedOptions: [{ projectId: 'p', path: 'users/*', operation: 'read' }],
        }),
      ],
      'warning PERMISSION_TOO_NARROW: Firestore.write() is not covered by the permission access_firestore.',
    ],
    [
      'a document outside the paths that are named',
      "const Firestore = require('Firestore'); Firestore.read('orders/1');",
      [
        permission('access_firestore', {
          allowedOptions: [{ projectId: '*', path: 'users/*', operation: 'read_write' }],
        }),
      ],
      "warning PERMISSION_TOO_NARROW: Firestore.read('orders/1') is not covered by the permission access_firestore.",
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
      'warning PERMISSION_TOO_NARROW: getAllEventData() is not covered by the permission read_event_data (Prohibited read from event data).',
    ],
    [
      'a URL that is not covered',
      "require('sendHttpGet')('https://b.example/');",
      [permission('send_http', { allowedUrls: 'specific', urls: ['https://a.example/*'] })],
      "warning PERMISSION_TOO_NARROW: sendHttpGet('https://b.example/') is not covered by the permission send_http (Prohibited URL: https://b.example/).",
    ],
    [
      'a cookie that is not covered',
      "const set = require('setCookie'); set('b', 'x');",
      [
        permission('set_cookies', {
          allowedCookies: [{ name: 'b2', domain: '*', path: '*', secure: 'any', session: 'any' }],
        }),
      ],
      "warning PERMISSION_TOO_NARROW: setCookie('b') is not covered by the permission set_cookies.",
    ],
    [
      'a permission wider than needed',
      "require('getEventData')('a');",
      [permission('read_event_data', { eventDataAccess: 'any' })],
      'note PERMISSION_BROAD: More is allowed than the code may need: read_event_data: all event data may be read; name the keys.',
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
    [
      'a misspelt permission that is asked for',
      "require('queryPermission')('send_htp', 'https://a.example/');",
      [],
      "warning PERMISSION_UNKNOWN: queryPermission asks for send_htp, which does not exist on the server. Did you mean 'send_http'?",
    ],
    [
      'a part of the request that is not covered',
      "require('getRemoteAddress')();",
      [permission('read_request', { requestAccess: 'specific' })],
      'warning PERMISSION_TOO_NARROW: getRemoteAddress() is not covered by the permission read_request (Prohibited read from request: remote_address).',
    ],
    [
      'a part of the response that is not covered',
      "require('setResponseHeader')('x-b', 'c');",
      [
        permission('access_response', {
          writeResponseAccess: 'specific',
          writeHeadersAllowed: true,
          writeHeaderAccess: 'specific',
          writeHeaderWhitelist: [{ headerName: 'X-A' }],
        }),
      ],
      "warning PERMISSION_TOO_NARROW: setResponseHeader('x-b') is not covered by the permission access_response (Prohibited response header: x-b).",
    ],
    [
      'a key id that is not covered, which is the second argument',
      "require('hmacSha256')(data.text, 'b');",
      [permission('use_custom_private_keys', { keyIds: ['a', 'b2'] })],
      "warning PERMISSION_TOO_NARROW: hmacSha256('b') is not covered by the permission use_custom_private_keys (Prohibited key id: b).",
    ],
    [
      'a message type that is not covered',
      "require('sendMessage')('m', {});",
      [
        permission('use_message', {
          allowedActions: 'specific',
          messageTypes: [{ type: 'm', action: 'listen' }],
        }),
      ],
      "warning PERMISSION_TOO_NARROW: sendMessage('m') is not covered by the permission use_message (Prohibited send of message type: m).",
    ],
    [
      'a header that is named but not read',
      "require('getRequestHeader')('REFERER');",
      [
        permission('read_request', {
          requestAccess: 'specific',
          headersAllowed: true,
          headerAccess: 'specific',
          headerWhitelist: [{ headerName: 'referer' }, { headerName: 'host' }],
        }),
      ],
      "warning PERMISSION_UNUSED: Permission read_request names 'host', which the code never reads.",
    ],
    [
      'a part of the request that is allowed but not read',
      "require('getRequestPath')();",
      [permission('read_request', { requestAccess: 'specific', pathAllowed: true, bodyAllowed: true })],
      'warning PERMISSION_UNUSED: Permission read_request allows reading the body, which the code never uses.',
    ],
    [
      'a part of the response that is allowed but not written',
      "require('setResponseBody')('b');",
      [permission('access_response', { writeBodyAllowed: true, writeStatusAllowed: true })],
      'warning PERMISSION_UNUSED: Permission access_response allows writing the status, which the code never uses.',
    ],
    [
      'a whole response that may be written',
      "require('setPixelResponse')();",
      [permission('access_response', { writeResponseAccess: 'any' })],
      'note PERMISSION_BROAD: More is allowed than the code may need: access_response: the whole response may be written; name the parts.',
    ],
    [
      'headers that may all be read',
      "require('getRequestHeader')('a');",
      [
        permission('read_request', {
          requestAccess: 'specific',
          headersAllowed: true,
          headerAccess: 'any',
        }),
      ],
      'note PERMISSION_BROAD: More is allowed than the code may need: read_request: any header may be read; name the headers.',
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

  it('looks at names and patterns only where they count', () => {
    expect(
      lint("require('sendHttpGet')('https://a.example/'); require('getEventData')('a');", [
        permission('send_http', { allowedUrls: 'any', urls: ['broken'] }),
        permission('read_event_data', { eventDataAccess: 'any', keyPatterns: ['1', 'b'] }),
      ]).map((problem) => problem.split(':')[0]),
    ).toEqual(['note PERMISSION_BROAD']);
  });

  it('takes the headers behind the remote address as read', () => {
    const headers = {
      requestAccess: 'specific',
      remoteAddressAllowed: true,
      headersAllowed: true,
      headerAccess: 'specific',
      headerWhitelist: [{ headerName: 'Forwarded' }, { headerName: 'X-Forwarded-For' }],
    };
    const code = "require('getRemoteAddress')();";
    expect(lint(code, [permission('read_request', headers)])).toEqual([]);
    const reading = `${code} require('getRequestHeader')('Forwarded');`;
    expect(lint(reading, [permission('read_request', headers)])).toEqual([]);
  });

  it('is silent about the parts of a request that Measurement Protocol APIs read', () => {
    const parts = {
      requestAccess: 'specific',
      pathAllowed: true,
      bodyAllowed: true,
      queryParametersAllowed: true,
      queryParameterAccess: 'specific',
      queryParameterWhitelist: [{ queryParameter: 'v' }],
    };
    expect(lint("require('extractEventsFromMpv2')();", [permission('read_request', parts)])).toEqual([]);
  });

  it('takes a permission that is only asked for as used', () => {
    expect(
      lint("const may = require('queryPermission'); may('logging');", [
        permission('logging', { environments: 'all' }),
      ]),
    ).toEqual([]);
  });
});
