/**
 * The accepted surface of sandboxed JavaScript as data: syntax, operators, methods of each type, globals. The APIs are in
 * apis.ts. Unlisted means refused. Check, library types, emulator and documentation read these tables.
 */

/** The syntax tree nodes that have a compiled form, each with the keys of its children in textual order. */
export const NODES = {
  Program: ['body'],
  VariableDeclaration: ['declarations'],
  VariableDeclarator: ['id', 'init'],
  FunctionDeclaration: ['id', 'params', 'body'],
  ReturnStatement: ['argument'],
  IfStatement: ['test', 'consequent', 'alternate'],
  ForStatement: ['init', 'test', 'update', 'body'],
  ForInStatement: ['left', 'right', 'body'],
  ForOfStatement: ['left', 'right', 'body'],
  WhileStatement: ['test', 'body'],
  DoWhileStatement: ['body', 'test'],
  SwitchStatement: ['discriminant', 'cases'],
  SwitchCase: ['test', 'consequent'],
  BreakStatement: ['label'],
  ContinueStatement: ['label'],
  BlockStatement: ['body'],
  EmptyStatement: [],
  ExpressionStatement: ['expression'],
  Identifier: [],
  Literal: [],
  ArrayExpression: ['elements'],
  ObjectExpression: ['properties'],
  Property: ['key', 'value'],
  FunctionExpression: ['id', 'params', 'body'],
  ArrowFunctionExpression: ['params', 'body'],
  UnaryExpression: ['argument'],
  UpdateExpression: ['argument'],
  BinaryExpression: ['left', 'right'],
  LogicalExpression: ['left', 'right'],
  AssignmentExpression: ['left', 'right'],
  ConditionalExpression: ['test', 'consequent', 'alternate'],
  CallExpression: ['callee', 'arguments'],
  MemberExpression: ['object', 'property'],
  SequenceExpression: ['expressions'],
} as const satisfies Record<string, readonly string[]>;

/** Binary and logical operators, each with its opcode. */
export const BINARY_OPERATORS: Readonly<Record<string, number>> = {
  '+': 0,
  '&&': 1,
  '/': 10,
  '==': 12,
  '>': 18,
  '>=': 19,
  '===': 20,
  '!==': 21,
  '<': 23,
  '<=': 24,
  '%': 25,
  '*': 26,
  '!=': 29,
  '||': 30,
  '-': 37,
  '&': 56,
  '<<': 57,
  '|': 59,
  '>>': 60,
  '>>>': 61,
  '^': 62,
};

/** Unary operators, each with its opcode. */
export const UNARY_OPERATORS: Readonly<Record<string, number>> = { '-': 27, '!': 28, typeof: 40, '~': 58 };

/** Assignment operators that can be compiled, each with the binary operator it stands for. */
export const ASSIGNMENT_OPERATORS: Readonly<Record<string, string>> = {
  '=': '',
  '+=': '+',
  '-=': '-',
  '*=': '*',
  '/=': '/',
  '%=': '%',
  '<<=': '<<',
  '>>=': '>>',
  '>>>=': '>>>',
  '&=': '&',
  '|=': '|',
  '^=': '^',
};

/** The types whose methods the sandbox knows. */
export type ValueType =
  | 'string'
  | 'number'
  | 'boolean'
  | 'array'
  | 'object'
  | 'function'
  | 'promise'
  | 'null'
  | 'undefined';

/** A method: its TypeScript signatures in the interface of its type, and the type of its result where it is one type. */
export interface Method {
  readonly signatures: readonly string[];
  readonly result?: ValueType;
}

function method(signature: string | readonly string[], result?: ValueType): Method {
  const signatures = typeof signature === 'string' ? [signature] : signature;
  return result === undefined ? { signatures } : { signatures, result };
}

const CALLBACK = '(value: T, index: number, array: T[]) => unknown';

/** Array methods; the type parameter of the interface is T. */
const ARRAY: Readonly<Record<string, Method>> = {
  concat: method('(...items: (T | readonly T[])[]): T[]', 'array'),
  every: method(`(predicate: ${CALLBACK}): boolean`, 'boolean'),
  filter: method(
    [
      '<S extends T>(predicate: (value: T, index: number, array: T[]) => value is S): S[]',
      `(predicate: ${CALLBACK}): T[]`,
    ],
    'array',
  ),
  forEach: method(`(callback: ${CALLBACK}): void`, 'undefined'),
  hasOwnProperty: method('(key: string | number): boolean', 'boolean'),
  indexOf: method('(value: T, from?: number): number', 'number'),
  join: method('(separator?: string): string', 'string'),
  lastIndexOf: method('(value: T, from?: number): number', 'number'),
  map: method('<U>(callback: (value: T, index: number, array: T[]) => U): U[]', 'array'),
  pop: method('(): T | undefined'),
  push: method('(...items: T[]): number', 'number'),
  reduce: method([
    '(callback: (sum: T, value: T, index: number, array: T[]) => T): T',
    '<U>(callback: (sum: U, value: T, index: number, array: T[]) => U, initial: U): U',
  ]),
  reduceRight: method([
    '(callback: (sum: T, value: T, index: number, array: T[]) => T): T',
    '<U>(callback: (sum: U, value: T, index: number, array: T[]) => U, initial: U): U',
  ]),
  reverse: method('(): T[]', 'array'),
  shift: method('(): T | undefined'),
  slice: method('(start?: number, end?: number): T[]', 'array'),
  some: method(`(predicate: ${CALLBACK}): boolean`, 'boolean'),
  sort: method('(compare?: (a: T, b: T) => number): T[]', 'array'),
  splice: method('(start: number, count?: number, ...items: T[]): T[]', 'array'),
  toString: method('(): string', 'string'),
  unshift: method('(...items: T[]): number', 'number'),
};

