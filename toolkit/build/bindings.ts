/** What each name of a script means: its declaration, every place that mentions it, and what stands around them. */
import { type AnyNode, type Expression, type Program, parse, type VariableDeclaration } from 'acorn';

export interface Binding {
  name: string;
  /** The identifier that declares it. */
  declared: AnyNode;
  /** Every other identifier that means it. */
  mentions: AnyNode[];
  /** The mentions that give it another value. */
  changes: AnyNode[];
  /** Whether there are any. */
  assigned: boolean;
}

export interface Script {
  code: string;
  program: Program;
  /** Names of the script itself. */
  top: Map<string, Binding>;
  /** What an identifier means; nothing for names the script does not declare. */
  meaning: Map<AnyNode, Binding>;
  parents: Map<AnyNode, AnyNode>;
  /** What names mean where an identifier stands, from the script inwards. */
  scopes: Map<AnyNode, readonly Scope[]>;
  /** Names that are about to be given, so that no two rules give the same. */
  given: Set<string>;
  comments: { start: number; end: number; text: string }[];
}

type Scope = Map<string, Binding>;

/** Children in the order of the text, without the names of properties, which mean nothing. */
export function childrenOf(node: AnyNode): AnyNode[] {
  const { type, computed } = node as { type: string; computed?: boolean };
  const ignored = computed ? undefined : { MemberExpression: 'property', Property: 'key' }[type];
  const children: AnyNode[] = [];
  for (const key in node) {
    const value: unknown = node[key as keyof AnyNode];
    if (typeof value !== 'object' || value === null || key === ignored) continue;
    if (!Array.isArray(value)) {
      if ('type' in value) children.push(value as AnyNode);
      continue;
    }
    for (const child of value) if (child !== null) children.push(child);
  }
  return children;
}

export function scriptOf(code: string): Script {
  const comments: Script['comments'] = [];
  const program = parse(code, {
    ecmaVersion: 'latest',
    sourceType: 'module',
    allowReturnOutsideFunction: true,
    onComment: (_block, text, start, end) => comments.push({ text, start, end }),
  });
  const script: Script = {
    code,
    program,
    top: new Map(),
    meaning: new Map(),
    parents: new Map(),
    scopes: new Map(),
    given: new Set(),
    comments,
  };
  declareAll(program.body, script.top);
  for (const statement of program.body) walk(statement, program, [script.top], script);
  return script;
}

function declare(id: AnyNode | null, scope: Scope): void {
  if (id?.type !== 'Identifier') return;
  scope.set(id.name, { name: id.name, declared: id, mentions: [], changes: [], assigned: false });
}

/** What a list of statements declares for all of them. */
function declareAll(statements: readonly AnyNode[], scope: Scope): void {
  for (const statement of statements) {
    if (statement.type === 'FunctionDeclaration') declare(statement.id, scope);
    if (statement.type === 'VariableDeclaration') {
      for (const { id } of statement.declarations) declare(id, scope);
    }
  }
}

function walk(node: AnyNode, parent: AnyNode, scopes: readonly Scope[], script: Script): void {
  script.parents.set(node, parent);
  if (node.type === 'Identifier') {
    script.scopes.set(node, scopes);
    const binding = meaningAt(node, node.name, script);
    if (!binding) return;
    script.meaning.set(node, binding);
    if (binding.declared === node) return;
    binding.mentions.push(node);
    if (
      (parent.type === 'AssignmentExpression' && parent.left === node) ||
      parent.type === 'UpdateExpression'
    ) {
      binding.changes.push(node);
      binding.assigned = true;
    }
    return;
  }
  const scope: Scope = new Map();
  if (node.type === 'BlockStatement') declareAll(node.body, scope);
  if (node.type === 'FunctionDeclaration' || node.type === 'ArrowFunctionExpression') {
    for (const parameter of node.params) declare(parameter, scope);
  }
  if ((node.type === 'ForOfStatement' || node.type === 'ForInStatement') && node.left.type !== 'Identifier') {
    declareAll([node.left], scope);
  }
  if (node.type === 'ForStatement' && node.init) declareAll([node.init], scope);
  // An expanded function mentions nothing but its own names, and those by the thousand.
  const named = node.type === 'VariableDeclaration' ? node.declarations[0] : node;
  if (named?.type === 'FunctionDeclaration' || named?.type === 'VariableDeclarator') {
    const comment = script.code.slice(startWithComment(node, script), node.start);
    if (comment.includes('@unroll')) {
      script.parents.set(named, node);
      walk(named.id as AnyNode, named, scopes, script);
      return;
    }
  }
  const inner = scope.size > 0 ? [...scopes, scope] : scopes;
  for (const child of childrenOf(node)) walk(child, node, inner, script);
}

