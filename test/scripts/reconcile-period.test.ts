/** What is outside of the period counts in no sum, no share and no pair: an orders table of a year hides nothing of yesterday. */
import { expect, test } from 'vitest';
import { harOf } from './reconcile-har.ts';
import { harvest, written } from './reconcile-lines.ts';
import { HEADER, reported } from './reconcile-setup.ts';

const DAY = 86_400_000;
const AT = Date.parse('2026-11-20T10:00:00Z');

/** Orders on this day and on the 40 days before; of those of this day every second is sent, of the others each is. */
async function inputs() {
  const lines = await harvest();
  const orders = Array.from({ length: 41 * 4 }, (_, i) => ({
    id: `order-${i}`,
    i,
    at: AT - Math.floor(i / 4) * DAY + i * 1000,
  }));
  return {
    orders: `${HEADER}\n${orders.map(({ id, at }) => `order,${id},${new Date(at).toISOString()},purchase,,10.00,EUR,granted\n`).join('')}`,
    logs: [
      orders
        .filter(({ i }) => i >= 4 || i % 2 === 0)
        .flatMap(({ id, i, at }) =>
          written(
            lines,
            {
              outcome: 'processed',
              event: 'purchase',
              id,
              trace: `t${i}`,
              at: at + 900,
              time: at,
              mail: '',
              value: '10.00',
              currency: 'EUR',
            },
            'cloud',
            0,
          ),
        )
        .join('\n'),
    ],
    hars: [
      harOf(
        'chrome',
        orders.map(({ id, i, at }) => ({
          at,
          call: `c${i}`,
          page: `p${i}`,
          txnId: 'tw-o8z6j-o87ne',
          parameters: { value: '10.00', currency: 'EUR', conversion_id: id },
        })),
      ),
    ],
  };
}

test('an alert for one day is not hidden by the other days of the inputs', async () => {
  const given = await inputs();
  const whole = await reported(given);
  expect([whole.code, whole.report.events[0]?.verdicts]).toEqual([0, { 'not-fired': 2 }]);

  const { report, code } = await reported({ ...given, args: ['--from', '2026-11-20', '--to', '2026-11-20'] });
  expect(report.thresholds).toMatchObject([{ verdict: 'not-fired', found: 50, count: 2, exceeded: true }]);
  expect(code).toBe(1);
  const [all, ...more] = report.events;
  expect(more).toEqual([]);
  expect(all?.verdicts).toEqual({ 'outside-window': 160, 'not-fired': 2 });
  const { verdicts: _, day: __, ...ofDay } = report.days[0]!;
  expect(report.days).toHaveLength(1);
  expect(all).toMatchObject(ofDay);
  expect(all?.layers).toMatchObject({ orders: 4, fired: 2, sent: 2, processed: 2, pixel: 4 });
  expect(all?.amounts).toMatchObject([{ currency: 'EUR', orders: '40.00', processed: '20.00' }]);
  expect(report.pairs).toEqual({ once: 2, twice: {}, pixelOnly: 2 });
});
