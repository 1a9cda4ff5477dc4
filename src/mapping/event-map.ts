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

export interface Row {
  readonly category?: unknown;
  readonly eventName?: unknown;
  readonly eventId?: unknown;
}

/** A table of the operator, as it stands in the tag's field. */
export type Rows = readonly (Row | null | undefined)[];

/** Either an event id to send, or the reason why none can be named; both `''` when the event is not mapped. */
export interface Mapped {
  readonly eventId: string;
  readonly problem: string;
  /** X's category that took the event, `''` for a row of its own or the default. */
  readonly category: string;
}

/** @param otherEventId what an event is sent with that no row takes, `undefined` when such events are ignored */
export function eventIdFor(
  eventName: string,
  customEvents: Rows,
  categoryEvents: Rows,
  otherEventId: () => string | undefined,
  pixelId: string,
): Mapped {
  let category = '';
  let rows = customEvents.filter((row) => row && eventName && textOf(row.eventName) === eventName);
  if (rows.length === 0) {
    category = CATEGORIES[eventName] || 'custom';
    rows = categoryEvents.filter((row) => row && row.category === category);
    if (rows.length === 0) {
      category = 'custom';
      rows = categoryEvents.filter((row) => row && row.category === 'custom');
      if (rows.length === 0) {
        // Ignored, or sent with the id for all others.
        const other = otherEventId();
        const fine = other === undefined || other.match('^(?:tw-' + pixelId + '-)?[A-Za-z0-9]+$');
        return {
          eventId: other || '',
          problem: unknownCategory(categoryEvents) || (fine ? '' : rowProblem(eventName, other!, 1, pixelId)),
          category: '',
        };
      }
    }
  }
  const given = rows[0]!.eventId;
  const eventId = textOf(given);
  const fits = rows.length === 1 && eventId.match('^(?:tw-' + pixelId + '-)?[A-Za-z0-9]+$');
  return {
    eventId: eventId,
    problem: fits ? '' : rowProblem(eventName, eventId, rows.length, pixelId),
    category: category,
  };
}

/** A row that can never take an event, `''` when there is none. Looked for only when an event found no row. */
function unknownCategory(categoryEvents: Rows): string {
  const names = [
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
  for (const row of categoryEvents) {
    if (row && names.indexOf(row.category as string) < 0) {
      return (
        'Conversion categories holds "' +
        textOf(row.category) +
        '", which is no category of X. Choose one from the list.'
      );
    }
  }
  return '';
}

/** What is wrong with the row that took the event. */
function rowProblem(eventName: string, eventId: string, rows: number, pixelId: string): string {
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
