/** What TypeScript says of programs for the sandbox, all of them in one call of its command. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { APIS } from '../../../sandbox/language/apis.ts';
import { sandboxLib } from '../../../sandbox/language/lib.ts';

const TSC = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
const TSCONFIG = {
  compilerOptions: {
    strict: true,
    noLib: true,
    noEmit: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    target: 'ES2022',
    module: 'ESNext',
    types: [],
  },
  include: ['.'],
};

/** The messages for each source, a module in the sandbox with `data` of unknown fields. */
function diagnose(sources: readonly string[]): string[][] {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-lib-'));
  try {
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
    writeFileSync(join(folder, 'sandbox.d.ts'), sandboxLib());
    for (const [i, source] of sources.entries()) {
      const text = `declare const data: { readonly [key: string]: unknown };\n${source}\nexport {};`;
      writeFileSync(join(folder, `program${i}.ts`), text);
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, [TSC, '-p', '.', '--pretty', 'false'], {
      cwd: folder,
      encoding: 'utf8',
    });
    const messages = sources.map((): string[] => []);
    for (const [, number, message] of stdout.matchAll(/^program(\d+)\.ts\(.*?\): error (.*(?:\n .*)*)/gm))
      messages[Number(number)]!.push(message!);
    // Whatever else it says is about the library itself.
    const rest = stdout.replace(/^program\d+\.ts\(.*(?:\n .*)*\n?/gm, '') + stderr;
    if (rest !== '' || (status !== 0) !== messages.some((list) => list.length > 0))
      throw new Error(`tsc ended with ${status}: ${rest}`);
    return messages;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const ACCEPTED: [what: string, source: string][] = [
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
  ['a narrowing filter', `const a: string[] = ['a', undefined].filter((x): x is string => x !== undefined);`],
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
  [
    'every API under its name',
    [...APIS.keys()].map((name, i) => `const api${i} = require('${name}'); api${i};`).join('\n'),
  ],
  ['nothing at all', ''],
];

const REFUSED: [what: string, source: string, message: RegExp][] = [
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
  ['writing into a readonly array', `const a: readonly string[] = []; a.push('b');`, /'push' does not exist/],
];

describe('the sandbox as a TypeScript library', () => {
  const said = diagnose([...ACCEPTED, ...REFUSED].map(([, source]) => source));

  it.each(ACCEPTED.map(([what], i) => [what, said[i]] as const))('accepts %s', (_what, messages) => {
    expect(messages).toEqual([]);
  });

  it.each(REFUSED.map(([what, , message], i) => [what, said[ACCEPTED.length + i], message] as const))(
    'refuses %s',
    (_what, messages, message) => {
      expect(messages!.join('\n')).toMatch(message);
    },
  );
});
