/** A compiled program as plain data: what a build can put into a file, so that nothing is compiled where it runs. */
import type { Instruction, Operand, Position, Program } from './instruction.ts';

export interface StoredProgram {
  root: Instruction;
  /** Line and column of each instruction in the order of the walk; 0 and 0 of one that came from no source. */
  places: number[];
  lines: number[];
}

/** Every instruction of a program, each before what it holds. */
function* instructionsOf(root: Instruction): Generator<Instruction> {
  const stack: Operand[] = [root];
  for (let operand = stack.pop(); operand !== undefined; operand = stack.pop()) {
    if (typeof operand !== 'object') continue;
    yield operand;
    for (const inner of operand) stack.push(inner);
  }
}

export function storeProgram({ root, positions, lines }: Program): StoredProgram {
  const places: number[] = [];
  for (const instruction of instructionsOf(root)) {
    const { line, column } = positions.get(instruction) ?? { line: 0, column: 0 };
    places.push(line, column);
  }
  return { root, places, lines: [...lines] };
}

export function restoreProgram({ root, places, lines }: StoredProgram): Program {
  const positions = new WeakMap<Instruction, Position>();
  let at = 0;
  for (const instruction of instructionsOf(root)) {
    const [line = 0, column = 0] = [places[at], places[at + 1]];
    at += 2;
    if (line > 0) positions.set(instruction, { line, column });
  }
  return { root, positions, lines };
}
