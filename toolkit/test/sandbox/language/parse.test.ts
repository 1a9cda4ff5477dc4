import { describe, expect, it } from 'vitest';
import { parseSource } from '../../../sandbox/language/parse.ts';

const found = (source: string) =>
  parseSource(source).problems.map(({ code, line, column }) => [code, line, column]);

describe('parsing', () => {
  it('gives a tree and keeps the comments', () => {
    const { ast, comments, problems } = parseSource('// one\nreturn 1; /* two */');
    expect(ast?.body).toHaveLength(1);
    expect(comments.map(({ value }) => value)).toEqual([' one', ' two ']);
    expect(problems).toEqual([]);
  });

  it('reads CR LF and CR as line ends', () => {
    expect(found('const a = 1;\r\nconst b = 2\r\nreturn a;')).toEqual([['SANDBOX_MISSING_SEMICOLON', 2, 12]]);
    expect(found('const a = 1;\rreturn (;')).toEqual([['SANDBOX_SYNTAX', 2, 9]]);
  });

  it.each([
    ['at a line end', 'const a = 1\nreturn a;', 1, 12],
    ['before a brace', 'const f = () => { return 1 };', 1, 27],
    ['at the end of the text', 'return 1', 1, 9],
    ['after break', 'while (data) { break }', 1, 21],
    ['after a call', 'data()\ndata();', 1, 7],
  ])('finds a semicolon missing %s', (_name, source, line, column) => {
    expect(found(source)).toEqual([['SANDBOX_MISSING_SEMICOLON', line, column]]);
  });

  it.each([
    'function f() {}',
    'if (data) {}',
    'while (data) {}',
    'for (const k in data) {}',
    'switch (data) {}',
  ])('asks for no semicolon behind %s', (source) => {
    expect(found(source)).toEqual([]);
  });

  it('also reports the semicolons missing in front of a syntax error', () => {
    expect(found('const a = 1\nreturn (;').map(([code]) => code)).toEqual([
      'SANDBOX_MISSING_SEMICOLON',
      'SANDBOX_SYNTAX',
    ]);
  });

  it('names the place and the word of a syntax error', () => {
    const [problem] = parseSource('const a = 1;\nconst b == 2;').problems;
    expect(problem).toMatchObject({ code: 'SANDBOX_SYNTAX', line: 2, column: 9 });
    expect(problem!.message).toContain('"="');
  });

  it.each([
    ['const a = 1;\nconst b = await data.c;', 2, 11],
    ['const f = () => {\n  return await data.c();\n};', 2, 10],
    ['for await (const a of data.b) {}', 1, 5],
  ])('names await outside an async function, not the word behind it: %j', (source, line, column) => {
    expect(found(source)).toEqual([['SANDBOX_ASYNC', line, column]]);
  });

  it.each(['\u0000', '\u0007', '\u001b', '\u007f'])('refuses the control character %j', (character) => {
    expect(found(`return 1; //${character}`)).toEqual([['SANDBOX_CONTROL_BYTE', 1, 13]]);
  });

  it('accepts tabs, letters outside ASCII and a byte-order mark', () => {
    expect(found("\ufeff\treturn 'é–漢😀';\n")).toEqual([]);
  });

  it('does not take an arrow or a decrement for an HTML comment', () => {
    expect(found('let a = 3;\nwhile (a-- > 0) { data(a); }')).toEqual([]);
  });
});
