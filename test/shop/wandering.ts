/**
 * Visitors who do what they like: some orders, answers to the banner, reloads, ways back and second tabs, in any order. An order is
 * to be counted once when the visitor had agreed, or agreed later on the page that told of it, and else not at all.
 */
import * as fc from 'fast-check';
import type { Visitor } from './browser.ts';
import { buy } from './journeys.ts';

export type Step = 'buy' | 'accept' | 'refuse' | 'reload' | 'back' | 'tab';
export const step = fc.constantFrom<Step>(
  'buy',
  'buy',
  'accept',
  'accept',
  'refuse',
  'reload',
  'back',
  'tab',
);
export const settings = fc.record({
  web: fc.constantFrom('snippet', 'container'),
  single: fc.constantFrom('', 'on'),
  blocker: fc.constantFrom('', 'on'),
  numberless: fc.constantFrom('', 'on'),
});

/** The order that the page tells of. */
const orderOf = (url: string): string | undefined =>
  url.includes('/thanks') ? (new URL(url).searchParams.get('order') ?? undefined) : undefined;

/** Walks, and gives the orders that are to be counted. */
export async function wander(
  { page, context, quiet }: Visitor,
  steps: readonly Step[],
  single: boolean,
): Promise<Set<string>> {
  const counted = new Set<string>();
  let hasAgreed = false;
  /** Told on this load of the page, without consent. */
  let waiting: string[] = [];
  const tell = (): void => {
    const order = orderOf(page.url());
    if (order === undefined) return;
    if (hasAgreed) counted.add(order);
    else waiting.push(order);
  };
  const load = (): void => {
    waiting = [];
    tell();
  };
  /** How many pages of the shop lie before this one. */
  let behind = 0;

  const answer = async (id: 'accept' | 'refuse'): Promise<void> => {
    if (!(await page.isVisible('#banner'))) await page.click('#choice');
    await page.click(`#${id}`);
    hasAgreed = id === 'accept';
    if (!hasAgreed) return;
    for (const order of waiting) counted.add(order);
    waiting = [];
  };
  const does: Record<Step, () => Promise<void>> = {
    async buy() {
      if (!(await page.isVisible('#product'))) {
        await page.click('.name');
        await page.locator('#product').waitFor();
        behind += 1;
      }
      await buy(page);
      behind += 2;
      if (single) tell();
      else load();
    },
    accept: () => answer('accept'),
    refuse: () => answer('refuse'),
    async reload() {
      await page.reload();
      load();
    },
    async back() {
      if (behind === 0) return;
      behind -= 1;
      await page.goBack();
      if (single) tell();
      else load();
    },
    async tab() {
      const second = await context.newPage();
      await second.goto(page.url());
      await quiet();
      await second.close();
      const order = orderOf(page.url());
      if (order !== undefined && hasAgreed) counted.add(order);
    },
  };
  for (const one of steps) {
    await does[one]();
    await quiet();
  }
  return counted;
}
