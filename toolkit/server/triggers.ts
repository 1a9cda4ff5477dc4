/** Triggers: which of them an event fires, and what kept the others from firing. */
import { type Condition, type Judged, judge, writtenCondition } from './conditions.ts';
import type { Container, Tag, Trigger } from './container.ts';
import type { Resolve } from './expressions.ts';
import type { Plain } from './text.ts';

/** The trigger "All Events" of a server container, which no file lists. */
export const ALL_EVENTS = '2147479574';

export interface TriggerState {
  id: string;
  name: string;
  fired: boolean;
  /** As far as they were evaluated: the first that does not hold ends it. */
  conditions: Judged[];
  /** What kept it from firing, where that is no condition. */
  why?: string;
}

/** Whether a type can fire for an event at all; further conditions come on top. */
export const TRIGGER_TYPES: ReadonlyMap<string, (event: Plain) => boolean> = new Map<
  string,
  (event: Plain) => boolean
>([
  ['CUSTOM_EVENT', (event) => typeof event.event_name === 'string'],
  ['ALWAYS', () => true],
  // Named by one API client only (reported).
  ['SERVER_PAGEVIEW', (event) => event.event_name === 'page_view'],
  ['INIT', () => false],
  ['TRIGGER_GROUP', () => true],
]);

/** The states of all triggers. Each distinct condition is evaluated at most once. */
export async function judgeTriggers(
  { triggers }: Container,
  event: Plain,
  resolve: Resolve,
): Promise<Map<string, TriggerState>> {
  const known = new Map<string, Promise<Judged>>();
  const judged = (condition: Condition): Promise<Judged> => {
    const key = writtenCondition(condition);
    const before = known.get(key) ?? judge(condition, resolve);
    known.set(key, before);
    return before;
  };
  const states = new Map<string, TriggerState>();
  states.set(ALL_EVENTS, { id: ALL_EVENTS, name: 'All Events', fired: true, conditions: [] });
  const groups: Trigger[] = [];
  for (const trigger of triggers.values()) {
    const { id, name, type, conditions } = trigger;
    if (type === 'TRIGGER_GROUP') groups.push(trigger);
    const state: TriggerState = { id, name, fired: false, conditions: [] };
    states.set(id, state);
    if (!TRIGGER_TYPES.get(type)?.(event)) {
      state.why = `a trigger of the type ${type} does not fire for this event`;
      continue;
    }
    state.fired = true;
    for (const condition of conditions) {
      const result = await judged(condition);
      state.conditions.push(result);
      if (result.holds) continue;
      state.fired = false;
      break;
    }
  }
  for (const { id, members } of groups) {
    const missing = members.find((member) => !states.get(member)?.fired);
    const state = states.get(id)!;
    if (missing === undefined) continue;
    state.fired = false;
    state.why = `the trigger ${states.get(missing)?.name ?? missing} of its group did not fire`;
  }
  return states;
}

/** Why a tag does not fire, as one line; undefined when it does. */
export function whyNot(
  tag: Tag,
  states: ReadonlyMap<string, TriggerState>,
  { now, preview }: { now: number; preview: boolean },
): string | undefined {
  if (tag.paused) return 'it is paused';
  if (tag.liveOnly && preview) return 'it fires only in the published container, and this is a preview';
  const { start = 0, end = Number.POSITIVE_INFINITY } = tag.schedule;
  if (now < start || now > end) return 'it is outside of its schedule';
  const blocked = tag.blocking.map((id) => states.get(id)).find((state) => state?.fired);
  if (blocked) return `blocked by the trigger "${blocked.name}"`;
  if (tag.firing.some((id) => states.get(id)?.fired)) return undefined;
  if (tag.firing.length === 0) return 'it has no trigger';
  const reasons = tag.firing.map((id) => reasonOf(states.get(id), id));
  return [...new Set(reasons)].join('; ');
}

function reasonOf(state: TriggerState | undefined, id: string): string {
  if (!state) return `its trigger ${id} is not in the container`;
  if (state.why) return `trigger "${state.name}": ${state.why}`;
  const failed = state.conditions.find(({ holds }) => !holds);
  return `trigger "${state.name}": ${failed?.condition ?? 'a condition'} does not hold`;
}
