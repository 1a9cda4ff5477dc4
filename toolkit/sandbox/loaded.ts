/** Templates made ready to run: code compiled once, positions moved to lines of the file, permissions decoded. */
import { CompileError, compile } from './compiler/compile.ts';
import type { Instruction, Operand, Position, Program } from './compiler/instruction.ts';
import { decodePermissions, type Policies } from './permissions/decode.ts';
import { TemplateError } from './tpl/errors.ts';
import type { Template } from './tpl/template.ts';

export interface Loaded {
  program: Program;
  policies: Policies;
}

const cache = new WeakMap<Template, Loaded>();

/**
 * Compiles a template, or gives what an earlier call made of the same object. Throws a CompileError, and a TemplateError for a web
 * template, which cannot be run here.
 */
export function load(template: Template): Loaded {
  const loaded = cache.get(template);
  if (loaded) return loaded;
  if (template.context === 'WEB')
    throw new TemplateError(
      'TPL_WEB',
      'This is a web template: it can be checked and compiled here, but its APIs need a page, so it cannot be run.',
      { line: template.codeLine, column: 1 },
    );
  return loadCompiled(template, compileTemplate(template));
}

/** @param program what compileTemplate made of the same template, here or where the program was stored */
export function loadCompiled(template: Template, program: Program): Loaded {
  const loaded = { program, policies: decodePermissions(template.permissions?.value).policies };
  cache.set(template, loaded);
  return loaded;
}

/** The template's code, compiled; positions, also those of a CompileError's problems, are lines of the file. */
export function compileTemplate({ code, codeLine }: Template): Program {
  const inFile = ({ line, column }: Position): Position => ({ line: line + codeLine - 1, column });
  try {
    return relocate(compile(code), inFile);
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    throw new CompileError(error.problems.map((problem) => ({ ...problem, ...inFile(problem) })));
  }
}

/** The same program with its positions replaced by positions in the file. */
export function relocate(program: Program, inFile: (position: Position) => Position): Program {
  const positions = new WeakMap<Instruction, Position>();
  const stack: Operand[] = [program.root];
  for (let operand = stack.pop(); operand !== undefined; operand = stack.pop()) {
    if (typeof operand !== 'object') continue;
    const position = program.positions.get(operand);
    if (position) positions.set(operand, inFile(position));
    for (const inner of operand) stack.push(inner);
  }
  return {
    root: program.root,
    positions,
    lines: [...new Set(program.lines.map((line) => inFile({ line, column: 1 }).line))].sort((a, b) => a - b),
  };
}
