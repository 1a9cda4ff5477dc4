/** The build's check of its own work: it bites when a statement is missing, doubled, moved or another one. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Linked, link } from '../../build/link.ts';
import type { Module } from '../../build/module.ts';
import { resolveModules } from '../../build/resolve.ts';
import { type Part, verify } from '../../build/verify.ts';
import { writeModule } from '../../build/write.ts';
import { removed, written } from './project.ts';

let code: string;
let parts: Part[];
let linked: Linked;

beforeAll(async () => {
  const folder = await written({
    'src/main.ts':
      "import { f } from './a';\nconst n: number = 0x10 + 1;\nconst t = `a${n}`;\nif (n) { data.x(f('y'), t); }\nexport default n + 0;\n",
    'src/a.ts':
      'export default (a: 1) => a;\nexport function f(n: string) { return n; }\nfunction unused() {}\n',
  });
  const resolved = await resolveModules(folder, 'src/main.ts');
  await removed(folder);
  linked = link(resolved);
  parts = [...resolved.modules.values()].map((one) => {
    const module = one as Module;
    const isMain = module.file === 'src/main.ts';
    return { module, isMain, written: writeModule(module, linked, isMain) };
  });
  code = parts.map((part) => ('written' in part ? part.written.text : '')).join('\n');
});

describe('the check of a bundle', () => {
  it('has nothing to say of the code as it is', () => {
    expect(() => verify(code, parts, linked)).not.toThrow();
    expect(code).toContain("const t = 'a' + n;");
  });

  it.each([
    [
      'a statement that is gone',
      "if (n) { data.x(f('y'), t); }",
      '',
      /^src\/main\.ts:4:1: .*a fault of the build/,
    ],
    [
      'a statement twice',
      'const n = 16 + 1;',
      'const n = 16 + 1; const n2 = 16 + 1;',
      /^src\/main\.ts:4:1: /,
    ],
    [
      'one more at the end',
      'return n + 0;',
      'return n + 0; n;',
      /^template\.tpl: The code has 6 statements where .* 5/,
    ],
    ['another number', '16', '17', /^src\/main\.ts:2:1: /],
    ['another text', "'y'", "'z'", /^src\/main\.ts:4:1: /],
    ['another operator', '16 + 1', '16 - 1', /^src\/main\.ts:2:1: /],
    ['another name', 'data.x', 'data.y', /^src\/main\.ts:4:1: /],
    ['an argument too few', "f('y')", 'f()', /^src\/main\.ts:4:1: /],
    ['let for const', 'const n', 'let n', /^src\/main\.ts:2:1: /],
    ['a body without its statement', '{ return n; }', '{ }', /^src\/a\.ts:2:1: /],
    ['another result', 'return n + 0;', 'return t + 0;', /^src\/main\.ts:5:1: /],
    ['no result', 'return n + 0;', 'n + 0;', /^src\/main\.ts:5:1: /],
    ['another statement in place of what was lowered', "const t = 'a' + n;", 'n;', /^src\/main\.ts:3:1: /],
    [
      'code that cannot be read',
      'if (n)',
      'if n)',
      /^template\.tpl: The code that was put together cannot be read/,
    ],
  ])('tells %s', (_what, from, to, message) => {
    expect(code).toContain(from);
    expect(() => verify(code.replace(from, to), parts, linked)).toThrow(message);
  });
});
