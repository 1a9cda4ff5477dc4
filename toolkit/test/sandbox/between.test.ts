import { describe, expect, it } from 'vitest';
import { check } from '../../sandbox/index.ts';
import { template } from './build-template.ts';

const found = (parts: Parameters<typeof template>[0]): string[] =>
  check(template(parts))
    .filter(({ code }) => code.startsWith('TPL_'))
    .map(({ severity, code, message }) => `${severity} ${code} ${message}`);

const text = (name: string) => ({ type: 'TEXT', name });
const select = (more: object = {}) => ({
  type: 'SELECT',
  name: 'mode',
  selectItems: [
    { value: 'test', displayValue: 'Test' },
    { value: 'live', displayValue: 'Live' },
  ],
  defaultValue: 'test',
  ...more,
});
const END = 'data.gtmOnSuccess();';

describe('hints', () => {
  const many = (line: (index: number) => string): string =>
    Array.from({ length: 300 }, (_, index) => line(index)).join(' ');
  const fields = Array.from({ length: 300 }, (_, index) => text(`acmeId${index}`));
  const scenarios = [
    { name: 'a', code: `runCode({${many((index) => `acmeIx${index}: 1,`)}}); assertThat(1).isEqualTo(1);` },
  ];

  it.each([
    ['undeclared names', { code: many((index) => `const acmeId${index} = acmeIx${index};`) }],
    ['reads of fields', { code: many((index) => `f(data.acmeIx${index});`), parameters: fields }],
    [
      'conditions',
      {
        code: END,
        parameters: fields.map((field, index) => ({
          ...field,
          enablingConditions: [{ paramName: `acmeIx${index}`, type: 'PRESENT' }],
        })),
      },
    ],
    ['choices', { code: many((index) => `f(data.mode === 'teste${index}');`), parameters: [select()] }],
    ['data of tests', { code: END, parameters: fields, scenarios }],
  ])('%s: each is told, the first hundred with what was meant, since each costs a search', (_what, parts) => {
    const messages = check(template(parts))
      .map(({ message }) => message)
      .filter((message) => /acmeIx|teste/.test(message));
    expect(messages).toHaveLength(300);
    expect(messages.filter((message) => / Did you mean | Known are /.test(message))).toHaveLength(100);
  });
});

describe('fields and code', () => {
  it('a member of data that no field has is told, with the field that was meant', () => {
    const problems = check(
      template({ code: `const a = data.acmeID;\n${END}`, parameters: [text('acmeId')] }),
    );
    expect(problems).toMatchObject([
      { code: 'TPL_FIELD_UNREAD', severity: 'note' },
      {
        code: 'TPL_DATA_UNKNOWN',
        severity: 'warning',
        message: expect.stringMatching(/'acmeId'\?$/),
        column: 11,
      },
    ]);
  });

  it.each([
    ['a field in a group, under a checkbox, under a radio button', 'data.a + data.b + data.c'],
    ['what a tag is given', 'data.gtmOnFailure'],
    ['a member that the code itself sets', 'data.own'],
    ['a variable of its own that is called data', '((data) => data.other)({})'],
  ])('%s is known', (_what, read) => {
    const parameters = [
      { type: 'GROUP', name: 'g', subParams: [{ type: 'CHECKBOX', name: 'a', subParams: [text('b')] }] },
      { type: 'RADIO', name: 'r', radioItems: [{ value: 'x', displayValue: 'X', subParams: [text('c')] }] },
    ];
    const code = `data.own = 1;\nconst f = ${read};\nconst all = [data.a, data.b, data.c, data.r];\n${END}`;
    expect(found({ code, parameters })).toEqual([]);
  });

  it('a field that is never read is a note, unless the code hands data on, or a condition uses it', () => {
    const parameters = [
      text('a'),
      { ...text('b'), enablingConditions: [{ paramName: 'c', type: 'PRESENT' }] },
      text('c'),
    ];
    const unread = (code: string) => found({ code, parameters }).map((line) => /'(\w)'/.exec(line)?.[1]);
    expect(unread(END)).toEqual(['a', 'b']);
    expect(unread(`const f = (all) => all.a;\nf(data);\n${END}`)).toEqual([]);
    expect(unread(`for (const key in data) { data[key] = 1; }\n${END}`)).toEqual([]);
    expect(unread(`const b = data['b'];\n${END}`)).toEqual(['a']);
    expect(unread(`const b = data.hasOwnProperty('b');\n${END}`)).toEqual([]);
  });

  it.each([
    ['a default', { parameters: [select({ defaultValue: 'Test' })], code: `const m = data.mode;\n${END}` }],
    [
      'a condition',
      {
        parameters: [
          select(),
          { ...text('a'), enablingConditions: [{ paramName: 'mode', paramValue: 'tests', type: 'EQUALS' }] },
        ],
        code: `const m = [data.mode, data.a];\n${END}`,
      },
    ],
    ['a comparison', { parameters: [select()], code: `if (data.mode === 'tests') { ${END} }` }],
    ['a case', { parameters: [select()], code: `switch (data.mode) { case 'tests': ${END} }` }],
  ])('%s that is none of the choices is told', (_what, parts) => {
    expect(found(parts)).toEqual([
      expect.stringMatching(/^warning TPL_VALUE_UNKNOWN .*Did you mean 'test'\?$/),
    ]);
  });

  it('what a variable may give is not told', () => {
    expect(
      found({ parameters: [select({ macrosInSelect: true })], code: `if (data.mode === 'x') { ${END} }` }),
    ).toEqual([]);
    expect(found({ parameters: [select()], code: `if (data.mode === '') { ${END} }` })).toEqual([]);
  });

  it('a selection that takes variables and has no default is a note', () => {
    const parameters = [select({ macrosInSelect: true, defaultValue: undefined as never })];
    expect(
      found({ parameters: JSON.parse(JSON.stringify(parameters)), code: `const m = data.mode;\n${END}` }),
    ).toEqual([expect.stringMatching(/^note TPL_NO_DEFAULT /)]);
  });
});

