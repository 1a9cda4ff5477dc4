import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFields } from '../form/fields.ts';
import { refusalsOf } from '../form/validators.ts';
import { dataOf, defaultsOf, isChanged, lookupIn } from '../form/values.ts';

const text = (name: string, more: object = {}) => ({ type: 'TEXT', name, simpleValueType: true, ...more });
const messages = (section: unknown, values: Record<string, unknown>): string[] =>
  refusalsOf(readFields(section), values).map(({ message }) => message);
const validated = (type: string, args: unknown[] = [], more: object = {}) => [
  text('a', { valueValidators: [{ type, args, errorMessage: 'no', ...more }] }),
];

describe('a text of the form', () => {
  it('that is HTML for GTM is read without tags, links with their address', () => {
    const help =
      'See <a href="https://x.example/a" target="_blank">the <b>guide</b></a>.<br>1 &lt; 2 &amp;amp;<br/>&#39;x&#39;';
    const [field] = readFields([text('a', { help, displayName: { text: 'Name', translations: [] } })]);
    expect(field?.help).toBe("See the guide (https://x.example/a).\n1 < 2 &amp;\n'x'");
    expect(field?.label).toBe('Name');
  });
});

describe('data', () => {
  it('has undefined for empty text, unless the field may be empty', () => {
    const fields = readFields([text('a'), text('b', { canBeEmptyString: true })]);
    expect(dataOf(fields, { a: '', b: '' })).toEqual({ b: '' });
  });

  it('has a list for text with one entry a line', () => {
    const fields = readFields([text('a', { textAsList: true })]);
    expect(dataOf(fields, { a: 'x\n\ny' })).toEqual({ a: ['x', 'y'] });
  });

  it('has nothing of fields below one that takes no part', () => {
    const fields = readFields([
      { type: 'CHECKBOX', name: 'on', defaultValue: false },
      {
        type: 'GROUP',
        name: 'g',
        enablingConditions: [{ paramName: 'on', paramValue: true, type: 'EQUALS' }],
        subParams: [text('inner', { defaultValue: 'v' })],
      },
    ]);
    expect(dataOf(fields, defaultsOf(fields))).toEqual({ on: false });
    expect(dataOf(fields, { ...defaultsOf(fields), on: true })).toEqual({ on: true, inner: 'v' });
  });

  it('takes several conditions as alternatives', () => {
    const condition = (paramValue: string) => ({ paramName: 'mode', paramValue, type: 'EQUALS' });
    const fields = readFields([text('a', { enablingConditions: [condition('x'), condition('y')] })]);
    expect(dataOf(fields, { a: '1', mode: 'y' })).toEqual({ a: '1' });
    expect(dataOf(fields, { a: '1', mode: 'z' })).toEqual({});
  });

  it('knows every type of condition', () => {
    const shown = (type: string, value: unknown, paramValue: unknown = 'x'): boolean =>
      'a' in
      dataOf(readFields([text('a', { enablingConditions: [{ paramName: 'm', paramValue, type }] })]), {
        a: '1',
        m: value,
      });
    expect([shown('EQUALS', 'x'), shown('EQUALS', 'y'), shown('EQUALS', 'true', true)]).toEqual([
      true,
      false,
      true,
    ]);
    expect([shown('NOT_EQUALS', 'x'), shown('NOT_EQUALS', 'y')]).toEqual([false, true]);
    expect([shown('PRESENT', 'y'), shown('PRESENT', '')]).toEqual([true, false]);
    expect([shown('NOT_PRESENT', 'y'), shown('NOT_PRESENT', undefined)]).toEqual([false, true]);
    expect([shown('EQUALS', undefined, false), shown('EQUALS', undefined)]).toEqual([true, false]);
  });

  it('has rows with the cells that take part, conditions of the row first', () => {
    const fields = readFields([
      {
        type: 'PARAM_TABLE',
        name: 'rows',
        paramTableColumns: [
          { param: text('kind'), isUnique: false },
          {
            param: text('value', {
              enablingConditions: [{ paramName: 'kind', paramValue: 'own', type: 'EQUALS' }],
            }),
            isUnique: false,
          },
        ],
      },
    ]);
    const rows = [
      { kind: 'own', value: '1' },
      { kind: 'auto', value: '1', extra: 2 },
    ];
    expect(dataOf(fields, { rows, kind: 'own' })).toEqual({
      rows: [
        { kind: 'own', value: '1' },
        { kind: 'auto', extra: 2 },
      ],
    });
  });

  it('is made of any section and any values without failing', () => {
    fc.assert(
      fc.property(fc.json(), fc.dictionary(fc.string(), fc.jsonValue()), (section, values) => {
        const fields = readFields(JSON.parse(section));
        expect(typeof dataOf(fields, { ...defaultsOf(fields), ...values })).toBe('object');
        refusalsOf(fields, values);
      }),
    );
  });
});

