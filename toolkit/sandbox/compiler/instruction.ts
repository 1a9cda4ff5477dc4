/**
 * The form of compiled sandboxed JavaScript: nested arrays whose first element is a numeric opcode or the name of the
 * function to call. Types only; the opcodes are listed in opcodes.ts, the rules that produce them in compile.ts.
 */

/** One operand: an instruction to evaluate, or a constant that stands for itself. */
export type Operand = Instruction | string | number | boolean;

/** `[opcode, …operands]`, or `["f", …arguments]` for a call of the variable `f`. */
export type Instruction = readonly [op: number | string, ...operands: Operand[]];

/** A place in the source; line and column both count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What `compile()` returns. */
export interface Program {
  /** `[50, "__cvt_temp_public_id", [46, "a"], …body]`: the section as a function of its parameters. */
  readonly root: Instruction;
  /** The source position of every instruction that came from source. */
  readonly positions: WeakMap<Instruction, Position>;
  /** Lines that hold an executable statement, ascending, each once. */
  readonly lines: readonly number[];
}
