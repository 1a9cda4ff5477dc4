/** A server container as the emulator runs it: the entities of an export, their parameters read. */
import type { Template } from '../sandbox/index.ts';
import type { Condition } from './conditions.ts';
import type { Expression } from './expressions.ts';

/** What is wrong with a container, or chosen where nobody can know. */
export interface Finding {
  /** A warning tells what does not work as it does at Google, a note how something was read. */
  severity: 'warning' | 'note';
  /** `tag "X Ads"` */
  entity: string;
  message: string;
}

/** What tags, variables and clients have in common. */
export interface Entity {
  id: string;
  name: string;
  type: string;
  parameters: [name: string, value: Expression][];
  /** Of a `cvt_` type, unless `broken` says why there is none. */
  template?: Template;
  broken?: string;
}

export interface Client extends Entity {
  priority: number;
}

/** A tag that runs before or after another one. */
export interface Sequel {
  tagName: string;
  /** Not after a failure of the other. */
  stopOnFailure: boolean;
}

export interface Tag extends Entity {
  firing: string[];
  blocking: string[];
  priority: Expression;
  /** Otherwise once per event. */
  unlimited: boolean;
  paused: boolean;
  liveOnly: boolean;
  setup?: Sequel;
  teardown?: Sequel;
  /** Handed to event callbacks with the tag's end. */
  metadata: [string, Expression][];
  /** The key under which the name stands there. */
  metadataNameKey?: string;
  /** Shown only: consent travels in the request, and Google's own tags honour it. */
  consent: string;
  /** Epoch milliseconds. */
  schedule: { start?: number; end?: number };
}

export interface Trigger {
  id: string;
  name: string;
  type: string;
  conditions: Condition[];
  /** Ids of the members of a group. */
  members: string[];
}

export interface Variable extends Entity {
  format: Format;
}

/** What becomes of a variable's value after its evaluation. */
export interface Format {
  case?: 'lower' | 'upper';
  replace: { value: unknown; by: Expression }[];
}

export interface Transformation {
  id: string;
  name: string;
  type: string;
  priority: number;
  parameters: [string, Expression][];
  conditions: Condition[];
  affected: { all: boolean; except: boolean; tags: string[]; types: { type: string; except: string[] }[] };
}

export interface Container {
  /** `GTM-…` */
  publicId: string;
  name: string;
  version: string;
  clients: Client[];
  tags: Tag[];
  triggers: Map<string, Trigger>;
  /** By name; built-in ones are not among them. */
  variables: Map<string, Variable>;
  transformations: Transformation[];
  /** Names of variables that are evaluated for each event, whether anything uses them or not. */
  watched: string[];
  findings: Finding[];
}
