/**
 * One order by every way through the shop, and how often X would count it. By default each two levels of different factors meet in
 * one journey at least; LONG=1 walks them all.
 */
import { describe, expect, it } from 'vitest';
import { runs } from '../counts.ts';
import { useShop } from './browser.ts';
import { FACTORS, JOURNEYS, type Journey, pairs, walk } from './journeys.ts';

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
    const { counted, lines } = await walk(bench, journey, count);
    expect(lines.map(({ side }) => side).sort()).toEqual(sidesOf(journey, count));
    expect(counted).toBe(count);
    expect(new Set(lines.map(({ conversionId }) => conversionId)).size).toBe(count);
  });

  it('and every level of every factor is walked', () => {
    for (const [factor, levels] of Object.entries(FACTORS))
      expect(new Set(walked.map((journey) => journey[factor as keyof Journey]))).toEqual(new Set(levels));
  });
});
