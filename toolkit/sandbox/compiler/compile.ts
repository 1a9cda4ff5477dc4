/**
 * From source to the nested instruction arrays that Google's compiler makes of the same source, local names included.
 * Constructs that no published template has get the plainest form the interpreter can run; constructs without any form
 * are refused. What the language check refuses for other reasons (a missing semicolon, an unknown API) still compiles.
 */

import type { Code } from '../language/codes.ts';
import { type Problem, rule } from '../language/codes.ts';
import { parseSource } from '../language/parse.ts';
import { analyseScopes } from '../language/scope.ts';
import { syntaxProblems } from '../language/syntax.ts';
import { TEMPLATE_PARAMETERS } from '../language/table.ts';
import { CompileError, type Context } from './context.ts';
import type { Instruction, Position, Program } from './instruction.ts';
import { type Naming, nameBindings } from './names.ts';
import { body } from './statements.ts';

export { CompileError } from './context.ts';

export interface CompileOptions {
  /** Parameters of the function that the source is the body of; `['data']` when absent. */
  readonly parameters?: readonly string[];
  /** Whether local names become letters, as Google serves them; true when absent. */
  readonly rename?: boolean;
  /** Which letters: those served since 2025-05 (when absent) or those served before. */
  readonly letters?: 'current' | 'older';
  /** Name of the compiled function; `__cvt_temp_public_id` when absent. */
  readonly name?: string;
}

/**
 * Compiles one section.
 *
 * @param source template or test code
 * @returns the program: instruction arrays, their positions, the lines that execute
 * @throws CompileError with every problem that stands in the way; nothing else
 */
export function compile(source: string, options: CompileOptions = {}): Program {
  const { parameters = TEMPLATE_PARAMETERS, rename = true, name = '__cvt_temp_public_id' } = options;
  const parsed = parseSource(source);
  const { ast } = parsed;
  if (ast === undefined) throw new CompileError(parsed.problems.filter(isError));
  const refused = [...parsed.problems, ...syntaxProblems(ast)].filter(hasNoForm);
  if (refused.length > 0) throw new CompileError(refused);

  const naming: Naming = !rename ? 'source' : options.letters === 'older' ? 'older-letters' : 'letters';
  const scopes = analyseScopes(ast, parameters);
  const names = nameBindings(scopes, naming);
  const positions = new WeakMap<Instruction, Position>();
  const context: Context = { scopes, names, positions, lines: new Set(), body };
  const section = scopes.functions.get(ast)!;
  const parameterNames = parameters.map((parameter) => names.get(section.bindings.get(parameter)!)!);
  const root: Instruction = [50, name, [46, ...parameterNames], ...body(context, ast)];
  return { root, positions, lines: [...context.lines].sort((a, b) => a - b) };
}

function isError({ severity }: Problem): boolean {
  return severity === 'error';
}

function hasNoForm(found: Problem): boolean {
  return isError(found) && rule(found.code as Code).compiles !== true;
}
