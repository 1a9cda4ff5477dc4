/** Proposed permissions: they cover what the code asks for, and no more than it tells. */
import { describe, expect, it } from 'vitest';
import { type Proposal, proposePermissions } from '../../build/permissions.ts';
import { parseTemplate, type Template } from '../../sandbox/index.ts';
import { APIS } from '../../sandbox/language/apis.ts';
import { parseSource } from '../../sandbox/language/parse.ts';
import { decodePermissions, type Policies } from '../../sandbox/permissions/decode.ts';
import { lintPermissions } from '../../sandbox/permissions/lint.ts';

const templateOf = (code: string, permissions: unknown = []): Template =>
  parseTemplate(
    `___INFO___\n\n{"type": "TAG"}\n\n\n___SANDBOXED_JS_FOR_SERVER___\n\n${code}\n\n\n___SERVER_PERMISSIONS___\n\n${JSON.stringify(permissions)}\n`,
  );

const propose = (code: string, permissions?: unknown): Proposal =>
  proposePermissions(templateOf(code, permissions));

const policiesOf = ({ value }: Proposal): Policies => {
  const { policies, findings } = decodePermissions(value);
  expect(findings).toEqual([]);
  return policies;
};

/** The codes of what the check has to say of the code with the proposal, or with declared permissions. */
const toldOf = (code: string, permissions: unknown): string[] => {
  const template = templateOf(code, permissions);
  return lintPermissions(template, parseSource(template.code).ast).map((problem) => problem.code);
};

/** Code that calls an API with texts, or with values nobody knows. */
const callsOf = (api: string, argument: string): string => {
  const call = `const api = require('${api}');\n`;
  if (api === 'BigQuery') return `${call}api.insert(${argument}, []);`;
  if (api === 'Firestore') return `${call}api.read(${argument});\napi.write(${argument}, {});`;
  if (api === 'templateDataStorage') return `${call}api.getItemCopy(${argument});`;
  return `${call}api(${argument}, ${argument});`;
};

const WITH_PERMISSION = [...APIS.values()]
  .filter(({ permissions }) => permissions.length > 0)
  .map(({ name }) => name);

describe('the proposed permissions', () => {
  it.each(WITH_PERMISSION)('cover %s, whether its arguments are known or not', (api) => {
    for (const argument of ["'https://a.example/b/c'", "'name'", 'data.name']) {
      const code = callsOf(api, argument);
      const { value, notes } = propose(code);
      policiesOf({ value, notes });
      const told = toldOf(code, value);
      // A name is no URL, and a URL no key: that the check tells, whatever is declared.
      const fits = argument === "'name'" ? !/^(sendHttp|sendPixel)/.test(api) : api !== 'getEventData';
      if (fits || argument === 'data.name')
        expect(told.filter((one) => /MISSING|NARROW|PATTERN/.test(one))).toEqual([]);
      // Proposed again, nothing changes.
      expect(propose(code, value).value).toEqual(value);
    }
  });

  it('name what the code names', () => {
    const policies = policiesOf(
      propose(
        `const read = require('getEventData');
const cookie = require('getCookieValues');
const setCookie = require('setCookie');
const header = require('getRequestHeader');
const send = require('sendHttpRequest');
const body = require('getRequestBody');
const log = require('logToConsole');
const NAME = 'a.b';
read(NAME); read('c'); read('c'); cookie('x'); setCookie('y', '1'); header('Trace-Id'); body(); log('z');
send('https://a.example/v1/events?id=1'); send('https://b.example');`,
      ),
    );
    expect(policies).toEqual({
      read_event_data: { access: 'specific', keys: ['a.b', 'c'] },
      get_cookies: { access: 'specific', names: ['x'] },
      set_cookies: { cookies: [{ name: 'y', domain: '*', path: '*', secure: 'any', session: 'any' }] },
      read_request: { all: false, headers: ['Trace-Id'], remoteAddress: false, path: false, body: true },
      send_http: {
        access: 'specific',
        urls: ['https://a.example/v1/events?id=1', 'https://b.example/*'],
        googleDomains: false,
      },
      logging: { environments: 'debug' },
    });
  });

  it('are wide where the code computes, and say so', () => {
    const { value, notes } = propose(
      "const read = require('getEventData');\nread('a');\nread('b' + data.c);",
    );
    expect(policiesOf({ value, notes }).read_event_data).toEqual({ access: 'any', keys: [] });
    expect(notes).toEqual(['read_event_data: the code computes keys; name them if you can.']);
    expect(propose("const read = require('getEventData');\ndata.f(read);").notes).toHaveLength(1);
  });

  it('keep what is declared and used, add to its names, and drop what is not used', () => {
    const first = propose(
      "const read = require('getEventData');\nread('a');\nconst log = require('logToConsole');\nlog('x');\nconst cookie = require('getCookieValues');\ncookie('b');",
    ).value;
    const code =
      "const log = require('logToConsole');\nlog('x');\nconst read = require('getEventData');\nread('c');\nconst body = require('getRequestBody');\nbody();";
    const { value, notes } = propose(code, first);
    expect(Object.keys(policiesOf({ value, notes }))).toEqual(['logging', 'read_event_data', 'read_request']);
    expect(policiesOf({ value, notes }).read_event_data).toEqual({ access: 'specific', keys: ['a', 'c'] });
    expect(toldOf(code, value).filter((one) => one !== 'PERMISSION_UNUSED')).toEqual([]);
  });

  it.each([
    'getEventData',
    'getCookieValues',
    'setCookie',
    'sendHttpGet',
    'getRequestHeader',
    'setResponseHeader',
  ])('add the names of %s to a list that is declared, though the code computes others', (api) => {
    const require = `const api = require('${api}');\n`;
    const [first, second] = ['https://a.example/b', 'https://c.example/d'];
    const declared = propose(`${require}api('${first}');`).value;
    const { value } = propose(`${require}api('${second}');\napi('https://e.example/' + data.f);`, declared);
    const listed = JSON.stringify(value);
    expect([first, second].map((name) => listed.includes(`"${name}"`))).toEqual([true, true]);
  });

  it('keep a permission that the code asks about', () => {
    const declared = propose("const log = require('logToConsole');\nlog('x');").value;
    expect(propose("const query = require('queryPermission');\nquery('logging');", declared).value).toEqual(
      declared,
    );
    expect(propose('data.a();', declared).value).toEqual([]);
  });

  it('leave a list of URLs that covers the URL of the code', () => {
    const ask = (url: string): string => `const get = require('sendHttpGet');\nget('${url}');`;
    for (const declared of ['https://a.example/v1/events', 'https://a.example']) {
      const { value } = propose(ask(declared));
      expect(propose(ask('https://a.example/v1/events'), value).value).toEqual(value);
    }
  });

  it('leave everything that is allowed as it is', () => {
    const any = propose("const read = require('getAllEventData');\nread();").value;
    expect(propose("const read = require('getEventData');\nread('a');", any).value).toEqual(any);
  });
});
