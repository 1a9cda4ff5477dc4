/**
 * One order by every way through the shop, and how often X would count it. By default each two levels of different factors meet in
 * one journey at least; LONG=1 walks them all.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../counts.ts';
import { useShop } from './browser.ts';
import { FACTORS, JOURNEYS, type Journey, pairs, walk } from './journeys.ts';
import { settings, step, wander } from './wandering.ts';

const bench = useShop();

/** How often the order is to be counted, and why, where that is not once. */
function truthOf({ consent, blocker }: Journey): [count: number, why: string] {
  if (consent !== 'refused') return [1, ''];
  return [
    0,
    blocker === 'on'
      ? 'the pixel is blocked and the server may not send: no design can count it'
      : 'neither half may send',
  ];
}

/** The halves that speak of the order, each as often as it is counted: where neither is stopped, both do. */
function sidesOf({ blocker }: Journey, count: number): string[] {
  const sides = blocker === 'on' ? ['server'] : ['pixel', 'server'];
  return Array.from({ length: count }, () => sides)
    .flat()
    .sort();
}

const titleOf = (journey: Journey): string => {
  const [count, why] = truthOf(journey);
  const { web, consent, blocker, reload, site, number, tabs } = journey;
  return (
    `${web}, consent ${consent}, blocker ${blocker}, reload ${reload}, ${site === 'single' ? 'single page' : 'pages'}, ` +
    `number ${number}, ${tabs === 'two' ? 'two tabs' : 'one tab'}: ${count}${why && `, ${why}`}`
  );
};

describe('an order is counted as often as it should be', () => {
  const walked = runs(0, 1) === 1 ? JOURNEYS : pairs();
  it.each(walked.map((journey) => [titleOf(journey), journey] as const))('%s', async (_title, journey) => {
    const [count] = truthOf(journey);
    const sides = sidesOf(journey, count);
    const { counted, lines } = await walk(bench, journey, sides.length);
    expect(lines.map(({ side }) => side).sort(), bench.log()).toEqual(sides);
    expect(counted).toBe(count);
    expect(new Set(lines.map(({ conversionId }) => conversionId)).size).toBe(count);
  });

  it('and every level of every factor is walked', () => {
    for (const [factor, levels] of Object.entries(FACTORS))
      expect(new Set(walked.map((journey) => journey[factor as keyof Journey]))).toEqual(new Set(levels));
  });

  it('whatever visitors do: orders, answers, reloads, ways back and second tabs in any order', async () => {
    const { url, book } = await bench.shop();
    await fc.assert(
      fc.asyncProperty(settings, fc.array(step, { minLength: 3, maxLength: 9 }), async (chosen, steps) => {
        const visitor = await bench.visitor(chosen);
        await visitor.page.goto(`${url}/?twclid=2-abc`);
        const expected = await wander(visitor, steps, chosen.single === 'on');
        const purchases = () => book.lines.filter(({ name }) => name === 'Purchase');
        const counted = (): number => purchases().reduce((sum, { counts = 0 }) => sum + counts, 0);
        for (let looks = 0; counted() < expected.size && looks < 100; looks += 1) await visitor.quiet();
        await visitor.context.close();
        expect(counted(), bench.log()).toBe(expected.size);
        if (chosen.numberless === '')
          expect(new Set(purchases().map(({ conversionId }) => conversionId))).toEqual(expected);
      }),
      { numRuns: runs(2, 100), endOnFailure: true },
    );
  }, 3_600_000);
});
