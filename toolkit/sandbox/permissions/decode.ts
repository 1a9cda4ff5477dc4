/**
 * The SERVER_PERMISSIONS section as plain objects. Each permission of the server has one row below: the parameters its
 * entry may have and their shapes. What a row does not name is reported, not guessed at.
 */
import { didYouMean } from '../language/nearest.ts';
import type { Json } from '../tpl/json.ts';

export type Access = 'any' | 'specific';

export interface UrlPolicy {
  access: Access;
  urls: string[];
  googleDomains: boolean;
}

export interface CookieRule {
  name: string;
  domain: string;
  path: string;
  secure: string;
  session: string;
}

/** What the template declares, by permission id. A permission that is absent is not configured. */
export interface Policies {
  logging?: { environments: 'debug' | 'all' };
  send_http?: UrlPolicy;
  send_pixel_from_browser?: UrlPolicy;
  read_event_data?: { access: Access; keys: string[] };
  /** `undefined` for a part means it may not be read; `any` or the names that may. */
  read_request?: {
    all: boolean;
    headers?: 'any' | string[];
    query?: 'any' | string[];
    remoteAddress: boolean;
    path: boolean;
    body: boolean;
  };
  read_container_data?: object;
  get_cookies?: { access: Access; names: string[] };
  set_cookies?: { cookies: CookieRule[] };
  access_bigquery?: {
    tables: { projectId: string; datasetId: string; tableId: string; operation: string }[];
  };
  use_google_credentials?: { scopes: string[] };
  access_response?: { all: boolean; headers?: 'any' | string[]; status: boolean; body: boolean };
  return_response?: object;
  access_firestore?: { options: { projectId: string; path: string; operation: string }[] };
  access_template_storage?: object;
  run_container?: object;
  read_event_metadata?: object;
  use_message?: { access: Access; types: { type: string; action: string }[] };
  use_custom_private_keys?: { keyIds: string[] };
}

export type PermissionId = keyof Policies;

/** The columns of a list of maps, each any text or one of some words; a name that ends with `?` may be absent. */
type Columns = { readonly [name: string]: 'text' | readonly string[] };
type Shape = 'flag' | 'texts' | readonly string[] | { columns: Columns };

const COOKIE: Columns = {
  name: 'text',
  domain: 'text',
  path: 'text',
  secure: ['any', 'secure', 'non_secure'],
  session: ['any', 'session', 'non_session'],
};
const TABLE: Columns = { projectId: 'text', datasetId: 'text', tableId: 'text', operation: ['write'] };
const DOCUMENT: Columns = {
  projectId: 'text',
  path: 'text',
  operation: ['read', 'write', 'read_write'],
  'databaseId?': 'text',
};

/** The parameters of each permission: a list of words is a text with one of these values. */
export const PERMISSION_PARAMETERS: Record<PermissionId, Record<string, Shape>> = {
  logging: { environments: ['debug', 'all'] },
  send_http: { allowedUrls: ['any', 'specific'], urls: 'texts', allowGoogleDomains: 'flag' },
  send_pixel_from_browser: { allowedUrls: ['any', 'specific'], urls: 'texts', allowGoogleDomains: 'flag' },
  read_event_data: { eventDataAccess: ['any', 'specific'], keyPatterns: 'texts' },
  read_request: {
    requestAccess: ['any', 'specific'],
    headerAccess: ['any', 'specific'],
    queryParameterAccess: ['any', 'specific'],
    headersAllowed: 'flag',
    queryParametersAllowed: 'flag',
    remoteAddressAllowed: 'flag',
    pathAllowed: 'flag',
    bodyAllowed: 'flag',
    headerWhitelist: { columns: { headerName: 'text' } },
    queryParameterWhitelist: { columns: { queryParameter: 'text' } },
  },
  read_container_data: {},
  get_cookies: { cookieAccess: ['any', 'specific'], cookieNames: 'texts' },
  set_cookies: { allowedCookies: { columns: COOKIE } },
  access_bigquery: { allowedTables: { columns: TABLE } },
  use_google_credentials: { allowedScopes: 'texts' },
  access_response: {
    writeResponseAccess: ['any', 'specific'],
    writeHeaderAccess: ['any', 'specific'],
    writeStatusAllowed: 'flag',
    writeHeadersAllowed: 'flag',
    writeBodyAllowed: 'flag',
    writeHeaderWhitelist: { columns: { headerName: 'text' } },
  },
  return_response: {},
  access_firestore: { allowedOptions: { columns: DOCUMENT } },
  access_template_storage: {},
  run_container: {},
  read_event_metadata: {},
  use_message: {
    allowedActions: ['any', 'specific'],
    messageTypes: { columns: { type: 'text', action: 'text' } },
  },
  use_custom_private_keys: { keyIds: 'texts' },
};

