/**
 * The binary operators, one closure per operator and shape of operands: `l` a local variable, `c` a constant, `g` anything.
 *
 * The types speak of numbers, the operators take every value: native operators convert a value of the sandbox by its
 * `toString`, which gives the sandbox's text, and that is all that Google's interpreter does.
 */

import type { Run } from './frames.ts';
import { shortEnough } from './lengths.ts';

type Locals = readonly number[];
type Numeric = (f: Locals, s: never) => number | boolean;

interface Shapes {
  ll: (a: number, b: number) => Numeric;
  lc: (a: number, c: number) => Numeric;
  lg: (a: number, r: Numeric) => Numeric;
  gl: (l: Numeric, b: number) => Numeric;
  gc: (l: Numeric, c: number) => Numeric;
  gg: (l: Numeric, r: Numeric) => Numeric;
}

// biome-ignore format: a table, one row a shape
const SHAPES: ReadonlyMap<number, Shapes> = new Map<number, Shapes>([
  // Addition is the one operator that often sees text: without the test for numbers both would take the slow way.
  [0, {
    ll: (a, b) => (f) => { const x = f[a]!, y = f[b]!; return typeof x === 'number' && typeof y === 'number' ? x + y : join(x, y); },
    lc: (a, c) => typeof c === 'number' ? (f) => { const x = f[a]!; return typeof x === 'number' ? x + c : join(x, c); } : (f) => join(f[a]!, c),
    lg: (a, r) => (f, s) => { const x = f[a]!, y = r(f, s) as number; return typeof x === 'number' && typeof y === 'number' ? x + y : join(x, y); },
    gl: (l, b) => (f, s) => { const x = l(f, s) as number, y = f[b]!; return typeof x === 'number' && typeof y === 'number' ? x + y : join(x, y); },
    gc: (l, c) => typeof c === 'number' ? (f, s) => { const x = l(f, s) as number; return typeof x === 'number' ? x + c : join(x, c); } : (f, s) => join(l(f, s) as number, c),
    gg: (l, r) => (f, s) => { const x = l(f, s) as number, y = r(f, s) as number; return typeof x === 'number' && typeof y === 'number' ? x + y : join(x, y); },
  }],
  [10, {
    ll: (a, b) => (f) => f[a]! / f[b]!,
    lc: (a, c) => (f) => f[a]! / c,
    lg: (a, r) => (f, s) => f[a]! / (r(f, s) as number),
    gl: (l, b) => (f, s) => (l(f, s) as number) / f[b]!,
    gc: (l, c) => (f, s) => (l(f, s) as number) / c,
    gg: (l, r) => (f, s) => (l(f, s) as number) / (r(f, s) as number),
  }],
  [18, {
    ll: (a, b) => (f) => f[a]! > f[b]!,
    lc: (a, c) => (f) => f[a]! > c,
    lg: (a, r) => (f, s) => f[a]! > (r(f, s) as number),
    gl: (l, b) => (f, s) => (l(f, s) as number) > f[b]!,
    gc: (l, c) => (f, s) => (l(f, s) as number) > c,
    gg: (l, r) => (f, s) => (l(f, s) as number) > (r(f, s) as number),
  }],
  [19, {
    ll: (a, b) => (f) => f[a]! >= f[b]!,
    lc: (a, c) => (f) => f[a]! >= c,
    lg: (a, r) => (f, s) => f[a]! >= (r(f, s) as number),
    gl: (l, b) => (f, s) => (l(f, s) as number) >= f[b]!,
    gc: (l, c) => (f, s) => (l(f, s) as number) >= c,
    gg: (l, r) => (f, s) => (l(f, s) as number) >= (r(f, s) as number),
  }],
  [23, {
    ll: (a, b) => (f) => f[a]! < f[b]!,
    lc: (a, c) => (f) => f[a]! < c,
    lg: (a, r) => (f, s) => f[a]! < (r(f, s) as number),
    gl: (l, b) => (f, s) => (l(f, s) as number) < f[b]!,
    gc: (l, c) => (f, s) => (l(f, s) as number) < c,
    gg: (l, r) => (f, s) => (l(f, s) as number) < (r(f, s) as number),
  }],
  [24, {
    ll: (a, b) => (f) => f[a]! <= f[b]!,
    lc: (a, c) => (f) => f[a]! <= c,
    lg: (a, r) => (f, s) => f[a]! <= (r(f, s) as number),
    gl: (l, b) => (f, s) => (l(f, s) as number) <= f[b]!,
    gc: (l, c) => (f, s) => (l(f, s) as number) <= c,
    gg: (l, r) => (f, s) => (l(f, s) as number) <= (r(f, s) as number),
  }],
  [25, {
    ll: (a, b) => (f) => f[a]! % f[b]!,
    lc: (a, c) => (f) => f[a]! % c,
    lg: (a, r) => (f, s) => f[a]! % (r(f, s) as number),
    gl: (l, b) => (f, s) => (l(f, s) as number) % f[b]!,
    gc: (l, c) => (f, s) => (l(f, s) as number) % c,
    gg: (l, r) => (f, s) => (l(f, s) as number) % (r(f, s) as number),
  }],
  [26, {
    ll: (a, b) => (f) => f[a]! * f[b]!,
    lc: (a, c) => (f) => f[a]! * c,
    lg: (a, r) => (f, s) => f[a]! * (r(f, s) as number),
    gl: (l, b) => (f, s) => (l(f, s) as number) * f[b]!,
    gc: (l, c) => (f, s) => (l(f, s) as number) * c,
    gg: (l, r) => (f, s) => (l(f, s) as number) * (r(f, s) as number),
  }],
  [37, {
    ll: (a, b) => (f) => f[a]! - f[b]!,
    lc: (a, c) => (f) => f[a]! - c,
    lg: (a, r) => (f, s) => f[a]! - (r(f, s) as number),
    gl: (l, b) => (f, s) => (l(f, s) as number) - f[b]!,
    gc: (l, c) => (f, s) => (l(f, s) as number) - c,
    gg: (l, r) => (f, s) => (l(f, s) as number) - (r(f, s) as number),
  }],
  [56, {
    ll: (a, b) => (f) => f[a]! & f[b]!,
    lc: (a, c) => (f) => f[a]! & c,
    lg: (a, r) => (f, s) => f[a]! & (r(f, s) as number),
    gl: (l, b) => (f, s) => (l(f, s) as number) & f[b]!,
    gc: (l, c) => (f, s) => (l(f, s) as number) & c,
    gg: (l, r) => (f, s) => (l(f, s) as number) & (r(f, s) as number),
  }],
  [57, {
    ll: (a, b) => (f) => f[a]! << f[b]!,
    lc: (a, c) => (f) => f[a]! << c,
    lg: (a, r) => (f, s) => f[a]! << (r(f, s) as number),
    gl: (l, b) => (f, s) => (l(f, s) as number) << f[b]!,
    gc: (l, c) => (f, s) => (l(f, s) as number) << c,
    gg: (l, r) => (f, s) => (l(f, s) as number) << (r(f, s) as number),
  }],
  [59, {
    ll: (a, b) => (f) => f[a]! | f[b]!,
    lc: (a, c) => (f) => f[a]! | c,
    lg: (a, r) => (f, s) => f[a]! | (r(f, s) as number),
    gl: (l, b) => (f, s) => (l(f, s) as number) | f[b]!,
    gc: (l, c) => (f, s) => (l(f, s) as number) | c,
    gg: (l, r) => (f, s) => (l(f, s) as number) | (r(f, s) as number),
  }],
  [60, {
    ll: (a, b) => (f) => f[a]! >> f[b]!,
    lc: (a, c) => (f) => f[a]! >> c,
    lg: (a, r) => (f, s) => f[a]! >> (r(f, s) as number),
    gl: (l, b) => (f, s) => (l(f, s) as number) >> f[b]!,
    gc: (l, c) => (f, s) => (l(f, s) as number) >> c,
    gg: (l, r) => (f, s) => (l(f, s) as number) >> (r(f, s) as number),
  }],
  [61, {
    ll: (a, b) => (f) => f[a]! >>> f[b]!,
    lc: (a, c) => (f) => f[a]! >>> c,
    lg: (a, r) => (f, s) => f[a]! >>> (r(f, s) as number),
    gl: (l, b) => (f, s) => (l(f, s) as number) >>> f[b]!,
    gc: (l, c) => (f, s) => (l(f, s) as number) >>> c,
    gg: (l, r) => (f, s) => (l(f, s) as number) >>> (r(f, s) as number),
  }],
  [62, {
    ll: (a, b) => (f) => f[a]! ^ f[b]!,
    lc: (a, c) => (f) => f[a]! ^ c,
    lg: (a, r) => (f, s) => f[a]! ^ (r(f, s) as number),
    gl: (l, b) => (f, s) => (l(f, s) as number) ^ f[b]!,
    gc: (l, c) => (f, s) => (l(f, s) as number) ^ c,
    gg: (l, r) => (f, s) => (l(f, s) as number) ^ (r(f, s) as number),
  }],
]);

