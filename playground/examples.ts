/**
 * One event for each name that GA4 recommends or sends by itself, in the form in which the GA4 client hands them to a tag,
 * and a few that come from elsewhere. Shop, people and numbers are invented; addresses are from ranges for documentation.
 */

import { CATEGORY_OF } from '../src/mapping/categories.ts';

export type EventData = Record<string, unknown>;

export interface Example {
  id: string;
  group: string;
  label: string;
  event: EventData;
}

const SHOP = 'https://shop.example';

const visit: EventData = {
  client_id: 'JQ2cYJ7bY1l0cVQ5Jd1v0m1n5X8sWc2tH6rK3pL9uQ0=.1763800000',
  language: 'en-us',
  screen_resolution: '1512x982',
  ip_override: '203.0.113.24',
  user_agent:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  ga_session_id: '1763799900',
  ga_session_number: 3,
  'x-ga-protocol_version': '2',
  'x-ga-measurement_id': 'G-XXXXXXXXXX',
  'x-ga-page_id': 1763800301222,
  'x-ga-mp2-seg': '1',
};

const person = {
  email_address: ' Jane.Doe@Example.com ',
  phone_number: '+49 (0)151 2345-6789',
  _tag_mode: 'CODE',
};

const shoe = {
  item_id: 'SKU-7731',
  item_name: 'Trail running shoe',
  item_brand: 'Fernweg',
  item_category: 'Shoes',
  item_variant: 'blue / 42',
  price: 129.99,
  quantity: 1,
};
const socks = {
  item_id: 'SKU-0042',
  item_name: 'Merino socks',
  item_brand: 'Fernweg',
  item_category: 'Socks',
  price: 11.665,
  quantity: 3,
};
const priced = { currency: 'EUR', value: 129.99, items: [shoe] };
const basket = { currency: 'EUR', value: 164.98, items: [shoe, socks] };
const list = { item_list_id: 'autumn', item_list_name: 'Autumn shoes' };
const promotion = {
  promotion_id: 'P-12',
  promotion_name: 'Trail weeks',
  creative_name: 'banner',
  creative_slot: 'top',
};
const video = {
  video_provider: 'youtube',
  video_title: 'How to lace',
  video_url: 'https://video.example/lace',
  visible: '1',
};
const form = { form_id: 'quote', form_name: 'Quote', form_destination: `${SHOP}/quote`, form_length: 4 };
const lead = { currency: 'EUR', value: 40 };

type Row = readonly [name: string, path: string, parameters: EventData, withPerson?: 'person'];

const SALES: readonly Row[] = [
  ['view_item', '/p/trail-running-shoe', priced],
  ['view_item_list', '/c/shoes', { ...basket, ...list }],
  ['select_item', '/c/shoes', { ...list, items: [shoe] }],
  ['view_promotion', '/', { ...promotion, items: [shoe] }],
  ['select_promotion', '/', { ...promotion, items: [shoe] }],
  ['add_to_wishlist', '/p/trail-running-shoe', priced],
  ['add_to_cart', '/p/trail-running-shoe', priced],
  ['remove_from_cart', '/cart', priced],
  ['view_cart', '/cart', basket],
  ['begin_checkout', '/checkout', { ...basket, coupon: 'AUTUMN' }],
  ['add_shipping_info', '/checkout/shipping', { ...basket, shipping_tier: 'Express' }, 'person'],
  ['add_payment_info', '/checkout/payment', { ...basket, payment_type: 'Card' }, 'person'],
  [
    'purchase',
    '/checkout/thank-you?order=10023&twclid=2-4m8k1vq7zj0c5t',
    { ...basket, transaction_id: '10023', tax: 26.34, shipping: 0, customer_type: 'new' },
    'person',
  ],
  [
    'refund',
    '/account/orders/10023',
    { currency: 'EUR', transaction_id: '10023', value: 129.99, items: [shoe] },
    'person',
  ],
];

const LEADS: readonly Row[] = [
  ['generate_lead', '/quote/sent', { ...lead, lead_source: 'Fair' }, 'person'],
  ['qualify_lead', '/crm', lead, 'person'],
  ['disqualify_lead', '/crm', { ...lead, disqualified_lead_reason: 'No budget' }, 'person'],
  ['working_lead', '/crm', { ...lead, lead_status: 'Called' }, 'person'],
  ['close_convert_lead', '/crm', { ...lead, value: 4200 }, 'person'],
  ['close_unconvert_lead', '/crm', { ...lead, unconvert_lead_reason: 'Chose another' }, 'person'],
];

