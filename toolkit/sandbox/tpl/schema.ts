/**
 * The part of JSON schema that the schemas of the sections use, interpreted. A general validator builds functions from text, which
 * takes longer than all of the rest of reading a template, and which a page with a content security policy forbids.
 */
import { type Json, pointerStep } from './json.ts';

export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minItems?: number;
  readonly required?: readonly string[];
  /** Only `false`: no members but those of `properties`. */
  readonly additionalProperties?: false;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly if?: Schema;
  readonly then?: Schema;
  readonly definitions?: Readonly<Record<string, Schema>>;
  /** `#/definitions/name` of the outermost schema. */
  readonly $ref?: string;
}

/** What a value breaks: which keyword of which schema, and where. */
export interface Violation {
  readonly keyword:
    | 'type'
    | 'enum'
    | 'const'
    | 'pattern'
    | 'minLength'
    | 'minItems'
    | 'required'
    | 'additionalProperties';
  readonly schema: Schema;
  readonly pointer: string;
  readonly value: Json;
  /** The key that is missing or too much. */
  readonly key?: string;
}

/** Everything that a value breaks of a schema. The value is at most as deep as parseJson lets it be. */
export function violations(schema: Schema, value: Json, root: Schema = schema, pointer = ''): Violation[] {
  const { $ref } = schema;
  if ($ref !== undefined) {
    const target = root.definitions?.[$ref.replace('#/definitions/', '')];
    return target ? violations(target, value, root, pointer) : [];
  }
  const found: Violation[] = [];
  const add = (keyword: Violation['keyword'], key?: string): void => {
    found.push({ keyword, schema, pointer, value, ...(key !== undefined && { key }) });
  };
  if (schema.type !== undefined && ![schema.type].flat().some((type) => isOf(type, value))) add('type');
  if (schema.enum && !schema.enum.includes(value)) add('enum');
  if (schema.const !== undefined && schema.const !== value) add('const');
  if (typeof value === 'string') {
    if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(value)) add('pattern');
    if (schema.minLength !== undefined && value.length < schema.minLength) add('minLength');
  }
  if (Array.isArray(value)) {
    if (schema.minItems !== undefined && value.length < schema.minItems) add('minItems');
    const { items } = schema;
    if (items)
      found.push(...value.flatMap((item, index) => violations(items, item, root, `${pointer}/${index}`)));
  } else if (typeof value === 'object' && value !== null) {
    const { properties = {} } = schema;
    for (const key of schema.required ?? []) if (!Object.hasOwn(value, key)) add('required', key);
    for (const [key, item] of Object.entries(value)) {
      if (Object.hasOwn(properties, key))
        found.push(...violations(properties[key]!, item, root, `${pointer}/${pointerStep(key)}`));
      else if (schema.additionalProperties === false) add('additionalProperties', key);
    }
  }
  for (const part of schema.allOf ?? []) found.push(...violations(part, value, root, pointer));
  if (schema.if && schema.then && violations(schema.if, value, root, pointer).length === 0)
    found.push(...violations(schema.then, value, root, pointer));
  return found;
}

function isOf(type: string, value: Json): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'null') return value === null;
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}
