/** Opcodes, scopes and control flow, with the number of instructions each takes; the figures are worked out by hand. */

import { describe, expect, test } from 'vitest';
import type { Instruction, Operand } from '../../../sandbox/compiler/instruction.ts';
import { raw } from '../../../sandbox/interpreter/border.ts';
import { Opaque } from '../../../sandbox/interpreter/values.ts';
import {
  below,
  call,
  evaluate,
  failure,
  fn,
  get,
  give,
  increment,
  list,
  map,
  minus,
  NULL,
  plus,
  quote,
  run,
  set,
  UNDEFINED,
} from './run.ts';

const operator = (opcode: number, a: Operand, b: Operand): Instruction => [opcode, a, b];

describe('operators', () => {
  test.each([
    ['+ of numbers', plus(1, 2), '3'],
    ['+ of text', plus(1, '2'), '"12"'],
    ['+ of a list', plus(list(1, list(2, 3)), ''), '"1,2,3"'],
    ['+ of a map', plus(map(), ''), '"[object Object]"'],
    ['+ of a function is its name', plus([51, 'f', [7]], 1), '"f1"'],
    ['+ of undefined', plus(UNDEFINED, 1), 'NaN'],
    ['-', operator(37, '5', list(2)), '3'],
    ['*', operator(26, 3, '4'), '12'],
    ['/', operator(10, 1, 4), '0.25'],
    ['%', operator(25, minus(5), 3), '-2'],
    ['< of text', operator(23, 'a', 'b'), 'true'],
    ['< of a list and a number', operator(23, list(5), 10), 'true'],
    ['<=', operator(24, 2, 2), 'true'],
    ['> of undefined', operator(18, UNDEFINED, 0), 'false'],
    ['>=', operator(19, 'b', 'a'), 'true'],
    ['== of number and text', operator(12, 1, '1'), 'true'],
    ['== of null and undefined', operator(12, NULL, UNDEFINED), 'true'],
    ['== of lists goes by identity', operator(12, list(), list()), 'false'],
    ['== of a list and text', operator(12, list(1, 2), '1,2'), 'true'],
    ['== of a map and text', operator(12, map(), '[object Object]'), 'true'],
    ['!=', operator(29, 1, '1'), 'false'],
    ['===', operator(20, 1, '1'), 'false'],
    ['!==', operator(21, 1, '1'), 'true'],
    ['&', operator(56, 12, '10'), '8'],
    ['|', operator(59, UNDEFINED, 5), '5'],
    ['^', operator(62, 12, 10), '6'],
    ['<< is signed', operator(57, 1, 31), '-2147483648'],
    ['>> is signed', operator(60, minus(8), 1), '-4'],
    ['>>> is unsigned', operator(61, minus(1), 0), '4294967295'],
    ['~', [58, 5], '-6'],
    ['unary -', minus('a'), 'NaN'],
    ['!', [28, ''], 'true'],
    ['&& gives the deciding value', [1, 0, 5], '0'],
    ['|| gives the deciding value', [30, '', 'x'], '"x"'],
    ['?:', [39, list(), 1, 2], '1'],
    ['typeof function', [40, fn([])], '"function"'],
    ['typeof null', [40, NULL], '"object"'],
    ['typeof list', [40, list()], '"object"'],
  ] as [string, Instruction, string][])('%s', (_name, expression, expected) => {
    expect(evaluate(expression)).toBe(expected);
  });

  test('opaque values are compared by what they wrap, and equal nothing else', () => {
    const native = /a/;
    const apis = { one: new Opaque(native), two: new Opaque(native) };
    const both = (opcode: number) => operator(opcode, ['require', 'one'], ['require', 'two']);
    expect(run([give(list(both(12), both(20)))], { apis }).value).toBe('[true, true]');
    expect(run([give(operator(12, ['require', 'one'], '/a/'))], { apis }).value).toBe('false');
  });
});

