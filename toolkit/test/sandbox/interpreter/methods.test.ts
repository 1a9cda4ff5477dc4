import { describe, expect, test } from 'vitest';
import { Opaque } from '../../../sandbox/interpreter/values.ts';
import {
  call,
  evaluate,
  failure,
  fn,
  get,
  give,
  list,
  map,
  minus,
  NULL,
  plus,
  run,
  UNDEFINED,
} from './run.ts';

const numbers = list(1, 2, 3, 4, 5);
const letters = 'aXbXc';
const add = fn(['p', 'q'], give(plus(get('p'), get('q'))));
const positive = fn(['p'], give([18, get('p'), 2]));
const nothing = fn([]);

describe('methods of lists', () => {
  test.each([
    ['concat flattens one level', call(numbers, 'concat', 6, list(7, list(8))), '[1, 2, 3, 4, 5, 6, 7, [8]]'],
    ['every is a boolean', call(numbers, 'every', fn([], give(5))), 'true'],
    ['every of nothing returned', call(numbers, 'every', nothing), 'false'],
    ['some is a boolean', call(numbers, 'some', fn([], give('x'))), 'true'],
    ['filter', call(numbers, 'filter', positive), '[3, 4, 5]'],
    ['forEach gives undefined', call(numbers, 'forEach', nothing), 'undefined'],
    ['map', call(numbers, 'map', fn(['p'], give([26, get('p'), 2]))), '[2, 4, 6, 8, 10]'],
    ['map of an empty list asks for no function', call(list(), 'map', 5), '[]'],
    ['hasOwnProperty of an index', call(numbers, 'hasOwnProperty', '0'), 'true'],
    ['hasOwnProperty of length', call(numbers, 'hasOwnProperty', 'length'), 'false'],
    ['indexOf is strict', call(numbers, 'indexOf', '3'), '-1'],
    ['indexOf from the end', call(numbers, 'indexOf', 3, minus(3)), '2'],
    ['indexOf does not round its start', call(numbers, 'indexOf', 3, 0.5), '-1'],
    ['lastIndexOf', call(list(1, 2, 1), 'lastIndexOf', 1), '2'],
    ['lastIndexOf with an undefined start', call(list(1, 2, 1), 'lastIndexOf', 1, UNDEFINED), '2'],
    ['join', call(list(1, NULL, UNDEFINED, list(2, 3), map()), 'join', '-'), '"1---2,3-[object Object]"'],
    ['join with null', call(list(1, 2), 'join', NULL), '"1null2"'],
    ['pop', call(numbers, 'pop'), '5'],
    ['shift', call(numbers, 'shift'), '1'],
    ['push gives the length', call(numbers, 'push', 6, 7), '7'],
    ['unshift gives the length', call(numbers, 'unshift', 6), '6'],
    ['reduce', call(numbers, 'reduce', add), '15'],
    ['reduce with a start', call(numbers, 'reduce', add, 'a'), '"a12345"'],
    ['reduceRight with a start', call(numbers, 'reduceRight', add, 'a'), '"a54321"'],
    ['reverse', call(numbers, 'reverse'), '[5, 4, 3, 2, 1]'],
    ['slice', call(numbers, 'slice', minus(2)), '[4, 5]'],
    ['slice between indices', call(numbers, 'slice', 3.5), '[undefined, undefined]'],
    ['sort goes by text', call(list(10, 9, 1, UNDEFINED, 'a'), 'sort'), '[1, 10, 9, "a", undefined]'],
    [
      'sort with a comparator',
      call(list(3, 1, 2), 'sort', fn(['p', 'q'], give([37, get('q'), get('p')]))),
      '[3, 2, 1]',
    ],
    ['sort takes the comparator as a number', call(list(1, 2), 'sort', fn([], give('x'))), '[1, 2]'],
    ['splice to the end', call(numbers, 'splice', 1), '[2, 3, 4, 5]'],
    [
      'splice with an undefined count removes to the end',
      call(numbers, 'splice', 1, UNDEFINED),
      '[2, 3, 4, 5]',
    ],
    ['splice that inserts takes an undefined count as 0', call(numbers, 'splice', 1, UNDEFINED, 9), '[]'],
    ['toString', call(list(1, list(2, 3)), 'toString'), '"1,2,3"'],
  ])('%s', (_name, expression, expected) => {
    expect(evaluate(expression)).toBe(expected);
  });

  test('callbacks get value, index and list', () => {
    const seen = fn(
      [],
      give(list([17, get('arguments'), 'length'], [20, get('x'), [16, get('arguments'), 2]])),
    );
    expect(evaluate(call(get('x'), 'map', seen), [52, 'x', list(7)])).toBe('[[3, true]]');
  });

  test('holes are skipped by callbacks and filled by slice', () => {
    const holes = [52, 'x', list()] as const;
    const write = [43, get('x'), 2, 1] as const;
    expect(evaluate(call(get('x'), 'map', fn([], give(0))), holes, write)).toBe('[hole, hole, 0]');
    expect(evaluate(call(get('x'), 'filter', fn([], give(true))), holes, write)).toBe('[1]');
    expect(evaluate(call(get('x'), 'slice'), holes, write)).toBe('[undefined, undefined, 1]');
  });

  test('what is added during the walk is not visited', () => {
    const body = fn([], call(get('x'), 'push', 9), give(1));
    expect(evaluate(list(call(get('x'), 'map', body), get('x')), [52, 'x', list(1, 2)])).toBe(
      '[[1, 1], [1, 2, 9, 9]]',
    );
  });

  test('a list inside itself gives empty text', () => {
    const inside = call(get('x'), 'push', get('x'), 2);
    expect(evaluate(list(plus(get('x'), ''), call(get('x'), 'join', '-')), [52, 'x', list(1)], inside)).toBe(
      '["1,,2", "1-1,,2-2"]',
    );
  });

  test('reducing nothing fails, an undefined start counts as none', () => {
    expect(failure(call(list(), 'reduce', add))).toBe('TypeError: Reduce on List with no elements.');
    expect(failure(call(list(), 'reduceRight', add, UNDEFINED))).toBe(
      'TypeError: ReduceRight on List with no elements.',
    );
  });

  test('a callback that is no function fails when it is called', () => {
    expect(failure(call(numbers, 'map', 5))).toBe('TypeError: The callback of map is not a function.');
  });

  test('an own property hides a method', () => {
    const own = [43, get('x'), 'push', fn([], give('mine'))] as const;
    expect(evaluate(call(get('x'), 'push', 1), [52, 'x', list()], own)).toBe('"mine"');
  });

  test.each(['find', 'includes', 'flat', 'keys', 'length'])('there is no method %s', (name) => {
    expect(failure(call(numbers, name))).toBe(`TypeError: Object has no '${name}' property.`);
  });
});

