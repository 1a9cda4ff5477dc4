/** The lines of `--log`: one JSON object each. */
import type { Incoming } from './request.ts';
import type { Plain } from './text.ts';
import type { Outcome } from './trace.ts';

/** A request that came in, as it can be replayed. */
export interface HitLine extends Incoming {
  kind: 'hit';
  /** Counts requests; lines of the other kinds carry the same number. */
  hit: number;
  at: string;
  /** The name of the client that claimed it; null when none did. */
  client: string | null;
}

export interface EventLine {
  kind: 'event';
  hit: number;
  name: string;
  data: Plain;
}

export interface TagLine {
  kind: 'tag';
  hit: number;
  event: string;
  name: string;
  fired: boolean;
  /** Null when it did not fire. */
  outcome: Outcome | null;
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

/** What a template logged; told when its run is over. */
export interface ConsoleLogLine {
  kind: 'console';
  hit: number;
  at: string;
  /** `tag "X Ads"` */
  by: string;
  text: string;
}

export type LogLine = HitLine | EventLine | TagLine | RequestLine | ConsoleLogLine;
