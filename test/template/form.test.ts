/** The file template.tpl itself: what Google's editor would say, what it may do, its own scenarios, its form, its origin. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { buildTemplate } from 'sgtm-toolkit/build/build-template';
import { check, parseTemplate, runTemplate, type Template } from 'sgtm-toolkit/sandbox';
import { parseSource } from 'sgtm-toolkit/sandbox/language/parse';
import { lintPermissions } from 'sgtm-toolkit/sandbox/permissions/lint';
import { describe, expect, it } from 'vitest';
import { main as build } from '../../scripts/build.ts';
import { byToken, type Data, oauth, purchase, root, run, template, templateText } from './harness.ts';

/** A section's body as it stands in the file. */
const section = (name: string): string => template.sections.find((entry) => entry.name === name)!.body;

interface TypedValue {
  type: number;
  string?: string;
  listItem?: TypedValue[];
  mapValue?: TypedValue[];
}

interface Permission {
  instance: { key: { publicId: string; versionId: string }; param: { key: string; value: TypedValue }[] };
  isRequired: boolean;
}

const permissions = JSON.parse(section('SERVER_PERMISSIONS')) as Permission[];

/** The texts listed under a parameter of a declared permission; of a list of maps the first value of each. */
function declared(publicId: string, key: string): string[] {
  const { param } = permissions.find(({ instance }) => instance.key.publicId === publicId)!.instance;
  const items = param.find((entry) => entry.key === key)!.value.listItem!;
  return items.map((item) => item.string ?? item.mapValue![0]!.string!);
}

/** The template with its permissions changed. */
const withPermissions = (change: (list: Permission[]) => Permission[]) =>
  parseTemplate(
    templateText.replace(
      section('SERVER_PERMISSIONS'),
      () => `\n${JSON.stringify(change(structuredClone(permissions)), null, 2)}\n\n\n`,
    ),
  );

const { ast } = parseSource(template.code);

/** What the check says about permissions. */
const messagesOf = (changed: Template): string =>
  lintPermissions(changed, ast)
    .map(({ message }) => message)
    .join('\n');

describe('what Google’s editor would say', () => {
  it('is nothing: no error and no warning', () => {
    expect(check(template)).toEqual([]);
  });

  it('would be something if the code, a permission or a scenario were wrong', () => {
    for (const [from, to] of [
      ['\nrun();\n', '\nrun();\nnew Date();\n'],
      ["require('JSON')", "require('JSN')"],
      ['runCode(settings);', 'runCode(settings)'],
    ] as const) {
      expect(templateText).toContain(from);
      expect([from, check(parseTemplate(templateText.replace(from, to))).length]).not.toEqual([from, 0]);
    }
  });
});

/** Everything that is asked of the permissions in runs that between them need everything: `permission argument`. */
async function asked(): Promise<string[]> {
  const requests = new Set<string>();
  const noConsent = { 'x-ga-gcs': undefined, 'x-ga-gcd': undefined };
  const runs: [settings: Data, event: Data][] = [
    [oauth({ consent: 'adStorage', sendBrowserId: true }), purchase()],
    [oauth({ consent: 'adStorage', logging: 'preview' }), purchase(noConsent)],
    [byToken({ consent: 'adStorageAndUserData' }), purchase()],
    [
      oauth({ consent: 'adStorageAndUserData' }),
      purchase({ ...noConsent, consent_state: { ad_storage: true } }),
    ],
    [oauth(), { event_name: 'purchase', twclid: 'a' }],
    [oauth({ bigQueryProjectId: 'p', bigQueryDatasetId: 'd', bigQueryTableId: 't' }), purchase()],
  ];
  for (const [settings, event] of runs)
    await run(settings, event, {
      storage: new Map(),
      policy: (permission, ...args) => {
        // Of a request it is the header that is named.
        const argument = permission === 'read_request' ? args[1] : args[0];
        requests.add(typeof argument === 'string' ? `${permission} ${argument}` : permission);
        return true;
      },
    });
  return [...requests];
}

