/**
 * A parameter that gets the same constant of the script in every call is no parameter: the function names the constant
 * itself. In the sandbox each argument of each call is an instruction, and so is each step to what an argument holds.
 */
import type { AnyNode, CallExpression, FunctionDeclaration } from 'acorn';
import { meaningAt, type Script } from './bindings.ts';
import type { Replacement } from './unroll.ts';

/** One group of replacements for each such parameter. */
export function knownArguments(script: Script): Replacement[][] {
  const groups: Replacement[][] = [];
  for (const node of script.parents.keys()) {
    if (node.type !== 'FunctionDeclaration' || !node.id) continue;
    const calls = callsOf(node, script);
    if (!calls) continue;
    for (const [place, parameter] of node.params.entries()) {
      const known = constantOf(place, parameter, calls, script);
      if (known !== undefined) groups.push(replacements(place, parameter, known, node, calls, script));
    }
  }
  return groups;
}

/** Every call of a function; `undefined` when it is mentioned in another way, too. */
function callsOf(node: FunctionDeclaration, { meaning, parents }: Script): CallExpression[] | undefined {
  const calls: CallExpression[] = [];
  for (const mention of meaning.get(node.id)!.mentions) {
    const parent = parents.get(mention)!;
    if (parent.type !== 'CallExpression' || parent.callee !== mention) return undefined;
    calls.push(parent);
  }
  return calls;
}

/** The constant every call hands in; a call of the function by itself may hand on what it got. */
function constantOf(
  place: number,
  parameter: AnyNode,
  calls: readonly CallExpression[],
  script: Script,
): string | undefined {
  const { meaning, top } = script;
  const own = meaning.get(parameter)!;
  const given = new Set<string>();
  for (const { arguments: list } of calls) {
    const argument = list[place];
    if (argument?.type !== 'Identifier') return undefined;
    const binding = meaning.get(argument);
    if (binding === own) continue;
    if (!binding || top.get(argument.name) !== binding || binding.assigned) return undefined;
    given.add(argument.name);
  }
  const [known] = given;
  if (own.assigned || known === undefined || given.size > 1) return undefined;
  // Another name of the function's own may be in the way.
  const free = own.mentions.every((mention) =>
    [own, top.get(known)].includes(meaningAt(mention, known, script)),
  );
  return free ? known : undefined;
}

function replacements(
  place: number,
  parameter: AnyNode,
  known: string,
  node: FunctionDeclaration,
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
