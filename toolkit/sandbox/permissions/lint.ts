/**
 * Permissions used ↔ declared, both ways. What is used: the APIs a template requires, and the arguments of their calls where
 * these stand in the code as text. Also: patterns that cannot match, and permissions wider than what the code needs.
 */
import type { Program } from 'acorn';
import type { Position } from '../compiler/instruction.ts';
import { APIS } from '../language/apis.ts';
import type { Problem } from '../language/codes.ts';
import { didYouMean } from '../language/nearest.ts';
import { type TemplateCode, templateProblem } from '../tpl/codes.ts';
import type { Template } from '../tpl/template.ts';
import {
  type Access,
  decodePermissions,
  PERMISSION_PARAMETERS,
  type PermissionId,
  type Policies,
} from './decode.ts';
import { createPermissions } from './enforce.ts';
import { isKeyPattern, isUrlPattern, matchesDocument, matchesKey } from './match.ts';
import { type Use, usesOf } from './uses.ts';

/** A finding about one declared permission. */
type Finding = [id: PermissionId, message: string];

/** Permission problems of a template, at lines and columns of the file. `ast` is the parsed code, if it could be parsed. */
export function lintPermissions(template: Template, ast: Program | undefined): Problem[] {
  const { policies, pointers, findings } = decodePermissions(template.permissions?.value);
  const problems: Problem[] = [];
  const add = (...given: Parameters<typeof templateProblem>) => problems.push(templateProblem(...given));
  const inSection = (pointer: string): Position =>
    template.permissions?.placeOf(pointer) ?? { line: 1, column: 1 };
  const inCode = ({ line, column }: Position): Position => ({ line: line + template.codeLine - 1, column });
  const addAll = (code: TemplateCode, found: Finding[]): void => {
    for (const [id, message] of found)
      add(code, `Permission ${id}${message}`, inSection(pointers.get(id) ?? ''));
  };

  for (const { code, message, pointer, severity } of findings)
    add(code, message, inSection(pointer), severity);
  addAll('PERMISSION_PATTERN', badPatterns(policies));
  const wide = broad(policies);
  const [first] = wide;
  if (first)
    add(
      'PERMISSION_BROAD',
      `More is allowed than the code may need: ${wide.map(([id, what]) => `${id}${what}`).join(' ')}`,
      inSection(pointers.get(first[0]) ?? ''),
    );
  if (!ast) return problems;

  const uses = usesOf(ast);
  const used = new Set<string>();
  for (const use of uses) {
    for (const id of APIS.get(use.api)?.permissions ?? []) {
      used.add(id);
      if (policies[id as PermissionId] === undefined)
        add(
          'PERMISSION_MISSING',
          `${use.api} needs the permission ${id}, which is not declared.`,
          inCode(use.at),
        );
    }
    if (use.api === 'queryPermission')
      for (const { texts, at } of use.calls) {
        const [id] = texts;
        if (id === undefined) continue;
        used.add(id);
        if (!Object.hasOwn(PERMISSION_PARAMETERS, id))
          add(
            'PERMISSION_UNKNOWN',
            `queryPermission asks for ${id}, which does not exist on the server.${didYouMean(id, Object.keys(PERMISSION_PARAMETERS))}`,
            inCode(at),
            'warning',
          );
      }
    for (const { message, at } of uncovered(use, policies)) add('PERMISSION_TOO_NARROW', message, inCode(at));
  }
  for (const [id, pointer] of pointers)
    if (!used.has(id))
      add(
        'PERMISSION_UNUSED',
        `Permission ${id} is declared, but no API that needs it is required.`,
        inSection(pointer),
      );
  addAll(
    'PERMISSION_UNUSED',
    unread(uses, policies).filter(([id]) => used.has(id)),
  );
  return problems;
}

/** Tables and documents are left out: a template whose fields name them cannot. */
function broad(policies: Policies): Finding[] {
  const found: Finding[] = [];
  const add = (id: PermissionId, isBroad: boolean | undefined, message: string): void => {
    if (isBroad) found.push([id, `: ${message}`]);
  };
  const { read_request, access_response, set_cookies } = policies;
  add('send_http', policies.send_http?.access === 'any', 'requests to any URL are allowed; name the URLs.');
  add(
    'send_pixel_from_browser',
    policies.send_pixel_from_browser?.access === 'any',
    'pixels to any URL are allowed; name the URLs.',
  );
  add(
    'read_event_data',
    policies.read_event_data?.access === 'any',
    'all event data may be read; name the keys.',
  );
  add('get_cookies', policies.get_cookies?.access === 'any', 'any cookie may be read; name the cookies.');
  add(
    'set_cookies',
    set_cookies?.cookies.some(({ name }) => name === '*'),
    'any cookie may be written; name the cookies.',
  );
  add('read_request', read_request?.all, 'the whole request may be read; name the parts.');
  if (!read_request?.all) {
    add('read_request', read_request?.headers === 'any', 'any header may be read; name the headers.');
    add('read_request', read_request?.query === 'any', 'any query parameter may be read; name them.');
  }
  add('access_response', access_response?.all, 'the whole response may be written; name the parts.');
  if (!access_response?.all)
    add(
      'access_response',
      access_response?.headers === 'any',
      'any header may be written; name the headers.',
    );
  add(
    'use_message',
    policies.use_message?.access === 'any',
    'messages of any type are allowed; name the types.',
  );
  return found;
}