const OTHERS: readonly Row[] = [
  ['sign_up', '/welcome', { method: 'E-mail' }, 'person'],
  ['login', '/account', { method: 'E-mail' }, 'person'],
  ['search', '/search?q=trail', { search_term: 'trail' }],
  ['share', '/p/trail-running-shoe', { method: 'Link', content_type: 'product', item_id: 'SKU-7731' }],
  ['select_content', '/magazine', { content_type: 'article', content_id: 'A-77' }],
  ['join_group', '/club', { group_id: 'G-3' }, 'person'],
  ['earn_virtual_currency', '/club', { virtual_currency_name: 'Miles', value: 50 }],
  ['spend_virtual_currency', '/club', { virtual_currency_name: 'Miles', value: 20, item_name: 'Sticker' }],
  ['tutorial_begin', '/app', {}],
  ['tutorial_complete', '/app', {}],
  ['campaign_details', '/', { campaign_source: 'newsletter', campaign_medium: 'email' }],
  ['exception', '/', { description: 'Image missing', fatal: 'false' }],
  ['level_start', '/game', { level_name: 'Hills' }],
  ['level_end', '/game', { level_name: 'Hills', success: 'true' }],
  ['level_up', '/game', { level: 4, character: 'Fox' }],
  ['post_score', '/game', { score: 880, level: 4 }],
  ['unlock_achievement', '/game', { achievement_id: 'summit' }],
];

const AUTOMATIC: readonly Row[] = [
  ['page_view', '/?utm_source=x&twclid=2-7gd0bxa1lw0c4e', {}],
  ['session_start', '/', {}],
  ['first_visit', '/', {}],
  ['user_engagement', '/', { engagement_time_msec: 10240 }],
  ['scroll', '/magazine', { percent_scrolled: 90 }],
  ['click', '/', { link_url: 'https://partner.example/', link_domain: 'partner.example', outbound: 'true' }],
  [
    'file_download',
    '/help',
    {
      link_url: `${SHOP}/size-guide.pdf`,
      link_text: 'Size guide',
      file_name: '/size-guide.pdf',
      file_extension: 'pdf',
    },
  ],
  ['view_search_results', '/search?q=trail', { search_term: 'trail' }],
  ['form_start', '/quote', form],
  ['form_submit', '/quote', { ...form, form_submit_text: 'Send' }],
  ['video_start', '/magazine', { ...video, video_current_time: 0, video_duration: 95, video_percent: 0 }],
  [
    'video_progress',
    '/magazine',
    { ...video, video_current_time: 48, video_duration: 95, video_percent: 50 },
  ],
  [
    'video_complete',
    '/magazine',
    { ...video, video_current_time: 95, video_duration: 95, video_percent: 100 },
  ],
];

const CUSTOM: readonly Row[] = [
  ['subscribe', '/newsletter/done', { currency: 'EUR', value: 9.9 }, 'person'],
  ['start_trial', '/trial/done', {}, 'person'],
  ['customize_product', '/p/trail-running-shoe', { items: [shoe] }],
  ['quote_requested', '/quote/sent', { value: 0, currency: 'EUR' }, 'person'],
];

const fromTable = (group: string, rows: readonly Row[]): Example[] =>
  rows.map(([name, path, parameters, withPerson], index) => ({
    id: name,
    group,
    label: name,
    event: {
      event_name: name,
      page_location: SHOP + path,
      page_title: 'Fernweg',
      event_id: `1763800321456_88127${String(index).padStart(2, '0')}`,
      ...parameters,
      ...(withPerson && { user_data: person }),
      ...visit,
    },
  }));

/** Forms of an event that are not a GA4 event of a browser. */
const ELSEWHERE: Example[] = [
  {
    id: 'data-client',
    group: 'From elsewhere',
    label: 'purchase through a JSON client',
    event: {
      timestamp: 1763800321,
      unique_event_id: '1763800321123_123456789',
      event_name: 'purchase',
      client_id: 'backend.1.1763800000.987654321',
      page_location: `${SHOP}/checkout/thank-you`,
      ip_override: '203.0.113.7',
      user_agent: 'shop-backend/2.1',
      ecommerce: {
        transaction_id: '10024',
        value: '80.50',
        currency: 'eur',
        items: [{ item_id: 'SKU-0077', item_name: 'Head lamp', price: '80.50', quantity: '1' }],
      },
      user_data: { email: 'Max.Muster@example.org', phone: '0151 2345 6789' },
      consent_state: { ad_storage: true, ad_user_data: true, analytics_storage: true },
    },
  },
  {
    id: 'anonymous',
    group: 'From elsewhere',
    label: 'purchase of nobody known',
    event: {
      event_name: 'purchase',
      page_location: `${SHOP}/checkout/thank-you`,
      currency: 'EUR',
      value: 12,
    },
  },
];

const GA4 = [...SALES, ...LEADS, ...AUTOMATIC, ...OTHERS, ...CUSTOM];
const selectsCategory = ([name]: Row): boolean => Object.hasOwn(CATEGORY_OF, name);

/** First what a tag with a row for each category sends. */
export const examples: readonly Example[] = [
  ...fromTable('Events with a category of X', GA4.filter(selectsCategory)),
  ...ELSEWHERE,
  ...fromTable(
    'Other events: sent only with a row of their own',
    GA4.filter((row) => !selectsCategory(row)),
  ),
];

export const exampleById = (id: string): Example | undefined => examples.find((example) => example.id === id);
