/**
 * Permissions at the call. A refused request throws a PermissionError with GTM's words where they are known; author code
 * cannot catch it. A policy, as a server container can be started with, is asked after the declared permissions.
 */
import { SandboxError } from '../interpreter/errors.ts';
import type { PermissionId, Policies, UrlPolicy } from './decode.ts';
import { PERMISSION_PARAMETERS } from './decode.ts';
import {
  isGoogleUrl,
  matchesCookie,
  matchesDocument,
  matchesKey,
  matchesTable,
  matchesUrl,
} from './match.ts';

export class PermissionError extends SandboxError {
  readonly permission: string;

  constructor(permission: string, message: string) {
    super(message);
    this.name = 'PermissionError';
    this.permission = permission;
  }
}

/**
 * A server container's policy for permission requests: false or a throw denies. It gets the permission and the arguments
 * of the request, such as the URL.
 */
export type Policy = (permission: string, ...args: unknown[]) => unknown;

export interface Permissions {
  /** Throws a PermissionError unless the request is allowed. Arguments by permission are those of `RULES`. */
  check: (permission: string, ...args: unknown[]) => void;
  /** Whether `check` would pass. */
  query: (permission: string, ...args: unknown[]) => boolean;
}

export interface PermissionOptions {
  /** Preview or debug mode, which `logging` limited to `debug` asks for. */
  preview: boolean;
  /** False allows everything. */
  enabled: boolean;
  policy?: Policy;
}

/** The checker for a template's declared permissions. */
export function createPermissions(
  policies: Policies,
  { preview, enabled, policy }: PermissionOptions,
): Permissions {
  const check = (permission: string, ...args: unknown[]): void => {
    if (!enabled) return;
    if (!Object.hasOwn(PERMISSION_PARAMETERS, permission))
      throw new PermissionError(permission, `Permission ${permission} is unknown.`);
    const declared = policies[permission as PermissionId];
    if (declared === undefined)
      throw new PermissionError(permission, `The requested permission ${permission} is not configured.`);
    const rule = RULES[permission as PermissionId] as
      | ((policy: object, request: Request) => void)
      | undefined;
    const deny = (message: string): never => {
      throw new PermissionError(permission, message);
    };
    try {
      rule?.(declared, { args, preview, deny });
    } catch (error) {
      if (error instanceof PermissionError) throw error;
      deny(error instanceof Error ? error.message : String(error));
    }
    if (policy) askPolicy(policy, permission, args);
  };
  return {
    check,
    query(permission, ...args) {
      try {
        check(permission, ...args);
        return true;
      } catch {
        return false;
      }
    },
  };
}

function askPolicy(policy: Policy, permission: string, args: unknown[]): void {
  let text = 'A policy function denied the permission request';
  let allowed: unknown = false;
  try {
    allowed = policy(permission, ...args);
    text += '.';
  } catch (error) {
    if (typeof error === 'string') text += `: ${error}`;
    else text += error instanceof Error ? `: ${error.message}` : '.';
  }
  if (!allowed) throw new PermissionError(permission, text);
}

interface Request {
  args: unknown[];
  preview: boolean;
  deny: (message: string) => never;
}

const url = (policy: UrlPolicy, { args: [target], deny }: Request): void => {
  if (typeof target !== 'string') deny('URL must be a string.');
  else if (policy.access === 'any' || (policy.googleDomains && isGoogleUrl(target))) return;
  else if (!matchesUrl(policy.urls, target)) deny(`Prohibited URL: ${target}`);
};

const sameName = (names: readonly string[], name: unknown): boolean =>
  typeof name === 'string' && names.some((allowed) => allowed.toLowerCase() === name.toLowerCase());

const text = (value: unknown): string => String(value ?? '');

