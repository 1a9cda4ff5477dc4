/** To stand in test/build/. Each expansion below is wrong or no JavaScript at all. */
import { describe, expect, it } from 'vitest';
import { unroll } from '../../build/unroll.ts';

const expanded = (code: string): string =>
  unroll(code)
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end, text: inside }) => text.slice(0, start) + inside + text.slice(end), code);

const call = (code: string, list: number[]): unknown =>
  new Function(`${code}\nreturn f(${JSON.stringify(list)});`)();

describe('expansion is the same function or a refusal', () => {
  it.each([
    [
      'a register is handed on inside an expression and taken twice',
      'const W = [];\nW[0] = a[0] + 1;\nW[1] = W[0] * 2;\nW[0] = W[0] + W[1];\nreturn [W[0], W[1], W[0]];',
      '',
    ],
    [
      'an inner block declares the same name',
      'let x = a[0] + 1;\nif (1 < 2) {\n  let x = a[1] + 2;\n}\nreturn [x];',
      '',
    ],
    ['nothing needs a register', 'return [a[0] + 1, a[1]];', ''],
    [
      'an inlined parameter has the name of the own one',
      'const z = g(a[0] * 2);\nreturn [z, z];',
      'function g(a) {\n  return a + a;\n}\n',
    ],
    ['a known result is -0', 'const x = a[0] + 1;\nreturn [0 * (0 - 1), x, x];', ''],
    ['a comparison is known', 'const x = a[0] + 1;\nreturn [1 < 2, x, x];', ''],
  ])('when %s', (_name, body, before) => {
    const code = `${before}/** @unroll */\nfunction f(a) {\n${body}\n}\n`;
    let result: string;
    try {
      result = expanded(code);
    } catch (error) {
      expect(String(error)).toContain('@unroll');
      return;
    }
    expect(call(result, [5, 7])).toEqual(call(code, [5, 7]));
  });
});
