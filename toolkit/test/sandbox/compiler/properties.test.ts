import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../test/any-character.ts';
import { CompileError, compile } from '../../../sandbox/compiler/compile.ts';
import type { Instruction, Operand } from '../../../sandbox/compiler/instruction.ts';
import { checkSource } from '../../../sandbox/language/check.ts';
import { HANDLER_NAMES } from '../../../sandbox/language/table.ts';

/** Opcodes that have an implementation in the interpreter and may come from source. */
const OPCODES = new Set(
  '0 1 2 3 4 5 6 7 8 9 10 12 13 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66'
    .split(' ')
    .map(Number),
);

/** Calls `visit` for every instruction below a root, without recursion. */
function eachInstruction(root: Instruction, visit: (instruction: Instruction) => void): void {
  const stack: Instruction[] = [root];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    visit(next);
    for (const operand of next.slice(1) as Operand[])
      if (Array.isArray(operand)) stack.push(operand as Instruction);
  }
}

const NAMES = ['a', 'b', 'data', 'map', 'or', 'value', 'x1'];
const LEXICAL = ['c', 'd', 'and', 'equals', 'y2'];
const { statement } = fc.letrec<{ expression: string; statement: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...NAMES, ...LEXICAL, '1', "'text'", 'undefined', 'null', 'true', '[]', '({})'),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom('+', '-', '*', '&&', '||', '===', '<', '>>>', '%'),
        tie('expression'),
      )
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    fc
      .tuple(fc.constantFrom('!', '-', '~', 'typeof '), tie('expression'))
      .map(([operator, value]) => `${operator}(${value})`),
    fc.tuple(tie('expression'), tie('expression')).map(([object, key]) => `(${object})[${key}]`),
    fc.tuple(tie('expression'), tie('expression')).map(([object, value]) => `(${object}).m(${value})`),
    fc
      .tuple(fc.constantFrom(...NAMES, ...LEXICAL), tie('expression'))
      .map(([name, value]) => `${name}(${value})`),
    fc.tuple(tie('expression'), tie('expression')).map(([callee, value]) => `(${callee})(1)(${value})`),
    fc
      .tuple(fc.constantFrom(...NAMES, ...LEXICAL), tie('expression'))
      .map(([name, value]) => `((${name}) => ${value})`),
    fc
      .tuple(tie('expression'), tie('expression'), tie('expression'))
      .map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `[${a}, {k: ${b}}]`),
  ),
  statement: fc.oneof(
    { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
    tie('expression').map((value) => `(${value});`),
    fc.tuple(fc.constantFrom(...NAMES), tie('expression')).map(([name, value]) => `var ${name} = ${value};`),
    fc
      .tuple(fc.constantFrom(...LEXICAL), tie('expression'))
      .map(([name, value]) => `if (data) { let ${name} = ${value}; }`),
    fc
      .tuple(fc.constantFrom(...NAMES), tie('expression'))
      .map(([name, value]) => `data.${name} += ${value};`),
    fc
      .tuple(tie('expression'), tie('statement'))
      .map(([test, body]) => `if (${test}) { ${body} } else { ${body} }`),
    fc
      .tuple(fc.constantFrom(...LEXICAL), tie('statement'))
      .map(([name, body]) => `for (let ${name} = 0; ${name} < 2; ${name}++) { ${body} }`),
    fc
      .tuple(fc.constantFrom(...LEXICAL), tie('expression'), tie('statement'))
      .map(([name, list, body]) => `for (const ${name} of ${list}) { ${body} }`),
    fc
      .tuple(tie('expression'), tie('statement'))
      .map(([value, body]) => `switch (${value}) { case 1: ${body} break; default: ${body} }`),
    fc
      .tuple(fc.constantFrom(...NAMES), tie('statement'))
      .map(([name, body]) => `data(function (${name}) { ${body} return; });`),
  ),
}));
const program = fc.array(statement, { maxLength: 6 }).map((list) => list.join('\n'));

/** A third of a count, and under LONG=1 ten times as many. */
const few = (count: number): number => (process.env.LONG === '1' ? 10 * count : Math.ceil(count / 3));

const TOKENS =
  'a b data = == => ( ) { } [ ] ; , . ... ? : ?. ?? + ++ - * ** / /x/ `t` "s" 0x1 1n 08 if else for in of while do switch case default break continue return const let var function class new this try catch throw async await yield delete void typeof import export label: <!-- --> #! \n \\u0061 $ { }'.split(
    ' ',
  );
