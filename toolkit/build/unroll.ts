/**
 * Expands a function marked `@unroll` in its comment: loops with a known count are written out, calls of small functions
 * inlined, list cells with a known index and copied variables become plain variables, and a value is assigned where it is
 * first read (`(c = b << 30 | b >>> 2)`). The sandbox interprets every operation, so each one saved counts. Each pass of a
 * loop ends with a line of its own, which assigns the constant the pass declared last.
 *
 * It is a symbolic execution: numbers known now are computed now, everything else becomes an expression over registers.
 * What it understands is what such functions need: numbers, lists, `let` and `const`, `while`, `if`, assignments, calls
 * of top-level functions. Everything else is refused, so nothing is ever expanded into something else than it was.
 */
import {
  type AnyNode,
  type Expression,
  type FunctionDeclaration,
  type Program,
  parse,
  type Statement,
} from 'acorn';
import { mentioned } from './names.ts';

export interface Replacement {
  start: number;
  end: number;
  text: string;
}

/** A value that will be in a register once it is read; copies of a variable share one cell. */
interface Cell {
  /** Name the register would like to have. */
  hint: string;
  register: string | undefined;
  /** What to assign on the first read. */
  pending: Tree | undefined;
  /** Reads that are not written out yet. */
  reads: number;
}

/** An expression over cells; `memory` is a read of a list that is not ours. */
type Tree =
  | { kind: 'number'; value: number }
  | { kind: 'cell'; cell: Cell }
  | { kind: 'memory'; list: string; index: number }
  | { kind: 'binary'; operator: string; left: Tree; right: Tree };

/** What a name stands for: a value, a list of ours, a list of the caller's. */
type Binding = { tree: Tree } | { cells: Map<number, Tree> } | { memory: string };
type Scope = Map<string, Binding>;

const OPERATORS: Record<string, [strength: number, compute: (a: number, b: number) => number | boolean]> = {
  '|': [1, (a, b) => a | b],
  '^': [2, (a, b) => a ^ b],
  '&': [3, (a, b) => a & b],
  '===': [4, (a, b) => a === b],
  '<': [5, (a, b) => a < b],
  '>': [5, (a, b) => a > b],
  '<=': [5, (a, b) => a <= b],
  '>=': [5, (a, b) => a >= b],
  '<<': [6, (a, b) => a << b],
  '>>>': [6, (a, b) => a >>> b],
  '+': [7, (a, b) => a + b],
  '-': [7, (a, b) => a - b],
  '*': [8, (a, b) => a * b],
};

/**
 * The text of every function of `code` that is marked `@unroll`, expanded; nothing in place of functions that only those
 * called, and of their comments.
 */
export function unroll(code: string): Replacement[] {
  const comments: { text: string; start: number; end: number }[] = [];
  const program: Program = parse(code, {
    ecmaVersion: 'latest',
    sourceType: 'module',
    onComment: (_block, text, start, end) => comments.push({ text, start, end }),
  });
  const functions = new Map<string, FunctionDeclaration>();
  for (const node of program.body) if (node.type === 'FunctionDeclaration') functions.set(node.id.name, node);
  const commentOf = (node: FunctionDeclaration) => {
    const comment = comments.findLast(({ end }) => end <= node.start);
    return comment && code.slice(comment.end, node.start).trim() === '' ? comment : undefined;
  };
  const expanded = [...functions.values()].filter((node) => commentOf(node)?.text.includes('@unroll'));
  const replacements = expanded.map((node) => ({
    start: node.start,
    end: node.end,
    text: expand(node, functions),
  }));
  const names = new Map(program.body.map((node) => [node, mentioned(node)]));
  for (const node of functions.values()) {
    const users = program.body.filter((user) => user !== node && names.get(user)!.has(node.id.name));
    if (users.length > 0 && users.every((user) => expanded.some((other) => other === user))) {
      replacements.push({ start: commentOf(node)?.start ?? node.start, end: node.end + 1, text: '' });
    }
  }
  return replacements;
}

function refuse(node: AnyNode, what: string): never {
  throw new Error(
    `@unroll cannot expand ${what} (${node.type} at offset ${node.start}). Write it with numbers, lists, while, if and calls.`,
  );
}

