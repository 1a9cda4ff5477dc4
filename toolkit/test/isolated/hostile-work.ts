/** Hostile programs by their seeds, in the child. */
import type { Work } from '../../isolated/calls.ts';
import { runTemplate } from '../../sandbox/index.ts';
import { template } from '../sandbox/build-template.ts';
import { hostileProgram } from './hostile-program.ts';

export interface HostileInput {
  first: number;
  count: number;
}

/** What the programs came to: how many ended with a value, with which errors the others. */
export interface HostileResult {
  values: number;
  errors: Record<string, number>;
}

/** A small generator, so that a seed is a program (mulberry32). */
export function chooser(seed: number): (below: number) => number {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Reports each program before it runs. */
const work: Work<HostileInput, HostileResult, number> = async ({ first, count }, report) => {
  const result: HostileResult = { values: 0, errors: {} };
  for (let seed = first; seed < first + count; seed++) {
    report(seed);
    const code = hostileProgram(chooser(seed));
    const { errors } = await runTemplate(
      template({ type: 'MACRO', code }),
      {},
      {
        permissions: false,
        budget: 5_000,
      },
    );
    if (errors.length === 0) result.values++;
    // What the program has left behind gets its turn: where that ends the process, this seed is the last one told.
    await new Promise(setImmediate);
    for (const { message } of errors) result.errors[message] = (result.errors[message] ?? 0) + 1;
  }
  return result;
};

export default work;
