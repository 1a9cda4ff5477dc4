/** From any folder to a template: sections with their defaults, types, places of what is wrong. */
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Built, buildTemplate } from '../../build/build-template.ts';
import { originOf } from '../../build/origins.ts';
import { BuildError } from '../../build/problems.ts';
import { parseTemplate, runScenarios, runTemplate } from '../../sandbox/index.ts';
import { project } from './project.ts';

const info = (type: string): string =>
  JSON.stringify({
    type,
    id: 'cvt_temp_public_id',
    version: 1,
    securityGroups: [],
    displayName: 'Sample',
    description: 'A sample.',
    containerContexts: ['SERVER'],
  });

/** The smallest tag. */
const TAG = { 'src/main.ts': 'data.gtmOnSuccess();\n', 'template/info.json': info('TAG') };

const built = async (files: Record<string, string>, folder = '.'): Promise<Built> =>
  buildTemplate(path.join(await project(files), folder));

/** The problems of a folder that cannot be built. */
const problemsOf = (files: Record<string, string>): Promise<readonly string[]> =>
  built(files).then(
    () => [],
    (error: BuildError) => error.message.split('\n').sort(),
  );

describe('a template', () => {
  it('needs src/main.ts and info.json, and nothing else', async () => {
    const { files, refusals } = await built(TAG);
    expect([...files.keys()]).toEqual([
      'template.tpl',
      'src/fields.generated.ts',
      'src/sandbox.generated.d.ts',
    ]);
    expect(refusals).toEqual([]);
    const { sections, code, tests } = parseTemplate(files.get('template.tpl')!);
    expect(sections.map(({ name }) => name)).toEqual([
      'INFO',
      'TEMPLATE_PARAMETERS',
      'SANDBOXED_JS_FOR_SERVER',
      'SERVER_PERMISSIONS',
      'TESTS',
    ]);
    expect(code).toBe('// src/main.ts\ndata.gtmOnSuccess();');
    expect(tests.scenarios).toEqual([]);
  });

  it('takes its other sections from files that are there', async () => {
    const { files } = await built({
      ...TAG,
      'template/terms.txt': 'Terms.\n',
      'template/notes.md': '\ufeffNotes.\r\n',
      'template/scenarios/setup.js': 'const a = 1;\n',
      'template/scenarios/10-a.js': '// scenario: One\nrunCode({});\n',
      'template/scenarios/readme.md': 'No scenario.\n',
    });
    const { sections, tests } = parseTemplate(files.get('template.tpl')!);
    const body = (name: string): string | undefined => sections.find((one) => one.name === name)?.body.trim();
    expect(body('TERMS_OF_SERVICE')).toBe('Terms.');
    expect(body('NOTES')).toBe('Notes.');
    expect(tests.setup!.code).toBe('const a = 1;');
    expect(tests.scenarios.map(({ name }) => name)).toEqual(['One']);
  });

  it('may be a variable, with code that another one shares', async () => {
    const files = {
      'a/src/main.ts': "import { twice } from '../../shared/twice.ts';\nexport default twice(data.n);\n",
      'a/template/info.json': info('MACRO'),
      'a/template/parameters.json': '[{"type": "TEXT", "name": "n"}]',
      'b/src/main.js': "import { twice } from '../../shared/twice.ts';\nreturn twice(21);\n",
      'b/template/info.json': info('MACRO'),
      'shared/twice.ts':
        'export const twice = (n: unknown) => (n as number) * 2;\nexport const unused = require("JSON");\n',
    };
    const folder = await project(files);
    const results: unknown[] = [];
    for (const one of ['a', 'b']) {
      const { files: made, refusals } = await buildTemplate(path.join(folder, one));
      expect(refusals).toEqual([]);
      const data = one === 'a' ? { n: 4 } : {};
      results.push((await runTemplate(parseTemplate(made.get('template.tpl')!), data)).returned);
      expect(made.has('src/fields.generated.ts')).toBe(one === 'a');
    }
    expect(results).toEqual([8, 42]);
  });

  it('of a client has no outcome in its data', async () => {
    const { files, refusals } = await built({
      'src/main.ts': "const claimRequest = require('claimRequest');\nclaimRequest();\n",
      'template/info.json': info('CLIENT'),
    });
    expect(refusals).toEqual([]);
    expect(files.get('src/fields.generated.ts')).toContain('The fields of the client');
    expect(files.get('src/fields.generated.ts')).not.toContain('gtmOn');
  });
});

