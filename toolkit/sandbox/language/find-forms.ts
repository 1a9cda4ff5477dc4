/** Which forms of the table in forms.ts a section's code has, and where. */
import type { AnyNode, CallExpression, Program, Property } from 'acorn';
import { constantTexts } from './constants.ts';
import { FORMS, type FormName } from './forms.ts';
import type { Parsed } from './parse.ts';
import type { Scopes } from './scope.ts';
import { hasTrailingComma } from './syntax.ts';
import { RESERVED_NAMES } from './table.ts';
import { isFunction, type Place, walk } from './tree.ts';
import { memberName, requiredApi } from './types.ts';

/** A form and the node that has it. */
export interface FoundForm {
  readonly form: FormName;
  readonly node: AnyNode;
}

type Add = (form: string, node?: AnyNode) => void;

/** Every form of a section, in textual order; each as often as it stands there. */
export function formsIn(ast: Program, parsed: Parsed, scopes: Scopes): FoundForm[] {
  const found: FoundForm[] = [];
  const textOf = constantTexts(scopes);
  walk(ast, (place) => {
    const { node } = place;
    const add: Add = (name, at = node) => {
      if (Object.hasOwn(FORMS, name)) found.push({ form: name as FormName, node: at });
    };
    if (hasTrailingComma(node, parsed.trailingCommas)) add(commaForm(node));
    addStatement(place, add);
    addExpression(place, add, scopes);
    if (node.type === 'CallExpression') {
      addCall(node, add, scopes);
      const pattern = patternOf(node, textOf);
      if (pattern !== undefined) for (const part of patternForms(pattern)) add(`pattern: ${part}`);
    }
  });
  for (const { binding, identifier, scope } of scopes.references)
    if (
      binding?.kind === 'function' &&
      scope.owner === binding.scope.owner &&
      binding.identifier &&
      identifier.end < binding.identifier.start
    )
      found.push({ form: 'call above the declaration of the function', node: identifier });
  for (const identifier of scopes.declared)
    if (RESERVED_NAMES.includes(identifier.name)) continue;
    else if (/\W/.test(identifier.name) || identifier.end - identifier.start !== identifier.name.length)
      found.push({ form: 'name with $ or a letter outside ASCII', node: identifier });
  return found;
}

const commaForm = (node: AnyNode): string => {
  if (node.type === 'ObjectExpression') return 'trailing comma in an object';
  return node.type === 'ArrayExpression'
    ? 'trailing comma in an array'
    : 'trailing comma in arguments or parameters';
};

function addStatement({ node, parent, key }: Place, add: Add): void {
  const around = parent?.node;
  switch (node.type) {
    case 'VariableDeclaration':
      add(node.kind);
      if (node.declarations.length > 1) add('several names in one declaration');
      if (node.kind === 'let' && key === 'body' && node.declarations.some(({ init }) => !init))
        add('let without a value');
      if (around?.type === 'SwitchCase' && node.kind !== 'var') add('let or const in a case');
      return;
    case 'IfStatement':
      add(key === 'alternate' ? 'else if' : 'if');
      if (node.consequent.type !== 'BlockStatement') add('if without braces');
      if (node.alternate && node.alternate.type !== 'IfStatement') add('else');
      return;
    case 'ForStatement':
      if (!node.test || !node.update) add('for without a test or an update');
      else add(node.init ? 'for' : 'for without a start');
      return;
    case 'ForInStatement':
    case 'ForOfStatement': {
      const { left, right } = node;
      const how =
        left.type === 'VariableDeclaration'
          ? left.kind
          : `${left.type === 'Identifier' ? 'a variable' : 'no variable'} declared before`;
      add(`for … ${node.type === 'ForInStatement' ? 'in' : 'of'} with ${how}`);
      if (node.type === 'ForOfStatement' && right.type === 'ConditionalExpression')
        add('for … of over a conditional expression', right);
      return;
    }
    case 'SwitchCase': {
      const isLast = around?.type === 'SwitchStatement' && around.cases.at(-1) === node;
      const last = node.consequent.at(-1);
      if (!node.test) add('default');
      else if (isLast) return;
      else if (!last) add('case without statements');
      else if (!/^(?:Break|Return|Continue|Block|If)/.test(last.type))
        add('case that falls through after statements');
      return;
    }
    case 'ReturnStatement':
      add(node.argument ? 'return' : 'return without a value');
      return;
    case 'BlockStatement':
      if (around?.type === 'Program' || around?.type === 'BlockStatement')
        add('block that belongs to no statement');
      return;
    case 'ExpressionStatement':
      if (node.directive !== undefined) add('directive');
      return;
    default:
      add(STATEMENTS[node.type] ?? '');
  }
}

const STATEMENTS: Readonly<Record<string, FormName | undefined>> = {
  WhileStatement: 'while',
  DoWhileStatement: 'do … while',
  SwitchStatement: 'switch',
  BreakStatement: 'break',
  ContinueStatement: 'continue',
  EmptyStatement: 'empty statement',
};