export interface PermissionFinding {
  code: 'PERMISSION_UNKNOWN' | 'PERMISSION_PARAMETER';
  /** Where it is not that of the code. */
  severity?: 'warning';
  message: string;
  /** JSON pointer into the section. */
  pointer: string;
}

export interface Decoded {
  policies: Policies;
  /** JSON pointer of each permission's entry. */
  pointers: ReadonlyMap<PermissionId, string>;
  findings: PermissionFinding[];
}

type Plain = boolean | string | Plain[] | { [key: string]: Plain } | undefined;

/** Reads the section's JSON. Never throws; what it cannot read is in `findings`. */
export function decodePermissions(section: Json | undefined): Decoded {
  const policies: Policies = {};
  const pointers = new Map<PermissionId, string>();
  const findings: PermissionFinding[] = [];
  const entries = Array.isArray(section) ? section : [];
  for (const [index, entry] of entries.entries()) {
    const pointer = `/${index}`;
    const instance = member(entry, 'instance');
    const id = member(member(instance, 'key'), 'publicId');
    if (typeof id !== 'string') continue; // the schema has reported it
    if (!Object.hasOwn(PERMISSION_PARAMETERS, id)) {
      findings.push({
        code: 'PERMISSION_UNKNOWN',
        message: `Permission ${id} does not exist on the server.${didYouMean(id, Object.keys(PERMISSION_PARAMETERS))}`,
        pointer: `${pointer}/instance/key/publicId`,
      });
      continue;
    }
    const permission = id as PermissionId;
    if (pointers.has(permission)) {
      findings.push({
        code: 'PERMISSION_PARAMETER',
        message: `Permission ${id} is declared twice; only the last entry counts.`,
        pointer,
      });
    }
    pointers.set(permission, pointer);
    const params = readParams(permission, member(instance, 'param'), `${pointer}/instance/param`, findings);
    Object.assign(policies, { [permission]: POLICY[permission](params) });
  }
  return { policies, pointers, findings };
}

type Params = Record<string, Plain>;

function readParams(
  id: PermissionId,
  param: Json | undefined,
  pointer: string,
  findings: PermissionFinding[],
): Params {
  const shapes = PERMISSION_PARAMETERS[id];
  const params: Params = {};
  for (const [index, item] of (Array.isArray(param) ? param : []).entries()) {
    const key = member(item, 'key');
    if (typeof key !== 'string') continue;
    const add = (message: string, severity?: 'warning'): void => {
      findings.push({
        code: 'PERMISSION_PARAMETER',
        message: `Permission ${id}: ${message}`,
        pointer: `${pointer}/${index}`,
        ...(severity && { severity }),
      });
    };
    const shape = Object.hasOwn(shapes, key) ? shapes[key] : undefined;
    const value = plain(member(item, 'value'));
    params[key] = value;
    if (shape === undefined) {
      // Released templates carry such parameters; only a wrong shape is known to be refused.
      add(`unknown parameter '${key}'.${didYouMean(key, Object.keys(shapes)) || ' It has none.'}`, 'warning');
    } else if (!fits(shape, value))
      add(`parameter '${key}' must be ${described(shape)}, found ${shown(value)}.`);
  }
  return params;
}

function fits(shape: Shape, value: Plain): boolean {
  if (shape === 'flag') return typeof value === 'boolean';
  if (shape === 'texts') return Array.isArray(value) && value.every((item) => typeof item === 'string');
  if ('columns' in shape) return Array.isArray(value) && value.every((item) => isRow(shape.columns, item));
  return typeof value === 'string' && shape.includes(value);
}

function isRow(columns: Columns, row: Plain): boolean {
  if (typeof row !== 'object' || Array.isArray(row)) return false;
  const wrong = Object.entries(columns).filter(([name, words]) => {
    const value = row[name.replace('?', '')];
    if (value === undefined) return !name.endsWith('?');
    return typeof value !== 'string' || (words !== 'text' && !words.includes(value));
  });
  const unknown = Object.keys(row).filter((key) => !(key in columns) && !(`${key}?` in columns));
  return wrong.length === 0 && unknown.length === 0;
}

function described(shape: Shape): string {
  if (shape === 'flag') return 'true or false (type 8)';
  if (shape === 'texts') return 'a list of texts (type 2 of type 1)';
  if ('columns' in shape) {
    const columns = Object.entries(shape.columns).map(([name, words]) =>
      words === 'text' ? name : `${name} (${words.join(', ')})`,
    );
    return `a list of maps (type 2 of type 3) with the keys ${columns.join(', ')}`;
  }
  return shape.map((word) => `'${word}'`).join(' or ');
}

