/** Runs instruction arrays the way tests read best: what came out as text, how many instructions it took. */

import type { Instruction, Operand, Position, Program } from '../../../sandbox/compiler/instruction.ts';
import { toSandbox } from '../../../sandbox/interpreter/border.ts';
import { SandboxError } from '../../../sandbox/interpreter/errors.ts';
import { createMachine } from '../../../sandbox/interpreter/evaluate.ts';
import { createJobs } from '../../../sandbox/interpreter/jobs.ts';
import { Dict, Func, List, Opaque, SandboxPromise, type Value } from '../../../sandbox/interpreter/values.ts';

export interface Outcome {
  /** The value the template returned, as `show` writes it; undefined when it failed. */
  readonly value: string | undefined;
  readonly error: SandboxError | undefined;
  readonly count: number;
  readonly lines: number[];
}

export interface Setting {
  readonly data?: unknown;
  readonly apis?: Record<string, Value>;
  readonly globals?: Record<string, Value>;
  readonly budget?: number;
  readonly positions?: readonly (readonly [Instruction, Position])[];
  readonly coverage?: boolean;
}

/** Text that tells apart what the sandbox tells apart: key order, holes, side keys, -0. */
export function show(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value);
  const members = (map: Map<string, Value> | undefined): string[] =>
    [...(map ?? [])].map(([key, member]) => `${key}: ${show(member)}`);
  if (value instanceof List) {
    const items = Array.from({ length: value.items.length }, (_, i) =>
      i in value.items ? show(value.items[i]) : 'hole',
    );
    const side = members(value.side);
    return `[${items.join(', ')}${side.length > 0 ? ` | ${side.join(', ')}` : ''}]`;
  }
  if (value instanceof Dict) return `{${members(value.entries).join(', ')}}`;
  if (value instanceof Func) return `function ${value.name}`;
  if (value instanceof Opaque) return `opaque ${String(value.native)}`;
  return value instanceof SandboxPromise ? 'promise' : 'unknown';
}

/** Runs `body` as the body of a template function whose parameter `a` is the data. */
export function run(body: readonly Operand[], setting: Setting = {}): Outcome {
  const jobs = createJobs();
  const lines = new Set<number>();
  const machine = createMachine({
    jobs,
    ...(setting.budget === undefined ? {} : { budget: setting.budget }),
    ...(setting.coverage ? { lines } : {}),
    require(name) {
      const api = setting.apis?.[name];
      if (api === undefined) throw new SandboxError(`${name} is not a valid API name.`);
      return api;
    },
  });
  const program: Program = {
    root: [50, 'template', [46, 'a'], ...body],
    positions: new WeakMap(setting.positions),
    lines: [],
  };
  let value: string | undefined;
  let error: SandboxError | undefined;
  try {
    value = show(machine.load(program, setting.globals).call([toSandbox(setting.data ?? {}, { jobs })]));
    jobs.drain();
  } catch (thrown) {
    if (!(thrown instanceof SandboxError)) throw thrown;
    error = thrown;
  }
  return { value, error, count: machine.instructions, lines: [...lines].sort((x, y) => x - y) };
}

/** The value of one expression. */
export function evaluate(expression: Operand, ...before: Operand[]): string | undefined {
  const { value, error } = run([...before, [36, expression]]);
  if (error) throw error;
  return value;
}

/** The message with which a body fails. */
export function failure(...body: Operand[]): string | undefined {
  return run(body).error?.message;
}

export const get = (name: string): Instruction => [15, name];
export const set = (name: string, value: Operand): Instruction => [3, name, value];
export const fn = (params: readonly string[], ...body: Operand[]): Instruction => [
  51,
  '',
  [7, ...params],
  ...body,
];
export const give = (value: Operand): Instruction => [36, value];
export const call = (object: Operand, name: Operand, ...args: Operand[]): Instruction => [
  2,
  object,
  name,
  [7, ...args],
];
export const list = (...items: Operand[]): Instruction => [7, ...items];
export const map = (...pairs: Operand[]): Instruction => [8, ...pairs];
export const quote = (...items: Operand[]): Instruction => [46, ...items];
export const plus = (a: Operand, b: Operand): Instruction => [0, a, b];
export const minus = (a: Operand): Instruction => [27, a];
export const increment = (name: string): Instruction => [33, get(name), set(name, plus(get(name), 1))];
export const below = (name: string, limit: Operand): Instruction => [23, get(name), limit];
export const UNDEFINED: Instruction = [44];
export const NULL: Instruction = [45];