function addExpression(place: Place, add: Add, scopes: Scopes): void {
  const { node, parent, key } = place;
  switch (node.type) {
    case 'FunctionDeclaration':
      add(declarationForm(place));
      return;
    case 'FunctionExpression':
      add('function expression');
      return;
    case 'ArrowFunctionExpression':
      add(`arrow with ${ARROW_BODIES[node.body.type] ?? 'an expression'}`);
      return;
    case 'Identifier':
      if ((node.name === 'arguments' || node.name === 'undefined') && !isPropertyName(place)) add(node.name);
      return;
    case 'Literal':
      if (!isPropertyName(place)) for (const name of literalForms(node)) add(name);
      return;
    case 'ObjectExpression':
      add('object');
      for (const property of node.properties) add(keyForm(property as Property), property);
      return;
    case 'ArrayExpression':
      add('array');
      return;
    case 'MemberExpression':
      addMember(place, add, scopes);
      return;
    case 'AssignmentExpression':
      add(assignmentForm(node.operator, node.left));
      if (parent) add(nestedAssignment(parent.node, key));
      return;
    case 'UpdateExpression': {
      const isStatement =
        parent?.node.type === 'ExpressionStatement' ||
        (parent?.node.type === 'ForStatement' && key === 'update');
      if (node.argument.type === 'MemberExpression') add('++ or -- on a property');
      else add(node.prefix ? `${node.operator}a` : `a${node.operator}`);
      if (!isStatement) add('++ or -- inside an expression');
      return;
    }
    case 'UnaryExpression':
      add(node.operator === 'typeof' ? 'typeof a' : `${node.operator}a`);
      return;
    case 'BinaryExpression':
    case 'LogicalExpression':
      add(`a ${node.operator} b`);
      return;
    case 'ConditionalExpression':
      add('a ? b : c');
      return;
    default:
      return;
  }
}

const ARROW_BODIES: Readonly<Record<string, string | undefined>> = {
  BlockStatement: 'a block',
  ObjectExpression: 'an object',
  AssignmentExpression: 'an assignment',
};

function declarationForm({ parent }: Place): string {
  const owner = parent?.node.type === 'BlockStatement' ? parent.parent?.node : parent?.node;
  if (owner?.type === 'FunctionDeclaration') return 'function declaration inside a function declaration';
  return owner && isFunction(owner)
    ? 'function declaration inside an arrow or a function expression'
    : 'function declaration';
}

/** Whether a node is the plain key of a property or the plain name of a member. */
function isPropertyName({ node, parent, key }: Place): boolean {
  const around = parent?.node;
  if (around?.type === 'Property') return key === 'key';
  return (
    around?.type === 'MemberExpression' &&
    key === 'property' &&
    !around.computed &&
    node.type === 'Identifier'
  );
}

function* literalForms({ value, raw = '' }: Extract<AnyNode, { type: 'Literal' }>): Generator<string> {
  if (value === null) yield 'null';
  else if (typeof value === 'boolean') yield 'true, false';
  else if (typeof value === 'number') {
    if (/^0x/i.test(raw)) yield 'hexadecimal number';
    else if (/e/i.test(raw)) yield 'number with an exponent';
    else yield raw.includes('.') ? 'fraction' : 'number';
  } else if (typeof value === 'string') {
    yield 'text';
    // biome-ignore lint/suspicious/noControlCharactersInRegex: everything that is ASCII
    if (/[^\u0000-\u007f]/.test(raw)) yield 'character outside ASCII in a text';
    const escapes = raw.match(/\\(?:\r\n|[\s\S])/g) ?? [];
    yield* new Set(escapes.map(escapeForm));
  }
}

