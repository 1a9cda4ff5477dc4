/** One run of a template with what a person has put into the page, and everything the page shows of it. */

import type { Values } from 'sgtm-toolkit/form';
import { type HttpRequest, type RunRecord, runTemplate, type Template } from 'sgtm-toolkit/sandbox';
import { withoutCycles } from 'sgtm-toolkit/sandbox/apis/plain';
import { load } from 'sgtm-toolkit/sandbox/loaded';
import { answering, type Reply } from './answers.ts';

export interface Inputs {
  data: Values;
  event: Record<string, unknown>;
  cookies: Record<string, string[]>;
  headers: Record<string, string[]>;
  remoteAddress: string;
  /** Epoch milliseconds; this machine's clock when absent. */
  clock?: number | undefined;
  preview: boolean;
  replies: ((request: HttpRequest) => Reply)[];
}

export interface Play {
  inputs: Inputs;
  record: RunRecord;
  /** Permission → what it was asked for, in the order of first use. */
  permissions: Map<string, string[]>;
  /** Declared permissions. */
  declared: string[];
  /** Lines of the file that hold statements. */
  lines: readonly number[];
  /** Milliseconds from the call to the record. */
  ms: number;
}

/** Stops a template that never ends before the page stands still for long. */
const BUDGET = 5_000_000;

/**
 * @param storage what templateDataStorage holds; the same map again is the next run of the same server instance
 * @returns the record and what was noted beside it. Rejects with a CompileError for code that has no compiled form.
 */
export async function play(template: Template, inputs: Inputs, storage: Map<string, unknown>): Promise<Play> {
  const permissions = new Map<string, string[]>();
  const { program, policies } = load(template);
  const { event, cookies, headers, remoteAddress, clock, preview, replies } = inputs;
  const started = performance.now();
  const record = await runTemplate(template, inputs.data, {
    eventData: event,
    cookies,
    headers,
    remoteAddress,
    ...(clock !== undefined && { now: () => clock }),
    preview,
    storage,
    budget: BUDGET,
    http: answering(replies),
    // Asked after the declared permissions, so what arrives here is what was used and allowed.
    policy: (permission, ...args) => {
      const uses = permissions.get(permission) ?? [];
      const use = args
        .filter((arg) => arg !== undefined)
        .map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg)))
        .join(' ');
      if (use !== '' && !uses.includes(use)) uses.push(use);
      permissions.set(permission, uses);
      return true;
    },
  });
  return {
    inputs,
    record: readable(record),
    permissions,
    declared: Object.keys(policies),
    lines: program.lines,
    ms: performance.now() - started,
  };
}

/** What a person can still read, and a page can still draw: items of a list, characters of long texts in all. */
const MOST_ITEMS = 1000;
const MOST_TEXT = 1_000_000;
const SHORT_TEXT = 1000;

/** A record of the same shape that the page can draw, whatever the template piled up. A warning says which lists are cut. */
function readable(record: RunRecord): RunRecord {
  const cuts: string[] = [];
  let room = MOST_TEXT;
  const clip = (value: unknown): unknown => {
    if (typeof value === 'string') {
      if (value.length <= SHORT_TEXT) return value;
      const part = value.slice(0, Math.max(room, SHORT_TEXT));
      room -= part.length;
      return part === value ? value : `${part}… (${value.length} characters in all)`;
    }
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(clip);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clip(item)]));
  };
  const entries = Object.entries(record).map(([key, value]): [string, unknown] => {
    if (!Array.isArray(value) || key === 'lines') return [key, clip(withoutCycles(value))];
    if (value.length > MOST_ITEMS) cuts.push(`Of ${value.length} ${key} the first ${MOST_ITEMS} are shown.`);
    return [key, value.slice(0, MOST_ITEMS).map((item) => clip(withoutCycles(item)))];
  });
  const shown = Object.fromEntries(entries) as unknown as RunRecord;
  return { ...shown, warnings: [...shown.warnings, ...cuts] };
}

/** The log lines that are JSON, in their order. */
const entriesOf = (logs: readonly string[]): Record<string, unknown>[] =>
  logs.flatMap((line) => {
    try {
      const entry: unknown = JSON.parse(line);
      return typeof entry === 'object' && entry !== null ? [entry as Record<string, unknown>] : [];
    } catch {
      return [];
    }
  });

/** The tag's own reason for its outcome: the last `Message` and `Reason` of its log lines; else the first error. */
export function reasonOf({ logs, errors }: Pick<RunRecord, 'logs' | 'errors'>): string | undefined {
  const reasons = entriesOf(logs).map(({ Message, Reason }) =>
    [Message, Reason].filter((sentence) => typeof sentence === 'string').join(' '),
  );
  return reasons.filter((reason) => reason !== '').at(-1) ?? errors[0]?.message;
}

/** The body that a tag tells it would send when it only checks. */
export const bodyToldOf = ({ logs }: Pick<RunRecord, 'logs'>): string | undefined =>
  entriesOf(logs)
    .map(({ RequestBody }) => RequestBody)
    .filter((body) => typeof body === 'string')
    .at(-1);

/** What the tag itself warned of: log lines of the type `Warning`. */
export const warningsOf = ({ logs }: Pick<RunRecord, 'logs'>): string[] =>
  entriesOf(logs)
    .filter(({ Type }) => Type === 'Warning')
    .map(({ Message }) => Message)
    .filter((message) => typeof message === 'string');