/** The sum where one side may be a text; the types are those of the table. */
function join(x: number, y: number): number {
  const sum: unknown = x + y;
  if (typeof sum === 'string') shortEnough(sum);
  return sum as number;
}

/** What is known of an operand. */
export interface Shape {
  readonly run: Run;
  readonly slot?: number | undefined;
  readonly constant?: { readonly value: unknown } | undefined;
}

/** The opcodes of the operators of this table. */
export const NATIVE_OPERATORS: readonly number[] = [...SHAPES.keys()];

/** The closure of an operator for two operands. The left operand is always evaluated first. */
export function binary(opcode: number, left: Shape, right: Shape): Run {
  const shapes = SHAPES.get(opcode)!;
  const l = left.run as unknown as Numeric;
  const r = right.run as unknown as Numeric;
  const c = right.constant?.value as number;
  let run: Numeric;
  if (left.slot !== undefined) {
    if (right.slot !== undefined) run = shapes.ll(left.slot, right.slot);
    else run = right.constant ? shapes.lc(left.slot, c) : shapes.lg(left.slot, r);
  } else if (right.slot !== undefined) run = shapes.gl(l, right.slot);
  else run = right.constant ? shapes.gc(l, c) : shapes.gg(l, r);
  return run as unknown as Run;
}