const soup = fc.array(fc.constantFrom(...TOKENS), { maxLength: 30 }).map((list) => list.join(' '));

describe('any text', () => {
  it.each([
    ['letters and signs', fc.string({ unit: anyCharacter, maxLength: 200 })],
    ['tokens in any order', soup],
    [
      'programs cut off anywhere',
      fc.tuple(program, fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1))),
    ],
  ])('of %s gives problems and a program or one CompileError', (_name, texts) => {
    fc.assert(
      fc.property(
        texts,
        fc.constantFrom('TAG' as const, 'CLIENT' as const, 'MACRO' as const, 'TEST' as const),
        (source, kind) => {
          for (const problem of checkSource(source, { kind })) {
            expect(problem.code).toMatch(/^SANDBOX_[A-Z_]+$/);
            expect(problem.line).toBeGreaterThan(0);
            expect(problem.column).toBeGreaterThan(0);
          }
          try {
            compile(source);
          } catch (error) {
            expect(error).toBeInstanceOf(CompileError);
          }
        },
      ),
      { numRuns: few(400) },
    );
  });
});

describe('a valid program', () => {
  it.each([true, false])(
    'mentions only known opcodes and calls no handler by accident (renamed: %s)',
    (rename) => {
      fc.assert(
        fc.property(program, (source) => {
          const free = new Set(
            checkSource(source, { kind: 'MACRO' }).flatMap(({ code, message }) =>
              code === 'SANDBOX_UNDECLARED' ? [message.slice(0, message.indexOf(':')).split(' ').pop()!] : [],
            ),
          );
          const wrong: (string | number)[] = [];
          eachInstruction(compile(source, { rename }).root, ([op]) => {
            if (typeof op === 'number' ? !OPCODES.has(op) : HANDLER_NAMES.includes(op) && !free.has(op))
              wrong.push(op);
          });
          expect(wrong).toEqual([]);
        }),
        { numRuns: few(300) },
      );
    },
  );

  it('is JSON and compiles the same way twice', () => {
    fc.assert(
      fc.property(program, (source) => {
        const { root } = compile(source);
        expect(JSON.parse(JSON.stringify(root))).toEqual(root);
        expect(compile(source).root).toEqual(root);
      }),
      { numRuns: few(200) },
    );
  });

  it('has a position for every instruction but quoted lists', () => {
    fc.assert(
      fc.property(program, (source) => {
        const { root, positions } = compile(source);
        const placeless: Instruction[] = [];
        eachInstruction(root, (instruction) => {
          const [op] = instruction;
          if (instruction === root || op === 46 || op === 7) return;
          if (!positions.has(instruction)) placeless.push(instruction);
        });
        expect(placeless).toEqual([]);
      }),
      { numRuns: few(200) },
    );
  });
});

describe('long programs', () => {
  it.each([
    ['a sum of 3,000 parts', `return ${Array(3000).fill('data').join(' + ')};`],
    ['3,000 alternatives', `return ${Array(3000).fill('data').join(' || ')};`],
    ['an else-if chain of 2,000 arms', Array(2000).fill('if (data) { data(); }').join(' else ')],
    ['200,000 elements', `return [${Array(200_000).fill('1').join(',')}];`],
    ['5,000 statements', Array.from({ length: 5000 }, (_, i) => `const v${i} = ${i};`).join('\n')],
    ['100 levels of functions', `return ${'() => {return '.repeat(100)}1${';}'.repeat(100)};`],
  ])('of %s compile and check', (_name, source) => {
    expect(checkSource(source, { kind: 'CLIENT' })).toEqual([]);
    expect(compile(source).root.length).toBeGreaterThan(3);
  });

  it.each([
    ['brackets', `return ${'['.repeat(100_000)}`],
    ['parentheses', `return ${'('.repeat(5000)}1${')'.repeat(5000)};`],
    ['calls', `return data${'.m()'.repeat(5000)};`],
    ['blocks', `${'if (data) {'.repeat(5000)}${'}'.repeat(5000)}`],
  ])('of too many nested %s are one problem, not a crash', (_name, source) => {
    const problems = checkSource(source, { kind: 'CLIENT' });
    expect(problems.map(({ code }) => code)).toEqual(['SANDBOX_NESTING_TOO_DEEP']);
  });
});