describe('properties', () => {
  test('a map keeps the order of its keys, numbers included', () => {
    expect(evaluate(map('b', 1, 2, 2, '1', 3, 'b', 4))).toBe('{b: 4, 2: 2, 1: 3}');
  });

  test('__proto__ and constructor are ordinary keys', () => {
    expect(evaluate(list([17, map('__proto__', 1), '__proto__'], [17, map(), 'constructor']))).toBe(
      '[1, undefined]',
    );
  });

  test.each([
    ['1', '"b"'],
    ['01', 'undefined'],
    ['length', '3'],
    ['charAt', 'undefined'],
  ])('of a string only length and indices can be read: %s', (key, expected) => {
    expect(evaluate([16, 'abc', key])).toBe(expected);
  });

  test('keys of a list that are no index lie beside its items', () => {
    const body: Operand[] = [
      [52, 'l', list(1)],
      [43, get('l'), '01', 2],
      [43, get('l'), minus(1), 3],
      [43, get('l'), '1', 4],
    ];
    expect(evaluate(get('l'), ...body)).toBe('[1, 4 | 01: 2, -1: 3]');
  });

  test('length cuts, and refuses what is no length', () => {
    expect(evaluate(get('l'), [52, 'l', list(1, 2, 3)], [43, get('l'), 'length', 1])).toBe('[1]');
    expect(failure([43, list(), 'length', 1.5])).toBe('RangeError: Length property must be a valid integer.');
  });

  test('functions have own properties and no others', () => {
    const body: Operand[] = [
      [52, 'f', fn(['p'])],
      [43, get('f'), 'x', 1],
    ];
    expect(evaluate(list([17, get('f'), 'x'], [17, get('f'), 'length']), ...body)).toBe('[1, undefined]');
  });

  test('writing to a primitive is ignored', () => {
    expect(evaluate([43, 'abc', 'x', 1])).toBe('1');
  });

  test('methods are no values', () => {
    expect(evaluate([17, list(), 'push'])).toBe('undefined');
  });
});

describe('variables', () => {
  test('a name nobody declared reads as undefined', () => {
    expect(evaluate(get('nobody'))).toBe('undefined');
  });

  test('assigning to a name nobody declared fails before the value is evaluated, naming the raw operand', () => {
    const { error, count } = run([set('x', plus(get('y'), 2))]);
    expect(error?.message).toBe('Attempting to assign to undefined value 0,15,y,2');
    expect(error?.recoverable).toBe(false);
    expect(count).toBe(1);
  });

  test('before its declaration has run a name means the outer one', () => {
    const body: Operand[] = [
      [52, 'x', 'outer'],
      [53, set('r', get('x')), [41, 'x'], set('x', 'inner')],
    ];
    expect(evaluate(get('r'), [41, 'r'], ...body)).toBe('"outer"');
  });

  test('a const keeps its first value, whatever is assigned or declared', () => {
    const later: Operand[] = [set('x', 2), [41, 'x'], [52, 'x', 3], [50, 'x', [46]]];
    expect(evaluate(list(set('x', 4), get('x')), [52, 'x', 1], ...later)).toBe('[4, 1]');
  });

  test('a declared variable can become a const', () => {
    expect(evaluate(get('x'), [41, 'x'], set('x', 1), [52, 'x', 2], set('x', 3))).toBe('2');
  });

  test('each run of a declaration starts afresh', () => {
    const body = quote([53, [41, 'x'], call(get('r'), 'push', get('x')), set('x', 1)], increment('i'));
    expect(
      evaluate(get('r'), [41, 'i'], set('i', 0), [52, 'r', list()], [42, below('i', 2), [46], false, body]),
    ).toBe('[undefined, undefined]');
  });

  test('a const in the body of while is declared once only', () => {
    const body = quote([52, 'x', get('i')], increment('i'));
    expect(evaluate(get('x'), [41, 'i'], set('i', 0), [42, below('i', 3), [46], false, body])).toBe('0');
  });

  test('globals of the embedder can be read and called', () => {
    const globals = { answer: 42, twice: raw(([x]) => Number(x) * 2) };
    expect(run([give(list(get('answer'), ['twice', 4]))], { globals }).value).toBe('[42, 8]');
  });
});

