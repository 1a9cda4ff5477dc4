/** The bundle: what a reader of the template sees, in the sandbox's language, and the way back to the source. */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { assemble } from '../../build/assemble.ts';
import { type Bundle, bundle } from '../../build/bundle.ts';
import { copyWith, project, root } from './project.ts';

const bundled = async (files: Record<string, string>): Promise<Bundle> =>
  bundle(await project(files), 'src/main.ts');

const codeOf = async (main: string): Promise<string> => (await bundled({ 'src/main.ts': main })).code;

describe('the code of a bundle', () => {
  it('keeps module headers, documentation and comments on lines of their own, and drops types with theirs', async () => {
    const { code } = await bundled({
      'src/main.ts':
        "/** Main. */\nimport { twice } from './twice.ts';\n\n// A remark.\nconst four = twice(2);\ndata.gtmOnSuccess(four);\n",
      'src/twice.ts':
        '/** Doubles. */\n\n/** What is doubled. */\nexport type Input = number;\n\n/** A pair. */\nexport interface Pair {\n  a: Input;\n}\n\n/**\n * Twice.\n * @returns the double\n */\nexport function twice(x: Input): number {\n  // Why.\n  return x * 2;\n}\n',
    });
    expect(code).toBe(
      [
        '// src/twice.ts',
        '/** Doubles. */',
        '/**',
        ' * Twice.',
        ' * @returns the double',
        ' */',
        'function twice(x) {',
        '  // Why.',
        '  return x * 2;',
        '}',
        '',
        '// src/main.ts',
        '/** Main. */',
        '// A remark.',
        'const four = twice(2);',
        'data.gtmOnSuccess(four);',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['a union over lines', "/** One. */\ntype One =\n  | 'a'\n  | 'b';\n"],
    ['an object', '/** One. */\nexport type One = {\n  a: number;\n\n  /** Its b. */\n  b?: string;\n};\n'],
    [
      'parameters over lines',
      '/**\n * One\n * of types.\n */\ntype One = (\n  a: number,\n  b: string,\n) => void;\n',
    ],
    ['an interface with brackets', '/** One. */\ninterface One<\n  T,\n> {\n  list: T[];\n}\n'],
    ['several', '/** One. */\ntype One = 1;\n/** Two. */\ntype Two = 2;\n\n\n'],
  ])('drops a type with its comment and nothing else: %s', async (_form, declaration) => {
    const code = await codeOf(
      `/** Main. */\n\n${declaration}\n/** The type. */\nconst type = 'interface A {';\n// Done.\ndata.gtmOnSuccess(type);\n`,
    );
    expect(code).toBe(
      '// src/main.ts\n/** Main. */\n/** The type. */\nconst type = "interface A {";\n// Done.\ndata.gtmOnSuccess(type);\n',
    );
  });

  it('keeps a header that stands right above a type', async () => {
    const code = await codeOf('/** Main. */\ninterface A {\n  a: number;\n}\ndata.gtmOnSuccess();\n');
    expect(code).toBe('// src/main.ts\n/** Main. */\ndata.gtmOnSuccess();\n');
  });

  it('puts back what the bundler prints otherwise: undefined, const, full properties, plain numbers', async () => {
    const code = await codeOf(
      "const log = require('logToConsole');\nlet count = 0;\nconst a = undefined;\nconst big = 1e6 + 0xff + 1_000;\ncount += 1;\nlog({ a, count }, big);\ndata.gtmOnSuccess();\n",
    );
    expect(code).toContain('const log = require("logToConsole");');
    expect(code).toContain('let count = 0;');
    expect(code).toContain('const a = undefined;');
    expect(code).toContain('1000000 + 255 + 1000');
    expect(code).toContain('{ a: a, count: count }');
    expect(code).not.toMatch(/\bvar\b|void 0|require_of/);
  });

  it('is ASCII whatever the texts hold', async () => {
    const code = await codeOf("data.gtmOnSuccess('\u00fc \u2603 \u{1f511}');\n");
    expect(/[^\n -~]/.test(code)).toBe(false);
  });

  it('leaves out what nobody uses', async () => {
    const code = await codeOf(
      'function unused(): void {}\nfunction used(): void {}\nused();\ndata.gtmOnSuccess();\n',
    );
    expect(code).not.toContain('unused');
  });

  it('fails with the file and line of what cannot be read', async () => {
    await expect(codeOf("import './nowhere.ts';\n")).rejects.toThrow(/src\/main\.ts:1:7.*nowhere/s);
    await expect(codeOf('data.gtmOnSuccess();\nconst a = ;\n')).rejects.toThrow(/src\/main\.ts:2:10/);
    await expect(bundle(await project({}), 'src/main.ts')).rejects.toThrow(/src\/main\.ts/);
  });

  it('moves a lazy module into the one function that needs it, and refuses when there is none', async () => {
    const lazy =
      '/**\n * Rarely needed.\n * @lazy\n */\nexport function rare(x: number): number {\n  return x + 1;\n}\n';
    const { code } = await bundled({
      'src/main.ts':
        "import { rare } from './rare.ts';\nfunction seldom(): number {\n  return rare(1);\n}\nif (data.a) seldom();\ndata.gtmOnSuccess();\n",
      'src/rare.ts': lazy,
    });
    expect(code).toMatch(/^function seldom\(\) \{\n {2}\/\/ src\/rare\.ts\n[\s\S]*\n {2}function rare\(x\)/m);
    await expect(
      bundled({
        'src/main.ts': "import { rare } from './rare.ts';\ndata.gtmOnSuccess(rare(1));\n",
        'src/rare.ts': lazy,
      }),
    ).rejects.toThrow(/src\/rare\.ts is marked @lazy/);
  });
});

describe('the way back to the source', () => {
  /** Where a text of the code is said to come from, and what stands there. */
  async function sourceAt(folder: string, { code, originOf }: Bundle, text: string): Promise<string> {
    const before = code.slice(0, code.indexOf(text)).split('\n');
    const { file, line, column } = originOf(before.length, before.at(-1)!.length + 1);
    const source = await readFile(path.join(folder, file), 'utf8');
    return source.split('\n')[line - 1]!.slice(column - 1);
  }

  it('ends at the same text, through every kind of edit', async () => {
    const folder = await project({
      'src/main.ts':
        "/** Main. */\nimport { shape } from './shape.ts';\n\n/** Gone. */\ninterface Gone {\n  a: number;\n}\n\nconst first = undefined;\nconst marker1 = 1e3;\nconst thing: Gone = { a: marker1 };\nconst marker2 = shape(thing.a);\ndata.gtmOnSuccess(marker2, first);\n",
      'src/shape.ts':
        '/** Shape. */\n\nexport function shape(size: number): unknown {\n  const name = undefined;\n  const marker3 = { name, size };\n  // A remark.\n  return [marker3, marker3.size];\n}\n',
    });
    const made = await bundle(folder, 'src/main.ts');
    for (const text of ['marker1 =', 'marker2 =', 'marker3 =', 'shape(thing', 'gtmOnSuccess(marker2'])
      expect(await sourceAt(folder, made, text)).toContain(text);
  });

  it('ends at the right line for the tag itself, also in modules that were moved', async () => {
    const made = await bundle(root, 'src/main.ts');
    for (const text of [
      'return rotl(',
      'LETTERS =',
      'function asciiWords(',
      'function base64Digest(',
      'function deliverySettings(',
      'function judge(',
      'function httpDate(',
      'run();\n',
    ].filter((wanted) => made.code.includes(wanted)))
      expect([text, await sourceAt(root, made, text)]).toEqual([
        text,
        expect.stringContaining(text.replace(/^function /, '').trim()),
      ]);
  });
});

describe('a source the sandbox cannot run', () => {
  /** What the build says when lines stand at the start of the tag's last function. */
  async function refusalsOf(lines: readonly string[]): Promise<string[]> {
    const file = 'src/main.ts';
    const source = await readFile(path.join(root, file), 'utf8');
    const head = 'function run(): void {\n';
    expect(source).toContain(head);
    const folder = await copyWith({ [file]: source.replace(head, head + lines.join('\n')) });
    const first = source.slice(0, source.indexOf(head)).split('\n').length + 1;
    const { refusals } = await assemble(folder);
    return refusals.map((refusal) => {
      expect(refusal.page).toMatch(/\S/);
      expect(refusal.message).toMatch(/\S/);
      expect(refusal.file).toBe(file);
      const line = lines[refusal.line - first]!;
      return `${refusal.code} ${line.slice(refusal.column - 1)}`;
    });
  }

  it('is told with its code, and with file, line and column of the very place', async () => {
    const refusals = await refusalsOf([
      '  const value: unknown = eventName;',
      '  if (new Date()) return;',
      "  if (/a/.test('a')) return;",
      "  const text = '' + value; if (text.charCodeAt(0)) return;",
      '  if (Math.PI) return;',
      '  if (value === `${value}`) return;',
      "  if (value ?? '') return;",
      "  if ([...['']].length) return;",
      "  if (typeof value === 'object') throw value;",
      '',
    ]);
    for (const refusal of [
      'SANDBOX_NEW new Date()) return;',
      'SANDBOX_UNDECLARED Date()) return;',
      "SANDBOX_REGEX_LITERAL /a/.test('a')) return;",
      'SANDBOX_UNKNOWN_METHOD charCodeAt(0)) return;',
      'SANDBOX_UNDECLARED Math.PI) return;',
      'SANDBOX_TEMPLATE_LITERAL `${value}`) return;',
      "SANDBOX_NULLISH value ?? '') return;",
      "SANDBOX_SPREAD ...['']].length) return;",
      'SANDBOX_THROW throw value;',
    ])
      expect(refusals).toContain(refusal);
  });

  it('is not said of the tag as it is', async () => {
    expect(await refusalsOf([''])).toEqual([]);
  });
});
