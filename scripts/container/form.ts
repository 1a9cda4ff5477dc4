/** How the tag's form is written as parameters of a container export, and which of its fields are secrets. */
import {
  dataOf,
  defaultsOf,
  enabledFields,
  type Field,
  lookupIn,
  refusalOf,
  valued,
} from 'sgtm-toolkit/form';

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

/** The values a radio or select field offers; nothing for other fields. */
export const offered = ({ choices }: Field): string[] | undefined =>
  choices.length === 0 ? undefined : choices.map(({ value }) => String(value));

/** Why a field does not take a text, in the words of the form; nothing when it does. */
export function formFault(field: Field, value: string): string | undefined {
  const values = offered(field);
  if (values) return values.includes(value) ? undefined : `must be one of ${values.join(', ')}`;
  if (field.type === 'CHECKBOX')
    return value === 'true' || value === 'false' ? undefined : 'must be true or false';
  const refusal = refusalOf(field.validators, value, lookupIn());
  return refusal && `is refused by the tag's form: ${refusal.replace(/\.$/, '')}`;
}

/**
 * The parameters GTM would have saved: one for each visible field with a value, in the order of the form. A field without a
 * given value has its default; an empty one is left out.
 */
export function parametersOf(form: readonly Field[], given: ReadonlyMap<string, FieldValue>): Parameter[] {
  const values = { ...defaultsOf(form), ...Object.fromEntries(given) };
  const data = dataOf(form, values);
  return enabledFields(form, lookupIn(values)).flatMap(({ name }) => parameterOf(name, data[name]));
}

function parameterOf(key: string, value: unknown): Parameter[] {
  if (typeof value === 'boolean') return [flag(key, value)];
  if (typeof value === 'string') return value === '' ? [] : [text(key, value)];
  if (!Array.isArray(value) || value.length === 0) return [];
  const list = (value as Row[]).map((row) => ({
    type: 'MAP' as const,
    map: Object.entries(row).map(([column, cell]) => text(column, cell)),
  }));
  return [{ type: 'LIST', key, list }];
}

/** The secret fields: everything below one way to authenticate, or below any of them. */
export function credentialsOf(form: readonly Field[], method?: string): string[] {
  const choices = valued(form).find(({ name }) => name === 'authMethod')?.choices ?? [];
  return choices
    .filter(({ value }) => method === undefined || value === method)
    .flatMap(({ fields }) => valued(fields).map(({ name }) => name));
}

/** What the constants of the pixel ID and of every credential are called, behind the dictionary's name: field → title. */
export const constantTitles = (form: readonly Field[]): Map<string, string> => {
  const labels = new Map(valued(form).map(({ name, label }) => [name, label]));
  return new Map(['pixelId', ...credentialsOf(form)].map((field) => [field, labels.get(field) ?? field]));
};
