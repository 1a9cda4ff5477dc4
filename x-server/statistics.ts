/**
 * `GET stats/accounts/:account_id/active_entities`, `GET stats/accounts/:account_id`, and the content of the file that a job makes,
 * which has the same shape (X, Analytics). The figures are those of the configuration. Each of the thirteen metrics is an object
 * of ten lists, one entry for each step of time from the start; a list in which nothing happened is null.
 */
import type { Answer } from './answers.ts';
import {
  type Account,
  bareEventId,
  type Configuration,
  type Figure,
  type WebEventTag,
} from './configuration.ts';
import { hourMs, placements, type StatisticsRequest } from './statistics-request.ts';
import { webEventTagsOf } from './web-event-tags.ts';

/** Type of an event → its metric (X, Analytics, metrics; matched by name). Two types have none. */
const metricOfType: Record<string, string> = {
  SITE_VISIT: 'conversion_site_visits',
  SIGN_UP: 'conversion_sign_ups',
  PURCHASE: 'conversion_purchases',
  DOWNLOAD: 'conversion_downloads',
  CUSTOM: 'conversion_custom',
  ADD_TO_CART: 'conversion_add_to_carts',
  CHECKOUT_INITIATED: 'conversion_checkouts_initiated',
  CONTENT_VIEW: 'conversion_content_views',
  ADDED_PAYMENT_INFO: 'conversion_payment_info_additions',
  ADD_TO_WISHLIST: 'conversion_add_to_wishlists',
  SEARCH: 'conversion_searches',
  SUBSCRIBE: 'conversion_subscriptions',
};
const metrics = [...Object.values(metricOfType), 'conversion_landing_page_views'];

/** Those of which X's table does not name the segmentation by event. */
const older: readonly string[] = [
  'conversion_purchases',
  'conversion_sign_ups',
  'conversion_site_visits',
  'conversion_downloads',
  'conversion_custom',
];

const keys = [
  'metric',
  'post_engagement',
  'post_view',
  'assisted',
  'sale_amount',
  'sale_amount_engagement',
  'sale_amount_view',
  'order_quantity',
  'order_quantity_engagement',
  'order_quantity_view',
] as const;
type Key = (typeof keys)[number];

/** Amounts and quantities are given in millionths. */
const micro = 1_000_000;

interface Found extends Figure {
  tag: WebEventTag;
  metric: string;
  /** Milliseconds since 1970. */
  time: number;
}

/** The figures of an account that a metric shows. */
function figuresOf(configuration: Configuration, { id, statistics }: Account): Found[] {
  const tags = new Map<string, WebEventTag>();
  for (const tag of webEventTagsOf(configuration, id)) tags.set(tag.id, tag);
  return (statistics?.figures ?? []).flatMap((figure) => {
    const names = configuration.pixels.map((pixel) => bareEventId(pixel, figure.eventId));
    const tag = tags.get(names.find((name) => tags.has(name)) ?? '');
    const metric = metricOfType[tag?.type ?? ''];
    return tag === undefined || metric === undefined
      ? []
      : [{ ...figure, tag, metric, time: Date.parse(figure.at) }];
  });
}

/** Which campaigns had figures, or are said to have run. */
export function activeEntities(
  configuration: Configuration,
  account: Account,
  query: Record<string, string>,
  { entity, start, end }: StatisticsRequest,
): Answer {
  const campaigns = new Set(account.statistics?.activeCampaigns);
  for (const { campaignId, time } of figuresOf(configuration, account))
    if (time >= start && time < end) campaigns.add(campaignId);
  const data = [...campaigns].map((campaign) => ({
    entity_id: campaign,
    activity_start_time: isoTime(start),
    activity_end_time: isoTime(end),
    // One that is no longer asked may still be named.
    placements: [...placements, 'PUBLISHER_NETWORK'],
  }));
  return {
    status: 200,
    body: {
      request: { params: { account_id: account.id, ...query } },
      data: entity === 'CAMPAIGN' ? data : [],
    },
  };
}

