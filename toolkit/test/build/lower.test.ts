/** Newer syntax: lowered to plain forms in its place, or left for the check to refuse. */
import { describe, expect, it } from 'vitest';
import { type Bundle, bundle } from '../../build/bundle.ts';
import { checkSource } from '../../sandbox/language/check.ts';
import { project } from './project.ts';

const bundled = async (source: string): Promise<Bundle> =>
  bundle(await project({ 'src/main.ts': source }), 'src/main.ts');

describe('newer syntax', () => {
  it.each([
    ['a.b ?? 1', 'a.b !== undefined && a.b !== null ? a.b : 1'],
    ['a?.b', 'a !== undefined && a !== null ? a.b : undefined'],
    [
      'a?.b.c?.[0]',
      'a !== undefined && a !== null && a.b.c !== undefined && a.b.c !== null ? a.b.c[0] : undefined',
    ],
    [
      'a?.b(1, a?.c)',
      'a !== undefined && a !== null ? a.b(1, a !== undefined && a !== null ? a.c : undefined) : undefined',
    ],
    ['a.b?.()', 'a.b !== undefined && a.b !== null ? a.b() : undefined'],
    ['a?.b ?? a.c', 'a !== undefined && a !== null && a.b !== undefined && a.b !== null ? a.b : a.c'],
    ['a ?? a.b ?? 1', undefined],
    ["(a?.b as any) === 'x'", "(a !== undefined && a !== null ? a.b : undefined) === 'x'"],
    ['!a?.b', '!(a !== undefined && a !== null ? a.b : undefined)'],
    ['`a${a.b}c`', "'a' + a.b + 'c'"],
    ['`${a}${a.b}`', "'' + a + a.b"],
    ["`it's\n\\u00fc\\\\`", "'it\\'s\\nü\\\\'"],
    ['`${a ? 1 : 2}`.length', "('' + (a ? 1 : 2)).length"],
    ['`x${`y${a}`}`', "'x' + ('y' + a)"],
    ['`x`', "'x'"],
    [
      '`${a?.b ?? `none`}`',
      "'' + (a !== undefined && a !== null && a.b !== undefined && a.b !== null ? a.b : 'none')",
    ],
    ['{ a, b: { a } }', '{ a: a, b: { a: a } }'],
    ['[0xff, 1e3, 1_000, 0b11]', '[255, 1000, 1000, 3]'],
    ['[0xff.toString(), 1_000..toString()]', '[(255).toString(), (1000).toString()]'],
    // Comments stay, or the syntax does.
    ['a ?? /* why */ 1', 'a !== undefined && a !== null ? a : /* why */ 1'],
    ['a /* why */ ?? 1', undefined],
    ['`${/* why */ a}`', undefined],
    // What would be evaluated twice.
    ['a.b() ?? 1', undefined],
    ['a.b()?.c', undefined],
    ['a[a.i++]?.c', undefined],
    // What needs a statement of its own.
    ['((b = 1) => b)()', undefined],
    ['[...a]', undefined],
    ['a.b ||= 1', undefined],
    ['2 ** 3', undefined],
    ['a.f`x`', undefined],
    ['{ f() {} }', undefined],
  ])('%s', async (source, plain) => {
    const { code, lowered } = await bundled(`const a: any = data.a;\ndata.b(${source});\n`);
    const errors = checkSource(code, { kind: 'MACRO' }).filter(({ severity }) => severity === 'error');
    if (plain === undefined) {
      // The check says what to write instead, at the place.
      expect(errors.map(({ line }) => line)).toContain(3);
    } else {
      expect(code).toBe(`// src/main.ts\nconst a = data.a;\ndata.b(${plain});\n`);
      expect(errors).toEqual([]);
      expect(lowered.length).toBeGreaterThan(0);
      for (const { file, line } of lowered) expect([file, line]).toEqual(['src/main.ts', 2]);
    }
  });

  it('is lowered with the names of the bundle and without types', async () => {
    const { code } = await bundle(
      await project({
        'src/main.ts':
          "import { a as x } from './a';\nconst a = 1;\ndata.b(`${x as string}${a}`, { x, a }, x?.y ?? (x as any));\n",
        'src/a.ts': 'export const a: any = data.a;\n',
      }),
      'src/main.ts',
    );
    expect(code.split('\n').at(-2)).toBe(
      "data.b('' + a + mainA, { x: a, a: mainA }, a !== undefined && a !== null && a.y !== undefined && a.y !== null ? a.y : a);",
    );
  });
});
