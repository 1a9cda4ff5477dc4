/**
 * One answer of X's statistics, read without trusting it (X, Analytics): which steps of time, campaigns and segments it has, and the
 * lists of its conversion metrics. Adds nothing up, knows no event.
 */
import { clean, isObject } from '../lib/x-answer.ts';

/** Metric → the type of the web events it counts (X, Analytics, metrics; matched by name). */
export const TYPE_OF_METRIC: Readonly<Record<string, string>> = {
  conversion_site_visits: 'SITE_VISIT',
  conversion_sign_ups: 'SIGN_UP',
  conversion_purchases: 'PURCHASE',
  conversion_downloads: 'DOWNLOAD',
  conversion_custom: 'CUSTOM',
  conversion_add_to_carts: 'ADD_TO_CART',
  conversion_checkouts_initiated: 'CHECKOUT_INITIATED',
  conversion_content_views: 'CONTENT_VIEW',
  conversion_payment_info_additions: 'ADDED_PAYMENT_INFO',
  conversion_add_to_wishlists: 'ADD_TO_WISHLIST',
  conversion_searches: 'SEARCH',
  conversion_subscriptions: 'SUBSCRIBE',
};

/** The placements that statistics can be asked for, one at a time. */
export const PLACEMENTS = ['ALL_ON_TWITTER', 'SPOTLIGHT', 'TREND'] as const;

/** X's JSON is not what X's statistics look like; the message says where and what. */
export class XDataError extends Error {}

/** What one metric counted in one step of time. */
export interface Counted {
  /** Position in the answer's steps. */
  step: number;
  attributed: number;
  postEngagement: number;
  postView: number;
  /** Millionths of the currency; undefined when X gives none. */
  amount: bigint | undefined;
}

export interface MetricReading {
  /** Undefined for figures that are not segmented. */
  segment: { name: string; value: string } | undefined;
  metric: string;
  /** Steps in which anything was counted. */
  counted: Counted[];
}

export interface AnswerReading {
  /** Milliseconds since 1970; the end is exclusive. */
  start: number;
  end: number;
  granularity: 'HOUR' | 'DAY' | 'TOTAL';
  /** `''` when the answer does not tell. */
  placement: string;
  segmented: boolean;
  campaigns: ReadonlySet<string>;
  /** Metrics for which a list stood in the answer, whatever was in it. */
  metrics: MetricReading[];
  /** Conversion metrics that no table of ours knows. */
  unknown: string[];
}

const HOUR_MS = 3_600_000;
/** More than 90 days of hours are not X's. */
const MOST_STEPS = 90 * 24 + 48;