function escapeForm(text: string): FormName {
  if (/^\\[ux]/.test(text)) return '\\u or \\x in a text';
  if (/^\\[1-9]/.test(text)) return 'octal escape in a text';
  if (/^\\[\r\n\u2028\u2029]/.test(text)) return 'text continued on the next line';
  return /^\\[nrtbfv0\\'"]/.test(text)
    ? '\\n, \\t, \\\\ or a quote escaped in a text'
    : 'escape that JavaScript ignores';
}

function keyForm({ key }: Property): string {
  if (key?.type !== 'Literal') return '';
  return typeof key.value === 'number' ? 'object with numbers as keys' : 'object with quoted keys';
}

function addMember({ node, parent, key }: Place, add: Add, scopes: Scopes): void {
  if (node.type !== 'MemberExpression') return;
  const around = parent?.node;
  const isCall = around?.type === 'CallExpression' && key === 'callee';
  const { object, property, computed } = node;
  if (!computed) add('a.b');
  else if (isCall && property.type !== 'Literal') add('a[f](b)');
  else if (property.type !== 'Literal') add('a[b]');
  else add(typeof property.value === 'number' ? 'a[0]' : "a['b']");
  if (computed && (object.type === 'ObjectExpression' || object.type === 'ArrayExpression'))
    add('({…})[key] or […][index]');
  if (around?.type === 'CallExpression' && key === 'arguments' && isApi(object, scopes))
    add('function of an API passed as a value');
}

function isApi(node: AnyNode, scopes: Scopes): boolean {
  const init = node.type === 'Identifier' ? scopes.bindingOf.get(node)?.init : node;
  return init?.type === 'CallExpression' && requiredApi(init, scopes)?.form === 'object';
}

function assignmentForm(operator: string, left: AnyNode): string {
  if (left.type !== 'MemberExpression') return `a ${operator} b`;
  if (operator === '+=') return 'a.b += c';
  if (operator !== '=') return `a ${operator} b`;
  return left.computed ? 'a[b] = c' : 'a.b = c';
}

/** Where an assignment stands that is no statement; the empty text for one that is. */
function nestedAssignment(around: AnyNode, key: string): string {
  if (around.type === 'ExpressionStatement' || (around.type === 'ForStatement' && key !== 'test')) return '';
  if (around.type === 'ArrowFunctionExpression' || around.type === 'SequenceExpression') return '';
  if (around.type === 'AssignmentExpression') return 'a = b = c';
  return around.type === 'CallExpression' ? 'assignment as an argument' : 'assignment as an operand';
}

function addCall(node: CallExpression, add: Add, scopes: Scopes): void {
  const { callee } = node;
  if (isFunction(callee)) add('function called where it is written');
  if (callee.type === 'Identifier') add('f(a)');
  if (callee.type === 'CallExpression') add('f(a)(b)');
  if (callee.type !== 'MemberExpression') return;
  const name = memberName(callee);
  if (name === undefined) return;
  add('a.f(b)');
  if (name === 'push' && node.arguments.length > 1) add('push with several values');
  if (name === 'then' && !isApi(callee.object, scopes))
    add(node.arguments.length > 1 ? 'then(a, b)' : 'then(a)');
  if (name === 'catch' || name === 'finally') add(`${name}(f)`);
  if (name === 'join' && isCallOf(callee.object, 'slice') && isCallOf(callee.object.callee.object, 'match'))
    add('match(…).slice(…).join(…)');
}

function isCallOf(
  node: AnyNode,
  name: string,
): node is CallExpression & { callee: Extract<AnyNode, { type: 'MemberExpression' }> } {
  return (
    node.type === 'CallExpression' &&
    node.callee.type === 'MemberExpression' &&
    memberName(node.callee) === name
  );
}

/** The pattern of a call of match or search, where it is fixed. */
export function patternOf(
  { callee, arguments: [first] }: CallExpression,
  textOf: (node: AnyNode | undefined) => string | undefined,
): string | undefined {
  if (callee.type !== 'MemberExpression') return undefined;
  const name = memberName(callee);
  return name === 'match' || name === 'search' ? textOf(first) : undefined;
}

const PART = /\\u|\\x|\\[\s\S]|\[\^?|\(\?<[=!]|\(\?<|\(\?[=!]|\(\?:|[*+?}]\?|[*+?^$.|(\]]|\{\d[^}]*(?=\})/g;

/** The features of a pattern, each once. */
function patternForms(pattern: string): Set<string> {
  const forms = new Set<string>();
  let inClass = false;
  for (const [part] of pattern.matchAll(PART)) {
    if (part === ']') inClass = false;
    else if (part.startsWith('\\'))
      forms.add(inClass && part === '\\b' ? 'escaped punctuation' : escapeInPattern(part));
    else if (inClass) continue;
    else if (part.startsWith('[')) {
      inClass = true;
      forms.add('class, [a-z] or [^a-z]');
    } else {
      if (/^[*+?}]\?$/.test(part)) forms.add('lazy quantifier');
      forms.add(PARTS[part] ?? PARTS[part[0]!] ?? '');
    }
  }
  return forms;
}

const PARTS: Readonly<Record<string, string | undefined>> = {
  '(?<=': 'look-behind',
  '(?<!': 'look-behind',
  '(?<': 'named group',
  '(?=': 'look-ahead',
  '(?!': 'look-ahead',
  '(?:': '(?:…)',
  '(': 'group',
  '|': 'alternatives',
  '^': '^ or $',
  $: '^ or $',
  '.': 'dot',
  '*': '* or +',
  '+': '* or +',
  '?': '?',
  '{': '{n,m}',
};

function escapeInPattern(text: string): string {
  if (/^\\[dDwWsSb]$/.test(text)) return text;
  if (/^\\[ux]$/.test(text)) return '\\u or \\x';
  if (/^\\[nrt]$/.test(text)) return '\\n, \\r or \\t';
  if (text === '\\B') return '\\b';
  return /^\\[1-9]$/.test(text) ? 'back-reference' : 'escaped punctuation';
}
