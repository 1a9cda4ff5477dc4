/**
 * The tag's form, read from the PARAMETERS section of the template: which fields there are, what they accept, which of them are
 * visible for a set of values, and how a value is written as a parameter of a container export.
 */
import { type Field as BuildField, valueFields } from '../../toolkit/build/fields.ts';

interface Validator {
  type: string;
  args?: string[];
  errorMessage?: string;
}

interface Condition {
  paramName: string;
  paramValue?: unknown;
  type: string;
}

export interface Field extends BuildField {
  name: string;
  defaultValue?: unknown;
  valueValidators?: Validator[];
  enablingConditions?: Condition[];
  radioItems?: { value: string; subParams?: Field[] }[];
  subParams?: Field[];
}

export type Row = Readonly<Record<string, string>>;
export type FieldValue = string | boolean | readonly Row[];

/** A parameter of a tag, variable, trigger or client in a container export. */
export type Parameter =
  | { type: 'TEMPLATE' | 'BOOLEAN' | 'INTEGER'; key: string; value: string }
  | { type: 'LIST'; key: string; list: { type: 'MAP'; map: Parameter[] }[] };

export const text = (key: string, value: string): Parameter => ({ type: 'TEMPLATE', key, value });
export const flag = (key: string, value: boolean): Parameter => ({
  type: 'BOOLEAN',
  key,
  value: String(value),
});

/** Every field that holds a value, in the order of the form. */
export const fieldsOf = (form: readonly Field[]): Field[] => valueFields(form) as Field[];

/** The values a radio or select field offers; nothing for other fields. */
export const offered = (field: Field): string[] | undefined =>
  (field.radioItems ?? field.selectItems)?.map(({ value }) => String(value));

/** Why a field does not take a text, in the words of the form; nothing when it does. */
export function refusalOf(field: Field, value: string): string | undefined {
  const choices = offered(field);
  if (choices) return choices.includes(value) ? undefined : `must be one of ${choices.join(', ')}`;
  if (field.type === 'CHECKBOX')
    return value === 'true' || value === 'false' ? undefined : 'must be true or false';
  for (const { type, args = [], errorMessage } of field.valueValidators ?? []) {
    const ok =
      type === 'NON_EMPTY'
        ? value !== ''
        : type === 'POSITIVE_NUMBER'
          ? Number(value) > 0
          : type === 'REGEX'
            ? new RegExp(`^(?:${args[0] ?? ''})$`).test(value)
            : true;
    if (!ok) return `is refused by the tag's form: ${(errorMessage ?? type).replace(/\.$/, '')}`;
  }
  return undefined;
}

/**
 * The parameters GTM would have saved: one for each visible field with a value, in the order of the form. A field without a
 * given value has its default; an empty one is left out.
 */
export function parametersOf(form: readonly Field[], given: ReadonlyMap<string, FieldValue>): Parameter[] {
  const values = new Map<string, FieldValue>();
  for (const { name, defaultValue } of fieldsOf(form))
    if (typeof defaultValue === 'string' || typeof defaultValue === 'boolean') values.set(name, defaultValue);
  for (const [name, value] of given) values.set(name, value);

  const visit = (fields: readonly Field[]): Parameter[] =>
    fields
      .filter((field) => isVisible(field, values))
      .flatMap((field) => {
        const value = field.type === 'GROUP' ? undefined : values.get(field.name);
        const chosen = field.radioItems?.find((item) => item.value === value)?.subParams ?? [];
        return [
          ...(value === undefined ? [] : parameterOf(field.name, value)),
          ...visit([...(field.subParams ?? []), ...chosen]),
        ];
      });
  return visit(form);
}

function parameterOf(key: string, value: FieldValue): Parameter[] {
  if (typeof value === 'boolean') return [flag(key, value)];
  if (typeof value === 'string') return value === '' ? [] : [text(key, value)];
  if (value.length === 0) return [];
  const list = value.map((row) => ({
    type: 'MAP' as const,
    map: Object.entries(row).map(([column, cell]) => text(column, cell)),
  }));
  return [{ type: 'LIST', key, list }];
}

/** One fulfilled condition is enough; a kind of condition that is not known here hides nothing. */
function isVisible({ enablingConditions = [] }: Field, values: ReadonlyMap<string, FieldValue>): boolean {
  if (enablingConditions.length === 0) return true;
  return enablingConditions.some(({ paramName, paramValue, type }) => {
    const same = values.get(paramName) === paramValue;
    return type === 'EQUALS' ? same : type === 'NOT_EQUALS' ? !same : true;
  });
}

/** The secret fields: everything below one way to authenticate, or below any of them. */
export function credentialsOf(form: readonly Field[], method?: string): string[] {
  const items = fieldsOf(form).find(({ name }) => name === 'authMethod')?.radioItems ?? [];
  return items
    .filter(({ value }) => method === undefined || value === method)
    .flatMap(({ subParams }) => fieldsOf(subParams ?? []).map(({ name }) => name));
}
