import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { APIS } from '../../../sandbox/language/apis.ts';
import { sandboxLib } from '../../../sandbox/language/lib.ts';

const LIB = 'sandbox.d.ts';
const PROGRAM = 'program.ts';
const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noLib: true,
  noEmit: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  types: [],
};
const libFile = ts.createSourceFile(LIB, sandboxLib(), OPTIONS.target!, true);

/** The messages TypeScript has for a module in the sandbox, `data` being of unknown fields. */
function diagnose(source: string): string[] {
  const text = `declare const data: { readonly [key: string]: unknown };\n${source}\nexport {};`;
  const file = ts.createSourceFile(PROGRAM, text, OPTIONS.target!, true);
  const host: ts.CompilerHost = {
    getSourceFile: (name) => (name === LIB ? libFile : name === PROGRAM ? file : undefined),
    getDefaultLibFileName: () => LIB,
    writeFile: () => {},
    getCurrentDirectory: () => '',
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (name) => name === LIB || name === PROGRAM,
    readFile: () => undefined,
  };
  const program = ts.createProgram([LIB, PROGRAM], OPTIONS, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

describe('the sandbox as a TypeScript library', () => {
  it.each([
    ['string methods', `const s: string = 'a-b'.split('-').join('').toUpperCase().charAt(0).trim();`],
    ['a string index', `const s = 'abc'; const c: string | undefined = s[0];`],
    [
      'match with a text pattern',
      `const m = 'a'.match('^a$'); const whole: string | undefined = m ? m[0] : undefined;`,
    ],
    [
      'an opaque regular expression',
      `const r = require('createRegex')('a', 'g'); if (r) { 'a'.replace(r, 'b'); require('testRegex')(r, 'a'); }`,
    ],
    [
      'array callbacks',
      `const n: number = [1, 2].map((x) => x + 1).filter((x) => x > 1).reduce((a, b) => a + b, 0);`,
    ],
    [
      'a narrowing filter',
      `const a: string[] = ['a', undefined].filter((x): x is string => x !== undefined);`,
    ],
    ['array variance', `const a: (string | number)[] = ['a']; const b: readonly unknown[] = a;`],
    [
      'for … of over arrays and strings',
      `let s = ''; for (const x of ['a']) { s += x; } for (const c of 'ab') { s += c; }`,
    ],
    ['for … in', `const o: Record<string, number> = {}; for (const k in o) { o[k] = 1; }`],
    ['number and boolean text', `const s: string = (255).toString(16) + true.toString();`],
    ['hasOwnProperty of objects', `const b: boolean = data.hasOwnProperty('a');`],
    [
      'API objects',
      `const Math = require('Math'); const JSON = require('JSON'); const n: number = Math.floor(1.5); const s: string = JSON.stringify({ a: n });`,
    ],
    [
      'Object functions',
      `const Object = require('Object'); const k: string[] = Object.keys(data); const v: number[] = Object.values({ a: 1 });`,
    ],
    [
      'promises of HTTP calls',
      `require('sendHttpRequest')('https://example.com/', { method: 'POST', timeout: 1000 }, 'x').then((r) => r.statusCode, () => 0).then((n) => { const m: number = n; return m; });`,
    ],
    [
      'the callback form of HTTP calls',
      `require('sendHttpGet')('https://example.com/', (status, headers, body) => { const n: number = status; return [n, headers, body]; });`,
    ],
    [
      'Promise.create and all',
      `const Promise = require('Promise'); Promise.all([Promise.create<string>((resolve) => { resolve('a'); })]).then((list) => { const s: string[] = list; return s; });`,
    ],
    ['arguments', `function f() { return arguments[0] + arguments.length; } f();`],
    [
      'unknown event data must be tested',
      `const v = require('getEventData')('value'); const n: number = typeof v === 'number' ? v : 0;`,
    ],
    ['getType as a text of known values', `const isList: boolean = require('getType')(data) === 'array';`],
    [
      'storage and cookies',
      `require('templateDataStorage').setItemCopy('k', { a: 1 }); require('setCookie')('a', 'b', { domain: 'auto', 'max-age': 60, sameSite: 'none' });`,
    ],
  ])('accepts %s', (_name, source) => {
    expect(diagnose(source)).toEqual([]);
  });

  it.each([
    ['charCodeAt', `'a'.charCodeAt(0);`, /'charCodeAt' does not exist/],
    ['startsWith', `'a'.startsWith('a');`, /'startsWith' does not exist/],
    ['hasOwnProperty of a string', `'a'.hasOwnProperty('a');`, /not callable/],
    ['Array find', `[1].find((x) => x === 1);`, /'find' does not exist/],
    ['Array includes', `[1].includes(1);`, /'includes' does not exist/],
    ['toFixed', `(1.5).toFixed(2);`, /'toFixed' does not exist/],
    ['Date', `new Date();`, /Cannot find name 'Date'/],
    ['RegExp as a value', `RegExp('a');`, /'RegExp' only refers to a type/],
    ['a regular-expression literal as text', `const s: string = /a/;`, /not assignable/],
    ['Math without require', `Math.floor(1.5);`, /Cannot find name 'Math'/],
    ['Object.keys without require', `Object.keys(data);`, /'Object' only refers to a type/],
    ['JSON without require', `JSON.parse('1');`, /Cannot find name 'JSON'/],
    ['Promise without require', `Promise.all([]);`, /'Promise' only refers to a type/],
    ['console', `console.log(1);`, /Cannot find name 'console'/],
    ['parseInt', `parseInt('1');`, /Cannot find name 'parseInt'/],
    ['Function.call', `const f = () => 1; f.call(undefined);`, /'call' does not exist/],
    ['Math.random', `require('Math').random();`, /'random' does not exist/],
    ['an unknown API', `require('getevent');`, /not assignable/],
    ['a web API', `require('sendPixel');`, /not assignable/],
    ['an unchecked array element', `const s: string = ['a'][0];`, /undefined/],
    ['an unchecked string element', `const s: string = 'a'[0];`, /undefined/],
    ['event data used as a text', `require('getEventData')('a').trim();`, /unknown/],
    ['a misspelt cookie option', `require('setCookie')('a', 'b', { samesite: 'none' });`, /samesite/],
    [
      'writing into a readonly array',
      `const a: readonly string[] = []; a.push('b');`,
      /'push' does not exist/,
    ],
  ])('refuses %s', (_name, source, message) => {
    expect(diagnose(source).join('\n')).toMatch(message);
  });

  it('gives every API a type of its own', () => {
    const uses = [...APIS.keys()].map((name, i) => `const api${i} = require('${name}'); api${i};`);
    expect(diagnose(uses.join('\n'))).toEqual([]);
  });

  it('has no error inside the library text itself', () => {
    expect(diagnose('')).toEqual([]);
  });
});
