/**
 * Speed of the interpreter: nanoseconds an instruction for a few programs written as instruction arrays; beside it, when a
 * public container script is given, the interpreter in that script.
 */

import type { Instruction, Program } from 'sgtm-toolkit/sandbox/compiler/instruction';
import { createMachine } from 'sgtm-toolkit/sandbox/interpreter/evaluate';
import { createJobs } from 'sgtm-toolkit/sandbox/interpreter/jobs';
import { Dict } from 'sgtm-toolkit/sandbox/interpreter/values';
import { loadPublicBuild } from './public-build.ts';

type Code = Instruction | string | number | boolean;

const get = (name: string): Instruction => [15, name];
const set = (name: string, value: Code): Instruction => [3, name, value];
const add = (a: Code, b: Code): Instruction => [0, a, b];
const increment = (name: string): Instruction => [33, get(name), set(name, add(get(name), 1))];
const below = (name: string, limit: Code): Instruction => [23, get(name), limit];
const method = (object: Code, name: string, ...args: Code[]): Instruction => [2, object, name, [7, ...args]];
const loop = (name: string, limit: Code, ...body: Code[]): Code[] => [
  [41, name],
  set(name, 0),
  [42, below(name, limit), [46], false, [46, ...body, increment(name)] as Instruction],
];

/** Rounds of mixing as in a hash function: additions, rotations, exclusive or, all on local variables. */
const mixing: Code[] = [
  [41, 'a', 'b', 'c'],
  set('a', 1732584193),
  set('b', 271733878),
  set('c', 5),
  ...loop(
    'i',
    60000,
    set('c', [
      59,
      add([59, [57, get('a'), 5], [61, get('a'), 27]], [62, get('b'), [56, get('c'), get('i')]]),
      0,
    ]),
    set('b', get('a')),
    set('a', [59, [57, get('c'), 30], [61, get('c'), 2]]),
  ),
  [36, get('c')],
];

const PROGRAMS: Record<string, readonly Code[]> = {
  'while, additions': [
    [41, 's'],
    set('s', 0),
    ...loop('i', 100000, set('s', add(get('s'), get('i')))),
    [36, get('s')],
  ],
  'hash-like mixing': mixing,
  'for (let …)': [
    [41, 's'],
    set('s', 0),
    [
      53,
      [41, 'i'],
      set('i', 0),
      [
        63,
        [7, 'i'],
        below('i', 80000),
        increment('i'),
        [46, [53, [52, 'd', get('i')], set('s', add(get('s'), get('d')))]],
      ],
    ],
    [36, get('s')],
  ],
  'small function calls': [
    [50, 'f', [46, 'p', 'q'], [36, add(get('p'), get('q'))]],
    [41, 's'],
    set('s', 0),
    ...loop('i', 60000, set('s', ['f', get('s'), get('i')])),
  ],
  'list read and write': [
    [52, 'l', [7, 1, 2, 3, 4, 5, 6, 7]],
    ...loop('i', 60000, [43, get('l'), [56, get('i'), 7], add([16, get('l'), [56, get('i'), 3]], 1)]),
  ],
  maps: [
    [52, 'm', [8, 'a', 1, 'b', 2]],
    ...loop('i', 60000, [43, get('m'), 'a', add([17, get('m'), 'b'], [17, get('m'), 'a'])]),
  ],
  'string methods': [
    [52, 't', 'abcdefghijklmnopqrstuvwxyz'],
    [41, 's'],
    set('s', 0),
    ...loop(
      'i',
      40000,
      set('s', add(get('s'), method(get('t'), 'indexOf', method(get('t'), 'charAt', [25, get('i'), 26])))),
    ),
  ],
  callbacks: [
    [52, 'l', [7, ...Array.from({ length: 200 }, (_, i) => i)]],
    ...loop(
      'i',
      150,
      method(method(get('l'), 'map', [51, '', [7, 'x'], [36, add(get('x'), 1)]]), 'filter', [
        51,
        '',
        [7, 'x'],
        [36, [18, get('x'), 5]],
      ]),
    ),
  ],
  branches: [
    [41, 'n'],
    set('n', 0),
    ...loop('i', 60000, [
      22,
      [20, [25, get('i'), 3], 0],
      [46, set('n', add(get('n'), 1))],
      [46, [22, [1, [18, get('i'), 5], [21, get('i'), 77]], [46, set('n', add(get('n'), 2))]]],
    ]),
  ],
};

function ours(code: readonly Code[]): () => number {
  const root = [50, 'template', [46, 'a'], ...code] as unknown as Instruction;
  const program: Program = { root, positions: new WeakMap(), lines: [] };
  return () => {
    const machine = createMachine({
      jobs: createJobs(),
      require(name) {
        throw new Error(`No API in this benchmark: ${name}`);
      },
    });
    machine.load(program).call([new Dict()]);
    return machine.instructions;
  };
}

/** Best of several rounds, in nanoseconds an instruction. */
function measure(run: () => number, rounds: number): { ns: number; count: number } {
  let best = Number.POSITIVE_INFINITY;
  let count = 0;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    count = run();
    best = Math.min(best, ((performance.now() - start) * 1e6) / count);
  }
  return { ns: best, count };
}

/** Measures every program, here and in the container script at `path`, and prints the ratios. */
export function interpreterSpeed(path: string | undefined): void {
  const other = path === undefined ? undefined : loadPublicBuild(path);
  // Everything runs once before anything is measured, so that no program profits from closures that only ever saw it.
  for (const code of Object.values(PROGRAMS)) ours(code)();
  const ratios: number[] = [];
  for (const [name, code] of Object.entries(PROGRAMS)) {
    const mine = measure(ours(code), 12);
    let line = `${name.padEnd(22)} ${mine.ns.toFixed(1).padStart(7)} ns/instruction  ${mine.count} instructions`;
    if (other) {
      const theirs = measure(() => other.run(code).count, 3);
      const ratio = theirs.ns / mine.ns;
      ratios.push(ratio);
      const agreement = theirs.count === mine.count ? '' : `  counts differ: ${theirs.count}`;
      line += `  public build ${theirs.ns.toFixed(1).padStart(7)} ns  ${ratio.toFixed(1)}×${agreement}`;
    }
    console.log(line);
  }
  if (ratios.length > 0) {
    const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
    console.log(`${'geometric mean'.padEnd(22)} ${mean.toFixed(1)}×`);
  }
}
