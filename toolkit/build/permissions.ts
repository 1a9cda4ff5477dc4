/**
 * Permissions that a template's code needs, as template/permissions.json holds them: for who has written the code first.
 * As narrow as the text of the code tells; what is computed there is left wide, and said.
 */
import { APIS } from '../sandbox/language/apis.ts';
import { parseSource } from '../sandbox/language/parse.ts';
import { PERMISSION_PARAMETERS, type PermissionId } from '../sandbox/permissions/decode.ts';
import { isUrlPattern, matchesUrl } from '../sandbox/permissions/match.ts';
import { usesOf } from '../sandbox/permissions/uses.ts';
import type { Json } from '../sandbox/tpl/json.ts';
import type { Template } from '../sandbox/tpl/template.ts';
import { needOf, type Parameter, type Parameters } from './permission-needs.ts';

export interface Proposal {
  /** The section: what is declared and used stays, with what was missing; what is not used goes. */
  value: Json;
  /** Sentences about what the code does not tell, and who must name it. */
  notes: string[];
}

export function proposePermissions(template: Template): Proposal {
  const { ast } = parseSource(template.code);
  const uses = ast ? usesOf(ast) : [];
  const declared = new Map<string, Json>();
  const entries = template.permissions?.value;
  for (const entry of Array.isArray(entries) ? entries : []) declared.set(idOf(entry), entry);

  const notes: string[] = [];
  const value: Json[] = [];
  const asked = new Set(
    uses.flatMap((use) => (use.api === 'queryPermission' ? use.calls.map(({ texts }) => texts[0]) : [])),
  );
  for (const id of Object.keys(PERMISSION_PARAMETERS) as PermissionId[]) {
    const users = uses.filter(({ api }) => APIS.get(api)?.permissions.includes(id));
    const entry = declared.get(id);
    if (users.length === 0 && !(entry && asked.has(id))) continue;
    const { parameters, known, unknown } = needOf(id, users);
    if (!entry && unknown) notes.push(`${id}: ${unknown}`);
    value.push(entry ? extended(entry, parameters, known) : entryOf(id, parameters));
  }
  // In the order in which they were declared, the new ones behind.
  const order = [...declared.keys()];
  const rank = (one: Json): number => (order.includes(idOf(one)) ? order.indexOf(idOf(one)) : order.length);
  return { value: value.sort((a, b) => rank(a) - rank(b)), notes };
}

// The section's own shapes.

const text = (value: string): Json => ({ type: 1, string: value });

function typed(value: Parameter): Json {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'boolean') return { type: 8, boolean: value };
  const listItem = value.map(
    (item): Json =>
      typeof item === 'string'
        ? text(item)
        : { type: 3, mapKey: Object.keys(item).map(text), mapValue: Object.values(item).map(text) },
  );
  return { type: 2, listItem };
}

function entryOf(id: PermissionId, parameters: Parameters): Json {
  const param = Object.entries(parameters).map(([key, value]): Json => ({ key, value: typed(value) }));
  return {
    instance: { key: { publicId: id, versionId: '1' }, param },
    ...(param.length > 0 && { clientAnnotations: { isEditedByUser: true } }),
    isRequired: true,
  };
}

type Row = { [key: string]: Json };
const isRow = (value: Json | undefined): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const member = (value: Json | undefined, key: string): Json | undefined =>
  isRow(value) ? value[key] : undefined;

function idOf(entry: Json): string {
  const id = member(member(member(entry, 'instance'), 'key'), 'publicId');
  return typeof id === 'string' ? id : '';
}

/** The parameters that allow everything a permission is about, when they say so. */
const WHOLE =
  'allowedUrls eventDataAccess requestAccess cookieAccess writeResponseAccess allowedActions'.split(' ');

/** A declared permission with what it does not cover yet. Nothing of what it says goes. */
function extended(entry: Json, parameters: Parameters, known: Parameters = {}): Json {
  const copy = structuredClone(entry);
  const param = member(member(copy, 'instance'), 'param');
  if (!Array.isArray(param)) return copy;
  const find = (key: string): Json | undefined => param.find((one) => member(one, 'key') === key);
  if (WHOLE.some((key) => member(member(find(key), 'value'), 'string') === 'any')) return copy;
  for (const [key, value] of Object.entries(parameters)) {
    const own = find(key);
    if (!isRow(own)) param.push({ key, value: typed(value) });
    else if (typeof value === 'boolean') own.value = typed(value);
    else if (Array.isArray(value)) addItems(own, member(typed(value), 'listItem') as Json[], key === 'urls');
  }
  for (const [key, value] of Object.entries(known)) {
    const own = find(key);
    if (isRow(own)) addItems(own, member(typed(value), 'listItem') as Json[], key === 'urls');
  }
  return copy;
}

/** Adds what a list does not hold; a row counts as held when its first column is, a URL when a pattern covers it. */
function addItems(own: Row, items: readonly Json[], areUrls: boolean): void {
  const list = member(own.value, 'listItem');
  if (!Array.isArray(list)) return;
  const nameOf = (item: Json): Json | undefined => {
    const columns = member(item, 'mapValue');
    return member(Array.isArray(columns) ? columns[0] : item, 'string');
  };
  const held = new Set(list.map(nameOf));
  const patterns = [...held].filter((name) => typeof name === 'string').filter(isUrlPattern);
  const isHeld = (name: Json | undefined): boolean =>
    held.has(name) || (areUrls && typeof name === 'string' && matchesUrl(patterns, name));
  // What the code computes is for the author to name.
  for (const item of items) if (!isHeld(nameOf(item)) && nameOf(item) !== '*') list.push(item);
}
