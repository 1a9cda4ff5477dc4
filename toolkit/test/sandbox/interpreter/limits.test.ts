/** Budget, recursion, positions of errors, line coverage. */

import { describe, expect, test } from 'vitest';
import type { Instruction, Operand, Position } from '../../../sandbox/compiler/instruction.ts';
import { raw } from '../../../sandbox/interpreter/border.ts';
import { isStackOverflow } from '../../../sandbox/interpreter/errors.ts';
import { below, call, fn, get, give, increment, list, plus, quote, run, set, UNDEFINED } from './run.ts';

const at = (line: number, column = 1): Position => ({ line, column });

describe('the budget', () => {
  const endless: [string, Operand[]][] = [
    ['while', [[42, true, [46], false, quote()]]],
    ['for (let …)', [[63, [7, 'i'], [28, false], [46], quote()]]],
    [
      'recursion in small steps',
      [
        [50, 'f', quote('n'), [22, [23, get('n'), 500], quote(['f', plus(get('n'), 1)])]],
        [42, true, ['f', 0], false, quote()],
      ],
    ],
    [
      'a growing list',
      [
        [52, 'l', list(1)],
        [65, 'x', get('l'), quote(call(get('l'), 'push', 1))],
      ],
    ],
  ];
  test.each(endless)('stops an endless %s', (_name, body) => {
    const { error, count } = run(body, { budget: 10_000 });
    expect(error?.message).toMatch(/stopped after 10000 instructions/);
    expect(error).toMatchObject({ recoverable: false, fatal: true });
    expect(count).toBeLessThan(10_100);
  });

  test('cannot be caught by the code', () => {
    const { error } = run([[68, 'e', [53, ...endless[0]![1]], quote(give('caught'))]], { budget: 1000 });
    expect(error?.fatal).toBe(true);
  });

  test('lets a run through that stays within it', () => {
    const body = [
      [41, 'i'],
      set('i', 0),
      [42, below('i', 10), increment('i'), false, quote()],
      give(get('i')),
    ] as Operand[];
    expect(run(body, { budget: 100 }).value).toBe('10');
  });
});

describe('recursion', () => {
  test.each([
    ['a function', [[50, 'f', quote(), give(['f'])], ['f']]],
    ['a callback', [[50, 'f', quote(), call(list(1), 'forEach', get('f'))], ['f']]],
  ] as [string, Operand[]][])('without end of %s is an error of the sandbox', (_name, body) => {
    const { error } = run(body);
    expect(error?.message).toMatch(/nested too deeply/);
    expect(error?.recoverable).toBe(false);
  });

  test('of 900 calls is fine, also after an error deep inside was caught', () => {
    const down: Operand = [
      50,
      'f',
      quote('n'),
      give([39, [18, get('n'), 0], ['f', [37, get('n'), 1]], ['nobody']]),
    ];
    const tried: Operand = [68, '', ['f', 900], quote()];
    expect(run([down, tried, tried, tried, give('done')]).value).toBe('"done"');
  });
});

describe('positions', () => {
  test('an error stands where the innermost instruction from source stands', () => {
    const read: Instruction = [17, UNDEFINED, 'x'];
    const inner = set('r', read);
    const body: Operand[] = [[41, 'r'], inner];
    const { error } = run(body, {
      positions: [
        [inner, at(3)],
        [read, at(3, 9)],
      ],
    });
    expect(error?.position).toEqual(at(3, 9));
  });

  test('instructions without a position take that of what encloses them', () => {
    const statement = call(list(), 'nothing');
    expect(run([statement], { positions: [[statement, at(7)]] }).error?.position).toEqual(at(7));
  });

  test('an error of an API stands at its call', () => {
    const statement: Instruction = ['f'];
    const failing = raw(() => {
      throw new Error('from the API');
    });
    const { error } = run([[52, 'f', ['require', 'api']], statement], {
      apis: { api: failing },
      positions: [[statement, at(4, 2)]],
    });
    expect(error).toMatchObject({ message: 'from the API', position: at(4, 2) });
  });
});

describe('coverage', () => {
  const one = set('r', 1);
  const two = set('r', plus(get('r'), [39, false, give(1), 2]));
  const branch: Instruction = [22, [20, get('r'), 1], quote(two), quote(one)];
  const body: Operand[] = [[41, 'r'], one, branch, [52, 'f', fn([], give(get('r')))], give(get('r'))];
  const positions: [Instruction, Position][] = [
    [one, at(1)],
    [branch, at(2)],
    [two, at(3)],
  ];

  test('holds the lines that ran, and not the others', () => {
    expect(run(body, { positions, coverage: true }).lines).toEqual([1, 2, 3]);
    expect(
      run([[41, 'r'], set('r', 2), [22, false, quote(two)]], { positions, coverage: true }).lines,
    ).toEqual([]);
  });

  test('changes neither value nor count', () => {
    const plain = run(body, { positions });
    const noted = run(body, { positions, coverage: true });
    expect([noted.value, noted.count]).toEqual([plain.value, plain.count]);
    expect(plain.lines).toEqual([]);
  });
});

describe('translation', () => {
  test('of code nested without measure is an error of the sandbox', () => {
    let deep: Operand = 1;
    for (let i = 0; i < 200_000; i++) deep = [28, deep];
    expect(() => run([give(deep)])).not.toThrow();
    expect(run([give(deep)]).error?.message).toMatch(/nested too deeply/);
  });

  test('refuses what is no list of statements', () => {
    expect(run([[22, true, 5]]).error?.message).toBe('Malformed instruction: expected a quoted list, got 5.');
  });
});

test('a pattern that is read where the stack ends says so in an error of its own, which is one of nesting too', () => {
  const message = 'Invalid regular expression: /x/i: Maximum call stack size exceeded';
  expect(isStackOverflow(new SyntaxError(message))).toBe(true);
  expect(isStackOverflow(new RangeError('Maximum call stack size exceeded'))).toBe(true);
  expect(
    isStackOverflow(new SyntaxError('Invalid regular expression: /call stack(/: Unterminated group')),
  ).toBe(false);
});
