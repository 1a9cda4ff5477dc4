/**
 * Which declaration each name of a module means, across modules, and which name it has in the one scope that all of them
 * share in a template.
 */
import type { AnyNode } from 'acorn';
import type { Reference, Scope } from '../sandbox/language/scope.ts';
import { TEMPLATE_GLOBALS, TEMPLATE_PARAMETERS } from '../sandbox/language/table.ts';
import { DEFAULT, declaredBy, type Module, type Unit } from './module.ts';
import { BuildError, problemAt } from './problems.ts';
import { isJson, type Resolved } from './resolve.ts';

/** A declaration at the top of a module, or a value of a JSON file: `*default*` or a key. */
export interface Meaning {
  file: string;
  local: string;
}

/** A reference that means a declaration at the top of a module. */
export interface Use {
  /** The name, or the whole of `namespace.name`. */
  node: AnyNode;
  scope: Scope;
  meaning: Meaning;
}

export interface Linked {
  /** The statements of each module that stand in the bundle. */
  kept: Set<Unit>;
  uses: Map<Unit, Use[]>;
  /** The values of JSON files that are used, by file. */
  values: Map<string, Set<string>>;
  nameOf: (meaning: Meaning) => string;
  /** Declarations that have another name than in their module, since an earlier module has it. */
  renamed: { file: string; from: string; to: string }[];
}

const keyOf = ({ file, local }: Meaning): string => `${file}\0${local}`;

/**
 * Throws a BuildError for what has no meaning in one scope. What the main module exports as default is what the template
 * returns, and has no name.
 */
export function link(resolved: Resolved): Linked {
  const { modules, entry } = resolved;
  const findMeaning = meanings(resolved);
  const kept = new Set<Unit>();
  const uses = new Map<Unit, Use[]>();
  const values = new Map<string, Set<string>>();
  const globals = new Set<string>([...TEMPLATE_GLOBALS, ...TEMPLATE_PARAMETERS]);
  const owners = unitsByName(modules);
  const waiting = [...resolved.kept];
  for (const module of modules.values()) {
    if (isJson(module)) continue;
    // A return ends the run, and an unused one cannot be.
    for (const unit of module.units)
      if (module.returns.some(({ start, end }) => start >= unit.start && end <= unit.end)) waiting.push(unit);
  }
  const moduleOf = new Map<Unit, Module>();
  for (const module of modules.values())
    if (!isJson(module)) for (const unit of module.units) moduleOf.set(unit, module);

  for (let unit = waiting.pop(); unit; unit = waiting.pop()) {
    if (kept.has(unit)) continue;
    kept.add(unit);
    const list: Use[] = [];
    uses.set(unit, list);
    for (const reference of unit.references) {
      const use = findMeaning(moduleOf.get(unit)!, reference);
      if (use === undefined) {
        if (!reference.binding) globals.add(reference.identifier.name);
        continue;
      }
      list.push(use);
      const { file, local } = use.meaning;
      if (isJson(modules.get(file)!)) values.set(file, (values.get(file) ?? new Set()).add(local));
      // The bundler leaves out what only a branch needs that never runs; the branch still names it.
      for (const owner of owners.get(keyOf(use.meaning)) ?? []) waiting.push(owner);
    }
  }
  return { kept, uses, values, ...namesFor({ modules, entry, kept, uses, values, globals }) };
}

/** Finds what a reference means; nothing for names inside of functions and for the sandbox's own. */
function meanings({
  modules,
  entry,
  target,
}: Resolved): (module: Module, reference: Reference) => Use | undefined {
  type Found = Meaning | { all: string };
  const exported = (file: string, name: string, seen: Set<string>): Found | undefined => {
    const module = modules.get(file)!;
    if (isJson(module)) {
      if (name === 'default') return { file, local: DEFAULT };
      const { value } = module;
      const isKey = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
      return isKey ? { file, local: name } : undefined;
    }
    if (seen.has(`${file}\0${name}`)) return undefined;
    seen.add(`${file}\0${name}`);
    const own = module.exports.get(name);
    if (own) return 'local' in own ? local(module, own.local, seen) : imported(module, own, seen);
    if (name === 'default') return undefined;
    for (const star of module.stars) {
      const found = exported(target(file, star), name, seen);
      if (found) return found;
    }
    return undefined;
  };
  const imported = (module: Module, { from, name }: { from: string; name: string }, seen: Set<string>) => {
    const file = target(module.file, from);
    return name === '*' ? { all: file } : exported(file, name, seen);
  };
  const local = (module: Module, name: string, seen: Set<string>): Found | undefined => {
    const one = module.imports.get(name);
    return one ? imported(module, one, seen) : { file: module.file, local: name };
  };
  return (module, { identifier, binding, place, scope }) => {
    if (!binding || binding.scope.parent) return undefined;
    let node: AnyNode = identifier;
    let found = local(module, identifier.name, new Set());
    let around = place.parent;
    while (found && 'all' in found) {
      const member = around?.node;
      if (member?.type !== 'MemberExpression' || member.object !== node || member.computed) {
        const message = `${identifier.name} stands for a whole module, which is no value in a template. Import the names you need: import { … } from '…'.`;
        throw new BuildError([problemAt(module.file, module.code, identifier.start, message)]);
      }
      const { property } = member;
      found = exported(found.all, property.type === 'Identifier' ? property.name : '', new Set());
      node = member;
      around = around?.parent;
    }
    if (!found) {
      const message = `${module.code.slice(node.start, node.end)} is exported by no module. Correct the name.`;
      throw new BuildError([problemAt(module.file, module.code, node.start, message)]);
    }
    if ('local' in found && found.file === entry && found.local === DEFAULT) {
      const message =
        'What the main module exports as default is what the template returns; nothing can import it. Move the value to a module of its own.';
      throw new BuildError([problemAt(module.file, module.code, node.start, message)]);
    }
    return { node, scope, meaning: found };
  };
}

