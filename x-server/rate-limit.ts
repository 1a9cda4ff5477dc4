/**
 * Events per account and window (X, rate limit of the conversions guide: 60,000 events in 15 minutes). A fixed window that
 * starts with an account's first event, as the reset header of X's REST APIs suggests; how X's gateway counts is not published.
 */

export interface RateLimitState {
  allowed: boolean;
  headers: Record<string, string>;
}

export interface RateLimit {
  /** Takes `events` from the account's window if they fit. `now` in milliseconds since 1970. */
  take(accountId: string, events: number, now: number): RateLimitState;
}

export function createRateLimit(limit: number, windowMs: number): RateLimit {
  const windows = new Map<string, { start: number; used: number }>();
  return {
    take(accountId, events, now) {
      let window = windows.get(accountId);
      if (window === undefined || now < window.start || now >= window.start + windowMs) {
        window = { start: now, used: 0 };
        windows.set(accountId, window);
      }
      const allowed = window.used + events <= limit;
      if (allowed) window.used += events;
      return {
        allowed,
        headers: {
          'x-rate-limit-limit': String(limit),
          'x-rate-limit-remaining': String(limit - window.used),
          'x-rate-limit-reset': String(Math.ceil((window.start + windowMs) / 1000)),
        },
      };
    },
  };
}
