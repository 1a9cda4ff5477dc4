import { describe, expect, it } from 'vitest';
import { checkSource } from '../../../sandbox/language/check.ts';

const codes = (source: string, kind: 'TAG' | 'CLIENT' | 'MACRO' | 'TEST' = 'CLIENT') =>
  checkSource(source, { kind }).map(({ code }) => code);

describe('the check', () => {
  it('reports by position, with a message of subject, reason and next step', () => {
    const problems = checkSource('const a = data.b;\nreturn a.match(/x/) + `y`;', { kind: 'CLIENT' });
    expect(problems).toEqual([
      {
        code: 'SANDBOX_REGEX_LITERAL',
        severity: 'error',
        message: expect.stringMatching(/^Regular-expression literal \/x\/: .*\. Pass the pattern as text/),
        line: 2,
        column: 16,
        page: 'docs/sandbox-rules.md#sandbox_regex_literal',
      },
      expect.objectContaining({ code: 'SANDBOX_TEMPLATE_LITERAL', line: 2, column: 23 }),
    ]);
  });

  it.each([
    [
      'every loop',
      'for (let i = 0; i < 2; i++) {} for (const k in data) {} for (const v of data.list) {} while (data.a) {}',
    ],
    [
      'fall-through and a last default',
      "switch (data.a) { case 'a': case 'b': return 1; default: return 2; }",
    ],
    ['call of a call result', "return require('makeNumber')(data.a);"],
    ['arguments in an arrow', 'const f = () => arguments.length; return f(1, 2);'],
    ['bit operations', 'return data.a >> 1 | data.b >> 2 & data.c ^ 1 << 3;'],
    [
      'functions used before their declaration',
      'return f(); function f() { return g(); } function g() { return 1; }',
    ],
    ['mutual recursion of consts', 'const f = (n) => n ? g(n - 1) : 0; const g = (n) => f(n); return f(3);'],
    ['var used before its declaration', 'v = 1; var v; return v;'],
    ['a trailing comma in literals', 'return [1, {a: 1,},];'],
    ['several declarators', 'let a = 1, b = 2; return a + b;'],
  ])('accepts %s', (_name, source) => {
    expect(codes(source)).toEqual([]);
  });
});

describe('names', () => {
  it('reports an undeclared name once, at its first use, and says how to get an API', () => {
    const problems = checkSource('return Math.abs(Math.abs(1));', { kind: 'CLIENT' });
    expect(problems).toHaveLength(1);
    expect(problems[0]!.message).toContain("const Math = require('Math');");
  });

  it('does not take keys, members and labels for names', () => {
    expect(codes('return {window: data.document};')).toEqual([]);
  });

  it('knows the test functions in tests only', () => {
    const source = "mock('getEventData', 1);\nrunCode({});\nassertApi('gtmOnSuccess').wasCalled();";
    expect(codes(source, 'TEST')).toEqual([]);
    expect(codes(source, 'CLIENT')).toEqual([
      'SANDBOX_UNDECLARED',
      'SANDBOX_UNDECLARED',
      'SANDBOX_UNDECLARED',
    ]);
  });

  it('names the API that stands in for a global of the browser', () => {
    const [problem] = checkSource("return parseInt('5');", { kind: 'CLIENT' });
    expect(problem?.message).toMatch(/Use the API .*: const makeInteger = require\('makeInteger'\);$/);
  });

  it('knows the names that the setup of a test declares', () => {
    expect(codes('runCode(mockData);', 'TEST')).toEqual(['SANDBOX_UNDECLARED']);
    expect(checkSource('runCode(mockData);', { kind: 'TEST', globals: ['mockData'] })).toEqual([]);
  });

  it.each([
    ['its own start value', 'const a = a + 1; return a;'],
    ['the list that a loop runs over', 'const x = [[1]]; for (const x of x) { return x; }'],
    ['a block before the declaration', 'if (data.a) { b = 1; } let b; return b;'],
  ])('refuses a const or let used in %s', (_name, source) => {
    expect(codes(source)).toEqual(['SANDBOX_USE_BEFORE_DECLARATION']);
  });

  it.each([
    ['an update', 'const a = 1; a++; return a;'],
    ['a nested function', 'const a = 1; const f = () => { a = 2; }; f(); return a;'],
    ['a loop', 'const k = 1; for (k in data) { return k; }'],
  ])('refuses to assign a const in %s', (_name, source) => {
    expect(codes(source)).toEqual(['SANDBOX_CONST_ASSIGNMENT']);
  });

  it('lets an inner scope declare the same name again', () => {
    expect(codes('const a = 1; const f = (data) => { const a = data; return a; }; return f(a);')).toEqual([]);
  });

  it.each(['let a = 1; let a = 2;', 'const f = (p) => { const p = 1; return p; };', 'let data = 1;'])(
    'refuses to declare twice: %s',
    (source) => {
      expect(codes(source)).toEqual(['SANDBOX_DUPLICATE_DECLARATION']);
    },
  );

  it.each(['undefined = 1;', 'arguments = 1;', 'var undefined;', 'const f = (arguments) => 1;', 'let $0;'])(
    'refuses to touch reserved names: %s',
    (source) => {
      expect(codes(source)).toEqual(['SANDBOX_RESERVED_NAME']);
    },
  );
});