describe('a validator', () => {
  it.each<[string, unknown[], string[], string[]]>([
    ['NON_EMPTY', [], ['x'], ['']],
    ['NUMBER', [], ['0', '-3', '12'], ['1.5', 'x']],
    ['POSITIVE_NUMBER', [], ['1'], ['0', '-1', '1.5']],
    ['NON_NEGATIVE_NUMBER', [], ['0', '7'], ['-1', 'x']],
    ['DECIMAL', [], ['1', '1.5', '-.5'], ['1,5', 'x']],
    ['PERCENTAGE', [], ['0', '99.5'], ['101', '-1']],
    ['REGEX', ['[a-z]+|[0-9]+'], ['abc', '12'], ['abc1', 'x-']],
    ['STRING_LENGTH', [2, 3], ['ab', 'abc'], ['a', 'abcd']],
  ])('%s passes and refuses', (type, args, good, bad) => {
    for (const a of good) expect([a, messages(validated(type, args), { a })]).toEqual([a, []]);
    for (const a of bad) expect([a, messages(validated(type, args), { a })]).toEqual([a, ['no']]);
  });

  it('counts rows and lines', () => {
    const table = {
      type: 'SIMPLE_TABLE',
      name: 'a',
      simpleTableColumns: [text('c')],
      valueValidators: [{ type: 'TABLE_ROW_COUNT', args: [1, 2] }],
    };
    expect(messages([table], { a: [] })).toEqual(['Expected 1 to 2 rows.']);
    expect(messages([table], { a: [{ c: '1' }] })).toEqual([]);
    expect(messages([table], { a: [{}, {}, {}] })).toEqual(['Expected 1 to 2 rows.']);
    expect(messages([{ ...table, valueValidators: [{ type: 'NON_EMPTY' }] }], { a: [] })).toEqual([
      'A value is needed.',
    ]);
  });

  it('leaves an empty field to NON_EMPTY, and a variable of the container alone', () => {
    expect(messages(validated('NUMBER'), { a: '' })).toEqual([]);
    expect(messages(validated('NUMBER'), { a: '{{Lifetime}}' })).toEqual([]);
  });

  it('asks only while its own conditions hold', () => {
    const section = validated('NON_EMPTY', [], {
      enablingConditions: [{ paramName: 'on', paramValue: true, type: 'EQUALS' }],
    });
    expect(messages(section, { a: '', on: false })).toEqual([]);
    expect(messages(section, { a: '', on: true })).toEqual(['no']);
  });

  it('does not ask for fields that take no part', () => {
    const [field] = validated('NON_EMPTY');
    const section = [
      { ...field, enablingConditions: [{ paramName: 'on', paramValue: true, type: 'EQUALS' }] },
    ];
    expect(messages(section, {})).toEqual([]);
  });

  it('with a pattern that cannot be read says so', () => {
    expect(messages(validated('REGEX', ['(']), { a: 'x' })[0]).toMatch(/pattern \( cannot be read/);
  });

  it('with a pattern whose time doubles with every character answers at once', () => {
    expect(messages(validated('REGEX', ['(a+)+']), { a: `${'a'.repeat(40)}!` })).toEqual(['no']);
    expect(messages(validated('REGEX', ['(?!b)(a+)+']), { a: `${'a'.repeat(40)}!` })).toEqual([]);
  });

  it('of a column that must differ looks at each of many rows once', () => {
    const table = {
      type: 'SIMPLE_TABLE',
      name: 'rows',
      simpleTableColumns: [text('name', { isUnique: true })],
    };
    const rows = Array.from({ length: 200_000 }, (_, i) => ({ name: String(i) }));
    expect(messages([table], { rows: [...rows, { name: '7' }] })).toHaveLength(1);
  });

  it('of a column names row and column, and finds values that must differ', () => {
    const table = {
      type: 'SIMPLE_TABLE',
      name: 'rows',
      simpleTableColumns: [
        text('name', { displayName: 'Name', isUnique: true, valueValidators: [{ type: 'NON_EMPTY' }] }),
      ],
    };
    const found = refusalsOf(readFields([table]), { rows: [{ name: 'a' }, { name: '' }, { name: 'a' }] });
    expect(found.map(({ row, message }) => [row, message])).toEqual([
      [1, 'A value is needed.'],
      [2, 'Name: "a" stands in an earlier row already.'],
    ]);
  });
});

describe('a group that opens on parameters', () => {
  it('is open when a value below it differs from its default', () => {
    const fields = readFields([text('a', { defaultValue: '1' }), { type: 'CHECKBOX', name: 'b' }]);
    expect(isChanged(fields, defaultsOf(fields))).toBe(false);
    expect(isChanged(fields, { a: '1', b: true })).toBe(true);
    expect(isChanged(fields, { a: '2', b: false })).toBe(true);
  });
});

describe('a name', () => {
  it('is looked up in the row before the template', () => {
    expect(lookupIn({ a: 1 }, { a: 2, b: 3 })('a')).toBe(1);
    expect(lookupIn({ a: 1 }, { a: 2, b: 3 })('b')).toBe(3);
  });
});
