// scenario: Each GA4 event goes to the event ID of its category
const categories = {
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
  customize_product: 'product_customization'
};
const ids = {};
const rows = [];
settings.categoryEvents = [];
for (const name in categories) {
  const category = categories[name];
  if (!ids[category]) {
    ids[category] = 'id' + rows.length;
    settings.categoryEvents.push({ category: category, eventId: ids[category] });
  }
  rows.push([name, ids[category]]);
}
eachSends(rows, (name) => {
  event.event_name = name;
}, (it) => it.event_id);

// scenario: An event without a row or without a name sends nothing and succeeds
event.event_name = 'scroll';
runCode(settings);
event.event_name = undefined;
runCode(settings);
callLater(() => {
  sendsNothingSaying('No X event ID is configured for the event "scroll". Nothing was sent.');
  assertThat(lines('Message')[1].Message).contains('No X event ID is configured for the event ""');
});

// scenario: A single event wins over its category and is meant in its very spelling
settings.customEvents = [{ eventName: ' purchase ', eventId: ' tw-o8z6j-own ' }];
runCode(settings);
settings.customEvents = [{ eventName: 'Purchase', eventId: 'tw-o8z6j-own' }];
runCode(settings);
callLater(() => {
  assertThat(conversion(0).event_id).isEqualTo('tw-o8z6j-own');
  assertThat(conversion(1).event_id).isEqualTo('tw-o8z6j-o87ne');
});

// scenario: The custom category takes every event no other row takes
settings.categoryEvents.push({ category: 'custom', eventId: 'tw-o8z6j-all' });
eachSends([
  ['quote_requested', 'tw-o8z6j-all'],
  ['view_item', 'tw-o8z6j-all'],
  ['purchase', 'tw-o8z6j-o87ne']
], (name) => {
  event.event_name = name;
}, (it) => it.event_id);

// scenario: Other events go to the default event ID only when that is switched on
event.event_name = 'quote_requested';
settings.otherEvents = 'ignore';
settings.defaultEventId = 'tw-o8z6j-rest';
runCode(settings);
settings.otherEvents = 'send';
runCode(settings);
callLater(() => {
  assertThat(lines('Message')[0].Message).contains('No X event ID is configured');
  assertThat(sent).hasLength(1);
  assertThat(conversion().event_id).isEqualTo('tw-o8z6j-rest');
});

// scenario: A table that cannot be right is a failure and not a guess
settings.categoryEvents.push({ category: 'purchase', eventId: 'tw-o8z6j-other' });
settings.categoryEvents.push({ category: 'refund', eventId: 'o87nf' });
eachIsRefusedSaying([
  ['purchase', 'Two rows of one table take the event "purchase". Remove one of them.'],
  ['scroll', 'Conversion categories holds "refund", no category of X. Choose one from the list.']
], (name) => {
  event.event_name = name;
});

// scenario: An event ID that cannot be one is refused before X is asked
eachIsRefusedSaying([
  [' ', 'X event ID of the event "purchase" is empty. Copy the ID of the event from X Events Manager.'],
  ['{{X event}}', 'X event ID of the event "purchase" holds the placeholder {{X event}}.'],
  ['tw-abc12-o87ne', 'belongs to another pixel: Pixel ID is o8z6j.'],
  ['o8z6j', 'is the ID of the pixel.'],
  ['tw-o8z6j-o8z6j', 'is the ID of the pixel.'],
  ['purchase', 'is the name of an event, "purchase".'],
  ['page_view', 'must look like o87ne or tw-o8z6j-o87ne.'],
  ['login', 'is the name of an event, "login".'],
  ['123e4567-e89b-12d3-a456-426614174000', 'must look like o87ne or tw-o8z6j-o87ne.']
], (id) => {
  settings.categoryEvents[0].eventId = id;
});

// scenario: A page that Google renders is no visit and nothing is sent
event.page_location = 'https://gtm-msr.appspot.com/render2?id=GTM-X&twclid=2-abc';
runCode(settings);
callLater(() => {
  sendsNothingSaying('rendered by Google');
  assertApi('setCookie').wasNotCalled();
});
