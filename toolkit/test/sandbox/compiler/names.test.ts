import { describe, expect, it } from 'vitest';
import { compile } from '../../../sandbox/compiler/compile.ts';
import type { Instruction } from '../../../sandbox/compiler/instruction.ts';
import { letters } from '../../../sandbox/compiler/names.ts';

const bodyOf = (source: string, options = {}) => compile(source, options).root.slice(3);

describe('letters', () => {
  it('have had a capital behind them since 2025-05', () => {
    expect([0, 25, 26, 51, 52, 701].map((index) => letters(index, 'letters'))).toEqual([
      'a',
      'z',
      'aA',
      'aZ',
      'bA',
      'zZ',
    ]);
  });

  it('had a small letter behind them before, from ba on', () => {
    expect([0, 25, 26, 51, 52].map((index) => letters(index, 'older-letters'))).toEqual([
      'a',
      'z',
      'ba',
      'bz',
      'ca',
    ]);
  });
});

describe('local names', () => {
  it('are given by first declaration, whatever is hoisted', () => {
    expect(bodyOf('let x; if (data) { var v; } const y = 1; function f() {} var x2;')).toEqual([
      [41, 'c', 'f'],
      [50, 'e', [46]],
      [41, 'b'],
      [22, [15, 'a'], [46]],
      [52, 'd', 1],
    ]);
  });

  it('count the names of all enclosing scopes, also those declared further down', () => {
    expect(bodyOf('const f = (p) => p; const later = 1;')).toEqual([
      [52, 'b', [51, '', [7, 'd'], [36, [15, 'd']]]],
      [52, 'c', 1],
    ]);
  });

  it('are used again by sibling scopes, and shadowing takes a new letter', () => {
    expect(bodyOf('if (1) { const x = 1; } if (2) { const y = 2; { const y = 3; } }')).toEqual([
      [22, 1, [46, [53, [52, 'b', 1]]]],
      [22, 2, [46, [53, [52, 'b', 2], [53, [52, 'c', 3]]]]],
    ]);
  });

  it('put a loop variable in a scope of its own, the body further inside', () => {
    expect(bodyOf('for (const x of data) { const y = x; }')).toEqual([
      [65, 'b', [15, 'a'], [46, [53, [52, 'c', [15, 'b']]]]],
    ]);
  });

  it('share one scope in all cases of a switch', () => {
    expect(bodyOf('switch (1) { case 1: const x = 1; case 2: const y = 2; }')).toEqual([
      [38, 1, [46, 1, 2], [46, [5, [46, [52, 'b', 1]]], [5, [46, [52, 'c', 2]]]]],
    ]);
  });

  it('leave the name of a function expression alone and give it no letter', () => {
    expect(bodyOf('const f = function g(p) { const q = p; };')).toEqual([
      [52, 'b', [51, 'g', [7, 'c'], [52, 'd', [15, 'c']]]],
    ]);
  });

  it('follow the older letters when asked to', () => {
    const source = `let ${Array.from({ length: 26 }, (_, i) => `v${i}`).join(', ')};`;
    const declared = (options: object) => (bodyOf(source, options)[0] as Instruction).slice(-1);
    expect(declared({})).toEqual(['aA']);
    expect(declared({ letters: 'older' })).toEqual(['ba']);
  });
});

describe('names that would mean something else at run time', () => {
  it('are changed: handler names and $0, when names are kept', () => {
    const source = 'const map = (or) => or; const $0 = map(1); return $0;';
    expect(bodyOf(source, { rename: false })).toEqual([
      [52, 'map$', [51, '', [7, 'or$'], [36, [15, 'or$']]]],
      [52, '$0$', ['map$', 1]],
      [36, [15, '$0$']],
    ]);
  });

  it('are changed when the older letters spell one', () => {
    const source = `let ${Array.from({ length: 400 }, (_, i) => `v${i}`).join(', ')};`;
    const [declared] = bodyOf(source, { letters: 'older' }) as [Instruction];
    expect(declared).toContain('or$');
    expect(declared).not.toContain('or');
    expect(new Set(declared).size).toBe(declared.length);
  });

  it('are changed so that they stay apart from names the author has', () => {
    expect(bodyOf('const map = 1; const map$ = 2;', { rename: false })).toEqual([
      [52, 'map$$', 1],
      [52, 'map$', 2],
    ]);
  });

  it('are changed when a letter is the name of a global the section uses', () => {
    expect(compile('const x = 1; a(x);', { parameters: [] }).root.slice(3)).toEqual([
      [52, 'a$', 1],
      ['a', [15, 'a$']],
    ]);
  });

  it('are changed in a switch, which has no scope of its own, when names are kept', () => {
    expect(bodyOf('const x = 1; switch (x) { case 1: const x = 2; }', { rename: false })).toEqual([
      [52, 'x', 1],
      [38, [15, 'x'], [46, 1], [46, [5, [46, [52, 'x$', 2]]]]],
    ]);
  });

  it('stay when nothing speaks against them', () => {
    expect(bodyOf('const x = data; return x;', { rename: false })).toEqual([
      [52, 'x', [15, 'data']],
      [36, [15, 'x']],
    ]);
  });
});
