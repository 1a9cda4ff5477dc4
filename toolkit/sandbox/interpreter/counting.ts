/**
 * The counting of instructions, in one place.
 *
 * Rule: each evaluation of an instruction array counts one, before its operands are evaluated. Constants count nothing.
 *
 * Counting each one by one would cost more than running it, so the counts of a region that is certain to run as a whole
 * are added at once, in advance: a node states with `cost` what its consumer has to add before running it. Where a region
 * is left early (an error, break, return, a short-circuit), what was added but not run is taken back. After every
 * instruction that can run author code or native code, and whenever control comes back, the count is exact.
 */

import type { Position } from '../compiler/instruction.ts';
import type { Run, State } from './frames.ts';

/** A place where a region can be left early, and the instructions of the region that have not run then. */
export interface Site {
  refund: number;
  readonly position: Position | undefined;
  /** Leaves the body of a loop only, not the loop. */
  readonly continues?: boolean;
}

/** A translated instruction. */
export interface Node {
  readonly run: Run;
  /** Instructions to be counted before `run`. */
  readonly cost: number;
  /** `cost` is all that running can count: no calls of functions, no loops. */
  readonly steady: boolean;
  /** Where a steady node can be left early. */
  readonly sites: readonly Site[];
  /** `run` can give a Signal. */
  readonly signals?: boolean;
  /** `run` does nothing but read this slot of the current frame. */
  readonly slot?: number;
  /** `run` does nothing but give this constant. */
  readonly constant?: { readonly value: undefined | null | boolean | number | string };
}

/** Several nodes that run one after the other, with their counts settled between them. */
export interface Batch {
  readonly runs: Run[];
  readonly cost: number;
  readonly steady: boolean;
  readonly sites: readonly Site[];
}

/** `run`, counting `cost` first. */
export function charge(run: Run, cost: number): Run {
  if (cost === 0) return run;
  return (frame, state) => {
    state.count += cost;
    return run(frame, state);
  };
}

/** A node that counts for itself. */
export function selfCounting(node: Node): Run {
  return charge(node.run, node.cost);
}

/**
 * Joins nodes that run in order after `own` instructions of the construct they belong to. What follows a node that is not
 * steady is counted when that node is done.
 */
export function batch(own: number, nodes: readonly Node[]): Batch {
  const runs = nodes.map((node) => node.run);
  let cost = own;
  let payer = -1;
  let outer: number | undefined;
  let sites: Site[] = [];
  const closeGroup = (): void => {
    if (payer < 0) outer = cost;
    else runs[payer] = charge(runs[payer]!, cost);
  };
  nodes.forEach((node, index) => {
    cost += node.cost;
    for (const site of sites) site.refund += node.cost;
    for (const site of node.sites) sites.push(site);
    if (node.steady || index === nodes.length - 1) return;
    closeGroup();
    payer = index + 1;
    cost = 0;
    sites = [];
  });
  closeGroup();
  const steady = nodes.every((node) => node.steady);
  return { runs, cost: outer!, steady, sites: steady ? sites : [] };
}

/** A node for a construct that evaluates its operands in order and then does its work. */
export function operation(nodes: readonly Node[], site: Site | undefined, build: (runs: Run[]) => Run): Node {
  const { runs, cost, steady, sites } = batch(1, nodes);
  return { run: build(runs), cost, steady, sites: steady && site ? [...sites, site] : sites };
}

/** Takes back what was counted in advance; called where a region is left early. */
export function refund(state: State, site: Site): void {
  state.count -= site.refund;
}
