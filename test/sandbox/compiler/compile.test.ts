import { describe, expect, it } from 'vitest';
import { CompileError, compile } from '../../../sandbox/compiler/compile.ts';
import type { Instruction, Operand } from '../../../sandbox/compiler/instruction.ts';

/** The compiled body of a template, without the frame around it. */
function bodyOf(source: string): readonly Operand[] {
  return compile(source).root.slice(3);
}

type Case = readonly [name: string, source: string, body: readonly Operand[]];

describe('the frame', () => {
  it('makes the template a function of data, named a', () => {
    expect(compile('return data;').root).toEqual([50, '__cvt_temp_public_id', [46, 'a'], [36, [15, 'a']]]);
  });

  it('takes another name and other parameters', () => {
    expect(compile('return x;', { name: '__cvt_1', parameters: ['y', 'x'] }).root).toEqual([
      50,
      '__cvt_1',
      [46, 'a', 'b'],
      [36, [15, 'b']],
    ]);
  });

  it('keeps undeclared names, so that test code finds its globals', () => {
    expect(compile('runCode({});', { parameters: [] }).root).toEqual([
      50,
      '__cvt_temp_public_id',
      [46],
      ['runCode', [8]],
    ]);
  });

  it.each<Case>([
    [
      'hoists var, then functions, also those behind a return',
      'return f(v); var v = 1; function f(p) { return p; }',
      [
        [41, 'b'],
        [50, 'c', [46, 'd'], [36, [15, 'd']]],
        [36, ['c', [15, 'b']]],
        [3, 'b', 1],
      ],
    ],
    [
      'does the same in every function',
      'function f() { if (data) { var w = 1; } function g() {} }',
      [[50, 'b', [46], [41, 'c'], [50, 'd', [46]], [22, [15, 'a'], [46, [3, 'c', 1]]]]],
    ],
    ['does not reset a parameter that is declared again with var', 'var data = 1;', [[3, 'a', 1]]],
    [
      'keeps what is not used',
      'const x = 1; let y; function f(p) {}',
      [
        [50, 'd', [46, 'e']],
        [52, 'b', 1],
        [41, 'c'],
      ],
    ],
    ['folds no constants', 'return 30 * 24 + -1;', [[36, [0, [26, 30, 24], [27, 1]]]]],
    ['leaves no trace of comments and parentheses', '/* a */ return ((1)); // b', [[36, 1]]],
    ['drops empty statements and directives', "'use strict'; ;", []],
  ])('%s', (_name, source, body) => {
    expect(bodyOf(source)).toEqual(body);
  });
});

describe('declarations', () => {
  it.each<Case>([
    [
      'var without a value leaves nothing at its place',
      'var x; x = 1;',
      [
        [41, 'b'],
        [3, 'b', 1],
      ],
    ],
    [
      'let declares once for all its names',
      'let x = 1, y, z = 2;',
      [
        [41, 'b', 'c', 'd'],
        [3, 'b', 1],
        [3, 'd', 2],
      ],
    ],
    ['const takes names and values in one', 'const x = 1, y = x;', [[52, 'b', 1, 'c', [15, 'b']]]],
  ])('%s', (_name, source, body) => {
    expect(bodyOf(source)).toEqual(body);
  });
});

