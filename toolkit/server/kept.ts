/** The last requests, for the page. Memory stays flat: old ones go by number and by size. */
import type { Secrets } from './secrets.ts';
import { short } from './text.ts';
import type { RequestTrace } from './trace.ts';

export interface Kept {
  /** Notes a request when it comes and when it changes. */
  put: (trace: RequestTrace) => void;
  /** Newest last. */
  list: () => Summary[];
  get: (id: number) => RequestTrace | undefined;
  clear: () => void;
  /** Told of each change; gives what ends that. */
  watch: (listener: (summary: Summary) => void) => () => void;
}

/** A request in one line. */
export interface Summary {
  id: number;
  at: number;
  method: string;
  path: string;
  client?: string;
  events: { name: string; tags: Record<string, number> }[];
  status?: number;
  ms?: number;
  done: boolean;
}

const MOST_REQUESTS = 200;
const MOST_CHARACTERS = 20_000_000;

export function createKept(): Kept {
  const traces = new Map<number, { trace: RequestTrace; size: number }>();
  const listeners = new Set<(summary: Summary) => void>();
  let total = 0;
  const drop = (id: number): void => {
    total -= traces.get(id)?.size ?? 0;
    traces.delete(id);
  };
  return {
    put(trace) {
      const size = sizeOf(trace);
      // A request that is under way for longer than it is kept stays away.
      if (!traces.has(trace.id) && trace.done) return;
      drop(trace.id);
      traces.set(trace.id, { trace, size });
      total += size;
      for (const id of traces.keys()) {
        if (traces.size <= MOST_REQUESTS && (total <= MOST_CHARACTERS || traces.size === 1)) break;
        drop(id);
      }
      if (listeners.size === 0) return;
      const summary = summaryOf(trace);
      for (const listener of listeners) listener(summary);
    },
    list: () => [...traces.values()].map(({ trace }) => summaryOf(trace)).sort((a, b) => a.id - b.id),
    get: (id) => traces.get(id)?.trace,
    clear() {
      traces.clear();
      total = 0;
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** About how many characters a request holds on to. */
function sizeOf({ incoming, outgoing, console, response, events }: RequestTrace): number {
  let size = 2000 + (incoming.body?.length ?? 0) + incoming.query.length + (response?.body.length ?? 0);
  for (const { request, answer } of outgoing)
    size += 1000 + request.url.length + (request.body?.length ?? 0) + (answer?.body.length ?? 0);
  for (const { text } of console) size += text.length;
  // Values of an event and of its tags come from the request.
  return size + events.length * (2000 + 2 * (incoming.body?.length ?? 0));
}

function summaryOf({ id, at, incoming, client, events, response, ms, done }: RequestTrace): Summary {
  return {
    id,
    at,
    method: incoming.method,
    path: short(incoming.path),
    ...(client && { client: client.name }),
    events: events.map(({ name, tags }) => {
      const counts: Record<string, number> = {};
      for (const { fired, outcome = 'running' } of tags)
        if (fired) counts[outcome] = (counts[outcome] ?? 0) + 1;
      return { name: short(name), tags: counts };
    }),
    ...(response && { status: response.statusCode }),
    ...(ms !== undefined && { ms }),
    done,
  };
}

/** Longest text that the page gets. */
const LONGEST_TEXT = 20_000;

/** A request as the page gets it: secrets masked, then long texts cut. */
export const viewOf = (trace: RequestTrace, secrets: Secrets): RequestTrace =>
  cut(secrets.maskAll(trace)) as RequestTrace;

function cut(value: unknown): unknown {
  if (typeof value === 'string') return short(value, LONGEST_TEXT);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(cut);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cut(item)]));
}
