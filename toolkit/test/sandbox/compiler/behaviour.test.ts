import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CompileOptions, compile } from '../../../sandbox/compiler/compile.ts';
import { raw, toNative } from '../../../sandbox/interpreter/border.ts';
import { createMachine } from '../../../sandbox/interpreter/evaluate.ts';
import { createJobs } from '../../../sandbox/interpreter/jobs.ts';
import { checkSource } from '../../../sandbox/language/check.ts';
import { loggedBy, randomProgram } from './random-program.ts';

/** What a program logs when JavaScript itself runs it. */
const runNatively = (source: string): unknown[] => loggedBy((log) => new Function('log', source)(log));

/** What it logs when it is compiled and the sandbox runs it. */
function runCompiled(source: string, options: CompileOptions): unknown[] {
  const machine = createMachine({
    require: (name) => {
      throw new Error(name);
    },
    jobs: createJobs(),
  });
  const program = compile(source, { parameters: [], ...options });
  return loggedBy((log) => {
    const handler = raw((values) => {
      log(...values.map(toNative));
      return undefined;
    });
    machine.load(program, { log: handler }).call([]);
  });
}

describe('a compiled program', () => {
  it.each<CompileOptions>([{}, { letters: 'older' }, { rename: false }])(
    'does what JavaScript does, with %j',
    (options) => {
      fc.assert(
        fc.property(fc.infiniteStream(fc.nat(9999)), (numbers) => {
          const source = randomProgram((below) => (numbers.next().value as number) % below);
          const errors = checkSource(source, { kind: 'TEST', globals: ['log'] }).filter(
            ({ severity }) => severity === 'error',
          );
          expect(errors, source).toEqual([]);
          const here = runCompiled(source, options);
          const there = runNatively(source);
          // Texts may get longer in the engine than in the sandbox, so that it goes on where the sandbox ends.
          const ended = here.at(-1) === 'a text too long';
          if (ended) expect(here.slice(0, -1), source).toEqual(there.slice(0, here.length - 1));
          else expect(here, source).toEqual(there);
        }),
        { numRuns: process.env.LONG === '1' ? 5000 : 60 },
      );
    },
  );
});