/** The array methods that do not change the array; the others are absent from ReadonlyArray. */
export const READONLY_ARRAY_METHODS: readonly string[] = [
  'concat',
  'every',
  'filter',
  'forEach',
  'hasOwnProperty',
  'indexOf',
  'join',
  'lastIndexOf',
  'map',
  'reduce',
  'reduceRight',
  'slice',
  'some',
  'toString',
];

const STRING: Readonly<Record<string, Method>> = {
  charAt: method('(index: number): string', 'string'),
  concat: method('(...parts: string[]): string', 'string'),
  indexOf: method('(text: string, from?: number): number', 'number'),
  lastIndexOf: method('(text: string, from?: number): number', 'number'),
  match: method('(pattern: string | RegExp): RegExpMatchArray | null'),
  replace: method(
    '(pattern: string | RegExp, replacement: string | ((match: string, ...groups: (string | number)[]) => string)): string',
    'string',
  ),
  search: method('(pattern: string | RegExp): number', 'number'),
  slice: method('(start?: number, end?: number): string', 'string'),
  split: method('(separator: string | RegExp, limit?: number): string[]', 'array'),
  substring: method('(start: number, end?: number): string', 'string'),
  toLowerCase: method('(): string', 'string'),
  toLocaleLowerCase: method('(): string', 'string'),
  toString: method('(): string', 'string'),
  toUpperCase: method('(): string', 'string'),
  toLocaleUpperCase: method('(): string', 'string'),
  trim: method('(): string', 'string'),
};

const NUMBER: Readonly<Record<string, Method>> = {
  toString: method('(radix?: number): string', 'string'),
};

const BOOLEAN: Readonly<Record<string, Method>> = { toString: method('(): string', 'string') };

const OBJECT: Readonly<Record<string, Method>> = {
  hasOwnProperty: method('(key: string): boolean', 'boolean'),
  toString: method('(): string', 'string'),
};

const FUNCTION: Readonly<Record<string, Method>> = { toString: method('(): string', 'string') };

/** Promise methods; the type parameter of the interface is T. */
const PROMISE: Readonly<Record<string, Method>> = {
  // biome-ignore lint/suspicious/noThenProperty: this is the table of the methods a promise has
  then: method(
    '<A = T, B = never>(onFulfilled?: ((value: T) => A | Promise<A>) | null, onRejected?: ((reason: unknown) => B | Promise<B>) | null): Promise<A | B>',
    'promise',
  ),
  catch: method(
    '<B = never>(onRejected?: ((reason: unknown) => B | Promise<B>) | null): Promise<T | B>',
    'promise',
  ),
  finally: method('(onFinally?: (() => void) | null): Promise<T>', 'promise'),
};

/** Methods per type. A method that is not here does not exist. */
export const METHODS: Readonly<Record<ValueType, Readonly<Record<string, Method>>>> = {
  array: ARRAY,
  string: STRING,
  number: NUMBER,
  boolean: BOOLEAN,
  object: OBJECT,
  function: FUNCTION,
  promise: PROMISE,
  null: {},
  undefined: {},
};

/**
 * Methods that JavaScript has on some built-in type and the sandbox on none. A call of one of them on a value of unknown
 * type is suspect; any other name may be a function the author stored in an object.
 */
export const ABSENT_METHODS: ReadonlySet<string> = new Set(
  (
    'at copyWithin fill find findIndex findLast findLastIndex flat flatMap includes toReversed toSorted toSpliced ' +
    'charCodeAt codePointAt endsWith localeCompare matchAll normalize padEnd padStart repeat replaceAll startsWith substr ' +
    'trimEnd trimStart trimLeft trimRight isWellFormed toWellFormed ' +
    'toFixed toPrecision toExponential toLocaleString valueOf ' +
    'isPrototypeOf propertyIsEnumerable call apply bind ' +
    'getTime getFullYear getMonth getDate getDay getHours getMinutes getSeconds toISOString'
  ).split(' '),
);

/** Names that are known in every section without a declaration. `arguments` is known inside every function. */
export const TEMPLATE_GLOBALS: readonly string[] = ['require', 'undefined', 'arguments'];

/** Parameters of the function that template code is the body of. */
export const TEMPLATE_PARAMETERS: readonly string[] = ['data'];

/**
 * Names that test code has besides `TEMPLATE_GLOBALS`. Published suites mention `data` there too; `callLater` needs no require there
 * (31 scenarios of AI-Advisors/ai-crawler-analytics, recorded green in the editor), `JSON` and `Promise` do.
 */
export const TEST_GLOBALS: readonly string[] = [
  'runCode',
  'mock',
  'mockObject',
  'assertThat',
  'assertApi',
  'fail',
  'data',
  'callLater',
];

/** Names of the Test API that require gives in any section; only runCode throws. */
export const REQUIRABLE_TEST_NAMES: ReadonlySet<string> = new Set([
  'assertApi',
  'assertThat',
  'fail',
  'mock',
  'mockObject',
  'TestHelper',
]);

/** Names that no section may declare or assign. */
export const RESERVED_NAMES: readonly string[] = ['require', 'undefined', 'arguments', '$0'];

/**
 * Names the interpreter looks up among its own handlers before it looks at variables. A compiled program never calls a
 * variable of such a name.
 */
export const HANDLER_NAMES: readonly string[] = [
  'map',
  'and',
  'contains',
  'equals',
  'or',
  'startsWith',
  'variable',
];