describe('what the template may do', () => {
  it('is what its code asks for, no more and no less', async () => {
    const requests = await asked();
    const argumentsOf = (permission: string): string[] =>
      requests
        .filter((request) => request.startsWith(`${permission} `))
        .map((request) => request.slice(permission.length + 1));
    const matches = (pattern: string, key: string): boolean =>
      pattern.endsWith('.*') ? `${key}.`.startsWith(pattern.slice(0, -1)) : key === pattern;

    const used = new Set(requests.map((request) => request.split(' ')[0]));
    expect(permissions.map(({ instance }) => instance.key.publicId).sort()).toEqual([...used].sort());

    const keys = argumentsOf('read_event_data');
    const patterns = declared('read_event_data', 'keyPatterns');
    expect(patterns.filter((pattern) => !keys.some((key) => matches(pattern, key)))).toEqual([]);
    expect(keys.filter((key) => !patterns.some((pattern) => matches(pattern, key)))).toEqual([]);

    expect(declared('get_cookies', 'cookieNames').sort()).toEqual(argumentsOf('get_cookies').sort());
    expect(declared('read_request', 'headerWhitelist').sort()).toEqual(argumentsOf('read_request').sort());
    expect(declared('set_cookies', 'allowedCookies')).toEqual(argumentsOf('set_cookies'));
    expect(declared('send_http', 'urls')).toEqual(['https://ads-api.x.com/12/measurement/conversions/*']);
    expect(argumentsOf('send_http')).toEqual(['https://ads-api.x.com/12/measurement/conversions/o8z6j']);
  });

  it('is named piece by piece: nowhere is everything allowed', () => {
    const values = permissions.flatMap(({ instance }) => instance.param.map(({ value }) => value.string));
    expect(values).not.toContain('any');
  });

  it('is missed when it is taken away: the check says so, and a run that needs it ends there or logs nothing', async () => {
    const settings = oauth({
      logging: 'preview',
      bigQueryProjectId: 'p',
      bigQueryDatasetId: 'd',
      bigQueryTableId: 't',
    });
    for (const { instance } of permissions) {
      const id = instance.key.publicId;
      const without = withPermissions((list) => list.filter((entry) => entry.instance.key.publicId !== id));
      expect([id, messagesOf(without)]).toEqual([id, expect.stringContaining(id)]);
      const record = await runTemplate(without, settings, { eventData: purchase(), preview: true });
      // A line for the log is dropped without a word; everything else ends the run.
      if (id === 'logging') expect(record.logs).toEqual([]);
      else expect([id, record.errors.length]).not.toEqual([id, 0]);
    }
  });

  it('is noticed when it is more than the code uses', () => {
    const more = withPermissions((list) => [
      ...list,
      { instance: { key: { publicId: 'return_response', versionId: '1' }, param: [] }, isRequired: true },
    ]);
    expect(messagesOf(more)).toContain('return_response');
    const moreCookies = withPermissions((list) => {
      const { param } = list.find(({ instance }) => instance.key.publicId === 'set_cookies')!.instance;
      const cookies = param.find(({ key }) => key === 'allowedCookies')!.value.listItem!;
      const session = structuredClone(cookies[0]!);
      session.mapValue![0]!.string = 'session';
      cookies.push(session);
      return list;
    });
    expect(messagesOf(moreCookies)).toContain('session');
  });
});

