/**
 * What fields say about each other: names that are taken twice, conditions on a field that does not exist, and patterns that
 * are no regular expressions. Whether each field has the shape of its type is the schema's business.
 */

import { RE2JS } from 're2js';
import { createHints } from '../language/nearest.ts';
import type { TemplateCode } from './codes.ts';
import { type Json, pointerStep } from './json.ts';

/** A finding at a JSON pointer into the section. */
export interface FieldFinding {
  code: TemplateCode;
  message: string;
  pointer: string;
}

type Plain = { [key: string]: Json };

/** Findings about the fields of a TEMPLATE_PARAMETERS section, whatever its shape. */
export function checkFields(section: Json): FieldFinding[] {
  const objects = [...objectsIn(section, '')];
  const names = new Set(objects.flatMap(([{ name }]) => (typeof name === 'string' ? [name] : [])));
  const hint = createHints();
  return [
    ...doubledFields(section),
    ...objects.flatMap(([object, pointer]) => [
      ...doubledColumns(object, pointer),
      ...unknownFields(object, pointer, names, hint),
      ...brokenPatterns(object, pointer),
    ]),
  ];
}

/** Every object of the section with its pointer, the outer ones first. */
function* objectsIn(value: Json, pointer: string): Generator<[object: Plain, pointer: string]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [value, pointer];
  for (const [key, item] of Object.entries(value)) yield* objectsIn(item, `${pointer}/${pointerStep(key)}`);
}

/** Fields share one flat `data` object, whatever groups they stand in; two of one name overwrite each other. */
function doubledFields(section: Json): FieldFinding[] {
  const found: FieldFinding[] = [];
  const seen = new Set<string>();
  const walk = (value: Json, pointer: string): void => {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) walk(item, `${pointer}/${index}`);
    } else if (value && typeof value === 'object') {
      const { type, name } = value;
      if (typeof name === 'string' && typeof type === 'string' && type !== 'GROUP' && type !== 'LABEL') {
        if (seen.has(name))
          found.push(
            twice(
              `fields are called '${name}'; the code sees only one of them in data. Rename one.`,
              pointer,
            ),
          );
        seen.add(name);
      }
      // Columns of a table have their own names, inside the rows.
      if (value.subParams) walk(value.subParams, `${pointer}/subParams`);
      if (value.radioItems) walk(value.radioItems, `${pointer}/radioItems`);
    }
  };
  walk(section, '');
  return found;
}

/** A row of a table is an object with one member for each column. */
function doubledColumns(
  { name, simpleTableColumns, paramTableColumns }: Plain,
  pointer: string,
): FieldFinding[] {
  const columns: [name: Json | undefined, pointer: string][] = [
    ...listOf(simpleTableColumns).map((column, index): [Json | undefined, string] => [
      memberOf(column, 'name'),
      `${pointer}/simpleTableColumns/${index}`,
    ]),
    ...listOf(paramTableColumns).map((column, index): [Json | undefined, string] => [
      memberOf(memberOf(column, 'param'), 'name'),
      `${pointer}/paramTableColumns/${index}/param`,
    ]),
  ];
  return columns
    .filter(([column], index) => columns.findIndex(([other]) => other === column) < index)
    .map(([column, at]) =>
      twice(`columns of '${name}' are called '${column}'; a row holds only one of them. Rename one.`, at),
    );
}

const twice = (message: string, pointer: string): FieldFinding => ({
  code: 'TPL_FIELD_TWICE',
  message: `Two ${message}`,
  pointer: `${pointer}/name`,
});

/** A condition may look at any field, and inside a table at any column. */
function unknownFields(
  { paramName }: Plain,
  pointer: string,
  names: ReadonlySet<string>,
  hint: ReturnType<typeof createHints>,
): FieldFinding[] {
  if (typeof paramName !== 'string' || names.has(paramName)) return [];
  const message = `The condition looks at '${paramName}', but no field has this name.${hint(paramName, names)}`;
  return [{ code: 'TPL_FIELD_UNKNOWN', message, pointer: `${pointer}/paramName` }];
}

function brokenPatterns({ type, args }: Plain, pointer: string): FieldFinding[] {
  const [pattern] = type === 'REGEX' ? listOf(args) : [];
  if (typeof pattern !== 'string' || [(text: string) => new RegExp(text), RE2JS.compile].some(reads(pattern)))
    return [];
  const message = `The validator's pattern '${pattern}' is no regular expression.`;
  return [{ code: 'TPL_FIELD_PATTERN', message, pointer: `${pointer}/args/0` }];
}

/** Which engine reads the patterns of fields is not known; one that either can read is let pass. */
const reads =
  (pattern: string) =>
  (compile: (pattern: string) => unknown): boolean => {
    try {
      compile(pattern);
      return true;
    } catch {
      return false;
    }
  };

const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);
const memberOf = (value: Json | undefined, key: string): Json | undefined =>
  value && typeof value === 'object' && !Array.isArray(value) ? value[key] : undefined;
