import { describe, expect, it } from 'vitest';
import type { Instruction } from '../../../sandbox/compiler/instruction.ts';
import { bodyOf, type Case } from './body-of.ts';

describe('expressions', () => {
  const D: Instruction = [15, 'a'];
  it.each<Case>([
    ['undefined and null', 'return [undefined, null, true, false];', [[36, [7, [44], [45], true, false]]]],
    ['members', "return data.p[data]['q r'].s;", [[36, [17, [16, [16, [17, D, 'p'], D], 'q r'], 's']]]],
    [
      'calls of names and methods',
      'data(1, 2); data.m(); data.m(3);',
      [
        ['a', 1, 2],
        [2, D, 'm', [7]],
        [2, D, 'm', [7, 3]],
      ],
    ],
    ['computed method calls', "data['m'](1);", [[2, D, 'm', [7, 1]]]],
    ['require', "const log = require('logToConsole');", [[52, 'b', ['require', 'logToConsole']]]],
    [
      'a call of a call result',
      "require('x')(1)(2);",
      [[13, [41, '$0'], [3, '$0', [13, [41, '$0'], [3, '$0', ['require', 'x']], ['$0', 1]]], ['$0', 2]]],
    ],
    [
      'a function called where it is written',
      '(() => 1)();',
      [[13, [41, '$0'], [3, '$0', [51, '', [7], [36, 1]]], ['$0']]],
    ],
    ['an arrow with an expression', 'return (x, y) => x;', [[36, [51, '', [7, 'b', 'c'], [36, [15, 'b']]]]]],
    ['an arrow with a body', 'return () => {};', [[36, [51, '', [7]]]]],
    [
      'a function expression',
      'return function (x) { return x; };',
      [[36, [51, '', [7, 'b'], [36, [15, 'b']]]]],
    ],
    [
      'a named function expression, whose name stays',
      'return function g(x) { return g; };',
      [[36, [51, 'g', [7, 'b'], [36, [15, 'g']]]]],
    ],
    ['arguments', 'return arguments[0];', [[36, [16, [15, 'arguments'], 0]]]],
    ['left-associative chains', 'return data + 1 - 2;', [[36, [37, [0, D, 1], 2]]]],
    ['precedence', 'return 1 + 2 * 3;', [[36, [0, 1, [26, 2, 3]]]]],
    ['logic', 'return !!data && (1 || 2);', [[36, [1, [28, [28, D]], [30, 1, 2]]]]],
    [
      'comparison',
      'return [1 == 2, 1 != 2, 1 === 2, 1 !== 2, 1 < 2, 1 <= 2, 1 > 2, 1 >= 2];',
      [
        [
          36,
          [7, [12, 1, 2], [29, 1, 2], [20, 1, 2], [21, 1, 2], [23, 1, 2], [24, 1, 2], [18, 1, 2], [19, 1, 2]],
        ],
      ],
    ],
    [
      'arithmetic and bits',
      'return [1 - 2, 1 * 2, 1 / 2, 1 % 2, 1 & 2, 1 | 2, 1 ^ 2, 1 << 2, 1 >> 2, 1 >>> 2, ~1, -1];',
      [
        [
          36,
          [
            7,
            [37, 1, 2],
            [26, 1, 2],
            [10, 1, 2],
            [25, 1, 2],
            [56, 1, 2],
            [59, 1, 2],
            [62, 1, 2],
            [57, 1, 2],
            [60, 1, 2],
            [61, 1, 2],
            [58, 1],
            [27, 1],
          ],
        ],
      ],
    ],
    ['typeof and the conditional', 'return typeof data ? 1 : 2;', [[36, [39, [40, D], 1, 2]]]],
    [
      'assignment',
      'data = 1; data.p = 2; data[data] = 3;',
      [
        [3, 'a', 1],
        [43, D, 'p', 2],
        [43, D, D, 3],
      ],
    ],
    ['assignment as an expression', 'return data = 1;', [[36, [3, 'a', 1]]]],
    [
      'compound assignment',
      "data += 1; data.p += 'x'; data -= 2; data[0] >>>= 3;",
      [
        [3, 'a', [0, D, 1]],
        [43, D, 'p', [0, [17, D, 'p'], 'x']],
        [3, 'a', [37, D, 2]],
        [43, D, 0, [61, [16, D, 0], 3]],
      ],
    ],
    [
      'increment and decrement',
      'data++; data--; ++data; --data;',
      [
        [33, D, [3, 'a', [0, D, 1]]],
        [32, D, [3, 'a', [37, D, 1]]],
        [35, [3, 'a', [0, D, 1]]],
        [34, [3, 'a', [37, D, 1]]],
      ],
    ],
    ['increment of a member', 'data.n++;', [[33, [17, D, 'n'], [43, D, 'n', [0, [17, D, 'n'], 1]]]]],
    [
      'object literals',
      "return { k: 1, 'a b': {}, 2: 3, __proto__: 4 };",
      [[36, [8, 'k', 1, 'a b', [8], '2', 3, '__proto__', 4]]],
    ],
    [
      'numbers and texts',
      String.raw`return [0.0, 0x10, 1e3, 'a\n\u0041'];`,
      [[36, [7, 0, 16, 1000, 'a\nA']]],
    ],
    ['a number beyond JSON', 'return 1e999;', [[36, [10, 1, 0]]]],
    ['the comma operator', 'data = (1, 2);', [[3, 'a', [13, 1, 2]]]],
  ])('%s', (_name, source, body) => {
    expect(bodyOf(source)).toEqual(body);
  });
});