/** @throws XDataError when it is no answer of X's statistics */
export function readStatistics(answer: unknown, subject: string): AnswerReading {
  const fail = (expected: string, got: unknown): never => {
    throw new XDataError(
      `${subject} must have ${expected}, got ${clean(JSON.stringify(got) ?? 'nothing').slice(0, 80)}.`,
    );
  };
  if (!isObject(answer)) return fail('one JSON object, an answer of X’s statistics,', answer);
  if (answer.data_type !== 'stats') return fail('"data_type": "stats"', answer.data_type);
  const params = isObject(answer.request) ? answer.request.params : undefined;
  if (!isObject(params)) return fail('the request with its params', answer.request);
  const { granularity, placement = '', segmentation_type: segmentation } = params;
  if (granularity !== 'HOUR' && granularity !== 'DAY' && granularity !== 'TOTAL')
    return fail('granularity HOUR, DAY or TOTAL', granularity);
  const start = momentOf(params.start_time) ?? fail('a start_time', params.start_time);
  const length = answer.time_series_length;
  if (!isWhole(length) || length < 1 || length > MOST_STEPS)
    return fail(`a time_series_length from 1 to ${MOST_STEPS}`, length);
  const end =
    granularity === 'TOTAL'
      ? (momentOf(params.end_time) ?? fail('an end_time', params.end_time))
      : start + length * HOUR_MS * (granularity === 'HOUR' ? 1 : 24);
  if (end <= start) return fail('an end_time after its start_time', params.end_time);
  if (typeof placement !== 'string') return fail('one placement', placement);
  if (!Array.isArray(answer.data)) return fail('a list of data', answer.data);
  const campaigns = new Set<string>();
  const reading: AnswerReading = {
    start,
    end,
    granularity,
    placement,
    segmented: segmentation !== undefined && segmentation !== null,
    campaigns,
    metrics: [],
    unknown: [],
  };
  const unknown = new Set<string>();
  for (const entry of answer.data) {
    if (!isObject(entry) || typeof entry.id !== 'string' || !Array.isArray(entry.id_data))
      return fail('an id and id_data in each entry of data', entry);
    if (campaigns.has(entry.id)) return fail('each id once', entry.id);
    campaigns.add(entry.id);
    for (const part of entry.id_data) {
      if (!isObject(part) || !isObject(part.metrics)) return fail('metrics in each entry of id_data', part);
      const segment = segmentOf(part.segment);
      if (segment === 'none')
        return fail('a segment with segment_name or segment_value, or null,', part.segment);
      for (const [metric, table] of Object.entries(part.metrics)) {
        if (!Object.hasOwn(TYPE_OF_METRIC, metric)) {
          if (hasFigures(table)) unknown.add(metric);
          continue;
        }
        const counted = countedOf(table, length);
        if (typeof counted === 'string') return fail(`${counted} in ${metric}`, table);
        if (counted !== undefined) reading.metrics.push({ segment, metric, counted });
      }
    }
  }
  return { ...reading, unknown: [...unknown] };
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

function momentOf(value: unknown): number | undefined {
  const found =
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?(?:Z|[+-]\d\d:\d\d)$/.test(value);
  const at = found ? Date.parse(value as string) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

function segmentOf(value: unknown): MetricReading['segment'] | 'none' {
  if (value === null || value === undefined) return undefined;
  if (!isObject(value)) return 'none';
  const { segment_name: name = '', segment_value: text = '' } = value;
  return typeof name === 'string' && typeof text === 'string' && name + text !== ''
    ? { name, value: text }
    : 'none';
}

const hasFigures = (table: unknown): boolean =>
  Array.isArray(table)
    ? table.some((entry) => typeof entry === 'number' && entry !== 0)
    : isObject(table) && Object.values(table).some(hasFigures);

/** The steps of one metric; undefined when all its lists are null, what was expected when it is none. */
function countedOf(table: unknown, length: number): Counted[] | undefined | string {
  if (table === null) return undefined;
  if (!isObject(table)) return 'an object of lists';
  const list = (key: string): number[] | undefined | string => {
    const value = table[key];
    if (value === null || value === undefined) return undefined;
    if (!Array.isArray(value) || value.length !== length) return `a list of ${length} for ${key}`;
    const bad = value.some((entry) => entry !== null && !isWhole(entry));
    return bad ? `whole numbers for ${key}` : value.map((entry: number | null) => entry ?? 0);
  };
  const lists = ['metric', 'post_engagement', 'post_view', 'sale_amount'].map(list);
  const wrong = lists.find((found) => typeof found === 'string');
  if (wrong !== undefined) return wrong as string;
  const [metric, engagement, view, amount] = lists as (number[] | undefined)[];
  if (lists.every((found) => found === undefined)) return undefined;
  const counted: Counted[] = [];
  for (let step = 0; step < length; step += 1) {
    const postEngagement = engagement?.[step] ?? 0;
    const postView = view?.[step] ?? 0;
    const attributed = metric?.[step] ?? postEngagement + postView;
    const micros = amount?.[step];
    if (attributed + postEngagement + postView + (micros ?? 0) === 0) continue;
    counted.push({
      step,
      attributed,
      postEngagement,
      postView,
      amount: micros === undefined ? undefined : BigInt(micros),
    });
  }
  return counted;
}