/** The statements that declare each name: several for a `var` and its like. */
function unitsByName(modules: Resolved['modules']): Map<string, Unit[]> {
  const owners = new Map<string, Unit[]>();
  for (const [file, module] of modules) {
    if (isJson(module)) continue;
    for (const unit of module.units) {
      for (const local of namesOf(unit, module)) {
        const key = keyOf({ file, local });
        owners.set(key, [...(owners.get(key) ?? []), unit]);
      }
    }
  }
  return owners;
}

/** The names at the top of its module that a statement declares. */
function namesOf({ node, start, end }: Unit, { scopes }: Module): string[] {
  const names = scopes.declared
    .filter((one) => one.start >= start && one.end <= end && !scopes.bindingOf.get(one)!.scope.parent)
    .map(({ name }) => name);
  const isDefault = node.type === 'ExportDefaultDeclaration' && declaredBy(node.declaration).length === 0;
  return isDefault ? [...names, DEFAULT] : names;
}

/** A name for each declaration: its own, unless that means something else where it is used. */
function namesFor({
  modules,
  entry,
  kept,
  uses,
  values,
  globals,
}: Pick<Resolved, 'modules'> &
  Pick<Linked, 'kept' | 'uses' | 'values'> & { entry: string; globals: ReadonlySet<string> }): Pick<
  Linked,
  'nameOf' | 'renamed'
> {
  const scopesOfUse = new Map<string, Set<Scope>>();
  for (const list of uses.values()) {
    for (const { meaning, scope } of list) {
      const key = keyOf(meaning);
      scopesOfUse.set(key, (scopesOfUse.get(key) ?? new Set()).add(scope));
    }
  }
  const names = new Map<string, string>();
  const taken = new Set(globals);
  const renamed: Linked['renamed'] = [];
  const give = (meaning: Meaning): void => {
    const key = keyOf(meaning);
    if (names.has(key)) return;
    const scopes = [...(scopesOfUse.get(key) ?? [])];
    const isFree = (name: string): boolean =>
      !taken.has(name) && !scopes.some((scope) => isDeclaredWithin(name, scope));
    const name = candidates(meaning).find(isFree)!;
    names.set(key, name);
    taken.add(name);
    const { file, local } = meaning;
    if (local !== DEFAULT && local !== name && !isJson(modules.get(file)!))
      renamed.push({ file, from: local, to: name });
  };
  for (const [file, module] of modules) {
    if (isJson(module)) for (const local of values.get(file) ?? []) give({ file, local });
    else
      for (const unit of module.units)
        if (kept.has(unit))
          for (const local of namesOf(unit, module))
            if (file !== entry || local !== DEFAULT) give({ file, local });
  }
  return { nameOf: (meaning) => names.get(keyOf(meaning))!, renamed };
}

/** Whether a scope inside of a module, or one around it there, declares a name. */
function isDeclaredWithin(name: string, from: Scope): boolean {
  for (let scope = from; scope.parent; scope = scope.parent) if (scope.bindings.has(name)) return true;
  return false;
}

/** Names for a declaration, the best first: its own; with its module's name in front, then its folders'; then counted. */
function candidates({ file, local }: Meaning): {
  find: (isFree: (name: string) => boolean) => string | undefined;
} {
  const words = file
    .replace(/\.\w+$/, '')
    .split('/')
    .map((word) => word.replace(/[^A-Za-z0-9]+(.?)/g, (_all, next: string) => next.toUpperCase()))
    .filter((word) => word !== '')
    .reverse();
  const own = local === DEFAULT ? '' : local;
  function* all(): Generator<string> {
    let prefix = '';
    if (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(own) && !RESERVED.has(own)) yield own;
    for (const word of words) {
      prefix = prefix === '' ? word : word + capitalised(prefix);
      yield identifier(prefix + capitalised(own));
    }
    for (let number = 2; ; number++) yield identifier(`${prefix}${capitalised(own)}${number}`);
  }
  return {
    find: (isFree) => {
      for (const name of all()) if (isFree(name)) return name;
      return undefined;
    },
  };
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const identifier = (words: string): string => {
  const name = words.replace(/\W/g, '');
  return /^[A-Za-z_]/.test(name) && !RESERVED.has(name) ? name : `_${name}`;
};

const RESERVED = new Set(
  (
    'break case catch class const continue debugger default delete do else enum export extends false finally for function if ' +
    'import in instanceof new null return super switch this throw true try typeof var void while with yield let static await ' +
    'implements interface package private protected public arguments eval undefined'
  ).split(' '),
);
