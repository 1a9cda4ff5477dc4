/**
 * The parameters of statistics, in the query (X, Analytics; Asynchronous Analytics): which are needed, what they may be, how long
 * a time they may cover. Left out: metric groups other than `WEB_CONVERSION`, segments other than `CONVERSION_TAGS`.
 */
import { type Refusal, refuse } from './answers.ts';

export interface StatisticsRequest {
  entity: string;
  entityIds: string[];
  /** Milliseconds since 1970; the end is exclusive. */
  start: number;
  end: number;
  granularity: 'HOUR' | 'DAY' | 'TOTAL';
  placement: string;
  segmented: boolean;
}

/** Synchronous, asynchronous, or the list of what was active. */
export type Kind = 'statistics' | 'job' | 'activeEntities';

export const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Those that carry web conversions, and those that do not but may be asked. */
const entities = ['CAMPAIGN', 'LINE_ITEM', 'PROMOTED_TWEET', 'ACCOUNT', 'FUNDING_INSTRUMENT'];
const granularities = ['HOUR', 'DAY', 'TOTAL'] as const;
export const placements: readonly string[] = ['ALL_ON_TWITTER', 'SPOTLIGHT', 'TREND'];
const mostEntities = 20;

const needed: Record<Kind, string[]> = {
  activeEntities: ['entity', 'start_time', 'end_time'],
  statistics: ['entity', 'entity_ids', 'start_time', 'end_time', 'granularity', 'placement', 'metric_groups'],
  get job() {
    return this.statistics;
  },
};
const allowed: Record<Kind, string[]> = {
  activeEntities: needed.activeEntities,
  statistics: needed.statistics,
  job: [...needed.job, 'segmentation_type', 'country', 'platform'],
};

/**
 * @param query decoded
 * @param zone IANA name of the account's time zone
 * @param now milliseconds since 1970
 */
export function readStatisticsRequest(
  kind: Kind,
  query: Record<string, string>,
  zone: string,
  now: number,
): StatisticsRequest | Refusal[] {
  const refusals: Refusal[] = [];
  const wrong = (parameter: string, expected: string): void => {
    refusals.push(refuse('wrongType', { parameter, expected, value: query[parameter] ?? '' }));
  };
  for (const parameter of Object.keys(query))
    if (!allowed[kind].includes(parameter)) refusals.push(refuse('unknownParameter', { parameter }));
  for (const parameter of needed[kind])
    if ((query[parameter] ?? '') === '') refusals.push(refuse('missingParameter', { parameter }));
  if (refusals.length > 0) return refusals;

  const { entity = '', granularity = 'HOUR', placement = '', metric_groups: groups } = query;
  const entityIds = (query.entity_ids ?? '').split(',');
  if (!entities.includes(entity)) wrong('entity', entities.join(', '));
  if (kind !== 'activeEntities') {
    if (entityIds.length > mostEntities || entityIds.some((id) => !/^[0-9a-z]+$/i.test(id)))
      wrong('entity_ids', `at most ${mostEntities} ids`);
    if (!granularities.some((known) => known === granularity)) wrong('granularity', granularities.join(', '));
    if (!placements.includes(placement)) wrong('placement', placements.join(', '));
    if (groups !== 'WEB_CONVERSION') wrong('metric_groups', 'WEB_CONVERSION');
    if (query.segmentation_type !== undefined && query.segmentation_type !== 'CONVERSION_TAGS')
      wrong('segmentation_type', 'CONVERSION_TAGS');
  }
  const segmented = query.segmentation_type !== undefined;
  const offset = offsetOf(zone, now);
  const start = readTime(query.start_time ?? '', offset);
  const end = readTime(query.end_time ?? '', offset);
  for (const [parameter, at] of [
    ['start_time', start],
    ['end_time', end],
  ] as const) {
    if (at === undefined) wrong(parameter, 'time');
    else if (at % hourMs !== 0) refusals.push(refuse('fractionalHours', { parameter }));
    else if (granularity !== 'HOUR' && (at + offset) % dayMs !== 0)
      refusals.push(refuse('timeNotMidnight', { parameter }));
  }
  if (start === undefined || end === undefined || refusals.length > 0) return refusals;
  if (end <= start) return [refuse('timeWindow', { parameter: 'end_time' })];
  const days = kind === 'statistics' ? 7 : segmented ? 45 : 90;
  if (end - start > days * dayMs + hourMs) return [refuse('timeRangeTooLong', { value: String(days) })];
  return {
    entity,
    entityIds,
    start,
    end,
    granularity: granularity as StatisticsRequest['granularity'],
    placement,
    segmented,
  };
}

/** X, Analytics, times: a bare date is midnight in the account's zone; else `Z`, `±HH`, `±HHMM` or `±HH:MM` must follow. */
function readTime(text: string, offset: number): number | undefined {
  const [, day, time, zone] =
    /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.0{1,3})?(Z|[+-]\d\d(?::?\d\d)?))?$/.exec(text) ?? [];
  if (day === undefined) return undefined;
  const written = `${day}T${time ?? '00:00:00'}.000Z`;
  const at = Date.parse(written);
  if (Number.isNaN(at) || new Date(at).toISOString() !== written) return undefined;
  if (zone === undefined) return at - offset;
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  return at - (sign === '-' ? -1 : 1) * (Number(hours) * hourMs + Number(minutes) * 60_000);
}

/** How far the clocks of a zone are ahead of UTC at a moment, in milliseconds. */
function offsetOf(zone: string, at: number): number {
  const shown = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(at);
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000;
}
