/**
 * The refusals about what code asks of the sandbox: names given to require, members of API objects, methods of values
 * whose type can be seen in the text.
 */

import type { CallExpression, MemberExpression, Program } from 'acorn';
import { APIS, type TemplateKind, WEB_ONLY_APIS } from './apis.ts';
import { type Problem, problem } from './codes.ts';
import { nearest } from './nearest.ts';
import type { Reference, Scopes } from './scope.ts';
import { ABSENT_METHODS, METHODS, REQUIRABLE_TEST_NAMES } from './table.ts';
import { type Place, positionOf, walk } from './tree.ts';
import { memberName, type TypeOf, typesOf } from './types.ts';
import { WEB_APIS } from './web-apis.ts';

/** Problems of every use of `require` and of every member access. */
export function apiProblems(
  ast: Program,
  scopes: Scopes,
  kind: TemplateKind | 'TEST',
  context: 'SERVER' | 'WEB',
): Problem[] {
  const problems: Problem[] = [];
  for (const reference of scopes.references) {
    if (reference.binding === undefined && reference.identifier.name === 'require') {
      checkRequire(reference, kind, context, problems);
    }
  }
  const typeOf = typesOf(scopes);
  const members: [MemberExpression, Place][] = [];
  const given = new Set<string>();
  walk(ast, (place) => {
    if (place.node.type !== 'MemberExpression') return;
    members.push([place.node, place]);
    const name = isWritten(place) ? memberName(place.node) : undefined;
    if (name !== undefined) given.add(name);
  });
  for (const [node, place] of members) checkMember(node, place, typeOf, given, problems);
  return problems;
}

function checkRequire(
  { identifier, place, writes }: Reference,
  kind: TemplateKind | 'TEST',
  context: 'SERVER' | 'WEB',
  problems: Problem[],
): void {
  if (writes) return;
  const at = positionOf(identifier);
  const name = requiredName(place);
  if (name === undefined) {
    problems.push(problem('SANDBOX_REQUIRE_ARGUMENT', at, 'require without exactly one string literal'));
    return;
  }
  if (context === 'WEB') {
    if (!Object.hasOwn(WEB_APIS, name) && !REQUIRABLE_TEST_NAMES.has(name)) {
      const near = nearest(name, Object.keys(WEB_APIS));
      const hint = APIS.has(name)
        ? 'It exists only in server-side templates.'
        : near && `Did you mean ${near}?`;
      problems.push(
        problem('SANDBOX_UNKNOWN_API', at, `API ${JSON.stringify(name)} of a web template`, hint),
      );
    }
    return;
  }
  const api = APIS.get(name);
  if (api === undefined && REQUIRABLE_TEST_NAMES.has(name)) return;
  if (api === undefined) {
    const instead = WEB_ONLY_APIS.get(name);
    const shown = `API ${JSON.stringify(name)}`;
    if (instead === undefined) problems.push(problem('SANDBOX_UNKNOWN_API', at, shown, nearestName(name)));
    else {
      const hint = instead === '' ? 'There is no server API for it.' : `Look at ${instead}.`;
      problems.push(problem('SANDBOX_WEB_ONLY_API', at, `${shown} exists only in web templates`, hint));
    }
    return;
  }
  if (kind !== 'TEST' && !api.kinds.includes(kind)) {
    const observed = `API ${name} is for ${api.kinds.join(', ')} only, this is a ${kind}`;
    problems.push(problem('SANDBOX_API_WRONG_TEMPLATE', at, observed));
  }
  if (api.deprecated !== undefined) {
    problems.push(problem('SANDBOX_DEPRECATED_API', at, `API ${name}`, `Use ${api.deprecated}.`));
  }
}

function requiredName({ parent, key }: Place): string | undefined {
  const call = parent?.node;
  if (call?.type !== 'CallExpression' || key !== 'callee' || call.arguments.length !== 1) return undefined;
  const [name] = call.arguments;
  return name?.type === 'Literal' && typeof name.value === 'string' ? name.value : undefined;
}

function nearestName(name: string): string | undefined {
  const found = nearest(name, [...APIS.keys(), ...REQUIRABLE_TEST_NAMES]);
  return found === undefined ? undefined : `Did you mean ${found}?`;
}

/** @param given the names of properties that the code assigns somewhere: lists and functions may carry functions of their own */
function checkMember(
  node: MemberExpression,
  place: Place,
  typeOf: TypeOf,
  given: ReadonlySet<string>,
  problems: Problem[],
): void {
  const name = memberName(node);
  const receiver = typeOf(node.object);
  if (name === undefined || isWritten(place)) return;
  const at = positionOf(node.property);
  const isCall = place.parent?.node.type === 'CallExpression' && place.key === 'callee';

  if (receiver?.type === 'api') {
    const { api } = receiver;
    if (api.form === 'function' || Object.hasOwn(api.members, name) || Object.hasOwn(METHODS.object, name))
      return;
    const near = nearest(name, Object.keys(api.members));
    const hint = `${near === undefined ? '' : `Did you mean ${near}? `}It has ${Object.keys(api.members).join(', ')}.`;
    problems.push(problem('SANDBOX_UNKNOWN_API_MEMBER', at, `${api.name}.${name} does not exist`, hint));
    return;
  }
  if (!isCall) {
    const isMethod = receiver !== undefined && isClosed(receiver.type) && isMethodName(receiver.type, name);
    if (isMethod) {
      problems.push(
        problem('SANDBOX_METHOD_AS_VALUE', at, `Method ${name} of a value of type ${receiver.type}`),
      );
    }
    return;
  }
  if (receiver === undefined) {
    if (ABSENT_METHODS.has(name)) {
      problems.push(problem('SANDBOX_UNAVAILABLE_METHOD', at, `Call of ${name}${argumentsOf(place)}`));
    }
    return;
  }
  const refused = isClosed(receiver.type)
    ? !Object.hasOwn(METHODS[receiver.type], name)
    : receiver.type === 'function' && ABSENT_METHODS.has(name);
  const own = (receiver.type === 'array' || receiver.type === 'function') && given.has(name);
  if (!refused || own) return;
  const methods = Object.keys(METHODS[receiver.type]);
  const meant = nearest(name, methods);
  const hint = `${meant === undefined ? '' : `Did you mean ${meant}? `}A value of type ${receiver.type} has ${methods.join(', ')}.`;
  problems.push(
    problem('SANDBOX_UNKNOWN_METHOD', at, `Method ${name} of a value of type ${receiver.type}`, hint),
  );
}

/** Types whose methods are all known. */
function isClosed(type: string): type is 'string' | 'number' | 'boolean' | 'array' {
  return type === 'string' || type === 'number' || type === 'boolean' || type === 'array';
}

function isMethodName(type: 'string' | 'number' | 'boolean' | 'array', name: string): boolean {
  return Object.hasOwn(METHODS[type], name) || ABSENT_METHODS.has(name);
}

function isWritten({ node, parent, key }: Place): boolean {
  const around = parent?.node;
  if (around?.type === 'UnaryExpression') return around.operator === 'delete';
  return around?.type === 'AssignmentExpression' && key === 'left' && around.left === node;
}

function argumentsOf({ parent }: Place): string {
  const call = parent!.node as CallExpression;
  return call.arguments.length === 0 ? '()' : '(…)';
}