describe('blocks and control flow', () => {
  const D: Instruction = [15, 'a'];
  it.each<Case>([
    [
      'if with and without braces',
      'if (data) { data(); } if (data) data();',
      [
        [22, D, [46, ['a']]],
        [22, D, [46, ['a']]],
      ],
    ],
    ['else', 'if (data) {} else { data(); }', [[22, D, [46], [46, ['a']]]]],
    ['an empty else', 'if (data) {} else {}', [[22, D, [46], [46]]]],
    [
      'else if',
      'if (data) {} else if (1) {} else data();',
      [[22, D, [46], [46, [22, 1, [46], [46, ['a']]]]]],
    ],
    ['a block around const', 'if (data) { const x = 1; }', [[22, D, [46, [53, [52, 'b', 1]]]]]],
    [
      'no block around var',
      'if (data) { var x = 1; }',
      [
        [41, 'b'],
        [22, D, [46, [3, 'b', 1]]],
      ],
    ],
    [
      'for with var',
      'for (var i = 0; i < 3; i++) data(i);',
      [
        [41, 'b'],
        [3, 'b', 0],
        [42, [23, [15, 'b'], 3], [33, [15, 'b'], [3, 'b', [0, [15, 'b'], 1]]], false, [46, ['a', [15, 'b']]]],
      ],
    ],
    ['for with nothing', 'for (;;) { break; }', [[42, true, [46], false, [46, [4]]]]],
    [
      'for with let',
      'for (let i = 0, j = 1; i < j; i += 2) { const k = i; }',
      [
        [
          53,
          [41, 'b', 'c'],
          [3, 'b', 0],
          [3, 'c', 1],
          [
            63,
            [7, 'b', 'c'],
            [23, [15, 'b'], [15, 'c']],
            [3, 'b', [0, [15, 'b'], 2]],
            [46, [53, [52, 'd', [15, 'b']]]],
          ],
        ],
      ],
    ],
    [
      'for with let and no test, whose condition must be an instruction',
      'for (let i = 0; ; ) break;',
      [[53, [41, 'b'], [3, 'b', 0], [63, [7, 'b'], [28, [28, true]], [46], [46, [4]]]]],
    ],
    ['for in with const', 'for (const k in data) {}', [[54, 'b', D, [46]]]],
    ['for in with let', 'for (let k in data) {}', [[55, 'b', D, [46]]]],
    [
      'for in with var',
      'for (var k in data) {}',
      [
        [41, 'b'],
        [47, 'b', D, [46]],
      ],
    ],
    [
      'for in with an existing variable',
      'let k; for (k in data) {}',
      [
        [41, 'b'],
        [47, 'b', D, [46]],
      ],
    ],
    ['for of with const', 'for (const x of data) { x(); }', [[65, 'b', D, [46, ['b']]]]],
    ['for of with let', 'for (let x of data) {}', [[66, 'b', D, [46]]]],
    [
      'for of with var',
      'for (var x of data) {}',
      [
        [41, 'b'],
        [64, 'b', D, [46]],
      ],
    ],
    [
      'the list of a loop, whose own names come after the loop variable',
      'for (const x of data.map((y) => y)) {}',
      [[65, 'b', [2, D, 'map', [7, [51, '', [7, 'c'], [36, [15, 'c']]]]], [46]]],
    ],
    [
      'what a switch compares, seen from outside its cases',
      'let x = 1; switch (x) { case 1: let x = 2; }',
      [
        [41, 'b'],
        [3, 'b', 1],
        [38, [15, 'b'], [46, 1], [46, [5, [46, [41, 'c'], [3, 'c', 2]]]]],
      ],
    ],
    ['while', 'while (data) { continue; }', [[42, D, [46], false, [46, [6]]]]],
    ['do while', 'do { data(); } while (data);', [[42, D, [46], true, [46, ['a']]]]],
    [
      'return',
      'if (data) return; return 1;',
      [
        [22, D, [46, [36]]],
        [36, 1],
      ],
    ],
    [
      'switch with default',
      "switch (data) { case 'x': case 'y': return 1; case 'z': break; default: data(); break; }",
      [
        [
          38,
          D,
          [46, 'x', 'y', 'z'],
          [46, [5, [46]], [5, [46, [36, 1]]], [5, [46, [4]]], [9, [46, ['a'], [4]]]],
        ],
      ],
    ],
    [
      'switch without default, with const and let in a case',
      'switch (data) { case 1: const x = 1; let y; }',
      [[38, D, [46, 1], [46, [5, [46, [52, 'b', 1], [41, 'c']]]]]],
    ],
    ['a bare block', '{ const x = 1; }', [[53, [52, 'b', 1]]]],
  ])('%s', (_name, source, body) => {
    expect(bodyOf(source)).toEqual(body);
  });
});

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

describe('what has no instruction', () => {
  it.each([
    ['SANDBOX_REGEX_LITERAL', 'return /a/;'],
    ['SANDBOX_TRY', 'try {} catch (e) {}'],
    ['SANDBOX_DEFAULT_NOT_LAST', 'switch (data) { default: case 1: }'],
    ['SANDBOX_FUNCTION_IN_BLOCK', 'if (data) { function f() {} }'],
    ['SANDBOX_SPREAD', 'data(...data);'],
    ['SANDBOX_LABEL', 'a: while (data) { break a; }'],
    ['SANDBOX_SYNTAX', 'return (;'],
    ['SANDBOX_NESTING_TOO_DEEP', `return ${'('.repeat(20_000)}1;`],
  ])('is refused with %s and its position', (code, source) => {
    const error = caught(() => compile(source));
    expect(error).toBeInstanceOf(CompileError);
    expect(error).toMatchObject({ problems: [{ code, severity: 'error', line: 1 }] });
    expect(String(error)).toContain(`${code} at 1:`);
  });

  it('is refused all at once, in one error', () => {
    expect(caught(() => compile('return [/a/, `b`];'))).toMatchObject({
      problems: [{ code: 'SANDBOX_REGEX_LITERAL' }, { code: 'SANDBOX_TEMPLATE_LITERAL' }],
    });
  });

  it('does not hold up code that is refused for other reasons', () => {
    expect(bodyOf("return require('noSuchApi')\n")).toEqual([[36, ['require', 'noSuchApi']]]);
  });
});

function caught(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('positions and lines', () => {
  it('count from 1 and lead from every instruction to its place', () => {
    const { root, positions } = compile('const x = 1;\n  return x + data.p;');
    const returned = root[4] as Instruction;
    expect(positions.get(returned)).toEqual({ line: 2, column: 3 });
    const sum = returned[1] as Instruction;
    expect(positions.get(sum)).toEqual({ line: 2, column: 10 });
    expect(positions.get(sum[2] as Instruction)).toEqual({ line: 2, column: 14 });
  });

  it('lists the lines that hold a statement that executes', () => {
    const source = [
      '// comment',
      'var unset;',
      'const f = (x) => {',
      '  if (x) {',
      '    return 1;',
      '  } else if (data) {',
      '    return 2;',
      '  }',
      '};',
      '',
      'const g = (x) =>',
      '  x + 1;',
      'function h() {',
      '}',
      'f(',
      '  1);',
    ].join('\n');
    expect(compile(source).lines).toEqual([3, 4, 5, 6, 7, 11, 12, 15]);
  });
});