describe('a const in a switch', () => {
  it('is fine where the switch runs once in its scope', () => {
    expect(codes('switch (data.a) { case 1: const b = 1; return b; }')).toEqual([]);
    expect(codes('for (const k in data) { switch (k) { case "a": const b = 1; return b; } }')).toEqual([]);
    expect(codes('while (data.a) { const c = 1; switch (c) { case 1: const b = 1; return b; } }')).toEqual(
      [],
    );
  });

  it('is suspect in a loop without a scope of its own and beside another switch', () => {
    expect(codes('while (data.a) { switch (1) { case 1: const b = 1; return b; } }')).toEqual([
      'SANDBOX_CONST_IN_CASE',
    ]);
    const two = 'switch (1) { case 1: const b = 1; } switch (2) { case 2: let c = 2; }';
    expect(codes(two)).toEqual(['SANDBOX_CONST_IN_CASE']);
  });
});

describe('APIs', () => {
  it.each([
    'require();',
    "require('a', 'b');",
    'require(data.name);',
    "require('get' + 'Type');",
    'const r = require;',
  ])('must be named by one text: %s', (source) => {
    expect(codes(source)).toEqual(['SANDBOX_REQUIRE_ARGUMENT']);
  });

  it('are suggested when only the spelling differs', () => {
    expect(checkSource("require('getCookieValue');", { kind: 'CLIENT' })[0]!.message).toContain(
      'getCookieValues',
    );
  });

  it('of the web are named as such, with the nearest server API', () => {
    const [problem] = checkSource("require('isConsentGranted');", { kind: 'CLIENT' });
    expect(problem).toMatchObject({ code: 'SANDBOX_WEB_ONLY_API' });
    expect(problem!.message).toContain('exists only in web templates');
  });

  it('for clients are refused in tags and variables, not in clients and tests', () => {
    const source = "require('claimRequest')();";
    expect(codes(source, 'TAG')).toContain('SANDBOX_API_WRONG_TEMPLATE');
    expect(codes(source, 'CLIENT')).toEqual([]);
    expect(codes(source, 'TEST')).toEqual([]);
  });

  it('have only their members, read or called', () => {
    expect(codes("return require('Math').PI;")).toEqual(['SANDBOX_UNKNOWN_API_MEMBER']);
    expect(codes("const O = require('Object'); return O.assign({}, data);")).toEqual([
      'SANDBOX_UNKNOWN_API_MEMBER',
    ]);
    expect(codes("const BigQuery = require('BigQuery'); return BigQuery.insert({}, []);")).toEqual([]);
  });
});

