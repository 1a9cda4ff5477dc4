/**
 * What an API implementation gets to work with, and the words for wrong arguments. An API is a factory: called once a run,
 * it returns the function (or frozen object of functions) that `require` hands to the template.
 */
import { asSandboxError, SandboxError } from '../interpreter/errors.ts';
import type { Jobs } from '../interpreter/jobs.ts';
import { Dict, Func, List, Opaque, SandboxPromise, type Value } from '../interpreter/values.ts';
import type { Permissions } from '../permissions/enforce.ts';
import type { PromiseLimit } from '../promise-limit.ts';
import type {
  EventCallback,
  HttpRequest,
  HttpResponse,
  MessageListener,
  ResponseRecord,
  World,
} from '../world.ts';

/** One outgoing request and how it ended. */
export interface RequestRecord {
  request: HttpRequest;
  answer?: HttpResponse;
  failure?: string;
}

/** What the APIs of one run leave behind. */
export interface Traces {
  requests: RequestRecord[];
  /** `value` as it stands in the Set-Cookie header. */
  cookies: { name: string; value: string; options: Record<string, unknown> }[];
  logs: string[];
  rows: { connection: unknown; rows: unknown[] }[];
  /** Documents written to Firestore; those of a transaction when it is done. */
  documents: { path: string; data: unknown; merge: boolean }[];
  /** Events given to runContainer. */
  events: unknown[];
  /** URLs given to sendPixelFromBrowser. */
  pixels: string[];
  /** Whether a client has claimed the request. */
  claimed: boolean;
  response: ResponseRecord;
  warnings: string[];
}

export interface Context {
  world: World;
  jobs: Jobs;
  /** Listeners by type of message. */
  messages: Map<string, MessageListener[]>;
  permissions: Permissions;
  traces: Traces;
  templateType: 'TAG' | 'MACRO' | 'CLIENT';
  /** Keeps the run alive until `work` has settled, and drains the queue afterwards. */
  track: (work: Promise<unknown>) => void;
  /** Whether the template's code itself runs now, not a job it has left behind. */
  isRunning: () => boolean;
  /** Calls the template from outside of its run: errors are of the run, and what is queued runs before it returns. */
  enter: (call: () => void) => void;
  /** Keeps an event callback until all that the run has started is over. */
  onEnd: EndOfEvent;
  /** Set while code runs that a client has bound to an event: where the callbacks of that event go. */
  bound: EndOfEvent | undefined;
  /** The time limit of promises that the template makes. */
  limit: PromiseLimit;
}

type EndOfEvent = (callback: EventCallback) => void;

export type ApiFactory = (context: Context) => Value;

/** A function as `require` gives it. Native errors inside it become errors of the sandbox with the same text. */
export function api(name: string, run: (args: Value[]) => Value): Func {
  const fn = new Func(name, (args) => {
    try {
      return run(args);
    } catch (error) {
      throw asSandboxError(error);
    }
  });
  fn.frozen = true;
  return fn;
}

/** An object as `require` gives it: a frozen map of functions, called `<name>_<member>` in errors. */
export function apiObject(name: string, members: Record<string, (args: Value[]) => Value>): Dict {
  const dict = new Dict(
    new Map(Object.entries(members).map(([key, run]) => [key, api(`${name}_${key}`, run)])),
  );
  dict.frozen = true;
  return dict;
}

type Kind =
  | 'string'
  | 'number'
  | 'boolean'
  | 'function'
  | 'Array'
  | 'Object'
  | 'OpaqueValue'
  | 'undefined'
  | 'null'
  | 'any';

/** The type of a value in the words of argument errors. */
export function kindOf(value: Value): string {
  if (value instanceof Func) return 'function';
  if (value instanceof List) return 'Array';
  if (value instanceof Dict) return 'Object';
  if (value instanceof SandboxPromise) return 'Promise';
  if (value instanceof Opaque) return 'OpaqueValue';
  return typeof value;
}

/**
 * Refuses arguments whose types are not the expected ones, in the words of the 2025 build. Each expectation is one type or
 * several joined by `|`; `undefined` in it makes the argument optional (and lets null pass).
 */
export function expectTypes(name: string, expected: readonly string[], args: readonly Value[]): void {
  const fits = expected.every((types, index) => {
    const value = args[index];
    return (types.split('|') as Kind[]).some((type) => {
      if (type === 'any') return true;
      if (type === 'undefined') return value === undefined || value === null;
      if (type === 'null') return value === null;
      return kindOf(value) === type;
    });
  });
  if (fits) return;
  throw new SandboxError(
    `Argument error in ${name}. Expected argument types [${expected.join(',')}], but received [${args.map(kindOf).join(',')}].`,
  );
}
