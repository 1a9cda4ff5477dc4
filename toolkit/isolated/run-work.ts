/** One run of a template, in the child. */
import { withoutCycles } from '../sandbox/apis/plain.ts';
import { parseTemplate, type RunRecord, runTemplate, type World } from '../sandbox/index.ts';
import type { Work } from './calls.ts';
import { cutText, firstOf } from './printable.ts';

export interface RunInput {
  /** The text of the file. */
  text: string;
  data: Record<string, unknown>;
  /** The module whose default export makes the world of an input: functions cannot be sent. */
  world: { module: string; input: unknown };
}

const work: Work<RunInput, RunRecord> = async ({ text, data, world }) => {
  const { default: worldOf } = (await import(world.module)) as { default: (input: unknown) => World };
  return printable(await runTemplate(parseTemplate(text), data, worldOf(world.input)));
};

/** The record part by part, so that a value without end takes no request, log or error along. */
function printable(record: RunRecord): RunRecord {
  const cuts: string[] = [];
  const parts = Object.entries(record).map(([name, part]) => {
    if (!Array.isArray(part) || name === 'returned') return [name, withoutCycles(part)];
    const first = firstOf(part);
    cuts.push(...cutText(name, part, first));
    return [name, first];
  });
  const shown = Object.fromEntries(parts) as RunRecord;
  return { ...shown, warnings: [...shown.warnings, ...cuts] };
}

export default work;
