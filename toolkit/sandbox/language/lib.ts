/**
 * The sandbox as a TypeScript library, for programs that are checked with `noLib: true`: only the types, methods and
 * globals that exist there, so that charCodeAt, Date, Object.keys or `new` fail where they are written. The text is made
 * from the language and API tables. Of syntax it knows nothing; that is check.ts's business.
 */

import { API_TYPES, APIS } from './apis.ts';
import { METHODS, type Method, READONLY_ARRAY_METHODS } from './table.ts';

/** What every object would inherit from Object but these types do not have. */
const NO_OBJECT_METHODS = 'readonly hasOwnProperty: never;';

/** Interfaces the compiler insists on but that give a program nothing. */
const EMPTY_INTERFACES = `
interface Function { ${NO_OBJECT_METHODS} toString(): string; }
interface CallableFunction extends Function {}
interface NewableFunction extends Function {}
interface RegExp { readonly __regex: never; ${NO_OBJECT_METHODS} toString(): string; }
interface TemplateStringsArray {}
`;

/**
 * What for … of needs in programs with a target of ES2015 or later. The language check refuses the name Symbol, so the
 * value that has to be declared here is of no use to a program.
 */
const ITERATION = `
declare const Symbol: { readonly iterator: unique symbol };
interface IteratorYieldResult<T> { done?: false; value: T; }
interface IteratorReturnResult<R> { done: true; value: R; }
type IteratorResult<T, R = any> = IteratorYieldResult<T> | IteratorReturnResult<R>;
interface Iterator<T, R = any, N = any> { next(...value: [] | [N]): IteratorResult<T, R>; }
interface Iterable<T, R = any, N = any> { [Symbol.iterator](): Iterator<T, R, N>; }
interface IterableIterator<T, R = any, N = any> extends Iterator<T, R, N> { [Symbol.iterator](): IterableIterator<T, R, N>; }
interface IteratorObject<T, R = unknown, N = unknown> extends Iterator<T, R, N> { [Symbol.iterator](): IteratorObject<T, R, N>; }
interface ArrayIterator<T> extends IteratorObject<T, undefined, unknown> { [Symbol.iterator](): ArrayIterator<T>; }
interface StringIterator<T> extends IteratorObject<T, undefined, unknown> { [Symbol.iterator](): StringIterator<T>; }
`;

/** Types without a value: what one expects of the language itself. */
const UTILITY_TYPES = `
type Partial<T> = { [P in keyof T]?: T[P] };
type Required<T> = { [P in keyof T]-?: T[P] };
type Readonly<T> = { readonly [P in keyof T]: T[P] };
type Pick<T, K extends keyof T> = { [P in K]: T[P] };
type Record<K extends keyof any, T> = { [P in K]: T };
type Exclude<T, U> = T extends U ? never : T;
type Extract<T, U> = T extends U ? T : never;
type Omit<T, K extends keyof any> = Pick<T, Exclude<keyof T, K>>;
type NonNullable<T> = T & {};
type Parameters<T extends (...args: any) => any> = T extends (...args: infer P) => any ? P : never;
type ReturnType<T extends (...args: any) => any> = T extends (...args: any) => infer R ? R : any;
`;

function members(methods: Readonly<Record<string, Method>>, only = Object.keys(methods)): string {
  const lines: string[] = [];
  for (const name of only)
    for (const signature of methods[name]!.signatures) lines.push(`  ${name}${signature};`);
  return lines.join('\n');
}

function interfaceOf(head: string, ...parts: string[]): string {
  return `interface ${head} {\n${parts.map((part) => (part.startsWith('  ') ? part : `  ${part}`)).join('\n')}\n}`;
}

/**
 * The library text.
 *
 * @returns declarations for one ambient file; a program adds its own `data`, whose fields differ from tag to tag
 */
export function sandboxLib(): string {
  const apis = [...APIS.values()].map((api) => {
    const note = api.deprecated === undefined ? '' : `  /** @deprecated use ${api.deprecated} */\n`;
    return `${note}  readonly ${api.name}: ${api.type};`;
  });
  const readonlyMethods = members(METHODS.array, [...READONLY_ARRAY_METHODS]).replaceAll(
    'array: T[]',
    'array: readonly T[]',
  );
  const parts = [
    '// The language and the APIs of sandboxed JavaScript. Generated; see toolkit/sandbox/language/lib.ts.',
    interfaceOf('Object', members(METHODS.object)),
    EMPTY_INTERFACES.trim(),
    interfaceOf('Boolean', NO_OBJECT_METHODS, members(METHODS.boolean)),
    interfaceOf('Number', NO_OBJECT_METHODS, members(METHODS.number)),
    interfaceOf(
      'String',
      NO_OBJECT_METHODS,
      'readonly length: number;',
      'readonly [index: number]: string;',
      members(METHODS.string),
      '[Symbol.iterator](): StringIterator<string>;',
    ),
    interfaceOf(
      'ReadonlyArray<T>',
      'readonly length: number;',
      'readonly [index: number]: T;',
      readonlyMethods,
      '[Symbol.iterator](): ArrayIterator<T>;',
    ),
    interfaceOf(
      'Array<T>',
      'length: number;',
      '[index: number]: T;',
      members(METHODS.array),
      '[Symbol.iterator](): ArrayIterator<T>;',
    ),
    interfaceOf(
      'IArguments',
      'readonly length: number;',
      'readonly [index: number]: any;',
      members(METHODS.array).replace(/\bT\b/g, 'any'),
    ),
    interfaceOf(
      'RegExpMatchArray extends Array<string>',
      'readonly index: number;',
      'readonly input: string;',
    ),
    interfaceOf('PromiseLike<T>', `then${METHODS.promise.then!.signatures[0]};`),
    interfaceOf('Promise<T>', NO_OBJECT_METHODS, members(METHODS.promise)),
    ITERATION.trim(),
    UTILITY_TYPES.trim(),
    API_TYPES,
    `interface SandboxApis {\n${apis.join('\n')}\n}`,
    '/** Gives an API of the sandbox; the name must be a string literal. */',
    'declare function require<Name extends keyof SandboxApis>(name: Name): SandboxApis[Name];',
  ];
  return `${parts.join('\n')}\n`;
}
