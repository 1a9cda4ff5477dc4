/**
 * Permissions used ↔ declared, both ways. What is used: the APIs a template requires, and the arguments of their calls where
 * these stand in the code as text. Also: patterns that cannot match, and permissions wider than what the code needs.
 */
import type { AnyNode, CallExpression, Program } from 'acorn';
import type { Position } from '../compiler/instruction.ts';
import { APIS } from '../language/apis.ts';
import type { Problem } from '../language/codes.ts';
import { positionOf, walk } from '../language/tree.ts';
import { page, type TemplateCode } from '../tpl/codes.ts';
import type { Template } from '../tpl/template.ts';
import { type Decoded, decodePermissions, type PermissionId, type Policies } from './decode.ts';
import { createPermissions } from './enforce.ts';
import { isKeyPattern, isUrlPattern, matchesKey } from './match.ts';

/** One use of an API: where it is required, and the calls of the name it is given. */
interface Use {
  api: string;
  at: Position;
  /** First argument of each call: its text, or undefined when it is no constant text. */
  calls: { text: string | undefined; at: Position }[];
  /** Whether the function also travels, so that calls may have escaped. */
  escapes: boolean;
}

/** Permission problems of a template, at lines and columns of the file. `ast` is the parsed code, if it could be parsed. */
export function lintPermissions(template: Template, ast: Program | undefined): Problem[] {
  const decoded = decodePermissions(template.permissions?.value);
  const problems: Problem[] = [];
  const add = (code: TemplateCode, severity: Problem['severity'], message: string, place: Position): void => {
    problems.push({ code, severity, message, line: place.line, column: place.column, page: page(code) });
  };
  const inSection = (pointer: string): Position =>
    template.permissions?.placeOf(pointer) ?? { line: 1, column: 1 };
  const inCode = ({ line, column }: Position): Position => ({ line: line + template.codeLine - 1, column });

  for (const { code, message, pointer } of decoded.findings) add(code, 'error', message, inSection(pointer));
  for (const { id, message } of badPatterns(decoded.policies))
    add(
      'PERMISSION_PATTERN',
      'error',
      `Permission ${id}: ${message}`,
      inSection(decoded.pointers.get(id) ?? ''),
    );
  for (const { id, message } of broad(decoded.policies))
    add(
      'PERMISSION_BROAD',
      'warning',
      `Permission ${id}: ${message}`,
      inSection(decoded.pointers.get(id) ?? ''),
    );
  if (!ast) return problems;

  const uses = usesOf(ast);
  const used = new Set<string>();
  for (const use of uses) {
    for (const id of APIS.get(use.api)?.permissions ?? []) {
      used.add(id);
      if (decoded.policies[id as PermissionId] === undefined)
        add(
          'PERMISSION_MISSING',
          'error',
          `${use.api} needs the permission ${id}, which is not declared.`,
          inCode(use.at),
        );
    }
    if (use.api === 'queryPermission')
      for (const { text } of use.calls) if (text !== undefined) used.add(text);
    for (const { message, at } of uncovered(use, decoded.policies))
      add('PERMISSION_TOO_NARROW', 'error', message, inCode(at));
  }
  for (const [id, pointer] of decoded.pointers)
    if (!used.has(id))
      add(
        'PERMISSION_UNUSED',
        'warning',
        `Permission ${id} is declared, but no API that needs it is required.`,
        inSection(pointer),
      );
  for (const { id, message } of unread(uses, decoded))
    add('PERMISSION_UNUSED', 'warning', message, inSection(decoded.pointers.get(id) ?? ''));
  return problems;
}

