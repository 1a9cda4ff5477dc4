import { describe, expect, it } from 'vitest';
import { CompileError, compile } from '../../../sandbox/compiler/compile.ts';
import type { Instruction } from '../../../sandbox/compiler/instruction.ts';
import { bodyOf, type Case } from './body-of.ts';

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
