/** One module, read: its text without types, its syntax, what it imports and exports, its statements. */
import { type AnyNode, type Comment, type Identifier, type Program, parse, type Statement } from 'acorn';
import { analyseScopes, type Reference, type Scopes } from '../sandbox/language/scope.ts';
import { isFunction, type Place, walk } from '../sandbox/language/tree.ts';
import { type Erased, erasedIn, eraseTypes } from './erase.ts';
import { BuildError, type BuildProblem, problemAt } from './problems.ts';

/** A statement of a module that stands in the bundle, or does not. */
export interface Unit {
  node: AnyNode;
  start: number;
  end: number;
  references: Reference[];
}

/** An exported name: one of the module's own, or one of another module; `*` is that module as a whole. */
export type Export = { local: string } | { from: string; name: string };

export interface Module {
  file: string;
  /** With line ends `\n` and without byte-order mark, as places count. */
  source: string;
  /** The source with blanks for its types. */
  code: string;
  erased: Erased[];
  ast: Program;
  comments: Comment[];
  /** Offsets at which a semicolon was left out. */
  semicolons: number[];
  trailingCommas: number[];
  scopes: Scopes;
  /** Specifiers of all modules it needs, in the order of the text. */
  requests: string[];
  /** Local name → what it stands for. */
  imports: Map<string, { from: string; name: string }>;
  exports: Map<string, Export>;
  /** Specifiers of `export * from`. */
  stars: string[];
  /** `import`, and `export` that declares nothing. */
  links: AnyNode[];
  units: Unit[];
  /** `return` outside of functions. */
  returns: AnyNode[];
}

/** The local name of an `export default` without a name of its own. */
export const DEFAULT = '*default*';

/** Reads one module. Throws a BuildError with the places of what cannot be read or bundled. */
export function readModule(file: string, text: string): Module {
  const source = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  if (source.startsWith('#!')) {
    const message = 'A first line that starts with #! is for shells. Remove it.';
    throw new BuildError([problemAt(file, source, 0, message)]);
  }
  const separator = source.search(/[\u2028\u2029]/);
  if (separator >= 0) {
    const message =
      'A line separator (U+2028 or U+2029) ends a line for some readers and not for others. Remove it.';
    throw new BuildError([problemAt(file, source, separator, message)]);
  }
  const code = /\.[cm]?ts$/.test(file) ? eraseTypes(source, file) : source;
  const comments: Comment[] = [];
  const semicolons: number[] = [];
  const trailingCommas: number[] = [];
  const ast = parsed(code, file, (options) => ({
    ...options,
    onComment: comments,
    onInsertedSemicolon: (offset) => semicolons.push(offset),
    onTrailingComma: (offset) => trailingCommas.push(offset),
  }));
  const scopes = analyseScopes(ast, []);
  const module: Module = {
    file,
    source,
    code,
    erased: erasedIn(source, code),
    ast,
    comments,
    semicolons,
    trailingCommas: trailingCommas.sort((a, b) => a - b),
    scopes,
    requests: [],
    imports: new Map(),
    exports: new Map(),
    stars: [],
    links: [],
    units: [],
    returns: [],
  };
  for (const statement of ast.body) addStatement(statement, module);
  addReferences(module);
  lookInside(module);
  return module;
}

type ParseOptions = Parameters<typeof parse>[1];

function parsed(code: string, file: string, withCallbacks: (options: ParseOptions) => ParseOptions): Program {
  try {
    return parse(
      code,
      withCallbacks({
        ecmaVersion: 'latest',
        sourceType: 'module',
        allowReturnOutsideFunction: true,
        locations: true,
      }),
    );
  } catch (error) {
    if (error instanceof RangeError) {
      const message = 'The code is nested more deeply than the parser can follow. Split it.';
      throw new BuildError([problemAt(file, code, 0, message)]);
    }
    if (!(error instanceof SyntaxError && 'pos' in error)) throw error;
    const message = `${error.message.replace(/ \(\d+:\d+\)$/, '')}.`;
    throw new BuildError([problemAt(file, code, Number(error.pos), message)]);
  }
}

const nameOf = (node: { type: string; name?: string; value?: unknown }): string =>
  node.type === 'Identifier' ? node.name! : String(node.value);

