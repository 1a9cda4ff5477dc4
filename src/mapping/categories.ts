/**
 * The GA4 events (recommended and automatic ones) that select one of X's conversion categories without
 * configuration. The one place for events and categories; the form's list is held against it by a test.
 */
export const CATEGORY_OF: Record<string, string> = {
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

/** The category that takes every event no other row takes. */
export const CUSTOM = 'custom';

/** The category a GA4 event selects, `custom` for every other name. */
export function categoryOf(eventName: string): string {
  return CATEGORY_OF.hasOwnProperty(eventName) ? CATEGORY_OF[eventName]! : CUSTOM;
}

/** Whether a value is one of X's categories. */
export function isCategory(value: unknown): boolean {
  for (const eventName in CATEGORY_OF) {
    if (CATEGORY_OF[eventName] === value) {
      return true;
    }
  }
  return value === CUSTOM;
}
