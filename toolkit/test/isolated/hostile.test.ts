import { afterAll, expect, it } from 'vitest';
import { isolate } from '../../isolated/isolate.ts';
import { hostileProgram } from './hostile-program.ts';
import { chooser, type HostileInput, type HostileResult } from './hostile-work.ts';

const PROGRAMS = process.env.LONG === '1' ? 100_000 : 300;
/** Programs of one call, so that a failure comes soon and what they leave behind does not add up. */
const BATCH = 1000;

const isolated = isolate({ seconds: 120, megabytes: 1024 });
afterAll(() => isolated.end());

it(`none of ${PROGRAMS} hostile programs ends its process, hangs it, or ends without a sentence`, {
  timeout: 60_000 + 150 * PROGRAMS,
}, async () => {
  const total: HostileResult = { values: 0, errors: {} };
  for (let first = 1; first <= PROGRAMS; first += BATCH) {
    let seed = first;
    const result = await isolated
      .call<HostileInput, HostileResult, number>(
        new URL('./hostile-work.ts', import.meta.url),
        { first, count: Math.min(BATCH, PROGRAMS + 1 - first) },
        (running) => {
          seed = running;
        },
      )
      .catch((error: Error) => {
        throw new Error(`seed ${seed}: ${error.message}\n${hostileProgram(chooser(seed))}`);
      });
    total.values += result.values;
    for (const [message, count] of Object.entries(result.errors))
      total.errors[message] = (total.errors[message] ?? 0) + count;
  }
  expect(total.values).toBeGreaterThan(PROGRAMS / 10);
  // What the engine says of itself instead of the program would be a hole.
  const known =
    /^(TypeError: |Argument error|Invalid (array|string) length|RangeError: Length|Calls or code are nested|A value is nested|The run was stopped|Error in Object_|Reduce|The value is not iterable|Attempting to execute|setResponseBody: |Cannot |Unterminated|Invalid regular)/;
  expect(Object.keys(total.errors).filter((message) => !known.test(message))).toEqual([]);
  for (const message of ['Invalid array length', 'Invalid string length'])
    expect(total.errors[message]).toBeGreaterThan(PROGRAMS / 1000);
});
