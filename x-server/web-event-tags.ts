/**
 * `GET accounts/:account_id/web_event_tags` and `…/:id`: the configured web events of an account (X, Web Event Tags,
 * reference). Knows the parameters count, cursor, with_deleted, with_total_count and web_event_tag_ids; sorting is left out,
 * since X's page on it omits web event tags.
 */

import { type Answer, refusalAnswer, refuse } from './answers.ts';
import { bareEventId, type Configuration, type Pixel, type WebEventTag } from './configuration.ts';
import { page } from './page.ts';

/** Lists the events of `accountId`, one page; `query` is decoded. */
export function listWebEventTags(
  configuration: Configuration,
  accountId: string,
  query: Record<string, string>,
): Answer {
  const params = { account_id: accountId, ...query };
  if (query.with_total_count === 'true' && query.cursor !== undefined)
    return refusalAnswer(
      [refuse('exclusiveParameters', { parameter: 'with_total_count', expected: 'cursor' })],
      params,
    );
  const wanted = query.web_event_tag_ids?.split(',');
  const tags = webEventTagsOf(configuration, accountId)
    .filter((tag) => query.with_deleted === 'true' || !tag.deleted)
    .filter((tag) => wanted === undefined || wanted.includes(tag.id));
  const { data, next, fault } = page(tags, query);
  if (fault !== undefined) return refusalAnswer([refuse('wrongType', fault)], params);
  const total = query.with_total_count === 'true' ? { total_count: tags.length } : {};
  return { status: 200, body: { request: { params }, next_cursor: next, ...total, data } };
}

/** One event; a deleted one is found with `with_deleted` only. */
export function findWebEventTag(
  configuration: Configuration,
  accountId: string,
  id: string,
  query: Record<string, string>,
): Answer {
  const tag = webEventTagsOf(configuration, accountId).find((known) => known.id === id);
  return tag === undefined || (tag.deleted && query.with_deleted !== 'true')
    ? notFound(accountId, id)
    : oneWebEventTag(accountId, tag);
}

export const webEventTagsOf = ({ pixels }: Configuration, accountId: string): WebEventTag[] =>
  pixels.filter((pixel) => pixel.accountId === accountId).flatMap(webEventTags);

/** The answer about one event. */
export const oneWebEventTag = (
  accountId: string,
  tag: WebEventTag,
  params: Record<string, unknown> = {},
): Answer => ({
  status: 200,
  body: { request: { params: { account_id: accountId, ...params } }, data: { ...tag } },
});

export const notFound = (accountId: string, id: string): Answer =>
  refusalAnswer(
    [
      /^[0-9a-z]+$/i.test(id)
        ? refuse('webEventTagNotFound', { value: id })
        : refuse('illegalId', { parameter: 'web_event_tag_id', value: id }),
    ],
    { account_id: accountId, web_event_tag_id: id },
  );

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
