/** The rule by which constants give way to what they name, in the company of the others. */
import { describe, expect, it } from 'vitest';
import { slim } from '../../build/slim.ts';
import { script } from './script.ts';

describe('a constant that may as well not be', () => {
  it('gives way to a variable that does not change any more', () => {
    const code = slim(
      script(
        'let name = given();',
        'if (!name) {',
        '  name = other();',
        '}',
        'const copy = name;',
        'log(copy, copy.length);',
      ),
    );
    expect(code).toBe(
      script('let name = given();', 'if (!name) {', '  name = other();', '}', 'log(name, name.length);'),
    );
  });

  it.each([
    ['is changed later', ['name = other();']],
    [
      'is changed by a function',
      ['const change = () => {', '  name = other();', '};', 'change();', 'change();'],
    ],
  ])('stays when the variable %s', (_how, lines) => {
    const code = script(
      'let name = given();',
      'const copy = name;',
      ...lines,
      'log(copy, copy.length, name);',
    );
    expect(slim(code)).toBe(code);
  });

  it('stays when the variable is one of a loop around', () => {
    const code = script(
      'let last = given();',
      'const all = [];',
      'for (const x of list()) {',
      '  last = x;',
      '  const copy = last;',
      '  all.push(() => copy + copy);',
      '}',
      'log(all);',
    );
    expect(slim(code)).toBe(code);
  });

  it('gives way to a text, which takes its comment along', () => {
    const code = slim(
      script(
        '/**',
        ' * Where it',
        ' * goes.',
        ' */',
        "const URL = 'https://shop.example/somewhere/else';",
        "const WORD = 'word';",
        'if (given()) {',
        '  log(URL + 1, WORD);',
        '}',
        'log(WORD);',
      ),
    );
    expect(code).toBe(
      script(
        'if (given()) {',
        '  // Where it',
        '  // goes.',
        "  log('https://shop.example/somewhere/else' + 1, 'word');",
        '}',
        "log('word');",
      ),
    );
  });

  it('stays when it is a long text that is used twice', () => {
    const code = script("const URL = 'https://shop.example/somewhere/else';", 'log(URL + 1, URL + 2);');
    expect(slim(code)).toBe(code);
  });

  it('gives way to its value when the next statement begins with it', () => {
    const code = slim(
      script(
        'const ok = given() && other();',
        'let later;',
        'if (!ok) {',
        '  later = 1;',
        '}',
        'log(later);',
        "const put = require('put');",
        'const options = { a: given() };',
        "put('x', options);",
        "put('y', 1);",
      ),
    );
    expect(code).toBe(
      script(
        'let later;',
        'if (!(given() && other())) {',
        '  later = 1;',
        '}',
        'log(later);',
        "const put = require('put');",
        "put('x', { a: given() });",
        "put('y', 1);",
      ),
    );
  });

  it.each([
    ['something else is done first', 'log(other() + x);'],
    ['something else is read first', 'log(data.a, x);'],
    ['it is not used in any case', 'log(1 && x);'],
    ['it is used again and again', 'for (const y of list()) {\n  log(x + y);\n}'],
    ['it is used by a function', 'log([1].map(() => x));'],
    ['a statement comes between', 'other();\nlog(x);'],
    ['it is called', 'x(1);'],
  ])('stays when %s', (_why, use) => {
    const code = script('const x = given() + 1;', use);
    expect(slim(code)).toBe(code);
  });
});
