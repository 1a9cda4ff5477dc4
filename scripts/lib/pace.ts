/**
 * How fast may be sent: 60,000 events in 15 minutes (X, Web conversions, limits; every request counts, whatever became of it),
 * less when X's x-rate-limit headers or a Retry-After say so, and pauses that grow after failures.
 */

export const WINDOW_MS = 15 * 60 * 1000;

/** X's windows have 15 minutes; a header that asks for much more is not believed. */
const LONGEST_PAUSE_MS = 20 * 60 * 1000;

export interface Pace {
  /** How many events may be sent now, at most `wanted`; 0 and how long to wait otherwise. */
  allowance(wanted: number, now: number): { events: number; waitMs: number };
  sent(events: number, now: number): void;
  /** Takes in the headers of an answer. */
  learn(headers: Headers, now: number): void;
  /** Of an answer to requests with another limit takes in what holds for all: Retry-After. */
  learnPause(headers: Headers, now: number): void;
}

/** @param limit events in a window @param recent requests of earlier runs, oldest first */
export function createPace(
  limit: number,
  recent: readonly { at: number; events: number }[] = [],
  windowMs = WINDOW_MS,
): Pace {
  const log = [...recent];
  let used = log.reduce((sum, { events }) => sum + events, 0);
  /** What X said, by the name of the limit: so many until then. */
  const said = new Map<string, { remaining: number; until: number }>();
  const learnPause: Pace['learnPause'] = (headers, now) => {
    const retryAfter = headers.get('retry-after') ?? '';
    const seconds = wholeNumber(retryAfter);
    const moment =
      seconds === undefined ? Date.parse(retryAfter) - momentThere(headers, now) : seconds * 1000;
    if (!Number.isNaN(moment) && moment > 0)
      said.set('retry-after', { remaining: 0, until: endOfPause(moment, now) });
  };
  return {
    allowance(wanted, now) {
      while (log.length > 0 && log[0]!.at <= now - windowMs) used -= log.shift()!.events;
      let events = Math.min(wanted, limit - used);
      let waitMs = events > 0 ? 0 : log[0]!.at + windowMs - now;
      for (const [name, { remaining, until }] of said) {
        if (until <= now) said.delete(name);
        else if (remaining < events) events = remaining;
        if (until > now && remaining <= 0) waitMs = Math.max(waitMs, until - now);
      }
      return events > 0 ? { events, waitMs: 0 } : { events: 0, waitMs };
    },
    sent(events, now) {
      log.push({ at: now, events });
      used += events;
    },
    learn(headers, now) {
      const there = momentThere(headers, now);
      for (const name of ['x-rate-limit', 'x-account-rate-limit']) {
        const remaining = wholeNumber(headers.get(`${name}-remaining`));
        const reset = wholeNumber(headers.get(`${name}-reset`));
        if (remaining === undefined || reset === undefined) said.delete(name);
        else if (reset * 1000 > there)
          said.set(name, { remaining, until: endOfPause(reset * 1000 - there, now) });
      }
      learnPause(headers, now);
    },
    learnPause,
  };
}

/** Now on X's clock, whose moments its headers are. */
function momentThere(headers: Headers, now: number): number {
  const date = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(date) ? now : date;
}

const endOfPause = (ms: number, now: number): number => now + Math.min(Math.max(ms, 1000), LONGEST_PAUSE_MS);

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}

/**
 * The pause before the next attempt: doubled with each failure up to a minute, and somewhere between half and all of that, so
 * that several senders do not come back together.
 * @param failures at least 1 @param random in [0, 1)
 */
export function backoffMs(failures: number, random: number): number {
  return Math.min(1000 * 2 ** (failures - 1), 60_000) * (0.5 + random / 2);
}
