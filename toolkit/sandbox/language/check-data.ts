/** What code says about `data`: the members it reads, whether it hands the whole object on, and what it compares members with. */
import type { AnyNode, Program } from 'acorn';
import type { Position } from '../compiler/instruction.ts';
import type { Scopes } from './scope.ts';
import { METHODS } from './table.ts';
import { type Place, positionOf, walk } from './tree.ts';
import { memberName } from './types.ts';

export interface DataUse {
  /** Members that are read or called, each at its first place. */
  readonly reads: ReadonlyMap<string, Position>;
  /** Members that the code itself assigns. */
  readonly writes: ReadonlySet<string>;
  /** Whether members may be read that the text does not name: data[name], a loop over data, data as a value. */
  readonly escapes: boolean;
  /** Comparisons of a member with a text. */
  readonly comparisons: readonly { readonly member: string; readonly text: string; readonly at: Position }[];
}

/** Follows the parameter `data` of a template through its code. */
export function dataUse(ast: Program, scopes: Scopes): DataUse {
  const reads = new Map<string, Position>();
  const writes = new Set<string>();
  const comparisons: { member: string; text: string; at: Position }[] = [];
  let escapes = false;
  const isData = (node: AnyNode): boolean =>
    node.type === 'Identifier' &&
    node.name === 'data' &&
    scopes.bindingOf.get(node)?.identifier === undefined;
  const memberOf = (node: AnyNode): string | undefined =>
    node.type === 'MemberExpression' && isData(node.object) ? memberName(node) : undefined;

  for (const { identifier, place } of scopes.references) {
    if (!isData(identifier)) continue;
    const member = place.parent ? memberOf(place.parent.node) : undefined;
    if (place.key !== 'object' || member === undefined || Object.hasOwn(METHODS.object, member))
      escapes = true;
    else if (isAssigned(place.parent!)) writes.add(member);
    else if (!reads.has(member)) reads.set(member, positionOf(place.parent!.node));
  }
  walk(ast, ({ node }) => {
    if (node.type === 'BinaryExpression' && /^[!=]==?$/.test(node.operator)) {
      compare(node.left, node.right);
      compare(node.right, node.left);
    } else if (node.type === 'SwitchStatement') {
      for (const { test } of node.cases) if (test) compare(node.discriminant, test);
    }
  });
  return { reads, writes, escapes, comparisons };

  function compare(subject: AnyNode, other: AnyNode): void {
    const member = memberOf(subject);
    if (member !== undefined && other.type === 'Literal' && typeof other.value === 'string')
      comparisons.push({ member, text: other.value, at: positionOf(other) });
  }
}

function isAssigned({ parent, key }: Place): boolean {
  return parent?.node.type === 'AssignmentExpression' && key === 'left' && parent.node.operator === '=';
}
