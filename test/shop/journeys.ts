/** A visitor's way through the shop, and what it ought to count. */
import type { Page } from 'playwright-core';
import type { Line } from '../../scripts/shop/book.ts';
import type { ShopBench } from './browser.ts';

/** What makes a visit easy or hard to count, each with its levels. */
export const FACTORS = {
  web: ['snippet', 'container'],
  consent: ['granted', 'refused', 'later'],
  blocker: ['off', 'on'],
  reload: ['no', 'yes'],
  site: ['pages', 'single'],
  number: ['given', 'missing'],
  tabs: ['one', 'two'],
} as const;

type Factor = keyof typeof FACTORS;
export type Journey = { [F in Factor]: (typeof FACTORS)[F][number] };

/** All of them. */
export const JOURNEYS: Journey[] = Object.entries(FACTORS).reduce<Partial<Journey>[]>(
  (journeys, [factor, levels]) =>
    journeys.flatMap((one) => levels.map((level) => ({ ...one, [factor]: level }))),
  [{}],
) as Journey[];

/** The first journeys in which each two levels of different factors meet. */
export function pairs(): Journey[] {
  const pairsOf = (journey: Journey): string[] => {
    const levels = Object.entries(journey).map(String);
    return levels.flatMap((one, i) => levels.slice(i + 1).map((other) => `${one} ${other}`));
  };
  const open = new Set(JOURNEYS.flatMap(pairsOf));
  const chosen: Journey[] = [];
  while (open.size > 0) {
    const news = (journey: Journey): number => pairsOf(journey).filter((pair) => open.has(pair)).length;
    const best = JOURNEYS.reduce((a, b) => (news(b) > news(a) ? b : a));
    chosen.push(best);
    for (const pair of pairsOf(best)) open.delete(pair);
  }
  return chosen;
}

/**
 * One order, and the thank-you page as the journey has it: loaded anew, then the late answer to the banner, then a second tab.
 * @param expected how many lines of the book should tell of it, which are waited for
 * @returns what X would count of purchases, and the lines of the book that say so
 */
export async function walk(
  { shop, visitor }: ShopBench,
  { web, consent, blocker, reload, site, number, tabs }: Journey,
  expected: number,
): Promise<{ counted: number; lines: Line[] }> {
  const { book, url } = await shop();
  const { context, page, quiet } = await visitor({
    web,
    ...(blocker === 'on' && { blocker: 'on' }),
    ...(site === 'single' && { single: 'on' }),
    ...(number === 'missing' && { numberless: 'on' }),
  });
  await page.goto(`${url}/?twclid=2-abc`);
  if (consent === 'granted') await page.click('#accept');
  if (consent === 'refused') await page.click('#refuse');
  await buy(page);
  await quiet();
  if (reload === 'yes') {
    await page.reload();
    await quiet();
  }
  if (consent === 'later') {
    await page.click('#accept');
    await quiet();
  }
  if (tabs === 'two') {
    const second = await context.newPage();
    await second.goto(page.url());
    await quiet();
  }
  const purchases = (): Line[] => book.lines.filter(({ name }) => /purchase/i.test(name));
  const counted = (): number => purchases().reduce((sum, { counts = 0 }) => sum + counts, 0);
  // What is missing may be on its way; what is too much has come.
  for (let looks = 0; purchases().length < expected && looks < 200; looks += 1) await quiet();
  await context.close();
  return { counted: counted(), lines: purchases() };
}

/** From the product to the thank-you page. */
export async function buy(page: Page): Promise<void> {
  await page.click('#add');
  await page.click('#to-cart');
  await page.click('#order');
  await page.waitForURL(/\/thanks/);
}