/** One rule for each permission that depends on more than being declared. Arguments stand in the comments. */
const RULES: { [K in PermissionId]?: (policy: NonNullable<Policies[K]>, request: Request) => void } = {
  // ()
  logging: (policy, { preview, deny }) => {
    if (policy.environments !== 'all' && !preview) deny('Logging is not enabled in all environments');
  },
  // (url)
  send_http: url,
  send_pixel_from_browser: url,
  // (key), or () for the whole event
  read_event_data: (policy, { args: [key], deny }) => {
    if (policy.access === 'any') return;
    if (key !== undefined && key !== null && typeof key !== 'string') return deny('Key must be a string.');
    if (typeof key !== 'string' || !matchesKey(policy.keys, key)) deny('Prohibited read from event data.');
  },
  // ('header' or 'query', name or nothing for all), ('remote_address'), ('path'), ('body'), ('method')
  read_request: (policy, { args: [part, name], deny }) => {
    if (policy.all || part === 'method' || part === undefined) return;
    if (part === 'header' || part === 'query') {
      const allowed = part === 'header' ? policy.headers : policy.query;
      const what = part === 'header' ? 'header' : 'query parameter';
      if (allowed === undefined) return deny(`Prohibited read from request: ${what}s are not allowed.`);
      if (allowed === 'any') return;
      if (name === undefined) return deny(`Prohibited from getting all ${what}s when names are specified.`);
      const found = part === 'header' ? sameName(allowed, name) : allowed.includes(text(name));
      if (!found) deny(`Prohibited ${what}: ${text(name)}`);
      return;
    }
    const flags = { remote_address: policy.remoteAddress, path: policy.path, body: policy.body };
    if (flags[part as keyof typeof flags] !== true) deny(`Prohibited read from request: ${text(part)}`);
  },
  // (name)
  get_cookies: (policy, { args: [name], deny }) => {
    if (policy.access !== 'any' && !policy.names.includes(text(name)))
      deny(`Prohibited read from cookie: ${text(name)}`);
  },
  // (name, options)
  set_cookies: (policy, { args: [name, options], deny }) => {
    const given = (options ?? {}) as Record<string, unknown>;
    if (!policy.cookies.some((rule) => matchesCookie(rule, text(name), given)))
      deny(`Prohibited write to cookie: ${text(name)}`);
  },
  // (operation, {projectId, datasetId, tableId})
  access_bigquery: (policy, { args: [operation, table], deny }) => {
    const wanted = (table ?? {}) as Record<string, unknown>;
    if (!policy.tables.some((row) => matchesTable(row, text(operation), wanted)))
      deny(
        `Prohibited ${text(operation)} of BigQuery table: ${text(wanted.datasetId)}.${text(wanted.tableId)}`,
      );
  },
  // (operation, {projectId, path})
  access_firestore: (policy, { args: [operation, document], deny }) => {
    const wanted = (document ?? {}) as Record<string, unknown>;
    if (!policy.options.some((row) => matchesDocument(row, text(operation), wanted)))
      deny(`Prohibited ${text(operation)} of Firestore path: ${text(wanted.path)}`);
  },
  // (scopes)
  use_google_credentials: (policy, { args: [scopes], deny }) => {
    for (const scope of Array.isArray(scopes) ? scopes : [scopes])
      if (!policy.scopes.includes(text(scope))) deny(`Prohibited scope: ${text(scope)}`);
  },
  // ('header', name), ('status'), ('body')
  access_response: (policy, { args: [part, name], deny }) => {
    if (policy.all) return;
    if (part === 'header') {
      if (policy.headers !== 'any' && !sameName(policy.headers ?? [], name))
        deny(`Prohibited response header: ${text(name)}`);
    } else if (!(part === 'status' ? policy.status : policy.body))
      deny(`Prohibited write to response: ${text(part)}`);
  },
  // (action, type)
  use_message: (policy, { args: [action, type], deny }) => {
    if (policy.access === 'any') return;
    const found = policy.types.some(
      (row) => row.type === type && (row.action === action || row.action.includes(text(action))),
    );
    if (!found) deny(`Prohibited ${text(action)} of message type: ${text(type)}`);
  },
  // (keyId)
  use_custom_private_keys: (policy, { args: [id], deny }) => {
    if (!policy.keyIds.includes(text(id))) deny(`Prohibited key id: ${text(id)}`);
  },
};
