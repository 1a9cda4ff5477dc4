/**
 * Random programs over hostile lengths and depths: texts and lists that double, far indices, lengths no engine can hold, values
 * nested without measure, recursion, promises and jobs that make more of themselves; and every method and many APIs on them.
 */

/** Gives a whole number from 0 up to but not including `below`. */
type Choose = (below: number) => number;

const LENGTHS = [
  '0',
  '1',
  '1000',
  '65536',
  '4194304',
  '4194305',
  '4294967295',
  '4294967296',
  '1.5',
  '-1',
  "'7'",
  'x',
];
const TEXT_CALLS = [
  "split('')",
  "split('x', 3)",
  'split(t)',
  "replace('x', t)",
  "replace(x, '$&$&$`')",
  "match('x+')",
  "match('y$')",
  "search('z')",
  'toUpperCase()',
  'toLowerCase()',
  'trim()',
  'concat(t, l)',
  'indexOf(t)',
  "lastIndexOf('x', x)",
  'slice(x, 5)',
  'substring(5, x)',
  'charAt(x)',
  'toString()',
];
const LIST_CALLS = [
  'concat(l, n)',
  'concat(l)',
  'join()',
  'join(t)',
  'join(x)',
  'slice(x)',
  'splice(x, 2, l, t)',
  'splice(1)',
  'push(l, n)',
  'unshift(t, x)',
  'pop()',
  'shift()',
  'reverse()',
  'sort()',
  'sort((p, q) => p - q)',
  'map((v) => [v])',
  'filter((v) => v)',
  'forEach((v) => { x = v; })',
  'some((v) => v === t)',
  'every((v) => true)',
  'reduce((p, q) => p + q)',
  'reduceRight((p, q) => q)',
  'indexOf(x)',
  'lastIndexOf(t, x)',
  'toString()',
  'hasOwnProperty(x)',
];
const APIS: Record<string, readonly string[]> = {
  JSON: ['.stringify(n)', '.stringify(l)', '.parse(t)', ".parse('[' + t + ']')"],
  Object: ['.keys(l)', '.entries(n)', '.values(t)', '.freeze(l)', '.delete(n, x)'],
  Math: ['.max(t, l, x)', '.pow(x, 1e9)', '.abs(n)'],
  Promise: ['.create((r) => { r(l); })', '.all([n, l])', '.create(() => {})'],
  makeString: ['(n)', '(l)'],
  makeNumber: ['(n)', '(t)'],
  makeTableMap: ["([{k: t, v: l}, {k: '__proto__', v: n}], 'k', 'v')"],
  encodeUriComponent: ['(t)', '(l)'],
  toBase64: ['(t)'],
  fromBase64: ['(t)'],
  sha256Sync: ['(t)'],
  parseUrl: ["('https://a.example/?' + t)"],
  logToConsole: ['(t, l, n)'],
  getType: ['(x)'],
  templateDataStorage: ['.setItemCopy(t, n)', '.setItemCopy(x, l)', '.getItemCopy(x)'],
  testRegex: ["(require('createRegex')('x*y'), t)"],
  sendMessage: ["('m', {n: n, l: l})"],
  setCookie: ["('c', t)"],
  setResponseBody: ["(t, 'base64')"],
  getEventData: ["('a.' + t)"],
  callLater: ['(() => { x = l; })'],
};

/** The text of one program with the variables t (text), l (list), n (nested) and x (anything). */
export function hostileProgram(choose: Choose): string {
  const pick = <T>(list: readonly T[]): T => list[choose(list.length)]!;
  /** Small nearly always: a program of many seconds says no more than one of a millisecond. */
  const doublings = (): number => (choose(40) === 0 ? 40 : choose(12));
  const turns = (): number => (choose(20) > 0 ? choose(14) : pick([50_000, 1500, 60]));
  const variable = (): string => pick(['t', 'l', 'n', 'x']);

  const statement = (): string => {
    switch (choose(14)) {
      case 0:
        return `for (let i = 0; i < ${doublings()}; i++) { t = t + t; }`;
      case 1:
        return `for (let i = 0; i < ${doublings()}; i++) { l = l.concat(l); }`;
      case 2:
        return `for (let i = 0; i < ${turns()}; i++) { n = ${pick(['[n]', '{n: n}', '[n, n]', '{a: n, b: n}'])}; }`;
      case 3:
        return `l.length = ${pick(LENGTHS)};`;
      case 4:
        return `l[${pick(LENGTHS)}] = ${variable()};`;
      case 5:
        return `x = ${pick(['h(3)', 'h([])', "'' + h(l)", 'l.map((v) => h(v))'])};`;
      case 6:
        return `const P = require('Promise'); const f = () => P.create((r) => { r(1); }).then(f); x = f();`;
      case 7:
        return `const later = require('callLater'); const f = () => { later(f); ${pick(['', 'later(f);'])} }; f();`;
      case 8:
        return `x = ${variable()} ${pick(['+', '-', '<', '==', '===', '&&'])} ${variable()};`;
      case 9:
      case 10:
        return `x = t.${pick(TEXT_CALLS)};`;
      case 11:
      case 12:
        return `x = l.${pick(LIST_CALLS)};`;
      default: {
        const name = pick(Object.keys(APIS));
        return `x = require('${name}')${pick(APIS[name]!)};`;
      }
    }
  };
  const statements = Array.from({ length: 2 + choose(7) }, () => `{ ${statement()} }`);
  return `let t = 'xy'; let l = [1, 'x', [2]]; let n = [1]; let x = 7;
const h = (p) => ${pick(['h(p + 1)', 'p', '[h(p)]'])};
${statements.join('\n')}
return ${variable()};`;
}