/** The names of a permission that count: none when it allows everything. */
const named = (access: Access | undefined, names: readonly string[] = []): readonly string[] =>
  access === 'specific' ? names : [];

function badPatterns(policies: Policies): Finding[] {
  const urls = (['send_http', 'send_pixel_from_browser'] as const).flatMap((id) =>
    named(policies[id]?.access, policies[id]?.urls)
      .filter((url) => !isUrlPattern(url))
      .map(
        (url): Finding => [
          id,
          `: the URL pattern '${url}' can never match; it must start with https://, have a host with a dot and no port, and a / after the host.`,
        ],
      ),
  );
  const keys = named(policies.read_event_data?.access, policies.read_event_data?.keys)
    .filter((key) => !isKeyPattern(key))
    .map(
      (key): Finding => [
        'read_event_data',
        `: the key pattern '${key}' can never match; parts are letters, digits, _, $ and -, and * may stand only as the last part.`,
      ],
    );
  return [...urls, ...keys];
}

type Request = [id: PermissionId, ...args: unknown[]];

/** What an API asks for whatever its arguments are. */
const ASKED_BY_API: Record<string, Request[]> = {
  getAllEventData: [['read_event_data']],
  getRemoteAddress: [['read_request', 'remote_address']],
  getRequestBody: [['read_request', 'body']],
  getRequestPath: [['read_request', 'path']],
  getRequestQueryParameters: [['read_request', 'query']],
  getRequestQueryString: [['read_request', 'query']],
  setPixelResponse: [
    ['access_response', 'status'],
    ['access_response', 'body'],
    ['access_response', 'header', 'content-type'],
  ],
  setResponseBody: [['access_response', 'body']],
  setResponseStatus: [['access_response', 'status']],
};

/** What a call asks for: the permission, what comes before the text, and which argument the text is. */
const ASKED_BY_CALL: Record<string, { request: Request; text?: number }> = {
  addMessageListener: { request: ['use_message', 'listen'] },
  getCookieValues: { request: ['get_cookies'] },
  getEventData: { request: ['read_event_data'] },
  getRequestHeader: { request: ['read_request', 'header'] },
  getRequestQueryParameter: { request: ['read_request', 'query'] },
  hasMessageListener: { request: ['use_message', 'send'] },
  hmacSha256: { request: ['use_custom_private_keys'], text: 1 },
  sendHttpGet: { request: ['send_http'] },
  sendHttpRequest: { request: ['send_http'] },
  sendMessage: { request: ['use_message', 'send'] },
  sendPixelFromBrowser: { request: ['send_pixel_from_browser'] },
  setResponseHeader: { request: ['access_response', 'header'] },
};

/** Calls that the declared permissions do not cover, as far as their arguments are known. */
function uncovered(use: Use, policies: Policies): { message: string; at: Position }[] {
  const { check } = createPermissions(policies, { preview: true, enabled: true });
  const found: { message: string; at: Position }[] = [];
  const attempt = (at: Position, call: string, ...[id, ...args]: Request): void => {
    if (policies[id] === undefined) return; // reported as missing
    try {
      check(id, ...args);
    } catch (error) {
      const reason = error instanceof Error ? error.message.replace(/[.]$/, '') : '';
      found.push({ message: `${use.api}${call} is not covered by the permission ${id} (${reason}).`, at });
    }
  };
  for (const request of own(ASKED_BY_API, use.api) ?? []) attempt(use.at, '()', ...request);
  const asked = own(ASKED_BY_CALL, use.api);
  for (const { texts, at } of use.calls) {
    const text = texts[asked?.text ?? 0];
    if (text === undefined) continue;
    if (asked) attempt(at, `('${text}')`, ...asked.request, text);
    // Of a cookie only the name is known here; its options may be computed.
    else if (
      use.api === 'setCookie' &&
      policies.set_cookies?.cookies.every(({ name }) => name !== '*' && name !== text)
    )
      found.push({ message: `setCookie('${text}') is not covered by the permission set_cookies.`, at });
  }
  for (const { member, texts, at } of use.api === 'Firestore' ? use.memberCalls : [])
    if (!reaches(policies.access_firestore, member, texts[0]))
      found.push({
        message: `Firestore.${member}(${texts[0] === undefined ? '' : `'${texts[0]}'`}) is not covered by the permission access_firestore.`,
        at,
      });
  return found;
}

