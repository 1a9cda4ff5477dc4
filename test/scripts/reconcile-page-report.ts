/** A month of two events as a report has it, for tests and pictures of its page: the example, with a series of days. */
import type { DayFigures, Figures, Report } from '../../scripts/reconcile/model.ts';
import { exampleReport } from './reconcile-example.ts';

/** The same numbers every time, that look like a shop's week. */
const ordersOn = (day: number, size: number): number =>
  Math.round(size * (1 + 0.25 * Math.sin((day * 2 * Math.PI) / 7) + 0.1 * Math.sin(day * 1.7)));

export function monthReport(change: Partial<Report> = {}): Report {
  const example = exampleReport();
  const [purchase, lead] = example.events as [Figures, Figures];
  const days = Array.from({ length: 28 }, (_, i) => {
    const name = new Date(Date.parse('2026-10-30T00:00:00Z') + i * 86_400_000).toISOString().slice(0, 10);
    return [dayOf(purchase, name, ordersOn(i, 120), i), dayOf(lead, name, ordersOn(i + 3, 22), i * 3)];
  }).flat();
  const events = [purchase, lead].map((event) => total(event, days));
  return {
    ...example,
    period: {
      from: '2026-10-30',
      to: '2026-11-26',
      zone: 'Europe/Berlin',
      given: true,
    },
    days,
    events,
    thresholds: [
      { verdict: 'refused', event: purchase.event, allowed: 0.5, found: 1.25, count: 42, exceeded: true },
      { verdict: 'not-fired', event: purchase.event, allowed: 2, found: 1.19, count: 40, exceeded: false },
    ],
    ...change,
  };
}

function dayOf(figures: Figures, day: string, orders: number, i: number): DayFigures {
  const refused = i % 28 === 17 ? Math.round(orders / 3) : 0;
  const consent = Math.round(orders * 0.08);
  const lost = i % 5 === 2 ? 3 : 1;
  const twice = i % 9 === 4 ? 2 : 0;
  const processed = orders - refused - consent - lost;
  const amount = (count: number): string => `${count * 65}.50`;
  const attributed = Math.round(processed / 5);
  return {
    ...figures,
    day,
    layers: {
      orders,
      fired: orders - lost,
      sent: orders - lost - consent + twice,
      processed,
      pixel: Math.round(orders * 0.62),
      attributed,
    },
    amounts: [
      {
        currency: 'EUR',
        orders: amount(orders),
        processed: amount(processed),
        attributed: amount(attributed),
      },
    ],
    agreed: processed - twice,
    unjudged: 0,
    verdicts: {
      'no-consent': consent,
      'not-fired': lost,
      ...(refused > 0 ? { refused } : {}),
      ...(twice > 0 ? { 'sent-twice': twice } : {}),
    },
  };
}

function total(figures: Figures, days: readonly DayFigures[]): Figures {
  const own = days.filter(({ event }) => event.id === figures.event.id);
  const sum = (of: (day: DayFigures) => number | undefined): number =>
    own.reduce((all, day) => all + (of(day) ?? 0), 0);
  const layer = (name: keyof Figures['layers']): number => sum(({ layers }) => layers[name]);
  const amount = (side: 'orders' | 'processed' | 'attributed'): string =>
    sum(({ amounts }) => Number(amounts[0]?.[side])).toFixed(2);
  const verdicts = Object.fromEntries(
    (['no-consent', 'not-fired', 'refused', 'sent-twice'] as const).map((verdict) => [
      verdict,
      sum((day) => day.verdicts[verdict]),
    ]),
  );
  return {
    ...figures,
    layers: {
      orders: layer('orders'),
      fired: layer('fired'),
      sent: layer('sent'),
      processed: layer('processed'),
      pixel: layer('pixel'),
      attributed: layer('attributed'),
    },
    amounts: [
      {
        currency: 'EUR',
        orders: amount('orders'),
        processed: amount('processed'),
        attributed: amount('attributed'),
      },
    ],
    agreed: sum(({ agreed }) => agreed),
    verdicts,
  };
}
