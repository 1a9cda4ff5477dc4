/** What is kept of a request for people: the page, the log and the report of replayed hits read it. Secrets are still in it. */
import type { HttpRequest, HttpResponse, ResponseRecord, TagEnd } from '../sandbox/index.ts';
import type { Incoming } from './request.ts';
import type { SeenVariable } from './scope.ts';
import type { Plain } from './text.ts';
import type { TriggerState } from './triggers.ts';

export interface RequestTrace {
  /** From 1. */
  id: number;
  /** Epoch milliseconds. */
  at: number;
  incoming: Incoming;
  preview: boolean;
  client?: { name: string; type: string };
  events: EventTrace[];
  outgoing: Outgoing[];
  console: ConsoleLine[];
  /** URLs that the browser was asked to load. */
  pixels: string[];
  /** What was chosen or invented where Google's behaviour is not known. */
  notes: string[];
  response?: ResponseRecord;
  /** Until the response, in milliseconds. */
  ms?: number;
  done: boolean;
}

export interface EventTrace {
  name: string;
  data: Plain;
  /** The tag that gave the event to the container, of those that no client made. */
  from?: string;
  variables: SeenVariable[];
  triggers: TriggerState[];
  tags: TagTrace[];
}

export type Outcome = TagEnd['status'];

export interface TagTrace {
  id: string;
  name: string;
  type: string;
  consent: string;
  fired: boolean;
  /** Why it did not fire, or how it came to its outcome. */
  why?: string;
  outcome?: Outcome;
  /** Names of the transformations that changed its event, and the event it then saw. */
  transformations: string[];
  event?: Plain;
  data?: Plain;
  /** What its requests were answered, in their order; empty for one that failed. Absent while it runs. */
  answers?: Partial<HttpResponse>[];
  cookies: string[];
  instructions: number;
  ms: number;
}

/** A line of somebody's console, an error of theirs, or a warning of the emulator. */
export interface ConsoleLine {
  by: string;
  kind: 'log' | 'error' | 'warning';
  text: string;
}

export interface Outgoing {
  by: string;
  request: HttpRequest;
  answer?: HttpResponse;
  failure?: string;
  ms: number;
}
