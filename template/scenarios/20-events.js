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

// scenario: An event without a row sends nothing and succeeds
event.event_name = 'scroll';
runCode(settings);
callLater(() => {
  sendsNothingSaying('No event ID is configured for the event "scroll"');
});

// scenario: An event without a name sends nothing and succeeds
event.event_name = undefined;
runCode(settings);
callLater(() => {
  sendsNothingSaying('No event ID is configured for the event ""');
});

// scenario: A single event wins over its category and its name is trimmed
settings.customEvents = [{ eventName: ' purchase ', eventId: ' tw-o8z6j-own ' }];
runCode(settings);
callLater(() => {
  assertThat(conversion().event_id).isEqualTo('tw-o8z6j-own');
});

// scenario: The case of a single event counts
settings.customEvents = [{ eventName: 'Purchase', eventId: 'tw-o8z6j-own' }];
runCode(settings);
callLater(() => {
  assertThat(conversion().event_id).isEqualTo('tw-o8z6j-o87ne');
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

// scenario: Other events go to the default event ID when that is switched on
settings.otherEvents = 'send';
settings.defaultEventId = 'tw-o8z6j-rest';
eachSends([
  ['quote_requested', 'tw-o8z6j-rest'],
  ['purchase', 'tw-o8z6j-o87ne']
], (name) => {
  event.event_name = name;
}, (it) => it.event_id);

// scenario: A default event ID is not used while other events are ignored
event.event_name = 'quote_requested';
settings.otherEvents = 'ignore';
settings.defaultEventId = 'tw-o8z6j-rest';
runCode(settings);
callLater(() => {
  sendsNothingSaying('No event ID is configured');
});

// scenario: Both spellings of an event ID are sent as they are
eachSends([
  ['o87ne', 'o87ne'],
  ['tw-o8z6j-o87ne', 'tw-o8z6j-o87ne']
], (id) => {
  settings.categoryEvents[0].eventId = id;
}, (it) => it.event_id);

// scenario: Two rows for one event are a failure and not a guess
settings.categoryEvents.push({ category: 'purchase', eventId: 'tw-o8z6j-other' });
runCode(settings);
callLater(() => {
  refusesSaying('Two rows of one table take the event "purchase"');
});

// scenario: Two rows for another event disturb nobody
settings.categoryEvents.push({ category: 'lead', eventId: 'a1' });
settings.categoryEvents.push({ category: 'lead', eventId: 'a2' });
runCode(settings);
callLater(() => {
  succeeds();
  assertThat(sent).hasLength(1);
});

// scenario: An empty event ID is a failure that names the event
settings.categoryEvents[0].eventId = ' ';
runCode(settings);
callLater(() => {
  refusesSaying('Event ID of the event "purchase" is empty');
});

// scenario: A name in place of an event ID is a failure
settings.categoryEvents[0].eventId = 'purchase event';
runCode(settings);
callLater(() => {
  refusesSaying('Event ID of the event "purchase" must look like o87ne or tw-o8z6j-o87ne');
});

// scenario: An event ID of another pixel is a failure
settings.categoryEvents[0].eventId = 'tw-abc12-o87ne';
runCode(settings);
callLater(() => {
  refusesSaying('belongs to the pixel abc12, but Pixel ID is o8z6j');
});

// scenario: An unknown category is a failure for an event that finds no row
event.event_name = 'scroll';
settings.categoryEvents.push({ category: 'refund', eventId: 'o87nf' });
runCode(settings);
callLater(() => {
  refusesSaying('Conversion categories holds "refund"');
});

// scenario: Every category of the list is known
event.event_name = 'scroll';
settings.categoryEvents = [
  'page_view', 'content_view', 'search', 'add_to_cart', 'add_to_wishlist', 'checkout_initiated', 'added_payment_info',
  'purchase', 'lead', 'sign_up', 'subscribe', 'start_trial', 'download', 'product_customization'
].map((category) => {
  return { category: category, eventId: 'o87ne' };
});
runCode(settings);
callLater(() => {
  sendsNothingSaying('No event ID is configured for the event "scroll"');
});

// scenario: A page that Google renders is no visit and nothing is sent
event.page_location = 'https://gtm-msr.appspot.com/render2?id=GTM-X&twclid=2-abc';
runCode(settings);
callLater(() => {
  sendsNothingSaying('rendered by Google');
  assertApi('setCookie').wasNotCalled();
});