function addStatement(node: Program['body'][number], module: Module): void {
  switch (node.type) {
    case 'ImportDeclaration': {
      const from = String(node.source.value);
      module.requests.push(from);
      for (const one of node.specifiers) {
        const name =
          one.type === 'ImportNamespaceSpecifier'
            ? '*'
            : one.type === 'ImportDefaultSpecifier'
              ? 'default'
              : nameOf(one.imported);
        module.imports.set(one.local.name, { from, name });
      }
      module.links.push(node);
      return;
    }
    case 'ExportAllDeclaration': {
      const from = String(node.source.value);
      module.requests.push(from);
      if (node.exported) module.exports.set(nameOf(node.exported), { from, name: '*' });
      else module.stars.push(from);
      module.links.push(node);
      return;
    }
    case 'ExportNamedDeclaration': {
      const from = node.source ? String(node.source.value) : undefined;
      if (from !== undefined) module.requests.push(from);
      for (const { local, exported } of node.specifiers) {
        const name = nameOf(local);
        module.exports.set(nameOf(exported), from === undefined ? { local: name } : { from, name });
      }
      if (!node.declaration) {
        module.links.push(node);
        return;
      }
      for (const { name } of declaredBy(node.declaration)) module.exports.set(name, { local: name });
      break;
    }
    case 'ExportDefaultDeclaration': {
      const { declaration } = node;
      const named = declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration';
      module.exports.set('default', { local: (named && declaration.id?.name) || DEFAULT });
      break;
    }
    case 'EmptyStatement':
      module.links.push(node);
      return;
  }
  module.units.push({ node, start: node.start, end: node.end, references: [] });
}

/** The names a statement declares for its module; those of a `var` deeper inside are the scopes' business. */
export function declaredBy(statement: Statement | AnyNode): Identifier[] {
  if (statement.type === 'FunctionDeclaration' || statement.type === 'ClassDeclaration')
    return statement.id ? [statement.id] : [];
  if (statement.type !== 'VariableDeclaration') return [];
  const found: Identifier[] = [];
  for (const { id } of statement.declarations) {
    walk(id, ({ node, parent, key }) => {
      const isDefault = parent?.node.type === 'AssignmentPattern' && key === 'right';
      if (node.type === 'Identifier' && key !== 'key' && !isDefault) found.push(node);
    });
  }
  return found;
}

/** Each reference goes to the statement it stands in. */
function addReferences({ units, scopes }: Module): void {
  const sorted = [...scopes.references].sort((a, b) => a.identifier.start - b.identifier.start);
  let unit = 0;
  for (const reference of sorted) {
    while (unit < units.length && units[unit]!.end <= reference.identifier.start) unit++;
    const { start = Number.POSITIVE_INFINITY, references } = units[unit] ?? {};
    if (start <= reference.identifier.start) references?.push(reference);
  }
}

/** Notes what ends without a semicolon or ends the run; throws a BuildError for what no bundle can hold. */
function lookInside(module: Module): void {
  const problems: BuildProblem[] = [];
  const refuse = (node: AnyNode, message: string): void => {
    problems.push(problemAt(module.file, module.code, node.start, message));
  };
  walk(module.ast, (place) => {
    const { node } = place;
    // The parser takes no offence at this one, Google's does.
    if (node.type === 'DoWhileStatement' && module.code[node.end - 1] !== ';')
      module.semicolons.push(node.end);
    if (node.type === 'ReturnStatement' && !isInFunction(place)) module.returns.push(node);
    if (node.type === 'ImportExpression')
      refuse(
        node,
        'import() loads code while it runs, which the sandbox cannot. Write an import declaration.',
      );
    if (node.type === 'MetaProperty')
      refuse(node, `${module.code.slice(node.start, node.end)} has no value in the sandbox. Remove it.`);
    if (
      (node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && node.await)) &&
      !isInFunction(place)
    )
      refuse(node, 'A module of a template cannot wait. Continue in a then() of the promise.');
    if (node.type === 'Identifier' && node.name === STAND_IN)
      refuse(node, `The name ${STAND_IN} stands for require while the build is at work. Choose another one.`);
  });
  if (problems.length > 0) throw new BuildError(problems);
}

function isInFunction({ parent }: Place): boolean {
  for (let place = parent; place; place = place.parent) if (isFunction(place.node)) return true;
  return false;
}

/** Stands for `require`, at its length, where the bundler would resolve that. */
export const STAND_IN = 'r$quire';

/**
 * The text for the bundler, in which every place stays where it is: it resolves no `require`, and a module knows no
 * `return`, which a template does.
 */
export function forBundler({ code, scopes, returns }: Module): string {
  const parts = code.split('');
  const put = (start: number, text: string): void => {
    for (let i = 0; i < text.length; i++) parts[start + i] = text[i]!;
  };
  for (const { identifier, binding } of scopes.references)
    if (identifier.name === 'require' && !binding) put(identifier.start, STAND_IN);
  for (const node of returns) put(node.start, 'argument' in node && node.argument ? 'void  ' : 'void 0');
  return parts.join('');
}
