/**
 * The refusals about names: undeclared, used too early, declared twice, reserved, assigned although const; and the one
 * surprise of scopes at run time, consts in a switch.
 */

import type { AnyNode, Program, SwitchStatement } from 'acorn';
import { APIS } from './apis.ts';
import { type Problem, problem } from './codes.ts';
import { MOST_HINTS, nearest } from './nearest.ts';
import type { Binding, Reference, Scope, Scopes } from './scope.ts';
import { RESERVED_NAMES } from './table.ts';
import { isFunction, type Place, positionOf, walk } from './tree.ts';

/** Globals of ordinary JavaScript, and the API that does their work here. */
const STANDS_IN_FOR: ReadonlyMap<string, string> = new Map([
  ['Date', 'getTimestampMillis'],
  ['Number', 'makeNumber'],
  ['RegExp', 'createRegex'],
  ['String', 'makeString'],
  ['URL', 'parseUrl'],
  ['atob', 'fromBase64'],
  ['btoa', 'toBase64'],
  ['console', 'logToConsole'],
  ['decodeURI', 'decodeUri'],
  ['decodeURIComponent', 'decodeUriComponent'],
  ['encodeURI', 'encodeUri'],
  ['encodeURIComponent', 'encodeUriComponent'],
  ['fetch', 'sendHttpRequest'],
  ['parseFloat', 'makeNumber'],
  ['parseInt', 'makeInteger'],
  ['setTimeout', 'callLater'],
]);

const OF_THE_BROWSER: ReadonlySet<string> = new Set([
  'document',
  'dataLayer',
  'global',
  'globalThis',
  'history',
  'localStorage',
  'location',
  'navigator',
  'process',
  'self',
  'sessionStorage',
  'window',
]);

/** Problems of declarations and uses of names. `globals` are known without a declaration. */
export function nameProblems(scopes: Scopes, globals: ReadonlySet<string>): Problem[] {
  const problems: Problem[] = [];
  const undeclared = new Set<string>();
  for (const reference of scopes.references) {
    const { identifier, binding, writes } = reference;
    const at = positionOf(identifier);
    const { name } = identifier;
    if (binding === undefined) {
      if (writes && RESERVED_NAMES.includes(name)) {
        problems.push(problem('SANDBOX_RESERVED_NAME', at, `Assignment to ${name}`));
      } else if (!globals.has(name) && !undeclared.has(name)) {
        undeclared.add(name);
        problems.push(
          problem(
            'SANDBOX_UNDECLARED',
            at,
            `Undeclared name ${name}`,
            undeclared.size <= MOST_HINTS ? hintFor(reference, globals) : undefined,
          ),
        );
      }
    } else {
      if (isTooEarly(reference, binding)) {
        const line = binding.identifier!.loc!.start.line;
        const observed = `${name} is used before its declaration in line ${line}`;
        problems.push(problem('SANDBOX_USE_BEFORE_DECLARATION', at, observed));
      }
      if (writes && binding.kind === 'const') {
        problems.push(problem('SANDBOX_CONST_ASSIGNMENT', at, `Assignment to the const ${name}`));
      }
    }
  }
  for (const identifier of scopes.duplicates) {
    const observed = `${identifier.name} has already been declared in this scope`;
    problems.push(problem('SANDBOX_DUPLICATE_DECLARATION', positionOf(identifier), observed));
  }
  for (const [node, { owner }] of scopes.functions) {
    if (!isFunction(node) || owner.parent === undefined) continue;
    const names = node.params.flatMap((parameter) => (parameter.type === 'Identifier' ? [parameter] : []));
    for (const [index, parameter] of names.entries())
      if (names.findIndex(({ name }) => name === parameter.name) < index)
        problems.push(
          problem('SANDBOX_DUPLICATE_PARAMETER', positionOf(parameter), `Second parameter ${parameter.name}`),
        );
  }
  for (const identifier of scopes.declared) {
    const { name } = identifier;
    if (RESERVED_NAMES.includes(name))
      problems.push(problem('SANDBOX_RESERVED_NAME', positionOf(identifier), `Declaration of ${name}`));
  }
  return problems;
}

