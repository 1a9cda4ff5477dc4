/** The type of `data` out of the form's fields. */
import { describe, expect, it } from 'vitest';
import { type Field, fieldTypes, valueFields } from '../../build/fields.ts';
import type { Json } from '../../sandbox/tpl/json.ts';

const FORM: Field[] = [
  { type: 'LABEL', name: 'hello' },
  {
    type: 'GROUP',
    name: 'group',
    subParams: [
      {
        type: 'RADIO',
        name: 'way',
        displayName: 'Way',
        radioItems: [
          { value: 'a', subParams: [{ type: 'TEXT', name: 'inA', displayName: 'In A' }] },
          { value: 'b' },
        ],
      },
      {
        type: 'CHECKBOX',
        name: 'tick',
        checkboxText: 'Tick it',
        subParams: [{ type: 'TEXT', name: 'below' }],
      },
    ],
  },
  {
    type: 'SIMPLE_TABLE',
    name: 'rows',
    simpleTableColumns: [
      { type: 'TEXT', name: 'key' },
      { type: 'TEXT', name: 'value' },
    ],
  },
  { type: 'PARAM_TABLE', name: 'params', paramTableColumns: [{ param: { type: 'TEXT', name: 'inner' } }] },
  { type: 'SELECT', name: 'choice', selectItems: [{ value: 'x' }, { value: 'y' }] },
];

describe('the fields that put a value into data', () => {
  it('are found in groups, radio items and below checkboxes; groups, labels and columns are none', () => {
    expect(valueFields(FORM).map(({ name }) => name)).toEqual([
      'way',
      'inA',
      'tick',
      'below',
      'rows',
      'params',
      'choice',
    ]);
  });
});

describe('the generated types', () => {
  it('make every value unknown, say what the form calls it, and list choices and columns', () => {
    const text = fieldTypes(FORM as unknown as Json, 'TAG');
    for (const line of [
      '  /** Way */\n  readonly way?: unknown;',
      '  /** In A */\n  readonly inA?: unknown;',
      '  /** Tick it */\n  readonly tick?: unknown;',
      'export type Way = "a" | "b";',
      'export type Choice = "x" | "y";',
      'export interface RowsRow {\n  readonly key?: unknown;\n  readonly value?: unknown;\n}',
      'export interface ParamsRow {\n  readonly inner?: unknown;\n}',
      '  readonly gtmOnSuccess: () => void;',
    ])
      expect(text).toContain(line);
    expect(text).not.toMatch(/\bhello\b|\bgroup\b/);
  });

  it('have the functions of an outcome only for tags, and say whose fields they are', () => {
    expect(fieldTypes([], 'TAG')).toContain('gtmOnSuccess');
    for (const [type, whose] of [
      ['CLIENT', 'client'],
      ['MACRO', 'variable'],
    ] as const) {
      expect(fieldTypes([], type)).not.toContain('gtmOn');
      expect(fieldTypes([], type)).toContain(`The fields of the ${whose} as`);
    }
  });

  it('are types whatever the parameters are: of what is no field, the check tells', () => {
    const odd: Json = [
      { type: 'TEXT', name: 'a', displayName: 'A */ b\nc' },
      { type: 'GROUP', name: 'g', subParams: [{ type: 'SELECT', name: 'a', selectItems: [{ value: 'x' }] }] },
      { type: 'TEXT' },
      { type: 'SELECT', name: 'a-b', selectItems: [{ value: '1' }] },
      { type: 'SELECT', name: 'data', selectItems: [{ value: 1 }] },
      { type: 'SELECT', name: 'Data', selectItems: [null, { value: true }] },
      { type: 'SIMPLE_TABLE', name: '1', simpleTableColumns: [{ name: 'x' }, { name: 'x' }, 'y'] },
      { type: 'GROUP', subParams: 'none' },
      null,
      7,
    ];
    const text = fieldTypes(odd, 'MACRO');
    for (const line of [
      '  /** A * / b c */\n  readonly a?: unknown;',
      '  readonly "a-b"?: unknown;',
      'export type Ab = "1";',
      'export type DataField = 1;',
      'export type DataFieldField = true;',
      'export interface Field1Row {\n  readonly x?: unknown;\n}',
    ])
      expect(text).toContain(line);
    expect(text.match(/readonly a\?/g)).toHaveLength(1);
    expect(fieldTypes({ no: 'list' }, 'TAG')).toContain('export interface Data {\n  readonly gtmOnSuccess');
  });
});
