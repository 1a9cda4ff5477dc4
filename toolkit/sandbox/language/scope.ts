/**
 * Who declares what, and which declaration a name means. One analysis serves the check (undeclared names, use before
 * declaration, assignment to const) and the compiler (letters for local names), so that both agree on scopes:
 * a function; braces; the head of a loop, its body being a further scope; a whole switch body.
 */

import type { AnyNode, Identifier, Pattern, Program } from 'acorn';
import { type FunctionNode, isFunction, type Place, walk } from './tree.ts';

export type BindingKind = 'parameter' | 'var' | 'let' | 'const' | 'function' | 'function-name' | 'other';

/** One declared name. */
export interface Binding {
  readonly name: string;
  readonly kind: BindingKind;
  readonly scope: Scope;
  /** The declaring identifier; absent for the parameters of the section itself. */
  readonly identifier: Identifier | undefined;
  /** The value a declarator gives, where it gives one. */
  readonly init: AnyNode | undefined;
  /** Offset where the declaration is complete: before it, const and let have no value. */
  readonly ready: number;
}

export interface Scope {
  readonly kind: 'function' | 'block' | 'loop' | 'switch' | 'function-name';
  readonly parent: Scope | undefined;
  /** The nearest scope of kind function, possibly this one. */
  readonly owner: Scope;
  /** In the order of first declaration in the text. */
  readonly bindings: Map<string, Binding>;
}

/** One use of a name. */
export interface Reference {
  readonly identifier: Identifier;
  readonly place: Place;
  readonly scope: Scope;
  readonly writes: boolean;
  /** Undefined when nothing in the section declares the name. */
  readonly binding: Binding | undefined;
}

export interface Scopes {
  /** All scopes, an enclosing one before those inside it. */
  readonly all: readonly Scope[];
  /** The scope of each function node, and that of the section under its Program node. */
  readonly functions: ReadonlyMap<AnyNode, Scope>;
  readonly references: readonly Reference[];
  /** Bindings that are assigned anywhere but where they are declared. */
  readonly written: ReadonlySet<Binding>;
  /** The binding an identifier declares or uses. */
  readonly bindingOf: ReadonlyMap<AnyNode, Binding>;
  /** Declarations of a const or let whose scope has the name already. */
  readonly duplicates: readonly Identifier[];
  /** Every declaring identifier. */
  readonly declared: readonly Identifier[];
}

interface Declaration {
  readonly pattern: Pattern;
  readonly kind: BindingKind;
  readonly scope: Scope;
  readonly init?: AnyNode | null | undefined;
  readonly ready: number;
}

/**
 * Analyses a section whose source is the body of a function with the given parameters.
 *
 * @param ast the parsed section
 * @param parameters names of the parameters, `['data']` for a template, `[]` for a test
 * @param before the analysis of the code that runs in front of it in the same scope: the setup of a test
 */
export function analyseScopes(ast: Program, parameters: readonly string[], before?: Scopes): Scopes {
  const outer = before?.all[0];
  const root = functionScope(outer);
  const all: Scope[] = [root];
  const inside = new Map<Place, Scope>();
  const functions = new Map<AnyNode, Scope>([[ast, root]]);
  const bindingOf = new Map<AnyNode, Binding>();
  const uses: { identifier: Identifier; place: Place; scope: Scope; writes: boolean }[] = [];
  const duplicates: Identifier[] = [];
  const declared: Identifier[] = [];

  for (const name of parameters) {
    root.bindings.set(name, {
      name,
      kind: 'parameter',
      scope: root,
      identifier: undefined,
      init: undefined,
      ready: 0,
    });
  }

  const declare = ({ pattern, kind, scope, init, ready }: Declaration): void => {
    for (const identifier of namesIn(pattern)) {
      const { name } = identifier;
      const known = scope.bindings.get(name);
      const isLexical = kind === 'let' || kind === 'const';
      if (isLexical && (known !== undefined || (scope === root && outer?.bindings.has(name))))
        duplicates.push(identifier);
      const binding = known ?? { name, kind, scope, identifier, init: init ?? undefined, ready };
      if (known === undefined) scope.bindings.set(name, binding);
      bindingOf.set(identifier, binding);
      declared.push(identifier);
    }
  };

  walk(ast, (place) => {
    const { node, parent, key } = place;
    const around = parent === undefined ? root : scopeFor(parent, key);
    if (node.type === 'Identifier') {
      if (!bindingOf.has(node) && isUse(place)) {
        uses.push({ identifier: node, place, scope: around, writes: isWrite(place) });
      }
      return;
    }
    const scope = open(place, around);
    if (scope !== around) {
      if (scope.parent !== undefined && scope.parent !== around) all.push(scope.parent);
      all.push(scope);
    }
    inside.set(place, scope);
    if (isFunction(node)) functions.set(node, scope);
    if (node.type === 'VariableDeclaration') declareVariables(node, place, around, declare);
    else if (isFunction(node)) declareFunction(node, around, scope, declare);
    else if (node.type === 'ClassDeclaration' && node.id) {
      declare({ pattern: node.id, kind: 'let', scope: around, ready: node.end });
    } else if (node.type === 'CatchClause' && node.param) {
      declare({ pattern: node.param, kind: 'other', scope, ready: 0 });
    } else if (node.type.startsWith('Import') && 'local' in node) {
      declare({ pattern: node.local as Identifier, kind: 'other', scope: around, ready: 0 });
    }
  });

  /** What a switch compares is evaluated outside the scope of its cases. */
  function scopeFor(parent: Place, key: string): Scope {
    const scope = inside.get(parent)!;
    return key === 'discriminant' && scope.parent !== undefined ? scope.parent : scope;
  }

  const references = uses.map((use) => {
    const binding = resolve(use.identifier.name, use.scope);
    if (binding !== undefined) bindingOf.set(use.identifier, binding);
    return { ...use, binding };
  });
  const written = new Set(before?.written);
  for (const { binding, writes } of references) if (writes && binding !== undefined) written.add(binding);
  return { all, functions, references, written, bindingOf, duplicates, declared };
}