describe('methods', () => {
  it.each([
    ['a literal', "'abc'.includes('a');"],
    ['a sum with a text', "(data.a + '').padStart(2);"],
    ['a const', "const s = 'a'; s.charCodeAt(0);"],
    ['a let that is never assigned again', "let s = 'a'; s.repeat(2);"],
    ['the result of a method', "'a,b'.split(',').find((x) => x);"],
    ['the result of an API', "const makeString = require('makeString'); makeString(data.a).substr(1);"],
    ['the result of an API member', "require('Object').keys(data).includes('a');"],
    ['a number', "const n = require('makeNumber')(data.n); n.toFixed(2);"],
    ['a choice between texts', "(data.a ? 'a' : 'b').endsWith('a');"],
    ['a function', 'const f = () => 1; f.call();'],
    ['a text, where objects have it', "'a'.hasOwnProperty('length');"],
    ['a text, by quoted name', "'a'['startsWith']('a');"],
  ])('that a type does not have are refused on %s', (_name, source) => {
    expect(codes(source)).toEqual(['SANDBOX_UNKNOWN_METHOD']);
  });

  it.each([
    ['an object that may hold the function', 'const o = {}; o.find = () => 1; o.find();'],
    ['a list that is given the function', 'const q = []; q.load = (x) => x; [1].forEach((x) => q.load(x));'],
    ['a function that is given the function', 'const f = () => 1; f.call = (x) => x; f.call(1);'],
    ['a variable that changes its type', "let v = 'a'; v = {includes: () => 1}; v.includes = v.includes;"],
    ['any other name on an unknown value', 'data.convert(1);'],
    [
      'the methods there are',
      "'a'.trim().toUpperCase().split('').map((c) => c).join('').length.toString(16);",
    ],
  ])('are left alone on %s', (_name, source) => {
    expect(codes(source)).toEqual([]);
  });

  it('of standard types are only suspect on a value of unknown type', () => {
    expect(checkSource('data.list.includes(1);', { kind: 'CLIENT' })).toMatchObject([
      { code: 'SANDBOX_UNAVAILABLE_METHOD', severity: 'warning' },
    ]);
  });
});

describe('a tag', () => {
  it.each(['data.gtmOnSuccess();', "data['gtmOnFailure']();", 'const done = data.gtmOnSuccess; done();'])(
    'that mentions an outcome is accepted: %s',
    (source) => {
      expect(codes(source, 'TAG')).toEqual([]);
    },
  );

  it('without one is refused, a client or variable is not', () => {
    expect(codes('return 1;', 'TAG')).toEqual(['SANDBOX_NO_OUTCOME']);
    expect(codes('return 1;', 'CLIENT')).toEqual([]);
  });

  it('that does not parse is not said to lack an outcome', () => {
    expect(codes('return (;', 'TAG')).toEqual(['SANDBOX_SYNTAX']);
  });
});

describe('nested refusals', () => {
  it.each([
    [
      'one pattern is one problem',
      'const {a: {b = 1, ...c}, d: [e]} = data; return [b, c, e];',
      ['SANDBOX_DESTRUCTURING'],
    ],
    ['an assigned pattern too', 'let a; [a] = data.list; return a;', ['SANDBOX_DESTRUCTURING']],
    ['a pattern as parameter', 'return ({a}) => a;', ['SANDBOX_DESTRUCTURING']],
    [
      'a default of a pattern',
      'return ([a] = []) => a;',
      ['SANDBOX_DEFAULT_PARAMETER', 'SANDBOX_DESTRUCTURING'],
    ],
    [
      'spread in calls and objects',
      'data.f(...data.list); return {...data};',
      ['SANDBOX_SPREAD', 'SANDBOX_SPREAD'],
    ],
    ['a tagged template', 'return data.tag`x`;', ['SANDBOX_TEMPLATE_LITERAL']],
    ['import and export', "import a from 'a'; export const b = a;", ['SANDBOX_MODULE', 'SANDBOX_MODULE']],
    ['escapes behind a backslash', String.raw`return '\\x41';`, []],
  ])('%s', (_name, source, expected) => {
    expect(codes(source)).toEqual(expected);
  });
});
