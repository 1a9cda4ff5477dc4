/** Names across modules: what they mean, and what they are called in the one scope of a template. */
import { describe, expect, it } from 'vitest';
import { type Bundle, bundle } from '../../build/bundle.ts';
import { project } from './project.ts';

const bundled = async (files: Record<string, string>, folder = '.'): Promise<Bundle> =>
  bundle(`${await project(files)}/${folder}`, 'src/main.ts');

/** Without the headings. */
const bare = ({ code }: Bundle): string[] =>
  code.split('\n').filter((line) => line !== '' && !line.startsWith('// '));

describe('imports and exports', () => {
  it('lead to one declaration, by whatever name and over whatever way', async () => {
    const made = await bundled({
      'src/main.ts':
        "import value, { a as one, c, type T, deep } from './a';\nimport * as all from './a';\nimport { again } from './b';\ndata.x(value, one, c, all.a, all.inner.b, all.default, again, deep.er);\n",
      'src/a.ts':
        "export const a = 1; export type T = 1;\nexport default a + 1;\nexport * from './b';\nexport * as inner from './b';\nimport * as deep from './d';\nexport { deep };\n",
      'src/b.ts': 'export const b = 2;\nconst own = 3;\nexport { own as c, own as again };\n',
      'src/d.ts': 'export const er = 4;\n',
    });
    expect(bare(made)).toEqual([
      'const b = 2;',
      'const own = 3;',
      'const er = 4;',
      'const a = 1;',
      'const srcA = a + 1;',
      'data.x(srcA, a, own, a, b, srcA, own, er);',
    ]);
    expect(made.renamed).toEqual([]);
  });

  it('may go in circles', async () => {
    const made = await bundled({
      'src/main.ts': "import { a } from './a';\nexport const m = 1;\ndata.x(a());\n",
      'src/a.ts': "import { b } from './b';\nexport function a() { return b(); }\n",
      'src/b.ts':
        "import { a } from './a';\nimport { m } from './main';\nexport function b() { return m || a(); }\n",
    });
    expect(bare(made)).toEqual([
      'function b() { return m || a(); }',
      'function a() { return b(); }',
      'const m = 1;',
      'data.x(a());',
    ]);
  });

  it('find modules outside of the folder, in packages, by paths of tsconfig.json and with .js for .ts', async () => {
    const made = await bundled(
      {
        'app/src/main.ts':
          "import { s } from '../../shared/s.js';\nimport { p } from 'pack';\nimport { q } from '@lib/q';\nimport '../../shared/side.ts';\ndata.x(s, p, q);\n",
        'app/tsconfig.json': '{ "compilerOptions": { "paths": { "@lib/*": ["./lib/*"] } } }',
        'app/lib/q.ts': 'export const q: number = 3;\n',
        'app/node_modules/pack/package.json':
          '{"name": "pack", "type": "module", "sideEffects": false, "exports": "./index.js"}',
        'app/node_modules/pack/index.js':
          "export { p } from './p.js';\nexport { unused } from './unused.js';\n",
        'app/node_modules/pack/p.js': 'export const p = 2;\n',
        'app/node_modules/pack/unused.js': 'data.unused();\nexport const unused = 1;\n',
        'shared/s.ts': 'export const s: string = data.s;\n',
        'shared/side.ts': 'data.side();\n',
      },
      'app',
    );
    // Born of a fault: the first module of a bundle vanished when it stood outside of src/.
    expect(made.code).toBe(
      [
        '// ../shared/s.ts\nconst s = data.s;',
        '// node_modules/pack/p.js\nconst p = 2;',
        '// lib/q.ts\nconst q = 3;',
        '// ../shared/side.ts\ndata.side();',
        '// src/main.ts\ndata.x(s, p, q);\n',
      ].join('\n\n'),
    );
  });

  it('take the values of JSON files, of a key alone when no more is used', async () => {
    const json = `{"version": "1.0", "two words": [1, -2.5e3, true, null, "it's\\n"], "if": {"deep": "${'x'.repeat(90)}"}}`;
    const files = { 'src/a.json': json, 'b.json': '{"one": 1, "rest": {}}' };
    const made = await bundled({
      ...files,
      'src/main.ts':
        "import labels, { version } from './a.json';\nimport { one } from '../b.json';\ndata.x(labels, version, one);\n",
    });
    expect(bare(made)).toEqual([
      "const version = '1.0';",
      'const a = {',
      '  version: version,',
      "  'two words': [1, -2500, true, null, 'it\\'s\\n'],",
      '  if: {',
      `    deep: '${'x'.repeat(90)}'`,
      '  }',
      '};',
      'const one = 1;',
      'data.x(a, version, one);',
    ]);
  });
});

describe('names that collide', () => {
  it('take the name of their module in front', async () => {
    const made = await bundled({
      'src/main.ts':
        "import { read as readPhone } from './phone';\nimport { read } from './e-mail';\nconst other = { read };\nfunction run(read: number) { return readPhone + read; }\ndata.x(read, run(1), other);\n",
      'src/phone.ts': 'export const read = 1;\n',
      'src/e-mail.ts': 'export const read = 2;\n',
    });
    expect(bare(made)).toEqual([
      // Not "read", which means the parameter where this is used.
      'const phoneRead = 1;',
      'const read = 2;',
      'const other = { read: read };',
      'function run(read) { return phoneRead + read; }',
      'data.x(read, run(1), other);',
    ]);
    expect(made.renamed).toEqual([{ file: 'src/phone.ts', from: 'read', to: 'phoneRead' }]);
  });

  it('never take a name of the sandbox, nor one that a scope in between has', async () => {
    const made = await bundled({
      'src/main.ts':
        "import { data as d, f } from './a';\nconst f2 = (aData: number) => d + aData;\ndata.x(f, f2(1), makeString);\n",
      'src/a.ts': 'export const data = 1;\nexport const f = 2;\nconst makeString = data;\n',
    });
    expect(bare(made)).toEqual([
      'const srcAData = 1;',
      'const f = 2;',
      'const f2 = (aData) => srcAData + aData;',
      'data.x(f, f2(1), makeString);',
    ]);
  });
});
