/** The type of `data`, generated from the template's parameters. Every value is unknown: it may come from a variable. */

export interface Field {
  type: string;
  name?: string;
  displayName?: string;
  checkboxText?: string;
  subParams?: Field[];
  radioItems?: { value: string; subParams?: Field[] }[];
  selectItems?: { value: string; displayValue?: string }[];
  simpleTableColumns?: Field[];
  paramTableColumns?: { param: Field }[];
}

/** All fields that put a value into `data`, in the order of the form; groups and labels put none. */
export function valueFields(fields: readonly Field[]): Field[] {
  return fields.flatMap((field) => [
    ...(field.type === 'GROUP' || field.type === 'LABEL' ? [] : [field]),
    ...valueFields(field.subParams ?? []),
    ...valueFields((field.radioItems ?? []).flatMap((item) => item.subParams ?? [])),
  ]);
}

const typeName = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** The text of src/fields.generated.ts. Fails on a field without a name and on a name that stands twice. */
export function fieldTypes(parameters: readonly Field[]): string {
  const fields = valueFields(parameters);
  const names = fields.map(({ name }) => name ?? '');
  const twice = names.find((name, i) => !/^[a-z]\w*$/i.test(name) || names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new Error(
      `template/parameters.json: each field needs a name of its own, got "${twice}" twice or no name.`,
    );
  }
  const lines = [
    '/** Generated from template/parameters.json by `npm run build`. */',
    '',
    '/** The fields of the tag as GTM hands them over; what a value is shows only when it is looked at. */',
    'export interface Data {',
    ...fields.flatMap(({ name, displayName, checkboxText }) => [
      `  /** ${(displayName ?? checkboxText ?? name ?? '').replaceAll('*/', '* /')} */`,
      `  readonly ${name}?: unknown;`,
    ]),
    '  readonly gtmOnSuccess: () => void;',
    '  readonly gtmOnFailure: () => void;',
    '}',
  ];
  for (const { name = '', radioItems, selectItems, simpleTableColumns, paramTableColumns } of fields) {
    const values = (radioItems ?? selectItems)?.map(({ value }) => JSON.stringify(value));
    const columns = simpleTableColumns ?? paramTableColumns?.map(({ param }) => param);
    if (values) lines.push('', `export type ${typeName(name)} = ${values.join(' | ')};`);
    if (columns) {
      lines.push('', `export interface ${typeName(name)}Row {`);
      lines.push(...columns.map((column) => `  readonly ${column.name}?: unknown;`), '}');
    }
  }
  lines.push('', 'declare global {', '  const data: Data;', '}', '');
  return lines.join('\n');
}
