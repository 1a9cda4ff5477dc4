/** The lines of `--log`: one JSON object each. */

/** A request that came in, as it can be replayed. */
export interface HitLine {
  kind: 'hit';
  /** Counts requests; lines of the other kinds carry the same number. */
  hit: number;
  at: string;
  method: string;
  path: string;
  query: string;
  headers: Record<string, string | string[]>;
  body?: string;
  remoteAddress?: string;
  /** The name of the client that claimed it; null when none did. */
  client: string | null;
}

export interface EventLine {
  kind: 'event';
  hit: number;
  name: string;
  data: Record<string, unknown>;
}

export interface TagLine {
  kind: 'tag';
  hit: number;
  event: string;
  name: string;
  fired: boolean;
  /** Null when it did not fire. */
  outcome: 'success' | 'failure' | 'exception' | 'timeout' | null;
  why: string;
}

export interface RequestLine {
  kind: 'request';
  hit: number;
  /** `tag "X Ads"` */
  by: string;
  method: string;
  url: string;
  /** Null when there was no answer; `failure` says why. */
  status: number | null;
  failure?: string;
}

export type LogLine = HitLine | EventLine | TagLine | RequestLine;