describe('what is missing or broken', () => {
  it('is told in sentences with the file, all at once', async () => {
    const bad = {
      ...TAG,
      'template/info.json': '{\n  "type": "TAG",\n}',
      'template/permissions.json': '[,]',
    };
    expect(
      await problemsOf({ ...bad, 'src/main.ts': 'const a = ;', 'template/scenarios/1.js': '\nrunCode();\n' }),
    ).toEqual([
      expect.stringMatching(/^src\/main\.ts:1:11: Expression expected\.$/),
      expect.stringMatching(
        /^template\/info\.json:3:1: This is not valid JSON: expected a key in double quotes/,
      ),
      expect.stringMatching(/^template\/permissions\.json:1:2: This is not valid JSON: /),
      expect.stringMatching(/^template\/scenarios\/1\.js:2:1: Code stands before the first/),
    ]);
    expect(await problemsOf({ 'src/main.ts': 'data.a();' })).toEqual([
      expect.stringMatching(/^template\/info\.json: The file is missing; .*Write at least \{"type": "TAG"/),
    ]);
    expect(await problemsOf({ 'template/info.json': info('TAG') })).toEqual([
      expect.stringMatching(/^src\/main\.ts: Neither src\/main\.ts nor src\/main\.js is in .*Write one/),
    ]);
    await expect(buildTemplate('/nowhere/at/all')).rejects.toThrow(BuildError);
  });

  it('is told when a folder stands where a file should', async () => {
    expect(await problemsOf({ ...TAG, 'template/notes.md/a': '', 'template/parameters.json/a': '' })).toEqual(
      [
        'template/notes.md: It cannot be read (EISDIR). Make it a readable file, or remove it.',
        'template/parameters.json: It cannot be read (EISDIR). Make it a readable file, or remove it.',
      ],
    );
  });
});

describe('what the check says', () => {
  it('has the place in the source: a module, a scenario, a JSON file', async () => {
    const { refusals } = await built({
      'src/main.ts':
        "import { f } from './f.ts';\ninterface A {\n  a: 1;\n}\nconst a: A = f();\ndata.gtmOnSuccess(a);\n",
      'src/f.ts':
        '/** F. */\nexport function f(): any {\n  type T = 1; return new (data as any).Date();\n}\n',
      'template/info.json': info('TAG'),
      'template/parameters.json':
        '[\n  { "name": "a", "type": "TEXT", "displayName": "A", "simpleValueType": true },\n  {"type": "WHAT", "name": "b"}\n]',
      'template/permissions.json':
        '[{"instance": {"key": {"publicId": "logging", "versionId": "1"}, "param": []},\n "isRequired": true}]',
      'template/scenarios/setup.js': '\n\nconst data1 = {};\n',
      'template/scenarios/10.js':
        '// scenario: One\n\nrunCode({});\nwindow.x();\n// scenario: Two\nrunCode({});\n',
    });
    const told = refusals.map(({ code, file, line, column }) => `${code} ${file}:${line}:${column}`);
    expect(told).toContain('SANDBOX_NEW src/f.ts:3:22');
    expect(told).toContain('PERMISSION_UNUSED template/permissions.json:1:2');
    expect(told.some((one) => /^TPL_SCHEMA template\/parameters\.json:3:/.test(one))).toBe(true);
    expect(told).toContain('TPL_NO_ASSERTION template/scenarios/10.js:5:1');
    expect(told.some((one) => /^SANDBOX_UNDECLARED template\/scenarios\/10\.js:4:/.test(one))).toBe(true);
  });

  it('leaves the files to look at, for who decides', async () => {
    const { files, refusals } = await built({ ...TAG, 'src/main.ts': 'data.gtmOnSuccess(/a/);\n' });
    expect(refusals.map(({ code }) => code)).toEqual(['SANDBOX_REGEX_LITERAL']);
    expect(files.get('template.tpl')).toContain('/a/');
  });

  it('is said of a failed scenario at its line, and of code that ran at its own', async () => {
    const { files, origins } = await built({
      ...TAG,
      'src/main.ts': 'interface A { a: 1 }\nif (data.a) {\n  data.gtmOnFailure();\n}\ndata.gtmOnSuccess();\n',
      'template/scenarios/10.js': '// scenario: One\nrunCode({});\nassertThat(1).isEqualTo(2);\n',
    });
    const { scenarios, coverage } = await runScenarios(parseTemplate(files.get('template.tpl')!));
    const [failure] = scenarios[0]!.failures;
    expect(originOf(origins, failure!.fileLine!, 1)).toEqual({
      file: 'template/scenarios/10.js',
      line: 3,
      column: 1,
    });
    const places = (lines: readonly number[]) => lines.map((line) => originOf(origins, line, 1)?.line);
    expect(places(coverage.lines)).toEqual([2, 3, 5]);
    expect(places(coverage.covered)).toEqual([2, 5]);
    expect(JSON.parse(JSON.stringify(origins))).toEqual(origins);
  });
});
