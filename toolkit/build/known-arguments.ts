/**
 * A parameter that gets the same constant in every call is no parameter: the function names the constant
 * itself. In the sandbox each argument of each call is an instruction, and so is each step to what an argument holds.
 */
import type { AnyNode, ArrowFunctionExpression, CallExpression, FunctionDeclaration } from 'acorn';
import type { Binding, Script } from './bindings.ts';
import type { Replacement } from './unroll.ts';

type Fn = FunctionDeclaration | ArrowFunctionExpression;

/** One group of replacements for each such parameter. */
export function knownArguments(script: Script): Replacement[][] {
  const groups: Replacement[][] = [];
  for (const [node, parent] of script.parents) {
    const id =
      node.type === 'FunctionDeclaration'
        ? node.id
        : node.type === 'ArrowFunctionExpression' && parent.type === 'VariableDeclarator'
          ? parent.id
          : undefined;
    const calls = id && callsOf(id, script);
    if (!calls || calls.length === 0) continue;
    for (const [place, parameter] of (node as Fn).params.entries()) {
      const known = constantOf(place, parameter, calls, script);
      if (known !== undefined) groups.push(replacements(place, parameter, known, node as Fn, calls, script));
    }
  }
  return groups;
}

/** Every call of a function; `undefined` when it is mentioned in another way, too. */
function callsOf(id: AnyNode, { meaning, parents }: Script): CallExpression[] | undefined {
  const { mentions, assigned } = meaning.get(id)!;
  const calls = mentions.map((mention) => parents.get(mention)!);
  const all = calls.every((call, i) => call.type === 'CallExpression' && call.callee === mentions[i]);
  return all && !assigned ? (calls as CallExpression[]) : undefined;
}

/** The constant every call hands in; a call of the function by itself may hand on what it got. */
function constantOf(
  place: number,
  parameter: AnyNode,
  calls: readonly CallExpression[],
  script: Script,
): string | undefined {
  const own = script.meaning.get(parameter);
  const given = new Set<Binding>();
  for (const { arguments: list } of calls) {
    const argument = list[place];
    const binding = argument && script.meaning.get(argument);
    if (!binding || binding.assigned) return undefined;
    if (binding !== own) given.add(binding);
  }
  const [known] = given;
  if (!own || own.assigned || !known || given.size > 1) return undefined;
  // It must be in sight when the parameter's own name is gone, and not behind another name of the function's own.
  const inSight = own.mentions.every((mention) => {
    const scopes = script.scopes.get(mention)!.filter((scope) => scope.get(known.name) !== own);
    return scopes.findLast((scope) => scope.has(known.name))?.get(known.name) === known;
  });
  return inSight ? known.name : undefined;
}

function replacements(
  place: number,
  parameter: AnyNode,
  known: string,
  node: Fn,
  calls: readonly CallExpression[],
  { meaning, code }: Script,
): Replacement[] {
  const handedOn = new Set<unknown>(calls.map(({ arguments: list }) => list[place]));
  return [
    without(node.params, place, code),
    ...calls.map(({ arguments: list }) => without(list as AnyNode[], place, code)),
    ...meaning
      .get(parameter)!
      .mentions.filter((mention) => !handedOn.has(mention))
      .map(({ start, end }) => ({ start, end, text: known })),
  ];
}

/** A list without one entry and its comma. */
function without(list: readonly AnyNode[], place: number, code: string): Replacement {
  const { start, end } = list[place]!;
  if (place > 0) return { start: list[place - 1]!.end, end, text: '' };
  if (list[1]) return { start, end: list[1].start, text: '' };
  const blanks = (text: string): number => text.length - text.trimStart().length;
  return { start: code.slice(0, start).trimEnd().length, end: end + blanks(code.slice(end)), text: '' };
}
