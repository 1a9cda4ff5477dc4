import { describe, expect, it } from 'vitest';
import { APIS } from '../../../sandbox/language/apis.ts';
import { decodePermissions, PERMISSION_PARAMETERS } from '../../../sandbox/permissions/decode.ts';
import { permission } from '../build-template.ts';

describe('decodePermissions', () => {
  it('knows every permission that an API of the server needs', () => {
    for (const { permissions } of APIS.values())
      for (const id of permissions) expect(Object.keys(PERMISSION_PARAMETERS)).toContain(id);
  });

  it('makes plain policies of the typed values', () => {
    const { policies, findings } = decodePermissions([
      permission('logging', { environments: 'all' }),
      permission('send_http', {
        allowedUrls: 'specific',
        urls: ['https://a.example/*'],
        allowGoogleDomains: true,
      }),
      permission('read_event_data', { eventDataAccess: 'specific', keyPatterns: ['value', 'user_data.*'] }),
      permission('set_cookies', {
        allowedCookies: [{ name: 'c', domain: '*', path: '*', secure: 'any', session: 'any' }],
      }),
      permission('read_request', {
        requestAccess: 'specific',
        headersAllowed: true,
        headerAccess: 'specific',
        headerWhitelist: [{ headerName: 'Referer' }],
        pathAllowed: true,
      }),
      permission('access_firestore', {
        allowedOptions: [{ projectId: 'p', path: 'a/*', operation: 'read', databaseId: '(default)' }],
      }),
      permission('access_template_storage'),
    ]);
    expect(findings).toEqual([]);
    expect(policies).toEqual({
      logging: { environments: 'all' },
      send_http: { access: 'specific', urls: ['https://a.example/*'], googleDomains: true },
      read_event_data: { access: 'specific', keys: ['value', 'user_data.*'] },
      set_cookies: { cookies: [{ name: 'c', domain: '*', path: '*', secure: 'any', session: 'any' }] },
      read_request: { all: false, headers: ['Referer'], remoteAddress: false, path: true, body: false },
      access_firestore: { options: [{ projectId: 'p', path: 'a/*', operation: 'read' }] },
      access_template_storage: {},
    });
  });

  it.each([
    [
      [permission('send_https')],
      'PERMISSION_UNKNOWN',
      'Permission send_https does not exist on the server',
      '/0/instance/key/publicId',
    ],
    [
      [permission('logging', { environment: 'all' })],
      'PERMISSION_PARAMETER',
      "Permission logging: unknown parameter 'environment'. Did you mean 'environments'?",
      '/0/instance/param/0',
    ],
    [
      [permission('logging', { environments: 'some' })],
      'PERMISSION_PARAMETER',
      "must be 'debug' or 'all', found \"some\".",
      '/0/instance/param/0',
    ],
    [
      [permission('run_container', { x: true })],
      'PERMISSION_PARAMETER',
      "unknown parameter 'x'. It has none.",
      '/0/instance/param/0',
    ],
    [
      [permission('get_cookies', { cookieNames: 'a' })],
      'PERMISSION_PARAMETER',
      'must be a list of texts',
      '/0/instance/param/0',
    ],
    [
      [
        permission('set_cookies', {
          allowedCookies: [{ name: 'a', domain: '*', path: '*', secure: 'yes', session: 'any' }],
        }),
      ],
      'PERMISSION_PARAMETER',
      'a list of maps (type 2 of type 3) with the keys name, domain, path, secure (any, secure, non_secure), session (any, session, non_session), found [{"name":"a",',
      '/0/instance/param/0',
    ],
    [
      [permission('set_cookies', { allowedCookies: [{ name: 'a' }] })],
      'PERMISSION_PARAMETER',
      'with the keys name, domain,',
      '/0/instance/param/0',
    ],
    [
      [permission('read_request', { headerWhitelist: [{ headerName: 'a', header: 'b' }] })],
      'PERMISSION_PARAMETER',
      'with the keys headerName, found [{"headerName":"a","header":"b"}].',
      '/0/instance/param/0',
    ],
    [
      [
        permission('access_firestore', {
          allowedOptions: [{ projectId: 'p', path: '*', operation: 'delete' }],
        }),
      ],
      'PERMISSION_PARAMETER',
      'operation (read, write, read_write), databaseId?, found',
      '/0/instance/param/0',
    ],
    [[permission('logging'), permission('logging')], 'PERMISSION_PARAMETER', 'declared twice', '/1'],
  ])('reports what it cannot read: %#', (section, code, message, pointer) => {
    const { findings } = decodePermissions(section);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ code, pointer });
    expect(findings[0]?.message).toContain(message);
  });

  it('reads any JSON without throwing', () => {
    for (const section of [
      null,
      1,
      {},
      [1],
      [{ instance: { key: 1 } }],
      [{ instance: { key: { publicId: 'logging' }, param: [{ key: 'environments' }] } }],
    ])
      expect(() => decodePermissions(section)).not.toThrow();
  });
});
