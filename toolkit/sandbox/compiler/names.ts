/**
 * The names that local variables have in compiled code. Google's compiler replaces them by letters: a scope's n-th name
 * gets the index (names in all enclosing scopes, also those declared further down) + n. Whichever way names are given, a
 * compiled name never is one that the interpreter looks up elsewhere first, nor one that the section uses undeclared.
 */

import type { Binding, Scope, Scopes } from '../language/scope.ts';
import { HANDLER_NAMES, RESERVED_NAMES } from '../language/table.ts';

/** How names are given: letters as served since 2025-05, letters as served before, or the author's own. */
export type Naming = 'letters' | 'older-letters' | 'source';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();

/**
 * The text of a letter index: a…z, aA…aZ, bA… since 2025-05; a…z, ba…bz, ca… before. The first character of each is a
 * digit of base 26, the last one too; since 2025-05 every further digit is a capital and the leading one counts from 1.
 */
export function letters(index: number, naming: 'letters' | 'older-letters'): string {
  if (index < 26) return LOWER[index]!;
  const rest = Math.floor(index / 26);
  return naming === 'letters'
    ? letters(rest - 1, naming) + UPPER[index % 26]!
    : letters(rest, naming) + LOWER[index % 26]!;
}

/** Gives every binding its compiled name. */
export function nameBindings(scopes: Scopes, naming: Naming): ReadonlyMap<Binding, string> {
  const names = new Map<Binding, string>();
  const taken = new Set<string>([...HANDLER_NAMES, '$0']);
  for (const { binding, identifier } of scopes.references)
    if (binding === undefined) taken.add(identifier.name);
  const declared = new Set(scopes.declared.map((identifier) => identifier.name));
  const firstIndex = new Map<Scope, number>();

  for (const scope of scopes.all) {
    const start = scope.parent === undefined ? 0 : firstIndex.get(scope.parent)!;
    let index = start;
    for (const binding of scope.bindings.values()) {
      const keeps = naming === 'source' || binding.kind === 'function-name';
      if (isFixed(binding)) names.set(binding, binding.name);
      else if (keeps) names.set(binding, free(binding.name, binding));
      else names.set(binding, free(letters(index++, naming), binding));
    }
    firstIndex.set(scope, index);
  }

  /** The name itself, or the name with as many $ behind it as make it free. */
  function free(name: string, binding: Binding): string {
    const own = naming === 'source' && binding.name === name;
    if (!taken.has(name) && !(own && hidesInSwitch(binding))) return name;
    let other = `${name}$`;
    while (taken.has(other) || declared.has(other)) other += '$';
    return other;
  }
  return names;
}

/** `require`, `arguments` and `undefined` keep their names and take no letter. */
function isFixed({ name }: Binding): boolean {
  return name !== '$0' && RESERVED_NAMES.includes(name);
}

/** A switch has no scope of its own at run time, so its names must differ from those of the scopes around it. */
function hidesInSwitch({ name, scope }: Binding): boolean {
  if (scope.kind !== 'switch') return false;
  for (let outer = scope.parent; outer !== undefined; outer = outer.parent) {
    if (outer.bindings.has(name)) return true;
  }
  return false;
}
