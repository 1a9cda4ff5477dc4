/** The events that the inputs know, by X's and by their own names. */
import { eventKey } from './facts.ts';
import type { EventName } from './model.ts';
import { shownEvent, shownEventId } from './shown.ts';

export interface Events {
  /** Notes an event and gives what stands for it in facts; beyond many it is `(other events)`. */
  note(eventId: string, name: string): string;
  /** Notes that orders are known of it: what the other layers have of it without an order is a gap. */
  hasOrders(event: string): void;
  withOrders: ReadonlySet<string>;
  nameOf(event: string): EventName;
}

/** A container sends a few dozen; more than that in a log is no log of it, and would take memory. */
const MOST = 200;
const NAMES = 5;
const OTHERS = '(other events)';

/** @param pixel the ID of the tag's pixel */
export function createEvents(pixel: string): Events {
  /** One text for each event: facts share it. */
  const texts = new Map<string, string>();
  const names = new Map<string, Set<string>>();
  const withOrders = new Set<string>();
  return {
    note(eventId, name) {
      const key = eventKey(pixel, eventId);
      const event = texts.get(key) ?? (names.size < MOST ? key : OTHERS);
      texts.set(event, event);
      const known = names.get(event) ?? new Set();
      names.set(event, known);
      if (name !== '' && known.size < NAMES) known.add(shownEvent(name));
      return event;
    },
    hasOrders: (event) => void withOrders.add(event),
    withOrders,
    nameOf: (event) => ({
      id:
        event === '' || event === OTHERS || event.includes('-')
          ? shownEventId(event)
          : `tw-${pixel}-${shownEventId(event)}`,
      names: [...(names.get(event) ?? [])].sort(),
    }),
  };
}
