/** What lives as long as the server: the container, what its templates store, and where requests go. */
import type { HttpRequest, HttpResponse, Template } from '../sandbox/index.ts';
import type { Container } from './container.ts';
import type { LogLine } from './log.ts';
import { createSecrets, type Secrets } from './secrets.ts';
import type { RequestTrace } from './trace.ts';

export interface Host {
  /** Replaced when the file changes, together with the secrets in it. */
  container: Container;
  secrets: Secrets;
  /** Answers an outgoing request. Rejects with `{reason}` or an Error. */
  send: (request: HttpRequest) => Promise<HttpResponse>;
  /** Told of each line of the log. */
  onLine: (line: LogLine) => void;
  /** Told of a request when it comes and when all of it is over. */
  onTrace: (trace: RequestTrace) => void;
  /** templateDataStorage by the text of the template, so that it outlives a reload of the container. */
  storage: Map<string, Map<string, unknown>>;
  firestore: Map<string, Record<string, unknown>>;
  /** Longest that a template or a pattern may hold the whole server at a time, in milliseconds. */
  longestTurn: number;
  requests: number;
}

export const createHost = ({
  container,
  send,
  onLine = () => undefined,
  onTrace = () => undefined,
  longestTurn = LONGEST_TURN,
}: Pick<Host, 'container' | 'send'> & Partial<Pick<Host, 'onLine' | 'onTrace' | 'longestTurn'>>): Host => ({
  container,
  secrets: createSecrets(container),
  send,
  onLine,
  onTrace,
  storage: new Map(),
  firestore: new Map(),
  longestTurn,
  requests: 0,
});

export function storageOf({ storage }: Host, { text }: Template): Map<string, unknown> {
  const kept = storage.get(text) ?? new Map<string, unknown>();
  storage.set(text, kept);
  return kept;
}

/** Longest that the tags of an event, and a client with its response, may take, in milliseconds. */
export const LONGEST_EVENT = 30_000;

/** Most events that one event may start, one inside the other. */
export const DEEPEST_EVENT = 10;

/** A turn takes milliseconds: this is reached by what does not end, on a slow machine too. */
const LONGEST_TURN = 10_000;

/** Most instructions of one run. */
export const BUDGET = 10_000_000;
