/** The budget of a run, in instructions, and of the compiled code, in bytes. */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { coldAndWarm, costOf, quietWorld } from '../bench/cost.ts';
import { costPage } from '../bench/cost-page.ts';
import { compiledSize, subject, textbook } from '../bench/tables.ts';

const ours = await subject();

describe('the cost of examples/purchase.json', () => {
  // What was counted on 2026-11-28 stands beside each bound. Set out were 18,000 for a later run by OAuth, 2,200 by token and
  // 76,000 bytes: the bounds go down with every step towards them, never up.
  it('stays below what was set out', async () => {
    const { cold, warm, errors } = await coldAndWarm(ours.template, ours.oauth, ours.event);
    const token = await coldAndWarm(ours.template, ours.token, ours.event);
    expect([...errors, ...token.errors]).toEqual([]);
    expect(cold).toBeLessThanOrEqual(49_500); // 49,342
    expect(warm).toBeLessThanOrEqual(19_200); // 19,198
    expect(token.warm).toBeLessThanOrEqual(3_900); // 3,876
  });

  it('of carrying the template stays below what was set out', () => {
    expect(compiledSize(ours.template)).toBeLessThanOrEqual(81_500); // 81,486
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
