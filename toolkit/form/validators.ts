/**
 * What GTM's form would refuse to save: the validators of fields that take part, of rows and columns of tables, and columns
 * whose values must differ. A value that names a variable, `{{…}}`, is not looked at, as in GTM.
 */
import { RE2JS } from 're2js';
import type { Field, Validator } from './fields.ts';
import { enabledFields, holds, type Lookup, lookupIn, type Values } from './values.ts';

/** One refusal. `row` counts from 0, for a cell of a table. */
export interface Refusal {
  field: Field;
  row?: number;
  column?: string;
  message: string;
}

const WHOLE = /^[+-]?\d+$/;
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)$/;

interface Rule {
  /** Whether a text, never empty, passes. `count` is the number of rows or lines. */
  passes: (text: string, args: readonly (string | number)[], count: number) => boolean;
  words: (args: readonly (string | number)[]) => string;
}

const range = ([least, most]: readonly (string | number)[], unit: string): string =>
  most === undefined ? `at least ${least} ${unit}` : `${least} to ${most} ${unit}`;
const within = (value: number, [least = 0, most = Number.POSITIVE_INFINITY]: readonly (string | number)[]) =>
  value >= Number(least) && value <= Number(most);

/** Number validators take whole numbers only; REGEX must match the whole text. */
const RULES: Record<string, Rule> = {
  NUMBER: { passes: (text) => WHOLE.test(text), words: () => 'a whole number' },
  POSITIVE_NUMBER: {
    passes: (text) => WHOLE.test(text) && Number(text) > 0,
    words: () => 'a whole number above 0',
  },
  NON_NEGATIVE_NUMBER: {
    passes: (text) => WHOLE.test(text) && Number(text) >= 0,
    words: () => 'a whole number, 0 or more',
  },
  DECIMAL: { passes: (text) => DECIMAL.test(text), words: () => 'a decimal number' },
  PERCENTAGE: {
    passes: (text) => DECIMAL.test(text) && within(Number(text), [0, 100]),
    words: () => 'a number from 0 to 100',
  },
  REGEX: {
    passes: (text, [pattern = '']) => matchesWhole(text, String(pattern)),
    words: ([pattern]) => `a text that matches ${pattern}`,
  },
  STRING_LENGTH: {
    passes: (text, args) => within(text.length, args),
    words: (args) => range(args, 'characters'),
  },
  TABLE_ROW_COUNT: {
    passes: (_text, args, count) => within(count, args),
    words: (args) => range(args, 'rows'),
  },
};

/**
 * Judged by RE2, whose time is linear in the text: a template of a stranger must not hold the page. A pattern that looks around or
 * back is JavaScript's alone; which engine GTM asks is not known, so such a pattern refuses nothing. Throws when neither reads it.
 */
function matchesWhole(text: string, pattern: string): boolean {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern);
  } catch {
    return new RegExp(pattern) instanceof RegExp;
  }
  return compiled.matches(text);
}

const textOf = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
const isVariable = (text: string): boolean => /^\{\{.+\}\}$/.test(text.trim());

/** The first refusal of a value by its validators, `undefined` when it passes all. */
export function refusalOf(
  validators: readonly Validator[],
  value: unknown,
  lookup: Lookup,
): string | undefined {
  const rows = Array.isArray(value) ? value.length : undefined;
  const text = rows === undefined ? textOf(value) : '';
  if (isVariable(text)) return undefined;
  const count = rows ?? text.split('\n').filter((line) => line !== '').length;
  for (const { type, args, errorMessage, conditions } of validators) {
    if (!holds(conditions, lookup)) continue;
    const empty = rows === undefined ? text === '' : rows === 0;
    if (type === 'NON_EMPTY') {
      if (empty) return errorMessage || 'A value is needed.';
      continue;
    }
    const rule = Object.hasOwn(RULES, type) ? RULES[type] : undefined;
    // An empty field is NON_EMPTY's business, except where rows are counted.
    if (!rule || (empty && type !== 'TABLE_ROW_COUNT')) continue;
    try {
      if (!rule.passes(text, args, count)) return errorMessage || `Expected ${rule.words(args)}.`;
    } catch {
      return `The validator's pattern ${args[0]} cannot be read; correct it in the template.`;
    }
  }
  return undefined;
}

/** Everything a form's values are refused for, in the order of the form. */
export function refusalsOf(fields: readonly Field[], values: Values): Refusal[] {
  const lookup = lookupIn(values);
  return enabledFields(fields, lookup).flatMap((field) => {
    const message = refusalOf(field.validators, values[field.name], lookup);
    return [...(message ? [{ field, message }] : []), ...rowRefusals(field, values)];
  });
}

function rowRefusals(field: Field, values: Values): Refusal[] {
  const rows = values[field.name];
  if (field.columns.length === 0 || !Array.isArray(rows)) return [];
  const refusals: Refusal[] = [];
  const columns = field.columns.map((column) => ({ ...column, seen: new Set<unknown>() }));
  const cells = (row: unknown): Values => (typeof row === 'object' && row !== null ? (row as Values) : {});
  for (const [row, content] of rows.entries()) {
    const lookup = lookupIn(cells(content), values);
    for (const { field: column, unique, seen } of columns) {
      const value = cells(content)[column.name];
      const twin = unique && seen.has(value);
      seen.add(value);
      if (!holds(column.conditions, lookup)) continue;
      const message = twin
        ? `${column.label || column.name}: "${textOf(value)}" stands in an earlier row already.`
        : refusalOf(column.validators, value, lookup);
      if (message) refusals.push({ field, row, column: column.name, message });
    }
  }
  return refusals;
}
