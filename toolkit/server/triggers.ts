/** Triggers: which of them an event fires, and what kept the others from firing. */
import { type Condition, type Judged, type Judging, judge, writtenCondition } from './conditions.ts';
import type { Container, Finding, Tag, Trigger } from './container.ts';
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
  /** A condition could not be judged: the trigger does not fire, and blocks where it is to block. */
  failed?: boolean;
}

interface TriggerType {
  /** Whether it can fire for an event at all; further conditions come on top. */
  fits: (event: Plain) => boolean;
  /** How it was read, where nobody knows what Google's server does. */
  chosen?: { severity: Finding['severity']; message: string };
}

export const TRIGGER_TYPES: ReadonlyMap<string, TriggerType> = new Map<string, TriggerType>([
  ['CUSTOM_EVENT', { fits: (event) => typeof event.event_name === 'string' }],
  ['ALWAYS', { fits: () => true }],
  [
    'SERVER_PAGEVIEW',
    {
      fits: (event) => event.event_name === 'page_view',
      chosen: {
        severity: 'note',
        message: 'the type SERVER_PAGEVIEW is not documented; here it fires for page_view.',
      },
    },
  ],
  [
    'INIT',
    {
      fits: () => false,
      chosen: {
        severity: 'warning',
        message: 'when INIT fires on a server is not known; here it never does.',
      },
    },
  ],
  [
    'TRIGGER_GROUP',
    {
      fits: () => true,
      chosen: {
        severity: 'note',
        message:
          'how a server keeps the members of a group is not known; here it fires when all of them fire for the same event.',
      },
    },
  ],
]);

/** The states of all triggers. Each distinct condition is evaluated at most once. */
export async function judgeTriggers(
  { triggers }: Container,
  event: Plain,
  judging: Judging,
): Promise<Map<string, TriggerState>> {
  const known = new Map<string, Promise<Judged>>();
  const judged = (condition: Condition): Promise<Judged> => {
    const key = writtenCondition(condition);
    const before = known.get(key) ?? judge(condition, judging);
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
    if (!TRIGGER_TYPES.get(type)?.fits(event)) {
      state.why = `a trigger of the type ${type} does not fire for this event`;
      continue;
    }
    state.fired = true;
    for (const condition of conditions) {
      const result = await judged(condition);
      state.conditions.push(result);
      if (result.holds) continue;
      state.fired = false;
      if (result.error !== undefined) {
        state.failed = true;
        state.why = `${result.condition} was ${result.error}`;
      }
      break;
    }
  }
  judgeGroups(groups, states);
  return states;
}

/** A group fires when all its members do. Members may be groups, so that one that does not fire is looked for until none is found. */
function judgeGroups(groups: readonly Trigger[], states: ReadonlyMap<string, TriggerState>): void {
  for (let isSettled = false; !isSettled; ) {
    isSettled = true;
    for (const { id, members } of groups) {
      const state = states.get(id)!;
      const missing = members.find((member) => !states.get(member)?.fired);
      if (!state.fired || (missing === undefined && members.length > 0)) continue;
      isSettled = false;
      state.fired = false;
      // As a blocking trigger it blocks then, like a single one that cannot be judged.
      if (members.some((member) => states.get(member)?.failed)) state.failed = true;
      state.why =
        missing === undefined
          ? 'its group has no triggers'
          : `the trigger "${states.get(missing)?.name ?? missing}" of its group did not fire`;
    }
  }
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
  const blocked = tag.blocking.map((id) => states.get(id)).find((state) => state?.fired || state?.failed);
  if (blocked) return `blocked by the trigger "${blocked.name}"${blocked.failed ? `: ${blocked.why}` : ''}`;
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
