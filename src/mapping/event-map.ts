/**
 * From a GA4 event name to the id of the event configured in X's Events Manager.
 * Exact names first, then the category of the name, then the catch-all category, then the default for other events.
 */
import { textOf } from './text.ts';

/** GA4's recommended and automatic events and the conversion category of X that each selects. */
const CATEGORIES: Record<string, string> = {
  page_view: 'page_view',
  view_item: 'content_view',
  search: 'search',
  view_search_results: 'search',
  add_to_cart: 'add_to_cart',
  add_to_wishlist: 'add_to_wishlist',
  begin_checkout: 'checkout_initiated',
  add_payment_info: 'added_payment_info',
  purchase: 'purchase',
  generate_lead: 'lead',
  sign_up: 'sign_up',
  subscribe: 'subscribe',
  start_trial: 'start_trial',
  file_download: 'download',
  customize_product: 'product_customization',
};

const NAMES = [
  'page_view',
  'content_view',
  'search',
  'add_to_cart',
  'add_to_wishlist',
  'checkout_initiated',
  'added_payment_info',
  'purchase',
  'lead',
  'sign_up',
  'subscribe',
  'start_trial',
  'download',
  'product_customization',
  'custom',
];

export interface Row {
  readonly category?: unknown;
  readonly eventName?: unknown;
  readonly eventId?: unknown;
}

/** The operator's tables, as they stand in the tag's fields. */
export interface EventMap {
  readonly categoryEvents: readonly (Row | null | undefined)[];
  readonly customEvents: readonly (Row | null | undefined)[];
  /** Sent for every event no row takes; `''` when such events are ignored. */
  readonly otherEventId: string;
}

/** Either an event id to send, or the reason why none can be named; both `''` when the event is not mapped. */
export interface Mapped {
  readonly eventId: string;
  readonly problem: string;
  /** X's category that took the event, `''` for a row of its own or the default. */
  readonly category: string;
}

export function eventIdFor(eventName: string, map: EventMap, pixelId: string): Mapped {
  let category = '';
  let rows = map.customEvents.filter((row) => row && textOf(row.eventName) === eventName);
  if (rows.length === 0) {
    category = CATEGORIES[eventName] || 'custom';
    rows = map.categoryEvents.filter((row) => row && row.category === category);
    if (rows.length === 0) {
      category = 'custom';
      rows = map.categoryEvents.filter((row) => row && row.category === 'custom');
      if (rows.length === 0) {
        return { eventId: map.otherEventId, problem: unknownCategory(map), category: '' };
      }
    }
  }
  const eventId = textOf(rows[0]!.eventId);
  return {
    eventId: eventId,
    problem: rowProblem(eventName, eventId, rows.length, pixelId),
    category: category,
  };
}

/** A row that can never take an event, `''` when there is none. Looked for only when an event found no row. */
function unknownCategory(map: EventMap): string {
  for (const row of map.categoryEvents) {
    if (row && NAMES.indexOf(row.category as string) < 0) {
      return (
        'Conversion categories holds "' +
        textOf(row.category) +
        '", which is no category of X. Choose one from the list.'
      );
    }
  }
  return '';
}

/** What is wrong with the row that took the event, `''` when nothing is. */
function rowProblem(eventName: string, eventId: string, rows: number, pixelId: string): string {
  if (rows === 1 && eventId.match('^(?:tw-' + pixelId + '-)?[A-Za-z0-9]+$')) {
    return '';
  }
  const event = 'the event "' + eventName + '"';
  if (rows > 1) {
    return 'Two rows of one table take ' + event + '. Remove one of them.';
  }
  const parts = eventId.match('^tw-([A-Za-z0-9]+)-[A-Za-z0-9]+$');
  if (parts) {
    return (
      'Event ID of ' +
      event +
      ' belongs to the pixel ' +
      parts[1] +
      ', but Pixel ID is ' +
      pixelId +
      '. Correct one of them.'
    );
  }
  return eventId
    ? 'Event ID of ' +
        event +
        ' must look like o87ne or tw-' +
        pixelId +
        '-o87ne. Copy it from X Events Manager.'
    : 'Event ID of ' + event + ' is empty. Copy it from X Events Manager.';
}