describe('the form of the file', () => {
  const ORDER = [
    'TERMS_OF_SERVICE',
    'INFO',
    'TEMPLATE_PARAMETERS',
    'SANDBOXED_JS_FOR_SERVER',
    'SERVER_PERMISSIONS',
    'TESTS',
    'NOTES',
  ];

  it('is Google’s: sections in order, one blank line after a marker, two before the next, one newline at the end', () => {
    expect([...templateText.matchAll(/^___([A-Z_]+)___$/gm)].map(([, name]) => name)).toEqual(ORDER);
    const [before, ...bodies] = templateText.split(/^___[A-Z_]+___\n/m);
    expect(before).toBe('');
    for (const [i, body] of bodies.entries())
      expect(body).toMatch(
        i < bodies.length - 1 ? /^\n(?!\n)[\s\S]*[^\n]\n\n\n$/ : /^\n(?!\n)[\s\S]*[^\n]\n$/,
      );
    expect(templateText).not.toMatch(/[\r\t\0\uFEFF]/);
  });

  it('has JSON with two blanks and Google’s five escapes', () => {
    for (const name of ['INFO', 'TEMPLATE_PARAMETERS', 'SERVER_PERMISSIONS']) {
      const body = section(name).trim();
      const plain = JSON.stringify(JSON.parse(body), null, 2);
      const escaped = plain.replace(/[<>=&']/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`);
      expect([name, body === escaped]).toEqual([name, true]);
    }
  });

  it('has code that can be seen: no control character, no invisible one, no blank but the plain one and three of BLANKS', () => {
    expect(template.code.match(/[^\n \p{L}\p{M}\p{N}\p{P}\p{S}]/gu)).toEqual(['\u00a0', '\u202f', '\u3000']);
  });

  it('has code to be read: each module under its name, the requires together on top, no line over 120 characters', () => {
    for (const module of [
      'gtm',
      'signing/sha1',
      'signing/signer',
      'mapping/conversion',
      'request/answer',
      'settings',
      'main',
    ])
      expect([module, template.code.includes(`// src/${module}.ts\n`)]).toEqual([module, true]);
    const lines = template.code.split('\n');
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
    const requires = lines.flatMap((line, i) => (line.includes("require('") ? [i] : []));
    expect(requires.at(-1)! - requires[0]!).toBe(requires.length - 1);
  });

  it('says what the Gallery asks for: a tag for servers, at most three categories, the terms', () => {
    const info = JSON.parse(section('INFO')) as Data;
    expect(info).toMatchObject({ type: 'TAG', id: 'cvt_temp_public_id', containerContexts: ['SERVER'] });
    expect((info.categories as string[]).length).toBeOneOf([1, 2, 3]);
    expect(section('TERMS_OF_SERVICE')).toContain('https://developers.google.com/tag-manager/gallery-tos');
    for (const { name } of template.tests.scenarios) expect(name).toMatch(/^[A-Za-z0-9 _-]+$/);
  });
});

/** A copy of what the build reads, removed afterwards. */
async function onCopy<T>(use: (copy: string) => Promise<T>): Promise<T> {
  const copy = await mkdtemp(path.join(tmpdir(), 'template-form-'));
  try {
    for (const file of ['src', 'template', 'template.tpl'])
      await cp(path.join(root, file), path.join(copy, file), { recursive: true });
    return await use(copy);
  } finally {
    await rm(copy, { recursive: true });
  }
}

/** `npm run build -- --check` in a folder; `npm run check` runs it as a process. */
async function buildCheck(folder: string): Promise<{ status: number; output: string }> {
  let output = '';
  const say = (text: string) => {
    output += text;
  };
  const io = { out: say, err: say, colour: false, progress: () => undefined };
  const status = await build(['--check'], folder, io);
  return { status, output };
}

describe('the origin of the file', () => {
  it('is the source: building it again gives every generated file byte for byte', async () => {
    const { files, refusals } = await buildTemplate(root);
    expect(refusals).toEqual([]);
    expect([...files.keys()]).toContain('template.tpl');
    for (const [file, text] of files)
      expect([file, (await readFile(path.join(root, file), 'utf8')) === text]).toEqual([file, true]);
  });

  it('is held against the source by the build: one changed byte is told, and nothing is written', async () => {
    await onCopy(async (copy) => {
      const changed = templateText.replace('Pixel ID must be', 'Pixel ID must Be');
      expect(changed).not.toBe(templateText);
      const file = path.join(copy, 'template.tpl');
      await writeFile(file, changed);
      const refused = { status: 1, output: expect.stringContaining('template.tpl') };
      expect(await buildCheck(copy)).toMatchObject(refused);
      expect((await readFile(file, 'utf8')) === changed).toBe(true);
    });
  });
});