function expand(root: FunctionDeclaration, functions: ReadonlyMap<string, FunctionDeclaration>): string {
  const lines: string[] = [];
  const registers: string[] = [];
  const scope: Scope = new Map();
  const declarations = new Map<string, AnyNode>();
  const parameters = root.params.map((parameter) =>
    parameter.type === 'Identifier' ? parameter.name : refuse(root, 'these parameters'),
  );
  /** The cells of the constants declared so far. */
  const constants: Cell[] = [];

  const number = (value: number): Tree => ({ kind: 'number', value });
  const cellOf = (hint: string, pending: Tree): Cell => ({ hint, register: undefined, pending, reads: 0 });
  const read = (cell: Cell): Tree => {
    cell.reads += 1;
    return { kind: 'cell', cell };
  };
  const constant = (node: AnyNode, tree: Tree): number =>
    tree.kind === 'number' ? tree.value : refuse(node, 'a value that is not known now');

  /** Whether a name still stands for the cell. */
  const isNamed = (cell: Cell): boolean =>
    [...scope.values()].some(
      (binding) =>
        ('tree' in binding && binding.tree.kind === 'cell' && binding.tree.cell === cell) ||
        ('cells' in binding &&
          [...binding.cells.values()].some((tree) => tree.kind === 'cell' && tree.cell === cell)),
    );

  /** Writes an expression out; from here on its cells are read, and those read first are assigned on the spot. */
  function write(tree: Tree, strength = 0): string {
    if (tree.kind === 'number')
      return tree.value < 0 && strength > 0 ? `(${tree.value})` : String(tree.value);
    if (tree.kind === 'memory') return `${tree.list}[${tree.index}]`;
    if (tree.kind === 'cell') {
      const { cell } = tree;
      cell.reads -= 1;
      return cell.pending ? `(${materialize(cell)})` : cell.register!;
    }
    const own = OPERATORS[tree.operator]![0];
    const left = write(tree.left, own);
    const text = `${left} ${tree.operator} ${write(tree.right, own + 0.5)}`;
    return own < strength ? `(${text})` : text;
  }

  /** `register = value`. The register of an operand that nobody needs afterwards is used again. */
  function materialize(cell: Cell): string {
    const tree = cell.pending!;
    cell.pending = undefined;
    const operands = cellsOf(tree);
    const text = write(tree);
    const free = operands.find((operand) => operand.reads === 0 && operand.register && !isNamed(operand));
    cell.register = free?.register ?? newRegister(cell.hint);
    // Handed over: nobody else may take it now.
    if (free) free.register = undefined;
    return `${cell.register} = ${text}`;
  }

  const cellsOf = (tree: Tree): Cell[] =>
    tree.kind === 'cell'
      ? [tree.cell]
      : tree.kind === 'binary'
        ? [...cellsOf(tree.left), ...cellsOf(tree.right)]
        : [];

  function newRegister(hint: string): string {
    let name = hint;
    while (registers.includes(name) || parameters.includes(name)) name += '_';
    registers.push(name);
    return name;
  }

  /** A value under a name: known numbers and copies stay as they are, everything else waits in a cell for its first read. */
  const hold = (name: string, tree: Tree): Tree => {
    if (tree.kind === 'number') return tree;
    if (tree.kind === 'cell') {
      tree.cell.reads -= 1;
      return tree;
    }
    return { kind: 'cell', cell: cellOf(name, tree) };
  };
  /** One more read of a value held under a name. */
  const again = (tree: Tree): Tree => (tree.kind === 'cell' ? read(tree.cell) : tree);

  function evaluate(node: Expression, names: Scope, isTest = false): Tree {
    switch (node.type) {
      case 'Literal':
        return typeof node.value === 'number'
          ? number(node.value)
          : refuse(node, 'a literal that is no number');
      case 'Identifier': {
        const binding = names.get(node.name);
        return binding && 'tree' in binding ? again(binding.tree) : refuse(node, `the name ${node.name}`);
      }
      case 'BinaryExpression': {
        if (node.left.type === 'PrivateIdentifier' || !(node.operator in OPERATORS))
          refuse(node, `the operator ${node.operator}`);
        const left = evaluate(node.left, names);
        const right = evaluate(node.right, names);
        if (left.kind !== 'number' || right.kind !== 'number')
          return { kind: 'binary', operator: node.operator, left, right };
        const value = OPERATORS[node.operator]![1](left.value, right.value);
        // A known truth is for tests only, and -0 would be written as 0.
        if (typeof value === 'boolean' ? !isTest : Object.is(value, -0)) refuse(node, `the value ${value}`);
        return number(Number(value));
      }
      case 'MemberExpression': {
        const { binding, index } = element(node, names);
        if ('memory' in binding) return { kind: 'memory', list: binding.memory, index };
        const cell = binding.cells.get(index);
        return cell ? again(cell) : refuse(node, 'a list cell that was never written');
      }
      case 'CallExpression':
        return call(node.callee.type === 'Identifier' ? node.callee.name : '', node, names);
      default:
        return refuse(node, 'this expression');
    }
  }

  function element(node: Expression & { type: 'MemberExpression' }, names: Scope) {
    const list = node.object.type === 'Identifier' ? node.object.name : '';
    const binding = names.get(list);
    if (!binding || 'tree' in binding || !node.computed || node.property.type === 'PrivateIdentifier')
      return refuse(node, 'this property');
    return { list, binding, index: constant(node, evaluate(node.property, names)) };
  }

  /** A call of a top-level function whose way to `return` is known. */
  function call(name: string, node: Expression & { type: 'CallExpression' }, names: Scope): Tree {
    const callee = functions.get(name) ?? refuse(node, `a call of ${name || 'this'}`);
    const inner: Scope = new Map();
    callee.params.forEach((parameter, i) => {
      const argument = node.arguments[i];
      if (parameter.type !== 'Identifier' || !argument || argument.type === 'SpreadElement')
        refuse(node, 'these arguments');
      const value = evaluate(argument, names);
      inner.set(parameter.name, { tree: hold(parameter.name, value) });
    });
    for (const statement of callee.body.body) {
      const returned = runInlined(statement, inner);
      if (returned) return returned;
    }
    return refuse(node, 'a function without return');
  }

  function runInlined(statement: Statement, inner: Scope): Tree | undefined {
    if (statement.type === 'ReturnStatement' && statement.argument)
      return evaluate(statement.argument, inner);
    if (statement.type === 'BlockStatement') {
      for (const child of statement.body) {
        const returned = runInlined(child, inner);
        if (returned) return returned;
      }
      return undefined;
    }
    if (statement.type === 'IfStatement') {
      const branch = constant(statement, evaluate(statement.test, inner, true))
        ? statement.consequent
        : statement.alternate;
      return branch ? runInlined(branch, inner) : undefined;
    }
    return refuse(statement, 'this statement in a called function');
  }

  function run(statement: Statement): void {
    switch (statement.type) {
      case 'BlockStatement':
        statement.body.forEach(run);
        return;
      case 'IfStatement': {
        const branch = constant(statement, evaluate(statement.test, scope, true))
          ? statement.consequent
          : statement.alternate;
        if (branch) run(branch);
        return;
      }
      case 'WhileStatement':
        while (constant(statement, evaluate(statement.test, scope, true))) {
          run(statement.body);
          const last = constants.at(-1);
          if (last?.pending) lines.push(`${materialize(last)};`);
        }
        return;
      case 'VariableDeclaration':
        for (const { id, init } of statement.declarations) {
          if (id.type !== 'Identifier' || !init) refuse(statement, 'this declaration');
          // One flat scope: a name has one declaration, which a loop may run again.
          if ((declarations.get(id.name) ?? id) !== id) refuse(id, `a second declaration of ${id.name}`);
          declarations.set(id.name, id);
          if (init.type === 'ArrayExpression' && init.elements.length === 0)
            scope.set(id.name, { cells: new Map() });
          else {
            const tree = hold(id.name, evaluate(init, scope));
            scope.set(id.name, { tree });
            if (statement.kind === 'const' && tree.kind === 'cell') constants.push(tree.cell);
          }
        }
        return;
      case 'ExpressionStatement':
        assign(statement.expression);
        return;
      case 'ReturnStatement': {
        if (statement.argument?.type !== 'ArrayExpression')
          throw refuse(statement, 'a return of anything but a list');
        const trees = statement.argument.elements.map((element) =>
          element && element.type !== 'SpreadElement'
            ? evaluate(element, scope)
            : refuse(statement, 'this list'),
        );
        lines.push(`return [${trees.map((tree) => write(tree)).join(', ')}];`);
        return;
      }
      default:
        refuse(statement, 'this statement');
    }
  }

  function assign(node: Expression): void {
    if (node.type !== 'AssignmentExpression') refuse(node, 'this statement');
    const { left, operator } = node;
    const right = evaluate(node.right, scope);
    if (left.type === 'Identifier') {
      const before = operator === '+=' ? evaluate(left, scope) : undefined;
      if (operator !== '=' && !before) refuse(node, operator);
      const sum: Tree =
        before?.kind === 'number' && right.kind === 'number'
          ? number(before.value + right.value)
          : before
            ? { kind: 'binary', operator: '+', left: before, right }
            : right;
      scope.set(left.name, { tree: hold(left.name, sum) });
      return;
    }
    if (left.type !== 'MemberExpression' || operator !== '=') throw refuse(node, 'this assignment');
    const { binding, index, list } = element(left, scope);
    if (!('cells' in binding)) throw refuse(node, 'a write to a list of the caller');
    binding.cells.set(index, hold(`${list}${index}`, right));
  }

  for (const parameter of parameters) scope.set(parameter, { memory: parameter });
  root.body.body.forEach(run);

  const head = `function ${root.id.name}(${parameters.join(', ')}) {`;
  const declaration = registers.length > 0 ? [`  let ${registers.join(', ')};`] : [];
  return [head, ...declaration, ...lines.map((line) => `  ${line}`), '}'].join('\n');
}
