/**
 * Walking a syntax tree without recursion, so that no source can exhaust the stack. Node types of the tables are walked
 * in textual order, all others (refused anyway) in the order of their keys.
 */

import type { AnyNode } from 'acorn';
import type { Position } from '../compiler/instruction.ts';
import { NODES } from './table.ts';

/** Where a node stands: its parent, the key it hangs on, and how deep it is nested. */
export interface Place {
  readonly node: AnyNode;
  readonly parent: Place | undefined;
  readonly key: string;
  /** Levels of nesting; the left side of an operator chain and the next arm of an else-if chain count as none. */
  readonly depth: number;
}

const KEYS: Readonly<Record<string, readonly string[] | undefined>> = NODES;

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** Calls `visit` for every child of a node, in textual order, with the key it hangs on. */
export function eachChild(node: AnyNode, visit: (child: AnyNode, key: string) => void): void {
  const fields = node as unknown as Record<string, unknown>;
  for (const key of KEYS[node.type] ?? Object.keys(node)) {
    const value = fields[key];
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) visit(item, key);
    } else if (isNode(value)) visit(value, key);
  }
}

function isFlat(parent: AnyNode, key: string, child: AnyNode): boolean {
  if (parent.type === 'IfStatement') return key === 'alternate' && child.type === 'IfStatement';
  return key === 'left' && (parent.type === 'BinaryExpression' || parent.type === 'LogicalExpression');
}

/** The places of whole sections, which several passes visit one after the other. */
const placesOf = new WeakMap<AnyNode, readonly Place[]>();

/** Visits every node, a parent before its children, in textual order. */
export function walk(root: AnyNode, visit: (place: Place) => void): void {
  const known = placesOf.get(root);
  const places = known ?? listPlaces(root);
  if (!known && root.type === 'Program') placesOf.set(root, places);
  for (const place of places) visit(place);
}

function listPlaces(root: AnyNode): Place[] {
  const places: Place[] = [];
  const stack: Place[] = [{ node: root, parent: undefined, key: '', depth: 0 }];
  for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
    places.push(place);
    const parent = place;
    const first = stack.length;
    eachChild(parent.node, (node, key) => {
      const depth = isFlat(parent.node, key, node) ? parent.depth : parent.depth + 1;
      stack.push({ node, parent, key, depth });
    });
    reverseFrom(stack, first);
  }
  return places;
}

function reverseFrom(stack: Place[], first: number): void {
  for (let low = first, high = stack.length - 1; low < high; low++, high--) {
    const place = stack[low]!;
    stack[low] = stack[high]!;
    stack[high] = place;
  }
}

/** The start of a node as a 1-based position. The parser is always run with locations. */
export function positionOf(node: AnyNode): Position {
  const start = node.loc!.start;
  return { line: start.line, column: start.column + 1 };
}

export type FunctionNode = Extract<
  AnyNode,
  { type: 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression' }
>;

/** Whether a node is a function with a scope of its own. */
export function isFunction(node: AnyNode): node is FunctionNode {
  return (
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression'
  );
}
