/** A report as a run gives it, for tests of what shows one: each verdict, each reason of a pair, all layers. */
import {
  type DayFigures,
  type EventName,
  PAIR_REASONS,
  type Report,
  type Trace,
  VERDICTS,
} from '../../scripts/reconcile/model.ts';
import { VERDICT_TEXTS } from '../../scripts/reconcile/verdicts.ts';

const PURCHASE: EventName = { id: 'tw-o8z6j-o87ne', names: ['purchase'] };
const LEAD: EventName = { id: 'tw-o8z6j-o87nd', names: ['generate_lead'] };

const day = (date: string, event: EventName, orders: number, gaps: number): DayFigures => ({
  day: date,
  event,
  layers: {
    orders,
    fired: orders,
    sent: orders - gaps,
    processed: orders - gaps,
    pixel: orders - 2 * gaps,
    attributed: Math.round(orders / 4),
  },
  amounts: [
    {
      currency: 'EUR',
      orders: `${orders * 65}.00`,
      processed: `${(orders - gaps) * 65}.00`,
      attributed: `${Math.round(orders / 4) * 65}.00`,
    },
  ],
  agreed: orders - gaps,
  unjudged: 0,
  verdicts: gaps === 0 ? {} : { 'not-fired': gaps },
});

/** @param change what is different in a test */
export function exampleReport(change: Partial<Report> = {}): Report {
  const traces: Trace[] = [undefined, ...VERDICTS].map((verdict, i) => ({
    id: `order-${1001 + i}`,
    event: PURCHASE,
    day: '2026-11-26',
    verdict,
    why: verdict === undefined ? '' : VERDICT_TEXTS[verdict].means,
    pair: i === 0 ? 'once' : PAIR_REASONS[i - 1],
    steps: [
      { layer: 'order', at: '2026-11-26T10:15:30.000Z', what: 'purchase, 65.00 EUR' },
      { layer: 'pixel', at: '2026-11-26T10:15:31.000Z', what: 'event tw-o8z6j-o87ne, 65.00 EUR' },
      { layer: 'tag', at: '2026-11-26T10:15:31.200Z', what: 'sent, 65.00 EUR' },
      { layer: 'x', at: '2026-11-26T10:15:31.400Z', what: 'processed' },
    ],
  }));
  return {
    period: {
      from: '2026-11-26',
      to: '2026-11-27',
      zone: 'UTC',
      given: false,
    },
    inputs: [
      {
        kind: 'orders',
        name: 'orders.csv',
        read: 310,
        used: 300,
        ignored: [{ why: 'Renewals, left out.', count: 10, lines: [4, 17] }],
      },
      {
        kind: 'log',
        name: 'server.ndjson',
        read: 1250,
        used: 900,
        ignored: [{ why: 'not a line of the tag', count: 350, lines: [1, 2, 3] }],
      },
      { kind: 'pixel', name: 'browser.har', read: 40, used: 6, ignored: [] },
    ],
    days: [
      day('2026-11-26', PURCHASE, 140, 6),
      day('2026-11-27', PURCHASE, 150, 9),
      day('2026-11-27', LEAD, 10, 0),
    ],
    events: [
      {
        ...day('', PURCHASE, 290, 15),
        verdicts: Object.fromEntries(VERDICTS.map((verdict, i) => [verdict, i + 1])),
      },
      day('', LEAD, 10, 0),
    ],
    pairs: {
      once: 40,
      twice: Object.fromEntries(PAIR_REASONS.map((reason, i) => [reason, i + 1])),
      pixelOnly: 3,
    },
    samples: traces,
    thresholds: [
      { verdict: 'not-fired', event: PURCHASE, allowed: 2, found: 5.17, count: 15, exceeded: true },
      { verdict: 'failed', event: PURCHASE, allowed: 2, found: 0, count: 0, exceeded: false },
    ],
    impossible: [{ verdict: 'no-consent', why: 'The log holds failures alone.' }],
    x: {
      from: 'stats.json',
      start: '2026-11-26',
      end: '2026-11-28',
      zone: 'UTC',
      currency: 'EUR',
      entries: [
        {
          day: '2026-11-26',
          eventId: 'tw-o8z6j-o87ne',
          name: 'Order paid',
          attributed: 35,
          postEngagement: 30,
          postView: 5,
          amount: '2275.00',
        },
      ],
      notes: ['X gives totals of attributed conversions only.'],
    },
    notes: ['Days are days of UTC.'],
    ...change,
  };
}
