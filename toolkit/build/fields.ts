/** The type of `data`, generated from the template's parameters. Every value is unknown: it may come from a variable. */
import type { Json } from '../sandbox/tpl/json.ts';
import type { Template } from '../sandbox/tpl/template.ts';

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
  return objects(fields).flatMap((field) => [
    ...(field.type === 'GROUP' || field.type === 'LABEL' ? [] : [field]),
    ...valueFields(field.subParams ?? []),
    ...valueFields(objects(field.radioItems).flatMap((item) => item.subParams ?? [])),
  ]);
}

/** The objects of a list; what the check refuses is no list, or holds something else. */
const objects = <T>(list: readonly T[] | undefined): T[] =>
  Array.isArray(list) ? list.filter((one) => typeof one === 'object' && one !== null) : [];

const WHOSE = { TAG: 'tag', CLIENT: 'client', MACRO: 'variable' } as const;

/**
 * The text of src/fields.generated.ts. Only of tags `data` has the functions that signal an outcome. Fields without a name
 * and names that stand twice are the check's business.
 */
export function fieldTypes(parameters: Json, type: Template['type']): string {
  const fields = new Map<string, Field>();
  for (const field of valueFields(parameters as unknown as Field[]))
    if (typeof field.name === 'string' && !fields.has(field.name)) fields.set(field.name, field);
  const outcome = ['  readonly gtmOnSuccess: () => void;', '  readonly gtmOnFailure: () => void;'];
  const lines = [
    '/** Generated from template/parameters.json by the build. */',
    '',
    `/** The fields of the ${WHOSE[type]} as GTM hands them over; what a value is shows only when it is looked at. */`,
    'export interface Data {',
    ...[...fields].flatMap(([name, { displayName, checkboxText }]) => [
      `  /** ${labelOf(displayName) || labelOf(checkboxText) || labelOf(name)} */`,
      `  readonly ${key(name)}?: unknown;`,
    ]),
    ...(type === 'TAG' ? outcome : []),
    '}',
  ];
  const taken = new Set(['Data']);
  const typeName = (name: string): string => {
    let free = (name.charAt(0).toUpperCase() + name.slice(1))
      .replace(/\W/g, '')
      .replace(/^(?=\d|$)/, 'Field');
    while (taken.has(free)) free += 'Field';
    taken.add(free);
    return free;
  };
  for (const [name, { radioItems, selectItems, simpleTableColumns, paramTableColumns }] of fields) {
    const values = objects(radioItems ?? selectItems).map(({ value }) => JSON.stringify(value));
    const columns = simpleTableColumns ?? objects(paramTableColumns).map(({ param }) => param);
    if (values.length > 0) lines.push('', `export type ${typeName(name)} = ${values.join(' | ')};`);
    if (columns.length > 0) {
      const names = new Set(objects(columns).flatMap((column) => column.name ?? []));
      lines.push('', `export interface ${typeName(`${name}Row`)} {`);
      lines.push(...[...names].map((column) => `  readonly ${key(column)}?: unknown;`), '}');
    }
  }
  lines.push('', 'declare global {', '  const data: Data;', '}', '');
  return lines.join('\n');
}

const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

/** A label as one line of a comment. */
const labelOf = (label: unknown): string =>
  typeof label === 'string' ? label.replaceAll('*/', '* /').replace(/\s+/g, ' ') : '';
