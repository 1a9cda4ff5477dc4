import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../sandbox/tpl/template.ts';
import { checkSections, validateSection } from '../../../sandbox/tpl/validate.ts';
import { templateText } from '../build-template.ts';

const info = {
  type: 'TAG',
  id: 'cvt_temp_public_id',
  version: 1,
  securityGroups: [],
  displayName: 'Sample',
  categories: ['ADVERTISING'],
  brand: { id: 'brand_dummy', displayName: 'x', thumbnail: 'data:image/png;base64,AAAA' },
  description: 'x',
  containerContexts: ['SERVER'],
};

describe('the schema of INFO', () => {
  it('accepts an exported section', () => {
    expect(validateSection('INFO', info)).toEqual([]);
    expect(validateSection('INFO', { ...info, brand: {} })).toEqual([]);
  });

  it.each([
    [{ ...info, displayname: 'x' }, "INFO has the unknown key 'displayname'. Did you mean 'displayName'?"],
    [{ ...info, type: 'Tag' }, 'INFO.type must be one of TAG, MACRO, CLIENT, found "Tag". Did you mean TAG?'],
    [{ ...info, version: 2 }, 'INFO.version must be 1, found 2.'],
    [{ ...info, containerContexts: undefined as never }, "INFO needs the key 'containerContexts'."],
    [{ ...info, categories: 'ADVERTISING' }, 'INFO.categories must be array, found "ADVERTISING".'],
  ])('refuses %#: in words', (value, message) => {
    expect(
      validateSection('INFO', JSON.parse(JSON.stringify(value))).map((finding) => finding.message),
    ).toContain(message);
  });
});

describe('the schema of TEMPLATE_PARAMETERS', () => {
  const fields = [
    {
      type: 'GROUP',
      name: 'g',
      groupStyle: 'ZIPPY_OPEN',
      subParams: [
        {
          type: 'TEXT',
          name: 'a',
          displayName: 'A',
          simpleValueType: true,
          valueValidators: [{ type: 'REGEX', args: ['^a$'] }],
        },
        {
          type: 'RADIO',
          name: 'r',
          radioItems: [{ value: 'x', displayValue: 'X', subParams: [{ type: 'LABEL', name: 'l' }] }],
        },
        {
          type: 'SIMPLE_TABLE',
          name: 't',
          simpleTableColumns: [{ type: 'TEXT', name: 'c', displayName: 'C', defaultValue: '' }],
        },
        {
          type: 'PARAM_TABLE',
          name: 'p',
          paramTableColumns: [{ param: { type: 'CHECKBOX', name: 'k', checkboxText: 'K' }, isUnique: true }],
        },
        {
          type: 'SELECT',
          name: 's',
          selectItems: [{ value: 1, displayValue: 'One' }],
          macrosInSelect: false,
          enablingConditions: [{ paramName: 'a', paramValue: 'x', type: 'EQUALS' }],
        },
      ],
    },
  ];

  it('accepts every field type, nested', () => {
    expect(validateSection('TEMPLATE_PARAMETERS', fields)).toEqual([]);
  });

  it.each([
    [{ type: 'TEXTS', name: 'a' }, 'TEMPLATE_PARAMETERS[0].type must be one of'],
    [{ type: 'TEXT', name: 'a', displayNam: 'A' }, "Did you mean 'displayName'?"],
    [{ type: 'TEXT' }, "TEMPLATE_PARAMETERS[0] needs the key 'name'."],
    [
      { type: 'GROUP', name: 'g', subParams: [{ type: 'RADIO', name: 'r' }] },
      "TEMPLATE_PARAMETERS[0].subParams[0] needs the key 'radioItems'.",
    ],
    [
      { type: 'TEXT', name: 'a', valueValidators: [{ type: 'NOT_EMPTY' }] },
      'TEMPLATE_PARAMETERS[0].valueValidators[0].type must be one of',
    ],
  ])('refuses %j in words', (field, message) => {
    const findings = validateSection('TEMPLATE_PARAMETERS', [field]);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.message).toContain(message);
  });
});

describe('the schema of SERVER_PERMISSIONS', () => {
  it('refuses a typed value whose member does not fit its type number', () => {
    const entry = {
      instance: {
        key: { publicId: 'logging', versionId: '1' },
        param: [{ key: 'environments', value: { type: 1, boolean: true } }],
      },
    };
    expect(validateSection('SERVER_PERMISSIONS', [entry]).map(({ message }) => message)).toEqual([
      "SERVER_PERMISSIONS[0].instance.param[0].value has the unknown key 'boolean'. Known are type, string.",
    ]);
  });
});