describe('functions', () => {
  test('missing parameters are undefined, extra arguments are in arguments', () => {
    const show = fn(['p', 'q'], give(list(get('p'), get('q'), get('arguments'))));
    expect(evaluate(list(['f', 1], ['f', 1, 2, 3]), [52, 'f', show])).toBe(
      '[[1, undefined, [1]], [1, 2, [1, 2, 3]]]',
    );
  });

  test('arguments is not linked to the parameters, and an arrow has its own', () => {
    const outer = fn(
      ['p'],
      set('p', 9),
      give(list(get('arguments'), call(list(0), 'map', fn([], give(get('arguments')))))),
    );
    expect(evaluate(['f', 1], [52, 'f', outer])).toBe('[[1], [[0, 0, [0]]]]');
  });

  test('closures share the variables of their scope', () => {
    const counter = fn([], [41, 'n'], set('n', 0), give(fn([], increment('n'), give(get('n')))));
    const apart = [
      [52, 'make', counter],
      [52, 'a', ['make']],
      [52, 'b', ['make']],
    ] as Operand[];
    expect(evaluate(list(['a'], ['a'], ['b']), ...apart)).toBe('[1, 2, 1]');
  });

  test('a call of a call goes through $0', () => {
    const make = fn(['p'], give(fn(['q'], give(plus(get('p'), get('q'))))));
    expect(evaluate([13, [41, '$0'], set('$0', ['make', 1]), ['$0', 2]], [52, 'make', make])).toBe('3');
  });

  test('the name of a function expression is not visible inside', () => {
    expect(evaluate(['f'], [52, 'f', [51, 'own', [7], give(get('own'))]])).toBe('undefined');
  });

  test('the function is looked up before its arguments are evaluated', () => {
    expect(failure(['nobody', ['other']])).toBe('Attempting to execute non-function nobody.');
  });

  test('an opcode without an implementation is a function nobody has', () => {
    expect(failure([99, 1])).toBe('Attempting to execute non-function 99.');
  });

  test('require takes its operand as it stands', () => {
    expect(failure(['require', get('x')])).toBe('15,x is not a valid API name.');
  });
});

describe('loops and branches', () => {
  const push = (value: Operand) => call(get('r'), 'push', value);
  const collected = (...body: Operand[]) => evaluate(get('r'), [52, 'r', list()], ...body);

  test('for (let …) gives every turn its own variable, copied before the update', () => {
    const loop: Operand[] = [
      [
        53,
        [41, 'i'],
        set('i', 0),
        [63, [7, 'i'], below('i', 3), increment('i'), quote(push(fn([], give(get('i')))))],
      ],
    ];
    expect(evaluate(call(get('r'), 'map', fn(['f'], give(['f']))), [52, 'r', list()], ...loop)).toBe(
      '[0, 1, 2]',
    );
  });

  test('for (let …) leaves the outer variable as it was', () => {
    expect(
      evaluate(get('i'), [41, 'i'], set('i', 7), [63, [7, 'i'], below('i', 9), increment('i'), quote()]),
    ).toBe('7');
  });

  test('continue reaches the update, break leaves the loop', () => {
    const body = quote(
      [22, [20, get('i'), 1], quote([6])],
      [22, [20, get('i'), 3], quote([4])],
      push(get('i')),
    );
    expect(collected([41, 'i'], set('i', 0), [42, below('i', 9), increment('i'), false, body])).toBe(
      '[0, 2]',
    );
  });

  test('while with a first turn runs it without a test and without the update', () => {
    expect(
      collected([41, 'i'], set('i', 5), [42, below('i', 0), increment('i'), true, quote(push(get('i')))]),
    ).toBe('[5]');
  });

  test.each([
    ['map', map('b', 1, 'a', 2, '1', 3), '["b", "a", "1"]'],
    ['list', list('x', 'y'), '["0", "1"]'],
    ['text', 'ab', '[0, 1]'],
    ['number', 5, '[]'],
    ['null', NULL, '[]'],
  ] as [string, Operand, string][])('for … in over a %s', (_name, subject, expected) => {
    for (const opcode of [54, 55])
      expect(collected([opcode, 'k', subject, quote(push(get('k')))])).toBe(expected);
    expect(collected([41, 'k'], [47, 'k', subject, quote(push(get('k')))])).toBe(expected);
  });

  test('for … of reads the length again on every turn', () => {
    const body = quote(push(get('x')), [
      22,
      [23, [17, get('l'), 'length'], 3],
      quote(call(get('l'), 'push', 'new')),
    ]);
    expect(collected([52, 'l', list(1, 2)], [65, 'x', get('l'), body])).toBe('[1, 2, "new"]');
    expect(collected([66, 'x', 'ab', quote(push(get('x')))])).toBe('["a", "b"]');
    expect(failure([65, 'x', map(), quote()])).toBe('The value is not iterable.');
  });

  test('the variable of for (const … of) cannot be assigned', () => {
    expect(collected([65, 'x', list(1), quote(set('x', 2), push(get('x')))])).toBe('[1]');
    expect(collected([66, 'x', list(1), quote(set('x', 2), push(get('x')))])).toBe('[2]');
  });

  const cases = (subject: Operand, ...last: Operand[]): Instruction => [
    38,
    subject,
    quote(1, 2, 3),
    quote([5, quote(push('one'), [4])], [5, quote(push('two'))], [5, quote(push('three'))], ...last),
  ];
  test('switch falls through until a break, and has its default last', () => {
    expect(collected(cases(1))).toBe('["one"]');
    expect(collected(cases(2, [9, quote(push('default'))]))).toBe('["two", "three", "default"]');
    expect(collected(cases('2', [9, quote(push('default'))]))).toBe('["default"]');
    expect(collected(cases('2'))).toBe('[]');
  });

  test('return leaves everything', () => {
    const body = quote([
      65,
      'x',
      list(1, 2),
      quote([38, get('x'), quote(2), quote([5, quote(give('found'))])]),
    ]);
    expect(run([[42, true, [46], false, body]]).value).toBe('"found"');
  });

  test('catch sees recoverable errors only', () => {
    const attempt = (what: Operand): Operand => [68, 'e', what, quote(give(plus(get('e'), '')))];
    expect(run([attempt(['nobody'])]).value).toBe('"Error: Attempting to execute non-function nobody."');
    expect(failure(attempt(set('nobody', 1)))).toBe('Attempting to assign to undefined value 1');
  });

  test('finally runs after an error and passes it on', () => {
    const { error } = run([[67, ['nobody'], [53, [43, get('a'), 'seen', 1]]]]);
    expect(error?.message).toBe('Attempting to execute non-function nobody.');
    expect(run([[67, [53, give(1)], [53, give(2)]]]).value).toBe('2');
  });
});

