/** What the tests of the compiler compare: the instructions of a template's body. */
import { compile } from '../../../sandbox/compiler/compile.ts';
import type { Operand } from '../../../sandbox/compiler/instruction.ts';

/** The compiled body of a template, without the frame around it. */
export function bodyOf(source: string): readonly Operand[] {
  return compile(source).root.slice(3);
}

export type Case = readonly [name: string, source: string, body: readonly Operand[]];
