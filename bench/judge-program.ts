/** One program run by Google's public interpreter and by this one, and whether they agree. */
import { compile } from 'sgtm-toolkit/sandbox/compiler/compile';
import type { Instruction, Program } from 'sgtm-toolkit/sandbox/compiler/instruction';
import { SandboxError } from 'sgtm-toolkit/sandbox/interpreter/errors';
import { createMachine } from 'sgtm-toolkit/sandbox/interpreter/evaluate';
import { createJobs } from 'sgtm-toolkit/sandbox/interpreter/jobs';
import { Dict } from 'sgtm-toolkit/sandbox/interpreter/values';
import type { PublicBuild, PublicRun } from './public-build.ts';

/** Instructions after which a program of ours is stopped; the public build is stopped by the clock. */
const BUDGET = 20_000_000;

export interface Run {
  value: unknown;
  error?: string;
  count: number;
}

export function runHere(program: Program): Run {
  const machine = createMachine({ jobs: createJobs(), budget: BUDGET, require: () => undefined });
  try {
    const value = machine.load(program).call([new Dict()]);
    return { value, count: machine.instructions };
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    return { value: undefined, error: error.message, count: machine.instructions };
  }
}

/** An error of the JavaScript engine has a text of its own here; that both fail, and where, is what counts. */
export function agree(ours: Run, theirs: PublicRun): boolean {
  const sameError = theirs.error?.host ? ours.error !== undefined : ours.error === theirs.error?.message;
  return sameError && Object.is(ours.value, theirs.value) && ours.count === theirs.count;
}

export const bodyOf = ({ root }: Program): Instruction[] => (root as unknown as Instruction[]).slice(3);

export interface Judgement {
  ours: Run;
  theirs: PublicRun;
  /** `listed`: they differ, and agree once the program uses another name for the key `__proto__`, as DEVIATIONS.md says. */
  verdict: 'same' | 'listed' | 'different';
}

/** Runs a program on both sides. A run that the public build had to stop is left to the caller. */
export function judgeProgram(build: PublicBuild, source: string): Judgement {
  const first = runBoth(build, source);
  if (first.theirs.stopped || agree(first.ours, first.theirs)) return { ...first, verdict: 'same' };
  const renamed = source.replaceAll('__proto__', '_proto_');
  const again = renamed === source ? first : runBoth(build, renamed);
  return { ...first, verdict: agree(again.ours, again.theirs) ? 'listed' : 'different' };
}

function runBoth(build: PublicBuild, source: string): { ours: Run; theirs: PublicRun } {
  const program = compile(source);
  const theirs = build.run(bodyOf(program));
  return { ours: theirs.stopped ? { value: undefined, count: 0 } : runHere(program), theirs };
}
