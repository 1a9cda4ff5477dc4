/**
 * The GA4 event names that select each of X's conversion categories inside the tag. The tag holds the same table; the test of
 * this module plays every name through the shipped template and fails when the two differ.
 */

/** Category → event names; an empty list stands for the category that takes every event no other row takes. */
export const GA4_NAMES: Readonly<Record<string, readonly string[]>> = {
  page_view: ['page_view'],
  content_view: ['view_item'],
  search: ['search', 'view_search_results'],
  add_to_cart: ['add_to_cart'],
  add_to_wishlist: ['add_to_wishlist'],
  checkout_initiated: ['begin_checkout'],
  added_payment_info: ['add_payment_info'],
  purchase: ['purchase'],
  lead: ['generate_lead'],
  sign_up: ['sign_up'],
  subscribe: ['subscribe'],
  start_trial: ['start_trial'],
  download: ['file_download'],
  product_customization: ['customize_product'],
  custom: [],
};

/** The category that takes every event without a row. */
export const CATCH_ALL = 'custom';

/** X's names of event types where they are not the category in capitals (X, Web conversions, event types). */
const X_TYPES: ReadonlyMap<string, string> = new Map([['site_visit', 'page_view']]);

/** The category meant by a GA4 event name, or by X's name of the event type in any case. */
export function categoryMeant(word: string): string | undefined {
  const name = word.toLowerCase();
  const byGa4 = Object.keys(GA4_NAMES).find((category) => GA4_NAMES[category]!.includes(name));
  return byGa4 ?? (Object.hasOwn(GA4_NAMES, name) ? name : undefined) ?? X_TYPES.get(name);
}