describe('methods of strings', () => {
  test.each([
    ['charAt', call(letters, 'charAt', 1), '"X"'],
    ['concat', call(letters, 'concat', 1, list(2, 3), UNDEFINED), '"aXbXc12,3undefined"'],
    ['indexOf', call(letters, 'indexOf', 'X', 2), '3'],
    ['lastIndexOf', call(letters, 'lastIndexOf', 'X', 2), '1'],
    [
      'match makes a regular expression',
      call(letters, 'match', '(X)(b)?'),
      '["Xb", "X", "b" | index: 1, input: "aXbXc", groups: undefined]',
    ],
    ['match without a match', call(letters, 'match', '^[0-9]+$'), 'null'],
    ['search', call(letters, 'search', '[bc]'), '2'],
    ['replace is literal and takes the first', call('a.b.c', 'replace', '.', '-'), '"a-b.c"'],
    ['replace knows $&', call(letters, 'replace', 'X', '<$&>'), '"a<X>bXc"'],
    ['replace without a replacement', call(letters, 'replace', 'X'), '"aundefinedbXc"'],
    ['replace with a function', call(letters, 'replace', 'X', add), '"aX1bXc"'],
    ['slice', call(letters, 'slice', minus(2)), '"Xc"'],
    ['split is literal', call('a.b', 'split', '.'), '["a", "b"]'],
    ['split with a limit', call(letters, 'split', 'X', 1), '["a"]'],
    ['substring', call(letters, 'substring', 3, 1), '"Xb"'],
    ['toLowerCase', call(letters, 'toLowerCase'), '"axbxc"'],
    ['toUpperCase', call(letters, 'toUpperCase'), '"AXBXC"'],
    ['trim', call(' a\n', 'trim'), '"a"'],
    ['toString', call(letters, 'toString'), '"aXbXc"'],
  ])('%s', (_name, expression, expected) => {
    expect(evaluate(expression)).toBe(expected);
  });

  const pattern = (source: RegExp) => ({ apis: { regex: new Opaque(source) } });
  test.each([
    ['replace', call(letters, 'replace', ['require', 'regex'], '-'), /[bc]/, '"aX-Xc"'],
    [
      'replace, global with groups',
      call(letters, 'replace', ['require', 'regex'], '[$1]'),
      /X(.)/g,
      '"a[b][c]"',
    ],
    ['match, global', call(letters, 'match', ['require', 'regex']), /X./g, '["Xb", "Xc"]'],
    ['search', call(letters, 'search', ['require', 'regex']), /c/, '4'],
    ['split', call(letters, 'split', ['require', 'regex']), /(X)b?/, '["a", "X", "", "X", "c"]'],
  ])('%s takes an opaque regular expression', (_name, expression, source, expected) => {
    expect(run([give(expression)], pattern(source)).value).toBe(expected);
  });

  test.each(['charCodeAt', 'startsWith', 'includes', 'hasOwnProperty', 'padStart', 'repeat'])(
    'there is no method %s',
    (name) => {
      expect(failure(call(letters, name))).toBe(`TypeError: ${name} is not a function`);
    },
  );
});