function shown(value: Plain): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}

function member(value: Json | undefined, key: string): Json | undefined {
  return value && typeof value === 'object' && !Array.isArray(value) ? value[key] : undefined;
}

/** A typed value (`{"type": 1, "string": …}` and so on) as a plain one. */
function plain(value: Json | undefined): Plain {
  switch (member(value, 'type')) {
    case 1: {
      const text = member(value, 'string');
      return typeof text === 'string' ? text : undefined;
    }
    case 8: {
      const flag = member(value, 'boolean');
      return typeof flag === 'boolean' ? flag : undefined;
    }
    case 2: {
      const items = member(value, 'listItem');
      return Array.isArray(items) ? items.map(plain) : [];
    }
    case 3: {
      const keys = member(value, 'mapKey');
      const values = member(value, 'mapValue');
      if (!Array.isArray(keys) || !Array.isArray(values)) return {};
      return Object.fromEntries(keys.map((key, index) => [String(plain(key)), plain(values[index])]));
    }
    default:
      return undefined;
  }
}

const texts = (value: Plain): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

/** The texts under `key` of a list of maps; a bare list of texts, as one repository publishes, is taken as it is. */
const named = (value: Plain, key: string): string[] =>
  Array.isArray(value)
    ? texts(value.map((item) => (typeof item === 'object' && !Array.isArray(item) ? item[key] : item)))
    : [];

const maps = <K extends string>(value: Plain, keys: readonly K[]): Record<K, string>[] =>
  (Array.isArray(value) ? value : []).flatMap((item) =>
    typeof item === 'object' && !Array.isArray(item)
      ? [Object.fromEntries(keys.map((key) => [key, String(item[key] ?? '')])) as Record<K, string>]
      : [],
  );

const access = (value: Plain): Access => (value === 'any' ? 'any' : 'specific');

const urlPolicy = (params: Params): UrlPolicy => ({
  access: access(params.allowedUrls),
  urls: texts(params.urls),
  googleDomains: params.allowGoogleDomains === true,
});

const POLICY: { [K in PermissionId]: (params: Params) => NonNullable<Policies[K]> } = {
  logging: (params) => ({ environments: params.environments === 'all' ? 'all' : 'debug' }),
  send_http: urlPolicy,
  send_pixel_from_browser: urlPolicy,
  read_event_data: (params) => ({ access: access(params.eventDataAccess), keys: texts(params.keyPatterns) }),
  read_request: (params) => ({
    all: params.requestAccess === 'any',
    ...(params.headersAllowed === true && {
      headers: params.headerAccess === 'any' ? 'any' : named(params.headerWhitelist, 'headerName'),
    }),
    ...(params.queryParametersAllowed === true && {
      query:
        params.queryParameterAccess === 'any'
          ? 'any'
          : named(params.queryParameterWhitelist, 'queryParameter'),
    }),
    remoteAddress: params.remoteAddressAllowed === true,
    path: params.pathAllowed === true,
    body: params.bodyAllowed === true,
  }),
  read_container_data: () => ({}),
  get_cookies: (params) => ({ access: access(params.cookieAccess), names: texts(params.cookieNames) }),
  set_cookies: (params) => ({
    cookies: maps(params.allowedCookies, ['name', 'domain', 'path', 'secure', 'session'] as const),
  }),
  access_bigquery: (params) => ({
    tables: maps(params.allowedTables, ['projectId', 'datasetId', 'tableId', 'operation'] as const),
  }),
  use_google_credentials: (params) => ({ scopes: texts(params.allowedScopes) }),
  access_response: (params) => ({
    all: params.writeResponseAccess === 'any',
    ...(params.writeHeadersAllowed === true && {
      headers: params.writeHeaderAccess === 'any' ? 'any' : named(params.writeHeaderWhitelist, 'headerName'),
    }),
    status: params.writeStatusAllowed === true,
    body: params.writeBodyAllowed === true,
  }),
  return_response: () => ({}),
  access_firestore: (params) => ({
    options: maps(params.allowedOptions, ['projectId', 'path', 'operation'] as const),
  }),
  access_template_storage: () => ({}),
  run_container: () => ({}),
  read_event_metadata: () => ({}),
  use_message: (params) => ({
    access: access(params.allowedActions),
    types: maps(params.messageTypes, ['type', 'action'] as const),
  }),
  use_custom_private_keys: (params) => ({ keyIds: texts(params.keyIds) }),
};
