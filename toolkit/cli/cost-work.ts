/** What events of a template cost, measured in a process of its own: it may be a stranger's. */
import type { Work } from '../isolated/calls.ts';
import { compileTemplate } from '../sandbox/loaded.ts';
import { type RunRecord, runTemplate } from '../sandbox/run.ts';
import { parseTemplate, type Template } from '../sandbox/tpl/template.ts';
import type { World } from '../sandbox/world.ts';
import { UsageError, type Values } from './shell.ts';
import { worldOf } from './world.ts';

export interface Cost {
  /** Instructions of the first event in an instance of the server, and of a later one that finds what the first has kept. */
  first: number;
  later: number;
  /** Bytes of the compiled code, as JSON. */
  size: number;
  outcome: string;
  /** What the code threw, in the first event or a later one. */
  error?: string;
}

export interface Growth {
  /** Length of the list or text. */
  length: number;
  instructions: number;
  error?: string;
}

export interface Grow {
  key: string;
  lengths: number[];
}

export interface CostInput {
  /** The text of the file. */
  text: string;
  data: Record<string, unknown>;
  /** Options that describe the world. */
  options: Values;
  grow: Grow | undefined;
}

const work: Work<CostInput, { cost: Cost; growth: Growth[] }> = async ({ text, data, options, grow }) => {
  const template = parseTemplate(text);
  const cost = await costOf(template, data, worldOf(options));
  return { cost, growth: grow ? await growthOf(template, data, options, grow) : [] };
};

export default work;

/** Two events after each other in one instance of the server. */
async function costOf(template: Template, data: Record<string, unknown>, world: World): Promise<Cost> {
  const instance = { ...world, storage: world.storage ?? new Map() };
  const first = await runTemplate(template, data, instance);
  const later = await runTemplate(template, data, instance);
  return {
    first: first.instructions,
    later: later.instructions,
    size: JSON.stringify(compileTemplate(template).root).length,
    outcome: first.outcome,
    ...errorOf(first, later),
  };
}

/** The first error of runs: what an event costs that was cut short says nothing. */
function errorOf(...records: RunRecord[]): { error?: string } {
  const [error] = records.flatMap(({ errors }) => errors);
  return error ? { error: error.message } : {};
}

async function growthOf(
  template: Template,
  data: Record<string, unknown>,
  options: Values,
  { key, lengths }: Grow,
): Promise<Growth[]> {
  const growth: Growth[] = [];
  for (const length of lengths) {
    const world = worldOf(options);
    const eventData = grown(world.eventData ?? {}, key.split('.'), length, key);
    const record = await runTemplate(template, data, { ...world, eventData });
    growth.push({ length, instructions: record.instructions, ...errorOf(record) });
  }
  return growth;
}

/**
 * The event with the list or text at a path repeated, or cut, to a length.
 * @throws UsageError when there is none
 */
export function grown(
  event: Record<string, unknown>,
  [name = '', ...rest]: string[],
  length: number,
  key: string,
): Record<string, unknown> {
  const { [name]: value } = event;
  if (rest.length > 0 && typeof value === 'object' && value !== null && !Array.isArray(value))
    return { ...event, [name]: grown(value as Record<string, unknown>, rest, length, key) };
  if (rest.length > 0 || !(typeof value === 'string' || Array.isArray(value)) || value.length === 0)
    throw new UsageError(`--grow ${key}: the event needs a list or text there that is not empty.`);
  const longer =
    typeof value === 'string'
      ? value.repeat(Math.ceil(length / value.length)).slice(0, length)
      : Array.from({ length }, (_, index) => value[index % value.length]);
  return { ...event, [name]: longer };
}