describe('methods of other values', () => {
  test.each([
    ['a number with a radix', call(255, 'toString', 16), '"ff"'],
    ['a number with a bad radix', call(255, 'toString', 99), '"255"'],
    ['a boolean', call(true, 'toString'), '"true"'],
    ['a map', call(map('a', 1), 'toString'), '"[object Object]"'],
    ['an own key', call(map('a', UNDEFINED), 'hasOwnProperty', 'a'), 'true'],
    ['a missing key', call(map(), 'hasOwnProperty', 'constructor'), 'false'],
    ['a function', call([51, 'name', [7]], 'toString'), '"name"'],
    ['a function in a map', call(map('f', fn(['p'], give(get('p')))), 'f', 3), '3'],
  ])('%s', (_name, expression, expected) => {
    expect(evaluate(expression)).toBe(expected);
  });

  test.each([
    ['number', call(5, 'toFixed', 2), 'TypeError: 5.toFixed is not a function.'],
    ['boolean', call(true, 'valueOf'), 'TypeError: true.valueOf is not a function.'],
    ['undefined', call(UNDEFINED, 'trim'), "TypeError: Can't read property trim of undefined."],
    ['null', call(NULL, 'trim'), "TypeError: Can't read property trim of null."],
    ['map', call(map(), 'keys'), "TypeError: Object has no 'keys' property."],
    ['map with another value', call(map('a', 1), 'a'), 'TypeError: a is not a function'],
    ['function', call(fn([]), 'call'), "TypeError: Object has no 'call' property."],
  ])('a missing method of %s is named', (_name, expression, message) => {
    expect(failure(expression)).toBe(message);
  });
});

test('a list that is reversed and shortened during a walk is walked as it has become', () => {
  const walk = call(
    get('l'),
    'filter',
    fn(['v', 'i', 'l'], call(get('l'), 'reverse'), call(get('l'), 'pop'), give(true)),
  );
  expect(evaluate(walk, [52, 'l', list('a', 1)])).toBe('[1]');
});

test('a filter keeps what stands in the list after its callback', () => {
  const change = fn(['v', 'i', 'l'], [43, get('l'), get('i'), 'new'], give(true));
  expect(evaluate(call(list(1, 2), 'filter', change))).toBe('["new", "new"]');
});

test('a list that holds the text length is a key like any other', () => {
  const key = list('length');
  expect(evaluate(list([16, list(1, 2), key], [16, 'ab', key], [16, 'ab', 'length']))).toBe(
    '[undefined, undefined, 2]',
  );
});
