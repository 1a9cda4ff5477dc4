/** Conversions without an order are held against the orders up to a bound, and the report says when there were more. */
import { expect, test } from 'vitest';
import { MOST_ORPHANS } from '../../scripts/reconcile/links.ts';
import { harvest, type TagRun, written } from './reconcile-lines.ts';
import { HEADER, reported } from './reconcile-setup.ts';

const AT = Date.parse('2026-11-20T10:00:00Z');
const RUN: TagRun = {
  outcome: 'unanswered',
  event: 'purchase',
  id: 'order-9',
  trace: 't-9',
  at: AT,
  time: AT,
  mail: '',
  value: '1.00',
  currency: 'EUR',
};

test('more conversions without an order than are linked are told', async () => {
  const lines = await harvest();
  const orders = `${HEADER}\norder,order-1,2026-11-20T10:00:00Z,purchase,jane@shop.example,65.00,EUR,granted\n`;
  const [line = ''] = written(lines, RUN, 'cloud', 0);
  const logOf = (count: number): string =>
    Array.from({ length: count }, (_, i) =>
      line.replaceAll('order-9', `n${i}`).replaceAll('t-9', `t-${i}`),
    ).join('\n');
  const note = async (count: number) =>
    (await reported({ logs: [logOf(count)], orders })).report.notes.find((text) =>
      text.includes('held against'),
    );
  expect(await note(10)).toBeUndefined();
  expect(await note(MOST_ORPHANS + 1)).toMatch(
    /^50001 conversions of the tag have no order .*Only 50000 of them/,
  );
}, 300_000);