function functionScope(parent: Scope | undefined): Scope {
  const scope = { kind: 'function' as const, parent, bindings: new Map<string, Binding>() };
  return Object.assign(scope, { owner: scope as Scope });
}

function innerScope(kind: Scope['kind'], parent: Scope): Scope {
  return { kind, parent, owner: parent.owner, bindings: new Map() };
}

/** The scope a node opens for its children, or the one around it. */
function open({ node, parent, key }: Place, around: Scope): Scope {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'ArrowFunctionExpression':
      return functionScope(around);
    case 'FunctionExpression':
      return functionScope(node.id ? innerScope('function-name', around) : around);
    case 'BlockStatement':
      return parent !== undefined && isFunction(parent.node) && key === 'body'
        ? around
        : innerScope('block', around);
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
      return innerScope('loop', around);
    case 'SwitchStatement':
      return innerScope('switch', around);
    case 'CatchClause':
      return innerScope('block', around);
    default:
      return around;
  }
}

/** A loop variable has no value before the loop begins, so what is looped over may not mention it. */
function declareVariables(
  node: Extract<AnyNode, { type: 'VariableDeclaration' }>,
  { parent, key }: Place,
  around: Scope,
  declare: (declaration: Declaration) => void,
): void {
  const kind = node.kind === 'var' || node.kind === 'let' || node.kind === 'const' ? node.kind : 'other';
  const scope = kind === 'var' ? around.owner : around;
  const loop =
    key === 'left' && parent !== undefined && 'right' in parent.node ? parent.node.right : undefined;
  for (const { id, init, end } of node.declarations) {
    declare({ pattern: id, kind, scope, init, ready: loop?.end ?? end });
  }
}

function declareFunction(
  node: FunctionNode,
  around: Scope,
  scope: Scope,
  declare: (declaration: Declaration) => void,
): void {
  if (node.type === 'FunctionDeclaration' && node.id) {
    declare({ pattern: node.id, kind: 'function', scope: around, init: node, ready: 0 });
  } else if (node.id && scope.parent !== undefined) {
    declare({ pattern: node.id, kind: 'function-name', scope: scope.parent, init: node, ready: 0 });
  }
  for (const pattern of node.params) declare({ pattern, kind: 'parameter', scope, ready: 0 });
}

/** The identifiers a pattern declares. Patterns other than a plain name are refused, but must not hide their names. */
function namesIn(pattern: Pattern): Identifier[] {
  if (pattern.type === 'Identifier') return [pattern];
  const found: Identifier[] = [];
  walk(pattern, ({ node, parent, key }) => {
    if (node.type !== 'Identifier' || parent === undefined) return;
    const isKey = key === 'key' || parent.node.type === 'MemberExpression';
    if (!isKey && !(parent.node.type === 'AssignmentPattern' && key === 'right')) found.push(node);
  });
  return found;
}

/** Whether an identifier that declares nothing stands for a variable and not for the name of a property or a label. */
function isUse({ node, parent, key }: Place): boolean {
  if (node.type !== 'Identifier' || parent === undefined) return false;
  const around = parent.node;
  switch (around.type) {
    case 'MemberExpression':
      return key === 'object' || around.computed;
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return key === 'value' || around.computed;
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return key !== 'label';
    case 'MetaProperty':
    case 'ImportSpecifier':
    case 'ExportSpecifier':
    case 'ClassDeclaration':
    case 'ClassExpression':
      return key === 'superClass';
    default:
      return true;
  }
}

function isWrite({ parent, key }: Place): boolean {
  const around = parent!.node;
  if (around.type === 'UpdateExpression') return true;
  const assigns =
    around.type === 'AssignmentExpression' ||
    around.type === 'ForInStatement' ||
    around.type === 'ForOfStatement';
  return assigns && key === 'left';
}

function resolve(name: string, from: Scope): Binding | undefined {
  for (let scope: Scope | undefined = from; scope !== undefined; scope = scope.parent) {
    const binding = scope.bindings.get(name);
    if (binding !== undefined) return binding;
  }
  return undefined;
}