/** A constant with a declaration of its own. */
export interface Constant {
  binding: Binding;
  init: Expression;
  declaration: VariableDeclaration;
}

export function constantsOf({ meaning, parents }: Script): Constant[] {
  return [...meaning].flatMap(([node, binding]) => {
    const declarator = node === binding.declared ? parents.get(node) : undefined;
    if (declarator?.type !== 'VariableDeclarator' || !declarator.init) return [];
    const declaration = parents.get(declarator) as VariableDeclaration;
    if (declaration.kind !== 'const' || declaration.declarations.length !== 1) return [];
    return [{ binding, init: declarator.init, declaration }];
  });
}

/** A name that never changes, a literal, or a function of one of GTM's objects. */
export function isConstant(node: AnyNode, { meaning, parents }: Script): boolean {
  if (node.type === 'Identifier') return node.name === 'undefined' || meaning.get(node)?.assigned === false;
  if (node.type !== 'MemberExpression' || node.computed) return node.type === 'Literal';
  const base = meaning.get(node.object);
  const declarator = base && parents.get(base.declared);
  const init = declarator?.type === 'VariableDeclarator' ? declarator.init : undefined;
  return init?.type === 'CallExpression' && (init.callee as { name?: string }).name === 'require';
}

/** A declaration that neither does anything nor looks at anything. */
export function isIdle(node: AnyNode, script: Script): boolean {
  if (node.type === 'FunctionDeclaration') return true;
  if (node.type !== 'VariableDeclaration') return false;
  return node.declarations.every(({ init }) => !init || isIdleValue(init, script));
}

function isIdleValue(node: AnyNode, script: Script): boolean {
  if (node.type === 'ArrayExpression') return node.elements.every((entry) => isIdleValue(entry!, script));
  return node.type === 'ArrowFunctionExpression' || isConstant(node, script);
}

/** Whether an expression is all of a value, an argument or a condition, so that another one in its place needs no brackets. */
export function isWhole(node: AnyNode, { parents }: Script): boolean {
  const parent = parents.get(node)!;
  if (parent.type === 'CallExpression') return parent.callee !== node;
  if (parent.type === 'AssignmentExpression') return parent.right === node;
  return /^(VariableDeclarator|ReturnStatement|Property|IfStatement|ForOfStatement)$/.test(parent.type);
}

/** The blanks a line begins with. */
export const indentOf = ({ start }: AnyNode, { code }: Script): string =>
  ' '.repeat(start - (code.lastIndexOf('\n', start - 1) + 1));

/** What a name would mean where an identifier stands. */
export const meaningAt = (place: AnyNode, name: string, { scopes }: Script): Binding | undefined =>
  scopes
    .get(place)
    ?.findLast((scope) => scope.has(name))
    ?.get(name);

/** The nodes around one, from its parent to the script. */
export function around(node: AnyNode, { parents }: Script): AnyNode[] {
  const found: AnyNode[] = [];
  for (let next = parents.get(node); next; next = parents.get(next)) found.push(next);
  return found;
}

/**
 * From a name to one that means nothing yet where a statement and some identifiers stand: itself, or with a number.
 * @param own names that keep their meaning at the same time
 */
export function freeNames(
  statement: AnyNode,
  script: Script,
  places: readonly AnyNode[] = [],
  own: ReadonlySet<string> = new Set(),
): (name: string) => string {
  const taken = new Set([...script.top.keys(), 'data', 'require', 'undefined']);
  for (const place of places) {
    for (const scope of script.scopes.get(place)!) for (const name of scope.keys()) taken.add(name);
  }
  const collect = (node: AnyNode): void => {
    if (node.type === 'Identifier') taken.add(node.name);
    for (const child of childrenOf(node)) collect(child);
  };
  const top = [statement, ...around(statement, script)].at(-2)!;
  if (top !== statement) collect(top);
  const given = new Map<string, string>();
  return (name) => {
    let free = given.get(name) ?? name;
    if (given.has(name)) return free;
    const isTaken = (one: string): boolean =>
      taken.has(one) || script.given.has(one) || (one !== name && own.has(one));
    for (let number = 2; isTaken(free); number++) free = `${name}${number}`;
    given.set(name, free);
    script.given.add(free);
    return free;
  };
}

/** Start of the comment that stands right above a statement, else of the statement. */
export function startWithComment(node: AnyNode, { comments, code }: Script): number {
  const comment = comments.findLast(({ end }) => end <= node.start);
  if (!comment?.text.startsWith('*') || code.slice(comment.end, node.start).trim() !== '') return node.start;
  return comment.start;
}
