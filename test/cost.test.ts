/** The budget of a run, to the instruction: a change that costs one more is seen here. */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { coldAndWarm, costOf, quietWorld } from '../bench/cost.ts';
import { costPage } from '../bench/cost-page.ts';
import { subject, textbook } from '../bench/tables.ts';

const ours = await subject();

describe('the cost of examples/purchase.json', () => {
  it('is exactly what it was', async () => {
    const { cold, warm, errors } = await coldAndWarm(ours.template, ours.oauth, ours.event);
    const token = await coldAndWarm(ours.template, ours.token, ours.event);
    expect({ cold, warm, token: token.warm, errors: [...errors, ...token.errors] }).toEqual({
      cold: 34_970,
      warm: 11_728,
      token: 939,
      errors: [],
    });
  });

  it('stays below what was set out to reach', async () => {
    const { cold, warm } = await coldAndWarm(ours.template, ours.oauth, ours.event);
    const token = await coldAndWarm(ours.template, ours.token, ours.event);
    expect(cold).toBeLessThanOrEqual(36_000);
    expect(warm).toBeLessThanOrEqual(12_000);
    expect(token.warm).toBeLessThan(1_011);
  });

  it('is a small part of what a textbook port costs for the signature alone', async () => {
    const port = await coldAndWarm(await textbook(), ours.oauth, ours.event);
    expect(port.errors).toEqual([]);
    expect(port.warm).toBeGreaterThan(100_000);
  });

  it('is counted whole: the lines add up to the run', async () => {
    const { lines, instructions } = await costOf(ours.template, ours.oauth, quietWorld(ours.event));
    expect([...lines.values()].reduce((sum, count) => sum + count, 0)).toBe(instructions);
  });

  it('is what docs/cost.md says (npm run bench -- --write)', async () => {
    const page = await readFile(path.join(import.meta.dirname, '../docs/cost.md'), 'utf8');
    expect(page).toBe(await costPage(ours));
  });
});