describe('counting', () => {
  const loop = (...body: Operand[]) => [42, below('i', 3), [46], false, quote(...body)] as Instruction;
  test.each([
    ['nothing', [], 0],
    ['return 1', [give(1)], 1],
    ['if that is taken', [[22, true, quote()]], 2],
    ['if that is not taken', [[22, false, quote()]], 1],
    ['let x = 1', [[41, 'x'], set('x', 1)], 2],
    ['a declaration of a function', [[50, 'f', quote('p'), give(get('p'))]], 3],
    [
      'a declaration and a call',
      [
        [50, 'f', quote('p'), give(get('p'))],
        ['f', 1],
      ],
      6,
    ],
    ['x.push(1)', [[52, 'x', list()], call(get('x'), 'push', 1)], 5],
    ['callbacks', [call(list(1, 2, 3), 'forEach', fn(['x'], give(get('x'))))], 11],
    ['i++', [[41, 'i'], set('i', 0), increment('i')], 7],
    ['while', [[41, 'i'], set('i', 0), loop(increment('i'))], 30],
    [
      'for (let …)',
      [[53, [41, 'i'], set('i', 0), [63, [7, 'i'], below('i', 3), increment('i'), quote()]]],
      29,
    ],
    ['for … of', [[65, 'x', list(1, 2, 3), quote()]], 3],
    ['switch', [[38, 2, quote(1, 2, 3), quote([5, quote()], [5, quote([4])], [5, quote()])]], 6],
    ['a short circuit', [[1, false, get('x')]], 1],
    ['a block', [[53, [13, 1]]], 2],
    ['a call through $0', [[13, [41, '$0'], set('$0', fn([], give(1))), ['$0']]], 7],
  ] as [string, Operand[], number][])('%s', (_name, body, expected) => {
    expect(run(body).count).toBe(expected);
  });

  test.each([
    ['in the middle of an expression', [plus(plus(1, [17, UNDEFINED, 'x']), plus(2, 3))], 4],
    ['in a condition', [[22, [1, [17, UNDEFINED, 'x'], get('y')], quote(give(plus(1, 2)))]], 4],
    ['in an argument', [call(list(), 'push', ['nobody'], plus(1, 2))], 4],
  ] as [string, Operand[], number][])(
    'what an error leaves undone is not counted: %s',
    (_name, body, expected) => {
      expect(run(body).count).toBe(expected);
    },
  );

  test('what break, continue and return leave undone is not counted', () => {
    const body = (jump: Operand) =>
      [[41, 'i'], set('i', 0), loop(increment('i'), jump, plus(1, 2))] as Operand[];
    // 3 to set up, the quoted list, then per turn the test (2), i++ (5) and the jump; continue adds the update and a last test.
    expect(run(body([4])).count).toBe(3 + 1 + 2 + 5 + 1);
    expect(run(body(give(1))).count).toBe(3 + 1 + 2 + 5 + 1);
    expect(run(body([6])).count).toBe(3 + 1 + 3 * (2 + 5 + 1 + 1) + 2);
  });
});