function broad(policies: Policies): { id: PermissionId; message: string }[] {
  const found: { id: PermissionId; message: string }[] = [];
  const { send_http, read_event_data, get_cookies, set_cookies, read_request, send_pixel_from_browser } =
    policies;
  if (send_http?.access === 'any')
    found.push({ id: 'send_http', message: 'requests to any URL are allowed; name the URLs.' });
  if (send_pixel_from_browser?.access === 'any')
    found.push({ id: 'send_pixel_from_browser', message: 'pixels to any URL are allowed; name the URLs.' });
  if (read_event_data?.access === 'any')
    found.push({ id: 'read_event_data', message: 'all event data may be read; name the keys.' });
  if (get_cookies?.access === 'any')
    found.push({ id: 'get_cookies', message: 'any cookie may be read; name the cookies.' });
  if (read_request?.all)
    found.push({ id: 'read_request', message: 'the whole request may be read; name the parts.' });
  if (set_cookies?.cookies.some(({ name }) => name === '*'))
    found.push({ id: 'set_cookies', message: 'any cookie may be written; name the cookies.' });
  return found;
}

function badPatterns(policies: Policies): { id: PermissionId; message: string }[] {
  const found: { id: PermissionId; message: string }[] = [];
  for (const id of ['send_http', 'send_pixel_from_browser'] as const)
    for (const url of policies[id]?.urls ?? [])
      if (!isUrlPattern(url))
        found.push({
          id,
          message: `the URL pattern '${url}' can never match; it must start with https://, have a host with a dot and no port, and a / after the host.`,
        });
  for (const key of policies.read_event_data?.keys ?? [])
    if (!isKeyPattern(key))
      found.push({
        id: 'read_event_data',
        message: `the key pattern '${key}' can never match; parts are letters, digits, _, $ and -, and * may stand only as the last part.`,
      });
  return found;
}

/** Calls whose constant argument the declared permissions do not cover. */
function uncovered(use: Use, policies: Policies): { message: string; at: Position }[] {
  const { check } = createPermissions(policies, { preview: true, enabled: true });
  const found: { message: string; at: Position }[] = [];
  const attempt = (at: Position, what: string, id: PermissionId, ...args: unknown[]): void => {
    if (policies[id] === undefined) return; // reported as missing
    try {
      check(id, ...args);
    } catch (error) {
      const reason = error instanceof Error ? error.message.replace(/[.]$/, '') : '';
      found.push({ message: `${use.api}${what} is not covered by the permission ${id} (${reason}).`, at });
    }
  };
  if (use.api === 'getAllEventData') attempt(use.at, '()', 'read_event_data');
  for (const { text, at } of use.calls) {
    if (text === undefined) continue;
    const call = `('${text}')`;
    if (use.api === 'getEventData') attempt(at, call, 'read_event_data', text);
    else if (use.api === 'getCookieValues') attempt(at, call, 'get_cookies', text);
    else if (use.api === 'sendHttpRequest' || use.api === 'sendHttpGet') attempt(at, call, 'send_http', text);
    else if (use.api === 'sendPixelFromBrowser') attempt(at, call, 'send_pixel_from_browser', text);
    else if (use.api === 'getRequestHeader') attempt(at, call, 'read_request', 'header', text);
    else if (use.api === 'getRequestQueryParameter') attempt(at, call, 'read_request', 'query', text);
    else if (
      use.api === 'setCookie' &&
      policies.set_cookies?.cookies.every(({ name }) => name !== '*' && name !== text)
    )
      found.push({ message: `setCookie${call} is not covered by the permission set_cookies.`, at });
  }
  return found;
}

