/** Times without an offset, as spreadsheets and shops export them, to moments: the clock of one place decides. */

/** From a time as the clocks of a zone show it to ISO 8601 in UTC; see clockOf. */
export type Clock = (text: string) => string | undefined;

const SPACED = /^(\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?) (?:(UTC)|([+-]\d\d:?\d\d))$/;
const LOCAL = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?$/;
const DAY_MS = 86_400_000;

/**
 * A time as shops and warehouses write it, `2026-11-22 10:15:30 +0100` or `2026-11-22 10:15:30 UTC`, in ISO 8601; one without
 * an offset by the clock. Every other text comes back as it is.
 */
export function momentOf(text: string, clock: Clock | undefined): string | undefined {
  const found = SPACED.exec(text.trim());
  if (found !== null) return `${found[1]}${found[2] === undefined ? found[3] : 'Z'}`;
  return clock === undefined ? text : clock(text);
}

/**
 * @param zone a name such as `Europe/Berlin`, or an offset such as `+01:00`
 * @returns from a time without an offset to ISO 8601 in UTC, `undefined` for one that the zone's clocks skip. Of one that they show
 * twice the first is meant. Every other text comes back as it is. No function when there is no such zone.
 */
export function clockOf(zone: string): Clock | undefined {
  const offsetAt = offsetsOf(zone);
  if (offsetAt === undefined) return undefined;
  return (text) => {
    const found = LOCAL.exec(text.trim());
    if (found === null) return text;
    const [, year, month, day, hour, minute, second = '00', fraction = ''] = found;
    const written = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
    const local = Date.parse(written);
    // A day that the calendar does not have is no time: the mapping tells.
    if (Number.isNaN(local) || new Date(local).toISOString() !== written) return text;
    const moments = [local - DAY_MS, local + DAY_MS].map((near) => local - offsetAt(near));
    const moment = moments.find((at) => at + offsetAt(at) === local);
    return moment === undefined ? undefined : new Date(moment).toISOString();
  };
}

/** From a moment to how far the zone's clocks are ahead of UTC then, in milliseconds. */
export function offsetsOf(zone: string): ((at: number) => number) | undefined {
  const fixed = /^([+-])([01]\d|2[0-3]):([0-5]\d)$/.exec(zone);
  if (fixed !== null) {
    const ms = (Number(fixed[2]) * 60 + Number(fixed[3])) * 60_000 * (fixed[1] === '-' ? -1 : 1);
    return () => ms;
  }
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
    const shown = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
    return shown - Math.floor(at / 1000) * 1000;
  };
}
