/**
 * From a GA4 event name to the id of the event configured in X's Events Manager.
 * Exact names first, then the category of the name, then the catch-all category, then the default for other events.
 */

/** X's conversion categories and the GA4 events that select them (GA4, recommended and automatic events). */
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

/** One row of either table, texts trimmed; `selector` is an event name or a category. */
export interface EventRow {
  readonly selector: string;
  readonly eventId: string;
}

export interface EventMap {
  readonly categoryEvents: readonly EventRow[];
  readonly customEvents: readonly EventRow[];
  /** Sent for every event no row takes; `''` when such events are ignored. */
  readonly otherEventId: string;
}

/** X's category of a GA4 event name, `''` when it has none. */
export function categoryOf(eventName: string): string {
  return CATEGORIES[eventName] || '';
}

/** The row that takes the selector, `undefined` when none does. */
function find(rows: readonly EventRow[], selector: string): EventRow | undefined {
  let i = 0;
  while (i < rows.length && rows[i]!.selector !== selector) {
    i += 1;
  }
  return rows[i];
}

/** The event id to send, `''` when the event is not mapped. */
export function eventIdFor(eventName: string, map: EventMap): string {
  const category = categoryOf(eventName);
  const row =
    find(map.customEvents, eventName) ||
    (category && find(map.categoryEvents, category)) ||
    find(map.categoryEvents, 'custom');
  return row ? row.eventId : map.otherEventId;
}
