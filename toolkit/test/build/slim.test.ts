/** What the build takes away: each rule on a small script, what it leaves alone, and that the behaviour stays. */
import { transformSync } from 'esbuild';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slim } from '../../build/slim.ts';
import { loggedBy, randomProgram } from '../sandbox/compiler/random-program.ts';
import { script } from './script.ts';

/** What a script logs. */
const logged = (code: string): unknown[] => loggedBy((log) => new Function('log', 'data', code)(log, {}));

describe('a parameter that is always the same constant', () => {
  const tools = 'const tools = api();';

  it('goes, in a chain of calls and in a call of the function by itself', () => {
    const code = slim(
      script(
        tools,
        'function outer(a, t) {',
        '  return inner(t, a) + inner(t, 2);',
        '}',
        'function inner(t, n) {',
        '  return n > 0 ? inner(t, n - 1) : t.read(n);',
        '}',
        'log(outer(1, tools), outer(2, tools));',
      ),
    );
    expect(code).toContain('function outer(a) {');
    expect(code).toContain('return n > 0 ? inner(n - 1) : tools.read(n);');
    expect(code).toContain('log(outer(1), outer(2));');
  });

  it.each([
    ['another value is handed in as well', 'log(f(tools), f(other));'],
    ['the function is more than called', 'log(f(tools), [1].map(f));'],
    ['what is handed in changes later', 'log(f(count), f(count));'],
  ])('stays when %s', (_why, calls) => {
    const code = script(
      tools,
      'const other = api();',
      'let count = 0;',
      'count = 1;',
      'function f(t) {',
      '  return t.a;',
      '}',
      calls,
      'log(other, count);',
    );
    expect(slim(code)).toBe(code);
  });

  it('goes where the constant is one of the function around', () => {
    const code = slim(
      script(
        'const run = (x) => {',
        '  const state = api(x);',
        '  const read = (s, n) => s.read(n);',
        '  log(read(state, 1), read(state, 2), state.a);',
        '};',
        'run(1);',
        'run(2);',
      ),
    );
    expect(code).toContain('const read = (n) => state.read(n);');
    expect(code).toContain('log(read(1), read(2), state.a);');
  });

  it('stays when the constant is not in sight of the function, under whatever name', () => {
    const code = script(
      'function read(state, n) {',
      '  return state.read(n);',
      '}',
      'const run = (x) => {',
      '  const state = api(x);',
      '  log(read(state, 1), read(state, 2));',
      '};',
      'run(1);',
      'run(2);',
    );
    expect(slim(code)).toBe(code);
  });

  it('stays when a name of the function would hide the constant', () => {
    const code = slim(
      script(
        tools,
        'function f(t) {',
        '  return [1].map((tools) => tools + t.a);',
        '}',
        'log(f(tools), f(tools));',
      ),
    );
    expect(code).toContain('tools + t.a');
  });
});

describe('an object of which only properties are read', () => {
  it('becomes constants, under names that are free', () => {
    const code = slim(script('const a = api();', 'const o = { a: a.x(), b: a.y() };', 'log(o.a, o.b, o.b);'));
    expect(code).toBe(script('const a = api();', 'const a2 = a.x();', 'const b = a.y();', 'log(a2, b, b);'));
  });

  it.each(['log(o);', 'o.a = 1;\nlog(o.a);', 'log(o[key]);', 'log(o.c);'])(
    'stays an object for %s',
    (use) => {
      const code = script('const o = { a: x(), b: y() };', use);
      expect(slim(code)).toBe(code);
    },
  );
});

