/**
 * `--map-event OLD=NEW`: conversions that failed under a wrong X event ID are sent under the right one. X tells doubles apart by
 * event and conversion_id, so what it may have counted under the old ID could be counted again under the new one.
 */
import { UsageError, type Values } from 'sgtm-toolkit/shell';
import { faultOf } from '../container/event-id.ts';
import { bareEventId } from './conversion.ts';

export interface EventMapping {
  /** As it stands in the log, in any of its spellings, or what stood in its place. */
  from: string;
  to: string;
  /** Set once a conversion had it. */
  isUsed: boolean;
}

/** @throws UsageError, which says what to change */
export function readMappings(given: Values[string]): EventMapping[] {
  const mappings = [given ?? []].flat().map((value): EventMapping => {
    const text = String(value);
    const at = text.lastIndexOf('=');
    const [from, to] = [text.slice(0, Math.max(at, 0)).trim(), text.slice(at + 1).trim()];
    if (from === '' || !/^(tw-[A-Za-z0-9]{3,12}-)?[A-Za-z0-9]{1,20}$/.test(to))
      throw new UsageError(
        `--map-event must be the old and the new X event ID with "=" between them, like o87nd=o87ne, got "${text.slice(0, 80)}".`,
      );
    const fault = faultOf(to, '');
    if (fault !== undefined) throw new UsageError(`--map-event: the new X event ID ${fault.message}`);
    return { from, to, isUsed: false };
  });
  const twice = mappings.find(({ from }, i) => mappings.findIndex((one) => one.from === from) !== i);
  if (twice !== undefined)
    throw new UsageError(`--map-event gives ${twice.from} two new X event IDs. Give each old one once.`);
  return mappings;
}

/** The new X event ID of a conversion; undefined when it keeps its own. */
export function newEventId(
  mappings: readonly EventMapping[],
  pixel: string,
  eventId: string,
): string | undefined {
  const identity = (id: string): string => bareEventId(pixel.toLowerCase(), id.trim().toLowerCase());
  const mapping = mappings.find(({ from }) => identity(from) === identity(eventId));
  if (mapping === undefined) return undefined;
  mapping.isUsed = true;
  return mapping.to;
}

/** Why a conversion of this pixel cannot have that X event ID; undefined when it can. */
export function misfit(pixel: string, eventId: string): string | undefined {
  if (bareEventId(pixel.toLowerCase(), eventId.toLowerCase()) === pixel.toLowerCase())
    return `--map-event gives it ${eventId}, the ID of the pixel`;
  const [, named] = /^tw-([A-Za-z0-9]+)-/.exec(eventId) ?? [];
  return named === undefined || named.toLowerCase() === pixel.toLowerCase()
    ? undefined
    : `--map-event gives it ${eventId}, an event of another pixel`;
}
