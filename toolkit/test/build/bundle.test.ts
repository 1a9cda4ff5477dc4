/** The text of a bundle: what was written, without types, imports and exports, comments where they stood. */
import { describe, expect, it } from 'vitest';
import { bundle } from '../../build/bundle.ts';
import { BuildError } from '../../build/problems.ts';
import { project } from './project.ts';

/** The code of a project, whose main module may be given alone; without the heading when it is alone. */
async function codeOf(files: string | Record<string, string>, entry = 'src/main.ts'): Promise<string> {
  const all = typeof files === 'string' ? { [entry]: files } : files;
  const { code } = await bundle(await project(all), entry);
  return typeof files === 'string' ? code.replace(`// ${entry}\n`, '') : code;
}

describe('the code of a bundle', () => {
  it('has the modules in the order in which they run, each below its name', async () => {
    const code = await codeOf({
      'src/main.ts':
        "/** Main. */\nimport { twice } from './twice.ts';\n\n// A remark.\nconst four = twice(2);\ndata.gtmOnSuccess(four);\n",
      'src/twice.ts':
        '/** Doubles. */\n\n/** What is doubled. */\nexport type Input = number;\n\n/** A pair. */\nexport interface Pair {\n  a: Input;\n}\n\n/**\n * Twice.\n * @returns the double\n */\nexport function twice(x: Input): number {\n  // Why.\n  return x * 2;\n}\n',
    });
    expect(code).toBe(
      [
        '// src/twice.ts',
        '/** Doubles. */',
        '',
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
        '',
        '// A remark.',
        'const four = twice(2);',
        'data.gtmOnSuccess(four);',
        '',
      ].join('\n'),
    );
  });

  it.each([
    // Born of faults: statements behind a type on the same line or an indented one below it vanished.
    [
      'a type and a statement on one line',
      "let a = data.a; type A = unknown; if (a === 'denied') { a = undefined; }",
      "let a = data.a; if (a === 'denied') { a = undefined; }",
    ],
    [
      'an interface of one line above an indented statement',
      'interface A { a: 1 }\n  data.b();',
      '  data.b();',
    ],
    [
      'annotations',
      'const f = <T,>(a: T, b?: string): T => a;\ndata.b(f(1));',
      'const f = (a, b) => a;\ndata.b(f(1));',
    ],
    [
      'assertions',
      'data.b(data.a as string, data.c!, data.d satisfies 1);',
      'data.b(data.a, data.c, data.d);',
    ],
    [
      'brackets of an assertion',
      'data.b((data.a as A).c, (data.d as any)(1), !(data.e as 1));',
      'data.b(data.a.c, data.d(1), !data.e);',
    ],
    [
      'brackets that are still needed',
      'data.b((data.a + 1 as any).c, (1 as any).d);',
      'data.b((data.a + 1).c, (1).d);',
    ],
    ['return(x as T)', 'data.b(() => { return(data.a as T); });', 'data.b(() => { return data.a; });'],
    [
      'a type over several lines',
      'function f(\n  this: any,\n  // About a.\n  a: string,\n  b: {\n    x: 1;\n  },\n): asserts a is string {\n  data.b(a, b);\n}\nf();',
      'function f(\n  // About a.\n  a,\n  b\n) {\n  data.b(a, b);\n}\nf();',
    ],
    [
      'an arrow behind its type',
      'const f = (a: number):\n  string => a;\ndata.b(f);',
      'const f = (a) => a;\ndata.b(f);',
    ],
    [
      'overloads, whose comment is the function’s',
      '/** F. */\nexport function f(a: string): void;\nexport function f(a: number): void;\nexport function f(a: any) {\n  data.b(a);\n}\nf(1);',
      '/** F. */\nfunction f(a) {\n  data.b(a);\n}\nf(1);',
    ],
    [
      'no semicolons',
      'const a = data.a as any\ntype A = 1\nconst f = () => {\n  data.b(a)\n}\nf()',
      'const a = data.a;\nconst f = () => {\n  data.b(a);\n};\nf();',
    ],
    [
      'a comma behind the last argument',
      'const f = (\n  a,\n) => data.b(\n  a,\n);\nf(1,);',
      'const f = (\n  a\n) => data.b(\n  a\n);\nf(1);',
    ],
    [
      'a do loop',
      'let i = 0\ndo { i++ } while (i < 3)\ndata.b(i)',
      'let i = 0;\ndo { i++; } while (i < 3);\ndata.b(i);',
    ],
    [
      'tabs, CRLF and a byte-order mark',
      '\ufeff\tconst a = data.a;\r\ninterface A {\r\n\ta: 1;\r\n}\r\n\tdata.b(a);\r\n',
      '\tconst a = data.a;\n\tdata.b(a);',
    ],
    [
      'texts that look like code',
      "data.b('interface A {', \"// no\", 'require(1)'); // require('JSON')",
      "data.b('interface A {', \"// no\", 'require(1)'); // require('JSON')",
    ],
    [
      'characters beyond ASCII',
      "type Ü = 'ß€😀'; const a: Ü = 'ü€😀'; data.b(a); // ü",
      "const a = 'ü€😀'; data.b(a); // ü",
    ],
    ['a call that is thrown away', 'void data.b();', 'void data.b();'],
    [
      'what nobody uses',
      "/** A. */\nfunction a() {}\n\n/** B. */\nfunction b() {}\nb();\nconst c = require('JSON');\ndata.d();",
      '/** B. */\nfunction b() {}\nb();\ndata.d();',
    ],
    [
      'what only a branch needs that never runs',
      'const a = 1;\nif (false) { data.b(a); }\ndata.c();',
      'const a = 1;\nif (false) { data.b(a); }\ndata.c();',
    ],
  ])('keeps everything but types: %s', async (_what, source, code) => {
    expect(await codeOf(source)).toBe(`${code}\n`);
  });

  it.each([
    [
      'a header stays above a type',
      '/** Main. */\ninterface A {\n  a: 1;\n}\ndata.b();',
      '/** Main. */\n\ndata.b();',
    ],
    [
      'a header stays above an import',
      "/** Main. */\nimport './a.ts';\ndata.b();",
      '/** Main. */\n\ndata.b();',
    ],
    [
      'comments of a type go with it',
      '// Main.\n\nconst a = data.a;\n\n// One.\n/** Two. */\ntype A = 1; // Three.\n\n/* Four. */ data.b(a);',
      '// Main.\n\nconst a = data.a;\n\n/* Four. */ data.b(a);',
    ],
    [
      'comments of an unused statement go with it',
      '/** Gone. */\nconst a = 1; // Gone.\n\n/** B. */\nconst b = 2; // B.\ndata.b(b);',
      '/** B. */\nconst b = 2; // B.\ndata.b(b);',
    ],
    [
      'a comment above a type in front of a statement goes',
      '// Main.\n\n/** A. */\ntype A = 1; data.b();',
      '// Main.\n\ndata.b();',
    ],
    [
      'a doc comment of a type behind a statement goes',
      'data.b(); /** A. */\ntype A = 1;\ndata.c();',
      'data.b();\ndata.c();',
    ],
    [
      'comments of an unused overloaded function go with it',
      '// Main.\n\n/** One. */\nfunction f(a: string): void;\n/** Two. */\nfunction f(a: any) {}\n\ndata.b();',
      '// Main.\n\ndata.b();',
    ],
    [
      'comments inside of expressions stay',
      'data.b(/* a */ 1, // b\n  /* c */ 2 /* d */);',
      'data.b(/* a */ 1, // b\n  /* c */ 2 /* d */);',
    ],
    [
      'comments between blank lines stay',
      'data.b();\n\n// Part two.\n\ntype A = 1;\n\ndata.c();',
      'data.b();\n\n// Part two.\n\ndata.c();',
    ],
    [
      'a comment behind a statement stays',
      'data.b(); // Why.\ntype A = 1;\ndata.c();',
      'data.b(); // Why.\ndata.c();',
    ],
    [
      'comments for tools go',
      '// biome-ignore lint: table\ndata.b(); // eslint-disable-line\n\n// @ts-expect-error\ndata.c();',
      'data.b();\n\ndata.c();',
    ],
    [
      'a local type goes with its comment',
      'const f = () => {\n  // Local.\n  type A = 1;\n\n  // Call.\n  data.b();\n};\nf();',
      'const f = () => {\n  // Call.\n  data.b();\n};\nf();',
    ],
    [
      'a comment behind export stays',
      'export /* why */ const a = data.a;\ndata.b(a);',
      '/* why */ const a = data.a;\ndata.b(a);',
    ],
  ])('keeps comments where they stood: %s', async (_what, source, code) => {
    const files = { 'src/main.ts': source, 'src/a.ts': '' };
    expect(await codeOf(files)).toBe(`// src/main.ts\n${code}\n`);
  });
});

