/** The type of `data` out of the form's fields. */
import { describe, expect, it } from 'vitest';
import { type Field, fieldTypes, valueFields } from '../../build/fields.ts';

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
    const text = fieldTypes(FORM);
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

  it('are refused for a name that stands twice, is missing or is no name', () => {
    const twice: Field[] = [
      { type: 'TEXT', name: 'a' },
      { type: 'GROUP', name: 'g', subParams: [{ type: 'TEXT', name: 'a' }] },
    ];
    for (const [fields, shown] of [
      [twice, '"a"'],
      [[{ type: 'TEXT' }], '""'],
      [[{ type: 'TEXT', name: 'a-b' }], '"a-b"'],
      [[{ type: 'TEXT', name: '1a' }], '"1a"'],
    ] as [Field[], string][])
      expect(() => fieldTypes(fields)).toThrow(shown);
  });
});
