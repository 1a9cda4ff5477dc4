import { describe, expect, it } from 'vitest';
import type { Policies } from '../../../sandbox/permissions/decode.ts';
import { createPermissions, PermissionError } from '../../../sandbox/permissions/enforce.ts';

const refusal = (
  policies: Policies,
  request: [string, ...unknown[]],
  preview = false,
): string | undefined => {
  const { check, query } = createPermissions(policies, { preview, enabled: true });
  try {
    check(...request);
    expect(query(...request)).toBe(true);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(PermissionError);
    expect((error as PermissionError).recoverable).toBe(true);
    expect(query(...request)).toBe(false);
    return (error as Error).message;
  }
};

describe('permissions at the call', () => {
  it('use the words of the runtime for what is not declared and what does not exist', () => {
    expect(refusal({}, ['logging'])).toBe('The requested permission logging is not configured.');
    expect(refusal({}, ['fly'])).toBe('Permission fly is unknown.');
  });

  it.each<[string, Policies, [string, ...unknown[]], string | undefined]>([
    [
      'a URL that is covered',
      { send_http: { access: 'specific', urls: ['https://a.example/*'], googleDomains: false } },
      ['send_http', 'https://a.example/x'],
      undefined,
    ],
    [
      'a URL that is not',
      { send_http: { access: 'specific', urls: ['https://a.example/*'], googleDomains: false } },
      ['send_http', 'https://b.example/'],
      'Prohibited URL: https://b.example/',
    ],
    [
      'plain http under any',
      { send_http: { access: 'any', urls: [], googleDomains: false } },
      ['send_http', 'http://b.example/'],
      undefined,
    ],
    [
      'a Google domain',
      { send_http: { access: 'specific', urls: [], googleDomains: true } },
      ['send_http', 'https://www.google-analytics.com/g/collect'],
      undefined,
    ],
    [
      'a broken pattern',
      { send_http: { access: 'specific', urls: ['x'], googleDomains: false } },
      ['send_http', 'https://b.example/'],
      'Invalid script URL filter.',
    ],
    [
      'a named key',
      { read_event_data: { access: 'specific', keys: ['value'] } },
      ['read_event_data', 'value'],
      undefined,
    ],
    [
      'another key',
      { read_event_data: { access: 'specific', keys: ['value'] } },
      ['read_event_data', 'items'],
      'Prohibited read from event data.',
    ],
    [
      'the whole event under specific',
      { read_event_data: { access: 'specific', keys: ['value'] } },
      ['read_event_data'],
      'Prohibited read from event data.',
    ],
    [
      'a key that is no text',
      { read_event_data: { access: 'specific', keys: ['value'] } },
      ['read_event_data', 1],
      'Key must be a string.',
    ],
    [
      'a broken key pattern',
      { read_event_data: { access: 'specific', keys: ['*'] } },
      ['read_event_data', 'a'],
      'Invalid key filter.',
    ],
    [
      'a cookie in another case',
      { get_cookies: { access: 'specific', names: ['_a'] } },
      ['get_cookies', '_A'],
      'Prohibited read from cookie: _A',
    ],
    [
      'a header in another case',
      { read_request: { all: false, headers: ['Referer'], remoteAddress: false, path: false, body: false } },
      ['read_request', 'header', 'referer'],
      undefined,
    ],
    [
      'the body when only headers are allowed',
      { read_request: { all: false, headers: 'any', remoteAddress: false, path: false, body: false } },
      ['read_request', 'body'],
      'Prohibited read from request: body',
    ],
    [
      'a table of another dataset',
      { access_bigquery: { tables: [{ projectId: '*', datasetId: 'd', tableId: '*', operation: 'write' }] } },
      ['access_bigquery', 'write', { projectId: 'p', datasetId: 'e', tableId: 't' }],
      'Prohibited write of BigQuery table: e.t',
    ],
    [
      'a table that is covered',
      {
        access_bigquery: {
          tables: [{ projectId: 'GOOGLE_CLOUD_PROJECT', datasetId: 'd', tableId: '*', operation: 'write' }],
        },
      },
      ['access_bigquery', 'write', { datasetId: 'd', tableId: 't' }],
      undefined,
    ],
    [
      'a scope that is not named',
      { use_google_credentials: { scopes: ['a'] } },
      ['use_google_credentials', ['a', 'b']],
      'Prohibited scope: b',
    ],
    [
      'a key id that is not named',
      { use_custom_private_keys: { keyIds: ['a'] } },
      ['use_custom_private_keys', 'b'],
      'Prohibited key id: b',
    ],
    [
      'a message type to listen to',
      { use_message: { access: 'specific', types: [{ type: 'm', action: 'listen' }] } },
      ['use_message', 'send', 'm'],
      'Prohibited send of message type: m',
    ],
  ])('%s', (_name, policies, request, message) => {
    expect(refusal(policies, request)).toBe(message);
  });

  it('allow debug logging in preview only', () => {
    const policies: Policies = { logging: { environments: 'debug' } };
    expect(refusal(policies, ['logging'], true)).toBeUndefined();
    expect(refusal(policies, ['logging'], false)).toBe('Logging is not enabled in all environments');
    expect(refusal({ logging: { environments: 'all' } }, ['logging'], false)).toBeUndefined();
  });

  it.each([
    [{}, {}, true],
    [{ secure: 'secure' }, { secure: true }, true],
    [{ secure: 'secure' }, {}, false],
    [{ secure: 'non_secure' }, { secure: true }, false],
    [{ session: 'session' }, {}, true],
    [{ session: 'session' }, { 'max-age': 1 }, false],
    [{ session: 'non_session' }, { expires: 'x' }, true],
    [{ domain: 'auto' }, { domain: 'auto' }, true],
    [{ domain: 'auto' }, { domain: 'a.example' }, false],
    [{ path: '/x' }, {}, false],
    [{ name: '*' }, {}, true],
    [{ name: 'other' }, {}, false],
  ])('compare a cookie with rule %j and options %j: %s', (rule, options, allowed) => {
    const cookies = [{ name: 'c', domain: '*', path: '*', secure: 'any', session: 'any', ...rule }];
    expect(refusal({ set_cookies: { cookies } }, ['set_cookies', 'c', options])).toBe(
      allowed ? undefined : 'Prohibited write to cookie: c',
    );
  });

  it('ask the policy of the container after the declared permissions', () => {
    const policies: Policies = { logging: { environments: 'all' } };
    const asked: unknown[][] = [];
    const deny = (answer: () => unknown) => () =>
      createPermissions(policies, {
        preview: false,
        enabled: true,
        policy: (...args) => {
          asked.push(args);
          return answer();
        },
      }).check('logging');
    expect(deny(() => true)).not.toThrow();
    expect(deny(() => false)).toThrow('A policy function denied the permission request.');
    expect(
      deny(() => {
        throw new Error('not today');
      }),
    ).toThrow('A policy function denied the permission request: not today');
    expect(asked).toEqual([['logging'], ['logging'], ['logging']]);
  });

  it('refuse nothing when switched off', () => {
    expect(() =>
      createPermissions({}, { preview: false, enabled: false }).check('send_http', 1),
    ).not.toThrow();
  });
});
