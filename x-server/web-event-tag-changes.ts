/**
 * `POST accounts/:account_id/web_event_tags`, `PUT …/:id` and `DELETE …/:id` (X, Web Event Tags, reference 2026-01). All
 * parameters stand in the query. POST needs the five below and has none for the pixel; PUT changes what it is sent. Nothing
 * makes a request that comes twice count once, and names need not be unique: two requests make two events.
 */

import { type Answer, type Refusal, refusalAnswer, refuse } from './answers.ts';
import {
  type Account,
  bareEventId,
  type Configuration,
  type Pixel,
  type WebEventTag,
} from './configuration.ts';
import { notFound, oneWebEventTag, webEventTagsOf } from './web-event-tags.ts';

const types = [
  'SITE_VISIT',
  'SIGN_UP',
  'PURCHASE',
  'DOWNLOAD',
  'CUSTOM',
  'ADD_TO_CART',
  'CHECKOUT_INITIATED',
  'CONTENT_VIEW',
  'ADDED_PAYMENT_INFO',
  'ADD_TO_WISHLIST',
  'SEARCH',
  'SUBSCRIBE',
  'START_TRIAL',
  'PRODUCT_CUSTOMIZATION',
];
const clickWindows = ['1', '7', '14', '30'];
const viewWindows = ['0', ...clickWindows];

/** Parameter → what it must be, and how its text is read; undefined for a text that is refused. */
const parameters = {
  name: {
    expected: 'name',
    read: (text: string) => (/[\p{Cc}\p{Cs}]/u.test(text) || text.trim() === '' ? undefined : text),
  },
  type: { expected: types.join(', '), read: (text: string) => (types.includes(text) ? text : undefined) },
  click_window: {
    expected: clickWindows.join(', '),
    read: (text: string) => (clickWindows.includes(text) ? Number(text) : undefined),
  },
  view_through_window: {
    expected: viewWindows.join(', '),
    read: (text: string) => (viewWindows.includes(text) ? Number(text) : undefined),
  },
  retargeting_enabled: {
    expected: 'Boolean',
    read: (text: string) => (text === 'true' || text === 'false' ? text === 'true' : undefined),
  },
} as const;

type Details = Partial<Omit<WebEventTag, 'id' | 'website_tag_id'>>;

/** The given parameters as values, and what is wrong with them. */
function readParameters(query: Record<string, string>): { given: Details; refusals: Refusal[] } {
  const refusals: Refusal[] = [];
  const given: Record<string, unknown> = {};
  for (const [parameter, value] of Object.entries(query)) {
    if (!Object.hasOwn(parameters, parameter)) {
      refusals.push(refuse('unknownParameter', { parameter }));
      continue;
    }
    const { expected, read } = parameters[parameter as keyof typeof parameters];
    const known = read(value);
    if (known === undefined) refusals.push(refuse('wrongType', { parameter, expected, value }));
    else given[parameter] = known;
  }
  return { given, refusals };
}

/** A conversion is not attributed to a view for longer than to a click (X, Web Event Tags). */
function windowRefusals({ click_window = 0, view_through_window = 0 }: Details): Refusal[] {
  const expected = `at most click_window (${click_window})`;
  const value = String(view_through_window);
  return view_through_window > click_window
    ? [refuse('wrongType', { parameter: 'view_through_window', expected, value })]
    : [];
}

export function createWebEventTag(
  configuration: Configuration,
  account: Account,
  query: Record<string, string>,
): Answer {
  const { given, refusals } = readParameters(query);
  for (const parameter of Object.keys(parameters))
    if (query[parameter] === undefined) refusals.push(refuse('missingParameter', { parameter }));
  const params = { account_id: account.id, ...query };
  const all = refusals.length > 0 ? refusals : windowRefusals(given);
  if (all.length > 0) return refusalAnswer(all, params);
  const own = configuration.pixels.filter(({ accountId }) => accountId === account.id);
  const pixel = own.find(({ id }) => id === account.newEventsOn) ?? own[0];
  if (pixel === undefined)
    return refusalAnswer([refuse('featureNotAvailable', { account: account.id })], params);
  const id = freeId(configuration);
  pixel.eventIds.push(id);
  pixel.eventDetails = { ...pixel.eventDetails, [id]: given };
  return answerAbout(configuration, account.id, id, given);
}

export function changeWebEventTag(
  configuration: Configuration,
  accountId: string,
  id: string,
  query: Record<string, string>,
): Answer {
  const found = find(configuration, accountId, id);
  if (found === undefined) return notFound(accountId, id);
  const { given, refusals } = readParameters(query);
  const all = refusals.length > 0 ? refusals : windowRefusals({ ...found.tag, ...given });
  if (all.length > 0) return refusalAnswer(all, { account_id: accountId, web_event_tag_id: id, ...query });
  change(found.pixel, id, given);
  return answerAbout(configuration, accountId, id, given);
}

/** Deleting is for ever; conversions for the event are refused from then on. */
export function deleteWebEventTag(configuration: Configuration, accountId: string, id: string): Answer {
  const found = find(configuration, accountId, id);
  if (found === undefined) return notFound(accountId, id);
  change(found.pixel, id, { deleted: true });
  return answerAbout(configuration, accountId, id, {});
}

/** An event that was not deleted, and its pixel. */
function find(
  configuration: Configuration,
  accountId: string,
  id: string,
): { tag: WebEventTag; pixel: Pixel } | undefined {
  const tag = webEventTagsOf(configuration, accountId).find((known) => known.id === id && !known.deleted);
  const pixel = configuration.pixels.find((known) => known.id === tag?.website_tag_id);
  return tag && pixel && { tag, pixel };
}

function change(pixel: Pixel, id: string, details: Details): void {
  pixel.eventDetails = { ...pixel.eventDetails, [id]: { ...pixel.eventDetails?.[id], ...details } };
}

function answerAbout(
  configuration: Configuration,
  accountId: string,
  id: string,
  params: Record<string, unknown>,
): Answer {
  const tag = webEventTagsOf(configuration, accountId).find((known) => known.id === id);
  return tag === undefined ? notFound(accountId, id) : oneWebEventTag(accountId, tag, params);
}

/** X's ids are numbers to base 36 that no event or pixel had before. */
function freeId({ pixels }: Configuration): string {
  const used = new Set(
    pixels.flatMap((pixel) => [pixel.id, ...pixel.eventIds.map((id) => bareEventId(pixel, id))]),
  );
  for (let number = Number.parseInt('oq000', 36) + used.size; ; number += 1)
    if (!used.has(number.toString(36))) return number.toString(36);
}