/** Named keys and cookies that no call asks for, where all calls are known. */
function unread(uses: readonly Use[], { policies }: Decoded): { id: PermissionId; message: string }[] {
  const found: { id: PermissionId; message: string }[] = [];
  const textsOf = (...apis: string[]): string[] | undefined => {
    const calls = uses.filter(({ api }) => apis.includes(api));
    if (calls.length === 0 || calls.some(({ escapes }) => escapes)) return undefined;
    const texts = calls.flatMap((use) => use.calls.map(({ text }) => text));
    return texts.every((text) => text !== undefined) ? texts : undefined;
  };
  const keys = textsOf('getEventData');
  for (const pattern of keys && !uses.some(({ api }) => api === 'getAllEventData')
    ? (policies.read_event_data?.keys ?? [])
    : [])
    if (isKeyPattern(pattern) && !keys?.some((key) => matchesKey([pattern], key)))
      found.push({
        id: 'read_event_data',
        message: `Permission read_event_data names '${pattern}', which the code never reads.`,
      });
  const read = textsOf('getCookieValues');
  for (const name of read ? (policies.get_cookies?.names ?? []) : [])
    if (!read?.includes(name))
      found.push({
        id: 'get_cookies',
        message: `Permission get_cookies names '${name}', which the code never reads.`,
      });
  const written = textsOf('setCookie');
  for (const { name } of written ? (policies.set_cookies?.cookies ?? []) : [])
    if (name !== '*' && !written?.includes(name))
      found.push({
        id: 'set_cookies',
        message: `Permission set_cookies names '${name}', which the code never writes.`,
      });
  return found;
}

/** Every API the code requires. Names declared more than once are not followed: their calls count as unknown. */
export function usesOf(ast: Program): Use[] {
  const declared = new Map<string, number>();
  walk(ast, ({ node, parent, key }) => {
    if (node.type === 'Identifier' && isDeclaration(parent?.node, key))
      declared.set(node.name, (declared.get(node.name) ?? 0) + 1);
  });
  const once = (name: string): boolean => declared.get(name) === 1;

  const uses: Use[] = [];
  const byName = new Map<string, Use>();
  const texts = new Map<string, string>();
  walk(ast, ({ node, parent, key }) => {
    const above = parent?.node;
    const name =
      above?.type === 'VariableDeclarator' && above.id.type === 'Identifier' ? above.id.name : undefined;
    const isConst =
      parent?.parent?.node.type === 'VariableDeclaration' && parent.parent.node.kind === 'const';
    const text = constantText(node, texts);
    if (name !== undefined && key === 'init' && isConst && once(name) && text !== undefined)
      texts.set(name, text);
    const api = requiredApi(node);
    if (api === undefined) return;
    const use: Use = { api, at: positionOf(node), calls: [], escapes: false };
    uses.push(use);
    if (name !== undefined && once(name)) byName.set(name, use);
    else if (above?.type === 'CallExpression' && key === 'callee') use.calls.push(callOf(above, texts));
    else if (above?.type !== 'MemberExpression') use.escapes = true;
  });

  walk(ast, ({ node, parent, key }) => {
    if (node.type !== 'Identifier') return;
    const use = byName.get(node.name);
    const above = parent?.node;
    if (!use || isDeclaration(above, key)) return;
    const isName =
      (above?.type === 'MemberExpression' && key === 'property') ||
      (above?.type === 'Property' && key === 'key');
    if (isName && !above.computed) return;
    if (above?.type === 'CallExpression' && key === 'callee') use.calls.push(callOf(above, texts));
    else if (above?.type !== 'MemberExpression' || key !== 'object') use.escapes = true;
  });
  return uses;
}

function isDeclaration(parent: AnyNode | undefined, key: string): boolean {
  if (parent?.type === 'VariableDeclarator') return key === 'id';
  return (
    (parent?.type === 'FunctionDeclaration' ||
      parent?.type === 'FunctionExpression' ||
      parent?.type === 'ArrowFunctionExpression') &&
    (key === 'id' || key === 'params')
  );
}

function requiredApi(node: AnyNode): string | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'require')
    return undefined;
  const [argument] = node.arguments;
  return argument?.type === 'Literal' && typeof argument.value === 'string' ? argument.value : undefined;
}

function callOf(node: CallExpression, texts: ReadonlyMap<string, string | undefined>): Use['calls'][number] {
  return { text: constantText(node.arguments[0], texts), at: positionOf(node) };
}

function constantText(
  node: AnyNode | undefined,
  texts: ReadonlyMap<string, string | undefined>,
): string | undefined {
  if (node?.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  return node?.type === 'Identifier' ? texts.get(node.name) : undefined;
}