/** Whether some row covers a call as far as it is known: the project may be computed, and so may the path. */
function reaches(policy: Policies['access_firestore'], member: string, path: string | undefined): boolean {
  const operation = { read: 'read', query: 'read', write: 'write' }[member];
  if (policy === undefined || operation === undefined) return true;
  return policy.options.some((row) =>
    matchesDocument(row, operation, {
      projectId: row.projectId,
      path: member === 'query' ? row.path : (path ?? row.path),
    }),
  );
}

const own = <T>(table: Record<string, T>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/** Parts and names that no call asks for, where all calls are known. */
function unread(uses: readonly Use[], policies: Policies): Finding[] {
  const found: Finding[] = [];
  const requires = (...apis: string[]): boolean => uses.some(({ api }) => apis.includes(api));
  const textsOf = (api: string): string[] | undefined => {
    const calls = uses.filter((use) => use.api === api);
    if (calls.length === 0 || calls.some(({ escapes }) => escapes)) return undefined;
    const position = own(ASKED_BY_CALL, api)?.text ?? 0;
    const texts = calls.flatMap((use) => use.calls.map((call) => call.texts[position]));
    return texts.every((text) => text !== undefined) ? texts : undefined;
  };
  const names = (
    id: PermissionId,
    declared: readonly string[] | 'any' | undefined,
    api: string,
    verb: string,
    covers: (declared: string, text: string) => boolean = (a, b) => a === b,
  ): void => {
    const texts = textsOf(api);
    if (!texts || declared === 'any') return;
    for (const name of declared ?? [])
      if (!texts.some((text) => covers(name, text)))
        found.push([id, ` names '${name}', which the code never ${verb}.`]);
  };
  const part = (id: PermissionId, isDeclared: unknown, what: string, ...apis: string[]): void => {
    if (isDeclared && !requires(...apis)) found.push([id, ` allows ${what}, which the code never uses.`]);
  };
  // The remote address is taken from these headers.
  const isForwarded = (name: string): boolean =>
    requires('getRemoteAddress') && /^(?:forwarded|x-forwarded-for)$/i.test(name);
  const sameHeader = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

  if (!requires('getAllEventData'))
    names(
      'read_event_data',
      named(policies.read_event_data?.access, policies.read_event_data?.keys).filter(isKeyPattern),
      'getEventData',
      'reads',
      (pattern, key) => matchesKey([pattern], key),
    );
  names(
    'get_cookies',
    named(policies.get_cookies?.access, policies.get_cookies?.names),
    'getCookieValues',
    'reads',
  );
  const cookies = policies.set_cookies?.cookies.map(({ name }) => name).filter((name) => name !== '*');
  names('set_cookies', cookies, 'setCookie', 'writes');
  names('use_custom_private_keys', policies.use_custom_private_keys?.keyIds, 'hmacSha256', 'uses');

  const { read_request: read, access_response: write } = policies;
  if (read && !read.all) {
    const headers = read.headers === 'any' ? 'any' : read.headers?.filter((name) => !isForwarded(name));
    names('read_request', headers, 'getRequestHeader', 'reads', sameHeader);
    if (!requires('getRequestQueryParameters', 'getRequestQueryString'))
      names('read_request', read.query, 'getRequestQueryParameter', 'reads');
    // These read whatever part of the request their protocol needs.
    if (!requires('isRequestMpv1', 'isRequestMpv2', 'extractEventsFromMpv1', 'extractEventsFromMpv2')) {
      part('read_request', read.headers, 'reading headers', 'getRequestHeader', 'getRemoteAddress');
      part(
        'read_request',
        read.query,
        'reading query parameters',
        'getRequestQueryParameter',
        'getRequestQueryParameters',
        'getRequestQueryString',
      );
      part('read_request', read.path, 'reading the path', 'getRequestPath');
      part('read_request', read.body, 'reading the body', 'getRequestBody');
    }
    part('read_request', read.remoteAddress, 'reading the remote address', 'getRemoteAddress');
  }
  if (write && !write.all) {
    if (!requires('setPixelResponse'))
      names('access_response', write.headers, 'setResponseHeader', 'writes', sameHeader);
    part('access_response', write.headers, 'writing headers', 'setResponseHeader', 'setPixelResponse');
    part('access_response', write.status, 'writing the status', 'setResponseStatus', 'setPixelResponse');
    part('access_response', write.body, 'writing the body', 'setResponseBody', 'setPixelResponse');
  }
  return found;
}