/** The figures as X's answer has them; a segmented one has an entry for each event that has any. */
export function statisticsOf(
  configuration: Configuration,
  account: Account,
  request: StatisticsRequest,
): Record<string, unknown> {
  const { entity, entityIds, start, end, granularity, placement, segmented } = request;
  const step = granularity === 'HOUR' ? hourMs : granularity === 'DAY' ? 24 * hourMs : end - start;
  const steps = Math.ceil((end - start) / step);
  const found = figuresOf(configuration, account).filter(
    (figure) =>
      entity === 'CAMPAIGN' &&
      (figure.placement ?? 'ALL_ON_TWITTER') === placement &&
      figure.time >= start &&
      figure.time < end,
  );
  const tables = (figures: Found[]) =>
    Object.fromEntries(
      metrics.map((metric) => [
        metric,
        tableOf(
          figures.filter((figure) => figure.metric === metric),
          steps,
          (figure) => Math.floor((figure.time - start) / step),
        ),
      ]),
    );
  const data = entityIds.map((id) => {
    const own = found.filter(({ campaignId }) => campaignId === id);
    if (!segmented) return { id, id_data: [{ segment: null, metrics: tables(own) }] };
    const tags = new Map(own.map(({ tag }) => [tag.id, tag]));
    return {
      id,
      id_data: [...tags.values()].map((tag) => ({
        segment: segmentOf(tag, account),
        metrics: tables(
          own.filter((figure) => figure.tag.id === tag.id && hasSegments(figure.metric, account)),
        ),
      })),
    };
  });
  return {
    data_type: 'stats',
    time_series_length: steps,
    data,
    request: {
      params: {
        ...echoOf(account, request),
        ...(segmented ? { segmentation_type: 'CONVERSION_TAGS' } : {}),
      },
    },
  };
}

function hasSegments(metric: string, { statistics }: Account): boolean {
  const of = statistics?.segmentsOf ?? 'all';
  return of === 'all' || (of === 'newer' && !older.includes(metric));
}

/** What names the event is not documented, so all three kinds can be asked for. */
function segmentOf({ id, name, website_tag_id: pixel }: WebEventTag, { statistics }: Account) {
  const by = statistics?.segmentsBy ?? 'id';
  const value = by === 'id' ? id : by === 'tag' ? `tw-${pixel}-${id}` : name;
  return { segment_name: name, segment_value: value };
}

function tableOf(
  figures: Found[],
  steps: number,
  stepOf: (figure: Found) => number,
): Record<Key, number[] | null> {
  const table = Object.fromEntries(keys.map((key) => [key, null])) as Record<Key, number[] | null>;
  const add = (key: Key, step: number, number: number): void => {
    const list = table[key] ?? new Array<number>(steps).fill(0);
    list[step] = (list[step] ?? 0) + number;
    table[key] = list;
  };
  for (const figure of figures) {
    const { engagement, view = 0, amountEngagement = 0, amountView = 0 } = figure;
    const step = stepOf(figure);
    for (const [name, one, other, factor] of [
      ['', engagement, view, 1],
      ['sale_amount', amountEngagement, amountView, micro],
      ['order_quantity', engagement, view, micro],
    ] as const) {
      const [whole, first, second]: Key[] =
        name === ''
          ? ['metric', 'post_engagement', 'post_view']
          : [name, `${name}_engagement`, `${name}_view`];
      add(whole!, step, Math.round((one + other) * factor));
      add(first!, step, Math.round(one * factor));
      add(second!, step, Math.round(other * factor));
    }
  }
  return table;
}

/** X writes no milliseconds. */
/** What was asked for, as both kinds of answers repeat it. */
export const echoOf = (
  account: Account,
  { entity, entityIds, start, end, granularity, placement }: StatisticsRequest,
): Record<string, unknown> => ({
  account_id: account.id,
  entity,
  entity_ids: entityIds,
  start_time: isoTime(start),
  end_time: isoTime(end),
  granularity,
  placement,
  metric_groups: ['WEB_CONVERSION'],
});

export const isoTime = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');