describe('the main module', () => {
  it.each([
    ['export default data.a;', 'return data.a;'],
    ['const a = data.a;\nexport default [a] as const', 'const a = data.a;\nreturn [a];'],
    ['export default\n  data.a', 'return (\n  data.a);'],
    ['export default // why\n  (data.a);', 'return ( // why\n  (data.a));'],
    [
      'export default f(1);\nfunction f(x: number) { return x; }',
      'return f(1);\nfunction f(x) { return x; }',
    ],
  ])('returns what it exports as default: %j', async (source, code) => {
    expect(await codeOf(source)).toBe(`${code}\n`);
  });

  it('in JavaScript returns and ends the run as a template does', async () => {
    const source =
      "if (!data.a) {\n  data.gtmOnFailure();\n  return;\n}\nimport { b } from './b.js';\nreturn b;\n";
    const code = await codeOf({ 'src/main.js': source, 'src/b.js': 'export const b = 1;\n' }, 'src/main.js');
    expect(code).toBe(
      '// src/b.js\nconst b = 1;\n\n// src/main.js\nif (!data.a) {\n  data.gtmOnFailure();\n  return;\n}\nreturn b;\n',
    );
  });
});

describe('what cannot be bundled', () => {
  it.each([
    [
      'a module that is nowhere',
      "import './nowhere.ts';",
      /^src\/main\.ts:1:8: Could not resolve "\.\/nowhere\.ts"\. \S/,
    ],
    [
      'a name that is not exported',
      "const ü = 'ü'; import { no } from './a'; data.b(no);",
      /^src\/main\.ts:1:25: .*"no"/,
    ],
    ['text that is no code', 'data.b();\nconst a = ;', /^src\/main\.ts:2:11: Expression expected\.$/],
    ['an enum', "const ü = 'ü'; enum A { a }", /^src\/main\.ts:1:16: .*enum.* Write an object/],
    ['an enum behind wide and narrow characters', "\t'😀漢e\u0301'; enum A { a }", /^src\/main\.ts:1:11: /],
    ['an enum in the second line', 'data.b();\r\n\tenum A { a }', /^src\/main\.ts:2:2: /],
    ['a line for shells', '#!/usr/bin/env node\ndata.b();', /^src\/main\.ts:1:1: .*Remove it/],
    ['a namespace', 'namespace A { export const a = 1 }', /^src\/main\.ts:1:1: .*namespace.* Write a module/],
    ['the other assertion', 'data.b(<A>data.a);', /^src\/main\.ts:1:8: .* Write "x as T"\.$/],
    [
      'require of TypeScript',
      "import a = require('./a');",
      /^src\/main\.ts:1:1: .* Write an ordinary import/,
    ],
    ['a return outside of functions', 'return 1;', /^src\/main\.ts:1:1: .*"export default"/],
    ['import()', "data.b(import('./a'));", /^src\/main\.ts:1:8: import\(\)/],
    ['import.meta', 'data.b(import.meta.url);', /^src\/main\.ts:1:8: import\.meta/],
    ['await', 'await data.b();', /^src\/main\.ts:1:1: .*then\(\)/],
    ['a line separator', "data.b('a\u2028b');", /^src\/main\.ts:1:10: .*U\+2028/],
    [
      'a module as a value',
      "import * as a from './a'; data.b(a);",
      /^src\/main\.ts:1:34: a stands for a whole module/,
    ],
    [
      'a member that is computed',
      "import * as a from './a'; data.b(a['a']);",
      /^src\/main\.ts:1:34: a stands for a whole module/,
    ],
    ['a default before the end', 'export default data.a; data.b();', /^src\/main\.ts:1:24: .*at the end/],
    [
      'a default that is a function',
      'export default function f() {}',
      /^src\/main\.ts:1:1: .*export default f\(data\)/,
    ],
    [
      'a default in braces',
      'const a = 1;\nexport { a as default };',
      /^src\/main\.ts:2:1: .*"export default value;"/,
    ],
    ['CommonJS', "import a from './b.cjs'; data.b(a);", /^src\/b\.cjs: .*CommonJS/],
    ['broken JSON', "import a from './c.json'; data.b(a);", /^src\/c\.json:1:\d+: /],
    ['__proto__ in JSON', "import a from './d.json'; data.b(a);", /^src\/d\.json:1:26: .*__proto__/],
    [
      'a module without a file',
      "import a from 'data:text/javascript,export default 1'; data.b(a);",
      /\.ts, \.js and \.json/,
    ],
    [
      'the result of the main module',
      "import './e';\nexport default 1;",
      /^src\/e\.ts:1:32: .*nothing can import it/,
    ],
    ['a return in another module', "import './f.js';", /^src\/f\.js:1:13: Only the main module/],
  ])('is told with its place and what to do: %s', async (_what, source, message) => {
    const folder = await project({
      'src/main.ts': source,
      'src/a.ts': 'export const a = 1;',
      'src/b.cjs': 'module.exports = 1;',
      'src/c.json': '{"a": 1,}',
      'src/d.json': '{"a": {"\\u005f_proto__": 1}}',
      'src/e.ts': "import m from './main'; data.b(m);",
      'src/f.js': 'if (data.a) return 1;',
    });
    const made = bundle(folder, 'src/main.ts');
    await expect(made).rejects.toThrow(BuildError);
    await expect(made).rejects.toThrow(message);
  });

  it('is told of code that is nested too deeply, and the next build knows nothing of it', async () => {
    const deep = await project({ 'src/main.ts': `data.b(${'['.repeat(5000)}${']'.repeat(5000)});` });
    await expect(bundle(deep, 'src/main.ts')).rejects.toThrow(/^src\/main\.ts: .*nested more deeply/);
    expect(await codeOf('data.b(1 as number);')).toBe('data.b(1);\n');
  });

  it('is not code that is only long', async () => {
    const sum = `data.b(${'data.a + '.repeat(2000)}1);`;
    expect(await codeOf(`type A = 1;\n${sum}`)).toBe(`${sum}\n`);
  });

  it('is told of all modules that can be reached', async () => {
    const folder = await project({
      'src/main.ts': "import './a';\nimport './b';",
      'src/a.ts': 'const a = ;',
      'src/b.ts': '\nenum A { a }',
    });
    const lines = await bundle(folder, 'src/main.ts').then(
      () => [],
      (error: BuildError) => error.message.split('\n').sort(),
    );
    expect(lines).toEqual([
      expect.stringMatching(/^src\/a\.ts:1:11: /),
      expect.stringMatching(/^src\/b\.ts:2:1: /),
    ]);
  });
});
