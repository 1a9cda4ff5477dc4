/**
 * How many requests one user may make beside conversions (X, Rate limiting): writes of all kinds together in a minute, reads
 * for each resource in 15 minutes, and few of those that name no account or ask for statistics at once.
 */
import { createRateLimit, type RateLimitState } from './rate-limit.ts';

export interface RequestLimits {
  /** Writes in a minute. */
  writes: number;
  /** Reads below an account in 15 minutes, for each resource. */
  reads: number;
  /** Reads without an account in their path, likewise. */
  globalReads: number;
  /** Synchronous statistics in 15 minutes. */
  statistics: number;
}

const documented: RequestLimits = { writes: 450, reads: 2000, globalReads: 5, statistics: 250 };
const minute = 60_000;

export interface RequestLimiter {
  /** Takes one request of `user` from its window. `now` in milliseconds since 1970. */
  take(route: { name: string }, isWrite: boolean, user: string, now: number): RateLimitState;
}

export function createRequestLimiter(limits: Partial<RequestLimits> = {}): RequestLimiter {
  const all = { ...documented, ...limits };
  const writes = createRateLimit(all.writes, minute);
  const reads = createRateLimit(all.reads, 15 * minute);
  const globalReads = createRateLimit(all.globalReads, 15 * minute);
  const statistics = createRateLimit(all.statistics, 15 * minute);
  return {
    take(route, isWrite, user, now) {
      if (isWrite) return writes.take(user, 1, now);
      if (route.name === 'statistics') return statistics.take(user, 1, now);
      const limit = 'accountId' in route ? reads : globalReads;
      return limit.take(JSON.stringify([user, route.name]), 1, now);
    },
  };
}
