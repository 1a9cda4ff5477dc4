/** Runs that name no conversion belong to the order nearest in time, however many orders there are. */
import { expect, test } from 'vitest';
import { createAnonymousRuns } from '../../scripts/reconcile/anonymous.ts';

const AT = Date.parse('2026-11-20T10:00:00Z');

test('each of a thousand runs in ten minutes is claimed by the order behind it', () => {
  const runs = createAnonymousRuns();
  for (let i = 0; i < 1000; i += 1) {
    runs.add({ event: 'purchase', at: AT + i * 600, type: 'denied', why: 'No consent.' });
    runs.addOrder('purchase', AT + i * 600 + 100);
  }
  runs.settle();
  const claims = Array.from({ length: 1000 }, () => runs.claimOf('purchase')?.type);
  expect(claims.filter((type) => type === 'denied')).toHaveLength(1000);
  expect([...runs.unclaimed()]).toEqual([]);
});

test('a run is claimed once, by the nearest, and by none that is more than ten minutes away', () => {
  const runs = createAnonymousRuns();
  runs.add({ event: 'purchase', at: AT, type: 'failed', why: 'Pixel ID is empty.' });
  for (const minutes of [-11, -3, 2, 9]) runs.addOrder('purchase', AT + minutes * 60_000);
  runs.settle();
  expect([1, 2, 3, 4].map(() => runs.claimOf('purchase')?.type)).toEqual([
    undefined,
    undefined,
    'failed',
    undefined,
  ]);
});
