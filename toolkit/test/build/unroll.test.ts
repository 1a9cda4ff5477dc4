/** The expansion of marked functions: the same function afterwards, or a refusal. */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { transform } from 'esbuild';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unroll } from '../../build/unroll.ts';
import { root } from './project.ts';

/** The code with every marked function expanded. */
function expanded(code: string): string {
  return unroll(code)
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end, text: inside }) => text.slice(0, start) + inside + text.slice(end), code);
}

type Compute = (...lists: number[][]) => number[];

/** A top-level function of a script, to be called here. */
const functionOf = (code: string, name: string): Compute =>
  new Function(
    `${code.replace(/^export /gm, '').replace(/^export \{[^}]*\};/gm, '')}\nreturn ${name};`,
  )() as Compute;

const marked = (body: string, before = ''): string =>
  `${before}/** @unroll */\nfunction f(a, b) {\n${body}\n}\n`;

const words = fc.integer({ min: -(2 ** 31), max: 2 ** 32 - 1 });
const lists = (length: number) => fc.array(words, { minLength: length, maxLength: length });

const source = async (file: string): Promise<string> => {
  const { code } = await transform(await readFile(path.join(root, file), 'utf8'), { loader: 'ts' });
  // What the bundler does with comments is not at issue here: the marks are put back.
  return code
    .replace(/^export \{[\s\S]*$/m, '')
    .replace(/^export /gm, '')
    .replace(/^function (compress|compressKnown)\(/gm, '/** @unroll */\nfunction $1(');
};

describe('the expanded functions of SHA-1', () => {
  it('give what the source gives, for random digests and blocks', async () => {
    const code = await source('src/signing/sha1.ts');
    const fast = expanded(code);
    for (const [name, length] of [
      ['compress', 16],
      ['compressKnown', 80],
    ] as const) {
      const plain = functionOf(code, name);
      const quick = functionOf(fast, name);
      expect(quick.toString()).not.toContain('while');
      fc.assert(
        fc.property(lists(5), lists(length), (digest, block) => {
          expect(quick(digest, block)).toEqual(plain(digest, block));
        }),
        { numRuns: 300 },
      );
    }
  });

  it('are one line a round and call nothing', async () => {
    const text = functionOf(expanded(await source('src/signing/sha1.ts')), 'compress').toString();
    expect(text.split('\n').length).toBeGreaterThanOrEqual(80);
    expect(text).not.toMatch(/rotl|\bif\b|\bf\(|\bK\(/);
  });
});

describe('expansion', () => {
  const same = (body: string, before = ''): string => {
    const code = marked(body, before);
    const result = expanded(code);
    fc.assert(
      fc.property(lists(4), lists(4), (a, b) => {
        expect(functionOf(result, 'f')(a, b)).toEqual(functionOf(code, 'f')(a, b));
      }),
      { numRuns: 50 },
    );
    return result;
  };

  it('writes loops out and computes what is known', () => {
    const result = same(`
      let x = a[0] + 1;
      let t = 0;
      while (t < 5) {
        x = (x << 3) ^ (b[t & 3] + t * 7);
        t += 1;
      }
      return [x];`);
    expect(result).not.toMatch(/while|\bt\b/);
    expect(result).toContain('+ 28');
  });

  it('takes the branch that is known to be taken', () => {
    const result = same(`
      let x = a[0] ^ 5;
      let t = 0;
      while (t < 4) {
        if (t < 2) {
          x = x + b[t];
        } else {
          x = x ^ b[t];
        }
        t += 1;
      }
      return [x];`);
    expect(result).not.toContain('if');
  });

  it('puts small functions in place of their calls and drops those nobody calls any more', () => {
    const result = same(
      `
      const y = twist(a[0], 3) + pick(1, a[1]);
      return [y, twist(y, 5)];`,
      `function twist(x, n) {\n  return (x << n) | (x >>> (32 - n));\n}\nfunction pick(k, v) {\n  if (k === 1) {\n    return v * 2;\n  }\n  return v;\n}\n`,
    );
    expect(result).not.toMatch(/twist|pick/);
  });

  it('keeps a function that someone else calls too', () => {
    const code = `function g(x) {\n  return x * 3;\n}\n${marked('const y = g(a[0]);\nreturn [y, y];')}\nfunction other(x) {\n  return g(x);\n}\n`;
    expect(expanded(code)).toContain('function g(x)');
  });

  it('exchanges variables without losing a value', () => {
    same(`
      let x = a[0] + b[0];
      let y = a[1] + b[1];
      let t = 0;
      while (t < 3) {
        const z = x ^ y;
        x = y;
        y = z;
        t += 1;
      }
      return [x, y, x + y];`);
  });

  it('keeps what binds stronger together', () => {
    same(`
      const p = a[0] - (a[1] - a[2]);
      const q = (a[0] | a[1]) & (a[2] ^ a[3]);
      const r = (a[0] + a[1]) * (b[0] - b[1]);
      const s = (p << (q & 3)) >>> (r & 7);
      return [p, q, r, s, p - (0 - 5), ((p & q) === (q & p)) | 0];`);
  });

  it('touches nothing but marked functions', () => {
    const code = `/** Not marked: unroll */\nfunction f(a) {\n  let t = 0;\n  while (t < 2) {\n    t += 1;\n  }\n  return [t];\n}\n`;
    expect(unroll(code)).toEqual([]);
    expect(unroll(`/** @unroll */\nconst x = 1;\n${code}`)).toEqual([]);
  });

  it.each([
    ['a loop whose end is not known', 'let t = a[0];\nwhile (t < 3) {\n  t += 1;\n}\nreturn [t];'],
    ['a branch that is not known', 'let x = a[0];\nif (x < 3) {\n  x = 1;\n}\nreturn [x];'],
    ['a place in a list that is not known', 'return [b[a[0]]];'],
    ['a write to a list of the caller', 'a[0] = 1;\nreturn [a[0]];'],
    ['a cell that was never written', 'const W = [];\nreturn [W[0]];'],
    ['a list that escapes', 'const W = [];\nW[0] = a[0];\nreturn W;'],
    ['a copy of a list', 'const W = a;\nreturn [W[0]];'],
    ['a choice', 'return [a[0] > 1 ? 1 : 2];'],
    ['logic', 'return [a[0] && a[1]];'],
    ['an operator it does not know', 'return [a[0] >> 1];'],
    ['division', 'return [a[0] / 2];'],
    ['a minus sign', 'return [-a[0]];'],
    ['text', "return ['x'];"],
    ['a property', 'return [a.length];'],
    ['a method', 'return [a.shift()];'],
    ['a function nobody declares', 'return [g(a[0])];'],
    ['a name from outside', 'return [outside];'],
    ['a for loop', 'let x = a[0];\nfor (let i = 0; i < 2; i += 1) {\n  x += i;\n}\nreturn [x];'],
    ['a step', 'let x = a[0];\nx++;\nreturn [x];'],
    ['another assignment', 'let x = a[0];\nx -= 1;\nreturn [x];'],
    ['a variable without a value', 'let x;\nx = a[0];\nreturn [x];'],
    ['a spread', 'return [...a];'],
    ['a call for its effect', 'g(a[0]);\nreturn [1];'],
  ])('refuses %s', (_name, body) => {
    expect(() => expanded(marked(body))).toThrow(/@unroll/);
  });

  it('refuses callees that do more than return', () => {
    for (const callee of [
      'function g(x) {\n  let y = x;\n  return y;\n}\n',
      'function g(x) {\n  x = 1;\n  return x;\n}\n',
      'function g(x) {\n  x + 1;\n}\n',
      'function g(x, y) {\n  return x + y;\n}\n',
      'const g = (x) => x;\n',
    ])
      expect(() => expanded(marked('const z = g(a[0]);\nreturn [z, z];', callee))).toThrow(/@unroll/);
  });

  it('gives two values that want one name two names', () => {
    const body = 'let x = a[0] + 1;\nlet y = x;\nx = x + 2;\nreturn [x, y, x];';
    const text = expanded(marked(body));
    const f = new Function(`${text}; return f;`)() as (list: number[]) => number[];
    expect(f([5])).toEqual([8, 6, 8]);
  });
});
