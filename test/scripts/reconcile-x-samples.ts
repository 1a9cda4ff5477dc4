/** Answers of X's statistics and the events they are about, with figures of their own. */
import type { XEvent, XSaved } from '../../scripts/reconcile/x-figures.ts';

const EVENTS: XEvent[] = [
  { id: 'oq7x2', name: 'Order paid', type: 'PURCHASE', pixel: 'o8z6j', deleted: false },
  { id: 'old11', name: 'Old order', type: 'PURCHASE', pixel: 'o8z6j', deleted: true },
  { id: 'cart1', name: 'Cart', type: 'ADD_TO_CART', pixel: 'o8z6j', deleted: false },
  { id: 'cart2', name: 'Cart', type: 'ADD_TO_CART', pixel: 'o8z6k', deleted: false },
];
export const saved = (statistics: unknown[], change: Partial<XSaved> = {}): XSaved => ({
  account: '',
  currency: 'EUR',
  start: '',
  end: '',
  events: EVENTS,
  statistics,
  ...change,
});

/** A published sample's shape, with figures of its own. */
export const sample = (change: Record<string, unknown> = {}, params: Record<string, unknown> = {}) => ({
  data_type: 'stats',
  time_series_length: 2,
  data: [
    {
      id: '8fgzf',
      id_data: [
        {
          segment: { segment_name: 'Order paid', segment_value: 'oq7x2' },
          metrics: {
            conversion_purchases: {
              metric: [3, 1],
              post_engagement: [2, 1],
              post_view: [1, 0],
              assisted: null,
              sale_amount: [149_970_000, 49_990_001],
              order_quantity: [3_000_000, 1_000_000],
            },
            conversion_sign_ups: { metric: null, post_view: null },
            auto_created_conversion_session: [1, 2],
          },
        },
      ],
    },
  ],
  request: {
    params: {
      start_time: '2026-11-01T00:00:00Z',
      granularity: 'DAY',
      segmentation_type: 'CONVERSION_TAGS',
      placement: 'ALL_ON_TWITTER',
      ...params,
    },
  },
  ...change,
});
export const segment = (
  value: unknown,
  metrics: Record<string, unknown> = sample().data[0]!.id_data[0]!.metrics,
) => sample({ data: [{ id: '8fgzf', id_data: [{ segment: value, metrics }] }] });