describe('checkSections', () => {
  it('places a finding on its line and column of the file', () => {
    const text = templateText({
      code: 'data.gtmOnSuccess();',
      parameters: [{ type: 'TEXT', name: 'a', helpp: 'x' }],
    });
    const [problem] = checkSections(parseTemplate(text));
    expect(problem).toMatchObject({ code: 'TPL_UNUSUAL', severity: 'warning' });
    expect(text.split('\n')[problem!.line - 1]!.slice(problem!.column - 1)).toBe('"x"');
  });

  it('warns of what the Gallery lists all the same: own keys, other categories, a thumbnail over several lines', () => {
    const plain = templateText({
      code: 'data.gtmOnSuccess();',
      parameters: [{ type: 'TEXT', name: 'a', description: 'b' }],
    });
    const own = plain.replace('"brand": {', '"brand": {\n"description": "own",\n"categories": ["X"],');
    const other = own.replace('"containerContexts"', '"categories": ["Marketing"],\n"containerContexts"');
    const found = checkSections(parseTemplate(other.replace('"Sample"', '"Sam\nple"')));
    expect(found.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'warning TPL_UNUSUAL',
      'warning TPL_UNUSUAL',
      'warning TPL_UNUSUAL',
      'warning TPL_LINE_BREAK',
      'warning TPL_UNUSUAL',
    ]);
  });

  it('tells line ends and byte-order marks that the editor does not export', () => {
    const plain = `\uFEFF${templateText({ code: 'x;' })}`;
    const codes = (text: string): string[] => checkSections(parseTemplate(text)).map(({ code }) => code);
    expect(codes(plain)).toEqual([]);
    expect(codes(plain.replaceAll('\n', '\r\n'))).toEqual(['TPL_LINE_ENDS']);
    expect(codes(plain.replace('___NOTES___\n', '___NOTES___\n\uFEFF'))).toEqual(['TPL_LINE_ENDS']);
  });

  it('refuses names of scenarios that the editor refuses, and warns of doubled ones', () => {
    const names = ['One; two', 'a\tb', '', 'Again', 'Again', 'Größe: 1 (ok) – fine, it’s'];
    const text = templateText({
      code: 'x;',
      scenarios: names.map((name) => ({ name, code: 'runCode({});' })),
    });
    const found = checkSections(parseTemplate(text));
    expect(found.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'error TPL_SCENARIO_NAME',
      'error TPL_SCENARIO_NAME',
      'error TPL_SCENARIO_NAME',
      'warning TPL_SCENARIO_TWICE',
    ]);
    expect(text.split('\n')[found[0]!.line - 1]!.slice(found[0]!.column - 1)).toBe('"One; two"');
  });

  it('names missing, unknown and doubled things', () => {
    const text = templateText({
      code: 'x;',
      parameters: [
        { type: 'TEXT', name: 'a' },
        { type: 'GROUP', name: 'g', subParams: [{ type: 'CHECKBOX', name: 'a' }] },
      ],
    });
    const codes = (source: string): string[] => checkSections(parseTemplate(source)).map(({ code }) => code);
    expect(codes(text)).toEqual(['TPL_FIELD_TWICE']);
    expect(codes(text.replace('___INFO___', '___INFOS___'))).toContain('TPL_SECTION_UNKNOWN');
    expect(codes(text.replace('___INFO___', '___INFOS___'))).toContain('TPL_SECTION_MISSING');
  });

  it('names what once passed: doubled notes, control characters, a web context, and fields that miss each other', () => {
    const found = (source: string): string[] =>
      checkSections(parseTemplate(source)).map(
        ({ code, severity, line, column }) =>
          `${severity} ${code} ${source
            .split('\n')
            [line - 1]!.slice(column - 1)
            .trim()}`,
      );
    const plain = templateText({ code: 'x;' });
    expect(found(`${plain}\n___NOTES___\n`)).toEqual(['warning TPL_SECTION_TWICE ___NOTES___']);
    expect(found(plain.replace('for a', 'for\u0000a'))).toEqual(['error SANDBOX_CONTROL_BYTE \u0000a test.']);
    expect(found(plain.replace('"SERVER"', '"WEB"'))).toEqual(['error TPL_SCHEMA [']);
    const column = (name: string) => ({ type: 'TEXT', name });
    const parameters = [
      {
        type: 'TEXT',
        name: 'a',
        enablingConditions: [
          { paramName: 'b', type: 'PRESENT' },
          { paramName: 'c', type: 'PRESENT' },
        ],
        valueValidators: [
          { type: 'REGEX', args: ['(?i)a|^\\d+$'] },
          { type: 'REGEX', args: ['a('] },
        ],
      },
      { type: 'SIMPLE_TABLE', name: 's', simpleTableColumns: [column('a'), column('b'), column('a')] },
      { type: 'PARAM_TABLE', name: 'p', paramTableColumns: [{ param: column('a') }, { param: column('a') }] },
    ];
    expect(found(templateText({ code: 'x;', parameters }))).toEqual([
      'warning TPL_FIELD_UNKNOWN "c",',
      'warning TPL_FIELD_PATTERN "a("',
      'error TPL_FIELD_TWICE "a"',
      'error TPL_FIELD_TWICE "a"',
    ]);
  });
});
