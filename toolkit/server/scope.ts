/** What a variable can see when it is evaluated, and how each evaluation is noted. */
import type { Container, Variable } from './container.ts';
import type { Incoming } from './request.ts';
import type { Plain } from './text.ts';

/** A variable as an event used it. */
export interface SeenVariable {
  name: string;
  type: string;
  /** Of the last evaluation. */
  value: unknown;
  /** How often it was evaluated: nothing is kept from one use to the next. */
  count: number;
  error?: string;
}

export interface Scope {
  container: Container;
  incoming: Incoming;
  /** Absent while a client's own parameters are evaluated. */
  event?: Plain;
  clientName?: string;
  preview: boolean;
  /** Longest that a pattern may take, in milliseconds. */
  longestTurn: number;
  seen: Map<string, SeenVariable>;
  /** How many variables were evaluated so far. */
  evaluated: { count: number };
  /** Told of each value, since some are secret. */
  learn: (name: string, value: unknown) => void;
  /** Runs the code of a template variable; rejects with what it threw. */
  runVariable: (variable: Variable, data: Plain, scope: Scope) => Promise<unknown>;
  /** A document of the database, or the first that fits a query; undefined when there is none. */
  firestore: (parameters: Plain) => Promise<unknown>;
}