describe('a function with a single call', () => {
  it('is written out where it ends a function or gives a constant, with its comment and its module', () => {
    const code = slim(
      script(
        '// src/a.ts',
        '/** Sums up. */',
        'function sum(list) {',
        '  let total = 0;',
        '  for (const entry of list) {',
        '    total += entry;',
        '  }',
        '  return total;',
        '}',
        '// src/main.ts',
        'function run(list) {',
        '  if (!list) {',
        '    return;',
        '  }',
        '  const total = sum(list);',
        '  log(total);',
        '}',
        'run(given());',
      ),
    );
    expect(code).toBe(
      script(
        '// src/main.ts',
        'const list = given();',
        'if (!list) {',
        '  return;',
        '}',
        '// src/a.ts',
        '/** Sums up. */',
        'let total2 = 0;',
        'for (const entry of list) {',
        '  total2 += entry;',
        '}',
        '// src/main.ts',
        'log(total2);',
      ),
    );
  });

  it('is written out in a branch, with its own functions as constants', () => {
    const code = slim(
      script(
        'function outer(x) {',
        '  /** Twice. */',
        '  function twice(y) {',
        '    return y * 2;',
        '  }',
        '  return twice(x) + twice(x + 1);',
        '}',
        'let result = 0;',
        'if (seldom()) {',
        '  result = outer(given());',
        '}',
        'log(result, result);',
      ),
    );
    expect(code).toBe(
      script(
        'let result = 0;',
        'if (seldom()) {',
        '  const x = given();',
        '  /** Twice. */',
        '  const twice = (y) => {',
        '    return y * 2;',
        '  };',
        '  result = twice(x) + twice(x + 1);',
        '}',
        'log(result, result);',
      ),
    );
  });

  it.each([
    ['in a loop', 'for (const x of list()) {\n  const y = f(x);\n  log(y);\n}'],
    ['as part of an expression', 'log(f(1) + 1);'],
    [
      'as a branch without braces',
      'const g = (x) => {\n  if (x) return f(x);\n  return 2;\n};\nlog(g(1), g(2));',
    ],
  ])('stays a function %s', (_where, use) => {
    const code = script('function f(x) {', '  const y = x * 2;', '  return y + y;', '}', use);
    expect(slim(code)).toBe(code);
  });

  it('stays one when it returns from several places into a constant', () => {
    const code = script(
      'function f(x) {',
      '  if (x) {',
      '    return 1;',
      '  }',
      '  return 2;',
      '}',
      'const y = f(given());',
      'log(y, y);',
    );
    expect(slim(code)).toBe(code);
  });
});

describe('a function that only one branch uses', () => {
  it('moves there, with what only it uses', () => {
    const code = slim(
      script(
        'function words(n) {',
        '  return n > 1 ? many(n) : many(1) + words(n + 1);',
        '}',
        'function many(n) {',
        "  return n + ' times';",
        '}',
        'if (seldom()) {',
        '  log(words(2), words(3));',
        '}',
      ),
    );
    expect(code).toMatch(
      /^if \(seldom\(\)\) \{\n {2}const many = \(n\) => \{[\s\S]*\n {2}const words = \(n\) => \{/,
    );
  });

  it.each([
    'if (seldom()) {\n  log(f(1), f(2));\n} else {\n  log(f(3));\n}',
    'for (const x of list()) {\n  if (x) {\n    log(f(x), f(1));\n  }\n}',
  ])('stays for %j', (use) => {
    const code = script('function f(x) {', '  return x * 2;', '}', use);
    expect(slim(code)).toBe(code);
  });
});

describe('what is left', () => {
  it('has no comment about nothing, and a header where the code of its module went', () => {
    const code = slim(
      script(
        '// src/a.ts',
        '/** Module a. */',
        '/** About what was dropped. */',
        '/** Twice. */',
        'function twice(x) {',
        '  const y = x * 2;',
        '  return y;',
        '}',
        '// src/b.ts',
        '/** Module b. */',
        'const z = twice(given());',
        'log(z, z);',
      ),
    );
    expect(code).toBe(
      script(
        '// src/a.ts',
        '/** Module a. */',
        '/** Twice. */',
        'const y = given() * 2;',
        '// src/b.ts',
        '/** Module b. */',
        'log(y, y);',
      ),
    );
  });

  it('is refused when a function is inlined into itself without end', () => {
    expect(() =>
      slim(script('/** @inline */', 'function f(x) {', '  return f(x);', '}', 'log(f(1));')),
    ).toThrow(/never end/);
  });

  it('does what it did, whatever the program', () => {
    let changed = 0;
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(9999)), (numbers) => {
        const program = randomProgram((below) => (numbers.next().value as number) % below);
        const printed = transformSync(`function wrapped() {${program}}`).code;
        const code = printed.replace(/^function wrapped\(\) \{\n|\}\n$/g, '').replace(/^ {2}/gm, '');
        const slimmer = slim(code);
        if (slimmer !== code) changed++;
        expect(logged(slimmer), slimmer).toEqual(logged(code));
      }),
      { numRuns: 200 },
    );
    expect(changed).toBeGreaterThan(50);
  });
});