describe('tests', () => {
  const parameters = [text('acmeId')];
  const code = `const a = data.acmeId;\n${END}`;
  const scenario = (test: string) => found({ code, parameters, scenarios: [{ name: 'One', code: test }] });

  it('that give a field under another name are told, in runCode and in a constant', () => {
    const told = [expect.stringMatching(/^warning TPL_DATA_UNKNOWN .*'acmeId'\?$/)];
    expect(scenario("runCode({acmeID: 1});\nassertApi('gtmOnSuccess').wasCalled();")).toEqual(told);
    expect(
      scenario("const mockData = {acmeID: 1};\nrunCode(mockData);\nassertApi('gtmOnSuccess').wasCalled();"),
    ).toEqual(told);
  });

  it('that take data from the setup are told once, where the setup has it', () => {
    const subject = template({
      code,
      parameters,
      setup: '// Shared by all.\nconst mockData = {\n  acmeID: 1,\n};',
      scenarios: ['One', 'Two'].map((name) => ({
        name,
        code: "runCode(mockData);\nassertApi('gtmOnSuccess').wasCalled();",
      })),
    });
    const told = check(subject).filter((problem) => problem.code === 'TPL_DATA_UNKNOWN');
    const lines = subject.text.split('\n');
    expect(told.map(({ line, column }) => lines[line - 1]!.slice(column - 1))).toEqual(['acmeID: 1,']);
  });

  it('that give something else as well are noted', () => {
    expect(scenario("runCode({acmeId: 1, region: 2});\nassertApi('gtmOnSuccess').wasCalled();")).toEqual([
      expect.stringMatching(/^note TPL_DATA_UNKNOWN /),
    ]);
  });

  it('that assert nothing are noted, at their name', () => {
    expect(scenario('runCode({acmeId: 1});')).toEqual([
      expect.stringMatching(/^note TPL_NO_ASSERTION .*'One'/),
    ]);
    const setup = "const ends = () => assertApi('gtmOnSuccess').wasCalled();";
    expect(
      found({ code, parameters, setup, scenarios: [{ name: 'One', code: 'runCode({});\nends();' }] }),
    ).toEqual([]);
  });

  it('are told at columns of the file, and what does not compile in them is a warning', () => {
    const subject = template({
      code,
      parameters,
      scenarios: [{ name: 'One', code: 'assertThat(1).isEqualTo(1);\nlet a = window.x;' }],
    });
    const [problem] = check(subject).filter(({ code: rule }) => rule === 'SANDBOX_UNDECLARED');
    expect(problem).toMatchObject({ severity: 'warning' });
    expect(subject.text.split('\n')[problem!.line - 1]!.slice(problem!.column - 1)).toBe('window.x;');
  });
});
