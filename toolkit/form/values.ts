/**
 * From a form to `data`: default values, which fields take part, and what GTM hands to the code. A list of enabling
 * conditions holds when one of them holds; all of several is written by nesting.
 */
import type { Condition, Field } from './fields.ts';

/** What the form holds, by field name. An absent name is a field nobody filled in. */
export type Values = Record<string, unknown>;

/** Looks a name up: in the row of a table first, then among the template's fields. */
export type Lookup = (name: string) => unknown;

export const lookupIn =
  (...scopes: Values[]): Lookup =>
  (name) =>
    scopes.find((scope) => Object.hasOwn(scope, name))?.[name];

/** The values of a form nobody has touched. */
export function defaultsOf(fields: readonly Field[]): Values {
  const values: Values = {};
  for (const field of fields) {
    const start = startValue(field);
    if (start !== undefined) values[field.name] = start;
    Object.assign(values, defaultsOf(field.fields));
    for (const choice of field.choices) Object.assign(values, defaultsOf(choice.fields));
  }
  return values;
}

function startValue(field: Field): unknown {
  switch (field.type) {
    case 'GROUP':
    case 'LABEL':
      return undefined;
    case 'CHECKBOX':
      return field.defaultValue === true || field.defaultValue === 'true';
    case 'SIMPLE_TABLE':
    case 'PARAM_TABLE':
      return Array.isArray(field.defaultValue) ? structuredClone(field.defaultValue) : [];
    case 'RADIO':
      return field.defaultValue ?? field.choices[0]?.value;
    case 'SELECT':
      return field.defaultValue ?? (field.notSet ? '' : (field.choices[0]?.value ?? ''));
    default:
      return field.defaultValue ?? undefined;
  }
}

/** A new row of a table. */
export const newRow = (field: Field): Values => defaultsOf(field.columns.map((column) => column.field));

const isBlank = (value: unknown): boolean => value === undefined || value === null || value === '';

/** Values of forms are text where conditions have numbers and booleans, so both are compared as text. */
const same = (a: unknown, b: unknown): boolean =>
  a === b || (!isBlank(a) && !isBlank(b) && String(a) === String(b));

function conditionHolds({ paramName, paramValue, type }: Condition, lookup: Lookup): boolean {
  const value = lookup(paramName);
  switch (type) {
    case 'NOT_EQUALS':
      return !same(value, paramValue);
    case 'PRESENT':
      return !isBlank(value) && value !== false;
    case 'NOT_PRESENT':
      return isBlank(value) || value === false;
    default:
      return same(value, paramValue) || (isBlank(value) && (paramValue === '' || paramValue === false));
  }
}

/** Whether a list of conditions lets its field take part. An empty list does. */
export const holds = (conditions: readonly Condition[], lookup: Lookup): boolean =>
  conditions.length === 0 || conditions.some((condition) => conditionHolds(condition, lookup));

/**
 * The fields that take part, in the order of the form: their own conditions hold, those of every field around them too,
 * and fields under a radio button stand under the one that is chosen.
 */
export function enabledFields(fields: readonly Field[], lookup: Lookup): Field[] {
  return fields
    .filter((field) => holds(field.conditions, lookup))
    .flatMap((field) => [
      field,
      ...enabledFields(field.fields, lookup),
      ...field.choices
        .filter((choice) => same(lookup(field.name), choice.value))
        .flatMap((choice) => enabledFields(choice.fields, lookup)),
    ]);
}

/** What the code gets as `data`, the two outcome functions aside. Fields that take no part are absent. */
export function dataOf(fields: readonly Field[], values: Values): Values {
  const data: Values = {};
  for (const field of enabledFields(fields, lookupIn(values))) {
    const value = dataValue(field, values);
    if (value !== undefined) data[field.name] = value;
  }
  return data;
}

function dataValue(field: Field, values: Values): unknown {
  const value = values[field.name];
  switch (field.type) {
    case 'GROUP':
    case 'LABEL':
      return undefined;
    case 'SIMPLE_TABLE':
    case 'PARAM_TABLE':
      return Array.isArray(value) ? value.map((row) => rowOf(field, row, values)) : value;
    case 'TEXT':
      if (field.list && typeof value === 'string') return value.split('\n').filter((line) => line !== '');
      return value === '' && !field.canBeEmpty ? undefined : value;
    default:
      return value;
  }
}

/** Rows keep keys that no column has: a scenario or a pasted value may bring them. */
function rowOf(field: Field, row: unknown, values: Values): unknown {
  if (typeof row !== 'object' || row === null) return row;
  const known = field.columns.map((column) => column.field);
  const lookup = lookupIn(row as Values, values);
  const enabled = new Set(enabledFields(known, lookup).map(({ name }) => name));
  const names = new Set(known.map(({ name }) => name));
  return Object.fromEntries(
    Object.entries(row).filter(
      ([name, value]) => value !== undefined && (enabled.has(name) || !names.has(name)),
    ),
  );
}

/** Whether a value below a group differs from its default: a group that opens on parameters is then open. */
export function isChanged(fields: readonly Field[], values: Values): boolean {
  const defaults = defaultsOf(fields);
  const names = new Set([...Object.keys(defaults), ...fields.map(({ name }) => name)]);
  return [...names].some((name) => {
    const [value, start] = [values[name], defaults[name]];
    if (isBlank(value) && isBlank(start)) return false;
    return JSON.stringify(value) !== JSON.stringify(start);
  });
}
