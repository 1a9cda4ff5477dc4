// scenario: A conversion without a conversion id is sent with a warning
event.event_id = undefined;
event.transaction_id = undefined;
runCode(settings);
callLater(() => {
  succeeds();
  warns('has no conversion_id');
});

// scenario: A value without a currency is sent with a warning
event.currency = undefined;
runCode(settings);
callLater(() => {
  succeeds();
  warns('has a value but no currency');
});

// scenario: A purchase without a value is sent with a warning
event.value = undefined;
event.items = undefined;
runCode(settings);
callLater(() => {
  succeeds();
  warns('The purchase has no value');
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

// scenario: An event with a row of its own is no product event
settings.customEvents = [{ eventName: 'quote_requested', eventId: 'a7' }];
event.event_name = 'quote_requested';
event.items = undefined;
runCode(settings);
callLater(() => {
  assertThat(warnings()).isEqualTo([]);
});

// scenario: A price of an item that is no number is left out with a warning
event.items = [{ item_id: 'A', price: 32.5 }, { item_id: 'B', price: '9,99' }];
runCode(settings);
callLater(() => {
  succeeds();
  warns('"price of an item" cannot be used');
});

// scenario: Contents of the operator with ids satisfy the product catalogue
event.items = undefined;
settings.conversionData = [{ name: 'contents', value: [{ item_id: 'X' }] }];
runCode(settings);
callLater(() => {
  assertThat(warnings()).isEqualTo([]);
});
