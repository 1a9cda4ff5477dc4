/** The facts of one file of the spill to conversions: by id, and by event among those that share one. */
import type { Fact } from './facts.ts';
import type { Call } from './har.ts';
import { addCall, addFact, createUnit, type Unit } from './unit.ts';

/** Conversions with one id. */
export interface Group {
  units: Unit[];
  /** By unit: calls with this id for an X event that neither order nor tag has with it. */
  foreign: Map<Unit, Call[]>;
}

export interface Grouped {
  groups: Group[];
  /** Second rows of an order with the same event and id. */
  doubles: number;
}

/** @param callsByKey calls of the pixel that have an id */
export function groupsOf(facts: Iterable<Fact>, callsByKey: ReadonlyMap<string, readonly Call[]>): Grouped {
  const byKey = new Map<string, Map<string, Unit>>();
  let doubles = 0;
  for (const fact of facts) {
    const units = byKey.get(fact.key) ?? new Map<string, Unit>();
    byKey.set(fact.key, units);
    const unit = units.get(fact.event) ?? createUnit(fact.key, fact.id, fact.event);
    units.set(fact.event, unit);
    if (!addFact(unit, fact)) doubles += 1;
  }
  const groups = [...byKey].map(([key, units]): Group => {
    const foreign = new Map<Unit, Call[]>();
    // That of an order is what a call under another event is about.
    const first = [...units.values()].find(({ order }) => order !== undefined) ?? [...units.values()][0]!;
    for (const call of callsByKey.get(key) ?? []) {
      const unit = units.get(call.event);
      if (unit !== undefined) addCall(unit, call);
      else if (call.isAutomatic) addCall(first, call);
      else foreign.set(first, [...(foreign.get(first) ?? []), call]);
    }
    return { units: [...units.values()], foreign };
  });
  return { groups, doubles };
}

/** What stands for a conversion in tables of links. */
export const refOf = ({ key, event }: Pick<Unit, 'key' | 'event'>): string => `${key} ${event}`;