/** The next step for an undeclared name: the API it is, the one that stands in for it, or the name that was meant. */
function hintFor({ identifier: { name }, scope }: Reference, globals: ReadonlySet<string>): string {
  if (APIS.has(name)) return `Declare it first: const ${name} = require('${name}');`;
  const api = STANDS_IN_FOR.get(name);
  if (api !== undefined) return `Use the API that stands in for it: const ${api} = require('${api}');`;
  if (OF_THE_BROWSER.has(name))
    return 'A template has no page and no browser around it; there is nothing like it here.';
  const visible: string[] = [...globals];
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent)
    visible.push(...at.bindings.keys());
  const near = nearest(name, [...visible, ...APIS.keys()]);
  if (near === undefined) return 'Declare it with const or let, or correct its name.';
  return APIS.has(near) && !visible.includes(near)
    ? `Did you mean ${near}? const ${near} = require('${near}');`
    : `Did you mean ${near}?`;
}

/** Only const and let are checked, and only within one function: a nested one may run after the declaration. */
function isTooEarly({ identifier, scope }: Reference, binding: Binding): boolean {
  if (binding.kind !== 'const' && binding.kind !== 'let') return false;
  return scope.owner === binding.scope.owner && identifier.start < binding.ready;
}

/**
 * A case has no scope at run time, so a const in it is declared in the scope around the switch, where a second
 * declaration under the same letter is ignored: on the next turn of a loop without a scope of its own, or by a later
 * switch in the same scope.
 */
export function caseProblems(ast: Program): Problem[] {
  const problems: Problem[] = [];
  const earlier: { scope: AnyNode | undefined; end: number }[] = [];
  walk(ast, (place) => {
    const { node } = place;
    if (node.type !== 'SwitchStatement' || !declares(node, ['let', 'const'])) return;
    const { scope, repeats } = runtimeScope(place);
    const hasConst = declares(node, ['const']);
    const again = earlier.some((other) => other.scope === scope && other.end <= node.start);
    if (again) {
      problems.push(
        problem('SANDBOX_CONST_IN_CASE', positionOf(node), 'Second switch with declarations in one scope'),
      );
    } else if (hasConst && repeats) {
      problems.push(
        problem('SANDBOX_CONST_IN_CASE', positionOf(node), 'const in a switch that a loop repeats'),
      );
    }
    if (hasConst) earlier.push({ scope, end: node.end });
  });
  return problems;
}

function declares(node: SwitchStatement, kinds: readonly string[]): boolean {
  return node.cases.some(({ consequent }) =>
    consequent.some((child) => child.type === 'VariableDeclaration' && kinds.includes(child.kind)),
  );
}

/** The node whose run-time scope a statement runs in, and whether a loop stands between the two. */
function runtimeScope(place: Place): { scope: AnyNode | undefined; repeats: boolean } {
  let repeats = false;
  for (let outer = place.parent; outer !== undefined; outer = outer.parent) {
    const { node } = outer;
    if (isFunction(node) || node.type === 'Program') return { scope: node, repeats };
    if (node.type === 'BlockStatement' && node.body.some(isLexical)) return { scope: node, repeats };
    if (node.type === 'ForStatement' && node.init?.type === 'VariableDeclaration' && isLexical(node.init)) {
      return { scope: node, repeats };
    }
    if ((node.type === 'ForInStatement' || node.type === 'ForOfStatement') && isLexical(node.left)) {
      return { scope: node, repeats };
    }
    repeats ||= /^(?:For|While|DoWhile)/.test(node.type);
  }
  return { scope: undefined, repeats };
}

function isLexical(node: AnyNode): boolean {
  return node.type === 'VariableDeclaration' && node.kind !== 'var';
}
