// scenario: What a conversion lacks or should not be is a warning and it is sent all the same
event.event_id = undefined;
event.transaction_id = undefined;
runCode(settings);
event.currency = undefined;
runCode(settings);
event.value = undefined;
event.items = undefined;
runCode(settings);
event.user_data = undefined;
event.page_location = undefined;
runCode(settings);
settings.customEvents = [{ eventName: 'refund', eventId: 'o87ne' }];
event.event_name = 'refund';
runCode(settings);
callLater(() => {
  succeeds();
  assertThat(sent).hasLength(5);
  warns('The conversion has no conversion_id');
  warns('The conversion has a value but no currency');
  warns('The purchase has no value');
  warns('Only IP address and user agent identify the person');
  warns('The event is a refund: X counts it as one more conversion');
});

// scenario: Categories of the product catalogue warn of products without an id
const needsProducts = { page_view: true, view_item: true, add_to_cart: true, purchase: true, search: false, generate_lead: false };
settings.categoryEvents = [
  { category: 'page_view', eventId: 'a1' },
  { category: 'content_view', eventId: 'a2' },
  { category: 'add_to_cart', eventId: 'a3' },
  { category: 'purchase', eventId: 'a4' },
  { category: 'search', eventId: 'a5' },
  { category: 'lead', eventId: 'a6' }
];
event.items = [{ item_id: 'A' }, { item_name: 'Sock' }];
const warned = {};
for (const name in needsProducts) {
  event.event_name = name;
  runCode(settings);
}
callLater(() => {
  lines('Warning').forEach((line) => {
    if (line.Message.indexOf('No content_id for every product') >= 0) {
      warned[line.EventName] = true;
    }
  });
  for (const name in needsProducts) {
    assertThat(warned[name] === true, name).isEqualTo(needsProducts[name]);
  }
});
