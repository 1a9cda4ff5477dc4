/** What runs of a template cost, in instructions of the sandbox: exact, and the same on every machine. */
import { toSandbox } from 'sgtm-toolkit/sandbox/interpreter/border';
import type { Dict } from 'sgtm-toolkit/sandbox/interpreter/values';
import { load } from 'sgtm-toolkit/sandbox/loaded';
import { createSandbox } from 'sgtm-toolkit/sandbox/sandbox';
import type { Template } from 'sgtm-toolkit/sandbox/tpl/template';
import type { World } from 'sgtm-toolkit/sandbox/world';

export type Plain = Record<string, unknown>;

/** The clock and the random numbers stand still, so that every count comes back. */
const NOW = 1_795_421_279_460;
const ANSWER = {
  statusCode: 200,
  headers: {},
  body: '{"request":{"params":{"account_id":"18ce552mlaq"}},"data":{"conversions_processed":1,"debug_id":"ff02e052-36e4-47d6-bdf0-6d8986446562"}}',
};

export interface Cost {
  instructions: number;
  /** Line of the file → instructions that were counted when it began: a stretch of code is counted as a whole. */
  lines: Map<number, number>;
  errors: string[];
}

/** A world that answers every request as X does, with a storage that outlives a run. */
export function quietWorld(event: Plain): World {
  return {
    eventData: event,
    storage: new Map(),
    now: () => NOW,
    random: () => 0.5,
    http: async () => ANSWER,
  };
}

/** One run; the storage of the world is what later runs find. */
export async function costOf(template: Template, data: Plain, world: World): Promise<Cost> {
  const { program } = load(template);
  const lines = new Map<number, number>();
  let counted = 0;
  const settle = (line: number): void => {
    lines.set(line, (lines.get(line) ?? 0) + sandbox.instructions - counted);
    counted = sandbox.instructions;
  };
  /** Asked for each line that is run; counts instead of remembering. */
  class Meter extends Set<number> {
    override add(line: number): this {
      // What precedes the first line is the definition of all functions.
      settle(counted === 0 ? 0 : line);
      return this;
    }
  }
  const sandbox = createSandbox(world, { templateType: template.type, lines: new Meter() });
  const errors: string[] = [];
  const nothing = (): void => undefined;
  try {
    sandbox.run(program, toSandbox({ ...data, gtmOnSuccess: nothing, gtmOnFailure: nothing }) as Dict);
  } catch (error) {
    errors.push(String((error as Error).message));
  }
  await sandbox.settle();
  settle(0);
  return {
    instructions: sandbox.instructions,
    lines,
    errors: [...errors, ...sandbox.errors.map(({ message }) => message)],
  };
}

/** Instructions of the first run of an instance and of a later one, and how many requests both have sent. */
export async function coldAndWarm(
  template: Template,
  data: Plain,
  event: Plain,
): Promise<{ cold: number; warm: number; requests: number; errors: string[] }> {
  let requests = 0;
  const world = {
    ...quietWorld(event),
    http: async () => {
      requests++;
      return ANSWER;
    },
  };
  const cold = await costOf(template, data, world);
  const warm = await costOf(template, data, world);
  return {
    cold: cold.instructions,
    warm: warm.instructions,
    requests,
    errors: [...cold.errors, ...warm.errors],
  };
}

/** Milliseconds a run takes here and now, compiled and without line counting: the middle of several rounds. */
export async function milliseconds(template: Template, data: Plain, event: Plain): Promise<number> {
  const { program } = load(template);
  const world = quietWorld(event);
  const nothing = (): void => undefined;
  const rounds: number[] = [];
  // The first rounds are those in which the engine warms up.
  for (let round = 0; round < 15; round++) {
    const started = performance.now();
    for (let i = 0; i < 20; i++) {
      const sandbox = createSandbox(world);
      sandbox.run(program, toSandbox({ ...data, gtmOnSuccess: nothing, gtmOnFailure: nothing }) as Dict);
      await sandbox.settle();
    }
    rounds.push((performance.now() - started) / 20);
  }
  return rounds.slice(6).sort((a, b) => a - b)[4]!;
}
