/**
 * `GET accounts/:account_id/web_event_tags`: the configured web events of an account (X, Web Event Tags, reference). Knows the
 * parameters count, cursor, with_deleted and web_event_tag_ids; sorting and total counts are left out.
 */

import { type Answer, refusalAnswer, refuse } from './answers.ts';
import { bareEventId, type Configuration, type Pixel, type WebEventTag } from './configuration.ts';

const defaultCount = 200;
const maximumCount = 1000;

/** Lists the events of `accountId`, one page; `query` is decoded. */
export function listWebEventTags(
  configuration: Configuration,
  accountId: string,
  query: Record<string, string>,
): Answer {
  const params = { account_id: accountId, ...query };
  const count = wholeNumber(query.count ?? String(defaultCount));
  if (count === undefined || count < 1 || count > maximumCount)
    return badParameter('count', `Integer between 1 and ${maximumCount}`, query.count, params);
  const start = wholeNumber(query.cursor ?? '0');
  if (start === undefined) return badParameter('cursor', 'cursor', query.cursor, params);
  const wanted = query.web_event_tag_ids?.split(',');
  const tags = configuration.pixels
    .filter((pixel) => pixel.accountId === accountId)
    .flatMap(webEventTags)
    .filter((tag) => query.with_deleted === 'true' || !tag.deleted)
    .filter((tag) => wanted === undefined || wanted.includes(tag.id));
  const end = start + count;
  return {
    status: 200,
    body: {
      request: { params },
      next_cursor: end < tags.length ? String(end) : null,
      data: tags.slice(start, end),
    },
  };
}

function webEventTags(pixel: Pixel): WebEventTag[] {
  return pixel.eventIds.map((eventId) => {
    const id = bareEventId(pixel, eventId);
    return {
      name: `Event ${id}`,
      view_through_window: 1,
      click_window: 14,
      embed_code: `<script>twq('event','tw-${pixel.id}-${id}',{})</script>`,
      retargeting_enabled: false,
      last_tracked_at: null,
      status: 'UNVERIFIED',
      type: 'CUSTOM',
      deleted: false,
      ...pixel.eventDetails?.[id],
      id,
      website_tag_id: pixel.id,
    };
  });
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function badParameter(
  parameter: string,
  expected: string,
  value: string | undefined,
  params: Record<string, string>,
): Answer {
  return refusalAnswer([refuse('wrongType', { parameter, expected, value: value ?? '' })], params);
}
